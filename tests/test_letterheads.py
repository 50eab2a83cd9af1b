"""Letterheads of all levels, each as it is printed, as a scan runs its columns together, and as a text loses them."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

import pytest
from typed import transcript

from extract.transcript import Line, Paragraph, Word
from models.records import Letterhead
from nlp.form import read_form


@dataclass(frozen=True)
class Printed:
    """The left column (the number is its last line), and what it says: issuer, its canonical name, the number."""

    left: tuple[str, ...]
    issuer: str
    canonical: str
    number: str
    party: bool = False


ROWS = [
    # the State, from above
    Printed(("CHÍNH PHỦ", "Số: 47/2026/NĐ-CP"), "Chính phủ", "Chính phủ", "47/2026/NĐ-CP"),
    Printed(("QUỐC HỘI", "Nghị quyết số: 9/2026/QH16"), "Quốc hội", "Quốc hội", "9/2026/QH16"),
    Printed(("VĂN PHÒNG CHÍNH PHỦ", "Số: 81/TB-VPCP"), "Văn phòng Chính phủ", "Văn phòng Chính phủ", "81/TB-VPCP"),
    Printed(("BỘ NÔNG NGHIỆP", "VÀ MÔI TRƯỜNG", "Số: 3/QĐ-BNNMT"), "Bộ Nông nghiệp và Môi trường",
            "Bộ Nông nghiệp và Môi trường", "3/QĐ-BNNMT"),
    Printed(("BỘ VĂN HÓA, THỂ THAO", "VÀ DU LỊCH", "Số: 3/BVHTTDL-TCCB"), "Bộ Văn hóa, Thể thao và Du lịch",
            "Bộ Văn hóa, Thể thao và Du lịch", "3/BVHTTDL-TCCB"),
    Printed(("BỘ TÀI CHÍNH", "CỤC HẢI QUAN", "Số: 52/CHQ-GSQL"), "Cục Hải quan", "Cục Hải quan", "52/CHQ-GSQL"),
    Printed(("CỤC THUẾ", "THUẾ TỈNH LÂM SƠN", "Số: 52/LSO-NVDTPC"), "Thuế tỉnh Lâm Sơn", "Thuế tỉnh Lâm Sơn",
            "52/LSO-NVDTPC"),
    Printed(("BỘ CÔNG AN", "CÔNG AN TỈNH LÂM SƠN", "Số: 52/KH-CAT-PC06"), "Công an tỉnh Lâm Sơn",
            "Công an tỉnh Lâm Sơn", "52/KH-CAT-PC06"),
    Printed(("BỘ QUỐC PHÒNG", "QUÂN KHU 5", "Số: 52/KH-BTL"), "Quân khu 5", "Quân khu 5", "52/KH-BTL"),
    # a province
    Printed(("ỦY BAN NHÂN DÂN", "TỈNH LÂM SƠN", "Số: 42/KH-UBND"), "Ủy ban nhân dân tỉnh Lâm Sơn",
            "Ủy ban nhân dân tỉnh Lâm Sơn", "42/KH-UBND"),
    Printed(("ỦY BAN NHÂN DÂN", "THÀNH PHỐ HẢI AN", "Số: 142/UBND-TH"), "Ủy ban nhân dân thành phố Hải An",
            "Ủy ban nhân dân thành phố Hải An", "142/UBND-TH"),
    Printed(("HỘI ĐỒNG NHÂN DÂN", "TỈNH LÂM SƠN", "Số: 8/NQ-HĐND"), "Hội đồng nhân dân tỉnh Lâm Sơn",
            "Hội đồng nhân dân tỉnh Lâm Sơn", "8/NQ-HĐND"),
    Printed(("UBND TỈNH LÂM SƠN", "VĂN PHÒNG", "Số: 8/VP-KSTT"), "Văn phòng", "Văn phòng UBND tỉnh Lâm Sơn",
            "8/VP-KSTT"),
    Printed(("ỦY BAN NHÂN DÂN", "TỈNH LÂM SƠN", "BAN QUẢN LÝ KHU KINH TẾ", "Số: 8/BQL-KHTH"),
            "Ban Quản lý Khu kinh tế", "Ban Quản lý Khu kinh tế tỉnh Lâm Sơn", "8/BQL-KHTH"),
    Printed(("UBND TỈNH LÂM SƠN", "SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "Số: 8/SNNMT-TL"), "Sở Nông nghiệp và Môi trường",
            "Sở Nông nghiệp và Môi trường tỉnh Lâm Sơn", "8/SNNMT-TL"),
    Printed(("SỞ NÔNG NGHIỆP VÀ MÔI TRƯỜNG", "CHI CỤC THỦY LỢI", "Số: 8/CCTL-QLCT"), "Chi cục Thủy lợi",
            "Chi cục Thủy lợi", "8/CCTL-QLCT"),
    Printed(("SỞ Y TẾ TỈNH LÂM SƠN", "TRUNG TÂM KIỂM SOÁT BỆNH TẬT", "Số: 8/TTKSBT-KHNV"),
            "Trung tâm Kiểm soát bệnh tật", "Trung tâm Kiểm soát bệnh tật tỉnh Lâm Sơn", "8/TTKSBT-KHNV"),
    Printed(("BAN CHỈ ĐẠO CHUYỂN ĐỔI SỐ", "TỈNH LÂM SƠN", "Số: 8/KH-BCĐCĐS"), "Ban Chỉ đạo chuyển đổi số tỉnh Lâm Sơn",
            "Ban Chỉ đạo chuyển đổi số tỉnh Lâm Sơn", "8/KH-BCĐCĐS"),
    # two levels since 1 July 2025
    Printed(("ỦY BAN NHÂN DÂN", "XÃ ĐẠI THẮNG", "Số: 8/TB-UBND"), "Ủy ban nhân dân xã Đại Thắng",
            "Ủy ban nhân dân xã Đại Thắng", "8/TB-UBND"),
    Printed(("ỦY BAN NHÂN DÂN", "ĐẶC KHU HÒN NHẠN", "Số: 8/QĐ-UBND"), "Ủy ban nhân dân đặc khu Hòn Nhạn",
            "Ủy ban nhân dân đặc khu Hòn Nhạn", "8/QĐ-UBND"),
    Printed(("UBND PHƯỜNG AN KHÁNH", "PHÒNG KINH TẾ, HẠ TẦNG", "VÀ ĐÔ THỊ", "Số: 8/KTHTĐT"),
            "Phòng Kinh tế, Hạ tầng và Đô thị", "Phòng Kinh tế, Hạ tầng và Đô thị phường An Khánh", "8/KTHTĐT"),
    Printed(("UBND XÃ ĐẠI THẮNG", "TRUNG TÂM PHỤC VỤ", "HÀNH CHÍNH CÔNG", "Số: 8/TB-TTPVHCC"),
            "Trung tâm Phục vụ hành chính công", "Trung tâm Phục vụ hành chính công xã Đại Thắng", "8/TB-TTPVHCC"),
    # before it
    Printed(("UBND HUYỆN MỘC LĨNH", "PHÒNG TƯ PHÁP", "Số: 8/TP"), "Phòng Tư pháp", "Phòng Tư pháp huyện Mộc Lĩnh",
            "8/TP"),
    # the Party and the mass organisations
    Printed(("TỈNH ỦY LÂM SƠN", "*", "Số 20-CT/TU"), "Tỉnh ủy Lâm Sơn", "Tỉnh ủy Lâm Sơn", "20-CT/TU", party=True),
    Printed(("TỈNH ỦY LÂM SƠN", "BAN TỔ CHỨC", "*", "Số 20-HD/BTCTU"), "Ban Tổ chức", "Ban Tổ chức Tỉnh ủy Lâm Sơn",
            "20-HD/BTCTU", party=True),
    Printed(("ĐẢNG BỘ TỈNH LÂM SƠN", "ĐẢNG ỦY XÃ ĐẠI THẮNG", "*", "Số 20-NQ/ĐU"), "Đảng ủy xã Đại Thắng",
            "Đảng ủy xã Đại Thắng", "20-NQ/ĐU", party=True),
    Printed(("BAN CHẤP HÀNH TRUNG ƯƠNG", "*", "Số 20-NQ/TW"), "Ban Chấp hành Trung ương", "Ban Chấp hành Trung ương",
            "20-NQ/TW", party=True),
    Printed(("THÀNH ỦY HẢI AN", "BAN TUYÊN GIÁO VÀ DÂN VẬN", "*", "Số 20-KH/BTGDVTU"), "Ban Tuyên giáo và Dân vận",
            "Ban Tuyên giáo và Dân vận Thành ủy Hải An", "20-KH/BTGDVTU", party=True),
    Printed(("TỈNH ỦY LÂM SƠN", "ỦY BAN KIỂM TRA", "*", "Số 20-QĐ/UBKTTU"), "Ủy ban Kiểm tra",
            "Ủy ban Kiểm tra Tỉnh ủy Lâm Sơn", "20-QĐ/UBKTTU", party=True),
    Printed(("ĐẢNG ỦY PHƯỜNG AN KHÁNH", "CHI BỘ TRƯỜNG HỌC", "*", "Số 20-NQ/CB"), "Chi bộ Trường học",
            "Chi bộ Trường học Đảng ủy phường An Khánh", "20-NQ/CB", party=True),
    # several issuers
    Printed(("BỘ TÀI CHÍNH - BỘ NỘI VỤ", "Số: 5/2026/TTLT-BTC-BNV"), "Bộ Tài chính - Bộ Nội vụ",
            "Bộ Tài chính - Bộ Nội vụ", "5/2026/TTLT-BTC-BNV"),
    Printed(("SỞ NỘI VỤ", "SỞ TÀI CHÍNH", "Số: 5/HDLT-SNV-STC"), "Sở Nội vụ - Sở Tài chính",
            "Sở Nội vụ - Sở Tài chính", "5/HDLT-SNV-STC"),
    Printed(("UBND TỈNH LÂM SƠN", "SỞ NỘI VỤ - SỞ TÀI CHÍNH", "Số: 5/HDLT-SNV-STC"), "Sở Nội vụ - Sở Tài chính",
            "Sở Nội vụ tỉnh Lâm Sơn - Sở Tài chính tỉnh Lâm Sơn", "5/HDLT-SNV-STC"),
    Printed(("UBND TỈNH LÂM SƠN", "LIÊN SỞ: NỘI VỤ - Y TẾ", "Số: 5/HDLS-SNV-SYT"), "Sở Nội vụ - Sở Y tế",
            "Sở Nội vụ tỉnh Lâm Sơn - Sở Y tế tỉnh Lâm Sơn", "5/HDLS-SNV-SYT"),
    Printed(("SỞ GIÁO DỤC VÀ ĐÀO TẠO", "TỈNH ĐOÀN LÂM SƠN", "Số: 5/KHLT-SGDĐT-TĐ"),
            "Sở Giáo dục và Đào tạo - Tỉnh đoàn Lâm Sơn", "Sở Giáo dục và Đào tạo - Tỉnh đoàn Lâm Sơn",
            "5/KHLT-SGDĐT-TĐ"),
    Printed(("SỞ Y TẾ", "CÔNG AN TỈNH LÂM SƠN", "Số: 5/QCPH-SYT-CAT"), "Sở Y tế - Công an tỉnh Lâm Sơn",
            "Sở Y tế - Công an tỉnh Lâm Sơn", "5/QCPH-SYT-CAT"),
    Printed(("TÒA ÁN NHÂN DÂN TỐI CAO", "VIỆN KIỂM SÁT NHÂN DÂN TỐI CAO", "BỘ CÔNG AN",
             "Số: 5/2026/TTLT-TANDTC-VKSNDTC-BCA"),
            "Tòa án nhân dân tối cao - Viện kiểm sát nhân dân tối cao - Bộ Công an",
            "Tòa án nhân dân tối cao - Viện kiểm sát nhân dân tối cao - Bộ Công an", "5/2026/TTLT-TANDTC-VKSNDTC-BCA"),
    Printed(("UBND TỈNH LÂM SƠN", "ỦY BAN MẶT TRẬN TỔ QUỐC", "VIỆT NAM TỈNH LÂM SƠN", "Số: 5/QCPH-UBND-MTTQ"),
            "UBND tỉnh Lâm Sơn - Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Lâm Sơn",
            "UBND tỉnh Lâm Sơn - Ủy ban Mặt trận Tổ quốc Việt Nam tỉnh Lâm Sơn", "5/QCPH-UBND-MTTQ"),
    # one over the other, and no two that issue together
    Printed(("BỘ QUỐC PHÒNG", "BỘ TƯ LỆNH QUÂN KHU 5", "Số: 5/KH-BTL"), "Bộ Tư lệnh Quân khu 5",
            "Bộ Tư lệnh Quân khu 5", "5/KH-BTL"),
    Printed(("HỘI ĐỒNG NHÂN DÂN", "TỈNH LÂM SƠN", "BAN PHÁP CHẾ", "Số: 8/BC-BPC"), "Ban Pháp chế",
            "Ban Pháp chế Hội đồng nhân dân tỉnh Lâm Sơn", "8/BC-BPC"),
    Printed(("THƯỜNG TRỰC HỘI ĐỒNG NHÂN DÂN", "XÃ ĐẠI THẮNG", "Số: 8/KH-TTHĐND"),
            "Thường trực Hội đồng nhân dân xã Đại Thắng", "Thường trực Hội đồng nhân dân xã Đại Thắng", "8/KH-TTHĐND"),
]  # fmt: skip

REPUBLIC = ("CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc")
DATED = "Lâm Sơn, ngày 12 tháng 6 năm 2026"
BELOW = (
    "KẾ HOẠCH",
    "Kiểm tra công tác văn thư năm 2026",
    "Thực hiện chương trình công tác, yêu cầu các đơn vị như sau:",
)


def right_of(row: Printed) -> tuple[str, ...]:
    return (*(("ĐẢNG CỘNG SẢN VIỆT NAM",) if row.party else REPUBLIC), DATED)


def columns(row: Printed) -> list[Paragraph]:
    """Both columns with their boxes, a line of the page a paragraph."""
    return [
        Paragraph((Line((*at(left, 70, y), *at(right, 300, y))),))
        for y, (left, right) in enumerate(side_by_side(row))
        if left or right
    ]


def at(text: str, x: float, row: int) -> list[Word]:
    """The words of `text` from `x` on, 5 points a letter."""
    words, y = [], 60.0 + 16 * row
    for word in text.split():
        words.append(Word(word, 1, (x, y, x + 5 * len(word), y + 12), 1.0, "text_layer"))
        x += 5 * len(word) + 3
    return words


def side_by_side(row: Printed) -> list[tuple[str, str]]:
    """The lines of both columns, the number beside the date."""
    left, right = list(row.left), list(right_of(row))
    blank = len(left) - len(right)
    left, number = left[:-1] + [""] * max(0, -blank), left[-1]
    right, dated = right[:-1] + [""] * max(0, blank), right[-1]
    return [*zip(left, right, strict=True), (number, dated)]


def merged(row: Printed) -> list[str]:
    """Both columns on one line, as a scan or a text file runs them together."""
    return [f"{left} {right}".strip() for left, right in side_by_side(row)]


def one_after_the_other(row: Printed) -> list[str]:
    return [*row.left, *right_of(row)]


def right_column_first(row: Printed) -> list[str]:
    return [*right_of(row)[:-1], *row.left, DATED]


SHAPES: list[Callable[[Printed], Sequence[str | Paragraph]]] = [
    columns,
    merged,
    one_after_the_other,
    right_column_first,
]


def read(lines: Sequence[str | Paragraph], damaged: bool = False) -> Letterhead:
    return read_form(transcript(*lines, *BELOW, origin="ocr" if damaged else "text_layer")).letterhead


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("row", ROWS, ids=lambda row: row.number)
def test_a_letterhead_of_any_level_in_any_shape(
    row: Printed, shape: Callable[[Printed], Sequence[str | Paragraph]]
) -> None:
    head = read(shape(row))
    assert head.number == row.number.replace(" ", "")
    assert head.issuer is not None
    assert (head.issuer.name, head.issuer.canonical) == (row.issuer, row.canonical)
    assert (head.place, head.issued_on) == ("Lâm Sơn", date(2026, 6, 12))
    assert (head.kind, head.subject) == ("Kế hoạch", BELOW[1])


DAMAGE = str.maketrans({"Ộ": "Ô", "Ủ": "U", "Ĩ": "I", "Ỉ": "Ì", "ậ": "â", "ự": "ư", "ạ": "a"})
"""What a worn scan makes of capitals and small letters of the fixed phrases."""


@pytest.mark.parametrize("shape", SHAPES[1:])
@pytest.mark.parametrize("row", [row for row in ROWS if "LÂM SƠN" in " ".join(row.left)], ids=lambda row: row.number)
def test_a_worn_letterhead_is_spelt_as_the_text_below_spells_it(
    row: Printed, shape: Callable[[Printed], Sequence[str]]
) -> None:
    worn = [line if line.startswith("Số") else line.translate(DAMAGE) for line in shape(row)]
    spelt = f"Các đơn vị báo cáo {row.issuer} và {row.canonical} trước ngày 20/6/2026, gửi tại Lâm Sơn theo quy định."
    head = read_form(transcript(*worn, *BELOW, spelt, origin="ocr")).letterhead
    assert head.issuer is not None
    assert (head.issuer.name, head.issuer.canonical) == (row.issuer, row.canonical)
    assert head.issued_on == date(2026, 6, 12)
