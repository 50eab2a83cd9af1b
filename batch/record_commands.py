"""The commands of following without the web page: reviews, history, progress, units, documents that read alike.

What a person says is always with who said it: `--who`, else the name they are signed in with on this machine.
"""

import getpass
import json
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from typing import TYPE_CHECKING, Any

import click

from batch.options import (
    Command,
    a_day,
    as_json,
    console,
    in_database,
    in_language,
    language,
    print_json,
    reading_of,
    say,
    say_now,
    settings,
)

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


@click.group(help=say("Tiến độ: người báo, và báo cáo nêu.", "Progress: as people say, and as reports do."))
def progress() -> None:
    pass


@progress.command("list", help=say("Kết quả đọc từ báo cáo, chờ người xác nhận.", "What reports say, for a person."))
@limited
@as_json
@in_database
@in_language
def progress_list(limit: int, as_json: bool, db: str) -> None:
    from models import questions, sheet_steps

    with reading_of(db) as session:
        found = questions.proposals(session, limit=limit)
    answer(found, sheet_steps.proposals, as_json)


@progress.command("report", help=say("Báo tiến độ một nhiệm vụ, chỉ tiêu.", "Say what came of a task or target."))
@click.argument("record", type=int)
@a_day("--on", say("ngày đạt được", "the day on which it was so"))
@click.option("--done", "is_done", is_flag=True, help=say("đã xong", "it is done"))
@click.option("--value", type=float, help=say("số đạt được", "how much was reached"))
@click.option("--of", "of_all", type=float, help=say("trên tổng số", "of how many"))
@click.option("--unit", help=say("đơn vị tính", "in which unit"))
@click.option("--note", help=say("ghi chú", "a note"))
@click.option("--shown-by", type=int, help=say("mã văn bản chứng minh", "the id of the document that shows it"))
@by_a_person
def progress_report(
    record: int, is_done: bool, on: date | None, value: float | None, of_all: float | None, unit: str | None,
    note: str | None, shown_by: int | None, who: str, why: str | None, db: str,
) -> None:  # fmt: skip
    from models.following.progress import Achieved, report

    achieved = Achieved(on=on, done=is_done, value=value, of=of_all, unit=unit, note=note or why)
    with step(db, who, why) as (session, by):
        number = report(session, record, achieved, by, shown_by=shown_by)
    click.echo(say_now(f"tiến độ {number}", f"progress {number}"))


@progress.command("confirm", help=say("Xác nhận kết quả do báo cáo nêu.", "Say that a proposal is right."))
@click.argument("number", metavar="ID", type=int)
@click.option("--record", type=int, help=say("của nhiệm vụ, chỉ tiêu này", "of this task or target"))
@by_a_person
def progress_confirm(number: int, record: int | None, who: str, why: str | None, db: str) -> None:
    from models.following.progress import confirm

    with step(db, who, why) as (session, by):
        confirm(session, number, by, record=record)
    done()


@progress.command("dismiss", help=say("Bỏ kết quả do báo cáo nêu.", "Say that a proposal is not right."))
@click.argument("number", metavar="ID", type=int)
@by_a_person
def progress_dismiss(number: int, who: str, why: str | None, db: str) -> None:
    from models.following.progress import dismiss

    with step(db, who, why) as (session, by):
        dismiss(session, number, by)
    done()


@click.group(help=say("Đơn vị: cùng là một, tách, kế thừa.", "Units: the same, two, successors."))
def unit() -> None:
    pass


@unit.command("list", help=say("Đơn vị có tên như vậy.", "Units with such a name."))
@click.argument("name")
@limited
@as_json
@in_database
@in_language
def unit_list(name: str, limit: int, as_json: bool, db: str) -> None:
    from models import sheet_steps
    from models.questions.units import named

    with reading_of(db) as session:
        found = named(session, name, limit=limit)
    answer(found, sheet_steps.units, as_json)


@unit.command("merge", help=say("Hai đơn vị là một.", "Two units are one."))
@click.argument("one", metavar="UNIT", type=int)
@click.argument("other", type=int)
@by_a_person
def unit_merge(one: int, other: int, who: str, why: str | None, db: str) -> None:
    from models.units import people

    with step(db, who, why) as (session, by):
        number = people.merge(session, one, other, by)
    done(number)


