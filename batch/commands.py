"""The commands of batch runs: `ingest` and `jobs`."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from batch.options import (
    Command,
    as_json,
    console,
    in_database,
    in_language,
    language,
    reading_of,
    say,
    say_now,
    settings,
    with_jobs,
    with_originals,
    with_reading,
)

if TYPE_CHECKING:
    from batch.seen.progress import Progress
    from batch.settings import Settings
    from models.database import Database


def _folder(name: str, setting: str, help_text: str) -> Callable[[Command], Command]:
    return click.option(
        name,
        type=click.Path(path_type=Path, file_okay=False),
        default=lambda: getattr(settings().batch, setting),
        help=help_text,
    )


@click.command(
    help=say(
        "Đưa tệp, thư mục vào cơ sở dữ liệu; mỗi tệp một lần.", "Files and folders into the database, each file once."
    )
)
@click.argument("sources", metavar="SOURCE...", nargs=-1, required=True, type=click.Path(path_type=Path))
@in_database
@with_originals
@with_reading
@with_jobs
@click.option(
    "--engine",
    metavar="local|dask://HOST:PORT",
    default=lambda: settings().batch.engine,
    show_default="local",
    help=say("nơi đọc: máy này, hoặc một cụm Dask", "where files are read: this machine, or a Dask cluster"),
)
@click.option("--watch", is_flag=True, help=say("theo dõi thư mục, đọc tệp mới đến", "go on as new files come"))
@_folder("--move-done", "move_done", say("chuyển tệp đã đọc vào thư mục này", "move files that are done here"))
@_folder(
    "--move-failed", "move_failed", say("chuyển tệp không đọc được vào đây", "move files that were set aside here")
)
@click.option(
    "--log",
    metavar="FILE|-",
    default=lambda: settings().batch.log,
    help=say("nhật ký JSON, mỗi tệp một dòng; “-” là đầu ra lỗi", "JSON log, a line a file; “-” is standard error"),
)
@in_language
def ingest(
    sources: tuple[Path, ...],
    db: str,
    originals: str,
    reading: Any,
    jobs: int,
    engine: str,
    watch: bool,
    move_done: Path | None,
    move_failed: Path | None,
    log: str,
) -> None:
    if engine == "local":
        from batch.early import load_workers

        load_workers()
    from batch.ingest import ingest as take_in
    from models.database import open_database
    from models.originals import originals_of

    asked = {"jobs": jobs, "engine": engine, "move_done": move_done, "move_failed": move_failed, "log": log}
    chosen = settings().over(reading={"depth": reading}, batch=asked)
    database = open_database(db, wait=chosen.database.wait)
    summary = take_in(
        sources,
        database,
        clock=lambda: datetime.now(UTC),
        settings=chosen,
        originals=originals_of(database, originals),
        progress=_progress(sources, chosen, database, watch),
        watch=watch,
    )
    database.close()
    click.echo(summary.told(language()))
    click.get_current_context().exit(summary.status)


def _progress(sources: tuple[Path, ...], chosen: "Settings", database: "Database", watch: bool) -> "Progress":
    """What is shown of a run: lines or a bar, and the log and metrics that the settings ask for."""
    from batch.seen.progress import Progress, Several, progress_for

    batch = chosen.batch
    shown: list[Progress] = [] if batch.log == "-" else [progress_for(sources, language(), watching=watch)]
    if batch.log:
        from batch.seen.log import Log

        try:
            shown.append(Log(batch.log, batch.engine))
        except OSError as error:
            raise click.UsageError(
                say_now(f"không ghi được nhật ký {batch.log}", f"the log {batch.log} can't be written")
            ) from error
    if watch and batch.metrics_port:
        from batch.seen.metrics import Metrics, registry_of

        shown.append(Metrics(registry_of(database), batch.metrics_host, batch.metrics_port))
    return Several(*shown)


@click.command(
    help=say(
        "Mỗi tệp đã qua những gì: theo trạng thái, lý do; đọc lại.", "What became of each file, and why; try again."
    )
)
@click.argument("files", metavar="[FILE]...", nargs=-1)
@click.option(
    "--state",
    "states",
    multiple=True,
    type=click.Choice(["waiting", "leased", "done", "failed", "quarantined"]),
    help=say("chỉ các tệp ở trạng thái này", "only files in this state"),
)
@click.option(
    "--explain", is_flag=True, help=say("mọi lần đọc FILE, thời gian từng trạm", "all tries of FILE, by station")
)
@click.option("--retry", is_flag=True, help=say("đọc lại FILE, hoặc mọi tệp lỗi", "try FILE again, or all that failed"))
@click.option("--limit", type=click.IntRange(min=1), default=200, show_default=True, help=say("nhiều nhất", "at most"))
@as_json
@in_database
@in_language
def jobs(
    files: tuple[str, ...], states: tuple[Any, ...], explain: bool, retry: bool, limit: int, as_json: bool, db: str
) -> None:
    from batch.seen import ledger
    from models import jobs as asked
    from models.database import open_database

    if explain and not files:
        raise click.UsageError(say_now("--explain cần FILE", "--explain needs FILE"))
    if retry:
        with open_database(db, create=False).writing() as session:
            again = asked.retry(session, files or None)
        click.echo(say_now(f"{again} tệp sẽ được đọc lại", f"{again} files will be tried again"))
        click.get_current_context().exit(0 if again or not files else 1)
    with reading_of(db) as session:
        known = [history for file in files for history in asked.history(session, file)]
        found = [h.job for h in known] if files else asked.listed(session, states or ledger.OPEN, limit=limit)
        heaps = asked.heaps(session)
    if files and not known:
        click.echo(f"vanthu: {say_now('không có tệp', 'no file')} {', '.join(files)}", err=True)
        click.get_current_context().exit(1)
    if as_json:
        for each in known if explain else found:
            click.echo(json.dumps(ledger.plain(each), ensure_ascii=False))
    elif explain:
        for history in known:
            console().print(ledger.explained(history, language()))
    else:
        if found:
            console().print(ledger.listed(found, language()))
        click.echo(ledger.summed(heaps, language()))
