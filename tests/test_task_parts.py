"""A passage that orders several things: other units, reports, lists and days of their own, label lines beside it."""

from datetime import date

import pytest
from ordered import names, read


def test_label_lines_speak_of_the_point_they_follow_and_win() -> None:
    tasks = read(
        "1. Tổ chức tập huấn cho cán bộ đầu mối.",
        "- Đơn vị thực hiện: Phòng Tổ chức cán bộ.",
        "- Đơn vị phối hợp: Văn phòng Sở.",
        "- Thời gian thực hiện: Tháng 4/2025.",
    )
    (task,) = tasks
    assert names(task) == (["Phòng Tổ chức cán bộ"], ["Văn phòng Sở"])
    assert task.deadline is not None
    assert (task.deadline.kind, task.deadline.end) == ("during", date(2025, 4, 30))


def test_other_units_in_a_point_are_orders_of_their_own() -> None:
    tasks = read(
        "3. Giao Sở Xây dựng lập đồ án quy hoạch; giao Sở Tài chính bố trí vốn, hoàn thành trong tháng 6/2025."
    )
    assert [(names(t)[0], t.content) for t in tasks] == [
        (["Sở Xây dựng"], "lập đồ án quy hoạch;"),
        (["Sở Tài chính"], "bố trí vốn, hoàn thành trong tháng 6/2025."),
    ]


def test_a_report_with_its_own_date_is_a_task_of_its_own() -> None:
    main, report = read(
        "1. Sở Nông nghiệp và Môi trường tăng cường kiểm tra các mỏ đang khai thác; "
        "báo cáo kết quả về Ủy ban nhân dân tỉnh trước ngày 25/9/2025."
    )
    assert main.deadline is None
    assert report.deadline is not None
    assert report.content.startswith("báo cáo kết quả")
    assert names(main) == names(report)


def test_a_report_by_several_times_is_a_task_of_its_own() -> None:
    main, report = read(
        "1. Sở Nông nghiệp và Môi trường kiểm tra các mỏ khai thác. Định kỳ hằng tháng (trước ngày 20 hằng tháng), "
        "hằng năm (trước ngày 10/12) báo cáo kết quả về Ủy ban nhân dân tỉnh."
    )
    assert main.deadline is None
    assert report.deadline is not None
    assert report.deadline.kind == "recurring"
    assert report.content.startswith("Định kỳ hằng tháng")


def test_a_chain_that_ends_in_a_report_is_one_task() -> None:
    (task,) = read("1. Sở Nội vụ nghiên cứu, tổng hợp, báo cáo Ủy ban nhân dân tỉnh trước ngày 30/11/2025.")
    assert task.deadline is not None
    assert task.deadline.end == date(2025, 11, 30)


def test_a_list_inside_a_sentence() -> None:
    tasks = read(
        "Yêu cầu các địa phương tập trung thực hiện các nhiệm vụ sau: (1) Rà soát hộ nghèo; (2) Lập danh sách hỗ trợ."
    )
    assert [(names(t)[0], t.content) for t in tasks] == [
        (["các địa phương"], "Rà soát hộ nghèo;"),
        (["các địa phương"], "Lập danh sách hỗ trợ."),
    ]


def test_times_of_things_are_no_deadlines() -> None:
    (task,) = read("1. Sở Tài chính xây dựng Kế hoạch đầu tư công trung hạn giai đoạn 2026 - 2030 của tỉnh.")
    assert task.deadline is None
    (task,) = read("1. Sở Tài chính xây dựng Kế hoạch đầu tư công năm 2026, hoàn thành trước ngày 31/10/2025.")
    assert task.deadline is not None
    assert task.deadline.end == date(2025, 10, 31)


def test_a_sentence_that_a_line_parted_at_its_dash_is_one_task() -> None:
    (task,) = read(
        "1. Sở Xây dựng",
        "a) Nâng cấp bến thủy của các xã ven sông gắn với phát triển kinh tế",
        "- xã hội của từng địa bàn.",
    )
    assert task.content.endswith("phát triển kinh tế - xã hội của từng địa bàn.")


