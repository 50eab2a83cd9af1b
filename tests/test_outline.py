"""The outline of a body: every numbering that official documents use, alone, mixed and damaged by a scan."""

import json
import lzma
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typed import paragraph

from extract.transcript import Block, Cell, Table
from models.records import Origin
from nlp.outline import Point, build_outline
from nlp.outline.labels import BARE as BARE_LABEL
from nlp.outline.labels import marks

SHARED = Path(__file__).parents[2] / "shared"


def outline(*lines: str, origin: Origin = "text_layer") -> Point:
    return build_outline([paragraph(line, origin=origin) for line in lines])


def paths(point: Point) -> list[str]:
    return [p.path for p in point.walk()][1:]


LADDERS = [
    (
        ["Chương I", "QUY ĐỊNH CHUNG", "Điều 1. Phạm vi", "1. Quy định này áp dụng cho:", "a) Các sở;", "b) Các xã.",
         "2. Không áp dụng cho doanh nghiệp.", "Chương II", "TỔ CHỨC", "Điều 2. Trách nhiệm", "1. Sở Nội vụ chủ trì."],
        ["Chương I", "Chương I > Điều 1", "Chương I > Điều 1 > khoản 1", "Chương I > Điều 1 > khoản 1 > điểm a",
         "Chương I > Điều 1 > khoản 1 > điểm b", "Chương I > Điều 1 > khoản 2", "Chương II", "Chương II > Điều 2",
         "Chương II > Điều 2 > khoản 1"],
    ),
    (
        ["I. MỤC ĐÍCH", "1. Yêu cầu", "- Bảo đảm đúng hạn;", "- Tiết kiệm.", "II. NHIỆM VỤ", "1. Sở Nội vụ:",
         "a) Chủ trì rà soát:", "- Quy trình;", "+ Nội bộ;", "+ Liên thông;", "- Biểu mẫu.", "b) Tổng hợp.", "2. Sở Y"],
        ["I", "I > 1", "I > 1 > gạch 1", "I > 1 > gạch 2", "II", "II > 1", "II > 1 > a", "II > 1 > a > gạch 1",
         "II > 1 > a > gạch 1 > cộng 1", "II > 1 > a > gạch 1 > cộng 2", "II > 1 > a > gạch 2", "II > 1 > b", "II > 2"],
    ),
    (
        ["1. Chuẩn bị", "1.1. Lập tổ", "1.2. Tập huấn", "1.2.1. Tài liệu", "2. Triển khai", "2.1. Áp dụng thử"],
        ["1", "1 > 1.1", "1 > 1.2", "1 > 1.2 > 1.2.1", "2", "2 > 2.1"],
    ),
    (
        ["A. ĐÁNH GIÁ", "I. KẾT QUẢ", "1. Ưu điểm", "B. PHƯƠNG HƯỚNG", "I. MỤC TIÊU", "C. KIẾN NGHỊ"],
        ["A", "A > I", "A > I > 1", "B", "B > I", "C"],
    ),
    (
        ["Phần thứ nhất", "TỔNG QUAN", "Mục 1. Hiện trạng", "Phần thứ hai", "GIẢI PHÁP"],
        ["Phần thứ nhất", "Phần thứ nhất > Mục 1", "Phần thứ hai"],
    ),
    (
        ["1. Các sở, ban, ngành:", "• Rà soát;", "• Báo cáo.", "(1) Việc thứ nhất", "(2) Việc thứ hai"],
        ["1", "1 > chấm 1", "1 > chấm 2", "1 > 1", "1 > 2"],
    ),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "expected"), LADDERS)
def test_ladders_of_levels(lines: list[str], expected: list[str]) -> None:
    assert paths(outline(*lines)) == expected


