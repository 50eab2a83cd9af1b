"""What the commands of people share: who takes a step and why, and how it is answered."""

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import click

from batch.options import Command, console, in_database, in_language, language, print_json, say, say_now

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from models.reviews import By


def by_a_person(command: Command) -> Command:
    """The options of a step: who takes it, and why."""
    signed_in = say("người đang đăng nhập máy", "who is signed in")
    who = click.option("--who", default=getpass.getuser, show_default=signed_in, help=say("ai làm", "who does this"))
    why = click.option("--why", help=say("vì sao", "why"))
    return who(why(in_database(in_language(command))))


def limited(command: Command) -> Command:
    """The option of how many."""
    how_many = say("nhiều nhất bao nhiêu", "at most")
    return click.option("--limit", type=click.IntRange(min=1), default=50, show_default=True, help=how_many)(command)


@contextmanager
def step(db: str, who: str, why: str | None) -> Iterator[tuple["Session", "By"]]:
    """A step of a person, kept when the block ends."""
    from models.database import open_database
    from models.reviews import By

    with open_database(db, create=False).writing() as session:
        yield session, By(who, datetime.now(UTC), why)


def answer(found: Any, table: Callable[..., Any], in_json: bool) -> None:
    """Answers as JSON lines, or as a table."""
    if in_json:
        print_json(found)
    else:
        console().print(table(found, language()))


def done(number: int | None = None) -> None:
    """Say that it is kept; name the step, where it can be undone."""
    click.echo(say_now("đã ghi", "kept") if number is None else say_now(f"bước {number}", f"step {number}"))
