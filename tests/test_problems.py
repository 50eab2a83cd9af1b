"""A document's problems in English: each code that the program knows has a sentence, with what the message quotes."""

import re
from pathlib import Path

import pytest

from models.problems import ENGLISH, problem_said
from nlp.form.letterhead.record import MESSAGES

PROJECT = Path(__file__).parents[1]

SAID = [
    ("number_blank", MESSAGES["number_blank"], "The document's number is left blank."),
    (
        "wrong_extension",
        "Phần mở rộng .doc không đúng với nội dung; tệp được đọc theo nội dung (application/pdf).",
        "The file's extension .doc does not fit what it holds; it was read as what it is (application/pdf).",
    ),
    (
        "has_attachments",
        "Trong tệp PDF có 2 tệp đính kèm, mỗi tệp được đọc riêng; hãy kiểm tra đã đủ: bieu 1.xlsx, b: 2.docx.",
        "2 files lie inside the PDF, each read by itself; please check that none is missing: bieu 1.xlsx, b: 2.docx.",
    ),
    (
        "signature_changed",
        "Chữ ký số của Lê Văn Thử: tệp đã bị sửa sau khi ký; hãy đối chiếu.",
        "The file was changed after Lê Văn Thử signed it; compare it with the original.",
    ),
    ("page_too_slow", "Trang 12: nhận dạng chữ quá lâu.", "Recognising page 12 took too long and was stopped."),
    (
        "points_unassigned",
        "3 điểm nêu việc phải làm (II > 1; III) nhưng không nêu đơn vị thực hiện; chưa ghi thành nhiệm vụ.",
        "3 points say what is to be done (II > 1; III) but name nobody; they are not recorded as tasks, please check.",
    ),
    (
        "deadline_unsure",
        "Thời hạn “trước ngày 31/3/2026” đọc chưa chắc (chữ số “31/3/2026”), chưa ghi thời hạn.",
        "The deadline “trước ngày 31/3/2026” was read uncertainly (the figure “31/3/2026”); no deadline is recorded.",
    ),
    (
        "edxml_differs",
        "Gói edXML ghi “12/KH-UBND”, văn bản ghi “21/KH-UBND”; đã lấy theo văn bản, hãy đối chiếu.",
        "The edXML parcel says “12/KH-UBND”, the text “21/KH-UBND”; please compare.",
    ),
    ("page_damaged", "Một câu đã đổi.", "Một câu đã đổi."),
    ("of_another_version", "Một câu.", "Một câu."),
]


@pytest.mark.parametrize(("code", "message", "english"), SAID)
def test_a_problem_is_said_in_the_readers_language(code: str, message: str, english: str) -> None:
    assert problem_said(code, message, "vi") == message
    assert problem_said(code, message, "en") == english


def test_each_code_has_an_english_sentence() -> None:
    given = set(MESSAGES) | {"signature_changed", "signature_broken"}
    for path in [*(PROJECT / "extract").rglob("*.py"), *(PROJECT / "nlp").rglob("*.py")]:
        given |= set(re.findall(r'(?:\bcode=|_unread\(job, )"(\w+)"', path.read_text(encoding="utf-8")))
    assert given == set(ENGLISH)