def test_a_dash_or_a_stroke_may_stand_behind_every_number() -> None:
    old_style = outline("II- NHIỆM VỤ", "1- Một.", "1.1- Một một.", "1.2/ Một hai.", "a/ A.", "b- B.", "2/ Hai.")
    assert paths(old_style) == [
        "II",
        "II > 1",
        "II > 1 > 1.1",
        "II > 1 > 1.2",
        *(f"II > 1 > 1.2 > {letter}" for letter in "ab"),
        "II > 2",
    ]
    assert paths(outline("a-ma-tơ là người không chuyên", "V-League khởi tranh")) == []


def test_a_letter_d_with_a_stroke_follows_d() -> None:
    assert paths(outline("c) Ba;", "d) Bốn;", "đ) Năm;", "e) Sáu.")) == ["c", "d", "đ", "e"]
    assert paths(outline("c) Ba;", "d) Bốn;", "d) Năm;", "e) Sáu.")) == ["c", "d", "đ", "e"]


def test_numbering_that_skips_or_restarts_goes_on() -> None:
    assert paths(outline("1. Một.", "3. Ba.", "4. Bốn.")) == ["1", "3", "4"]
    assert paths(outline("1. Một.", "2. Hai.", "1. Lại một.")) == ["1", "2", "1"]
    assert paths(outline("I. A", "1. x", "II. B", "2. y", "IV. D")) == ["I", "I > 1", "II", "II > 2", "IV"]


def test_a_list_inside_a_point_with_numbers_of_its_own() -> None:
    tree = outline(
        "1. Sở Nội vụ:", "a) Báo cáo các nội dung sau:", "1. Nhân sự;", "2. Kinh phí;", "b) Tổng hợp.", "2. Sở Y tế"
    )
    assert paths(tree) == ["1", "1 > a", "1 > a > 1", "1 > a > 2", "1 > b", "2"]


def test_points_that_run_on_in_one_paragraph() -> None:
    tree = outline("1. Bãi bỏ như sau: a) Bãi bỏ Điều 5; b) Bãi bỏ khoản 2 Điều 7.")
    assert paths(tree) == ["1", "1 > a", "1 > b"]
    assert [p.text for p in tree.walk()][1:] == ["Bãi bỏ như sau:", "Bãi bỏ Điều 5;", "Bãi bỏ khoản 2 Điều 7."]


@pytest.mark.parametrize(
    "text",
    [
        "Theo điểm a) khoản 2 và điểm b) khoản 3 Điều này.",
        "2024 là năm bản lề của giai đoạn.",
        "1.500 hồ sơ đã được giải quyết.",
        "15/6/2024 là hạn cuối.",
        "Điều 5 của Luật quy định rõ.",
        "Trong năm, tỉnh đã hoàn thành.",
    ],
)
def test_what_opens_no_point(text: str) -> None:
    assert paths(outline(text)) == []


LONG_LINE = "a) Nâng cấp bến thủy của các xã ven sông gắn với phát triển kinh tế"


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        ([LONG_LINE, "- xã hội của từng địa bàn.", "b) Mở tuyến mới."], ["a", "b"]),
        ([LONG_LINE, "- Xây bến mới.", "b) Mở tuyến mới."], ["a", "a > gạch 1", "b"]),  # a capital: a bullet
        ([LONG_LINE + ":", "- xây bến mới.", "b) Mở tuyến mới."], ["a", "a > gạch 1", "b"]),  # a finished line
        ([LONG_LINE, "- đường bộ", "- đường sông"], ["a", "a > gạch 1", "a > gạch 2"]),  # two alike: a list
        (["a) Các loại bến", "- bến khách."], ["a", "a > gạch 1"]),  # a heading
    ],
)
def test_a_sentence_that_a_line_parted_at_its_dash_opens_no_point(lines: list[str], expected: list[str]) -> None:
    assert paths(outline(*lines)) == expected


def test_own_text_is_without_the_label_and_leads_back_to_the_words() -> None:
    (point,) = outline("a) Chủ trì rà soát quy trình.").children
    ((source, start, end),) = point.paragraphs
    assert source.text[start:end] == point.text == "Chủ trì rà soát quy trình."


