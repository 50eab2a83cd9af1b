"""Issuers of all levels, of the State and of the Party, as the left column of a letterhead names them."""

from datetime import date

import pytest
from formed import letterhead, read

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
