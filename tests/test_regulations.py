"""Regulations: who has a duty by an article's heading, and that nothing of what is issued with a decision is lost."""

import pytest
from test_understand import transcript

from models.records import Task
from nlp.form import read_form
from nlp.understand import understand

DECISION = """\
ỦY BAN NHÂN DÂN
TỈNH TAM VÂN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 12/2025/QĐ-UBND
Tam Vân, ngày 10 tháng 3 năm 2025
QUYẾT ĐỊNH
Ban hành Quy chế sử dụng hộp thư công vụ
Điều 1. Ban hành kèm theo Quyết định này Quy chế sử dụng hộp thư công vụ.
TM. ỦY BAN NHÂN DÂN
CHỦ TỊCH
Lê Văn Mẫu
QUY CHẾ
SỬ DỤNG HỘP THƯ CÔNG VỤ
(Ban hành kèm theo Quyết định số 12/2025/QĐ-UBND)
"""


def tasks(*lines: str) -> tuple[Task, ...]:
    return understand(transcript(DECISION + "\n".join(lines))).tasks


def leads(*lines: str) -> list[list[str]]:
    return [[u.name for u in task.lead] for task in tasks(*lines)]


@pytest.mark.parametrize(
    ("heading", "lead"),
    [
        ("Trách nhiệm của Sở Tư pháp", ["Sở Tư pháp"]),
        ("Trách nhiệm, quyền hạn của Sở Tư pháp", ["Sở Tư pháp"]),
        ("Trách nhiệm của văn thư cơ quan", ["văn thư cơ quan"]),
        ("Trách nhiệm của người sử dụng hộp thư", ["người sử dụng hộp thư"]),
        ("Nhiệm vụ và trách nhiệm của bên vận hành", ["bên vận hành"]),
    ],
)
def test_a_heading_says_whose_duties_follow(heading: str, lead: list[str]) -> None:
    assert leads(f"Điều 4. {heading}", "1. Quản lý hộp thư được giao.", "2. Báo cáo khi có sự cố.") == [lead, lead]


@pytest.mark.parametrize("heading", ["Nhiệm vụ của năm 2025", "Trách nhiệm của mình", "Các hành vi bị nghiêm cấm"])
def test_a_heading_that_names_nobody_gives_duties_to_nobody(heading: str) -> None:
    assert leads(f"Điều 4. {heading}", "1. Quản lý hộp thư được giao.") == []


def test_whoever_carries_out_a_regulation_is_not_ordered_each_of_its_rules() -> None:
    assert leads(
        "Điều 4. Giải pháp kỹ thuật",
        "1. Sao lưu hộp thư hằng tuần.",
        "Điều 5. Điều khoản thi hành",
        "1. Thủ trưởng các sở, ban, ngành chịu trách nhiệm thực hiện Quy chế này.",
    ) == []  # fmt: skip


def test_a_chapter_that_is_called_as_a_kind_of_document_is_no_annex() -> None:
    lines = ("Chương I", "QUY ĐỊNH CHUNG", "Điều 2. Trách nhiệm của Sở Tư pháp", "1. Quản lý hộp thư.")
    form = read_form(transcript(DECISION + "\n".join(lines)))
    assert [annex.label for annex in form.annexes] == ["Quy chế"]
    assert [task.path for task in tasks(*lines)] == ["Quy chế > Chương I > Điều 2 > khoản 1"]


def test_an_address_that_a_web_page_hides_ends_no_document() -> None:
    hidden = "1. Hộp thư hỗ trợ kỹ thuật: [email protected]"
    found = tasks("Điều 3. Hỗ trợ", hidden, "Điều 4. Trách nhiệm của Sở Tư pháp", "1. Quản lý hộp thư được giao.")
    assert [task.content for task in found] == ["Quản lý hộp thư được giao."]


def test_an_article_whose_number_stands_on_the_next_line() -> None:
    found = tasks("Điều", "4. Trách nhiệm của Sở Tư pháp", "1. Quản lý hộp thư.", "Điều", "5. Phạm vi", "1. Toàn tỉnh.")
    assert [(task.path, task.lead[0].name) for task in found] == [("Quy chế > Điều 4 > khoản 1", "Sở Tư pháp")]


@pytest.mark.parametrize(
    ("rule", "lead"),
    [
        (
            "1. Các thành viên định kỳ 06 tháng (trước ngày 20 tháng 6 hằng năm) báo cáo Tổ trưởng.",
            [["Các thành viên"]],
        ),
        ("1. Ủy ban nhân dân cấp xã gửi báo cáo về Sở Nội vụ trước ngày 31/12/2025.", [["Ủy ban nhân dân cấp xã"]]),
        ("1. Sở Nội vụ trả lời trong thời hạn 02 ngày làm việc kể từ ngày nhận được yêu cầu.", []),
        ("1. Các thành viên làm việc theo chế độ kiêm nhiệm.", []),
    ],
)
def test_a_rule_that_dates_what_a_unit_does_orders_it(rule: str, lead: list[list[str]]) -> None:
    assert leads("Điều 4. Chế độ làm việc", rule) == lead
