"""Names for records and for units: ids that stay, and offices in full as the document's place and time have them."""

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import replace

from models.records import Unit
from nlp.form import Form
from nlp.language import vietnamese
from nlp.mention import Mention
from nlp.tasks import Passage
from nlp.units import Context, defined_names, resolve


class Namer:
    """Gives records ids: the same for the same record of the same file, and never two alike."""

    def __init__(self, sha256: str) -> None:
        self.sha256 = sha256
        self.given: Counter[str] = Counter()

    def __call__(self, kind: str, path: str | None, content: str) -> str:
        key = "\x1f".join((self.sha256, kind, path or "", content))
        self.given[key] += 1
        return hashlib.sha256(f"{key}\x1f{self.given[key]}".encode()).hexdigest()[:20]


class FullNames:
    """Gives units their full names, in the order in which they are named: "đơn vị mình" is the one named before.

    What was named before counts within a point and its neighbours only (`under`).
    """

    def __init__(self, context: Context) -> None:
        self.context = context
        self.before: tuple[Unit, ...] = ()
        self.above = ""
        self.known: dict[tuple[Unit, Unit | None], Unit] = {}

    def __call__(self, units: Iterable[Mention[Unit]]) -> tuple[Unit, ...]:
        """The units of `units`, each once, with their full names."""
        return tuple(self.resolved({u.value.name.casefold(): u.value for u in units}.values()))

    def under(self, path: str | None) -> "FullNames":
        """Itself, for the units of the record at `path`."""
        above = (path or "").rpartition(" > ")[0]
        if above != self.above:
            self.above, self.before = above, ()
        return self

    def resolved(self, units: Iterable[Unit]) -> Iterator[Unit]:
        for unit in units:
            key = unit, self.before[-1] if self.before else None
            if key not in self.known:
                self.known[key] = self.of_office(unit) or resolve(unit, self.context, self.before)
            self.before = (*self.before[-MEMORY:], self.known[key])
            yield self.known[key]

    def of_office(self, unit: Unit) -> Unit | None:
        """`unit`, an office with its branch in brackets, as that office; None where it is no office that is known."""
        office = BRANCH.fullmatch(unit.name)
        found = resolve(replace(unit, name=office["office"]), self.context, self.before) if office else None
        return replace(found, name=unit.name) if found and found.id else None

    def one(self, unit: Unit | None) -> Unit | None:
        return None if unit is None else next(self.resolved((unit,)))


BRANCH = re.compile(r"(?P<office>[^()]+\S) \([^()]+\)")
""" "Văn phòng Ủy ban nhân dân tỉnh (Trung tâm Phục vụ hành chính công)"."""

MEMORY = 20
"""Units named before that a short name may stand for."""


def context_of(form: Form, passages: Iterable[Passage]) -> Context:
    """What the document says of itself: its letterhead, and the short forms that it defines."""
    head = form.letterhead
    known: dict[str, str] = {}
    for passage in passages:
        if "(" in passage.text:
            known.update(defined_names(vietnamese()(passage.text)))
    issuer = (head.issuer.canonical or head.issuer.name) if head.issuer else None
    return Context(issuer=issuer, place=head.place, issued_on=head.issued_on, known=known)
