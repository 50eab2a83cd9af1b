"""Tasks of a few lines of an order, as `nlp.explain` reads them, and who they name."""

from datetime import date

from models.records import Task
from nlp.explain import explain

ISSUED = date(2025, 3, 10)
ISSUER = "Ủy ban nhân dân tỉnh Tam Vân"


def read(*lines: str) -> tuple[Task, ...]:
    """The tasks of `lines`, issued on ISSUED by ISSUER."""
    return explain("\n".join(lines), ISSUED, ISSUER).tasks


def names(task: Task) -> tuple[list[str], list[str]]:
    """Who leads and who supports."""
    return [u.name for u in task.lead], [u.name for u in task.support]
