"""Formats whose text flows without pages: DOCX and its older kin, XLSX, HTML, plain text."""
