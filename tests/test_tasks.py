"""What is an order in running text, of whom, with whom, by when: phrases as official prose writes them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.records import Explanation, Task
from nlp.explain import explain, why

ISSUED = date(2025, 3, 10)
ISSUER = "Ủy ban nhân dân tỉnh Tam Vân"


def read(*lines: str) -> tuple[Task, ...]:
    return explain("\n".join(lines), ISSUED, ISSUER).tasks


def names(task: Task) -> tuple[list[str], list[str]]:
    return [u.name for u in task.lead], [u.name for u in task.support]


ONE_ORDER = [
    # text, content, lead, support, end of the deadline
    (
        "1. Sở Nội vụ chủ trì, phối hợp với Sở Tài chính và các cơ quan liên quan lập kế hoạch tinh giản biên chế.",
        "lập kế hoạch tinh giản biên chế.",
        ["Sở Nội vụ"],
        ["Sở Tài chính", "các cơ quan liên quan"],
        None,
    ),
    (
        "2. Giao Sở Xây dựng rà soát các công trình xuống cấp, báo cáo Ủy ban nhân dân tỉnh trước ngày 15/4/2025.",
        "rà soát các công trình xuống cấp, báo cáo Ủy ban nhân dân tỉnh trước ngày 15/4/2025.",
        ["Sở Xây dựng"],
        [],
        date(2025, 4, 15),
    ),
    (
        "Sở Y tế, Sở Giáo dục và Đào tạo theo chức năng, nhiệm vụ được giao có trách nhiệm kiểm tra bếp ăn tập thể.",
        "kiểm tra bếp ăn tập thể.",
        ["Sở Y tế", "Sở Giáo dục và Đào tạo"],
        [],
        None,
    ),
    (
        "3. Sở Xây dựng phổ cập kỹ năng an toàn cho chủ bến đò.",
        "phổ cập kỹ năng an toàn cho chủ bến đò.",
        ["Sở Xây dựng"],
        [],
        None,
    ),
    (
        "Công an tỉnh phối hợp chặt chẽ với Sở Xây dựng trong công tác phân luồng giao thông.",
        "phối hợp chặt chẽ với Sở Xây dựng trong công tác phân luồng giao thông.",
        ["Công an tỉnh"],
        ["Sở Xây dựng"],
        None,
    ),
    (
        "Trên cơ sở kết quả rà soát, giao Sở Tài chính chủ trì, phối hợp với Sở Xây dựng thẩm định phương án giá.",
        "Trên cơ sở kết quả rà soát, giao Sở Tài chính chủ trì, phối hợp với Sở Xây dựng thẩm định phương án giá.",
        ["Sở Tài chính"],
        ["Sở Xây dựng"],
        None,
    ),
    (
        "Về dự án cấp nước khu vực phía Đông: giao Sở Tài chính cân đối nguồn vốn trước ngày 20/4/2025.",
        "Về dự án cấp nước khu vực phía Đông: cân đối nguồn vốn trước ngày 20/4/2025.",
        ["Sở Tài chính"],
        [],
        date(2025, 4, 20),
    ),
    (
        "1. Kết thúc đợt kiểm tra, Sở Nội vụ thông báo kết quả đến các đơn vị.",
        "Kết thúc đợt kiểm tra, Sở Nội vụ thông báo kết quả đến các đơn vị.",
        ["Sở Nội vụ"],
        [],
        None,
    ),
    (
        "1. Sở Y tế (cơ quan thường trực Ban Chỉ đạo) phối hợp Công an tỉnh kiểm tra các cơ sở.",
        "kiểm tra các cơ sở.",
        ["Sở Y tế"],
        ["Công an tỉnh"],
        None,
    ),
    (
        "Các đơn vị cấp nước sạch trên địa bàn có trách nhiệm công khai chất lượng nước hằng tuần.",
        "công khai chất lượng nước hằng tuần.",
        ["Các đơn vị cấp nước sạch trên địa bàn"],
        [],
        None,
    ),
]


@pytest.mark.parametrize(("text", "content", "lead", "support", "end"), ONE_ORDER)
def test_one_order(text: str, content: str, lead: list[str], support: list[str], end: date | None) -> None:
    (task,) = read(text)
    assert task.content == content
    assert names(task) == (lead, support)
    assert (task.deadline.end if task.deadline else None) == end


NO_ORDER = [
    "Sở Nội vụ đã hoàn thành việc rà soát trong tháng 2.",
    "1. Trong quá trình thực hiện, nếu có khó khăn, vướng mắc, đề nghị các đơn vị phản ánh về Sở Nội vụ.",
    "Quyết định này có hiệu lực kể từ ngày ký.",
    "Chánh Văn phòng Ủy ban nhân dân tỉnh, Giám đốc các Sở chịu trách nhiệm thi hành Quyết định này.",
    "Nay thông báo để các sở, ban, ngành biết, thực hiện.",
    "Kinh phí thực hiện do ngân sách tỉnh bảo đảm theo quy định.",
    "100% hồ sơ của các sở, ngành được số hóa.",
]


@pytest.mark.parametrize("text", NO_ORDER)
def test_what_orders_nothing(text: str) -> None:
    assert read(text) == ()


def test_what_somebody_is_told_to_have_said_is_ordered() -> None:
    (task,) = read(
        "Xét đề nghị của Sở Xây dựng, Chủ tịch Ủy ban nhân dân tỉnh có ý kiến như sau: Sở Tài chính thẩm định giá đất. "
        "Văn phòng thông báo để các đơn vị biết, thực hiện./."
    )
    assert (names(task)[0], task.content) == (["Sở Tài chính"], "thẩm định giá đất.")


def test_calls_that_a_unit_passes_on_are_its_own_task() -> None:
    (task,) = read("1. Sở Công Thương:", "- Chỉ đạo các doanh nghiệp giữ giá hàng hóa thiết yếu.")
    assert names(task)[0] == ["Sở Công Thương"]
    assert task.content.startswith("Chỉ đạo các doanh nghiệp")


def test_bodies_that_no_register_knows_lead_where_units_lead() -> None:
    tasks = read(
        "II. TỔ CHỨC THỰC HIỆN",
        "1. Sở Nội vụ",
        "- Theo dõi việc thực hiện.",
        "2. Sở Y tế",
        "- Kiểm tra các cơ sở.",
        "3. Báo và Phát thanh, Truyền hình tỉnh",
        "- Đưa tin về các hoạt động.",
    )
    assert "".join(u.name for u in tasks[2].lead).startswith("Báo")


def test_points_inherit_the_unit_of_their_heading() -> None:
    tasks = read(
        "1. Sở Nội vụ:",
        "a) Tham mưu thành lập Tổ công tác.",
        "b) Chủ trì, phối hợp với Sở Tư pháp hướng dẫn các đơn vị, hoàn thành trước ngày 30/6/2025.",
        "2. Ủy ban nhân dân các xã, phường",
        "- Tuyên truyền đến người dân.",
    )
    assert [names(t) for t in tasks] == [
        (["Sở Nội vụ"], []),
        (["Sở Nội vụ"], ["Sở Tư pháp"]),
        (["Ủy ban nhân dân các xã, phường"], []),
    ]
    assert tasks[1].content == "hướng dẫn các đơn vị, hoàn thành trước ngày 30/6/2025."
    assert tasks[1].path == "1 > b"


def test_points_inherit_from_the_sentence_that_leads_them_in() -> None:
    tasks = read(
        "Để khắc phục tình trạng trên, Ủy ban nhân dân tỉnh yêu cầu các sở, ban, ngành thực hiện các nội dung sau:",
        "1. Rà soát hồ sơ tồn đọng.",
        "2. Công khai kết quả giải quyết.",
    )
    assert [names(t)[0] for t in tasks] == [["các sở, ban, ngành"]] * 2


def test_a_heading_gives_its_deadline() -> None:
    tasks = read(
        "1. Sở Tài chính thực hiện các nhiệm vụ sau, hoàn thành trước ngày 20/5/2025:",
        "a) Lập danh mục tài sản.",
        "b) Thẩm định giá.",
    )
    assert [t.deadline.end for t in tasks if t.deadline] == [date(2025, 5, 20)] * 2


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


def test_deliverables() -> None:
    (task,) = read("1. Sở Nội vụ xây dựng Đề án vị trí việc làm trình Ủy ban nhân dân tỉnh.")
    assert task.deliverable == "Đề án vị trí việc làm"


def test_sections_of_aims_and_purposes_order_nothing() -> None:
    lines = (
        "I. MỤC ĐÍCH, YÊU CẦU",
        "1. Bảo đảm các đơn vị thực hiện đồng bộ.",
        "II. NHIỆM VỤ",
        "1. Sở Nội vụ theo dõi việc thực hiện.",
    )
    assert [t.path for t in read(*lines)] == ["II > 1"]


def test_every_task_says_where_and_how_sure() -> None:
    (task,) = read("1. Giao Sở Y tế tổ chức tiêm chủng.")
    assert task.evidence[0].text == "tổ chức tiêm chủng."
    assert 0.5 < task.confidence < 1


def test_why_names_the_rules() -> None:
    assert ("task:giao", "tổ chức tiêm chủng.") in set(why("1. Giao Sở Y tế tổ chức tiêm chủng."))


EVERYTHING = """\
1. Giao Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát theo Kế hoạch số 35/KH-UBND ngày 05/3/2025.
2. Sở Y tế báo cáo trước ngày 15/6/2025; định kỳ hằng quý tổng hợp; trong 05 ngày làm việc kể từ ngày ký gửi danh sách.
3. Phấn đấu tỷ lệ hồ sơ đúng hạn đạt trên 90%; mở ít nhất 02 lớp tập huấn.
4. Đến nay, đã có 27/78 đơn vị hoàn thành.
5. Các sở, ban, ngành:
- Rà soát quy trình.
"""


def test_why_names_a_rule_for_every_record() -> None:
    found, rules = explain(EVERYTHING, ISSUED, ISSUER), list(why(EVERYTHING, ISSUED, ISSUER))
    assert all(rule.strip() for rule, _ in rules)
    said = [words for _, words in rules]
    assert all(
        len(records) for records in (found.deadlines, found.units, found.citations, found.targets, found.results)
    )
    for deadline in found.deadlines:
        assert deadline.text in said
    for unit in found.units:
        assert any(unit.name in words for words in said)
    for citation in found.citations:
        assert any(citation.number and citation.number in words for words in said)
    for task in found.tasks:
        assert any(rule.startswith("task:") and words == task.content for rule, words in rules)
    counted = [sum(rule.split("/")[0] == kind for rule, _ in rules) for kind in ("target", "result")]
    assert counted == [len(found.targets), len(found.results)]


@settings(max_examples=25, deadline=None)
@given(st.text(alphabet="aăâbcdđe ư;:.,-()1234567890/SởTàichínhgiaoGphốihợpvới\n", max_size=300))
def test_any_text_is_explained(text: str) -> None:
    found = explain(text, ISSUED, ISSUER)
    assert isinstance(found, Explanation)
    assert all(t.lead and t.content for t in found.tasks)


def test_long_text_is_read_in_bounded_time() -> None:
    explain("Sở Nội vụ phối hợp với Sở Tài chính, " * 800, ISSUED)


def test_the_closing_order_gives_its_units_to_points_that_name_none() -> None:
    tasks = read(
        "I. NỘI DUNG THỰC HIỆN",
        "1. Khơi thông cống rãnh trong khu dân cư.",
        "2. Sở Xây dựng kiểm tra các công trình thoát nước.",
        "II. KINH PHÍ",
        "- Từ ngân sách địa phương theo phân cấp.",
        "Đề nghị các sở, ban, ngành và địa phương khẩn trương thực hiện đúng chức năng được giao.",
    )
    assert [names(t)[0] for t in tasks] == [["các sở, ban, ngành và địa phương"], ["Sở Xây dựng"]]


@pytest.mark.parametrize(
    ("line", "units"),
    [
        (
            "1. Các sở, ngành, Ủy ban nhân dân các xã: Căn cứ nhiệm vụ được giao theo Kế hoạch, tổ chức thực hiện.",
            ["Các sở, ngành", "Ủy ban nhân dân các xã"],
        ),
        (
            "1. Các cơ quan, đơn vị được giao nhiệm vụ trong Kế hoạch có trách nhiệm chủ động triển khai thực hiện.",
            ["Các cơ quan, đơn vị được giao nhiệm vụ trong Kế hoạch"],
        ),
        (
            "1. Các phòng chuyên môn trong phạm vi chức năng của mình tổ chức triển khai thực hiện Chương trình.",
            ["Các phòng chuyên môn"],
        ),
        ("1. Sở Tài chính theo dõi việc thực hiện Kế hoạch.", None),  # one unit's own work
        ("1. Các sở, ngành bố trí kinh phí để thực hiện Kế hoạch.", None),  # another action
        ("1. Các sở, ngành thực hiện Kế hoạch số 15/KH-UBND về cải cách hành chính.", None),  # another document
    ],
)
def test_a_point_at_the_end_charges_its_units_with_the_whole_plan(line: str, units: list[str] | None) -> None:
    plan = ("I. NHIỆM VỤ", "- Khơi thông cống rãnh trong khu dân cư.", "II. TỔ CHỨC THỰC HIỆN", line)
    tasks = [t for t in read(*plan) if t.content.startswith("Khơi thông")]
    assert [names(t)[0] for t in tasks] == ([units] if units else [])


@pytest.mark.parametrize(
    ("line", "lead", "support"),
    [
        (
            "Điều 2. Giao Sở Công Thương chủ trì, phối hợp với Sở Xây dựng triển khai thực hiện Kế hoạch này.",
            ["Sở Công Thương"],
            ["Sở Xây dựng"],
        ),
        (
            "Điều 2. Giao Sở Công Thương chủ trì, phối hợp với Sở Xây dựng; Công an tỉnh kiểm tra các kho hàng.",
            ["Sở Công Thương"],
            ["Sở Xây dựng", "Công an tỉnh"],
        ),
        (
            "Điều 2. Các cơ quan, đơn vị thực hiện nhiệm vụ tại Quyết định này có trách nhiệm công khai mức chi.",
            ["Các cơ quan, đơn vị thực hiện nhiệm vụ tại Quyết định này"],
            [],
        ),
        ("Điều 2. Sở Công Thương, Sở Xây dựng có trách nhiệm thi hành Quyết định này.", None, None),
        (
            "Điều 2. Giao Sở Công Thương chủ trì, phối hợp với Sở Xây dựng kiểm tra các kho hàng; Chánh Văn phòng "
            "Ủy ban nhân dân tỉnh, Giám đốc Sở Công Thương chịu trách nhiệm thi hành Quyết định này.",
            ["Sở Công Thương"],
            ["Sở Xây dựng"],
        ),
    ],
)
def test_an_article_that_gives_one_unit_the_lead_is_no_clause_of_execution(
    line: str, lead: list[str] | None, support: list[str] | None
) -> None:
    tasks = read("Điều 1. Ban hành kèm theo Quyết định này Kế hoạch phát triển kho hàng.", line)
    assert [names(t) for t in tasks] == ([(lead, support)] if lead else [])


CHARGE = (
    "III. TỔ CHỨC THỰC HIỆN",
    "Các sở, ban, ngành căn cứ nhiệm vụ được giao tại Kế hoạch chủ động tổ chức thực hiện.",
)


def test_a_section_is_of_orders_where_most_of_its_points_say_what_to_do() -> None:
    plan = (
        "I. PHÁT TRIỂN BẾN BÃI",
        "1. Hạ tầng",
        "a) Xây dựng bến thủy nội địa tại xã Đông Hòa.",
        "b) Nâng cấp kho bãi ven sông.",
        "2. Dịch vụ",
        "- Hình thành đội tàu chở hàng.",
        "II. KHEN THƯỞNG",
        "- Bằng khen của Ủy ban nhân dân tỉnh cho không quá năm tập thể.",
        "- Khen thưởng đột xuất theo quy định.",
        "- Giấy khen của xã cho các hộ tham gia.",
    )
    assert [t.content for t in read(*plan, *CHARGE)][:3] == [
        "Xây dựng bến thủy nội địa tại xã Đông Hòa.",
        "Nâng cấp kho bãi ven sông.",
        "Hình thành đội tàu chở hàng.",
    ]
    assert not any("khen" in t.content.lower() for t in read(*plan, *CHARGE))


@pytest.mark.parametrize(
    ("told", "lead"),
    [
        ("Chủ trì triển khai các nhiệm vụ tại mục I.2 của Kế hoạch.", ["Sở Xây dựng"]),
        ("Chủ trì triển khai các nhiệm vụ tại mục (I)(2.1) của Kế hoạch.", ["Sở Xây dựng"]),
        ("Chủ trì triển khai các nhiệm vụ tại mục (I) (2.1)(b) và Phụ lục của Kế hoạch.", ["Sở Xây dựng"]),
        ("Tổ chức thực hiện nhiệm vụ 1 và 2 mục I Kế hoạch này.", ["Sở Xây dựng"]),
        ("Thực hiện các nội dung, giải pháp tại điểm 2 mục I.", ["Sở Xây dựng"]),
        ("Chủ trì triển khai các nhiệm vụ tại mục (I)(2.1)(a) của Kế hoạch.", ["Các sở, ban, ngành"]),
        ("Chủ trì triển khai các nhiệm vụ tại mục I.1 của Kế hoạch.", ["Các sở, ban, ngành"]),
        ("Phối hợp triển khai các nhiệm vụ tại mục I.2 của Kế hoạch.", ["Các sở, ban, ngành"]),
        ("Đôn đốc thực hiện các nhiệm vụ tại mục I.2 của Kế hoạch.", ["Các sở, ban, ngành"]),
    ],
)
def test_points_are_for_the_unit_that_is_told_their_number(told: str, lead: list[str]) -> None:
    plan = (
        "I. NHIỆM VỤ",
        "1. Bến bãi",
        "- Xây dựng bến thủy nội địa tại xã Đông Hòa.",
        "2. Vận tải",
        "2.1. Đội tàu",
        "a) Hỗ trợ vay vốn đóng tàu.",
        "b) Hình thành đội tàu chở hàng.",
        "II. TỔ CHỨC THỰC HIỆN",
        "1. Sở Xây dựng",
        f"- {told}",
        "2. Các sở, ban, ngành căn cứ nhiệm vụ được giao tại Kế hoạch chủ động tổ chức thực hiện.",
    )
    (task,) = [t for t in read(*plan) if t.content.startswith("Hình thành")]
    assert names(task)[0] == lead


def test_points_that_only_share_an_order_out_are_no_tasks() -> None:
    (task,) = read(
        "Điều 2. Giao Sở Công Thương, Sở Xây dựng chủ trì, phối hợp với Sở Nội vụ xây dựng quy trình nội bộ, cụ thể:",
        "- Sở Công Thương đối với thủ tục số 02;",
        "- Sở Xây dựng đối với thủ tục số 01, 03.",
        "Điều 3. Quyết định này có hiệu lực kể từ ngày ký.",
    )
    assert names(task) == (["Sở Công Thương", "Sở Xây dựng"], ["Sở Nội vụ"])
    assert task.content.startswith("xây dựng quy trình nội bộ")


def test_a_sentence_that_a_line_parted_at_its_dash_is_one_task() -> None:
    (task,) = read(
        "1. Sở Xây dựng",
        "a) Nâng cấp bến thủy của các xã ven sông gắn với phát triển kinh tế",
        "- xã hội của từng địa bàn.",
    )
    assert task.content.endswith("phát triển kinh tế - xã hội của từng địa bàn.")


def test_points_told_by_number_are_tasks_where_nobody_is_told_the_rest() -> None:
    tasks = read(
        "I. NHIỆM VỤ",
        "1. Xây dựng bến thủy nội địa tại xã Đông Hòa.",
        "2. Hình thành đội tàu chở hàng.",
        "II. TỔ CHỨC THỰC HIỆN",
        "1. Sở Xây dựng",
        "- Chủ trì thực hiện nhiệm vụ 2 mục I.",
        "2. Sở Công Thương",
        "- Chủ trì thực hiện nhiệm vụ 2 mục I.",
    )
    assert next((t.content, names(t)[0]) for t in tasks) == (
        "Hình thành đội tàu chở hàng.",
        ["Sở Xây dựng", "Sở Công Thương"],
    )


def test_what_stands_between_a_heading_and_its_points_only_leads_to_them() -> None:
    tasks = read(
        "II. NHIỆM VỤ, GIẢI PHÁP",
        "1. Bến bãi",
        "Phát triển bến bãi là khâu đầu của vận tải thủy.",
        "a) Nâng cấp kho bãi ven sông.",
        "Tổ chức nạo vét luồng vào kho.",
        "2. Sở Xây dựng",
        "Rà soát quy hoạch các bến.",
        "- Công bố bến đủ điều kiện.",
        *CHARGE,
    )
    assert [t.content for t in tasks][:4] == [
        "Nâng cấp kho bãi ven sông.",
        "Tổ chức nạo vét luồng vào kho.",
        "Rà soát quy hoạch các bến.",
        "Công bố bến đủ điều kiện.",
    ]


def test_a_heading_describes_its_units_further() -> None:
    tasks = read(
        "1. Các Sở Xây dựng nêu trên",
        "- Chỉ đạo các đơn vị liên quan rà soát điểm ngập.",
        "2. Sở Công Thương",
        "- Theo dõi giá vật liệu.",
        "3. Các doanh nghiệp thứ cấp đang hoạt động trong khu công nghiệp",
        "- Tuân thủ quy định về an toàn lao động.",
        "4. Các chủ đầu tư xây dựng bến khách ngang sông",
        "- Báo cáo tiến độ hằng tháng.",
    )
    assert [names(t)[0] for t in tasks] == [
        ["Các Sở Xây dựng nêu trên"],
        ["Sở Công Thương"],
        ["Các doanh nghiệp thứ cấp đang hoạt động trong khu công nghiệp"],
        ["Các chủ đầu tư xây dựng bến khách ngang sông"],
    ]


def test_whom_criteria_are_for_is_not_ordered() -> None:
    tasks = read(
        "III. TIÊU CHÍ THI ĐUA",
        "a) Đối với các cơ quan, đơn vị",
        "- Hoàn thành vượt mức các chỉ tiêu được giao.",
        "b) Đối với Sở Nội vụ",
        "- Tổ chức tốt công tác tuyên truyền.",
    )
    assert not tasks


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


def test_the_last_line_of_addressees_may_run_on_into_the_sentence_that_leads_the_orders_in() -> None:
    tasks = read(
        "- Sở Xây dựng;",
        "- Sở Công Thương. Để ứng phó với mưa lũ, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu các cơ quan, đơn vị:",
        "1. Quán triệt, tổ chức thực hiện nghiêm chỉ đạo của cấp trên.",
    )
    assert [(t.content[:9], names(t)[0]) for t in tasks] == [("Quán triệ", ["các cơ quan, đơn vị"])]


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


def test_a_basis_names_a_document_and_leads_nothing_in() -> None:
    tasks = read(
        "2. Sở Tài chính:",
        "a) Căn cứ khả năng cân đối ngân sách, phối hợp với Sở Y tế tham mưu bố trí kinh phí tiêm chủng;",
        "b) Căn cứ tiêu chuẩn thi đua xây dựng bảng chấm điểm các xã;",
        "c) Căn cứ Luật Ngân sách nhà nước và Nghị định số 12/2025/NĐ-CP;",
    )
    assert [task.content[:26] for task in tasks] == ["Căn cứ khả năng cân đối ng", "Căn cứ tiêu chuẩn thi đua "]


def test_what_is_ordered_after_the_clause_of_effect() -> None:
    (task,) = read(
        "Điều 2. Quyết định này có hiệu lực kể từ ngày ký. Giao Sở Y tế công khai thủ tục trong 03 ngày làm việc."
    )
    assert task.content == "công khai thủ tục trong 03 ngày làm việc."
    assert names(task) == (["Sở Y tế"], [])


def test_a_body_that_no_register_knows_before_a_colon() -> None:
    (task, _) = read(
        "IV. TỔ CHỨC THỰC HIỆN",
        "1. Các cơ sở nuôi cá lồng: Theo dõi chất lượng nước, ghi chép số liệu hằng ngày.",
        "2. Sở Y tế hướng dẫn khử khuẩn nguồn nước.",
    )
    assert names(task) == (["Các cơ sở nuôi cá lồng"], [])
    assert task.content.startswith("Theo dõi chất lượng nước")


def test_a_citation_that_a_line_parted_is_one_sentence() -> None:
    tasks = read(
        "3. Sở Xây dựng triển khai chính sách hỗ trợ nhà ở theo quy định tại",
        "Điều 6, Điều 7 Nghị quyết này; tham mưu Ủy ban nhân dân tỉnh ban hành hướng dẫn.",
    )
    assert [task.content[-25:] for task in tasks] == ["nh tỉnh ban hành hướng dẫn."[-25:]]


@pytest.mark.parametrize(
    "line",
    [
        "a) Mức 250.000 đồng/người/buổi áp dụng đối với Trưởng ban.",
        "a) Đề nghị giữ lại hồ sơ số ................, thực hiện xong ngày ............",
        "a) Lãnh đạo Sở Công nghiệp có Giám đốc và không quá 03 Phó Giám đốc.",
        "a) Việc bổ nhiệm, khen thưởng Phó Giám đốc thực hiện theo quy định của pháp luật.",
        "a) Sửa đổi, bổ sung Quy chế.",
    ],
)
def test_what_stands_under_a_unit_and_is_nothing_to_do(line: str) -> None:
    assert read("2. Sở Công nghiệp:", line) == ()


def test_rights_are_no_orders() -> None:
    tasks = read(
        "1. Đơn vị thoát nước có các quyền sau:",
        "a) Từ chối nhận bàn giao công trình không bảo đảm chất lượng;",
        "b) Đề xuất quy hoạch thoát nước;",
        "2. Đơn vị thoát nước có các nghĩa vụ sau:",
        "a) Quản lý hồ sơ hệ thống thoát nước;",
        "b) Các nghĩa vụ khác theo quy định của pháp luật.",
    )
    assert [task.content for task in tasks] == ["Quản lý hồ sơ hệ thống thoát nước;"]
