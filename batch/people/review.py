"""Reviewing records without the web page, and taking steps back."""

import json
from datetime import date
from typing import TYPE_CHECKING, Any

import click

from batch.options import as_json, in_database, in_language, reading_of, say, say_now
from batch.people.steps import answer, by_a_person, done, limited, step

if TYPE_CHECKING:
    from sqlalchemy.orm import Session


@click.group(help=say("Duyệt bản ghi.", "Review records."))
def review() -> None:
    pass


@review.command("queue", help=say("Bản ghi cần người xem, kém chắc nhất trước.", "What to look at, least sure first."))
@limited
@as_json
@in_database
@in_language
def review_queue(limit: int, as_json: bool, db: str) -> None:
    from models import questions, sheet_steps

    with reading_of(db) as session:
        found = questions.review_queue(session, limit=limit)
    answer(found, sheet_steps.queue, as_json)


@review.command("list", help=say("Bản ghi của một văn bản, kèm mã và ghi chú.", "A document's records, with ids."))
@click.argument("document", type=int)
@as_json
@in_database
@in_language
def review_list(document: int, as_json: bool, db: str) -> None:
    from models import questions, sheet_steps

    with reading_of(db) as session:
        found = questions.marks(session, document)
    answer(found, sheet_steps.marked, as_json)


@review.command("change", help=say("Sửa trường của một bản ghi.", "Change fields of a record."))
@click.argument("record", type=int)
@click.argument("fields", metavar="FIELD=VALUE...", nargs=-1, required=True)
@by_a_person
def review_change(record: int, fields: tuple[str, ...], who: str, why: str | None, db: str) -> None:
    from models import reviews

    with step(db, who, why) as (session, by):
        row = _row(session, record)
        values = dict(_value(session, row, given) for given in fields)
        number = reviews.change(session, record, values, by, version=row.version)
    done(number)


@review.command("confirm", help=say("Xác nhận bản ghi đúng.", "Say that a record is right."))
@click.argument("record", type=int)
@by_a_person
def review_confirm(record: int, who: str, why: str | None, db: str) -> None:
    from models import reviews

    with step(db, who, why) as (session, by):
        number = reviews.confirm(session, record, by, version=_row(session, record).version)
    done(number)


@review.command("reject", help=say("Loại bản ghi: đó không phải nhiệm vụ, chỉ tiêu.", "Say that a record is none."))
@click.argument("record", type=int)
@by_a_person
def review_reject(record: int, who: str, why: str | None, db: str) -> None:
    from models import reviews

    with step(db, who, why) as (session, by):
        number = reviews.reject(session, record, by, version=_row(session, record).version)
    done(number)


def _row(session: "Session", record: int) -> Any:
    from models.errors import NotThere
    from models.tables import Record

    row = session.get(Record, record)
    if row is None:
        raise NotThere(f"#{record}")
    return row


def _value(session: "Session", row: Any, given: str) -> tuple[str, Any]:
    """FIELD=VALUE as a person writes it: a deadline and units in words, numbers and JSON as they are, else text."""
    from nlp.explain import explain

    field, equals, written = given.partition("=")
    if not equals:
        raise click.UsageError(say_now(f"“{given}” không phải TRƯỜNG=GIÁ_TRỊ", f"“{given}” is no FIELD=VALUE"))
    if not written:
        return field, [] if field in ("lead", "support", "owners") else None
    if written[0] in "{[":
        try:
            return field, json.loads(written)
        except ValueError as error:
            raise click.UsageError(f"{field}: {error}") from error
    issued, issuer = row.document.issued_on, row.document.issuer.name if row.document.issuer else None
    if field in ("deadline", "period"):
        found = explain(written, issued, issuer).deadlines
        if len(found) != 1:
            raise click.UsageError(
                say_now(f"không hiểu thời hạn “{written}”", f"the deadline “{written}” is not understood")
            )
        return field, found[0]
    if field in ("lead", "support", "owners"):
        names = [name.strip() for name in written.split(";") if name.strip()]
        return field, [_unit(name, issued, issuer) for name in names]
    return field, written


def _unit(name: str, issued: date | None, issuer: str | None) -> Any:
    from models.records import Unit
    from nlp.explain import explain

    known = [unit for unit in explain(name, issued, issuer).units if unit.name == name]
    return known[0] if known else Unit(name=name)


@click.command(
    help=say("Những gì đã sửa trong một văn bản, từng bước.", "What was changed in a document, step by step.")
)
@click.argument("document", type=int)
@click.option("--record", type=int, help=say("chỉ bản ghi này", "of this record only"))
@as_json
@in_database
@in_language
def history(document: int, record: int | None, as_json: bool, db: str) -> None:
    from models import questions, sheet_steps

    with reading_of(db) as session:
        found = questions.history(session, document, record=record)
    answer(found, sheet_steps.history, as_json)


@click.command(help=say("Hoàn tác một bước.", "Take a step back."))
@click.argument("number", metavar="STEP", type=int)
@by_a_person
def undo(number: int, who: str, why: str | None, db: str) -> None:
    from models import reviews

    with step(db, who, why) as (session, by):
        back = reviews.undo(session, number, by)
    done(back)
