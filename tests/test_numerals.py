"""Numbers as official prose writes them, in figures and in words."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from nlp.numerals import find_numbers, parse_number


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("06", 6),
        ("5.000", 5000),
        ("1.886.000", 1886000),
        ("1.234,5", 1234.5),
        ("1,500,000", 1500000),
        ("39,5", 39.5),
        ("2.5", 2.5),
        ("4,2 triệu", 4200000),
        ("50.000 tỷ", 50_000 * 10**9),
        ("3 nghìn tỷ", 3 * 10**12),
        ("2 triệu rưỡi", 2500000),
        ("2 triệu 500 nghìn", 2500000),
        ("1 tỷ 200 triệu 50 nghìn", 1200050000),
        ("30 (ba mươi)", 30),
        ("15 (mười năm)", 15),
        ("năm (05)", 5),
        ("bảy", 7),
        ("bẩy", 7),
        ("Mười lăm", 15),
        ("hai mươi mốt", 21),
        ("ba mươi tư", 34),
        ("hai lăm", 25),
        ("một trăm lẻ năm", 105),
        ("một trăm hai", 120),
        ("chín trăm chín mươi chín", 999),
        ("năm nghìn", 5000),
        ("năm nghìn tỷ", 5 * 10**12),
        ("hai triệu rưỡi", 2500000),
        ("hai triệu ba trăm nghìn", 2300000),
        ("", None),
        ("triệu", None),
        ("mươi", None),
        ("quý", None),
        ("5 ngày", None),
        ("5G", None),
    ],
)
def test_parse_number(text: str, value: float | None) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("trong thời hạn bảy ngày làm việc", [("bảy", 7)]),
        ("năm 2026 và các năm sau", [("2026", 2026)]),
        ("không quá mười lăm ngày", [("mười lăm", 15)]),
        ("trong thời hạn năm (05) năm", [("năm (05)", 5)]),
        ("đã kiểm tra 78/78 đơn vị", [("78", 78), ("78", 78)]),
        ("từ 85 đến 90%", [("85", 85), ("90", 90)]),
        ("thu 4,2 triệu đồng, chi 1.200 đồng.", [("4,2 triệu", 4200000), ("1.200", 1200)]),
        ("tỷ lệ, triệu tập, tư vấn, trăm họ", []),
        ("ba mươi ba xã", [("ba mươi ba", 33)]),
        ("đạt 15.", [("15", 15)]),
    ],
)
def test_find_numbers(text: str, found: list[tuple[str, float]]) -> None:
    assert [(number.text, number.value) for number in find_numbers(text)] == found


@given(st.integers(0, 999_999_999))
def test_figures_with_dots_read_back(number: int) -> None:
    assert parse_number(f"{number:,}".replace(",", ".")) == number


@given(st.text(alphabet="0123456789., năm mười triệu(trăm)rưỡi", max_size=60))
def test_mentions_are_where_they_say_and_in_order(text: str) -> None:
    at = 0
    for number in find_numbers(text):
        assert number.start >= at
        assert text[number.start : number.end] == number.text
        at = number.end


@pytest.mark.parametrize("hostile", ["1 triệu " * 10_000, "năm " * 20_000, "1." * 20_000, "1(" * 20_000, "1" * 20_000])
def test_time_grows_with_the_length_only(hostile: str) -> None:
    began = time.process_time()
    list(find_numbers(hostile))
    assert time.process_time() - began < 4
