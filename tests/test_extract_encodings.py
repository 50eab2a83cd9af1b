"""TCVN3 and VNI: complete tables, forth and back, and told by font or by letters."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.formats.encodings import by_font, by_letters, from_tcvn3, from_vni, to_tcvn3, to_vni

BARE = "aăâbcdđeêghiklmnoôơpqrstuưvxy"
MARKED = "àáảãạằắẳẵặầấẩẫậèéẻẽẹềếểễệìíỉĩịòóỏõọồốổỗộờớởỡợùúủũụừứửữựỳýỷỹỵ"
SMALL = BARE + MARKED
PROSE = (
    "Sở Nội vụ chủ trì, phối hợp với các đơn vị hướng dẫn tổ chức thực hiện, báo cáo "
    "Ủy ban nhân dân tỉnh kết quả trước ngày ba mươi tháng sáu"
)


@pytest.mark.parametrize(
    ("font", "printed", "text"),
    [
        (".VnTime", "C«ng hßa x· héi", "Công hòa xã hội"),
        (".VnTimeH", "QuyÕt ®Þnh", "QUYẾT ĐỊNH"),
        (".VnArial", "ñy ban nh©n d©n", "ủy ban nhân dân"),
        (".VnTime", "ng\u00adêi", "người"),  # the soft hyphen is ư
        ("VNI-Times", "Coäng hoøa xaõ hoäi", "Cộng hòa xã hội"),
        ("VNI-Times", "QUYEÁT ÑÒNH", "QUYẾT ĐỊNH"),
        ("VNI-Helve", "ngöôøi", "người"),
        ("Times New Roman", "Công hòa", "Công hòa"),
    ],
)
def test_by_font(font: str, printed: str, text: str) -> None:
    assert by_font(printed, font) == text


@given(st.text(alphabet=SMALL + " 0123456789,.;"))
def test_tcvn3_forth_and_back(text: str) -> None:
    assert from_tcvn3(to_tcvn3(text)) == text


@given(st.lists(st.sampled_from(PROSE.split()), min_size=1).map(" ".join))
def test_vni_forth_and_back(text: str) -> None:
    assert from_vni(to_vni(text)) == text


@pytest.mark.parametrize("letter", SMALL + SMALL.upper())
def test_vni_has_every_letter(letter: str) -> None:
    assert from_vni(to_vni(letter)) == letter


def test_told_by_letters() -> None:
    assert by_letters(to_tcvn3(PROSE).split()) == "tcvn3"
    assert by_letters(to_vni(PROSE).split()) == "vni"
    assert by_letters(PROSE.split()) is None
    english = "The office of the people of the province reports on the work that it did in the second half of the year"
    assert by_letters(english.split()) is None
