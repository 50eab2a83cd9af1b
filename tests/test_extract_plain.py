"""Plain text: any encoding an office still has, and paragraphs however lines were broken."""

from collections.abc import Callable

import pytest

from extract.formats.encodings import decode, to_tcvn3, to_vni
from extract.formats.plain import paragraphs_of_text

TEXT = "Kế hoạch kiểm tra năm 2030"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_decode(encoding: str) -> None:
    assert decode(TEXT.encode(encoding)) == TEXT


def test_windows_1258_puts_tones_behind_their_letters() -> None:
    content = "Kê\u0301 hoa\u0323ch kiê\u0309m tra".encode("cp1258")
    assert paragraphs_of_text(decode(content))[0].text == "Kế hoạch kiểm tra"


@pytest.mark.parametrize("write", [to_tcvn3, to_vni])
def test_encodings_from_before_unicode(write: Callable[[str], str]) -> None:
    prose = (
        "Sở Nội vụ chủ trì, phối hợp với các đơn vị hướng dẫn tổ chức thực hiện, báo cáo kết quả trước ngày ba mươi "
        "tháng sáu hằng năm để tổng hợp"
    )
    assert decode(write(prose).encode("latin-1")) == prose


def test_a_line_is_a_paragraph() -> None:
    long = "Mục tiêu cụ thể của chương trình đến năm 2030 gồm hai nội dung, được giao cho các đơn vị theo thẩm quyền."
    text = f"Mục tiêu chung của chương trình.\n{long}\n\nHết."
    assert len(paragraphs_of_text(text)) == 3


def test_lines_wrapped_at_a_width_are_joined() -> None:
    text = (
        "Thực hiện kế hoạch năm 2030 về duy trì hệ thống quản lý chất\n"
        "lượng, Sở Khoa học và Công nghệ yêu cầu các đơn vị rà soát, cập\n"
        "nhật tài liệu và gửi báo cáo về Sở trước ngày 15 tháng 9 để tổng\n"
        "hợp.\n"
        "1. Các phòng chuyên môn tự kiểm tra việc áp dụng hệ thống tại đơn\n"
        "vị mình.\n"
        "2. Văn phòng Sở đôn đốc.\n"
    )
    paragraphs = [p.text for p in paragraphs_of_text(text)]
    assert [p[:12] for p in paragraphs] == ["Thực hiện kế", "1. Các phòng", "2. Văn phòng"]
    assert paragraphs[0].endswith("để tổng hợp.")


def test_words_have_offsets_into_their_paragraph() -> None:
    (paragraph,) = paragraphs_of_text("báo cáo  trước ngày 15/9")
    assert paragraph.text == "báo cáo trước ngày 15/9"
    assert all(paragraph.text[start:end] == word.text for start, end, word in paragraph.spans())
