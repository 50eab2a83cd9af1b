"""Numbers and days that are left blank or written by hand: settled by two origins that agree, else a problem."""

from datetime import date, datetime

import pytest
from formed import PLAN, read
from typed import paragraph, transcript, utc, word

from extract.transcript import Line, Paragraph
from nlp.form import Form, read_form


@pytest.mark.parametrize("number", ["Số:        /KH-UBND", "Số: ....../KH-UBND"])
def test_a_draft_has_neither_number_nor_day(number: str) -> None:
    form = read(*PLAN[:2], number, *PLAN[3:5], "Lâm Sơn, ngày    tháng    năm 2024", *PLAN[6:21])
    assert (form.letterhead.number, form.letterhead.issued_on, form.letterhead.place) == (None, None, "Lâm Sơn")
    assert form.letterhead.kind == "Kế hoạch"
    assert [p.code for p in form.problems] == ["number_blank", "issued_on_blank"]
    assert {p.field for p in form.problems} == {"dispatch.number", "dispatch.issued_on"}


def scan(
    serial: str,
    day: str,
    tall: float,
    confidence: float,
    name: str = "scan.pdf",
    signed: datetime | None = None,
    last: int = 21,
    by_hand: tuple[str, str] = ("", ""),
) -> Form:
    """A scanned plan whose number and day are `tall` points high; printed figures are 10. Its annex begins at 21.

    `by_hand` are the figures that the strokes before the notation and before "tháng" show.
    """
    written = word(serial, (120, 100, 134, 100 + tall), confidence)
    number = Line(
        (word("Số:", (100, 100, 116, 112)), written, word("/KH-UBND", (140, 100, 200, 110), figures=by_hand[0]))
    )
    dated = Line(
        (
            *(word(w, (x, 100, x + 30, 112)) for w, x in (("Lâm", 300), ("Sơn,", 330), ("ngày", 360))),
            word(day, (392, 100, 406, 100 + tall), confidence),
            word("tháng", (410, 100, 438, 110), figures=by_hand[1]),
            *(word(w, (x, 100, x + 28, 110)) for w, x in (("3", 440), ("năm", 450), ("2024", 480))),
        )
    )
    lines = [paragraph(line, origin="ocr") for line in PLAN[:last]]
    lines[2], lines[5] = Paragraph((number,)), Paragraph((dated,))
    return read_form(transcript(*lines, name=name, signed=signed))


def test_printed_figures_of_a_scan_are_taken_as_read() -> None:
    head = scan("42", "05", 10, 0.95).letterhead
    assert (head.number, head.issued_on) == ("42/KH-UBND", date(2024, 3, 5))


def test_handwriting_alone_is_no_number() -> None:
    form = scan("44", "03", 15, 0.9)
    assert (form.letterhead.number, form.letterhead.issued_on) == (None, None)
    unsure = {p.code: [c.value for c in p.candidates] for p in form.problems}
    assert unsure == {"number_unsure": ["44"], "issued_on_unsure": ["2024-03-03"]}


def test_handwriting_is_settled_by_a_second_origin() -> None:
    form = scan("#2", "⁄5", 15, 0.4, name="42-KH-UBND.pdf", signed=utc(2024, 3, 15, 3, 0))
    assert (form.letterhead.number, form.letterhead.issued_on) == ("42/KH-UBND", date(2024, 3, 15))
    origins = {e.origin for e in form.letterhead.evidence["number"].evidence}
    assert origins == {"ocr", "file_name"}


def test_handwriting_is_settled_by_the_printed_head_of_an_annex() -> None:
    assert scan("#2", "05", 15, 0.4, last=len(PLAN)).letterhead.number == "42/KH-UBND"
    assert scan("44", "05", 15, 0.4, last=len(PLAN)).letterhead.number is None


def test_strokes_settle_what_a_file_name_or_a_signature_proposes() -> None:
    head = scan("94", "f", 15, 0.4, "42-KH-UBND.pdf", utc(2024, 3, 18, 3, 0), by_hand=("42", "15")).letterhead
    assert (head.number, head.issued_on) == ("42/KH-UBND", date(2024, 3, 15))


def test_strokes_against_a_file_name_leave_it_open() -> None:
    form = scan("94", "f", 15, 0.4, "51-KH-UBND.pdf", utc(2024, 3, 18, 3, 0), by_hand=("42", "25"))
    assert (form.letterhead.number, form.letterhead.issued_on) == (None, None)
    assert scan("94", "f", 15, 0.4, by_hand=("42", "15")).letterhead.number is None


@pytest.mark.parametrize("name", ["51-KH-UBND.pdf", "42-QD-UBND.pdf", "cong-van-den-1208.pdf"])
def test_a_file_name_alone_is_no_number(name: str) -> None:
    assert scan("#2", "05", 15, 0.4, name=name).letterhead.number is None


def test_a_signature_in_the_evening_utc_is_the_next_day_in_vietnam() -> None:
    assert scan("42", "⁄6", 15, 0.4, signed=utc(2024, 3, 15, 20, 0)).letterhead.issued_on == date(2024, 3, 16)
