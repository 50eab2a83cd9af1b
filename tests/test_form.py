"""Official form: letterheads of all levels, their signature blocks, recipients and annexes, and news items."""

import json
import lzma
from dataclasses import replace
from datetime import date, datetime

import pytest
from conftest import SHARED
from typed import paragraph, transcript, utc, word

from extract.transcript import Cell, Line, Paragraph, Table
from nlp.form import Form, read_form
from nlp.form.lines import fold

PLAN = """\
ỦY BAN NHÂN DÂN
TỈNH LÂM SƠN
Số: 42/KH-UBND
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Lâm Sơn, ngày 05 tháng 3 năm 2024
KẾ HOẠCH
Triển khai áp dụng Hệ thống quản lý chất lượng
Căn cứ Quyết định số 12/2020/QĐ-TTg ngày 10/02/2020 của Thủ tướng Chính phủ;
Ủy ban nhân dân tỉnh ban hành Kế hoạch như sau:
I. MỤC ĐÍCH
1. Nâng cao chất lượng phục vụ.
Trên đây là Kế hoạch của tỉnh, yêu cầu các đơn vị thực hiện./.
Nơi nhận:
- Như trên;
- Sở Khoa học và Công nghệ;
- Lưu: VT, KGVX.
TM. ỦY BAN NHÂN DÂN
KT. CHỦ TỊCH
PHÓ CHỦ TỊCH
Trần Thị Mộc Miên
Phụ lục I
PHÂN CÔNG NHIỆM VỤ
(Kèm theo Kế hoạch số 42/KH-UBND ngày 05/3/2024 của Ủy ban nhân dân tỉnh)
1. Sở Nội vụ rà soát quy trình.
""".splitlines()


def read(*lines: str | Paragraph) -> Form:
    return read_form(transcript(*lines))


def test_a_whole_plan() -> None:
    form = read(*PLAN)
    head = form.letterhead
    assert form.kind_of_text == "dispatch"
    assert (head.number, head.kind, head.place) == ("42/KH-UBND", "Kế hoạch", "Lâm Sơn")
    assert head.issuer is not None
    assert head.issuer.canonical == "Ủy ban nhân dân tỉnh Lâm Sơn"
    assert head.issued_on == date(2024, 3, 5)
    assert head.subject == "Triển khai áp dụng Hệ thống quản lý chất lượng"
    assert head.signer is not None
    assert (head.signer.name, head.signer.position) == ("Trần Thị Mộc Miên", "Phó Chủ tịch")
    assert head.signer.authority == "TM. ỦY BAN NHÂN DÂN KT. CHỦ TỊCH"
    assert head.recipients == ("Như trên", "Sở Khoa học và Công nghệ", "Lưu: VT, KGVX")
    body = [b.text for b in form.body if isinstance(b, Paragraph)]
    assert (body[0][:7], body[-1][:8]) == ("Căn cứ ", "Trên đây")
    assert [(a.label, len(a.blocks)) for a in form.annexes] == [("Phụ lục I", 1)]
    assert form.problems == ()


def test_every_field_says_where_it_was_read() -> None:
    evidence = read(*PLAN).letterhead.evidence
    assert {"number", "kind", "issuer", "place", "issued_on", "subject", "signer", "recipients"} <= set(evidence)
    assert evidence["number"].evidence[0].text == "Số: 42/KH-UBND"
    assert evidence["issuer"].evidence[0].text == "ỦY BAN NHÂN DÂN"
    assert all(0 < e.confidence <= 1 and e.evidence for e in evidence.values())


ORDERS = [
    [0, 1, 2, 3, 4, 5],  # left column, then right
    [3, 4, 0, 1, 2, 5],  # right column first
    [0, 3, 1, 4, 2, 5],  # line by line over both columns
]


@pytest.mark.parametrize("order", ORDERS)
def test_columns_in_any_order(order: list[int]) -> None:
    head = read(*[PLAN[i] for i in order], *PLAN[6:]).letterhead
    assert (head.number, head.kind, head.issued_on) == ("42/KH-UBND", "Kế hoạch", date(2024, 3, 5))
    assert head.issuer is not None
    assert head.issuer.name == "Ủy ban nhân dân tỉnh Lâm Sơn"