def test_a_list_after_an_order_of_its_own() -> None:
    (whole, first, second) = read(
        "1. Sở Y tế tổ chức trực cấp cứu đủ, trong đó: (1) Chuẩn bị thuốc, vật tư. (2) Hướng dẫn người dân khử khuẩn."
    )
    assert whole.content.startswith("tổ chức trực cấp cứu")
    assert (first.content, second.content) == ("Chuẩn bị thuốc, vật tư.", "Hướng dẫn người dân khử khuẩn.")
    assert names(first) == names(whole) == (["Sở Y tế"], [])


def test_the_time_of_a_sentence_that_leads_a_list_in_is_that_of_its_items() -> None:
    tasks = read(
        "2. Các Sở: Y tế, Tài chính khắc phục bất cập của hệ thống, hoàn thành trong tháng 11 năm 2025, cụ thể: "
        "(1) Sở Tài chính giải quyết các vấn đề tồn đọng: (i) Kết nối cơ sở dữ liệu doanh nghiệp; "
        "(ii) Xử lý lỗi hệ thống. (2) Sở Y tế nâng cấp hệ thống cấp phép."
    )
    assert [(t.content.rstrip(";."), names(t)[0]) for t in tasks] == [
        ("Kết nối cơ sở dữ liệu doanh nghiệp", ["Sở Tài chính"]),
        ("Xử lý lỗi hệ thống", ["Sở Tài chính"]),
        ("nâng cấp hệ thống cấp phép", ["Sở Y tế"]),
    ]
    assert {t.deadline.end for t in tasks if t.deadline} == {date(2025, 11, 30)}


def test_two_actions_each_with_a_day_of_its_own_are_two_tasks() -> None:
    first, second = read(
        "1. Sở Xây dựng sửa chữa nhà hư hỏng, hoàn thành trước ngày 31/12/2025; "
        "xây dựng lại nhà bị sập chậm nhất ngày 31/01/2026."
    )
    assert [t.deadline.end for t in (first, second) if t.deadline] == [date(2025, 12, 31), date(2026, 1, 31)]
    assert second.content == "xây dựng lại nhà bị sập chậm nhất ngày 31/01/2026."


def test_a_numbered_point_about_the_time_dates_none_of_the_points_beside_it() -> None:
    """ "Thời gian thực hiện" as a point of its own is about the whole; the day of passing is a past fact."""
    tasks = read(
        "Điều 4. Tổ chức thực hiện",
        "1. Giao Sở Y tế rà soát các trạm cấp cứu.",
        "2. Giao Sở Nội vụ tổng hợp kết quả.",
        "3. Thời gian thực hiện: năm học 2025-2026. Nghị quyết này đã được Hội đồng nhân dân tỉnh Tam Vân khóa XX,"
        " kỳ họp thứ 9 thông qua ngày 20 tháng 3 năm 2025 và có hiệu lực từ ngày 01 tháng 4 năm 2025.",
    )
    assert [(t.content, t.deadline) for t in tasks] == [
        ("rà soát các trạm cấp cứu.", None),
        ("tổng hợp kết quả.", None),
    ]


def test_a_label_of_time_ends_with_its_sentence() -> None:
    (task,) = read(
        "1. Sở Y tế rà soát các trạm cấp cứu.",
        "- Thời gian thực hiện: tháng 6/2025. Quyết định này đã được cuộc họp thông qua ngày 20 tháng 3 năm 2025.",
    )
    assert task.deadline is not None
    assert (task.deadline.kind, task.deadline.end) == ("during", date(2025, 6, 30))


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("1. Sở Y tế theo dõi việc thực hiện và định kỳ hoặc đột xuất báo cáo Ủy ban nhân dân tỉnh.", "recurring"),
        ("1. Sở Y tế tổng hợp và định kỳ báo cáo Ủy ban nhân dân tỉnh.", "recurring"),
        ("1. Sở Y tế hướng dẫn chế độ kiểm tra thường xuyên và định kỳ các bến đò.", None),
    ],
)
def test_what_is_done_regularly_after_another_action_recurs(text: str, kind: str | None) -> None:
    (task,) = read(text)
    assert (task.deadline.kind if task.deadline else None) == kind


