"""Points that name nobody: tasks of nobody are told, and what merely looks like one is not."""

import pytest
from test_understand import transcript

from models.records import Problem
from nlp.understand import understand

HEAD = """\
ỦY BAN NHÂN DÂN
TỈNH TAM VÂN
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: {number}
Tam Vân, ngày 10 tháng 3 năm 2025
{title}
Phát triển bến thủy năm 2025
"""
SIGNED = ["Nơi nhận:", "- Lưu: VT.", "TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH", "Lê Văn Mẫu"]


def told(title: str, number: str, *lines: str) -> tuple[list[str], list[Problem]]:
    """The tasks of a document, and the problems of points without a unit."""
    found = understand(transcript("\n".join([HEAD.format(title=title, number=number).rstrip(), *lines, *SIGNED])))
    return [t.content for t in found.tasks], [p for p in found.problems if p.code == "points_unassigned"]


POINTS = ("1. Xây dựng ba bến khách mới.", "2. Nâng cấp đường dẫn xuống bến cũ.")
ORGANISED = ("Giao Sở Xây dựng theo dõi việc thực hiện.",)


def test_points_of_a_plan_that_name_nobody_are_told() -> None:
    tasks, problems = told("KẾ HOẠCH", "5/KH-UBND", "II. NHIỆM VỤ", *POINTS, "III. TỔ CHỨC THỰC HIỆN", *ORGANISED)
    assert tasks == ["theo dõi việc thực hiện."]
    assert [(p.message.split(" nhưng")[0], p.page) for p in problems] == [("2 điểm nêu việc phải làm (II)", 1)]


def test_so_are_points_under_a_heading_that_does_not_tell_its_use() -> None:
    tasks, problems = told(
        "KẾ HOẠCH", "5/KH-UBND", "II. CÁC BẾN CỦA TỈNH", *POINTS, "III. TỔ CHỨC THỰC HIỆN", *ORGANISED
    )  # fmt: skip
    assert (len(tasks), len(problems)) == (1, 1)


@pytest.mark.parametrize(
    ("title", "number", "lines"),
    [
        ("KẾ HOẠCH", "5/KH-UBND", ("I. MỤC ĐÍCH", *POINTS, "II. TỔ CHỨC THỰC HIỆN", *ORGANISED)),
        ("KẾ HOẠCH", "5/KH-UBND", ("II. NHIỆM VỤ", "1. Sở Xây dựng xây dựng ba bến khách mới.", *ORGANISED)),
        ("QUYẾT ĐỊNH", "5/QĐ-UBND", ("Điều 1. Công bố danh mục bến thủy.", "Điều 2. Giao Sở Xây dựng niêm yết.")),
        ("QUYẾT ĐỊNH", "5/2025/QĐ-UBND", ("Điều 1. Phạm vi", *POINTS, "Điều 2. Giải pháp", *POINTS)),
        ("BÁO CÁO", "5/BC-UBND", ("I. PHƯƠNG HƯỚNG", *POINTS)),
    ],
)
def test_what_is_no_order_is_not_told(title: str, number: str, lines: tuple[str, ...]) -> None:
    assert told(title, number, *lines)[1] == []


def test_a_plan_where_nobody_does_anything_keeps_its_tasks_and_says_so_once() -> None:
    tasks, problems = told("KẾ HOẠCH", "5/KH-UBND", "II. NHIỆM VỤ", *POINTS)
    assert (len(tasks), problems) == (2, [])


@pytest.mark.parametrize(("office", "lead"), [("VĂN PHÒNG", ["Văn phòng Ủy ban nhân dân tỉnh"]), ("SỞ XÂY DỰNG", [])])
def test_an_office_that_notifies_a_conclusion_may_be_ordered_in_it(office: str, lead: list[str]) -> None:
    text = f"""\
ỦY BAN NHÂN DÂN TỈNH TAM VÂN
{office}
CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
Độc lập - Tự do - Hạnh phúc
Số: 14/TB-{"VP" if lead else "SXD"}
Tam Vân, ngày 10 tháng 3 năm 2025
THÔNG BÁO
Kết luận của Chủ tịch Ủy ban nhân dân tỉnh về bến thủy
Chủ tịch Ủy ban nhân dân tỉnh kết luận như sau:
1. {"Văn phòng Ủy ban nhân dân tỉnh" if lead else "Sở Xây dựng"} theo dõi việc nâng cấp các bến.
Nơi nhận:
- Lưu: VT.
CHÁNH VĂN PHÒNG
Lê Văn Mẫu
"""
    assert [[u.name for u in t.lead] for t in understand(transcript(text)).tasks] == [lead][: bool(lead)]
