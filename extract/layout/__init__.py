"""From lines on pages to the flow of a document."""