def test_columns_that_run_together_on_a_line() -> None:
    head = read(
        "ỦY BAN NHÂN DÂN CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM",
        "TỈNH LÂM SƠN Độc lập - Tự do - Hạnh phúc",
        "Số: 42/KH-UBND Lâm Sơn, ngày 05 tháng 3 năm 2024",
        *PLAN[6:],
    ).letterhead
    assert head.issuer is not None
    assert (head.issuer.name, head.number, head.place) == ("Ủy ban nhân dân tỉnh Lâm Sơn", "42/KH-UBND", "Lâm Sơn")


def test_a_letterhead_in_a_table_without_rules() -> None:
    left = tuple(paragraph(line) for line in PLAN[:3])
    right = tuple(paragraph(line) for line in PLAN[3:6])
    head = read_form(
        replace(
            transcript(*PLAN[6:]),
            blocks=(
                Table(1, 2, (Cell(0, 0, left), Cell(0, 1, right))),
                *transcript(*PLAN[6:]).blocks,
            ),
        )
    ).letterhead
    assert (head.number, head.kind, head.issued_on) == ("42/KH-UBND", "Kế hoạch", date(2024, 3, 5))


def letterhead(left: list[str], number: str, rest: list[str], right: str = "Độc lập - Tự do - Hạnh phúc") -> list[str]:
    republic = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" if right.startswith("Độc") else right
    return [*left, number, republic, right, "Lâm Sơn, ngày 12 tháng 6 năm 2024", *rest]


ISSUERS = [
    # the left column, the number, the name, and its canonical form where that is longer
    (["CHÍNH PHỦ"], "Số: 47/2024/NĐ-CP", "Chính phủ", None),
    (["THỦ TƯỚNG CHÍNH PHỦ"], "Số: 19/QĐ-TTg", "Thủ tướng Chính phủ", None),
    (["BỘ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG"], "Số: 3/QĐ-BNNMT", "Bộ Nông nghiệp và Môi trường", None),
    (["BỘ TÀI CHÍNH", "CỤC THUẾ"], "Số: 52/CT-CS", "Cục Thuế", None),
    (["BỘ TÀI CHÍNH CỤC THUẾ"], "Số: 52/CT-CS", "Cục Thuế", None),
    (["UBND TỈNH LÂM SƠN", "SỞ NỘI VỤ"], "Số: 8/SNV-CCHC", "Sở Nội vụ", "Sở Nội vụ tỉnh Lâm Sơn"),
    (["ỦY BAN NHÂN DÂN", "THÀNH PHỐ HẢI AN", "SỞ Y TẾ"], "Số: 8/SYT-VP", "Sở Y tế", "Sở Y tế thành phố Hải An"),
    (["UBND HUYỆN MỘC LĨNH", "PHÒNG TƯ PHÁP"], "Số: 8/TP", "Phòng Tư pháp", "Phòng Tư pháp huyện Mộc Lĩnh"),
    (["HĐND TỈNH LÂM SƠN", "VĂN PHÒNG"], "Số: 8/KH-VP", "Văn phòng", "Văn phòng HĐND tỉnh Lâm Sơn"),
    (["ỦY BAN NHÂN DÂN", "XÃ ĐẠI THẮNG"], "Số: 8/TB-UBND", "Ủy ban nhân dân xã Đại Thắng", None),
    (["HỘI ĐỒNG NHÂN DÂN", "TỈNH LÂM SƠN"], "Số: 8/NQ-HĐND", "Hội đồng nhân dân tỉnh Lâm Sơn", None),
    (["BAN CHỈ ĐẠO CẢI CÁCH", "HÀNH CHÍNH CỦA CHÍNH PHỦ"], "Số: 8/QĐ-BCĐCCHC",
     "Ban Chỉ đạo cải cách hành chính của Chính phủ", None),
]  # fmt: skip


@pytest.mark.parametrize(("left", "number", "name", "canonical"), ISSUERS)
def test_issuers_of_all_levels(left: list[str], number: str, name: str, canonical: str | None) -> None:
    rest = ["V/v báo cáo định kỳ", "Kính gửi: Các phòng chuyên môn.", "Đề nghị báo cáo trước ngày 20/6/2024./."]
    issuer = read(*letterhead(left, number, rest)).letterhead.issuer
    assert issuer is not None
    assert (issuer.name, issuer.canonical) == (name, canonical or name)


