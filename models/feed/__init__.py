"""What other systems ask for and are told: records in their present state as plain JSON, and the feed of changes."""

from models.feed.changes import Changed, changes, head
from models.feed.listing import LISTS, Page, listed
from models.feed.outbox import number, thin_out
from models.feed.shapes import SHAPES, shape

__all__ = ["LISTS", "SHAPES", "Changed", "Page", "changes", "head", "listed", "number", "shape", "thin_out"]
