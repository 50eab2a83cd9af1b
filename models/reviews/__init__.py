"""Reviews: what people make of the records. A person's word is final; what a later reading says is kept beside it."""

from models.reviews.history import Step, history, undo
from models.reviews.steps import By, add, change, change_document, confirm, merge, reject, split

__all__ = [
    "By", "Step", "add", "change", "change_document", "confirm", "history", "merge", "reject", "split", "undo",
]  # fmt: skip
