"""The register of incoming documents, with the fields of Nghị định 30/2020/NĐ-CP, Phụ lục VI, phần II.

What only the receiving office knows (its number and day of arrival, its file) stays empty: nothing is guessed.
"""

import re
from collections.abc import Iterable, Iterator

from feeds.exports.tables import Cell, Column, Shown, Table
from models.questions.incoming import Incoming
from models.wording import Language, Wording

REGISTER = (
    Column("no", Wording("STT", "No."), 5, "middle", "DocOrdinal"),
    Column("arrived_on", Wording("Ngày đến", "Arrived on"), 11, "day", "ArrivalDate"),
    Column("arrival_number", Wording("Số đến", "Arrival number"), 7, "middle", "ArrivalNumber"),
    Column("issuer", Wording("Tên cơ quan, tổ chức ban hành", "Issuer"), 22, code="OrganName"),
    Column("code_number", Wording("Số của văn bản", "Number"), 7, "middle", "CodeNumber"),
    Column("code_notation", Wording("Ký hiệu của văn bản", "Notation"), 13, code="CodeNotation"),
    Column("issued_on", Wording("Ngày, tháng, năm văn bản", "Issued on"), 11, "day", "IssuedDate"),
    Column("kind", Wording("Tên loại văn bản", "Kind"), 11, code="TypeName"),
    Column("subject", Wording("Trích yếu nội dung", "Subject"), 36, code="Subject"),
    Column("language", Wording("Ngôn ngữ", "Language"), 9, "middle", "Language"),
    Column("pages", Wording("Số trang", "Pages"), 7, "number", "PageAmount"),
    Column("position", Wording("Chức vụ người ký", "Signer's position"), 14, code="Position"),
    Column("full_name", Wording("Họ tên người ký", "Signer"), 15, code="FullName"),
    Column("priority", Wording("Mức độ khẩn", "Urgency"), 9, "middle", "Priority"),
    Column("to_places", Wording("Nơi nhận", "Recipients"), 20, code="ToPlaces"),
    Column("due_on", Wording("Hạn trả lời, xử lý", "Due on"), 11, "day", "DueDate"),
    Column("description", Wording("Ghi chú", "Remarks"), 16, code="Description"),
)


def register(documents: Iterable[Incoming], language: Language = "vi", desk: str | None = None) -> Table:
    """A document a row."""

    def rows() -> Iterator[tuple[Cell, ...]]:
        for number, document in enumerate(documents, 1):
            code, notation = parted(document.number)
            at = f"{desk.rstrip('/')}/documents/{document.id}" if desk else None
            yield (
                number,
                None,
                None,
                document.issuer,
                code,
                Shown(notation, url=at) if notation else None,
                document.issued_on,
                document.kind,
                document.subject,
                Wording("Tiếng Việt", "Vietnamese").into(language),
                document.pages,
                document.signer.position or document.signer.authority if document.signer else None,
                document.signer.name if document.signer else None,
                document.urgency,
                "; ".join(line.strip(" -;.") for line in document.recipients) or None,
                document.due_on,
                "; ".join(part for part in (document.secrecy, *document.files) if part) or None,
            )

    title = Wording("Sổ đăng ký văn bản đến", "Register of incoming documents")
    return Table("incoming", title, REGISTER, rows())


def parted(number: str | None) -> tuple[str | None, str | None]:
    """Số and ký hiệu of "35/KH-UBND", "19/2014/QĐ-TTg": what stands before the first stroke, and what behind it."""
    if number is None:
        return None, None
    found = re.fullmatch(r"\s*(\d+[a-zA-Z]?)\s*/\s*(.+?)\s*", number)
    return (found[1], found[2]) if found else (None, number)
