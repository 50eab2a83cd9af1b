"""The letterhead: its lines told apart (`head`, `below`), its issuer and doubts settled, its record made."""

from nlp.form.letterhead.head import read_head
from nlp.form.letterhead.record import letterhead_of
from nlp.form.letterhead.shape import Head

__all__ = ["Head", "letterhead_of", "read_head"]
