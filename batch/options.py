"""What every command shares: the language of its messages, its options, and how it ends when the database fails.

Each station keeps its own commands (`feeds/commands.py`, `review/commands.py`); `cli.py` puts them together.
"""

import json
import os
import sys
from collections.abc import Callable
from datetime import date, datetime
from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, TypeVar

import click

from models.errors import DatabaseError, Refused
from models.wording import Language, Wording

if TYPE_CHECKING:
    from batch.settings import Settings

Command = TypeVar("Command", bound=Callable[..., Any])

DAYS = ("%d/%m/%Y", "%Y-%m-%d")
"""How a day may be written on the command line."""


def say(vi: str, en: str) -> str:
    """Help in the language of VANTHU_LANG: it is printed before any option is read."""
    return Wording(vi, en).into("en" if os.environ.get("VANTHU_LANG") == "en" else "vi")


class Commands(click.Group):
    """Commands whose database faults end in one line and the exit status of the design.

    Those of `elsewhere` (a command's name to `module:attribute`) are imported only when they are asked for.
    """

    elsewhere: ClassVar[dict[str, str]] = {}

    def list_commands(self, context: click.Context) -> list[str]:
        return [*self.commands, *self.elsewhere]  # in the order of the work, not of the alphabet

    def get_command(self, context: click.Context, name: str) -> click.Command | None:
        if name not in self.elsewhere:
            return super().get_command(context, name)
        module, attribute = self.elsewhere[name].split(":")
        command = getattr(import_module(module), attribute)
        assert isinstance(command, click.Command)  # noqa: S101
        return command

    def invoke(self, context: click.Context) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):  # a name may hold bytes that are no letters, a terminal may know no ế
                stream.reconfigure(encoding="utf-8", errors="backslashreplace")
        try:
            return super().invoke(context)
        except DatabaseError as error:
            click.echo(f"vanthu: {error.wording.into(language())}", err=True)
            context.exit(2 if error.wrong_use else 1)
        except Refused as error:
            click.echo(f"vanthu: {error.wording.into(language())}", err=True)
            context.exit(1)


def language() -> Language:
    """The language of messages, as chosen by --lang."""
    return "en" if click.get_current_context().find_root().obj == "en" else "vi"


def _choose_language(context: click.Context, _: click.Parameter, chosen: str | None) -> None:
    if chosen:
        context.find_root().obj = chosen


def _day(_: click.Context, __: click.Parameter, value: datetime | None) -> date | None:
    return value.date() if value else None


in_language = click.option(
    "--lang",
    type=click.Choice(["vi", "en"]),
    envvar="VANTHU_LANG",
    callback=_choose_language,
    expose_value=False,
    is_eager=True,
    help=say("ngôn ngữ của thông báo (VANTHU_LANG); mặc định: vi", "language of messages (VANTHU_LANG); default: vi"),
)
in_config = click.option(
    "--config",
    type=click.Path(path_type=Path, dir_okay=False),
    envvar="VANTHU_CONFIG",
    help=say(
        "tệp cài đặt (VANTHU_CONFIG); mặc định: vanthu.toml trong thư mục đang làm việc, nếu có",
        "settings file (VANTHU_CONFIG); default: vanthu.toml in the working folder, where it is",
    ),
)
in_database = click.option(
    "--db",
    envvar="VANTHU_DB",
    default=lambda: settings().database.url,
    show_default="sqlite:///vanthu.db",
    help=say("địa chỉ cơ sở dữ liệu (VANTHU_DB)", "database URL (VANTHU_DB)"),
)
with_originals = click.option(
    "--originals",
    metavar="URL|none",
    default=lambda: settings().originals.url,
    show_default=say("cạnh cơ sở dữ liệu", "beside the database"),
    help=say("nơi giữ bản gốc của các tệp; none: không giữ", "where the files' originals are kept; none: nowhere"),
)
with_reading = click.option(
    "--reading",
    type=click.Choice(["fast", "best"]),
    default=lambda: settings().reading.depth,
    show_default="best",
    help=say("đọc nhanh, hay kỹ nhất có thể", "read fast, or as well as can be"),
)
with_jobs = click.option(
    "--jobs",
    type=click.IntRange(min=1),
    default=lambda: settings().batch.jobs,
    show_default=say("số lõi của máy", "the machine's cores"),
    help=say("số tiến trình đọc cùng lúc", "processes that read at the same time"),
)
sources = click.argument("sources", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path))
as_json = click.option("--json", "as_json", is_flag=True, help=say("in ra JSON", "print JSON"))
into_folder = click.option(
    "--out",
    type=click.Path(path_type=Path, file_okay=False),
    help=say("ghi mỗi tệp một kết quả vào thư mục này", "write one answer a file into this folder"),
)


def a_day(name: str, help_text: str) -> Callable[[Command], Command]:
    """An option that takes a day."""
    return click.option(name, type=click.DateTime(DAYS), metavar="DD/MM/YYYY", callback=_day, help=help_text)


def say_now(vi: str, en: str) -> str:
    """A message in the language chosen by --lang."""
    return Wording(vi, en).into(language())


def settings() -> "Settings":
    """The settings in force for this command, read once. Raises `batch.settings.SettingsWrong`."""
    from batch.settings import load

    root = click.get_current_context().find_root()
    if "vanthu.settings" not in root.meta:
        root.meta["vanthu.settings"] = load(root.params.get("config"))
    found: Settings = root.meta["vanthu.settings"]
    return found


def reading_of(db: str) -> Any:
    """A session on the database at `db`, to ask questions of."""
    from models.database import open_database

    return open_database(db, create=False).reading()


def console() -> Any:
    """A terminal as wide as it is; elsewhere wide enough for the sheet's columns."""
    from rich.console import Console

    return Console(
        markup=False,
        emoji=False,
        highlight=False,
        width=None if sys.stdout.isatty() or "COLUMNS" in os.environ else 160,
    )


def print_json(found: Any) -> None:
    """Answers as JSON, one a line."""
    from pydantic import TypeAdapter

    for answer in found:
        click.echo(json.dumps(TypeAdapter(type(answer)).dump_python(answer, mode="json"), ensure_ascii=False))
