"""The commands of vanthu: their names and options, one call each.

Modules are imported by the command that needs them, so that `vanthu list` does not wait for what reads scans.
"""

import json
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import click

from batch.commands import ingest, jobs
from batch.options import (
    Commands,
    a_day,
    as_json,
    console,
    in_config,
    in_database,
    in_language,
    into_folder,
    language,
    print_json,
    reading_of,
    say,
    say_now,
    settings,
    sources,
    with_jobs,
    with_originals,
    with_reading,
)


class Vanthu(Commands):
    """All commands: those of this file, and those that a station keeps with it."""

    elsewhere: ClassVar[dict[str, str]] = {
        "alike": "batch.people.documents:alike",
        "export": "feeds.commands:export",
        "history": "batch.people.review:history",
        "import": "feeds.commands:bring_in",
        "notify": "feeds.commands:notify",
        "progress": "batch.people.progress:progress",
        "relations": "batch.people.documents:relations",
        "review": "batch.people.review:review",
        "serve": "review.commands:serve",
        "token": "feeds.api.commands:token",
        "undo": "batch.people.review:undo",
        "unit": "batch.people.units:unit",
        "user": "review.commands:user",
        "webhook": "feeds.webhooks.commands:webhook",
    }


@click.group(cls=Vanthu, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
@click.version_option(package_name="vanthu", message="vanthu %(version)s")
@in_language
@in_config
def main(config: Path | None) -> None:
    """vanthu: văn bản đến thành sổ theo dõi nhiệm vụ."""


main.help = say(
    "vanthu đọc văn bản hành chính đến và lập sổ theo dõi: ai phải làm gì, đến khi nào, đo bằng gì.",
    "vanthu reads incoming official dispatches and keeps the tracking sheet: who must do what, by when, measured how.",
)


@main.command(help=say("Văn bản viết gì: chữ, hoặc toàn bộ bản ghi trang.", "What the pages say: text, or all of it."))
@sources
@as_json
@into_folder
@with_reading
@with_jobs
@in_language
def read(sources: tuple[Path, ...], as_json: bool, out: Path | None, reading: Any, jobs: int) -> None:
    from batch.early import READS, load_workers

    load_workers(READS)
    from batch import files
    from batch.printed import as_json as in_json
    from batch.printed import as_text

    render = in_json if as_json else as_text
    answers = files.read(sources, jobs=jobs, depth=reading, roots=settings().reading.roots())
    _deliver(((path, answer, render) for path, answer in answers), out, ".json" if as_json else ".txt")


@main.command(
    help=say(
        "Văn bản có nghĩa gì: dạng JSON theo vanthu/1, không cần cơ sở dữ liệu.",
        "What the pages mean: records as vanthu/1 JSON, without a database.",
    )
)
@sources
@click.option(
    "--json", is_flag=True, expose_value=False, help=say("in ra JSON (luôn như vậy)", "print JSON (it always does)")
)
@into_folder
@with_reading
@with_jobs
@in_language
def parse(sources: tuple[Path, ...], out: Path | None, reading: Any, jobs: int) -> None:
    if out is None and (len(sources) > 1 or sources[0].is_dir()):
        raise click.UsageError(say("nhiều tệp thì cần --out THƯ_MỤC", "several files need --out FOLDER"))
    from batch.early import load_workers

    load_workers()
    from batch import files
    from models.records import to_json

    kept = settings().reading
    answers = files.parse(sources, jobs=jobs, depth=reading, roots=kept.roots(), units=kept.own())
    _deliver(((path, answer, lambda known: to_json(known, indent=1) + "\n") for path, answer in answers), out, ".json")


def _deliver(answers: Iterator[tuple[Path, Any, Callable[[Any], str]]], out: Path | None, suffix: str) -> None:
    """Print or write each answer as it comes; name the files that failed, and end with status 1 if there are any."""
    from batch.fault import Fault
    from batch.printed import Folder
    from extract.errors import printable

    try:
        folder = Folder(out, suffix) if out else None
    except OSError as error:
        raise click.UsageError(
            say(
                f"không ghi được vào --out {out} ({error.strerror})", f"--out {out} can't be written ({error.strerror})"
            )
        ) from error
    failed = False
    for path, answer, render in answers:
        if isinstance(answer, Fault):
            failed = True
            click.echo(f"{printable(path)}: {answer.reason.into(language())}", err=True)
        elif folder:
            folder.write(path, render(answer))
        else:
            click.echo(render(answer), nl=False)
    if failed:
        click.get_current_context().exit(1)


@main.command(help=say("Tìm thấy gì trong một đoạn văn.", "What is found in a passage."))
@click.argument("text", required=False)
@a_day("--issued", say("ngày ban hành văn bản chứa đoạn này", "the day when the passage's document was issued"))
@click.option("--issuer", help=say("cơ quan ban hành", "who issued it"))
@click.option(
    "--jsonl",
    type=click.File(encoding="utf-8"),
    help=say(
        'mỗi dòng một đoạn {"text", "issued_on", "issuer"}; "-" là đầu vào chuẩn; mỗi dòng một kết quả, cùng thứ tự',
        'a passage {"text", "issued_on", "issuer"} a line; "-" is standard input; an answer a line, in the same order',
    ),
)
@click.option("--why", is_flag=True, help=say("nêu quy tắc đã dùng", "name the rules that found it"))
@in_language
def explain(text: str | None, issued: date | None, issuer: str | None, jsonl: Any, why: bool) -> None:
    if (text is None) == (jsonl is None) or (why and jsonl):
        raise click.UsageError(
            say("cần TEXT hoặc --jsonl TỆP (--why đi với TEXT)", "give TEXT or --jsonl FILE (--why goes with TEXT)")
        )
    from models.records import to_json
    from nlp import explain as passage
    from nlp.units import own_units

    click.get_current_context().with_resource(own_units(settings().reading.own()))
    if text is not None:
        click.echo(to_json(passage.explain(text, issued, issuer), indent=1))
        for rule, words in passage.why(text, issued, issuer) if why else ():
            click.echo(f"{rule}\t{words}", err=True)
        return
    failed = False
    for number, line in enumerate(jsonl, 1):
        try:
            asked = json.loads(line)
            on = date.fromisoformat(asked["issued_on"]) if asked.get("issued_on") else issued
            click.echo(to_json(passage.explain(asked["text"], on, asked.get("issuer") or issuer)))
        except (ValueError, KeyError, TypeError, AttributeError) as error:
            failed = True
            click.echo("null")
            click.echo(f"vanthu: {jsonl.name}:{number}: {type(error).__name__}: {error}", err=True)
    if failed:
        click.get_current_context().exit(1)


main.add_command(ingest)
main.add_command(jobs)


@main.command("list", help=say("Các văn bản đã biết, mới nhất trước.", "The documents that are known, newest first."))
@click.argument("text", required=False)
@as_json
@in_database
@in_language
def list_documents(text: str | None, as_json: bool, db: str) -> None:
    from models import questions, sheet

    with reading_of(db) as session:
        found = questions.documents(session, text=text)
        known = sheet.counts(questions.counts(session), language())
        files, doubts = questions.waiting(session), questions.doubts(session)
    if as_json:
        print_json(found)
        return
    terminal = console()
    terminal.print(sheet.documents(found, language()))
    if text is None:
        if files or doubts:
            terminal.rule(say_now("Cần người xem", "For a person to see"), align="left")
            terminal.print(sheet.attention(files, doubts, language()))
        click.echo(known)


@main.command(help=say("Một văn bản: theo mã, số ký hiệu hoặc tên tệp.", "One document, by id, number or file name."))
@click.argument("document")
@as_json
@in_database
@in_language
def show(document: str, as_json: bool, db: str) -> None:
    from models import questions, sheet, sheet_steps
    from models.records import to_json

    with reading_of(db) as session:
        found = questions.find(session, document)
        noted = {number: [m for m in questions.marks(session, number) if m.noted] for number, _ in found}
    if not found:
        click.echo(f"vanthu: {say_now('không có văn bản', 'no document')} “{document}”", err=True)
        click.get_current_context().exit(1)
    terminal = console()
    for number, known in found:
        if as_json:
            click.echo(to_json(known, indent=1))
        else:
            terminal.print(sheet.dispatch(number, known, language()))
            if noted[number]:
                terminal.rule(
                    say_now("Người và văn bản khác nói gì", "What people and other documents say"), align="left"
                )
                terminal.print(sheet_steps.marked(noted[number], language()))


@main.command(help=say("Tìm theo từ, không cần dấu.", "Search by words, accents aside."))
@click.argument("words", nargs=-1, required=True)
@click.option(
    "--limit", type=click.IntRange(min=1), default=50, show_default=True, help=say("nhiều nhất bao nhiêu", "at most")
)
@as_json
@in_database
@in_language
def search(words: tuple[str, ...], limit: int, as_json: bool, db: str) -> None:
    from models import questions, sheet

    with reading_of(db) as session:
        found = questions.search(session, " ".join(words), limit=limit)
    if as_json:
        print_json(found)
    else:
        console().print(sheet.found(found, language()))


@main.command(help=say("Việc đến hạn, theo đơn vị và thời gian.", "What is due, by unit and time."))
@click.option("--unit", help=say("một phần tên đơn vị, không cần dấu", "part of a unit's name, accents aside"))
@a_day("--from", say("từ ngày", "from this day on"))
@a_day("--until", say("đến hết ngày", "until this day"))
@a_day("--on", say("coi ngày này là hôm nay", "take this day for today"))
@as_json
@in_database
@in_language
def due(unit: str | None, until: date | None, on: date | None, as_json: bool, db: str, **since: date | None) -> None:
    from models import questions, sheet

    with reading_of(db) as session:
        found = questions.due(session, today=on or date.today(), since=since["from"], until=until, unit=unit)
    if as_json:
        print_json(found)
    else:
        console().print(sheet.due(found, language()))


@main.command(help=say("Độ đúng từng trường so với đáp án.", "Precision, recall and F1 a field, against gold answers."))
@click.argument("gold", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option(
    "--parsed",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help=say("thư mục kết quả của “vanthu parse --out”; không có thì đọc các tệp cạnh đáp án",
             "answers of “vanthu parse --out”; without it, the files next to the gold answers are parsed"),
)  # fmt: skip
@click.option("--per-file", is_flag=True, help=say("thêm từng tệp", "each file too"))
@as_json
@with_reading
@with_jobs
@in_language
def evaluate(gold: Path, parsed: Path | None, per_file: bool, as_json: bool, reading: Any, jobs: int) -> None:
    from batch.accuracy import against_gold, as_table, complaint

    scores, failed = against_gold(gold, parsed, jobs=jobs, depth=reading)
    for path, fault in failed:
        click.echo(complaint(path, fault, language()), err=True)
    if not scores:
        raise click.UsageError(say(f"không có đáp án NAME.json trong {gold}", f"no answers NAME.json in {gold}"))
    click.echo(as_table(scores, per_file=per_file, as_json=as_json))
    click.get_current_context().exit(1 if failed else 0)


@main.command(help=say("Có đủ những gì vanthu cần không.", "Is everything here that vanthu needs."))
@in_database
@with_jobs
@in_language
def doctor(db: str, jobs: int) -> None:
    from batch.doctor import examine
    from batch.settings import shown

    options = {"--jobs": str(jobs), "--lang (VANTHU_LANG)": language(), "--db (VANTHU_DB)": shown(db)}
    well = True
    for finding in examine(db, settings(), options, language()):
        well &= finding.well
        click.echo(f"{'✓' if finding.well else '✗'} {finding.name.into(language())}: {finding.told}")
        if finding.remedy and not finding.well:
            click.echo(f"    {finding.remedy.into(language())}")
    click.get_current_context().exit(0 if well else 1)


@main.group("db", help=say("Chăm sóc cơ sở dữ liệu.", "Care of the database."))
def database_commands() -> None:
    pass


@database_commands.command("upgrade", help=say("Nâng cấp cấu trúc cơ sở dữ liệu.", "Bring the schema up to date."))
@in_database
@in_language
def upgrade_database(db: str) -> None:
    from batch.offices import learn_offices
    from models.database import bring_up_to_date

    database = bring_up_to_date(db)
    learn_offices(database, settings().reading.own())
    click.echo(say_now(f"{database.address}: đã đúng phiên bản", f"{database.address}: up to date"))


@database_commands.command("check", help=say("Kiểm tra mọi ràng buộc.", "Check that everything holds."))
@in_database
@with_originals
@in_language
def check_database(db: str, originals: str) -> None:
    from models import upkeep
    from models.database import open_database
    from models.originals import originals_of

    database = open_database(db, create=False)
    broken = [fault.into(language()) for fault in upkeep.check(database, originals_of(database, originals))]
    click.echo("\n".join(broken) or say_now("không có lỗi", "all is well"))
    click.get_current_context().exit(1 if broken else 0)


@database_commands.command(
    "prune", help=say("Bỏ bớt dòng thay đổi cũ; không nơi nào mất gì.", "Thin out old changes; nobody loses anything.")
)
@click.option(
    "--days",
    type=click.IntRange(min=1),
    help=say(
        "giữ mọi thay đổi của số ngày này; mặc định: feeds.keep_days", "keep all of so many; default: feeds.keep_days"
    ),
)
@in_database
@in_language
def prune_database(days: int | None, db: str) -> None:
    from datetime import UTC, datetime, timedelta

    from models import feed
    from models.database import open_database

    kept = timedelta(days=days or settings().feeds.keep_days)
    dropped = feed.thin_out(open_database(db, create=False), datetime.now(UTC) - kept)
    click.echo(say_now(f"đã bỏ {dropped} dòng cũ", f"{dropped} old lines are gone"))


@database_commands.command(
    "backup", help=say("Sao lưu nhất quán ra FILE, kể cả khi đang ghi.", "A consistent copy to FILE, even under load.")
)
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@in_database
@in_language
def backup_database(file: Path, db: str) -> None:
    from models import upkeep
    from models.database import open_database

    upkeep.backup(open_database(db, create=False), file)
    click.echo(say_now(f"đã sao lưu vào {file}", f"backed up to {file}"))
