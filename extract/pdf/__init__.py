"""PDF: what is on its pages, whether the text layer may be trusted, who signed it."""
