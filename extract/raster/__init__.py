"""Scans: pixels made ready, read by Tesseract, taken apart and repaired. `extract.scan` drives it."""
