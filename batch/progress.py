"""What is seen while a run goes on: a bar on a terminal, a line a file elsewhere, nothing when nobody looks."""

from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from rich.console import Console
from rich.progress import (
    BarColumn,
    MofNCompleteColumn,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)
from rich.progress import Progress as Bar
from rich.text import Text

from batch.fault import Fault
from batch.walk import walk
from models.records import Dispatch
from models.wording import Language, Wording


class Progress:
    """Shows nothing. A context manager around the run."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        return None

    def read(self, name: str, dispatch: Dispatch) -> None:
        """A file is done."""

    def known(self) -> None:
        """A file was known before."""

    def failed(self, name: str, fault: Fault) -> None:
        """A file did not get through."""


class Lines(Progress):
    """A line a file, for logs."""

    def __init__(self, console: Console, language: Language) -> None:
        self.console, self.language = console, language

    def read(self, name: str, dispatch: Dispatch) -> None:
        self.console.print(Text(f"{name}: {found_in(dispatch).into(self.language)}"), soft_wrap=True)

    def failed(self, name: str, fault: Fault) -> None:
        self.console.print(Text(f"{name}: {fault.reason.into(self.language)}"), soft_wrap=True)


class OnTerminal(Lines):
    """A bar with files done of files found, and the time left; failures stand above it. `total` counts them."""

    def __init__(self, console: Console, language: Language, total: int) -> None:
        super().__init__(console, language)
        self.bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self.files = self.bar.add_task(Wording("Đang đọc", "Reading").into(language), total=total)

    def __enter__(self) -> Self:
        self.bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.bar.stop()

    def read(self, name: str, dispatch: Dispatch) -> None:
        self.bar.advance(self.files)

    def known(self) -> None:
        self.bar.advance(self.files)

    def failed(self, name: str, fault: Fault) -> None:
        super().failed(name, fault)
        self.bar.advance(self.files)


def found_in(dispatch: Dispatch) -> Wording:
    """What was found, in a few words."""
    number = dispatch.letterhead.number
    counts = len(dispatch.tasks), len(dispatch.targets), len(dispatch.results), len(dispatch.problems)
    return Wording(
        f"{number or 'chưa rõ số'}, " + "{} nhiệm vụ, {} chỉ tiêu, {} kết quả, {} chỗ cần xem".format(*counts),
        f"{number or 'number not read'}, " + "{} tasks, {} targets, {} results, {} problems".format(*counts),
    )


def watching(sources: Sequence[Path], language: Language) -> Progress:
    """The progress that fits where standard error goes; on a terminal the files are counted first."""
    console = Console(stderr=True)
    if not console.is_terminal:
        return Lines(console, language)
    return OnTerminal(console, language, sum(found.what == "file" for found in walk(sources)))
