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


@click.command(
    "import",
    help=say(
        "Nhập bảng theo dõi sẵn có (XLSX) hoặc danh sách đơn vị; nhập lại không tạo trùng.",
        "An office's own tracking sheet (XLSX), or its list of units; importing again adds nothing twice.",
    ),
)
@click.argument("file", metavar="FILE.xlsx", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--preview",
    is_flag=True,
    help=say("chỉ xem cột nào hiểu là gì, không ghi", "show what is understood, change nothing"),
)
@click.option("--units", "as_units", is_flag=True, help=say("tệp là danh sách đơn vị", "the file is a list of units"))
@click.option("--sheet", help=say("chỉ trang tính này", "only this sheet"))
@click.option("--map", "given", multiple=True, metavar="FIELD=HEADING",
              help=say("cột có tiêu đề này là trường này; có thể lặp lại",
                       "the column under this heading is this field; may be repeated"))  # fmt: skip
@click.option(
    "--issuer", help=say("cơ quan ban hành, nếu dòng không ghi", "who issued the documents, where a row does not say")
)
@click.option(
    "--by",
    "who",
    help=say("người nhập; mặc định: tên đăng nhập máy", "who imports; by default the user of this machine"),
)
@in_database
@in_language
def bring_in(
    file: Path, preview: bool, as_units: bool, sheet: str | None, given: tuple[str, ...], issuer: str | None,
    who: str | None, db: str,
) -> None:  # fmt: skip
    from extract.errors import Unreadable
    from feeds.imports.headings import fields_of
    from feeds.imports.sheets import sheets

    kind: Any = "units" if as_units else "tasks"
    pairs = dict(part.split("=", 1) for part in given if "=" in part)
    wrong = [part for part in given if part.split("=", 1)[0] not in fields_of(kind) or "=" not in part]
    if wrong:
        raise click.UsageError(f"--map {wrong[0]}: {', '.join(fields_of(kind))}")
    try:
        if not file.is_file():
            raise click.UsageError(say_now(f"không có tệp {file}", f"there is no file {file}"))
        found = sheets(file, kind, name=sheet, given=pairs)
    except Unreadable as error:
        raise click.UsageError(str(error) if language() == "en" else error.vietnamese) from error
    if not found:
        raise click.UsageError(
            say_now(
                f"không thấy bảng nào trong {file.name}: cần hàng tiêu đề có cột nội dung nhiệm vụ (đơn vị: cột tên); "
                "hãy chỉ ra bằng --map",
                f"no list in {file.name}: a row of headings with a column of tasks (units: of names) is wanted; "
                "say which by --map",
            )
        )
    if as_units:
        _bring_units_in(found, preview, db)
    else:
        _bring_tasks_in(file, found, preview, issuer, who, db)


def _bring_tasks_in(file: Path, found: Any, preview: bool, issuer: str | None, who: str | None, db: str) -> None:
    import getpass
    from hashlib import file_digest

    from batch.ledger import PAUSES, insisting
    from extract.errors import printable
    from feeds.imports.tasks import understood
    from models.database import open_database
    from models.following.imported import Counted, bring_in
    from models.records import File
    from models.reviews import By

    name = printable(Path(file.name))
    known = [understood(sheet, file=name, issuer=issuer) for sheet in found]
    _mapping(found)
    _doubts([doubt for one in known for doubt in one.doubts])
    rows = [row for one in known for row in one.rows]
    if preview:
        for row in rows[:20]:
            units = "; ".join(u.canonical or u.name for u in row.task.lead)
            by = row.task.deadline.end or row.task.deadline.text if row.task.deadline else "—"
            click.echo(f"{row.sheet}:{row.row}  {row.number or '—'}  {by}  {units or '—'}  {row.task.content[:80]}")
        click.echo(say_now(f"{len(rows)} nhiệm vụ sẽ được nhập (bỏ --preview)", f"{len(rows)} tasks would be imported"))
        return
    with file.open("rb") as stream:
        sha256 = file_digest(stream, "sha256").hexdigest()
    media_type = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    database = open_database(db)
    whose = By(who or getpass.getuser(), datetime.now(UTC))

    def taken_in() -> Counted:
        with database.writing() as session:
            return bring_in(session, File(name=name, sha256=sha256, media_type=media_type, pages=1), rows, whose)

    counted = insisting(taken_in, PAUSES)  # a run or a person may be at the same documents
    click.echo(
        say_now(
            f"thêm {counted.added} nhiệm vụ của {counted.documents} văn bản mới; {counted.known} đã có, "
            f"{counted.changed} được cập nhật",
            f"{counted.added} tasks added, {counted.documents} new documents; {counted.known} known before, "
            f"{counted.changed} of them brought up to date",
        )
    )