def test_text_without_a_label_goes_on_with_its_point() -> None:
    tree = outline("Mở đầu.", "1. Sở Nội vụ", "Chủ trì rà soát.", "Tổng hợp kết quả.", "2. Sở Y tế", "Báo cáo.")
    assert tree.text == "Mở đầu."
    assert [c.text.split("\n") for c in tree.children] == [
        ["Sở Nội vụ", "Chủ trì rà soát.", "Tổng hợp kết quả."],
        ["Sở Y tế", "Báo cáo."],
    ]


def test_after_a_finished_bullet_text_goes_on_for_the_point_above() -> None:
    tree = outline("1. Các xã:", "- Rà soát;", "- Báo cáo.", "Trong đó lưu ý hồ sơ tồn.", "2. Sở Y tế")
    assert tree.children[0].text == "Các xã:\nTrong đó lưu ý hồ sơ tồn."


def test_closing_paragraphs_belong_to_the_document() -> None:
    tree = outline(
        "1. Sở Nội vụ rà soát.", "2. Sở Y tế báo cáo.", "Yêu cầu Thủ trưởng các đơn vị thực hiện nghiêm túc./."
    )
    assert tree.text.startswith("Yêu cầu Thủ trưởng")
    assert tree.children[1].text == "Sở Y tế báo cáo."


HEADINGS = [
    (["1. Sở Nội vụ:", "- Chủ trì rà soát."], "Sở Nội vụ"),
    (["II. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế báo cáo."], "TỔ CHỨC THỰC HIỆN"),
    (["Điều 3. Trách nhiệm của Sở Nội vụ", "1. Chủ trì."], "Trách nhiệm của Sở Nội vụ"),
    (["1. Sở Nội vụ chủ trì rà soát quy trình.", "2. Sở Y tế báo cáo."], None),
    (["1. Sở Nội vụ chủ trì rà soát quy trình;"], None),
]


@pytest.mark.parametrize(("lines", "heading"), HEADINGS)
def test_headings(lines: list[str], heading: str | None) -> None:
    assert outline(*lines).children[0].heading == heading


def test_a_table_belongs_to_its_point() -> None:
    table = Table(1, 1, (Cell(0, 0, (paragraph("Sở Nội vụ"),)),))
    blocks: list[Block] = [paragraph("I. NHIỆM VỤ"), paragraph("1. Bảng phân công"), table, paragraph("II. KINH PHÍ")]
    tree = build_outline(blocks, "Phụ lục I")
    assert [(p.path, len(p.tables)) for p in tree.walk()][1:] == [
        ("Phụ lục I > I", 0),
        ("Phụ lục I > I > 1", 1),
        ("Phụ lục I > II", 0),
    ]


SCANNED = [
    (["l. Một.", "2. Hai."], ["1", "2"]),
    (["1. MỤC ĐÍCH", "1. Một.", "II. NHIỆM VỤ"], ["I", "I > 1", "II"]),
    (["I. MỤC ĐÍCH", "II. NHIỆM VỤ", "II. KINH PHÍ", "1V, TỔ CHỨC"], ["I", "II", "III", "IV"]),
    (["L. MỤC ĐÍCH", "II. NHIỆM VỤ"], ["I", "II"]),
    (["L Mục đích, yêu cầu", "H NỘI DUNG THỰC HIỆN", "III. KINH PHÍ"], ["I", "II", "III"]),
    (["1. Rà soát", "1.1, Rà soát văn bản", "1.2. Rà soát hồ sơ"], ["1", "1 > 1.1", "1 > 1.2"]),
    (["II. NHIỆM VỤ", "HI. KINH PHÍ"], ["II", "III"]),
    (["4. Bốn.", "$. Năm.", "6. Sáu."], ["4", "5", "6"]),
    (["1. Một:", "~ Bộ Tư pháp;", "_ Bộ Nội vụ."], ["1", "1 > gạch 1", "1 > gạch 2"]),
    (["a) Một;", "b) Hai;", "€) Ba;", "d) Bốn."], ["a", "b", "c", "d"]),
    (["a) Một;", "b) Hai;", "e) Ba;", "d) Bốn."], ["a", "b", "c", "d"]),
    (["1. Một.", "2, Hai."], ["1", "2"]),
    (["Điều l. Một", "Điều 2. Hai"], ["Điều 1", "Điều 2"]),
    (["ll. NHIỆM VỤ", "III. KINH PHÍ"], ["II", "III"]),
    (["1. Một.", "2. Hai.", "4. Bốn."], ["1", "2", "4"]),
]


