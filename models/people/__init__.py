"""People: who they are, what each may see, and who is at which document."""

from models.people.claims import Held, claim, claimed, release
from models.people.sight import EVERYTHING, Sight, limited
from models.people.users import (
    Person,
    change,
    full_names,
    introduce,
    know,
    known,
    noted,
    people,
    person,
    set_password,
    sign_ins,
    to_check,
)

__all__ = [
    "EVERYTHING", "Held", "Person", "Sight", "change", "claim", "claimed", "full_names", "introduce", "know",
    "known", "limited", "noted", "people", "person", "release", "set_password", "sign_ins", "to_check",
]  # fmt: skip
