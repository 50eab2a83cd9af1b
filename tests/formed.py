"""A plan as typed lines, the head of any other document, and what is read of their form: for tests of official form."""

from typed import transcript

from extract.transcript import Paragraph
from nlp.form import Form, read_form

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


def letterhead(left: list[str], number: str, rest: list[str], right: str = "Độc lập - Tự do - Hạnh phúc") -> list[str]:
    republic = "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" if right.startswith("Độc") else right
    return [*left, number, republic, right, "Lâm Sơn, ngày 12 tháng 6 năm 2024", *rest]
