"""Other documents named by number: what is one, its kind, date and issuer, and in what relation it is named."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed import paragraph, transcript

from models.records import Letterhead
from nlp.citations import find_citations, gather_citations

ONE = [
    # text, number, kind, date, issuer, relation
    ("Căn cứ Nghị định số 12/2020/NĐ-CP ngày 05 tháng 3 năm 2020 của Chính phủ về công tác văn thư;",
     "12/2020/NĐ-CP", "Nghị định", date(2020, 3, 5), "Chính phủ", "based_on"),
    ("Thực hiện Chỉ thị số 11-CT/TU ngày 04/01/2024 của Ban Thường vụ Tỉnh ủy về cải cách hành chính",
     "11-CT/TU", "Chỉ thị", date(2024, 1, 4), "Ban Thường vụ Tỉnh ủy", "implements"),
    ("Căn cứ Luật Lưu trữ số 33/2024/QH15 ngày 21 tháng 6 năm 2024;",
     "33/2024/QH15", "Luật", date(2024, 6, 21), None, "based_on"),
    ("Quyết định này thay thế Quyết định số 9/2019/QĐ-UBND ngày 1/2/2019 của Ủy ban nhân dân tỉnh.",
     "9/2019/QĐ-UBND", "Quyết định", date(2019, 2, 1), "Ủy ban nhân dân tỉnh", "replaces"),
    ("Sửa đổi, bổ sung Điều 3 của Quy chế ban hành kèm theo Quyết định số 9/2019/QĐ-UBND như sau:",
     "9/2019/QĐ-UBND", "Quyết định", None, None, "amends"),
    ("Bãi bỏ toàn bộ Quyết định số 9/2019/QĐ-UBND.", "9/2019/QĐ-UBND", "Quyết định", None, None, "repeals"),
    ("Quyết định số 9/2019/QĐ-UBND hết hiệu lực kể từ ngày Quyết định này có hiệu lực.",
     "9/2019/QĐ-UBND", "Quyết định", None, None, "repeals"),
    ("Trả lời Công văn số 52/CT-CS ngày 3/4/2024 của Cục Thuế",
     "52/CT-CS", "Công văn", date(2024, 4, 3), "Cục Thuế", "mentions"),
    ("theo văn bản số 18/TB-VPCP ngày 3/4/2024", "18/TB-VPCP", "Thông báo", date(2024, 4, 3), None, "implements"),
    ("Ủy ban nhân dân tỉnh đã ban hành Kế hoạch số 42/KH-UBND ngày 5/3/2024 về kiểm tra",
     "42/KH-UBND", "Kế hoạch", date(2024, 3, 5), "Ủy ban nhân dân tỉnh", "mentions"),
    ("Thông tư 02/2023/TT-VPCP ngày 5/4/2023 của Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ hướng dẫn",
     "02/2023/TT-VPCP", "Thông tư", date(2023, 4, 5), "Bộ trưởng, Chủ nhiệm Văn phòng Chính phủ", "mentions"),
    ("Quyết định số 7/QĐ-BVHTTDL của Bộ Văn hóa, Thể thao và Du lịch", "7/QĐ-BVHTTDL", "Quyết định", None,
     "Bộ Văn hóa, Thể thao và Du lịch", "mentions"),
    ("Theo đề nghị của Giám đốc Sở Nội vụ tại Tờ trình số 40/TTr-SNV ngày 3/4/2024.",
     "40/TTr-SNV", "Tờ trình", date(2024, 4, 3), "Giám đốc Sở Nội vụ", "based_on"),
    ("Xét đề nghị của Sở Nội vụ tại Công văn số 41/SNV-TC, Chủ tịch có ý kiến như sau",
     "41/SNV-TC", "Công văn", None, "Sở Nội vụ", "mentions"),
    ("Tham mưu khi có Thông tư mới thay thế Thông tư số 9/2009/TT-BTC ngày 1/2/2009 của Bộ Tài chính",
     "9/2009/TT-BTC", "Thông tư", date(2009, 2, 1), "Bộ Tài chính", "mentions"),
    ("theo Thông tư liên tịch số 7/2016/TTLT-BYT-BTC-BNV của Bộ Y tế - Bộ Tài chính - Bộ Nội vụ",
     "7/2016/TTLT-BYT-BTC-BNV", "Thông tư liên tịch", None, "Bộ Y tế - Bộ Tài chính - Bộ Nội vụ", "implements"),
    ("nhận được công văn số 746/ABC-TTr ngày 11/08/2025 của Thuế tỉnh Lâm Sơn vướng mắc về nghĩa vụ tài chính",
     "746/ABC-TTr", "Công văn", date(2025, 8, 11), "Thuế tỉnh Lâm Sơn", "mentions"),
    ("theo chỉ đạo của Tổng Bí thư, của Bộ Chính trị tại Thông báo số 99-TB/TW ngày 21/11/2025",
     "99-TB/TW", "Thông báo", date(2025, 11, 21), "Bộ Chính trị", "implements"),
    ("thực hiện Nghị quyết số 380/NQ-CP ngày 25/11/2025 của Chính phủ và các công điện",
     "380/NQ-CP", "Nghị quyết", date(2025, 11, 25), "Chính phủ", "implements"),
    ("thực hiện Quy định số 205-QĐ/TW ngày 23/9/2019 của Bộ Chính trị",
     "205-QĐ/TW", "Quy định", date(2019, 9, 23), "Bộ Chính trị", "implements"),
]  # fmt: skip


@pytest.mark.parametrize(("text", "number", "kind", "issued_on", "issuer", "relation"), ONE)
def test_one_citation(
    text: str, number: str, kind: str, issued_on: date | None, issuer: str | None, relation: str
) -> None:
    (mention,) = find_citations(text)
    cited = mention.value
    assert (cited.number, cited.kind, cited.issued_on) == (number, kind, issued_on)
    assert (cited.issuer.name if cited.issuer else None) == issuer
    assert cited.relation == relation
    assert text[mention.start : mention.end] == mention.text


def test_a_list_shares_kind_date_and_issuer() -> None:
    text = "Thực hiện các Quyết định số: 12/QĐ-BXD, 13/QĐ-BXD và số 14/QĐ-BXD ngày 31/12/2023 của Bộ trưởng Bộ Xây dựng"
    cited = [m.value for m in find_citations(text)]
    assert [c.number for c in cited] == ["12/QĐ-BXD", "13/QĐ-BXD", "14/QĐ-BXD"]
    assert {(c.kind, c.issued_on, c.relation) for c in cited} == {("Quyết định", date(2023, 12, 31), "implements")}
    assert {c.issuer.name for c in cited if c.issuer} == {"Bộ trưởng Bộ Xây dựng"}


def test_the_issuer_of_two_stands_behind_the_second() -> None:
    text = "Thông tư số 9/2009/TT-BTC ngày 1/2/2009 và Thông tư số 8/2020/TT-BTC ngày 1/10/2020 của Bộ Tài chính"
    assert {m.value.issuer.name for m in find_citations(text) if m.value.issuer} == {"Bộ Tài chính"}
    assert len(find_citations(text)) == 2


@pytest.mark.parametrize(
    ("own", "relation"),
    [("8/QĐ-UBND", "mentions"), ("18/TB-VPCP", "mentions"), ("20/2025/NĐ-CP", "amends"), ("9/2025/QH15", "amends")],
)
def test_nobody_amends_what_stands_above_him(own: str, relation: str) -> None:
    said = transcript("Sửa đổi khoản 2 Điều 9 Nghị định số 15/2024/NĐ-CP ngày 1/2/2024 của Chính phủ.")
    assert [c.relation for c in gather_citations(said, Letterhead(number=own))] == [relation]


def test_each_of_a_list_keeps_its_own_date() -> None:
    text = "Công văn số 463/UBND-KTN ngày 28/8/2024; số 475/UBND-KTN ngày 17/09/2024 và số 542/UBND-KTN ngày 1/10/2024"
    dates = [m.value.issued_on for m in find_citations(text)]
    assert dates == [date(2024, 8, 28), date(2024, 9, 17), date(2024, 10, 1)]


def test_what_a_cited_document_does_is_not_done_here() -> None:
    text = "Căn cứ Nghị định số 15/2024/NĐ-CP sửa đổi, bổ sung một số điều của Nghị định số 8/2020/NĐ-CP;"
    assert [m.value.relation for m in find_citations(text)] == ["based_on", "based_on"]
    text = "Nghị định số 15/2024/NĐ-CP sửa đổi, bổ sung một số điều của Nghị định số 8/2020/NĐ-CP."
    assert [m.value.relation for m in find_citations(text)] == ["mentions", "mentions"]
    text = "Quyết định số 9/QĐ-UBND được thay thế bởi Quyết định số 12/QĐ-UBND."
    assert {m.value.relation for m in find_citations(text)} == {"mentions"}


@pytest.mark.parametrize(
    "text",
    [
        "theo Mẫu số 01/TK-SDDPNN",
        "TCVN ISO 9001:2015",
        "phù hợp QCVN 06:2022/BXD",
        "Hiến pháp nước Cộng hòa xã hội chủ nghĩa Việt Nam",
        "Luật Lưu trữ năm 2024",
        "đạt 78/78 đơn vị",
        "Đề án số 13 về khoáng sản",
    ],
)
def test_what_is_no_citation(text: str) -> None:
    assert find_citations(text) == ()


def test_a_document_cites_each_number_once_with_the_strongest_relation() -> None:
    cited = gather_citations(
        transcript(
            "Số: 42/KH-UBND",
            "Theo Quyết định số 12/QĐ-TTg ngày 10/02/2020 của Thủ tướng Chính phủ, tỉnh thực hiện.",
            "Căn cứ Quyết định số 12/QĐ-TTg;",
            "Báo cáo theo Công văn số 5/SNV-CCHC.",
            "Phụ lục",
            "(Kèm theo Kế hoạch số 42/KH-UBND ngày 05/3/2024)",
        ),
        Letterhead(number="42/KH-UBND"),
    )
    assert [(c.number, c.relation, c.issued_on) for c in cited] == [
        ("12/QĐ-TTg", "based_on", date(2020, 2, 10)),
        ("5/SNV-CCHC", "implements", None),
    ]
    assert cited[0].evidence[0].text.startswith("Quyết định số 12/QĐ-TTg")
    assert all(0 < c.confidence <= 1 for c in cited)


def test_a_draft_does_not_cite_itself() -> None:
    enclosed = "(Kèm theo Kế hoạch số 42/KH-UBND ngày 05/3/2024)"
    assert gather_citations(transcript("Số:     /KH-UBND", enclosed), Letterhead()) == ()


def test_a_list_of_repealed_documents() -> None:
    cited = gather_citations(
        transcript(
            "Điều 1. Bãi bỏ toàn bộ các Quyết định sau đây:",
            "1. Quyết định số 9/2019/QĐ-UBND ngày 1/2/2019;",
            "2. Quyết định số 10/2019/QĐ-UBND ngày 1/2/2019.",
            "Theo đó, các sở rà soát Quyết định số 11/QĐ-UBND.",
        )
    )
    assert [c.relation for c in cited] == ["repeals", "repeals", "implements"]


def test_footnotes_cite_and_stamps_do_not() -> None:
    cited = gather_citations(
        transcript(
            paragraph("Nghị quyết số 88/NQ-CP ngày 22/7/2022 của Chính phủ", role="footnote"),
            paragraph("CÔNG VĂN ĐẾN Số 99/CV-UBND", role="stamp"),
        )
    )
    assert [c.number for c in cited] == ["88/NQ-CP"]


def test_a_dash_lost_at_a_lines_end_makes_no_second_document() -> None:
    said = transcript("Thông tư số 10/2024/TTBTC ngày 5/2/2024", "Theo Thông tư số 10/2024/TT-BTC ngày 5/2/2024")
    assert [c.number for c in gather_citations(said)] == ["10/2024/TT-BTC"]
    (broken,) = find_citations("Thông tư số 37/2025/TT-BNN MT ngày 02/7/2025")
    assert broken.value.number == "37/2025/TT-BNNMT"


def test_each_clause_of_a_preamble_says_what_it_is_founded_on() -> None:
    text = (
        "Căn cứ Nghị định số 8/2020/NĐ-CP; Nghị định số 9/2021/NĐ-CP; "
        "Theo đề nghị của Giám đốc Sở Nội vụ tỉnh Lâm Sơn tại Tờ trình số 40/TTr-SNV ngày 3/4/2024."
    )
    assert [m.value.relation for m in find_citations(text)] == ["based_on"] * 3


def test_each_point_that_is_repealed_is_shown() -> None:
    said = transcript(
        "Bãi bỏ một phần Kế hoạch số 41/KH-UBND ngày 26/02/2024.",
        "Điều 1. Bãi bỏ điểm a, điểm b khoản 2 Mục III của Kế hoạch số 41/KH-UBND ngày 26/02/2024.",
        "Điều 2. Bãi bỏ khoản 5 Mục IV Kế hoạch số 41/KH-UBND; giao các sở thực hiện Kế hoạch số 41/KH-UBND.",
    )
    (cited,) = gather_citations(said)
    assert cited.relation == "repeals"
    assert [e.text.partition(" Kế hoạch")[0] for e in cited.evidence] == [
        "một phần", "điểm a, điểm b khoản 2 Mục III của", "khoản 5 Mục IV",
    ]  # fmt: skip


def test_a_stroke_lost_by_a_scan_makes_no_second_document() -> None:
    cited = gather_citations(transcript("Theo Quyết định số 12/QD-TTg.", "Theo Quyết định số 12/QĐ-TTg.", origin="ocr"))
    assert [c.number for c in cited] == ["12/QĐ-TTg"]


@given(st.text(alphabet="Căn cứ Quyếtđịnhsố0123456789/-QĐUBND,;. ngàytháng", max_size=300))
def test_any_text_is_read_in_bounds(text: str) -> None:
    for mention in find_citations(text):
        assert text[mention.start : mention.end] == mention.text


def test_a_long_paragraph_is_read_in_time() -> None:
    text = "Căn cứ Quyết định số 12/QĐ-UBND ngày 1/2/2019 của Ủy ban nhân dân tỉnh; " * 300
    assert len(find_citations(text)) == 300
    assert find_citations("Luật " * 20_000) == ()