def test_the_party_has_a_form_of_its_own() -> None:
    head = read(
        "TỈNH ỦY LÂM SƠN",
        "BAN CHỈ ĐẠO 57",
        "*",
        "Số 20-KH/BCĐ 57",
        "ĐẢNG CỘNG SẢN VIỆT NAM",
        "Lâm Sơn, ngày 12 tháng 6 năm 2025",
        "KẾ HOẠCH",
        "thực hiện nhiệm vụ chuyển đổi số năm 2025",
        "-----",
        "Căn cứ Nghị quyết của Tỉnh ủy, Ban Chỉ đạo xây dựng kế hoạch như sau:",
    ).letterhead
    assert (head.number, head.kind, head.issued_on) == ("20-KH/BCĐ57", "Kế hoạch", date(2025, 6, 12))
    assert head.issuer is not None
    assert head.issuer.canonical == "Ban Chỉ đạo 57 Tỉnh ủy Lâm Sơn"
    assert head.subject == "thực hiện nhiệm vụ chuyển đổi số năm 2025"


LETTER = letterhead(
    ["UBND TỈNH LÂM SƠN", "SỞ NỘI VỤ"],
    "Số: 318/SNV-CCHC",
    [
        "HỎA TỐC",
        "Kính gửi:",
        "- Các sở, ban, ngành tỉnh;",
        "- Ủy ban nhân dân các xã, phường.",
        "Thực hiện Kế hoạch số 42/KH-UBND, Sở Nội vụ đề nghị các đơn vị báo cáo trước ngày 20/6/2024./.",
        "Nơi nhận:",
        "- Như trên;",
        "- Lưu: VT.",
        "GIÁM ĐỐC",
        "(Đã ký)",
        "Lò Văn Pâng",
    ],
)


def test_a_letter_has_no_printed_kind() -> None:
    about = "V/v báo cáo kết quả áp dụng Hệ thống quản lý chất lượng"
    form = read(*LETTER[:3], about, *LETTER[3:])
    assert form.letterhead.kind == "Công văn"
    assert form.letterhead.subject == "báo cáo kết quả áp dụng Hệ thống quản lý chất lượng"
    assert form.addressees == ("Các sở, ban, ngành tỉnh", "Ủy ban nhân dân các xã, phường")
    assert form.letterhead.signer is not None
    assert (form.letterhead.signer.name, form.letterhead.signer.position) == ("Lò Văn Pâng", "Giám đốc")
    assert [b.text[:9] for b in form.body if isinstance(b, Paragraph)] == ["Thực hiện"]


def test_marks_of_urgency_and_secrecy_are_printed_alone() -> None:
    secret = read(*LETTER[:3], "MẬT", "V/v báo cáo", *LETTER[3:]).letterhead
    assert (secret.urgency, secret.secrecy) == ("Hỏa tốc", "Mật")
    stamped = read(*LETTER[:6], *LETTER[7:], paragraph("KHẨN", role="stamp", origin="stamp")).letterhead
    assert (stamped.urgency, stamped.evidence["urgency"].evidence[0].origin) == ("Khẩn", "stamp")
    older = read(*LETTER[:3], "TUYỆT MẬT", "V/v báo cáo", *LETTER[3:6], "HOẢ TỐC", *LETTER[7:]).letterhead
    assert (older.urgency, older.secrecy) == ("Hỏa tốc", "Tuyệt mật")
    plain = read(*LETTER[:3], "V/v khẩn trương báo cáo", *LETTER[3:6], *LETTER[7:]).letterhead
    assert (plain.urgency, plain.secrecy) == (None, None)


