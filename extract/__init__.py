"""Reading: from a file to what it says (`extract.read`)."""
