"""By which words a record belongs to which register. A new wording is a new row; accents and case don't matter.

The words are those of TCVN ISO 9000:2015 (thuật ngữ) and of the offices' own plans and reports.
"""

import re
from collections.abc import Sequence
from typing import Literal

from models.folding import bare

Register = Literal["audit", "nonconformity", "procedure"]

SYSTEM: tuple[tuple[str, str], ...] = (
    ("he thong quan ly chat luong", "duy trì Hệ thống quản lý chất lượng"),
    ("htqlcl", "duy trì HTQLCL"),
    ("he thong qlcl", "vận hành hệ thống QLCL"),
    ("iso", "Ban chỉ đạo ISO"),
    ("muc tieu chat luong", "xây dựng mục tiêu chất lượng"),
    ("chinh sach chat luong", "công bố chính sách chất lượng"),
    ("so tay chat luong", "ban hành sổ tay chất lượng"),
    ("danh gia noi bo", "đào tạo đánh giá nội bộ"),
    ("danh gia vien noi bo", "đào tạo đánh giá viên nội bộ"),
    ("qlcl", "văn bản QLCL"),
    ("diem khong phu hop", "khắc phục các điểm không phù hợp"),
    ("diem chua phu hop", "27/78 đơn vị có điểm chưa phù hợp"),
)
"""Of the quality-management system, as whole words (the index of words is asked for them), and an example."""

PHRASES = tuple(phrase for phrase, _ in SYSTEM)

NONCONFORMITY: tuple[tuple[str, str], ...] = (
    (r"(?:khong|chua) phu hop", "27/78 đơn vị có điểm chưa phù hợp"),
    (r"khac phuc", "đã yêu cầu khắc phục; báo cáo khắc phục"),
    (r"hanh dong (?:khac phuc|phong ngua|cai tien)", "thực hiện hành động khắc phục"),
    (r"ton tai,? han che|sai sot|vi pham", "các tồn tại, hạn chế đã nêu tại Biên bản kiểm tra"),
)

AUDIT: tuple[tuple[str, str], ...] = (
    (r"danh gia (?:noi bo|giam sat|chung nhan|ben ngoai|lai)", "tổ chức đánh giá nội bộ"),
    (r"danh gia (?:thuc trang )?(?:he thong|htqlcl)", "đánh giá hệ thống ISO"),
    (r"kiem tra", "đoàn kiểm tra; kế hoạch kiểm tra; tự kiểm tra"),
    (r"thanh tra|xem xet (?:cua|boi) lanh dao|hop xem xet", "họp xem xét của lãnh đạo"),
)

PROCEDURE: tuple[tuple[str, str], ...] = (
    (r"quy trinh", "xây dựng thêm 06 quy trình mới"),
    (r"(?:he thong )?(?:tai lieu|van ban) (?:iso|qlcl|he thong|thuoc he thong)", "soạn thảo hệ thống tài liệu ISO"),
    (r"\btai lieu\b", "rà soát, cập nhật tài liệu"),
    (r"thu tuc hanh chinh .*(?:tieu chuan|quy trinh|iso)", "thủ tục hành chính được cụ thể hóa theo tiêu chuẩn"),
    (r"(?:ra soat|cap nhat|bo sung|sua doi)[^.;]{0,40} he thong quan ly chat luong", "rà soát, cập nhật Hệ thống"),
)

REVIEWS: tuple[tuple[str, str, str], ...] = (
    (r"huy bo|bai bo|loai bo", "hủy bỏ", "hủy bỏ tài liệu lỗi thời"),
    (r"ra soat", "rà soát", "rà soát danh mục 65 quy trình"),
    (r"sua doi|bo sung|cap nhat|cai tien|chuan hoa", "sửa đổi, bổ sung", "cập nhật, cải tiến quy trình"),
    (r"xay dung|soan thao|bien soan|lap|cu the hoa", "xây dựng mới", "xây dựng thêm 06 quy trình"),
    (r"ban hanh|cong bo|phe duyet", "ban hành, công bố", "công bố Hệ thống"),
    (r"pho bien|tap huan|dao tao", "phổ biến", "phổ biến các quy trình"),
)
"""What happens to a procedure: how it is said, what the register says, an example. The first that is said counts."""

TRAINING = r"^(?:da )?(?:to chuc )?(?:dao tao|tap huan|boi duong)"
"""Training in auditing audits nobody."""

REGISTERS: tuple[tuple[Register, Sequence[tuple[str, str]]], ...] = (
    ("nonconformity", NONCONFORMITY),
    ("procedure", PROCEDURE),
    ("audit", AUDIT),
)
"""In the order in which they are asked: "báo cáo khắc phục sau kiểm tra" is a corrective action."""


def of_the_system(text: str | None) -> bool:
    """Whether `text` speaks of the quality-management system."""
    return says([(rf"\b{phrase}\b", said) for phrase, said in SYSTEM], bare(text or ""))


def register_of(text: str) -> Register | None:
    """The register that a record with the words `text` stands in; None for the objectives."""
    folded = bare(text)
    if re.search(TRAINING, folded):
        return None
    return next((register for register, rows in REGISTERS if says(rows, folded)), None)


def review_of(text: str) -> str | None:
    """What is done to the procedures that `text` speaks of; the first that it names."""
    folded = bare(text)
    found = [(m.start(), told) for pattern, told, _ in REVIEWS if (m := re.search(rf"\b(?:{pattern})\b", folded))]
    return min(found)[1] if found else None


def says(rows: Sequence[tuple[str, str]], folded: str) -> bool:
    """Whether one of the patterns is in `folded`."""
    return any(re.search(pattern, folded) for pattern, _ in rows)
