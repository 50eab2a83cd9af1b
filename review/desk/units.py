"""The register of offices as one types into it: what the database knows first, then what the whole country has."""

from dataclasses import dataclass
from functools import cache

from sqlalchemy.orm import Session

from models.folding import bare
from models.questions.units import named
from models.records import Letterhead, Unit


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
    for name in _offices() if words else ():
        if len(found) >= limit:
            break
        if all(word in bare(name) for word in words):
            full = _in_place(name, head)
            if full.canonical and full.canonical not in names:
                names.add(full.canonical)
                found.append(Offered(name, full.canonical, full.id, False, False))
    return found


@cache
def _offices() -> tuple[str, ...]:
    """Every office of the register that stands today, the shortest names first."""
    from nlp.units.places import LAST
    from nlp.units.register import register

    standing = {office.name for office in register().offices if office.valid_to == LAST}
    return tuple(sorted(standing, key=lambda name: (len(name), name)))


def _in_place(name: str, head: Letterhead) -> Unit:
    from review.desk.typed import unit

    return unit(name, head)
