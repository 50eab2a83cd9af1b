"""What a unit is told on a day: what is overdue, what is due soon; as text, and as JSON for programs."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from feeds.exports.tracking import evidence_at
from models import sheet
from models.questions.followed import Followed

MOST = 100
"""Lines of a digest: who has more to do needs the sheet."""


@dataclass(frozen=True, slots=True)
class Digest:
    """One unit's day. Both lists have the earlier day first."""

    unit: str
    on: date
    overdue: tuple[Followed, ...]
    due_soon: tuple[Followed, ...]

    @property
    def subject(self) -> str:
        """The line that tells what it is about."""
        told = [f"{len(self.overdue)} việc quá hạn"] if self.overdue else []
        told += [f"{len(self.due_soon)} việc sắp đến hạn"] if self.due_soon else []
        return f"[vanthu] {self.unit}: {', '.join(told)} (ngày {sheet.day(self.on)})"


def digests(lines: Iterable[Followed], today: date, days: int) -> tuple[Digest, ...]:
    """The digests of all units with something overdue, or due within `days` days. Supporting units are not told."""
    found: dict[str, tuple[list[Followed], list[Followed]]] = {}
    for line in lines:
        if line.day is None or line.state in ("done", "done_late", "superseded") or line.record == "result":
            continue
        late, near = line.day < today, today <= line.day <= today + timedelta(days=days)
        if late or near:
            for unit in dict.fromkeys(line.units):
                overdue, soon = found.setdefault(unit, ([], []))
                (overdue if late else soon).append(line)
    return tuple(
        Digest(unit, today, _sorted(overdue), _sorted(soon)) for unit, (overdue, soon) in sorted(found.items())
    )


def together(found: Iterable[Digest], name: str, today: date) -> Digest | None:
    """The digests of several units as one, for whoever follows all of them; None where there is nothing."""
    overdue = {line.id: line for digest in found for line in digest.overdue}
    soon = {line.id: line for digest in found for line in digest.due_soon}
    if not overdue and not soon:
        return None
    return Digest(name, today, _sorted(overdue.values()), _sorted(soon.values()))


def as_text(digest: Digest, desk: str | None = None) -> str:
    """The digest as a clerk reads it."""
    lines = [f"Kính gửi: {digest.unit}", "", f"Tình hình thực hiện nhiệm vụ đến ngày {sheet.day(digest.on)}:", ""]
    for title, found in (("VIỆC QUÁ HẠN", digest.overdue), ("VIỆC SẮP ĐẾN HẠN", digest.due_soon)):
        if not found:
            continue
        lines += [f"{title} ({len(found)})", ""]
        for number, line in enumerate(found[:MOST], 1):
            lines += [f"{number}. {' '.join(line.content.split())}", f"   {_told(line, digest.on)}"]
            if at := evidence_at(line, desk):
                lines.append(f"   {at}")
        if len(found) > MOST:
            lines.append(f"… và {len(found) - MOST} việc khác (xem bảng theo dõi).")
        lines.append("")
    lines.append("Thư này do vanthu gửi tự động mỗi ngày một lần; việc đã làm xong xin báo để cập nhật.")
    return "\n".join(lines) + "\n"


def _told(line: Followed, on: date) -> str:
    assert line.day is not None  # noqa: S101 - what has no day is in no digest
    days = (on - line.day).days
    when = f"quá {days} ngày" if days > 0 else "hôm nay" if days == 0 else f"còn {-days} ngày"
    number = line.source.number or f"#{line.source.id}"
    return f"Thời hạn: {sheet.day(line.day)} ({when}); văn bản: {number}"


def as_json(digest: Digest, key: str, desk: str | None = None) -> dict[str, Any]:
    """The digest for a program; `key` is the same whenever the same digest is sent again."""

    def task(line: Followed) -> dict[str, Any]:
        return {
            "record": line.record,
            "record_id": line.id,
            "content": line.content,
            "day": line.day.isoformat() if line.day else None,
            "document": line.source.number,
            "document_id": line.source.id,
            "units": list(line.units),
            "url": evidence_at(line, desk),
        }

    return {
        "type": "vn.vanthu.digest",
        "id": key,
        "unit": digest.unit,
        "on": digest.on.isoformat(),
        "overdue": [task(line) for line in digest.overdue],
        "due_soon": [task(line) for line in digest.due_soon],
    }


def _sorted(lines: Iterable[Followed]) -> tuple[Followed, ...]:
    return tuple(sorted(lines, key=lambda line: (line.day or date.max, line.id)))