def test_what_is_ordered_after_the_clause_of_effect() -> None:
    (task,) = read(
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký. Giao Sở Y tế công khai thủ tục trong 03 ngày làm việc."
    )
    assert task.content == "công khai thủ tục trong 03 ngày làm việc."
    assert names(task) == (["Sở Y tế"], [])


def test_a_citation_that_a_line_parted_is_one_sentence() -> None:
    tasks = read(
        "3. Sở Xây dựng triển khai chính sách hỗ trợ nhà ở theo quy định tại",
        "Điều 6, Điều 7 Nghị quyết này; tham mưu Ủy ban nhân dân tỉnh ban hành hướng dẫn.",
    )
    assert [task.content[-25:] for task in tasks] == ["nh tỉnh ban hành hướng dẫn."[-25:]]


def test_a_unit_before_a_list_leads_each_of_its_items() -> None:
    found = read("b) Sở Tài chính: (1) Phân bổ vốn trước ngày 20/4/2025; (2) trình dự toán, báo cáo kết quả.")
    assert [(names(t)[0], t.content) for t in found] == [
        (["Sở Tài chính"], "Phân bổ vốn trước ngày 20/4/2025;"),
        (["Sở Tài chính"], "trình dự toán, báo cáo kết quả."),
    ]
    assert [t.deadline.end if t.deadline else None for t in found] == [date(2025, 4, 20), None]


@pytest.mark.parametrize("unit", ["Các sở", "Sở Xây dựng"])
def test_what_a_point_is_about_may_stand_before_its_unit(unit: str) -> None:
    (task,) = read("III. NHIỆM VỤ", f"1. Đẩy mạnh rà soát quy trình: {unit} khẩn trương trình danh mục bến thủy.")
    assert names(task)[0] == [unit]
    assert task.content == "Đẩy mạnh rà soát quy trình: khẩn trương trình danh mục bến thủy."


def test_an_item_of_a_list_names_another_unit_further_on() -> None:
    tasks = read(
        "3. Xếp hạng chất lượng dữ liệu: (1) Thanh tra tỉnh ban hành quy trình; "
        "(2) Công an tỉnh chủ trì, phối hợp các sở ban hành hướng dẫn; Các sở, ngành, địa phương căn cứ hướng dẫn "
        "của Công an tỉnh tổ chức rà soát dữ liệu; gửi kết quả về Công an tỉnh trước ngày 10/12/2025."
    )
    everybody = ["Các sở, ngành, địa phương"]
    assert [names(t)[0] for t in tasks] == [["Thanh tra tỉnh"], ["Công an tỉnh"], everybody]
    assert [t.deadline and t.deadline.end for t in tasks] == [None, None, date(2025, 12, 10)]


def test_what_an_item_only_enumerates_is_no_task() -> None:
    kept, enumerating = read(
        "b) Công an tỉnh: (1) Nâng cấp kho dữ liệu; "
        "(2) Phát triển ứng dụng công dân số với 02 chức năng chính: (i) Lưu trữ dữ liệu; (ii) Thực hiện thanh toán."
    )
    assert names(kept)[0] == names(enumerating)[0] == ["Công an tỉnh"]
    assert enumerating.content.endswith("(ii) Thực hiện thanh toán.")


def test_an_ongoing_duty_is_said_at_the_end() -> None:
    kept, other = read("b) Sở Y tế: (1) Mở rộng kho dữ liệu, nhiệm vụ thường xuyên; (2) Lập đề án.")
    assert kept.deadline is not None
    assert kept.deadline.kind == "ongoing"
    assert other.deadline is None


