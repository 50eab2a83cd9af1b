"""Number and day written by hand: which origins settle them, and what a reviewer is offered where none does."""

from datetime import date, datetime

import pytest
from typed import paragraph, transcript, utc, word

from extract.transcript import Line, Paragraph, Signature, SignatureVerdict, Transcript
from nlp.form import read_form
from nlp.form.letterhead.figures import confirmed, legible

Strokes = tuple[tuple[float, ...], ...]


def strokes(figures: str, sure: float = 0.955) -> Strokes:
    """Figures of which each is `sure`."""
    rest = (1 - sure) / 9
    return tuple(tuple(sure if n == int(f) else rest for n in range(10)) for f in figures)


def scan(
    serial: tuple[str, str] = ("", ""),
    day: tuple[str, str] = ("", ""),
    month: str = "4",
    annex: tuple[str, str, float] | None = None,
    name: str = "scan.pdf",
    sure: float = 0.85,
    signature: tuple[datetime, SignatureVerdict] | None = None,
) -> Transcript:
    """A scanned decision; `serial` and `day` are what was read as print and as strokes, larger than print is.

    `annex` is the same of the day above its annex, and how sure the print of that is.
    """
    number = Line(
        (
            word("Số:", (100, 100, 116, 112)),
            *((word(serial[0], (120, 100, 134, 115), sure),) if serial[0] else ()),
            word("/QĐ-UBND", (140, 100, 200, 110), figures=serial[1]),
        )
    )
    dated = Line(
        (
            *(word(w, (x, 100, x + 30, 112)) for w, x in (("Lâm", 300), ("Sơn,", 330), ("ngày", 360))),
            *((word(day[0], (392, 100, 406, 115), sure),) if day[0] else ()),
            word("tháng", (410, 100, 438, 110), figures=day[1]),
            *(word(w, (x, 100, x + 28, 110)) for w, x in ((month, 440), ("năm", 450), ("2024", 480))),
        )
    )
    blocks = [
        paragraph("ỦY BAN NHÂN DÂN TỈNH LÂM SƠN", origin="ocr"),
        paragraph("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", origin="ocr"),
        paragraph("Độc lập - Tự do - Hạnh phúc", origin="ocr"),
        Paragraph((number,)),
        Paragraph((dated,)),
        paragraph("QUYẾT ĐỊNH", origin="ocr"),
        paragraph("Về việc ban hành Kế hoạch kiểm tra năm 2024", origin="ocr"),
        paragraph("Căn cứ Luật Tổ chức chính quyền địa phương;", origin="ocr"),
        paragraph("Điều 1. Ban hành kèm theo Quyết định này Kế hoạch kiểm tra.", origin="ocr"),
    ]
    if annex:
        enclosed = [word(w, (50, 50, 90, 60)) for w in ["(Kèm", "theo", "Quyết", "định", "số:", "/QĐ-UBND", "ngày"]]
        enclosed.append(word(annex[0], (200, 50, 214, 60), annex[2]))
        enclosed.append(word("tháng", (220, 50, 250, 60), figures=annex[1]))
        enclosed += [
            word(w, (260, 50, 290, 60)) for w in ["4", "năm", "2024", "của", "Ủy", "ban", "nhân", "dân", "tỉnh)"]
        ]
        blocks += [paragraph("KẾ HOẠCH", origin="ocr"), Paragraph((Line(tuple(enclosed)),))]
    made = transcript(*blocks, name=name)
    signed = (Signature("Ủy ban nhân dân tỉnh Lâm Sơn", *signature),) if signature else ()
    return Transcript(made.file, made.pages, made.blocks, signed)


