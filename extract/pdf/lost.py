"""Letters that a font lost: it prints them, but its table to Unicode gives a blank, or nothing, in their stead.

PDFium shows them as `LOST`. Which letter it is follows from the words around it: with one letter all of them are
Vietnamese syllables. Where that does not settle it, the page is not trusted.
"""

import re
from collections.abc import Iterable, Iterator

from extract.letters import clean
from extract.syllables import is_syllable
from extract.transcript import Word

LOST = "\ufffd"
"""What stands for a printed letter without a name."""


def lost_letter(words: Iterable[str]) -> str | None:
    """The one capital that makes syllables of all runs with a `LOST` in `words`; None where none or several do."""
    short = (word for word in words if len(word) < _LONGEST)
    runs = {run for word in short for run in _RUN.findall(word) if len(run) > 1}
    fits = [letter for letter in _CAPITALS if all(is_syllable(run.replace(LOST, letter)) for run in runs)]
    return fits[0] if runs and len(fits) == 1 else None


def restored(words: Iterable[Word], letter: str) -> Iterator[Word]:
    """`words` with `letter` for each `LOST`."""
    for word in words:
        if LOST in word.text:
            whole = clean(word.text.replace(LOST, letter))
            yield word._replace(text=whole, read_as=word.text)
        else:
            yield word


_RUN = re.compile(rf"[^\W\d_]*{LOST}[^\W\d_]*(?:{LOST}[^\W\d_]*)*")
_LONGEST = 100
"""Letters: what is longer is no word, and would be slow to look through."""

_CAPITALS = "ABCDĐEGHIKLMNOPQRSTUVXY"