SUBJECTS = [
    (["QUYẾT ĐỊNH", "Về việc ban hành Quy chế", "phối hợp kiểm tra", "ỦY BAN NHÂN DÂN TỈNH LÂM SƠN", "Căn cứ Luật;"],
     "Về việc ban hành Quy chế phối hợp kiểm tra"),
    (["QUYẾT ĐỊNH", "Về việc ban hành Quy chế", "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LÂM SƠN", "Căn cứ Luật;"],
     "Về việc ban hành Quy chế"),
    (["QUYẾT ĐỊNH VỀ VIỆC BAN HÀNH QUY CHẾ CỦA ỦY BAN NHÂN DÂN TỈNH LÂM SƠN "
      "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH LÂM SƠN Căn cứ Luật;"],
     "VỀ VIỆC BAN HÀNH QUY CHẾ CỦA ỦY BAN NHÂN DÂN TỈNH LÂM SƠN"),
    (["KẾ HOẠCH", "Thực hiện Nghị quyết số 5/NQ-CP", "Thực hiện chỉ đạo của Chính phủ, tỉnh yêu cầu như sau:"],
     "Thực hiện Nghị quyết số 5/NQ-CP"),
    (["THÔNG BÁO", "Kết luận cuộc họp giao ban", "Ngày 10/6/2024, Chủ tịch chủ trì họp giao ban và kết luận như sau:"],
     "Kết luận cuộc họp giao ban"),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "subject"), SUBJECTS)
def test_where_a_subject_ends(lines: list[str], subject: str) -> None:
    form = read(*letterhead(["ỦY BAN NHÂN DÂN", "TỈNH LÂM SƠN"], "Số: 7/UBND", [*lines, "1. Việc thứ nhất."]))
    assert form.letterhead.subject == subject


SIGNERS = [
    (["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Nguyễn Văn Sim"], ("TM. ỦY BAN NHÂN DÂN", "Chủ tịch", "Nguyễn Văn Sim")),
    (["KT. CHỦ TỊCH", "PHÓ CHỦ TỊCH", "Hà Thị Lan"], ("KT. CHỦ TỊCH", "Phó Chủ tịch", "Hà Thị Lan")),
    (["KT. CHỦ TỊCH PHÓ CHỦ TỊCH Hà Thị Lan"], ("KT. CHỦ TỊCH", "Phó Chủ tịch", "Hà Thị Lan")),
    (["TL. CHỦ TỊCH", "KT. CHÁNH VĂN PHÒNG", "PHÓ CHÁNH VĂN PHÒNG", "Bùi Xuân Thu"],
     ("TL. CHỦ TỊCH KT. CHÁNH VĂN PHÒNG", "Phó Chánh Văn phòng", "Bùi Xuân Thu")),
    (["TUQ. GIÁM ĐỐC", "TRƯỞNG PHÒNG", "Đỗ Hải"], ("TUQ. GIÁM ĐỐC", "Trưởng phòng", "Đỗ Hải")),
    (["Q. GIÁM ĐỐC", "Đỗ Hải"], ("Q. GIÁM ĐỐC", None, "Đỗ Hải")),
    (["QUYỀN GIÁM ĐỐC", "Đỗ Hải"], (None, "Quyền Giám đốc", "Đỗ Hải")),
    (["TUN. CHỦ TỊCH", "GIÁM ĐỐC", "Đỗ Hải"], ("TUN. CHỦ TỊCH", "Giám đốc", "Đỗ Hải")),
    (["TM. BAN THƯỜNG VỤ", "PHÓ BÍ THƯ", "Hà Thị Lan"], ("TM. BAN THƯỜNG VỤ", "Phó Bí thư", "Hà Thị Lan")),
    (["KT. BỘ TRƯỞNG", "THỨ TRƯỞNG", "PGS.TS. Lê Trọng Đạt"], ("KT. BỘ TRƯỞNG", "Thứ trưởng", "Lê Trọng Đạt")),
    (["T/M ỦY BAN NHÂN DÂN CHỦ TỊCH Võ Minh"], ("T/M ỦY BAN NHÂN DÂN", "Chủ tịch", "Võ Minh")),
    (["TRƯỞNG BAN", "PHÓ THỦ TƯỚNG", "Cao Sơn Hà"], (None, "Trưởng Ban", "Cao Sơn Hà")),
    (["KT. BỘ TRƯỞNG, CHỦ NHIỆM PHÓ CHỦ NHIỆM Mai Lâm"], ("KT. BỘ TRƯỞNG, CHỦ NHIỆM", "Phó Chủ nhiệm", "Mai Lâm")),
]  # fmt: skip