DAYS = [
    ("two hands agree", {"day": ("#6", "16"), "annex": ("%6", "16", 0.4)}, date(2024, 4, 16)),
    ("two hands agree, the month stands in the annex", {"day": ("f6", "16"), "month": "?", "annex": ("", "16", 0.4)},
     date(2024, 4, 16)),
    ("two hands differ", {"day": ("#6", "16"), "annex": ("%6", "18", 0.4)}, None),
    ("the annex is printed", {"day": ("#6", ""), "annex": ("16", "", 0.97)}, date(2024, 4, 16)),
    ("the annex is printed, the head blank", {"annex": ("16", "", 0.97)}, None),
    ("the annex is of another month", {"day": ("#6", "16"), "month": "5", "annex": ("", "16", 0.4)}, None),
    ("print and strokes agree", {"day": ("31", "31"), "month": "5"}, date(2024, 5, 31)),
    ("print and strokes agree, print is not sure", {"day": ("31", "31"), "month": "5", "sure": 0.6}, None),
    ("print and strokes differ", {"day": ("31", "21"), "month": "5"}, None),
    ("both say a day after the signature", {"day": ("16", "16"), "signature": (utc(2024, 4, 15), "untrusted")}, None),
]  # fmt: skip


@pytest.mark.parametrize(("_", "parts", "day"), DAYS, ids=[d[0] for d in DAYS])
def test_days(_: str, parts: dict[str, object], day: date | None) -> None:
    form = read_form(scan(**parts))  # type: ignore[arg-type]
    assert form.letterhead.issued_on == day
    assert ("issued_on" in form.letterhead.evidence) == (day is not None)


NUMBERS = [
    ("print and strokes read two of the name's three figures", ("899", "199"), "299-QD-UBND.pdf", "299/QĐ-UBND"),
    ("they read one", ("891", "197"), "299-QD-UBND.pdf", None),
    ("strokes say another figure surely", ("", "298"), "299-QD-UBND.pdf", None),
    ("print and strokes agree", ("299", "299"), "scan.pdf", "299/QĐ-UBND"),
    ("print and strokes agree against the name", ("299", "299"), "301-QD-UBND.pdf", None),
]


@pytest.mark.parametrize(("_", "serial", "name", "number"), NUMBERS, ids=[n[0] for n in NUMBERS])
def test_numbers(_: str, serial: tuple[str, str], name: str, number: str | None) -> None:
    assert read_form(scan(serial=serial, name=name)).letterhead.number == number


@pytest.mark.parametrize(
    ("verdict", "settles", "note"),
    [
        ("valid", True, "chữ ký đã xác minh"),
        ("untrusted", True, "chưa xác nhận được tổ chức cấp chứng thư"),
        ("unchecked", True, "chưa kiểm tra được"),
        ("changed", True, "bị sửa sau khi ký"),
        ("broken", False, "không khớp với nội dung"),
    ],
)
def test_a_signature_says_how_far_it_is_verified(verdict: SignatureVerdict, settles: bool, note: str) -> None:
    signature = (utc(2024, 4, 16, 3), verdict)
    form = read_form(scan(day=("⁄6", ""), sure=0.4, signature=signature))
    assert form.letterhead.issued_on == (date(2024, 4, 16) if settles else None)
    (candidate,) = [
        c
        for p in read_form(scan(day=("f", ""), sure=0.4, signature=signature)).problems
        if p.field == "dispatch.issued_on"
        for c in p.candidates
    ]
    assert candidate.value == "2024-04-16" and candidate.note and note in candidate.note


def test_the_less_a_signature_is_believed_the_less_sure_is_the_day() -> None:
    verdicts: list[SignatureVerdict] = ["valid", "untrusted", "unchecked", "changed"]
    sure = [
        read_form(scan(day=("⁄6", ""), sure=0.4, signature=(utc(2024, 4, 16, 3), v))).letterhead.evidence["issued_on"]
        for v in verdicts
    ]
    confidences = [provenance.confidence for provenance in sure]
    assert confidences == sorted(confidences, reverse=True) and len(set(confidences)) == 4


def test_what_is_legible() -> None:
    assert legible(strokes("199"), "899") == "#99"
    assert legible(strokes("199"), "8") == "199"
    assert legible(strokes("19", sure=0.8), "") == "##"
    assert confirmed(strokes("31", sure=0.8), "31")
    assert not confirmed(strokes("31", sure=0.6), "31")
    assert not confirmed((), "")
