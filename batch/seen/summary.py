"""The end of a run, in a few lines: files by how they ended, and those that need a person."""

import time
from collections import Counter
from dataclasses import dataclass, field

from batch.fault import Fault
from batch.seen.progress import Event, Progress
from models.wording import Language, Wording

NAMED = 200
"""Files that a summary names one by one; `vanthu jobs` lists the rest."""


@dataclass(frozen=True, slots=True)
class Failed:
    """A file or folder that did not get through. `name` can be shown anywhere."""

    name: str
    fault: Fault


@dataclass(frozen=True, slots=True)
class Summary:
    """A run's count of files by how they ended. `known` were done before, `elsewhere` are at another run.

    `failed` names the first of the `failures`.
    """

    done: int = 0
    known: int = 0
    elsewhere: int = 0
    passed_over: int = 0
    pages: int = 0
    seconds: float = 0.0
    failed: tuple[Failed, ...] = ()
    failures: int = 0
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
            if self.failures > len(self.failed):
                more = self.failures - len(self.failed)
                told = Wording(f"  … và {more} tệp nữa: vanthu jobs", f"  … and {more} more: vanthu jobs")
                lines.append(told.into(language))
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
            (max(self.failures, len(self.failed)), "lỗi", "failed"),
        ):
            if count:
                vi.append(f"{count} {in_vietnamese}")
                en.append(f"{count} {in_english}")
        return Wording("; ".join(vi) + ".", "; ".join(en) + ".")


@dataclass(slots=True)
class Tally:
    """Counts what happens, and shows it as it does."""

    progress: Progress
    began: float = field(default_factory=time.monotonic)
    counts: Counter[str] = field(default_factory=Counter)
    pages: int = 0
    passed_over: int = 0
    failed: list[Failed] = field(default_factory=list)

    def ended(self, event: Event) -> None:
        """A file ended so."""
        self.counts["failed" if event.fault else event.how] += 1
        if event.dispatch is not None:
            self.pages += event.dispatch.file.pages
        if event.fault is not None and len(self.failed) < NAMED:
            self.failed.append(Failed(event.name, event.fault))
        self.progress.ended(event)

    def summary(self, left: int, stopped: bool) -> Summary:
        """The count so far."""
        return Summary(
            done=self.counts["done"],
            known=self.counts["known"],
            elsewhere=self.counts["elsewhere"] + self.counts["lost"],
            passed_over=self.passed_over,
            pages=self.pages,
            seconds=time.monotonic() - self.began,
            failed=tuple(self.failed),
            failures=self.counts["failed"],
            left=left,
            stopped=stopped,
        )
