"""What a reviewer types, understood: a deadline in words, units by any of their names, numbers and days as they are
written here. The same reading of Vietnamese that found the records."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from models import records
from models.errors import Refused
from models.records import Deadline, Letterhead, Unit
from models.reviews.fields import adapter, written
from models.wording import Wording
from review.desk.shown import AMOUNTS, EDITORS

LONGEST = 20_000
"""Letters of anything typed."""


@dataclass(frozen=True, slots=True)
class Understood:
    """A field's value as contract JSON."""

    field: str
    value: Any


def understood(kind: str, field: str, typed: Any, head: Letterhead) -> Understood:
    """The value that was typed for `field`; empty means that there is none. Raises Refused with what to do instead."""
    editor = (EDITORS.get(kind, {}) | AMOUNTS.get(kind, {})).get(field)
    if editor is None:
        raise Refused(Wording(f"không có trường “{field}”", f"there is no field “{field}”"))
    if isinstance(typed, str):
        if len(typed) > LONGEST:
            raise Refused(Wording("quá dài", "too long"))
        typed = typed.strip()
    value: Any = typed
    if typed in ("", None, []):
        value = () if editor in ("units", "lines") else None
    elif editor == "deadline":
        value = typed if isinstance(typed, dict) else deadline(str(typed), head)
    elif editor == "units":
        value = [unit(one, head) for one in typed] if isinstance(typed, list) else [unit(typed, head)]
    elif editor == "unit":
        value = unit(typed[0] if isinstance(typed, list) else typed, head)
    elif editor == "number":
        value = a_number(typed)
    elif editor == "date":
        value = a_day(str(typed))
    elif editor == "lines":
        lines = typed if isinstance(typed, list) else str(typed).splitlines()
        value = [line.strip() for line in lines if str(line).strip()]
    elif editor == "signer":
        value = typed if isinstance(typed, dict) else records.Signer(name=str(typed))
    elif editor in ("line", "text"):
        value = " ".join(str(typed).split())
    return Understood(field, written(kind, field, value))


def ready() -> None:
    """Load what reads Vietnamese, so that the first reviewer who types does not wait for it."""
    from nlp.explain import explain

    unit("Sở Nội vụ", Letterhead())
    explain("Sở Nội vụ báo cáo trước ngày 15/6.")


def value_of(kind: str, understood: Understood) -> Any:
    """The record's own value again."""
    return adapter(kind, understood.field).validate_python(understood.value, strict=False)


def deadline(typed: str, head: Letterhead) -> Deadline:
    """A deadline in words ("quý 3", "trước 15/12 hằng năm"), with or without accents; years by the document."""
    from nlp.deadlines import read_deadline, year_about

    year = year_about(head.subject) if head.subject else None
    for text in dict.fromkeys((with_accents(typed), typed)):
        found = read_deadline(text, head.issued_on, year=year)
        if found is not None and not (found.end is None and found.kind in ("by", "during")):
            return found
        if found is not None:
            raise Refused(
                Wording(
                    f"“{typed}” chưa rõ ngày nào; hãy ghi cả năm, ví dụ 15/12/2026",
                    f"which day “{typed}” is can't be told; write the year too, as in 15/12/2026",
                )
            )
    raise Refused(
        Wording(
            f"chưa hiểu “{typed}”; ví dụ: 15/12/2026, quý 3, trước ngày 15/12 hằng năm, 10 ngày làm việc kể từ ngày ký",
            f"“{typed}” is not understood; write 15/12/2026, quý 3, trước ngày 15/12 hằng năm or the like",
        )
    )


ACCENTS = {
    "quy": "quý", "q": "quý", "thang": "tháng", "nam": "năm", "ngay": "ngày", "tuan": "tuần", "truoc": "trước",
    "sau": "sau", "hang": "hằng", "moi": "mỗi", "cuoi": "cuối", "dau": "đầu", "giua": "giữa", "het": "hết",
    "den": "đến", "cham": "chậm", "nhat": "nhất", "dinh": "định", "ky": "kỳ", "thuong": "thường", "xuyen": "xuyên",
    "ke": "kể", "tu": "từ", "lam": "làm", "viec": "việc", "trong": "trong", "vong": "vòng", "giai": "giai",
    "doan": "đoạn", "nay": "nay", "hoan": "hoàn", "thanh": "thành", "thu": "thứ", "hai": "hai", "lien": "liên",
    "tuc": "tục", "nua": "nửa", "lan": "lần", "dot": "đợt", "xuat": "xuất",
}  # fmt: skip
"""Words of time as they are typed in haste."""


def with_accents(typed: str) -> str:
    """`typed` with its accents put back where it has none at all: "quy 3" is "quý 3", "q3" too."""
    if not typed.isascii():
        return typed
    parted = re.sub(r"\b([qQ])\s?(?=[1-4IV])", r"q ", typed)
    words = re.sub(r"[A-Za-z]+", lambda m: ACCENTS.get(m[0].lower(), m[0]), parted)
    return words.replace("ngày kỳ", "ngày ký")


def unit(given: Any, head: Letterhead) -> Unit:
    """A unit as it was chosen from the register, or the full name of one that was only typed."""
    if isinstance(given, dict):
        name = str(given.get("name") or "").strip()
        canonical = given.get("canonical")
        if name and canonical:
            return Unit(name=name, canonical=str(canonical), id=given.get("id"), group=bool(given.get("group")))
    else:
        name = str(given).strip()
    if not name:
        raise Refused(Wording("hãy ghi tên đơn vị", "write the unit's name"))
    from nlp.units import Context, resolve

    issuer = (head.issuer.canonical or head.issuer.name) if head.issuer else None
    return resolve(Unit(name=name), Context(issuer=issuer, place=head.place, issued_on=head.issued_on), ())


def a_number(typed: Any) -> float:
    """1.234,5 · 90% · 4,2 triệu."""
    from nlp.numerals import parse_number

    if isinstance(typed, int | float):
        return float(typed)
    found = parse_number(str(typed).removesuffix("%").strip())
    if found is None:
        raise Refused(Wording(f"“{typed}” không phải một số", f"“{typed}” is no number"))
    return found


def a_day(typed: str) -> date:
    """05/03/2024, 5-3-2024 or 2024-03-05."""
    plain = re.sub(r"[.\-\s]+", "/", typed.strip())
    for form in ("%d/%m/%Y", "%Y/%m/%d", "%d/%m/%y"):
        try:
            return datetime.strptime(plain, form).date()
        except ValueError:
            continue
    raise Refused(
        Wording(f"“{typed}” không phải một ngày; hãy ghi như 05/03/2026", f"“{typed}” is no day; write 05/03/2026")
    )
