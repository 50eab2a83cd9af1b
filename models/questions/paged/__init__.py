"""Questions of the desk's pages: a page at a time, counts that end, nothing that grows with the database."""
