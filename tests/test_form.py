"""Official form as a whole: a plan however its columns run, a damaged one, news items, pages without a beginning."""

import json
import lzma
from dataclasses import replace
from datetime import date

import pytest
from conftest import SHARED
from formed import PLAN, read
from typed import paragraph, transcript

from extract.transcript import Cell, Paragraph, Table
from nlp.form import read_form
from nlp.form.lines import fold


def test_a_whole_plan() -> None:
    form = read(*PLAN)
    head = form.letterhead
    assert form.kind_of_text == "dispatch"
    assert (head.number, head.kind, head.place) == ("42/KH-UBND", "Kế hoạch", "Lâm Sơn")
    assert head.issuer is not None
    assert head.issuer.canonical == "Ủy ban nhân dân tỉnh Lâm Sơn"
    assert head.issued_on == date(2024, 3, 5)
    assert head.subject == "Triển khai áp dụng Hệ thống quản lý chất lượng"
    assert head.signer is not None
    assert (head.signer.name, head.signer.position) == ("Trần Thị Mộc Miên", "Phó Chủ tịch")
    assert head.signer.authority == "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH"
    assert head.recipients == ("Như trên", "Sở Khoa học và Công nghệ", "Lưu: VT, KGVX")
    body = [b.text for b in form.body if isinstance(b, Paragraph)]
    assert (body[0][:7], body[-1][:8]) == ("Căn cứ ", "Trên đây")
    assert [(a.label, len(a.blocks)) for a in form.annexes] == [("Phụ lục I", 1)]
    assert form.problems == ()


def test_every_field_says_where_it_was_read() -> None:
    evidence = read(*PLAN).letterhead.evidence
    assert {"number", "kind", "issuer", "place", "issued_on", "subject", "signer", "recipients"} <= set(evidence)
    assert evidence["number"].evidence[0].text == "Số: 42/KH-UBND"
    assert evidence["issuer"].evidence[0].text == "ỦY BAN NHÂN DÂN"
    assert all(0 < e.confidence <= 1 and e.evidence for e in evidence.values())


ORDERS = [
    [0, 1, 2, 3, 4, 5],  # left column, then right
    [3, 4, 0, 1, 2, 5],  # right column first
    [0, 3, 1, 4, 2, 5],  # line by line over both columns
]


@pytest.mark.parametrize("order", ORDERS)
def test_columns_in_any_order(order: list[int]) -> None:
    head = read(*[PLAN[i] for i in order], *PLAN[6:]).letterhead
    assert (head.number, head.kind, head.issued_on) == ("42/KH-UBND", "Kế hoạch", date(2024, 3, 5))
    assert head.issuer is not None
    assert head.issuer.name == "Ủy ban nhân dân tỉnh Lâm Sơn"


def test_columns_that_run_together_on_a_line() -> None:
    head = read(
        "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "TỈNH LÂM SƠN Độc lập - Tự do - Hạnh phúc",
        "Số: 42/KH-UBND Lâm Sơn, ngày 05 tháng 3 năm 2024",
        *PLAN[6:],
    ).letterhead
    assert head.issuer is not None
    assert (head.issuer.name, head.number, head.place) == ("Ủy ban nhân dân tỉnh Lâm Sơn", "42/KH-UBND", "Lâm Sơn")


def test_a_letterhead_in_a_table_without_rules() -> None:
    left = tuple(paragraph(line) for line in PLAN[:3])
    right = tuple(paragraph(line) for line in PLAN[3:6])
    head = read_form(
        replace(
            transcript(*PLAN[6:]),
            blocks=(
                Table(1, 2, (Cell(0, 0, left), Cell(0, 1, right))),
                *transcript(*PLAN[6:]).blocks,
            ),
        )
    ).letterhead
    assert (head.number, head.kind, head.issued_on) == ("42/KH-UBND", "Kế hoạch", date(2024, 3, 5))


def test_a_damaged_letterhead() -> None:
    lines = [
        "ỦY BẠN NHÂN DÂN",
        "TĨNH LAM SƠN",
        "Số: 42/KH-UBND",
        "CỘNG HOÀ XÃ HỌI CHỦ NGHIA VIỆT NAM",
        "Độc lập - Tư do - Hanh phúc",
        "Lâm Sơn, ngày 05 tháng 3 năm 2024",
        "KÉ HOẠCH",
        "Kiểm tra của Ủy ban nhân dân tỉnh Lâm Sơn năm 2024",
        *PLAN[8:13],
    ]
    form = read_form(transcript(*lines, origin="ocr"))
    assert form.letterhead.kind == "Kế hoạch"
    assert form.letterhead.issuer is not None
    assert form.letterhead.issuer.name == "Ủy ban nhân dân tỉnh Lâm Sơn"


NEWS = [
    "Bỏ qua điều hướng",
    "Thứ Hai, ngày 04/11/2024",
    "TIN TỨC",
    "Lâm Sơn: Đánh giá kết quả áp dụng hệ thống quản lý chất lượng quý III",
    "28/10/2024 09:15 Xem cỡ chữ",
    "Vừa qua, Sở Khoa học và Công nghệ tỉnh Lâm Sơn đã tổ chức cuộc họp đánh giá kết quả áp dụng hệ thống quản lý chất "
    "lượng tại các cơ quan hành chính nhà nước trên địa bàn tỉnh trong quý III năm nay.",
    "Theo báo cáo, 100% đơn vị đã hoàn thành việc chuyển đổi sang tiêu chuẩn mới, trong đó có 45 đơn vị được kiểm "
    "tra trực tiếp tại trụ sở và không có đơn vị nào phải khắc phục lớn.",
    "Tin khác",
    "Khai mạc hội thi cán bộ văn thư giỏi 01/11/2024",
]


def test_a_news_item_has_a_headline_and_a_date() -> None:
    form = read(*NEWS)
    assert form.kind_of_text == "news"
    assert form.letterhead.subject == NEWS[3]
    assert form.letterhead.issued_on == date(2024, 10, 28)
    assert (form.letterhead.number, form.letterhead.kind, form.letterhead.issuer) == (None, None, None)
    assert len(form.body) == 2


def test_pages_without_a_beginning() -> None:
    table = Table(1, 2, (Cell(0, 0, (paragraph("1"),)), Cell(0, 1, (paragraph("Rà soát quy trình"),))))
    form = read_form(replace(transcript("x"), blocks=(table,)))
    assert form.kind_of_text == "fragment"
    assert form.letterhead.evidence == {}
    assert form.body == (table,)


def test_an_empty_page() -> None:
    assert read().kind_of_text == "fragment"


@pytest.mark.shared
def test_listed_letterheads_of_official_texts() -> None:
    """The letterheads that a law portal lists beside 174 texts; at least 98 in 100 of number, date and signer."""
    with lzma.open(SHARED / "text/official.jsonl.xz", "rt", encoding="utf-8") as source:
        texts = [json.loads(line) for line in source]
    right = {"number": 0, "kind": 0, "issued_on": 0, "signer": 0}
    listed = 0
    for text in texts:
        head = read_form(transcript(*[line for line in text["text"].split("\n") if line.strip()])).letterhead
        if not text["number"]:
            continue
        listed += 1
        right["number"] += fold(head.number or "") == fold(text["number"])
        right["kind"] += head.kind == text["kind"]
        right["issued_on"] += str(head.issued_on) == text["issued_on"]
        right["signer"] += fold((head.signer.name if head.signer else None) or "") == fold(text["signer"])
    assert listed == 174
    assert {field: count / listed >= 0.98 for field, count in right.items()} == dict.fromkeys(right, True)