def _bring_units_in(found: Any, preview: bool, db: str) -> None:
    from batch.ledger import PAUSES, insisting
    from feeds.imports.units import units
    from models.database import open_database
    from models.units import learn

    known = [units(sheet) for sheet in found]
    offices = [office for one in known for office in one.offices]
    _mapping(found)
    _doubts([doubt for one in known for doubt in one.doubts])
    if not preview:
        database = open_database(db)

        def taken_in() -> None:
            with database.writing() as session:
                learn(session, (), offices)

        insisting(taken_in, PAUSES)
    click.echo(say_now(f"{len(offices)} đơn vị", f"{len(offices)} units"))


def _mapping(found: Any) -> None:
    """Which column was taken for what."""
    for sheet in found:
        click.echo(f"{sheet.name}:")
        for field, heading in sheet.fields.items():
            click.echo(f"  {field} = {heading}")
        if sheet.unknown:
            click.echo(say_now("  không dùng: ", "  not used: ") + "; ".join(sheet.unknown))


def _doubts(found: Any) -> None:
    for doubt in found:
        click.echo(f"{doubt.sheet}:{doubt.row} {doubt.field}: {doubt.told.into(language())}", err=True)


@click.command(
    help=say(
        "Gửi cho từng đơn vị việc quá hạn, sắp đến hạn; mỗi ngày một lần.",
        "Tell each unit what is overdue and due soon, once a day.",
    )
)
@click.option("--recipients", "path", type=click.Path(path_type=Path, dir_okay=False),
              help=say("tệp CSV “đơn vị,địa chỉ”; mặc định: feeds.recipients",
                       "CSV of “unit,address”; by default feeds.recipients"))  # fmt: skip
@click.option("--preview", is_flag=True, help=say("chỉ in ra, không gửi", "print, send nothing"))
@a_day("--on", say("coi ngày này là hôm nay", "take this day for today"))
@in_database
@in_language
def notify(path: Path | None, preview: bool, on: date | None, db: str) -> None:
    from feeds.notices import digests, recipients
    from feeds.notices import notify as send
    from feeds.notices.digest import as_text
    from feeds.notices.sending import wanted
    from models.database import open_database
    from models.questions.followed import followed

    known = settings()
    path = path or known.feeds.recipients
    if path is None:
        raise click.UsageError(
            say_now(
                "cần --recipients TỆP (hoặc cài đặt feeds.recipients)", "give --recipients FILE (or feeds.recipients)"
            )
        )
    today = on or date.today()
    desk = known.serve.public_url or None
    database = open_database(db, create=False)
    to = recipients(path)
    if preview:
        with database.reading() as session:
            found = digests(followed(session, today=today, kinds=("task", "target")), today, known.feeds.digest_days)
        for recipient, digest in wanted(found, to, today):
            click.echo(f"→ {recipient.address}\n{digest.subject}\n\n{as_text(digest, desk)}")
        return
    failed = False
    for notified in send(database, to, known.feeds, today=today, now=datetime.now(UTC), desk=desk):
        if notified.fault is not None:
            failed = True
            click.echo(f"{notified.recipient}: {notified.fault.into(language())}", err=True)
        else:
            told = say_now("đã gửi hôm nay", "sent today already") if notified.again else notified.subject
            click.echo(f"{notified.recipient}: {told}")
    click.get_current_context().exit(1 if failed else 0)
