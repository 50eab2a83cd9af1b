"""Digital PDFs: words where they stand, ruled tables, what was laid over a page, who signed it."""

import io
import unicodedata
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from pathlib import Path

import numpy as np
import pypdfium2 as pdfium
import pypdfium2.raw as raw
import pytest
from hypothesis import given
from hypothesis import strategies as st
from made_pdf import HEIGHT, WIDTH, canvas, put, put_lines, wrapped
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from extract.layout.flow import lay_out
from extract.page import PageReading
from extract.pdf.content import Content, content, content_of_file
from extract.pdf.document import opened
from extract.pdf.drawings import Picture, Ruling
from extract.pdf.lost import LOST, lost_letter, restored
from extract.pdf.place import rounded
from extract.pdf.ruled import ruled_tables
from extract.pdf.signatures import parse_time
from extract.pdf.textlayer import is_stamp, judge, read_text_layer
from extract.transcript import Paragraph, Table, Word

PROSE = (
    "Sở Khoa học và Công nghệ chủ trì, phối hợp với các đơn vị có liên quan hướng dẫn, đôn đốc các cơ quan hành chính "
    "nhà nước trên địa bàn tỉnh duy trì, cải tiến hệ thống quản lý chất lượng; báo cáo kết quả trước ngày 15/12/2030."
)

Draw = Callable[[Canvas], None]


@pytest.fixture
def page(tmp_path: Path) -> Callable[[Draw], Content]:
    def made(draw: Draw) -> Content:
        on = canvas(tmp_path / "a.pdf")
        draw(on)
        on.save()
        with opened(tmp_path / "a.pdf") as document:
            return content(document, 1)

    return made


def read(found: Content) -> PageReading:
    judgement = judge(found)
    assert judgement.trusted, judgement.reason
    return read_text_layer(found, judgement)


def texts(found: Content) -> list[str]:
    return [b.text for b in lay_out([read(found)]) if isinstance(b, Paragraph)]


def test_words_and_their_boxes(page: Callable[[Draw], Content]) -> None:
    found = page(lambda on: put(on, 100, 200, "Sở Nội vụ"))
    assert [w.text for w in found.words] == ["Sở", "Nội", "vụ"]
    x0, top, _, bottom = found.words[0].box or (0, 0, 0, 0)
    assert x0 == pytest.approx(100, abs=1)
    assert 195 < top < 203 and 210 < bottom < 218
    assert (found.width, found.height) == pytest.approx((WIDTH, HEIGHT), abs=0.1)


def test_bold_and_italic(page: Callable[[Draw], Content]) -> None:
    def draw(on: Canvas) -> None:
        put(on, 100, 100, "đậm", font="Bold")
        put(on, 100, 130, "nghiêng", font="Italic")

    bold, italic = page(draw).words
    assert (bold.bold, bold.italic, italic.bold, italic.italic) == (True, False, False, True)


def test_reading_order_is_by_place_not_by_order_in_the_file(page: Callable[[Draw], Content]) -> None:
    def draw(on: Canvas) -> None:
        put(on, 85, 200, "Hai")
        put(on, 85, 100, "Một")
        put(on, 130, 200, "ba")

    assert texts(page(draw)) == ["Một", "Hai ba"]


@pytest.mark.parametrize("angle", [0, 90, 180, 270])
def test_a_page_turned_by_the_file_reads_as_it_is_seen(tmp_path: Path, angle: int) -> None:
    on = canvas(tmp_path / "a.pdf")
    on.setPageRotation(angle)
    on.saveState()
    on.translate(WIDTH / 2, HEIGHT / 2)
    on.rotate(angle)  # drawn against the page's turn: level again for who looks at it
    on.setFont("Regular", 13)
    on.drawString(-100, 50, "Sở Nội vụ chủ trì")
    on.drawString(-100, 20, "báo cáo kết quả")
    on.restoreState()
    on.save()
    with opened(tmp_path / "a.pdf") as document:
        found = content(document, 1)
    assert found.turned == 0
    assert [line.text for line in read(found).lines] == ["Sở Nội vụ chủ trì", "báo cáo kết quả"]
    assert (found.width, found.height) == pytest.approx((WIDTH, HEIGHT), abs=0.1)  # reportlab swaps the sides
    assert all(0 < w.box[0] < w.box[2] < found.width for w in found.words if w.box)