@pytest.mark.parametrize(("lines", "expected"), SCANNED)
def test_labels_that_a_scan_damaged(lines: list[str], expected: list[str]) -> None:
    assert paths(outline(*lines, origin="ocr")) == expected


BARE = [
    (["I. MỤC ĐÍCH", "II NHIỆM VỤ", "1. Một.", "III. KINH PHÍ"], ["I", "II", "II > 1", "III"]),
    (["I MỤC ĐÍCH", "II NHIỆM VỤ", "III KINH PHÍ"], ["I", "II", "III"]),
    (["I MỤC ĐÍCH", "1. Một.", "II. NHIỆM VỤ"], ["I", "I > 1", "II"]),
]

NO_HEADINGS = [
    (["1. Một.", "I NĂM 2099"], ["1"]),  # a title that went on: "GIAI ĐOẠN | I NĂM 2099"
    (["1. Một.", "II NĂM 2099"], ["1"]),
    (["I. MỤC ĐÍCH", "V KHU VỰC MIỀN NÚI", "II. NHIỆM VỤ"], ["I", "II"]),
    (["I. MỤC ĐÍCH", "II nhiệm vụ"], ["I"]),
    (["I. MỤC ĐÍCH", "II NHIỆM VỤ,"], ["I"]),
    (["I. MỤC ĐÍCH", "IIII NHIỆM VỤ"], ["I"]),
]


@pytest.mark.parametrize("origin", ["text_layer", "ocr"])
@pytest.mark.parametrize(("lines", "expected"), BARE)
def test_a_roman_numeral_without_a_full_stop_opens_a_heading_where_it_is_the_next(
    lines: list[str], expected: list[str], origin: Origin
) -> None:
    assert paths(outline(*lines, origin=origin)) == expected


@pytest.mark.parametrize(("lines", "expected"), NO_HEADINGS)
def test_a_numeral_out_of_turn_or_before_a_sentence_opens_none(lines: list[str], expected: list[str]) -> None:
    assert paths(outline(*lines)) == expected


@pytest.mark.shared
def test_no_line_of_official_prose_looks_like_a_bare_heading() -> None:
    with lzma.open(SHARED / "text" / "official.jsonl.xz", "rt", encoding="utf-8") as texts:
        lines = [line.strip() for text in texts for line in json.loads(text)["text"].split("\n")]
    opening = [paragraph(line) for line in lines if BARE_LABEL.match(line)]
    assert len(lines) > 10_000
    assert [p.text for p in opening if any(mark.bare for mark in marks(p))] == []


LABELS = st.sampled_from(["Điều 1. ", "1. ", "2. ", "a) ", "b) ", "- ", "+ ", "I. ", "II. ", "1.1. ", "", "đ) ", "• "])


@given(st.lists(st.tuples(LABELS, st.sampled_from(["Rà soát quy trình.", "Sở Nội vụ:", "Tổng hợp;"])), max_size=30))
def test_every_word_lies_in_one_point_in_order(lines: list[tuple[str, str]]) -> None:
    tree = outline(*[label + text for label, text in lines])
    placed = [s for p in tree.walk() for s in p.paragraphs]
    assert sorted(s.text for s in placed) == sorted(text for _, text in lines)
    assert all(s.paragraph.text.endswith(s.text) for s in placed)


def test_a_long_body_is_read_in_time() -> None:
    tree = outline(*[f"{n}. Việc thứ {n}." for n in range(1, 900)], "a) " * 20_000)
    assert len(tree.children) == 899
