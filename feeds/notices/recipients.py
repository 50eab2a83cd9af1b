"""Who is told: a CSV of units and addresses, kept by the office.

    đơn vị,địa chỉ
    Sở Nội vụ tỉnh Lâm Sơn,vanthu@sonoivu.lamson.example
    Sở Tài chính tỉnh Lâm Sơn,https://dieuhanh.lamson.example/nhac-viec,whsec_…
    *,chanhvanphong@lamson.example

`*` is told of all units at once. An address is a mail's or the web's; for the latter a third column may hold the secret
with which the message is signed (Standard Webhooks).
"""

import csv
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from models.errors import DatabaseError
from models.folding import bare
from models.wording import Wording

MAIL = re.compile(r"[^\s@<>,;\"]{1,64}@[A-Za-z0-9.-]{1,250}")

LARGEST = 5 * 2**20

EVERYBODY = "*"


class RecipientsWrong(DatabaseError):
    """A list of recipients that can't be used; told as other faults of the set-up are, with status 2."""

    wrong_use = True


@dataclass(frozen=True, slots=True)
class Recipient:
    """Who is told of a unit (`*`: of all)."""

    unit: str
    address: str
    secret: str | None = None

    @property
    def channel(self) -> str:
        return "web" if self.address.startswith(("https://", "http://")) else "mail"

    def follows(self, unit: str) -> bool:
        """Whether it is told of `unit`."""
        return self.unit == EVERYBODY or bare(self.unit) == bare(unit)


def recipients(path: Path) -> tuple[Recipient, ...]:
    """The recipients in the file at `path`. Raises RecipientsWrong, which names the line."""
    try:
        if path.stat().st_size > LARGEST:
            raise RecipientsWrong(Wording(f"{path}: tệp quá lớn", f"{path}: too large"))
        rows = list(csv.reader(path.read_text(encoding="utf-8-sig").splitlines()))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        told = getattr(error, "strerror", None) or error
        raise RecipientsWrong(Wording(f"không đọc được {path} ({told})", f"{path} can't be read ({told})")) from error
    return tuple(
        _recipient(path, number, row)
        for number, row in enumerate(rows, 1)
        if any(cell.strip() for cell in row) and not _heading(number, row)
    )


def _heading(number: int, row: Sequence[str]) -> bool:
    return number == 1 and "@" not in ",".join(row) and "://" not in ",".join(row)


def _recipient(path: Path, number: int, row: Sequence[str]) -> Recipient:
    cells = [*(cell.strip() for cell in row), "", ""]
    unit, address, secret = cells[0], cells[1], cells[2]
    if not unit or not (MAIL.fullmatch(address) or address.startswith(("https://", "http://"))):
        raise RecipientsWrong(
            Wording(
                f"{path}, dòng {number}: cần “đơn vị,địa chỉ thư hoặc https://…”",
                f"{path}, line {number}: wants “unit,mail address or https://…”",
            )
        )
    return Recipient(unit, address, secret or None)