@unit.command("split", help=say("Tên viết như vậy là đơn vị khác.", "What is written so is another unit."))
@click.argument("one", metavar="UNIT", type=int)
@click.argument("name")
@click.argument("full_name")
@by_a_person
def unit_split(one: int, name: str, full_name: str, who: str, why: str | None, db: str) -> None:
    from models.units import people

    with step(db, who, why) as (session, by):
        number = people.split(session, one, name, full_name, by)
    done(number)


@unit.command("succeed", help=say("Đơn vị sau tiếp nhận việc của đơn vị trước.", "One unit took over from another."))
@click.argument("one", metavar="UNIT", type=int)
@click.argument("successor", type=int)
@a_day("--since", say("từ ngày; mặc định: hôm nay", "since this day; default: today"))
@by_a_person
def unit_succeed(one: int, successor: int, since: date | None, who: str, why: str | None, db: str) -> None:
    from models.units import people

    with step(db, who, why) as (session, by):
        number = people.succeed(session, one, successor, since or date.today(), by)
    done(number)


@unit.command("undo", help=say("Hoàn tác một bước về đơn vị.", "Take a step about units back."))
@click.argument("number", metavar="STEP", type=int)
@by_a_person
def unit_undo(number: int, who: str, why: str | None, db: str) -> None:
    from models.units import people

    with step(db, who, why) as (session, by):
        people.undo(session, number, by)
    done()


@unit.command("learn", help=say("Hỏi danh bạ cơ quan về các đơn vị mới gặp.", "Ask the register about new units."))
@in_database
@in_language
def unit_learn(db: str) -> None:
    from batch.offices import learn_offices
    from models.database import open_database

    count = learn_offices(open_database(db, create=False), settings().reading.own())
    click.echo(say_now(f"đã hỏi về {count} đơn vị", f"asked about {count} units"))


@click.command(help=say("Văn bản này là gì với văn bản khác.", "What a document is to others."))
@click.argument("document", type=int)
@as_json
@in_database
@in_language
def relations(document: int, as_json: bool, db: str) -> None:
    from models import sheet_steps
    from models.questions.paged.catalogue import plan

    with reading_of(db) as session:
        found = plan(session, document, today=date.today()).near
    answer(found, sheet_steps.relations, as_json)


@click.group(help=say("Văn bản không số giống văn bản khác.", "Documents without a number that read like others."))
def alike() -> None:
    pass


@alike.command("list", help=say("Các cặp chờ người xem.", "The pairs that wait for a person."))
@limited
@as_json
@in_database
@in_language
def alike_list(limit: int, as_json: bool, db: str) -> None:
    from models import questions, sheet_steps

    with reading_of(db) as session:
        found = questions.alike(session, limit=limit)
    answer(found, sheet_steps.alike, as_json)


@alike.command("join", help=say("Là một: tệp thành tệp của văn bản kia.", "One: its file becomes the other's."))
@click.argument("document", type=int)
@click.argument("other", type=int)
@by_a_person
def alike_join(document: int, other: int, who: str, why: str | None, db: str) -> None:
    from models import store

    with step(db, who, why) as (session, by):
        number = store.join(session, document, other, by)
    done(number)


@alike.command("joined", help=say("Các văn bản đã ghép, kèm số bước.", "What was joined, with the step's number."))
@limited
@as_json
@in_database
@in_language
def alike_joined(limit: int, as_json: bool, db: str) -> None:
    from models import questions, sheet_steps

    with reading_of(db) as session:
        found = questions.joined(session, limit=limit)
    answer(found, sheet_steps.joined, as_json)


@alike.command("undo", help=say("Hoàn tác một bước ghép.", "Take a join back."))
@click.argument("number", type=int)
@by_a_person
def alike_undo(number: int, who: str, why: str | None, db: str) -> None:
    from models import store

    with step(db, who, why) as (session, by):
        document = store.separate(session, number, by)
    click.echo(say_now(f"đã tách, văn bản mã {document}", f"separated, document {document}"))


@alike.command("apart", help=say("Là hai văn bản khác nhau.", "They are two."))
@click.argument("document", type=int)
@click.argument("other", type=int)
@by_a_person
def alike_apart(document: int, other: int, who: str, why: str | None, db: str) -> None:
    from models import store

    with step(db, who, why) as (session, by):
        store.keep_apart(session, document, other, by)
    done()
