"""Units: offices, the positions that stand for them, and groups of them; what they are called, and when they were."""

from nlp.units.finder import find_units
from nlp.units.lists import split_units

__all__ = ["find_units", "split_units"]
