"""Reading: from a file to what it says (`extract.read`)."""

from extract.read import PageJob, Reading, read, read_page

__all__ = ["PageJob", "Reading", "read", "read_page"]
