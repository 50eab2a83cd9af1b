"""Folders: walked (`walk`), watched (`watch`), and emptied of what is done (`moving`)."""
