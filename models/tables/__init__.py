"""The tracking database's tables.

A *document* is known by number, issuer and date; a *file* by its SHA-256. One document may have several files, and each
extraction of a file is a *reading*, kept whole and never changed. The document's fields and its records (tasks,
targets, results) are the present state: what the current reading says, and what people made of it (`reviews`).
`files` is the ledger of batch runs too: each file is in exactly one state.
"""

from models.tables.attempts import ENDINGS, Attempt, Ending
from models.tables.base import (
    ACTIONS,
    ALIKENESSES,
    STANDINGS,
    STATES,
    Action,
    Alikeness,
    Base,
    Depth,
    KindOfLink,
    KindOfRelation,
    Reported,
    Role,
    Standing,
    State,
)
from models.tables.changes import (
    HAPPENINGS,
    SCOPES,
    TOPICS,
    Answer,
    Delivery,
    Event,
    Happening,
    Notice,
    Posted,
    Scope,
    Token,
    Topic,
    Webhook,
)
from models.tables.documents import Citation, Document, Problem, Reading
from models.tables.files import File, Place
from models.tables.following import Move, Progress, Relation
from models.tables.leaders import Leader
from models.tables.likeness import Join, Likeness, Sketch
from models.tables.people import CLEARANCES, RANKS, Claim, Clearance, Outcome, Rank, SignIn, User
from models.tables.records import Party, Record, Result, Target, Task
from models.tables.reviews import Change, Review
from models.tables.search import Entry
from models.tables.units import Unit, UnitLink, UnitName

__all__ = [
    "ACTIONS",
    "ALIKENESSES",
    "CLEARANCES",
    "ENDINGS",
    "HAPPENINGS",
    "RANKS",
    "SCOPES",
    "STANDINGS",
    "STATES",
    "TOPICS",
    "Action",
    "Alikeness",
    "Answer",
    "Attempt",
    "Base",
    "Change",
    "Citation",
    "Claim",
    "Clearance",
    "Delivery",
    "Depth",
    "Document",
    "Ending",
    "Entry",
    "Event",
    "File",
    "Happening",
    "Join",
    "KindOfLink",
    "KindOfRelation",
    "Leader",
    "Likeness",
    "Move",
    "Notice",
    "Outcome",
    "Party",
    "Place",
    "Posted",
    "Problem",
    "Progress",
    "Rank",
    "Reading",
    "Record",
    "Relation",
    "Reported",
    "Result",
    "Review",
    "Role",
    "Scope",
    "SignIn",
    "Sketch",
    "Standing",
    "State",
    "Target",
    "Task",
    "Token",
    "Topic",
    "Unit",
    "UnitLink",
    "UnitName",
    "User",
    "Webhook",
]  # fmt: skip