@pytest.mark.parametrize(("lines", "signer"), SIGNERS)
def test_signature_blocks(lines: list[str], signer: tuple[str | None, str | None, str]) -> None:
    found = read(*PLAN[:17], *lines).letterhead.signer
    assert found is not None
    assert (found.authority, found.position, found.name) == signer


def test_recipients_and_signature_on_the_same_lines() -> None:
    form = read(
        *PLAN[:13],
        "Nơi nhận: TM. ỦY BAN NHÂN DÂN",
        "- Như trên; KT. CHỦ TỊCH",
        "- Lưu: VT.",
        "PHÓ CHỦ TỊCH",
        "Hà Thị Lan",
    )
    assert form.letterhead.recipients == ("Như trên", "Lưu: VT")
    assert form.letterhead.signer is not None
    assert form.letterhead.signer.name == "Hà Thị Lan"


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


def test_a_damaged_letterhead() -> None:
    lines = [
        "ỦY BẠN NHÂN DÂN",
        "TĨNH LAM SƠN",
        "Số: 42/KH-UBND",
        "CỘNG HOÀ XÃ HỌI CHỦ NGHIA VIỆT NAM",
        "Độc lập - Tư do - Hanh phúc",
        "Lâm Sơn, ngày 05 tháng 3 năm 2024",
        "KÉ HOẠCH",
        "Kiểm tra của Ủy ban nhân dân tỉnh Lâm Sơn năm 2024",
        *PLAN[8:13],
    ]
    form = read_form(transcript(*lines, origin="ocr"))
    assert form.letterhead.kind == "Kế hoạch"
    assert form.letterhead.issuer is not None
    assert form.letterhead.issuer.name == "Ủy ban nhân dân tỉnh Lâm Sơn"


def test_a_plan_enclosed_with_a_decision_is_an_annex() -> None:
    form = read(
        *letterhead(["ỦY BAN NHÂN DÂN", "TỈNH LÂM SƠN"], "Số: 9/QĐ-UBND", ["QUYẾT ĐỊNH", "Ban hành Kế hoạch kiểm tra"]),
        "Căn cứ Luật Tổ chức chính quyền địa phương;",
        "Điều 1. Ban hành kèm theo Quyết định này Kế hoạch kiểm tra.",
        *PLAN[13:21],
        "KẾ HOẠCH",
        "Kiểm tra năm 2024",
        "(Kèm theo Quyết định số 9/QĐ-UBND ngày 12/6/2024 của Ủy ban nhân dân tỉnh)",
        "I. MỤC ĐÍCH",
        "Phụ lục II",
        "DANH SÁCH ĐƠN VỊ",
        "1. Sở Nội vụ",
    )
    assert [a.label for a in form.annexes] == ["Kế hoạch", "Phụ lục II"]
    assert [b.text for b in form.annexes[0].blocks if isinstance(b, Paragraph)] == ["I. MỤC ĐÍCH"]
    assert len(form.body) == 2


SIGNED = PLAN[: PLAN.index("Phụ lục I")]
WEB = [
    "Kế hoạch 42/KH-UBND năm 2024 thay Kế hoạch 7/KH-UBND Văn bản này chưa cập nhật nội dung Tiếng Anh",
    "Thực hiện Nghị định 99/2023/NĐ-CP, chúng tôi cập nhật Quy chế bảo vệ dữ liệu.",
]


def test_what_a_web_site_prints_behind_is_no_part() -> None:
    form = read(*PLAN, *WEB)
    assert [p.text for p in form.own.paragraphs()] == [p.text for p in read(*PLAN).own.paragraphs()]


def test_a_scan_is_no_web_page() -> None:
    lines = (*SIGNED, "© 2024 Copyright", "Phụ lục I", "1. Sở Nội vụ")
    assert len(read_form(transcript(*lines, origin="ocr")).annexes) == 1
    assert read(*lines).annexes == ()


