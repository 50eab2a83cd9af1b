"""How an order gets its deadline: which of the times in its sentence dates it, and where two actions have one each."""

from datetime import date

import pytest

from models.records import Deadline
from tests.ordered import read


def said(deadline: Deadline | None) -> str | None:
    """A deadline in short: its end, its beginning and end, how it recurs, or how long after an event."""
    if deadline is None:
        return None
    if deadline.kind == "during":
        return f"{deadline.start or ''}..{deadline.end or ''}"
    if deadline.kind == "recurring":
        return deadline.rrule or "recurring"
    if deadline.kind == "relative":
        return deadline.relative.duration if deadline.relative else None
    return str(deadline.end) if deadline.end else deadline.kind


@pytest.mark.parametrize(
    ("order", "due"),
    [
        # within a period, at the end of the clause
        ("Sở Y tế lập danh mục vắc xin, trình Ủy ban nhân dân tỉnh ngay trong tháng 4/2025.", "2025-04-01..2025-04-30"),
        ("Sở Y tế công bố bản đồ dịch từ nay đến hết quý III năm 2025.", "2025-03-10..2025-09-30"),
        (
            "Sở Y tế đôn đốc phủ kín điểm tiêm, phải đạt 90% trong năm 2025 (hiện mới đạt 40%).",
            "2025-01-01..2025-12-31",
        ),
        ("Sở Y tế chấm điểm các trạm; công bố kết quả trong quý II năm 2025.", "2025-04-01..2025-06-30"),
        ("Sở Y tế báo cáo kết quả trong quý II năm 2025.", None),
        ("Sở Y tế rà soát danh mục trạm y tế (Quý II/2025).", "2025-04-01..2025-06-30"),
        ("Sở Y tế sơ kết 05 năm thực hiện Nghị quyết vào năm 2028.", "2028-01-01..2028-12-31"),
        ("Sở Y tế tham mưu sơ kết vào năm 2028 và tổng kết vào năm 2030.", "2028-01-01..2028-12-31"),
        ("Sở Y tế phấn đấu đến năm 2030 có 95% người dân được khám bệnh định kỳ.", "2030-12-31"),
        # from one day to another: what goes on, not what its figures or its occasion cover
        ("Sở Y tế tổ chức đợt cao điểm tiêm chủng từ 15/5 đến 15/6/2025.", "2025-05-15..2025-06-15"),
        ("Sở Y tế triển khai tháng an toàn từ tháng 4 đến tháng 5/2025.", "2025-04-01..2025-05-31"),
        ("Sở Y tế tham gia hội chợ diễn ra từ ngày 01/5/2025 đến ngày 05/5/2025.", None),
        ("Sở Y tế tổng hợp số liệu khám bệnh từ ngày 01/5/2025 đến ngày 31/5/2025.", None),
        # not later than
        ("Sở Y tế gửi ý kiến thẩm định không muộn hơn ngày 18/4/2025.", "2025-04-18"),
        ("Sở Y tế xử lý dứt điểm nước thải, không để kéo dài quá ngày 30/6/2025.", "2025-06-30"),
        # what a schedule is to bring is no day
        ("Sở Y tế lập hồ sơ sức khỏe điện tử theo lộ trình: năm 2025 đạt 60%, năm 2026 đạt 100%.", None),
        ("Sở Y tế lập hồ sơ sức khỏe điện tử (năm 2025: 60%; năm 2026: 100%).", None),
        ("Sở Y tế hoàn thành sớm hơn 10 ngày so với thời hạn Chính phủ giao.", None),
        # again and again
        ("Các sở, ban, ngành hằng tháng báo cáo tiến độ về Sở Tài chính.", "FREQ=MONTHLY"),
        ("Sở Y tế lập danh sách ca bệnh, cập nhật hằng ngày trên hệ thống.", "FREQ=DAILY"),
        ("Sở Y tế báo cáo định kỳ hoặc đột xuất theo yêu cầu của Ủy ban nhân dân tỉnh.", "recurring"),
        ("Sở Y tế báo cáo Bộ Y tế theo định kỳ: 06 tháng.", "FREQ=MONTHLY;INTERVAL=6"),
        # counted from what is done
        ("Sau 06 tháng triển khai thực hiện, Sở Y tế tổ chức sơ kết, báo cáo Ủy ban nhân dân tỉnh.", "P6M"),
        ("Sở Y tế gửi biên bản cho các thành viên sau khi kết thúc cuộc họp 03 ngày làm việc.", "P3D"),
        ("Sở Y tế quản lý người về từ vùng dịch sau khi cách ly 14 ngày.", None),
        # the result of the order is no other matter than the order
        (
            "Sở Y tế tổ chức chấm điểm các trạm trên toàn tỉnh; gửi kết quả về Sở Nội vụ trước ngày 10/4/2025.",
            "2025-04-10",
        ),
        # a matter that holds a time of its own
        ("Về số vốn không giải ngân trong năm 2025 (khoảng 15 tỷ đồng): Sở Tài chính rà soát lại danh mục.", None),
    ],
)
def test_the_time_that_dates_an_order(order: str, due: str | None) -> None:
    (task,) = read(f"1. {order}")
    assert said(task.deadline) == due


