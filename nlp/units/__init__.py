"""Units: offices, the positions that stand for them, and groups of them; what they are called, and when they were."""

from nlp.units.canonical import Context, is_damaged, resolve
from nlp.units.finder import defined_names, find_units, split_units
from nlp.units.own import own_offices, own_units, read_own
from nlp.units.register import Office, Register, register

__all__ = [
    "Context",
    "Office",
    "Register",
    "defined_names",
    "find_units",
    "is_damaged",
    "own_offices",
    "own_units",
    "read_own",
    "register",
    "resolve",
    "split_units",
]
