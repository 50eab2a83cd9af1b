"""Repair of what Tesseract read: by the counts of official prose, by a second reading, by official form."""

import random
import time
import unicodedata
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from extract.lexicon import BREAK, bare, prose
from extract.raster.notation import settle
from extract.raster.ocr import Token
from extract.raster.repair import SURE_OF_REPAIR, repair

DOUBTFUL = [
    # what was read, what stands on the page
    ("Chủ tịch Ủy ban nhân dân tính giao Sở Nội vụ", "Chủ tịch Ủy ban nhân dân tỉnh giao Sở Nội vụ"),
    ("chủ trì, phôi hợp với các đơn vị liên quan", "chủ trì, phối hợp với các đơn vị liên quan"),
    ("Sở Kế hoạch và Đâu tư tông hợp, báo cáo", "Sở Kế hoạch và Đầu tư tổng hợp, báo cáo"),
    ("đây mạnh cải cách thủ tục hành chính", "đẩy mạnh cải cách thủ tục hành chính"),
    ("được sửa đối, bố sung một số điều", "được sửa đổi, bổ sung một số điều"),
    ("các huyện, thị xã, thành phó", "các huyện, thị xã, thành phố"),
    ("TÔ CHỨC THỰC HIỆN", "TỔ CHỨC THỰC HIỆN"),
    ("PHÓ CHỦ T!CH", "PHÓ CHỦ TỊCH"),
    ("hoàn thành trước ngày 15 tháng 12 năm 2024", "hoàn thành trước ngày 15 tháng 12 năm 2024"),
]


@pytest.mark.parametrize(("read", "printed"), DOUBTFUL)
def test_a_doubtful_word_is_settled_by_the_words_around_it(read: str, printed: str) -> None:
    assert _text(repair(_tokens(read, 0.8))) == printed


RIGHT = [
    "Giám đốc Sở Giáo dục và Đào tạo chịu trách nhiệm kiểm tra cơ sở vật chất.",
    "Phó Chủ tịch Ủy ban nhân dân thành phố ký thay Chủ tịch.",
    "Ông Đỗ Trương Thạo và bà Lã Thị Bướm ở thôn Nà Phặc.",
    "Cầu dao, cầu chì, bếp từ và máy bơm của trạm y tế.",
    "Hội khỏe Phù Đổng, hội thi chim hót, giải cờ tướng.",
    "ma trận SWOT, phần mềm QGIS, chuẩn ISO 9001:2015",
]


@pytest.mark.parametrize("text", RIGHT)
def test_what_was_read_surely_stays(text: str) -> None:
    assert _text(repair(_tokens(text, 0.97))) == text


def test_a_repair_keeps_what_was_read_and_is_believed_less() -> None:
    token = next(t for t in repair(_tokens("các huyện, thị xã, thành phó", 0.9)) if t.read_as)
    assert (token.text, token.read_as, token.confidence) == ("phố", "phó", SURE_OF_REPAIR)


def test_the_surer_the_reading_the_more_a_repair_must_gain() -> None:
    text = "Hội đồng thì đua"
    settled = [_text(repair(_tokens(text, sure))) for sure in (0.5, 0.97)]
    assert settled[0] == "Hội đồng thi đua"
    assert repair(_tokens("ngày thì", 0.97))[1].read_as is None


def test_a_second_reading_wins_where_it_fits_better() -> None:
    first = _tokens("tố chức triên khai thực hện", 0.6)
    second = Token("hiện", 0, 0, 1, 1, 0.95, (1, 1, 1))
    assert _text(repair(first, {first[-1]: second})) == "tổ chức triển khai thực hiện"


def test_a_second_reading_of_a_figure_needs_to_be_much_surer() -> None:
    first = _tokens("ngày 16 tháng 6", 0.9)
    assert _text(repair(first, {first[1]: Token("18", 0, 0, 1, 1, 0.9, (1, 1, 1))})) == "ngày 16 tháng 6"


