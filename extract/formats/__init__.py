"""Formats whose text flows without pages: DOCX, HTML, plain text."""
