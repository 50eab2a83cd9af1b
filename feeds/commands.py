"""The commands of this station: what goes to other systems, and what an office brings with it."""

import sys
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile
from typing import Any

import click

from batch.options import (
    a_day,
    in_database,
    in_language,
    language,
    say,
    say_now,
    settings,
)
from models.errors import Refused

FORMATS = ("xlsx", "csv", "jsonl", "parquet", "ics", "docx", "edxml")
WHATS = ("tracking", "targets", "incoming", "quality", "objectives", "audits", "nonconformities", "procedures")
STATES = ("not_due", "due_soon", "overdue", "done", "done_late", "superseded", "undated")


@click.command(
    help=say(
        "Xuất bảng theo dõi, sổ văn bản đến, sổ chất lượng, lịch thời hạn ra tệp.",
        "The tracking sheet, registers and calendars as files.",
    )
)
@click.option("--format", "form", type=click.Choice(FORMATS), default="jsonl", show_default=True,
              help=say("định dạng tệp", "the file's format"))  # fmt: skip
@click.option("--output", type=click.Path(path_type=Path, dir_okay=False, allow_dash=True), default="-",
              help=say("tệp ghi ra; “-” là đầu ra chuẩn", "the file; “-” is standard output"))  # fmt: skip
@click.option("--what", type=click.Choice(WHATS), default="tracking", show_default=True,
              help=say("xuất cái gì", "what of it"))  # fmt: skip
@click.option(
    "--unit", help=say("chỉ của đơn vị này (một phần tên, không cần dấu)", "only this unit's (part of its name)")
)
@a_day("--from", say("có hạn (văn bản đến: ban hành) từ ngày", "due (register: issued) from this day on"))
@a_day("--until", say("có hạn (văn bản đến: ban hành) đến hết ngày", "due (register: issued) until this day"))
@click.option("--state", "states", multiple=True, type=click.Choice(STATES),
              help=say("chỉ trạng thái này; có thể lặp lại", "only this state; may be repeated"))  # fmt: skip
@click.option("--document", "documents", multiple=True,
              help=say("chỉ văn bản này (mã, số ký hiệu); có thể lặp lại",
                       "only this document (id, number); may be repeated"))  # fmt: skip
@click.option("--scope", type=click.Choice(["quality", "all"]), default="quality", show_default=True,
              help=say("sổ chất lượng: chỉ về hệ thống quản lý chất lượng, hay tất cả",
                       "registers: of the quality system, or of everything"))  # fmt: skip
@click.option("--secret", is_flag=True, help=say("cả văn bản có độ mật", "documents with a mark of secrecy too"))
@a_day("--on", say("coi ngày này là hôm nay", "take this day for today"))
@in_database
@in_language
def export(
    form: Any, output: Path, what: Any, unit: str | None, until: date | None, states: tuple[Any, ...],
    documents: tuple[str, ...], scope: Any, secret: bool, on: date | None, db: str, **since: date | None,
) -> None:  # fmt: skip
    from feeds.exports.wanted import Wanted, export
    from models.database import open_database
    from models.originals import originals_of

    if str(output) == "-" and form in ("xlsx", "parquet", "docx") and sys.stdout.isatty():
        raise click.UsageError(say_now(f"{form} cần --output TỆP", f"{form} wants --output FILE"))
    known = settings()
    database = open_database(db, create=False)
    with database.reading() as session:
        wanted = Wanted(
            format=form,
            today=on or date.today(),
            now=datetime.now(UTC),
            what=what,
            unit=unit,
            since=since["from"],
            until=until,
            states=states or None,
            documents=_named(session, documents),
            secret=secret,
            scope=scope,
            language=language(),
            desk=known.serve.public_url or f"http://{known.serve.host}:{known.serve.port}",
            office=known.feeds.office_name,
            office_id=known.feeds.office_id,
            originals=originals_of(database, known.originals.url),
        )
        try:
            _into(output, lambda stream: export(session, wanted, stream))
        except Refused as error:
            raise click.UsageError(error.wording.into(language())) from error


def _named(session: Any, references: tuple[str, ...]) -> tuple[int, ...] | None:
    """The ids of the documents that are named; None where none is."""
    from models import questions

    if not references:
        return None
    found = {reference: [n for n, _ in questions.find(session, reference)] for reference in references}
    for reference, numbers in found.items():
        if not numbers:
            raise click.UsageError(say_now(f"không có văn bản “{reference}”", f"no document “{reference}”"))
    return tuple(number for numbers in found.values() for number in numbers)


def _into(output: Path, write: Any) -> None:
    """Write to standard output, or to a file that is there only once it is whole."""
    if str(output) == "-":
        write(sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    try:
        with NamedTemporaryFile(dir=output.parent, prefix=f".{output.name}.", suffix=".part", delete=False) as stream:
            try:
                write(stream)
            except BaseException:
                Path(stream.name).unlink()
                raise
        Path(stream.name).chmod(0o644)
        Path(stream.name).replace(output)
    except OSError as error:
        raise click.UsageError(
            say_now(f"không ghi được {output} ({error.strerror})", f"{output} can't be written ({error.strerror})")
        ) from error
