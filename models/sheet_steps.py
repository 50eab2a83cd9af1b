"""What people and machines made of the records, as tables for a terminal."""

from collections.abc import Sequence
from typing import Any

from rich.console import RenderableType
from rich.text import Text

from models.questions import Alike, Awaiting, Joined, Marked, Proposal, Step
from models.questions.paged.catalogue import Near
from models.questions.units import Named
from models.sheet import KINDS, NOTHING, day, sheet_table
from models.tables import Action, Standing
from models.wording import Language, Wording

ACTIONS: dict[Action, Wording] = {
    "change": Wording("sửa", "changed"),
    "confirm": Wording("xác nhận", "confirmed"),
    "add": Wording("thêm", "added"),
    "reject": Wording("loại", "rejected"),
    "split": Wording("tách", "split"),
    "merge": Wording("gộp", "merged"),
    "undo": Wording("hoàn tác", "undone"),
    "amend": Wording("văn bản sửa đổi", "amended"),
}

STANDINGS: dict[Standing, Wording] = {
    "live": Wording("", ""),
    "withdrawn": Wording("lần đọc này không còn", "not in this reading"),
    "rejected": Wording("đã loại", "rejected"),
    "split": Wording("đã tách", "split"),
    "merged": Wording("đã gộp", "merged"),
}

RELATIONS: dict[str, tuple[Wording, Wording]] = {
    "replaces": (Wording("thay thế", "replaces"), Wording("bị thay thế bởi", "replaced by")),
    "amends": (Wording("sửa đổi", "amends"), Wording("được sửa đổi bởi", "amended by")),
    "repeals": (Wording("bãi bỏ", "repeals"), Wording("bị bãi bỏ bởi", "repealed by")),
    "implements": (Wording("thực hiện", "implements"), Wording("được thực hiện bởi", "implemented by")),
    "answers": (Wording("trả lời", "answers"), Wording("được trả lời bởi", "answered by")),
    "based_on": (Wording("căn cứ", "based on"), Wording("là căn cứ của", "the basis of")),
    "mentions": (Wording("nhắc đến", "mentions"), Wording("được nhắc đến trong", "mentioned in")),
}


def queue(found: Sequence[Awaiting], language: Language) -> RenderableType:
    """What a reviewer should look at, a record a line."""
    table = sheet_table(
        language,
        ("Mã", "Id", {"justify": "right"}),
        ("Loại", "Kind", {"width": 10}),
        ("Nội dung", "Content", {"ratio": 4}),
        ("Văn bản", "Document", {"width": 18, "overflow": "fold"}),
        ("Tin cậy", "Sure", {"justify": "right"}),
        ("Ghi chú", "Note", {"width": 18}),
    )
    for a in found:
        note = Wording("máy đọc khác", "the machine disagrees").into(language) if a.differs else ""
        kind = KINDS[a.kind].into(language)
        table.add_row(str(a.id), kind, Text(a.content), a.document or "—", f"{a.confidence:.0%}", note)
    return table if found else _nothing(language)


def marked(found: Sequence[Marked], language: Language) -> RenderableType:
    """The records of one document with their ids and what stands beside them."""
    table = sheet_table(
        language,
        ("Mã", "Id", {"justify": "right"}),
        ("Loại", "Kind", {"width": 10}),
        ("Nội dung", "Content", {"ratio": 4}),
        ("Thời hạn", "Due", {"width": 10}),
        ("Ghi chú", "Note", {"ratio": 2}),
    )
    for m in found:
        notes = [STANDINGS[m.standing]]
        if "differs" in m.marks:
            notes.append(Wording("máy đọc khác người duyệt", "the machine disagrees with the reviewer"))
        elif "reviewed" in m.marks:
            notes.append(Wording("đã duyệt", "reviewed"))
        if m.moved_by:
            notes.append(Wording(f"hạn theo {m.moved_by}", f"deadline from {m.moved_by}"))
        if m.superseded_by:
            notes.append(Wording(f"bị {m.superseded_by} thay thế", f"superseded by {m.superseded_by}"))
        told = "; ".join(filter(None, (note.into(language) for note in notes)))
        table.add_row(str(m.id), KINDS[m.kind].into(language), Text(m.content), day(m.due), told)
    return table if found else _nothing(language)


