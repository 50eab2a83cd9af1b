"""Understanding: from what a file says to what it means (`nlp.understand.understand`)."""
