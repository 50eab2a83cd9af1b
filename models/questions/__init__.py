"""Questions asked of the tracking database, one function each; answers are plain values.

No question looks at the clock: where today matters, it is given.
"""

from models.folding import bare
from models.following.states import SOON, State, next_time
from models.questions.documents import Counts, Doubt, Listed, Waiting, counts, documents, doubts, find, waiting
from models.questions.due import Due, due, of_document, of_plan, overdue
from models.questions.likeness import Alike, Joined, alike, joined
from models.questions.marks import Marked, marks
from models.questions.progress import (
    Awaiting,
    Load,
    Measured,
    Proposal,
    met,
    proposals,
    review_queue,
    targets,
    workload,
)
from models.questions.search import Found, search
from models.reviews import Step, history

__all__ = [
    "SOON",
    "Alike",
    "Awaiting",
    "Counts",
    "Doubt",
    "Due",
    "Found",
    "Joined",
    "Listed",
    "Load",
    "Marked",
    "Measured",
    "Proposal",
    "State",
    "Step",
    "Waiting",
    "alike",
    "bare",
    "counts",
    "documents",
    "doubts",
    "due",
    "find",
    "history",
    "joined",
    "marks",
    "met",
    "next_time",
    "of_document",
    "of_plan",
    "overdue",
    "proposals",
    "review_queue",
    "search",
    "targets",
    "waiting",
    "workload",
]  # fmt: skip
