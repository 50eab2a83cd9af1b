"""Who leads and who supports, by the words of an order: where it opens, and inside it."""

from nlp.tasks.roles.address import EACH
from nlp.tasks.roles.handed import Handed, handed_after, hands_over
from nlp.tasks.roles.inside import call_inside, called_inside, named_between, supporting
from nlp.tasks.roles.opening import BEARS, PLAIN, Opening, read_opening
from nlp.tasks.roles.stretched import NO_BODY

__all__ = [
    "BEARS",
    "EACH",
    "NO_BODY",
    "PLAIN",
    "Handed",
    "Opening",
    "call_inside",
    "called_inside",
    "handed_after",
    "hands_over",
    "named_between",
    "read_opening",
    "supporting",
]
