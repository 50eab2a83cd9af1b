"""What docs/reading.md is made of: word errors, tables, speed and memory, on real pages and on made ones."""
