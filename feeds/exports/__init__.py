"""The tracking data in the shapes that offices and other systems already use, as files."""

from feeds.exports.tables import Cell, Column, Shown, Table

__all__ = ["Cell", "Column", "Shown", "Table"]