@pytest.mark.parametrize(
    ("heading", "due"),
    [
        ("Nhiệm vụ trong quý II/2025", "2025-04-01..2025-06-30"),
        ("Nhóm nhiệm vụ hoàn thành trước 30/6/2025", "2025-06-30"),
        ("Nhiệm vụ năm 2025", None),
        ("Nhiệm vụ giai đoạn 2025 - 2030", None),
    ],
)
def test_a_heading_of_work_dates_its_points_where_it_names_no_long_time(heading: str, due: str | None) -> None:
    tasks = read(f"1. {heading}", "- Sở Y tế rà soát danh mục vắc xin.", "- Sở Tài chính lập dự toán mua vắc xin.")
    assert [said(task.deadline) for task in tasks] == [due, due]


def test_a_report_without_a_day_of_its_own_stays_in_its_order() -> None:
    (task,) = read("1. Sở Y tế tổ chức thực hiện các nhiệm vụ được phân cấp; định kỳ báo cáo kết quả về Bộ Y tế.")
    assert said(task.deadline) == "recurring"


def test_what_is_drawn_up_regularly_is_another_matter() -> None:
    follow, sum_up = read("1. Sở Y tế theo dõi việc thực hiện Kế hoạch; định kỳ sơ kết, tổng kết, báo cáo Bộ Y tế.")
    assert (follow.deadline, said(sum_up.deadline)) == (None, "recurring")


def test_a_report_by_two_days_of_the_year_is_a_task_of_its_own() -> None:
    plan, report = read(
        "1. Các sở, ban, ngành xây dựng kế hoạch trước ngày 31/3/2025; "
        "định kỳ 6 tháng (trước 15/6), năm (trước 15/12) gửi báo cáo về Sở Nội vụ."
    )
    assert said(plan.deadline) == "2025-03-31"
    assert said(report.deadline) == "FREQ=YEARLY;BYMONTH=6,12;BYMONTHDAY=15"


def test_a_report_of_each_year_is_behind_a_semicolon_too() -> None:
    plan, report = read(
        "1. Hằng năm, Sở Y tế xây dựng kế hoạch kiểm tra; tổng hợp kết quả, báo cáo Bộ Y tế trước ngày 10/12."
    )
    assert said(plan.deadline) == "FREQ=YEARLY"
    assert said(report.deadline) == "FREQ=YEARLY;BYMONTH=12;BYMONTHDAY=10"


def test_two_actions_in_a_chain_each_with_its_day_are_two_tasks() -> None:
    first, second = read(
        "1. Sở Y tế gửi dự thảo lấy ý kiến các sở trước ngày 10/4/2025, hoàn thiện, trình Bộ Y tế trước ngày 25/4/2025."
    )
    assert [said(first.deadline), said(second.deadline)] == ["2025-04-10", "2025-04-25"]
    assert second.content == "hoàn thiện, trình Bộ Y tế trước ngày 25/4/2025."
    (one,) = read("1. Sở Y tế rà soát các trạm trước ngày 10/4/2025, trong đó trạm vùng cao xong trước ngày 05/4/2025.")
    assert one.deadline is not None
    assert one.deadline.end == date(2025, 4, 10)


def test_two_actions_behind_a_semicolon_may_be_timed_in_their_own_ways() -> None:
    again, counted = read(
        "1. Sở Y tế kiểm tra nguồn nước của các nhà máy ít nhất 01 lần/năm; "
        "công khai kết quả trong vòng 05 ngày kể từ ngày có kết quả xét nghiệm."
    )
    assert said(again.deadline) == "FREQ=YEARLY"
    assert counted.deadline is not None
    assert counted.deadline.kind == "relative"
    assert counted.content.startswith("công khai kết quả")


@pytest.mark.parametrize(
    "lead",
    ["Sở Y tế trong quý II/2025 hoàn thành các nhiệm vụ sau:", "Sở Y tế (hoàn thành trong quý II/2025):"],
)
def test_a_leading_sentence_dates_its_points(lead: str) -> None:
    tasks = read(f"1. {lead}", "a) Rà soát biên chế của các trạm y tế.", "b) Xây dựng đề án sắp xếp trạm y tế.")
    assert [said(task.deadline) for task in tasks] == ["2025-04-01..2025-06-30"] * 2


@pytest.mark.parametrize(
    ("first", "due"),
    [
        ("Đến ngày 30/9/2025,", "2025-09-30"),
        ("Trong tháng 9/2025:", "2025-09-01..2025-09-30"),
        ("Vào ngày 05 hằng tháng,", "FREQ=MONTHLY;BYMONTHDAY=5"),
        ("Cuối mỗi quý,", "FREQ=YEARLY;BYMONTH=3,6,9,12;BYMONTHDAY=-1"),
    ],
)
def test_a_time_may_stand_before_who_is_ordered(first: str, due: str) -> None:
    (task,) = read(f"1. {first} Sở Y tế đối soát dữ liệu tiêm chủng của các trạm.")
    assert [unit.name for unit in task.lead] == ["Sở Y tế"]
    assert said(task.deadline) == due


def test_what_is_ongoing_may_follow_its_matter() -> None:
    (task,) = read("1. Sở Y tế:", "a) Đối với các trạm vùng cao: Thường xuyên kiểm tra tủ thuốc.")
    assert said(task.deadline) == "ongoing"
