"""A stretch of a document as the finders of tasks, targets and results see it: what it says and what it inherits."""

from dataclasses import dataclass
from typing import Literal

from extract.transcript import Table
from models.records import Deadline
from nlp.evidence import Stretch
from nlp.mention import Mention
from nlp.tasks.labels import Label
from nlp.tasks.order import Inherited, Units
from nlp.tasks.roles import Opening

Part = Literal["heading", "lead-in", "body"]
"""A heading names what follows, a lead-in introduces it ("… thực hiện các nhiệm vụ sau:"), a body speaks itself."""

LONGEST = 6_000
"""Characters of one stretch that are read; what is longer is no point of a dispatch."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Passage:
    """A stretch with its units, deadlines and opening; offsets are those of `text`, the stretch's own."""

    stretch: Stretch
    text: str
    units: Units
    deadlines: tuple[Mention[Deadline], ...]
    opening: Opening | None
    part: Part
    path: str | None
    inherited: Inherited
    labels: tuple[Label, ...] = ()
    top: bool = False  # stands above all points, or below them: the document speaks
    before: bool = False  # stands between a heading and the points under it
    after: bool = False  # stands after the points of the point that it belongs to

    @property
    def legible(self) -> bool:
        """Whether its words were read well enough to count as read."""
        return self.stretch.confidence >= LEGIBLE


LEGIBLE = 0.4
"""The least confidence of its words with which a passage counts as read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class TablePassage:
    """A table with what it inherits from the point it stands in."""

    table: Table
    path: str | None
    inherited: Inherited
