"""What a person sees while a run goes on: a bar on a terminal, a line a file elsewhere."""

import threading
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

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
from batch.folders.walk import walk
from models.records import Dispatch
from models.wording import Language, Wording

How = Literal["done", "failed", "quarantined", "known", "elsewhere", "lost", "unreachable"]
"""`known` before; `elsewhere`: at another run; `lost` to another run; `unreachable`: not even to be recorded."""


@dataclass(frozen=True, slots=True)
class Event:
    """How a file ended. `name` can be shown anywhere; `seconds` is what each station took."""

    name: str
    how: How
    sha256: str | None = None
    dispatch: Dispatch | None = None
    fault: Fault | None = None
    attempt: int = 0
    seconds: dict[str, float] = field(default_factory=dict)
    moved_to: str | None = None


class Progress:
    """Shows nothing. A context manager around the run."""

    def __enter__(self) -> Self:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        return None

    def ended(self, event: Event) -> None:
        """A file ended."""

    def page(self) -> None:
        """A page of a long document was read."""

    def beat(self, under_way: int) -> None:
        """The run lives, and has `under_way` files in hand."""


class Lines(Progress):
    """A line a file, for logs."""

    def __init__(self, console: Console, language: Language) -> None:
        self.console, self.language = console, language

    def ended(self, event: Event) -> None:
        if event.fault is not None:
            told = event.fault.reason.into(self.language)
        elif event.dispatch is not None and event.how == "done":
            told = found_in(event.dispatch).into(self.language)
        else:
            return
        self.console.print(Text(f"{event.name}: {told}"), soft_wrap=True)


class OnTerminal(Lines):
    """A bar with files done of files found, pages, their rate and the time left; failures stand above it.

    The files are counted meanwhile: nobody waits for that.
    """

    def __init__(self, console: Console, language: Language, sources: Sequence[Path]) -> None:
        super().__init__(console, language)
        self.bar = Bar(
            SpinnerColumn(),
            TextColumn("{task.description}"),
            BarColumn(),
            MofNCompleteColumn(),
            TextColumn("{task.fields[pages]}"),
            TimeElapsedColumn(),
            TimeRemainingColumn(),
            console=console,
            transient=True,
        )
        self.task = self.bar.add_task(Wording("Đang đọc", "Reading").into(language), total=None, pages="")
        self.read, self.read_early = 0, 0
        threading.Thread(target=self._count, args=(sources,), daemon=True).start()

    def _count(self, sources: Sequence[Path]) -> None:
        total = sum(found.what == "file" for found in walk(sources))
        self.bar.update(self.task, total=total)

    def __enter__(self) -> Self:
        self.bar.start()
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.bar.stop()

    def page(self) -> None:
        self.read_early += 1
        self._show()

    def ended(self, event: Event) -> None:
        if event.fault is not None:
            super().ended(event)
        if event.dispatch is not None:
            self.read += event.dispatch.file.pages
            self.read_early = max(0, self.read_early - event.dispatch.file.pages)
        self.bar.advance(self.task)
        self._show()

    def _show(self) -> None:
        pages, elapsed = self.read + self.read_early, self.bar.tasks[0].elapsed or 0.0
        rate = pages / elapsed if elapsed >= 1 else 0.0
        told = Wording(f"{pages} trang, {rate:.1f} trang/giây", f"{pages} pages, {rate:.1f} pages/s")
        self.bar.update(self.task, pages=told.into(self.language))


class Several(Progress):
    """All of `shown` at once."""

    def __init__(self, *shown: Progress) -> None:
        self.shown, self.open = shown, ExitStack()

    def __enter__(self) -> Self:
        for each in self.shown:
            self.open.enter_context(each)
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        self.open.__exit__(kind, error, at)

    def ended(self, event: Event) -> None:
        for each in self.shown:
            each.ended(event)

    def page(self) -> None:
        for each in self.shown:
            each.page()

    def beat(self, under_way: int) -> None:
        for each in self.shown:
            each.beat(under_way)


def found_in(dispatch: Dispatch) -> Wording:
    """What was found, in a few words."""
    number = dispatch.letterhead.number
    counts = len(dispatch.tasks), len(dispatch.targets), len(dispatch.results), len(dispatch.problems)
    return Wording(
        f"{number or 'chưa rõ số'}, " + "{} nhiệm vụ, {} chỉ tiêu, {} kết quả, {} chỗ cần xem".format(*counts),
        f"{number or 'number not read'}, " + "{} tasks, {} targets, {} results, {} problems".format(*counts),
    )


def progress_for(sources: Sequence[Path], language: Language, *, watching: bool = False) -> Progress:
    """The progress that fits where standard error goes; a watch has no end for a bar to run to."""
    console = Console(stderr=True)
    if watching or not console.is_terminal:
        return Lines(console, language)
    return OnTerminal(console, language, sources)