def test_in_a_web_page_only_notes_and_annexes_stand_behind_the_signature() -> None:
    note, more = "[1] Công văn số 8/SNV-CCHC ngày 01/02/2024 của Sở Nội vụ.", "Xem thêm: Kế hoạch số 6/KH-UBND"
    lines = (*SIGNED, more, note, "Phụ lục I", "DANH MỤC", "1. Sở Nội vụ")
    own = [p.text for p in read(*lines, *WEB).own.paragraphs()]
    assert (note in own, "1. Sở Nội vụ" in own, more in own) == (True, True, False)
    assert more in [p.text for p in read(*lines).own.paragraphs()]
    *_, last = read(*SIGNED, f"{note} {WEB[0]}", WEB[1]).own.paragraphs()
    assert last.text.startswith(note)
    assert "chưa cập nhật" not in last.text


@pytest.mark.parametrize(
    "opening",
    [
        ["LỊCH KIỂM TRA NĂM 2024 (Ban hành kèm theo Kế hoạch số 42/KH-UBND ngày 05/3/2024)"],
        ["QUY TRÌNH NỘI BỘ GIẢI QUYẾT HỒ SƠ", "(Kèm theo Kế hoạch số 42/KH-UBND ngày 05/3/2024)"],
    ],
)
def test_an_annex_of_any_title_is_known_by_what_it_is_issued_with(opening: list[str]) -> None:
    (annex,) = read(*SIGNED, *opening, "1. Sở Nội vụ").annexes
    assert annex.title.startswith(opening[0])
    assert [b.text for b in annex.blocks if isinstance(b, Paragraph)] == ["1. Sở Nội vụ"]


NEWS = [
    "Bỏ qua điều hướng",
    "Thứ Hai, ngày 04/11/2024",
    "TIN TỨC",
    "Lâm Sơn: Đánh giá kết quả áp dụng hệ thống quản lý chất lượng quý III",
    "28/10/2024 09:15 Xem cỡ chữ",
    "Vừa qua, Sở Khoa học và Công nghệ tỉnh Lâm Sơn đã tổ chức cuộc họp đánh giá kết quả áp dụng hệ thống quản lý chất "
    "lượng tại các cơ quan hành chính nhà nước trên địa bàn tỉnh trong quý III năm nay.",
    "Theo báo cáo, 100% đơn vị đã hoàn thành việc chuyển đổi sang tiêu chuẩn mới, trong đó có 45 đơn vị được kiểm "
    "tra trực tiếp tại trụ sở và không có đơn vị nào phải khắc phục lớn.",
    "Tin khác",
    "Khai mạc hội thi cán bộ văn thư giỏi 01/11/2024",
]


def test_a_news_item_has_a_headline_and_a_date() -> None:
    form = read(*NEWS)
    assert form.kind_of_text == "news"
    assert form.letterhead.subject == NEWS[3]
    assert form.letterhead.issued_on == date(2024, 10, 28)
    assert (form.letterhead.number, form.letterhead.kind, form.letterhead.issuer) == (None, None, None)
    assert len(form.body) == 2


def test_pages_without_a_beginning() -> None:
    table = Table(1, 2, (Cell(0, 0, (paragraph("1"),)), Cell(0, 1, (paragraph("Rà soát quy trình"),))))
    form = read_form(replace(transcript("x"), blocks=(table,)))
    assert form.kind_of_text == "fragment"
    assert form.letterhead.evidence == {}
    assert form.body == (table,)


def test_an_empty_page() -> None:
    assert read().kind_of_text == "fragment"


@pytest.mark.shared
def test_listed_letterheads_of_official_texts() -> None:
    """The letterheads that a law portal lists beside 174 texts; at least 98 in 100 of number, date and signer."""
    with lzma.open(SHARED / "text/official.jsonl.xz", "rt", encoding="utf-8") as source:
        texts = [json.loads(line) for line in source]
    right = {"number": 0, "kind": 0, "issued_on": 0, "signer": 0}
    listed = 0
    for text in texts:
        head = read_form(transcript(*[line for line in text["text"].split("\n") if line.strip()])).letterhead
        if not text["number"]:
            continue
        listed += 1
        right["number"] += fold(head.number or "") == fold(text["number"])
        right["kind"] += head.kind == text["kind"]
        right["issued_on"] += str(head.issued_on) == text["issued_on"]
        right["signer"] += fold((head.signer.name if head.signer else None) or "") == fold(text["signer"])
    assert listed == 174
    assert {field: count / listed >= 0.98 for field, count in right.items()} == dict.fromkeys(right, True)
