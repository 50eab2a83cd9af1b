"""Records, their tables, and the questions asked of them."""
