"""What stands behind the signature: annexes of any title, and what web sites print there."""

import pytest
from formed import PLAN, letterhead, read
from typed import transcript

from extract.transcript import Paragraph
from nlp.form import read_form


def test_a_plan_enclosed_with_a_decision_is_an_annex() -> None:
    form = read(
        *letterhead(["ỦY BAN NHÂN DÂN", "TỈNH LÂM SƠN"], "Số: 9/QĐ-UBND", ["QUYẾT ĐỊNH", "Ban hành Kế hoạch kiểm tra"]),
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch kiểm tra.",
        *PLAN[13:21],
        "KẾ HOẠCH",
        "Kiểm tra năm 2024",
        "(Kèm theo Quyết định số 9/QĐ-UBND ngày 12/6/2024 của Ủy ban nhân dân tỉnh)",
        "I. MỤC ĐÍCH",
        "Phụ lục II",
        "DANH SÁCH ĐƠN VỊ",
        "1. Sở Nội vụ",
    )
    assert [a.label for a in form.annexes] == ["Kế hoạch", "Phụ lục II"]
    assert [b.text for b in form.annexes[0].blocks if isinstance(b, Paragraph)] == ["I. MỤC ĐÍCH"]
    assert len(form.body) == 2


SIGNED = PLAN[: PLAN.index("Phụ lục I")]
WEB = [
    "Kế hoạch 42/KH-UBND năm 2024 thay Kế hoạch 7/KH-UBND Văn bản này chưa cập nhật nội dung Tiếng Anh",
    "Thực hiện Nghị định 99/2023/NĐ-CP, chúng tôi cập nhật Quy chế bảo vệ dữ liệu.",
]


def test_what_a_web_site_prints_behind_is_no_part() -> None:
    form = read(*PLAN, *WEB)
    assert [p.text for p in form.own.paragraphs()] == [p.text for p in read(*PLAN).own.paragraphs()]


def test_a_scan_is_no_web_page() -> None:
    lines = (*SIGNED, "© 2024 Copyright", "Phụ lục I", "1. Sở Nội vụ")
    assert len(read_form(transcript(*lines, origin="ocr")).annexes) == 1
    assert read(*lines).annexes == ()


def test_in_a_web_page_only_notes_and_annexes_stand_behind_the_signature() -> None:
    note, more = "[1] Công văn số 8/SNV-CCHC ngày 01/02/2024 của Sở Nội vụ.", "Xem thêm: Kế hoạch số 6/KH-UBND"
    lines = (*SIGNED, more, note, "Phụ lục I", "DANH MỤC", "1. Sở Nội vụ")
    own = [p.text for p in read(*lines, *WEB).own.paragraphs()]
    assert (note in own, "1. Sở Nội vụ" in own, more in own) == (True, True, False)
    assert more in [p.text for p in read(*lines).own.paragraphs()]
    *_, last = read(*SIGNED, f"{note} {WEB[0]}", WEB[1]).own.paragraphs()
    assert last.text.startswith(note)
    assert "chưa cập nhật" not in last.text


@pytest.mark.parametrize(
    "opening",
    [
        ["LỊCH KIỂM TRA NĂM 2024 (Ban hành kèm theo Kế hoạch số 42/KH-UBND ngày 05/3/2024)"],
        ["QUY TRÌNH NỘI BỘ GIẢI QUYẾT HỒ SƠ", "(Kèm theo Kế hoạch số 42/KH-UBND ngày 05/3/2024)"],
    ],
)
def test_an_annex_of_any_title_is_known_by_what_it_is_issued_with(opening: list[str]) -> None:
    (annex,) = read(*SIGNED, *opening, "1. Sở Nội vụ").annexes
    assert annex.title.startswith(opening[0])
    assert [b.text for b in annex.blocks if isinstance(b, Paragraph)] == ["1. Sở Nội vụ"]
