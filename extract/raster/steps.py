"""What is done to a scanned page beyond plain recognition, step by step: each can be left out, to see what it gives.

`docs/reading.md` has the curve of error against time that says why each is there.
"""

from typing import Literal, get_args

Step = Literal[
    "lift colour",
    "turn upright",
    "level",
    "even light",
    "letter height",
    "tables",
    "missed lines",
    "second reading",
    "counts of prose",
    "official form",
    "strokes of numerals",
    "row numbers",
    "scribble left out",
]

STEPS: tuple[Step, ...] = get_args(Step)

Steps = frozenset[Step]

NONE: Steps = frozenset()

SECOND_READINGS: Steps = frozenset({"missed lines", "second reading"})
"""What `--reading fast` leaves out."""