def history(found: Sequence[Step], language: Language) -> RenderableType:
    """Step by step, what was changed."""
    table = sheet_table(
        language,
        ("Bước", "Step", {"justify": "right"}),
        ("Lúc", "At", {"no_wrap": True}),
        ("Ai", "Who", {"ratio": 1}),
        ("Việc", "What", {"width": 16}),
        ("Bản ghi", "Record", {"justify": "right"}),
        ("Trường", "Field", {"width": 12}),
        ("Trước", "Before", {"ratio": 2}),
        ("Sau", "After", {"ratio": 2}),
        ("Vì sao", "Why", {"ratio": 1}),
    )
    for s in found:
        what = ACTIONS[s.action].into(language)
        if s.undone:
            what += Wording(" (đã hoàn tác)", " (undone)").into(language)
        table.add_row(
            str(s.review), f"{s.at:%d/%m/%Y %H:%M}", s.who or s.by_document or "—", what,
            str(s.record or ""), s.field, Text(said(s.before)), Text(said(s.after)), s.why or "",
        )  # fmt: skip
    return table if found else _nothing(language)


def proposals(found: Sequence[Proposal], language: Language) -> RenderableType:
    """Progress that waits for a person."""
    table = sheet_table(
        language,
        ("Mã", "Id", {"justify": "right"}),
        ("Báo cáo", "Report", {"width": 16, "overflow": "fold"}),
        ("Nêu", "Says", {"ratio": 3}),
        ("Đạt", "Reached", {"width": 14}),
        ("Của văn bản", "Of document", {"width": 16, "overflow": "fold"}),
        ("Nhiệm vụ, chỉ tiêu", "Task or target", {"ratio": 3}),
    )
    for p in found:
        reached = " / ".join(f"{n:g}" for n in (p.value, p.of) if n is not None) + (f" {p.unit}" if p.unit else "")
        content = f"#{p.record} {p.content}" if p.record else "—"
        table.add_row(str(p.id), p.shown_by or "—", Text(p.note or ""), reached, p.document or "—", Text(content))
    return table if found else _nothing(language)


def relations(found: Sequence[Near], language: Language) -> RenderableType:
    """What a document is to others, and they to it."""
    table = sheet_table(
        language,
        ("Quan hệ", "Relation", {"width": 20}),
        ("Mã", "Id", {"justify": "right"}),
        ("Số, ký hiệu", "Number", {"width": 20, "overflow": "fold"}),
        ("Ngày", "Date", {"no_wrap": True}),
        ("Loại, trích yếu", "Kind and subject", {"ratio": 1}),
    )
    for n in found:
        subject = ": ".join(part for part in (n.kind, n.subject) if part)
        table.add_row(
            RELATIONS[n.relation][n.theirs].into(language), str(n.id), n.number or "—", day(n.issued_on), Text(subject)
        )
    return table if found else _nothing(language)


def units(found: Sequence[Named], language: Language) -> RenderableType:
    """Units by name."""
    table = sheet_table(
        language, ("Mã", "Id", {"justify": "right"}), ("Đơn vị", "Unit", {"ratio": 1}), ("Mã số", "Code", {"width": 16})
    )
    for u in found:
        table.add_row(str(u.id), Text(u.name), u.register_id or "")
    return table if found else _nothing(language)


def alike(found: Sequence[Alike], language: Language) -> RenderableType:
    """Documents that read alike."""
    table = sheet_table(
        language,
        ("Mã", "Id", {"justify": "right"}),
        ("Không số", "Without a number", {"ratio": 2}),
        ("Giống", "Alike", {"justify": "right"}),
        ("Mã", "Id", {"justify": "right"}),
        ("Văn bản", "Document", {"ratio": 2}),
    )
    for a in found:
        other = " ".join(part for part in (a.other_number, a.other_subject) if part)
        table.add_row(str(a.document_id), Text(a.subject or "—"), f"{a.likeness:.0%}", str(a.other_id), Text(other))
    return table if found else _nothing(language)


def joined(found: Sequence[Joined], language: Language) -> RenderableType:
    """Documents that people said to be one."""
    table = sheet_table(
        language,
        ("Bước", "Step", {"justify": "right"}),
        ("Tệp", "Files", {"ratio": 2}),
        ("Mã cũ", "Old id", {"justify": "right"}),
        ("Mã", "Id", {"justify": "right"}),
        ("Văn bản", "Document", {}),
        ("Ai", "Who", {}),
        ("Lúc", "When", {}),
    )
    for j in found:
        files, number = Text("; ".join(j.files)), Text(j.number or "—")
        table.add_row(str(j.step), files, str(j.gone_id), str(j.document_id), number, Text(j.who), f"{j.at:%d/%m/%Y}")
    return table if found else _nothing(language)


def said(value: Any) -> str:
    """A field's value as a person says it."""
    if value is None or value == []:
        return "—"
    if isinstance(value, list):
        return "; ".join(said(one) for one in value)
    if isinstance(value, dict):
        return str(value.get("text") or value.get("canonical") or value.get("name") or value)
    return str(value)


def _nothing(language: Language) -> Text:
    return Text(NOTHING.into(language))