STAYS = [
    # the line, the word that is doubted, how surely it was read, and what a second reading says of it
    ("sửa chữa cầu yếu, cầu tạm", "yếu,", 0.952, None),  # no "yêu cầu" over a comma
    ("báo cáo hàng tháng", "hàng", 0.6, None),  # or "hằng tháng": both are written
    ("các xã Tấn Phong và", "Tấn", 0.95, None),  # names are in no counts
    ("Như trên (b/c);", "(b/c);", 0.85, "(b/€);"),
    ("Như trên (b/c);", "(b/c);", 0.7, "(b/);"),
    ("thẻ căn cước.", "cước.", 0.7, "cướC."),
    ("Phần III. Nội dung", "III.", 0.81, "II."),  # a Roman numeral is a figure
    ("của đơn vị đo công", "đo", 0.9, None),
]


@pytest.mark.parametrize(("line", "word", "confidence", "second"), STAYS)
def test_what_counts_cannot_tell_stays_as_it_was_read(
    line: str, word: str, confidence: float, second: str | None
) -> None:
    tokens = [replace(t, confidence=confidence) if t.text == word else t for t in _tokens(line, 0.96)]
    doubted = next(t for t in tokens if t.text == word)
    again = {doubted: Token(second, 0, 0, 1, 1, 0.9, (1, 1, 1))} if second else {}
    assert _text(repair(tokens, again)) == line


@given(st.lists(st.text(st.characters(categories=("L", "N", "P")), min_size=1, max_size=12), max_size=30))
def test_repair_changes_no_figure_no_count_and_no_letter_but_its_marks(words: list[str]) -> None:
    tokens = [Token(word, n, 0, n + 1, 1, 0.3, (1, 1, 1)) for n, word in enumerate(words)]
    for before, after in zip(tokens, repair(tokens), strict=True):
        assert _digits(before.text) == _digits(after.text)
        assert len(after.text) == len(before.text)
        assert after.read_as in (None, before.text)
        if not set("!|") & set(before.text):
            assert bare(after.text) == bare(before.text)


FORM = [
    ("trong Quý HI năm 2024", "trong Quý III năm 2024"),
    ("Quý H và quý IH", "Quý II và quý III"),
    ("QUÝ HI", "QUÝ III"),
    ("Quý X", "Quý X"),  # no fifth quarter: stays for a person
    ("Chương IH", "Chương III"),
    ("Mục l", "Mục l"),  # 1 or I: two readings
    ("Khóa XHI", "Khóa XIII"),
    ("Phụ lục H", "Phụ lục H"),  # may be the letter
    ("HI. TỔ CHỨC THỰC HIỆN", "III. TỔ CHỨC THỰC HIỆN"),
    ("Điều L Phạm vi điều chỉnh", "Điều 1 Phạm vi điều chỉnh"),
    ("khoản l, Điều I.", "khoản 1, Điều 1."),
    ("khoản i4 và Điều l2.", "khoản 14 và Điều 12."),
    ("hệ số i4, cột l2", "hệ số i4, cột l2"),  # may be a letter
    ("ngày I6 tháng 0l năm 2024", "ngày 16 tháng 01 năm 2024"),
    ("ngày 4l", "ngày 4l"),  # no day 41
    ("trước l5/12/2024,", "trước 15/12/2024,"),
    ("ngày 03/ 10/2024 của", "ngày 03/10/2024 của"),
    ("trong năm 202 | và", "trong năm 2021 và"),
    ("tổng số 202 | và", "tổng số 202 | và"),
    ("Quyết định số 12/QD-UBND", "Quyết định số 12/QĐ-UBND"),
    ("Nghị định số 34/2099/ND-CP", "Nghị định số 34/2099/NĐ-CP"),
    ("Nghị định 34/2099%NĐ-CP", "Nghị định 34/2099/NĐ-CP"),
    ("Chỉ thị số 10/CT-TTe ngày", "Chỉ thị số 10/CT-TTg ngày"),
    ("Nghị quyết số 17NQ-CP", "Nghị quyết số 17/NQ-CP"),
    ("các Nghị quyết 21/NQ-CP, 22NQ-CP ngày", "các Nghị quyết 21/NQ-CP, 22/NQ-CP ngày"),
    ("gồm 22NQ-CP", "gồm 22NQ-CP"),
    ("số 21/2099/QĐ- TTg ngày", "số 21/2099/QĐ-TTg ngày"),
    ("Hướng dẫn số 05/HD-SNV", "Hướng dẫn số 05/HD-SNV"),
    ("Nghị định số 34/2099NĐ-CP.", "Nghị định số 34/2099/NĐ-CP."),
    ("Luật số 34/2099QH15", "Luật số 34/2099/QH15"),
    ("số 34/2099AB-CD", "số 34/2099AB-CD"),
    ("Công điện số 12/CĐÐ-UBND, số 13/CÐ-TTg", "Công điện số 12/CĐ-UBND, số 13/CĐ-TTg"),
    ("Tờ trình số 12/TIr-SXD ngày", "Tờ trình số 12/TTr-SXD ngày"),
    ("Kế hoạch 02-KH/BCĐTVW", "Kế hoạch 02-KH/BCĐTVW"),  # not a number of an authority: read again, or left
    ("Nghị quyết số 34/2099/UBTVQHI15", "Nghị quyết số 34/2099/UBTVQH15"),
    ("xã khu vực I, II, HI;", "xã khu vực I, II, III;"),
    ("chữ H, HI", "chữ H, HI"),
    ("đạt 100%CBCC, 80%/năm", "đạt 100%CBCC, 80%/năm"),
    ("~ Các sở, ban, ngành", "- Các sở, ban, ngành"),
    ("giai đoạn 2021 ~ 2025", "giai đoạn 2021 ~ 2025"),
    ("a) Một\nb) Hai\ne) Ba\nd) Bốn\nđ) Năm\ne) Sáu", "a) Một\nb) Hai\nc) Ba\nd) Bốn\nđ) Năm\ne) Sáu"),
    ("©) Ba", "c) Ba"),
    ("4. Bốn\n§. Năm", "4. Bốn\n5. Năm"),
]


