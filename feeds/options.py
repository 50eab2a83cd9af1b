"""What the commands of tokens and webhooks have in common: a clearance to choose, a question, a step, a list."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

import click
from sqlalchemy.orm import Session

from batch.options import print_json, say, say_now
from models.errors import Refused
from models.tables.people import CLEARANCES

Found = TypeVar("Found")

cleared_for = click.option(
    "--clearance",
    type=click.Choice(CLEARANCES, case_sensitive=False),
    default="open",
    show_default=True,
    help=say(
        "độ mật cao nhất được thấy; open: chỉ văn bản không đóng dấu mật",
        "the highest mark of secrecy that may be seen; open: only documents without one",
    ),
)


def asked(db: str, ask: Callable[[Session], Found]) -> Found:
    """The answer to a question."""
    from models.database import open_database

    database = open_database(db)
    with database.reading() as session:
        found = ask(session)
    database.close()
    return found


def done(db: str, act: Callable[[Session], Found]) -> Found:
    """What came of a step; one that is refused is a mistake of who asked for it."""
    from models.database import open_database

    database = open_database(db)
    try:
        with database.writing() as session:
            return act(session)
    except Refused as error:
        raise click.UsageError(say_now(error.wording.vi, error.wording.en)) from error
    finally:
        database.close()


def listed(found: Sequence[Found], line: Callable[[Found], tuple[Any, ...]], none: str, *, as_json: bool) -> None:
    """Print what was found, a line each, or as JSON; `none` where there is nothing."""
    if as_json:
        print_json(found)
        return
    for one in found:
        click.echo("\t".join(map(str, line(one))))
    if not found:
        click.echo(none)
