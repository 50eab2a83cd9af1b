"""Kind, subject, and marks of urgency and secrecy: what a letterhead says of what follows."""

import pytest
from formed import letterhead, read
from typed import paragraph

from extract.transcript import Paragraph

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