@pytest.mark.parametrize(
    "point",
    [
        "2. Rà soát danh mục. Thời gian: Quý II/2026. Đơn vị chủ trì: Sở Y tế. Đơn vị phối hợp: Sở Xây dựng.",
        "2. Rà soát danh mục (chủ trì: Sở Y tế; phối hợp: Sở Xây dựng; thời gian: Quý II/2026).",
        "2. Sở Y tế chủ trì, phối hợp với Sở Xây dựng rà soát danh mục trong Quý II/2026.",
        "2. Sở Y tế là cơ quan đầu mối, phối hợp với Sở Xây dựng rà soát danh mục trong Quý II/2026.",
        "2. Chậm nhất ngày 30/6/2026, Sở Y tế phối hợp với Sở Xây dựng rà soát danh mục.",
        "2. Rà soát danh mục, phối hợp với Sở Xây dựng (Sở Y tế chủ trì, hoàn thành trước ngày 30/6/2026).",
    ],
)
def test_one_order_in_many_words(point: str) -> None:
    (task,) = read(point)
    assert names(task) == (["Sở Y tế"], ["Sở Xây dựng"])
    assert task.deadline is not None
    assert task.deadline.end == date(2026, 6, 30)


@pytest.mark.parametrize(
    ("point", "end"),
    [
        ("2. Sở Y tế ban hành danh mục trong tháng 7/2026.", date(2026, 7, 31)),
        ("2. Sở Y tế thực hiện các nhiệm vụ trong năm 2026.", None),
        ("2. Sở Y tế báo cáo kết quả trong năm 2026.", None),
        ("2. Sở Y tế tham mưu ban hành đề án năm 2026.", None),
    ],
)
def test_a_time_within_dates_what_is_brought_forth(point: str, end: date | None) -> None:
    (task,) = read(point)
    assert (task.deadline.end if task.deadline else None) == end


@pytest.mark.parametrize(
    "unit", ["Các phòng, đơn vị thuộc Sở", "Các cơ quan, đơn vị được kiểm tra", "Thủ trưởng các cơ quan, đơn vị"]
)
def test_whose_points_follow_a_colon_is_no_list_of_names(unit: str) -> None:
    (task,) = read(f"2. {unit}: Xây dựng kế hoạch chi tiết trước ngày 15/02/2026.")
    assert names(task)[0] == [unit]


@pytest.mark.parametrize(
    "line",
    [
        "Yêu cầu các sở, ban, ngành nghiêm túc triển khai thực hiện.",
        "Đề nghị Sở Y tế, Sở Xây dựng chủ động triển khai, thực hiện./.",
        "- Một số trạm y tế có tỷ lệ số hóa còn thấp như: Trạm Y tế xã Bình An, xã Hòa Lợi.",
        "- Hướng dẫn lập bảng kê chi phí khám bệnh (60 phút).",
    ],
)
def test_to_be_diligent_and_how_things_stand_are_no_tasks(line: str) -> None:
    assert read(line) == ()
    assert [t.content for t in read("1. Sở Y tế rà soát các trạm xuống cấp.", line)] == ["rà soát các trạm xuống cấp."]


def test_what_is_forbidden_is_ordered() -> None:
    told = read("Yêu cầu các sở, ngành thực hiện các nhiệm vụ sau:", "1. Nghiêm cấm đốt thực bì trong mùa khô.")
    assert [t.content for t in told] == ["Nghiêm cấm đốt thực bì trong mùa khô."]


def test_the_effect_of_the_document_is_no_part_of_its_last_order() -> None:
    (order,) = read(
        "Giao Sở Y tế theo dõi, đôn đốc việc thực hiện Chỉ thị này. "
        "Chỉ thị này thay thế Chỉ thị số 12/CT-UBND và có hiệu lực kể từ ngày ký./."
    )
    assert order.content == "theo dõi, đôn đốc việc thực hiện Chỉ thị này."
