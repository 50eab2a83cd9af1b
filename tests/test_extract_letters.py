"""Letters come out one way, whatever way they were typed."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.letters import clean


@pytest.mark.parametrize(
    ("typed", "clean_text"),
    [
        ("hoà bình", "hòa bình"),
        ("Uỷ ban nhân dân", "Ủy ban nhân dân"),
        ("CỘNG HOÀ XÃ HỘI", "CỘNG HÒA XÃ HỘI"),
        ("khoẻ mạnh, thuỷ lợi, toà án", "khỏe mạnh, thủy lợi, tòa án"),
        ("quý III, quy định, quỹ", "quý III, quy định, quỹ"),  # the u belongs to its q
        ("hoàn thành, thuyết minh, khuỷu", "hoàn thành, thuyết minh, khuỷu"),  # closed rhymes have one placement
        (unicodedata.normalize("NFD", "Điều chỉnh kế hoạch"), "Điều chỉnh kế hoạch"),
        ("Sở\u00a0Nội\u202fvụ", "Sở Nội vụ"),
        ("tổ\u00adchức\u200b", "tổchức"),
        ("ngƣời Ƣu tiên", "người Ưu tiên"),
        ("35/KH\u2011UBND", "35/KH-UBND"),
        ("\uf0b7 Kế hoạch", "• Kế hoạch"),
        ("\uf02d Kế hoạch", "- Kế hoạch"),
        ("\uf054\uf065\uf078\uf074", "Text"),  # a whole word in a symbol font is text
        ("dòng một\ndòng hai", "dòng một\ndòng hai"),
        ("\x1b[31mSở\x1b[0m", "[31mSở[0m"),  # without ESC a terminal prints it
        ("Sở\x00 Nội\x7f vụ\x9b1A", "Sở Nội vụ1A"),
        ("Sở\u2028Nội\x85vụ", "Sở Nội vụ"),
        ("Sở\ud83d Nội vụ", "Sở Nội vụ"),
    ],
)
def test_clean(typed: str, clean_text: str) -> None:
    assert clean(typed) == clean_text


@given(st.text(alphabet=st.characters(blacklist_categories=["Cs"])))
def test_what_is_clean_stays_as_it_is(text: str) -> None:
    assert clean(clean(text)) == clean(text)


@given(st.text())
def test_what_is_clean_can_be_shown_and_stored(text: str) -> None:
    shown = clean(text)
    assert all(unicodedata.category(sign) not in ("Cc", "Cs") or sign == "\n" for sign in shown)
    shown.encode("utf-8")