@pytest.mark.parametrize("angle", [90, 180, 270])
def test_a_sideways_table_is_turned_upright(tmp_path: Path, angle: int) -> None:
    on = canvas(tmp_path / "a.pdf")
    on.saveState()
    on.translate(WIDTH / 2, HEIGHT / 2)
    on.rotate(angle)
    on.setFont("Regular", 13)
    on.drawString(-100, 50, "Sở Nội vụ chủ trì")
    on.drawString(-100, 20, "báo cáo kết quả")
    on.restoreState()
    on.save()
    with opened(tmp_path / "a.pdf") as document:
        found = content(document, 1)
    assert found.turned == angle
    assert [line.text for line in read(found).lines] == ["Sở Nội vụ chủ trì", "báo cáo kết quả"]


def test_a_typed_number_comes_from_a_field(page: Callable[[Draw], Content]) -> None:
    def draw(on: Canvas) -> None:
        put(on, 85, 100, "Số:")
        put(on, 150, 100, "/KH-UBND")
        on.acroForm.textfield(name="so", value="35", x=110, y=HEIGHT - 118, width=30, height=20, borderWidth=0)
        put_lines(on, 85, 200, wrapped(PROSE, 420))

    found = page(draw)
    assert [w.text for o in found.overlays for w in o.words] == ["35"]
    assert texts(found)[0] == "Số: 35 /KH-UBND"


def test_a_page_read_twice_says_the_same(tmp_path: Path) -> None:
    on = canvas(tmp_path / "a.pdf")
    for _ in range(2):
        put_lines(on, 85, 100, wrapped(PROSE, 400))
        on.acroForm.textfield(value="35", x=300, y=300, width=60, height=20)
        on.showPage()
    on.save()
    first, second, again = (content_of_file(tmp_path / "a.pdf", "sum", number) for number in (1, 2, 1))
    assert again == first
    assert [word.text for overlay in second.overlays for word in overlay.words] == ["35"]


@pytest.mark.parametrize(("width", "taken"), [(120, False), (400, True)], ids=["a seal", "a scan"])
def test_a_picture_laid_over_the_page_is_looked_at_where_it_may_be_a_scan(
    tmp_path: Path, width: int, taken: bool
) -> None:
    on = canvas(tmp_path / "a.pdf")
    put_lines(on, 85, 100, wrapped(PROSE, 400))
    on.save()
    _laid_over(tmp_path / "a.pdf", (100, 100, 100 + width, 100 + width))
    with opened(tmp_path / "a.pdf") as document:
        found = content(document, 1)
    assert [picture.box[2] - picture.box[0] for picture in found.pictures] == ([pytest.approx(width)] if taken else [])
    assert (" ".join(texts(found)), found.overlays) == (PROSE, ())


def test_words_beside_a_seal_in_one_stamp_are_read(tmp_path: Path) -> None:
    on = canvas(tmp_path / "a.pdf")
    put_lines(on, 85, 100, wrapped(PROSE, 400))
    on.acroForm.textfield(value="35", x=300, y=300, width=60, height=20)
    on.save()
    _laid_over(tmp_path / "a.pdf", (290, 290, 410, 410))
    with opened(tmp_path / "a.pdf") as document:
        found = content(document, 1)
    assert [word.text for overlay in found.overlays for word in overlay.words] == ["35"]


def _laid_over(path: Path, box: tuple[float, float, float, float]) -> None:
    """Puts a stamp that is a picture over the first page of the file at `path`."""
    with opened(path) as document:
        page = document[0]
        picture = pdfium.PdfImage.new(document)
        picture.set_bitmap(pdfium.PdfBitmap.from_pil(Image.new("RGB", (50, 50), "red")))
        picture.set_matrix(pdfium.PdfMatrix().scale(box[2] - box[0], box[3] - box[1]).translate(box[0], box[1]))
        stamp = raw.FPDFPage_CreateAnnot(page.raw, raw.FPDF_ANNOT_STAMP)
        assert raw.FPDFAnnot_SetRect(stamp, raw.FS_RECTF(box[0], box[3], box[2], box[1]))
        assert raw.FPDFAnnot_AppendObject(stamp, picture.raw)
        picture._detach_finalizer()  # it is the stamp's now
        raw.FPDFPage_CloseAnnot(stamp)
        page.close()
        whole = io.BytesIO()
        document.save(whole)
    path.write_bytes(whole.getvalue())


def test_a_number_broken_at_a_line_end_is_one_word(page: Callable[[Draw], Content]) -> None:
    def draw(on: Canvas) -> None:
        lines = wrapped(PROSE, 440)
        put_lines(on, 85, 100, [*lines[:2], "Thực hiện Kế hoạch về duy trì hệ thống quản lý chất lượng số 35/KH-"])
        put(on, 85, 154, "UBND ngày 05/3/2030 của Ủy ban nhân dân tỉnh")

    assert "35/KH-UBND" in " ".join(texts(page(draw))).split()


