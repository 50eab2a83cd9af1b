"""Who signed a scan: signatures and seals over the name, lost words of the position, names that were not read."""

from datetime import datetime

import pytest
from typed import paragraph, transcript, utc, word

from extract.transcript import Line, Paragraph, Signature, Transcript
from models.records import Origin
from nlp.form import Form, read_form

Words = list[tuple[str, float]]


def line(words: Words, top: float, origin: Origin) -> Paragraph:
    made = tuple(
        word(text, (320 + 40 * n, top, 355 + 40 * n, top + 12), sure, origin) for n, (text, sure) in enumerate(words)
    )
    return Paragraph((Line(made),))


def sure(text: str, confidence: float = 0.96) -> Words:
    return [(w, confidence) for w in text.split()]


def scan(*signing: Words, origin: Origin = "ocr", signer: str | None = None) -> Form:
    blocks = [
        *(
            paragraph(text, origin=origin)
            for text in (
                "SỞ NỘI VỤ TỈNH LÂM SƠN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
                "Số: 42/BC-SNV", "Lâm Sơn, ngày 05 tháng 3 năm 2024", "BÁO CÁO", "Kết quả công tác quý I năm 2024",
                "Sở Nội vụ báo cáo kết quả như sau.", "Trên đây là báo cáo của Sở Nội vụ.",
            )
        ),
        *(line(words, 600 + 20 * n, origin) for n, words in enumerate(signing)),
    ]  # fmt: skip
    made = transcript(*blocks)
    signed = (Signature(signer, datetime.fromtimestamp(utc(2024, 3, 5).timestamp()), "untrusted"),) if signer else ()
    return read_form(Transcript(made.file, made.pages, made.blocks, signed))


HEAD = sure("GIÁM ĐỐC")
NAMES: list[tuple[str, list[Words], str | None]] = [
    ("a name", [HEAD, sure("Trần Minh Khang")], "Trần Minh Khang"),
    ("strokes above the name", [HEAD, [("Ỷ", 0.31), ("Si", 0.48)], sure("Trần Minh Khang")], "Trần Minh Khang"),
    ("strokes and no name", [HEAD, [("Ỷ", 0.31), ("Si", 0.48)]], None),
    ("a seal over the name", [HEAD, [("Hồ", 0.79), ("Ngọc", 0.0), ("Vung", 0.33)]], None),
    ("a family that is none, read none too well", [HEAD, [("Đã", 0.91), *sure("Minh Khang")]], None),
    ("a family that the table lacks, read well", [HEAD, sure("Xồng Bá Lẩu", 0.97)], "Xồng Bá Lẩu"),
    ("a known name, read badly", [HEAD, sure("Trần Minh Khang", 0.6)], "Trần Minh Khang"),
]


def test_a_family_is_respelt_on_scans_only_where_letters_are_not_exact() -> None:
    signing = [HEAD, sure("Nguyên Minh Khang")]
    names = [scan(*signing, origin=origin).letterhead.signer for origin in ("ocr", "text_layer")]
    assert [signer and signer.name for signer in names] == ["Nguyễn Minh Khang", "Nguyên Minh Khang"]


@pytest.mark.parametrize(("_", "signing", "name"), NAMES, ids=[n[0] for n in NAMES])
def test_names(_: str, signing: list[Words], name: str | None) -> None:
    form = scan(*signing)
    assert form.letterhead.signer and form.letterhead.signer.name == name
    assert ("signer_unsure" in {p.code for p in form.problems}) == (name is None)


def test_on_a_digital_page_any_name_stands() -> None:
    form = scan(HEAD, sure("Xồng Si"), origin="text_layer")
    assert form.letterhead.signer and form.letterhead.signer.name == "Xồng Si"


@pytest.mark.parametrize(("signer", "offered"), [("Trần Minh Khang", ["Trần Minh Khang"]), ("Sở Nội vụ", [])])
def test_who_signed_digitally_is_offered_where_the_name_was_lost(signer: str, offered: list[str]) -> None:
    (problem,) = [p for p in scan(HEAD, [("Ỷ", 0.31), ("Si", 0.48)], signer=signer).problems if "signer" in p.code]
    assert [c.value for c in problem.candidates] == offered
    assert all(c.note and "chưa xác nhận" in c.note for c in problem.candidates)


OFFERED: list[tuple[Words, list[str]]] = [
    ([("Hồ", 0.79), ("Ngọc", 0.0), ("Vung", 0.33)], ["Hồ Ngọc Vung"]),
    ([("Đã", 0.91), *sure("Minh Khang")], ["Đã Minh Khang"]),
    ([("Đã", 0.95), *sure("Minh Khang")], ["Đã Minh Khang"]),
    ([("Tran", 0.2), *sure("Minh Khang")], ["Trần Minh Khang"]),
    ([("Ỷ", 0.31), ("Si", 0.48)], []),  # strokes
    ([("Trwn", 0.91), *sure("Minh Khang")], []),  # no syllable
]


@pytest.mark.parametrize(("read", "offered"), OFFERED)
def test_a_name_that_was_badly_read_is_offered_with_what_was_read(read: Words, offered: list[str]) -> None:
    (problem,) = [p for p in scan(HEAD, read).problems if p.code == "signer_unsure"]
    assert [c.value for c in problem.candidates] == offered
    assert all(c.origin == "ocr" and c.confidence < 0.5 for c in problem.candidates)


def test_a_name_behind_its_position_is_offered_beside_the_digital_signer() -> None:
    read = [*sure("GIÁM ĐỐC"), ("Hồ", 0.2), *sure("Minh Khang")]
    (problem,) = [p for p in scan(read, signer="Trần Minh Khang").problems if p.code == "signer_unsure"]
    assert [(c.value, c.origin) for c in problem.candidates] == [
        ("Trần Minh Khang", "signature"),
        ("Hồ Minh Khang", "ocr"),
    ]


@pytest.mark.parametrize("torn", ["GIÁM ĐỐC", "PHÓ GIÁM ĐỐC", "PHÓ"])
def test_a_deputy_signs_for_the_head(torn: str) -> None:
    form = scan(sure("KT. GIÁM ĐỐC"), sure(torn), sure("Trần Minh Khang"))
    signer = form.letterhead.signer
    assert signer and (signer.authority, signer.position) == ("KT. GIÁM ĐỐC", "Phó Giám đốc")


@pytest.mark.parametrize(
    "body",
    [
        "Ngày 21/5/2024, Giám đốc Sở Nội vụ chủ trì cuộc họp.",
        "Thực hiện Kế hoạch số 41/KH-UBND ngày 26/02/2024, Sở Nội vụ báo cáo như sau:",
    ],
)
def test_a_subject_ends_where_the_text_begins_in_the_same_paragraph(body: str) -> None:
    form = read_form(
        transcript(
            "SỞ NỘI VỤ TỈNH LÂM SƠN", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc",
            "Số: 42/BC-SNV", "Lâm Sơn, ngày 05 tháng 3 năm 2024", "BÁO CÁO",
            paragraph("Kết quả thực hiện nhiệm vụ cải cách hành chính", "và kiểm soát thủ tục hành chính", body),
        )
    )  # fmt: skip
    wanted = "Kết quả thực hiện nhiệm vụ cải cách hành chính và kiểm soát thủ tục hành chính"
    assert form.letterhead.subject == wanted
