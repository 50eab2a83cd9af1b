"""Numbers and notations of documents, kinds by their abbreviations, capitals of names."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.form.capitals import proper
from nlp.form.kinds import kind_of_notation, kind_titled
from nlp.form.numbers import find_numbers, parse_number, repaired

SHAPES = [
    # printed, as it is kept, serial, year, notation
    ("35/KH-UBND", "35/KH-UBND", "35", None, "KH-UBND"),
    ("19/2014/QĐ-TTg", "19/2014/QĐ-TTg", "19", "2014", "QĐ-TTg"),
    ("66.19/2026/NQ-CP", "66.19/2026/NQ-CP", "66.19", "2026", "NQ-CP"),
    ("24/2016/QH14", "24/2016/QH14", "24", "2016", "QH14"),
    ("46/QĐ- BCĐCCHC", "46/QĐ-BCĐCCHC", "46", None, "QĐ-BCĐCCHC"),
    ("299/UBND-TTHC", "299/UBND-TTHC", "299", None, "UBND-TTHC"),
    ("20-KH/BCĐ 57", "20-KH/BCĐ57", "20", None, "KH/BCĐ57"),
    ("11-CT/TU", "11-CT/TU", "11", None, "CT/TU"),
    ("1906/SGDĐT-CTrTT", "1906/SGDĐT-CTrTT", "1906", None, "SGDĐT-CTrTT"),
    ("3947/SKHCN-DL&CQS", "3947/SKHCN-DL&CQS", "3947", None, "SKHCN-DL&CQS"),
    ("19-2017/NQ-CP", "19-2017/NQ-CP", "19", "2017", "NQ-CP"),
    ("102 /2025 /QĐ-UBND", "102/2025/QĐ-UBND", "102", "2025", "QĐ-UBND"),
    ("05/2016/TTLT-BKHCN-BTC", "05/2016/TTLT-BKHCN-BTC", "05", "2016", "TTLT-BKHCN-BTC"),
    ("01a/CT-UBND", "01a/CT-UBND", "01a", None, "CT-UBND"),
]


@pytest.mark.parametrize(("printed", "kept", "serial", "year", "notation"), SHAPES)
def test_every_shape_of_number(printed: str, kept: str, serial: str, year: str | None, notation: str) -> None:
    number = parse_number(printed)
    assert number is not None
    assert (number.text, number.serial, number.year, number.notation) == (kept, serial, year, notation)


@pytest.mark.parametrize(
    "text",
    [
        "ngày 02/01/2021",
        "đã kiểm tra 78/78 đơn vị",
        "TCVN ISO 9001:2015",
        "giai đoạn 2021-2025",
        "quý II/2020",
        "24/7",
        "12.500/15.000 hồ sơ",
        "số nhà 12/4 đường Hoa Sữa",
    ],
)
def test_what_is_no_number_of_a_document(text: str) -> None:
    assert [n for *_, n in find_numbers(text)] == []


def test_a_dash_after_a_number_begins_no_notation() -> None:
    assert [n.text for *_, n in find_numbers("Kế hoạch số 35/KH-UBND - Sở Nội vụ chủ trì")] == ["35/KH-UBND"]


@given(
    st.from_regex(r"[1-9]\d{0,3}(/20[12]\d)?/(KH|QĐ|TB|CT)-(UBND|SNV|BXD)", fullmatch=True), st.sampled_from(" ,;.)")
)
def test_a_number_is_found_in_running_text(number: str, after: str) -> None:
    text = f"theo văn bản số {number}{after}"
    ((start, end, found),) = find_numbers(text)
    assert (text[start:end], found.text) == (number, number)


@given(st.text(alphabet="0123456789/-–. QĐUBNDabc&", max_size=400))
def test_any_text_is_read_in_bounds(text: str) -> None:
    for start, end, _ in find_numbers(text):
        assert 0 <= start < end <= len(text)


def test_a_long_line_is_read_in_time() -> None:
    assert list(find_numbers("12/" + "QĐ-" * 20_000)) is not None


@pytest.mark.parametrize(
    ("notation", "party", "kind"),
    [
        ("KH-UBND", False, "Kế hoạch"),
        ("QĐ-TTg", False, "Quyết định"),
        ("KH/BCĐ57", True, "Kế hoạch"),
        ("TT-BXD", False, "Thông tư"),
        ("TT/TU", True, "Thông tri"),
        ("TTLT-BTC-BNV", False, "Thông tư liên tịch"),
        ("VBHN-BTC", False, "Văn bản hợp nhất"),
        ("UBND-TTHC", False, None),
        ("SNV-TCBC", False, None),
        ("QH14", False, None),
    ],
)
def test_the_kind_that_a_notation_names(notation: str, party: bool, kind: str | None) -> None:
    assert kind_of_notation(notation, party) == kind


@pytest.mark.parametrize(
    ("read", "meant"), [("QUYÉT ĐỊNH", "Quyết định"), ("KÉ HOẠCH", "Kế hoạch"), ("CHI THỊ", "Chỉ thị")]
)
def test_a_title_that_a_scan_damaged(read: str, meant: str) -> None:
    assert kind_titled(read) == meant


def test_a_stroke_that_a_scan_lost() -> None:
    assert repaired("12/QD-UBND") == "12/QĐ-UBND"
    assert repaired("12/HD-SNV") == "12/HD-SNV"  # Hướng dẫn is a kind of its own


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("ỦY BAN NHÂN DÂN TỈNH LÂM SƠN", "Ủy ban nhân dân tỉnh Lâm Sơn"),
        ("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "Sở Giáo dục và Đào tạo"),
        ("BỘ VĂN HÓA, THỂ THAO VÀ DU LỊCH", "Bộ Văn hóa, Thể thao và Du lịch"),
        ("BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ CỦA CHÍNH PHỦ", "Ban Chỉ đạo chuyển đổi số của Chính phủ"),
        ("PHÓ CHÁNH VĂN PHÒNG", "Phó Chánh Văn phòng"),
        ("CỤC TRƯỞNG", "Cục trưởng"),
        ("HĐND TỈNH LÂM SƠN", "HĐND tỉnh Lâm Sơn"),
        ("Sở Nội vụ tỉnh Lâm Sơn", "Sở Nội vụ tỉnh Lâm Sơn"),
    ],
)
def test_capitals_as_running_text_has_them(printed: str, written: str) -> None:
    assert proper(printed) == written