ROWS = [
    ("TT", "Nhiệm vụ", "Đơn vị chủ trì", "Thời hạn"),
    ("1", "Rà soát tài liệu", "Văn phòng", "30/6"),
    ("2", "Đánh giá nội bộ", "Thanh tra", "Quý III"),
]
EDGES = (85, 115, 300, 420, 530)


def grid(on: Canvas, top: float, rows: list[tuple[str, ...]] = ROWS) -> None:
    for number, row in enumerate(rows):
        for column, text in enumerate(row):
            x0, x1 = EDGES[column], EDGES[column + 1]
            on.rect(x0, HEIGHT - top - 24 * (number + 1), x1 - x0, 24)
            put(on, x0 + 5, top + 24 * number + 5, text)


def table_of(found: Content) -> Table:
    (table,) = read(found).tables
    return table


def test_ruled_tables(page: Callable[[Draw], Content]) -> None:
    def draw(on: Canvas) -> None:
        put_lines(on, 85, 60, wrapped(PROSE, 440))
        grid(on, 200)
        put(on, 85, 300, "Tổ chức thực hiện")

    found = page(draw)
    table = table_of(found)
    assert [tuple(c.text if c else "" for c in row) for row in table.grid()] == ROWS
    blocks = lay_out([read(found)])
    assert [type(b).__name__ for b in blocks] == ["Paragraph", "Table", "Paragraph"]


def test_merged_cells_of_ruled_tables() -> None:
    def word(text: str, x: float, y: float) -> Word:
        return Word(text, 1, (x, y, x + 20, y + 10), 1.0, "text_layer")

    level = [Ruling(0, 0, 200, 0), Ruling(50, 20, 200, 20), Ruling(0, 40, 200, 40), Ruling(0, 60, 200, 60)]
    upright = [Ruling(x, 0, x, 60) for x in (0, 50, 200)] + [Ruling(120, 20, 120, 60)]
    words = [word("TT", 10, 15), word("Nhiệm", 60, 5), word("a", 60, 25), word("b", 130, 25), word("1", 10, 45)]
    (table,), rest = ruled_tables([*words, word("ngoài", 300, 5)], [*level, *upright])
    assert [(c.row, c.column, c.row_span, c.column_span) for c in table.cells][:2] == [(0, 0, 2, 1), (0, 1, 1, 2)]
    assert [w.text for w in rest] == ["ngoài"]


def test_a_frame_or_an_underline_is_no_table(page: Callable[[Draw], Content]) -> None:
    def draw(on: Canvas) -> None:
        on.rect(80, HEIGHT - 300, 450, 200)
        on.line(85, HEIGHT - 120, 200, HEIGHT - 120)
        put_lines(on, 85, 110, wrapped(PROSE, 440))

    assert read(page(draw)).tables == ()


def made(words: list[str], **more: object) -> Content:
    """A page of `words`, thirty letters a line."""
    placed, x, top = [], 80.0, 100.0
    for text in words:
        if x > 500:
            x, top = 80.0, top + 18
        placed.append(Word(text, 1, (x, top, x + 6 * len(text), top + 13), 1.0, "text_layer"))
        x += 6 * len(text) + 4
    fields = {"overlays": (), "rulings": (), "pictures": (), "invisible": False, "turned": 0, **more}
    return Content(1, 595, 842, tuple(placed), **fields)  # type: ignore[arg-type]


def unaccented(text: str) -> str:
    """`text` as a reader without Vietnamese leaves it."""
    apart = unicodedata.normalize("NFD", text.replace("đ", "d").replace("Đ", "D"))
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


def test_sound_layers_are_trusted() -> None:
    assert judge(made(PROSE.split())).verdict == "sound"
    technical = ["CPU", "Intel", "Xeon", "Processor", "Skylake", "Ubuntu", "server"]
    assert judge(made(technical + PROSE.split())).trusted


def test_layers_of_wrong_codes_are_not() -> None:
    wrong = (
        "UY NUAN DAN rUpnAp Chuong h6 trq ph6p lf li6n nghiQp nho vd cria phu hgrp chric ndng nhiQm vU ngey thring " * 3
    )
    assert judge(made(wrong.split())).verdict == "rubbish"


def test_a_layer_in_tcvn3_is_converted() -> None:
    from extract.formats.encodings import to_tcvn3

    judgement = judge(made(to_tcvn3(PROSE).split()))
    assert judgement.verdict == "repaired"
    assert judgement.words[1].text == "Khoa" and judgement.words[2].text == "học"
    assert judgement.words[2].read_as == to_tcvn3("học")


