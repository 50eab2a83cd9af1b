"""How a run went: what is done, known, failed, and why; as a value, and in a clerk's words."""

from dataclasses import dataclass

from batch.fault import Fault
from models.wording import Language, Wording


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
