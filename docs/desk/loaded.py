"""The large database of `bench-review` and `bench-following`; BENCH_DATABASE names a file where it is kept.

It holds what `docs.database` makes up, so the SQLite database of `make bench-database` serves too. What the benches add
to it (users, the sample inbox, some hundred edits) is found again by the next run.
"""

import os
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from docs.database import TASKS, load
from models import people, tables
from models.database import open_database
from review.people import passwords

DOCUMENTS = int(os.environ.get("DOCUMENTS", "200000"))


@contextmanager
def loaded() -> Iterator[str]:
    """The address of a database of that many documents."""
    named = os.environ.get("BENCH_DATABASE")
    if named:
        yield address_of(Path(named).resolve())
        return
    with TemporaryDirectory() as folder:
        yield address_of(Path(folder) / "bench.db")


def address_of(path: Path) -> str:
    """`path`, loaded where nothing is there. It comes to stand under its name only when it is whole."""
    if not path.exists():
        part = path.with_name(f"{path.name}.part")
        for left in (part, *path.parent.glob(f"{part.name}-*")):
            left.unlink(missing_ok=True)
        rate = load(f"sqlite:///{part}", DOCUMENTS)
        print(f"{DOCUMENTS} documents loaded, {rate:.0f} a second", flush=True)
        part.rename(path)
    return f"sqlite:///{path}"


def size_of(address: str) -> str:
    """How large it is, in words."""
    path = Path(address.removeprefix("sqlite:///"))
    database = open_database(address)
    with database.reading() as session:
        last = session.scalar(select(tables.Document.id).order_by(tables.Document.id.desc()).limit(1)) or 0
    database.close()
    return f"{last:,} documents, {last * TASKS:,} tasks in SQLite ({path.stat().st_size / 2**30:.1f} GB), made up"


def introduce(session: Session, names: Iterable[str], rank: tables.Rank, password: str, **more: Any) -> None:
    """Users of these names with one password, where they are not there yet."""
    known = set(session.scalars(select(tables.User.name)))
    kept = passwords.hashed(password)
    for name in names:
        if name not in known:
            people.introduce(session, name, rank, datetime.now(UTC), password_hash=kept, **more)
