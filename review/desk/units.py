"""The register of offices as one types into it: what the database knows first, then the office's own, then all others.

`OwnUnits` makes an office's own units known to all that a request does.
"""

from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING

from sqlalchemy.orm import Session
from starlette.types import ASGIApp, Receive, Scope, Send

from models.folding import bare
from models.questions.units import named
from models.records import Letterhead, Unit

if TYPE_CHECKING:
    from nlp.units import Office


@dataclass(frozen=True, slots=True)
class Offered:
    """A unit to choose: the contract's UNIT, and whether it has been given work before."""

    name: str
    canonical: str
    id: str | None
    group: bool
    known: bool


def offered(session: Session, asked: str, head: Letterhead, *, limit: int = 10) -> list[Offered]:
    """The units that `asked` may mean, accents and case aside, those of the document's own place in full."""
    found = [
        Offered(u.name, u.name, u.register_id, u.group, True) for u in named(session, asked, limit=limit, settled=True)
    ]
    here = bare(" ".join(((head.issuer.canonical or head.issuer.name) if head.issuer else "").split()[-2:]))
    found.sort(key=lambda one: not here or here not in bare(one.canonical))  # offices of the document's own place first
    words = bare(asked).split()
    names = {one.canonical for one in found}
    for name, called in (*_own(), *_offices()) if words else ():
        if len(found) >= limit:
            break
        if all(word in called for word in words):
            full = _in_place(name, head)
            if full.canonical and full.canonical not in names:
                names.add(full.canonical)
                found.append(Offered(name, full.canonical, full.id, False, False))
    return found


def _own() -> list[tuple[str, str]]:
    """The office's own units that stand today, and all that each is called."""
    from nlp.units import own_offices
    from nlp.units.places import LAST

    return [(one.name, bare(" ".join((one.name, *one.short)))) for one in own_offices() if one.valid_to == LAST]


@cache
def _offices() -> tuple[tuple[str, str], ...]:
    """Every office of the register that stands today, the shortest names first."""
    from nlp.units.places import LAST
    from nlp.units.register import register

    standing = {office.name for office in register().offices if office.valid_to == LAST}
    return tuple((name, bare(name)) for name in sorted(standing, key=lambda name: (len(name), name)))


def _in_place(name: str, head: Letterhead) -> Unit:
    from review.desk.typed import unit

    return unit(name, head)


class OwnUnits:
    """ASGI middleware: whatever is read or resolved while a request is answered knows `offices`."""

    def __init__(self, app: ASGIApp, offices: "tuple[Office, ...]") -> None:
        self.app, self.offices = app, offices

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        from nlp.units import own_units

        with own_units(self.offices):
            await self.app(scope, receive, send)