ENGLISH = "The people committee of this province shall report the results before the end of each quarter of the year "
SCANNED = (Picture((0.0, 0.0, 595.0, 842.0), 4_000_000),)


def test_a_layer_in_vni_is_converted() -> None:
    from extract.formats.encodings import to_vni

    judgement = judge(made(to_vni(PROSE).split()))
    assert (judgement.verdict, judgement.words[2].text) == ("repaired", "học")


def moved(content: Content, by: float) -> Content:
    """The page with its words `by` points lower than they are printed."""
    return replace(content, words=tuple(w._replace(box=_lower(w.box, by)) for w in content.words))


def _lower(box: tuple[float, float, float, float] | None, by: float) -> tuple[float, float, float, float]:
    x0, top, x1, bottom = box or (0.0, 0.0, 0.0, 0.0)
    return x0, top + by, x1, bottom + by


@pytest.mark.parametrize(
    ("layer", "verdict"),
    [
        (made(PROSE.split(), pictures=SCANNED), "sound"),
        (moved(made(PROSE.split(), pictures=SCANNED), 900), "rubbish"),
        (made((ENGLISH * 3).split(), pictures=SCANNED), "rubbish"),
        (made((ENGLISH * 3).split(), invisible=True), "rubbish"),
        (made(unaccented(PROSE * 3).split(), pictures=SCANNED), "rubbish"),
        (made(["35/KH-UBND"], pictures=SCANNED), "absent"),
        (made(["Người", "ký:", "Ủy", "ban"], pictures=SCANNED), "stamp_only"),
    ],
    ids=["sound", "boxes off the page", "English", "unseen English", "no accents", "few words", "a stamp's words"],
)
def test_a_layer_over_a_scan_is_judged(layer: Content, verdict: str) -> None:
    assert judge(layer).verdict == verdict


def test_lost_letters() -> None:
    assert lost_letter([f"C{LOST}IA", f"K{LOST}AI", f"{LOST}ỘI"]) == "H"
    assert lost_letter([f"T{LOST}I"]) is None  # THI or TRI
    assert lost_letter([f"C{LOST}{LOST}N{LOST}"]) is None  # two letters were lost
    assert lost_letter(["CHIA"]) is None
    (word,) = restored([Word(f"C{LOST}IA", 1, None, 1.0, "text_layer")], "H")
    assert (word.text, word.read_as) == ("CHIA", f"C{LOST}IA")


def test_a_page_with_lost_letters_is_repaired_or_given_to_ocr() -> None:
    assert judge(made([f"C{LOST}IA", *PROSE.split()])).verdict == "repaired"
    assert judge(made([f"T{LOST}I", *PROSE.split()])).verdict == "rubbish"


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("D:20300305081500+07'00'", datetime(2030, 3, 5, 8, 15, tzinfo=timezone(timedelta(hours=7)))),
        ("D:20300305011500Z", datetime(2030, 3, 5, 1, 15, tzinfo=timezone(timedelta(0)))),
        ("D:20300305", datetime(2030, 3, 5)),
        ("D:20301345", None),
        ("", None),
    ],
)
def test_signing_times(text: str, time: datetime | None) -> None:
    assert parse_time(text) == time


@given(st.text(max_size=60))
def test_signing_times_of_any_text(text: str) -> None:
    parse_time(text)


@given(st.lists(st.one_of(st.floats(width=32), st.integers(-3000, 3000).map(lambda n: n / 8))))
def test_places_are_rounded_as_python_rounds(lengths: list[float]) -> None:
    assert list(map(repr, rounded(np.array(lengths, np.float64)).tolist())) == [repr(round(x, 2)) for x in lengths]


STAMPS = [
    ("Người ký: Nguyễn Văn A", True),
    ("ĐƯỢC KÝ BỞI VĂN PHÒNG", True),
    ("ngày ký 05", True),
    ("Signature Not Verified", True),
    ("09:12:44 +07:00", True),
    ("05.03.2030 09:12", True),
    ("05/03/2030 09:12:44", True),
    ("vanthu@lamson.gov.vn", True),
    ("ngày 05 tháng 3 năm 2030", False),
    ("họp lúc 08:30", False),
    ("từ 08:00 - 11:30", False),
    ("tỉ lệ 1:2, đơn giá 15 @ 3 đồng", False),
    ("Nơi nhận: lưu VT, ký số", False),
]


@pytest.mark.parametrize(("text", "stamp"), STAMPS)
def test_what_a_signature_prints_of_itself(text: str, stamp: bool) -> None:
    assert is_stamp(text) is stamp
