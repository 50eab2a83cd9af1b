"""The letterhead: its lines told apart (`head`), its issuer, its doubts settled, and the record made of them."""

from nlp.form.letterhead.head import Head, read_head
from nlp.form.letterhead.record import letterhead_of

__all__ = ["Head", "letterhead_of", "read_head"]
