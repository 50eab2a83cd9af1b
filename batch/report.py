"""What a person sees of a run: a bar on a terminal or a line a file elsewhere, and a summary at its end."""

from collections.abc import Sequence
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Failed:
    """A file or folder that did not get through. `name` can be shown anywhere."""

    name: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Summary:
    """A run's count of files by how they ended. `known` were done before, `elsewhere` are at another run."""

    done: int = 0
    known: int = 0
    elsewhere: int = 0
    passed_over: int = 0
    pages: int = 0
    seconds: float = 0.0
    failed: tuple[Failed, ...] = ()
    left: int = 0
    stopped: bool = False

    @property
    def status(self) -> int:
        """The exit status by the design: 1 when a file failed, or was left when the run was stopped."""
        return 1 if self.failed or self.stopped else 0

    def told(self, language: Language) -> str:
        """A few lines for the end of a run, the files that failed one by one."""
        lines = [self._counts().into(language)]
        if self.failed:
            lines.append(Wording("Cần người xem:", "These need a person:").into(language))
            lines += [f"  {failed.name}: {failed.fault.reason.into(language)}" for failed in self.failed]
        if self.stopped:
            lines.append(
                Wording(
                    f"Đã dừng theo yêu cầu; {self.left} tệp đang đọc dở được trả lại, lần chạy sau sẽ đọc tiếp.",
                    f"Stopped as asked; {self.left} files under way were given back, the next run goes on.",
                ).into(language)
            )
        elif not self.done and not self.failed and not self.elsewhere:
            lines.append(
                Wording("Không có tệp mới: không phải làm gì.", "No new files: nothing was to be done.").into(language)
            )
        return "\n".join(lines)

    def _counts(self) -> Wording:
        vi = [f"Đã đọc {self.done} tệp ({self.pages} trang, {self.seconds:.1f} giây)"]
        en = [f"Read {self.done} files ({self.pages} pages, {self.seconds:.1f} seconds)"]
        for count, in_vietnamese, in_english in (
            (self.known, "đã có từ trước", "known before"),
            (self.elsewhere, "lượt chạy khác đang đọc", "at another run"),
            (self.passed_over, "không phải văn bản, bỏ qua", "no dispatches, passed over"),
            (len(self.failed), "lỗi", "failed"),
        ):
            if count:
                vi.append(f"{count} {in_vietnamese}")
                en.append(f"{count} {in_english}")
        return Wording("; ".join(vi) + ".", "; ".join(en) + ".")
