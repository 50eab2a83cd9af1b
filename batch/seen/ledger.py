"""The ledger as tables for a terminal (`vanthu jobs`)."""

from collections.abc import Sequence
from typing import Any

from pydantic import TypeAdapter
from rich.console import Group
from rich.table import Table
from rich.text import Text

from models.jobs import Heap, History, Job
from models.tables import State
from models.wording import Language, Wording

OPEN: tuple[State, ...] = ("waiting", "leased", "failed", "quarantined")
"""What is listed unless a state is asked for: all that is not done."""

WORDS: dict[str, Wording] = {
    "waiting": Wording("chờ đọc", "waiting"),
    "leased": Wording("đang đọc", "being read"),
    "done": Wording("đã đọc", "done"),
    "failed": Wording("lỗi, sẽ thử lại", "failed, to be tried again"),
    "quarantined": Wording("để riêng, chờ người xem", "set aside for a person"),
    "given_back": Wording("dừng giữa chừng, trả lại", "given back when the run was stopped"),
    "lost": Wording("lượt chạy bị ngắt, lượt khác nhận", "its run died; another took it up"),
}

STATIONS: dict[str, Wording] = {
    "hash": Wording("mã băm", "hash"),
    "read": Wording("đọc", "read"),
    "understand": Wording("hiểu", "understand"),
    "keep": Wording("lưu", "keep"),
}


def listed(jobs: Sequence[Job], language: Language) -> Table:
    """A file a line."""
    table = _table(language, ("Tệp", "File"), ("Trạng thái", "State"), ("Lần", "Tries"), ("Lý do", "Reason"))
    for job in jobs:
        reason = Wording(job.reason_vi or job.worker or "", job.reason_en or job.worker or "").into(language)
        where = job.places[-1] if job.places else job.name
        table.add_row(Text(where), WORDS[job.state].into(language), str(job.attempts), Text(reason))
    return table


def summed(heaps: Sequence[Heap], language: Language) -> str:
    """How many files there are by state and reason, a line each."""
    lines = []
    for heap in heaps:
        reason = f" ({heap.reason_code})" if heap.reason_code else ""
        lines.append(f"{heap.files:>8}  {WORDS[heap.state].into(language)}{reason}")
    return "\n".join(lines) or Wording("chưa có tệp nào", "no files yet").into(language)


def explained(history: History, language: Language) -> Group:
    """What a file went through, try by try."""
    job = history.job
    head = [f"{job.name}  {job.sha256}", WORDS[job.state].into(language)]
    if job.pages:
        head.append(Wording(f"{job.pages} trang", f"{job.pages} pages").into(language))
    if history.documents:
        ids = ", ".join(map(str, history.documents))
        head.append(Wording(f"văn bản mã {ids}", f"document {ids}").into(language))
    if job.reason_vi or job.reason_en:
        head.append(Wording(job.reason_vi or "", job.reason_en or "").into(language))
    lines = [Text(line) for line in (*head, *(f"  {place}" for place in job.places))]
    stations = [s for s in STATIONS if any(s in t.seconds for t in history.tries)]
    table = _table(
        language,
        ("Bắt đầu", "Began"),
        ("Kết thúc", "Ended"),
        *((STATIONS[s].vi, STATIONS[s].en) for s in stations),
        ("Kết quả", "Outcome"),
        ("vanthu", "vanthu"),
        ("Ở đâu", "Where"),
    )
    for each in history.tries:
        outcome = WORDS[each.ended or "leased"].into(language)
        if each.reason_code:
            outcome += f" ({each.reason_code})"
        table.add_row(
            f"{each.began_at:%Y-%m-%d %H:%M:%S}",
            f"{each.ended_at:%H:%M:%S}" if each.ended_at else "",
            *(f"{each.seconds[s]:.3f} s" if s in each.seconds else "" for s in stations),
            outcome,
            f"{each.version} {each.depth}",
            each.worker.rsplit("-", 1)[0],
        )
    return Group(*lines, table)


def plain(found: Job | History) -> Any:
    """A job or a history as JSON."""
    return TypeAdapter(type(found)).dump_python(found, mode="json")


def _table(language: Language, *headings: tuple[str, str]) -> Table:
    table = Table(box=None, pad_edge=False, header_style="bold")
    for vi, en in headings:
        table.add_column(Wording(vi, en).into(language), overflow="fold")
    return table
