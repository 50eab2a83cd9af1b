"""Units in time: their names, what took over from them, and what people know of them."""

from models.units.names import answering_to, called, parted, remember, with_predecessors
from models.units.register import Office, learn, to_learn

__all__ = ["Office", "answering_to", "called", "learn", "parted", "remember", "to_learn", "with_predecessors"]
