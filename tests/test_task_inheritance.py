"""What points of a list inherit: units, deadlines and use, from headings, leading sentences and closing orders."""

from datetime import date

import pytest
from ordered import names, read


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


def test_sections_of_aims_and_purposes_order_nothing() -> None:
    lines = (
        "I. MỤC ĐÍCH, YÊU CẦU",
        "1. Bảo đảm các đơn vị thực hiện đồng bộ.",
        "II. NHIỆM VỤ",
        "1. Sở Nội vụ theo dõi việc thực hiện.",
    )
    assert [t.path for t in read(*lines)] == ["II > 1"]


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


def test_the_last_line_of_addressees_may_run_on_into_the_sentence_that_leads_the_orders_in() -> None:
    tasks = read(
        "- Sở Xây dựng;",
        "- Sở Công Thương. Để ứng phó với mưa lũ, Chủ tịch Ủy ban nhân dân tỉnh yêu cầu các cơ quan, đơn vị:",
        "1. Quán triệt, tổ chức thực hiện nghiêm chỉ đạo của cấp trên.",
    )
    assert [(t.content[:9], names(t)[0]) for t in tasks] == [("Quán triệ", ["các cơ quan, đơn vị"])]


def test_a_basis_names_a_document_and_leads_nothing_in() -> None:
    tasks = read(
        "2. Sở Tài chính:",
        "a) Căn cứ khả năng cân đối ngân sách, phối hợp với Sở Y tế tham mưu bố trí kinh phí tiêm chủng;",
        "b) Căn cứ tiêu chuẩn thi đua xây dựng bảng chấm điểm các xã;",
        "c) Căn cứ Luật Ngân sách nhà nước và Nghị định số 12/2025/NĐ-CP;",
    )
    assert [task.content[:26] for task in tasks] == ["Căn cứ khả năng cân đối ng", "Căn cứ tiêu chuẩn thi đua "]


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
