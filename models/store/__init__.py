"""Saving what was read: a dispatch into the tables, and out of them again."""

from models.rows import number_key, unit_row
from models.store.joining import join, keep_apart, separate
from models.store.load import load
from models.store.save import save, save_all

__all__ = ["join", "keep_apart", "load", "number_key", "save", "save_all", "separate", "unit_row"]
