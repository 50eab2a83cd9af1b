"""A file that was never met: its row, the place where it was met and the first try of it, made if nobody else does."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, Insert, Select, bindparam, select, true
from sqlalchemy.dialects import postgresql, sqlite

from models.tables import Attempt, File, Place

Row = Mapping[str, Any]


def arrived(connection: Connection, file: Row, place: Row, attempt: Row) -> tuple[int, int | None] | None:
    """Make the three rows, of which the two others belong to `file`; its id, and that of the place.

    None where the file is known: nothing was made then. No place where another file has that one. Who is making the
    same at this very moment is waited for.
    """
    if connection.dialect.name == "postgresql":
        rows = {"file": file, "place": place, "attempt": attempt}
        given = {f"{name}_{column}": value for name, row in rows.items() for column, value in row.items()}
        made = connection.execute(_AT_ONCE, given).one_or_none()
        return None if made is None else (made[0], made[1])
    number: int | None = connection.execute(_FILE, file).scalar()
    if number is None:
        return None
    placed: int | None = connection.execute(_PLACE, {"file_id": number, **place}).scalar()
    connection.execute(_ATTEMPT, {"file_id": number, **attempt})
    return number, placed


_FILES: Any = File.__table__
_PLACES: Any = Place.__table__
_ATTEMPTS: Any = Attempt.__table__

_FILE: Insert = sqlite.insert(_FILES).on_conflict_do_nothing(index_elements=["sha256"]).returning(_FILES.c.id)
_PLACE: Insert = sqlite.insert(_PLACES).on_conflict_do_nothing(index_elements=["uri"]).returning(_PLACES.c.id)
_ATTEMPT: Insert = _ATTEMPTS.insert().inline()


def _at_once() -> Select[Any]:
    """All three in one statement, which a server is waited for once."""

    def given(name: str, table: Any, columns: tuple[str, ...]) -> dict[str, Any]:
        return {column: bindparam(f"{name}_{column}", type_=table.c[column].type) for column in columns}

    about = ("sha256", "name", "size", "first_seen", "attempts", "state", "worker", "leased_until", "version", "kept")
    file = (
        postgresql.insert(_FILES)
        .values(given("file", _FILES, about))
        .on_conflict_do_nothing(index_elements=["sha256"])
        .returning(_FILES.c.id)
        .cte("file")
    )
    where = given("place", _PLACES, ("uri", "name", "seen_at", "stamp"))
    place = (
        postgresql.insert(_PLACES)
        .from_select(["file_id", *where], select(file.c.id, *where.values()))
        .on_conflict_do_nothing(index_elements=["uri"])
        .returning(_PLACES.c.id)
        .cte("place")
    )
    tried = given("attempt", _ATTEMPTS, ("worker", "version", "depth", "began_at", "seconds"))
    attempt = _ATTEMPTS.insert().from_select(["file_id", *tried], select(file.c.id, *tried.values())).cte("attempt")
    return select(file.c.id, place.c.id).select_from(file.outerjoin(place, true())).add_cte(attempt)


_AT_ONCE = _at_once()