@pytest.mark.parametrize(("read", "printed"), FORM)
def test_form_settles_what_leaves_one_reading(read: str, printed: str) -> None:
    lines = settle([_tokens(line, 0.9, number) for number, line in enumerate(read.split("\n"))])
    assert "\n".join(map(_text, lines)) == printed


@given(st.lists(st.text("0123456789/-.%IlOHQĐDNKCTg |§~", min_size=1, max_size=12), max_size=8))
def test_form_never_makes_a_digit_into_another(words: list[str]) -> None:
    tokens = [Token(word, n, 0, n + 1, 1, 0.3, (1, 1, 1)) for n, word in enumerate(words)]
    (settled,) = settle([tokens])
    kept = iter("".join(t.text for t in settled))
    assert all(digit in kept for digit in "".join(map(_digits, words)))


def test_the_counts_are_there_in_less_than_a_second() -> None:
    prose.cache_clear()
    start = time.process_time()
    counts = prose()
    assert time.process_time() - start < 1
    assert counts.likelihood("ủy", "ban", "nhân") > counts.likelihood("ủy", "ban", "nhẫn") + 3


def test_the_counts_spell_out_no_sentence() -> None:
    """From any start, what follows surely soon ends: the counts keep no run of words of one document."""
    counts = prose()
    words = list(counts.number)
    singles = {k for k, n in counts.three.items() if n == 1}
    assert len(singles) == 0
    assert BREAK in words and not any(c.isdigit() for w in words[2:] for c in w)


def test_a_page_is_repaired_in_a_twentieth_of_a_second() -> None:
    words = [w for w in prose().number if w.isalpha()]
    page = [Token(random.Random(n).choice(words), n, 0, n + 1, 1, 0.8, (1, 1, 1)) for n in range(500)]
    start = time.process_time()
    repair(page)
    assert time.process_time() - start < 0.5


def _tokens(text: str, confidence: float, line: int = 1) -> list[Token]:
    words = unicodedata.normalize("NFC", text).split()
    return [Token(word, 10 * n, line, 10 * n + 9, line + 1, confidence, (1, 1, line)) for n, word in enumerate(words)]


def _text(tokens: list[Token]) -> str:
    return " ".join(token.text for token in tokens)


def _digits(text: str) -> str:
    return "".join(c for c in text if c.isdigit())
