"""Who leads and who supports, in the many ways that official prose says it: a line a wording."""

import pytest
from ordered import ISSUED, names, read

from nlp.explain import explain

ROLES = [
    # text, how its content begins, lead, support
    (
        "3. Bộ trưởng Bộ Xây dựng chỉ đạo các Sở Xây dựng tham mưu thiết kế nhà mẫu.",
        "chỉ đạo các Sở Xây dựng",
        ["Bộ trưởng Bộ Xây dựng"],
        [],
    ),
    (
        "3. Chủ tịch Ủy ban nhân dân tỉnh chỉ đạo Sở Xây dựng tham mưu thiết kế nhà mẫu.",
        "chỉ đạo Sở Xây dựng",
        ["Sở Xây dựng"],
        [],
    ),
    (
        "1. Bí thư tỉnh ủy và Chủ tịch Ủy ban nhân dân các tỉnh: Cà Mau, An Giang tiếp tục huy động lực lượng.",
        "tiếp tục huy động",
        ["Bí thư tỉnh ủy", "Chủ tịch Ủy ban nhân dân các tỉnh: Cà Mau, An Giang"],
        [],
    ),
    (
        "2. Các cơ quan truyền thông, báo chí tiếp tục bám sát địa bàn.",
        "tiếp tục bám sát",
        ["Các cơ quan truyền thông, báo chí"],
        [],
    ),
    (
        "1. Sở Y tế phối hợp với Sở Nội vụ, đơn vị cung cấp dịch vụ điện và các đơn vị liên quan xây dựng quy trình.",
        "xây dựng quy trình",
        ["Sở Y tế"],
        ["Sở Nội vụ", "đơn vị cung cấp dịch vụ điện", "các đơn vị liên quan"],
    ),
    (
        "1. Sở Y tế tổ chức khử khuẩn trường lớp, phối hợp với ngành giáo dục để đón học sinh trở lại.",
        "tổ chức khử khuẩn",
        ["Sở Y tế"],
        ["ngành giáo dục"],
    ),
    (
        "1. Sở Y tế tổ chức vận chuyển nước, phối hợp với lực lượng quân đội, công an dọn vệ sinh.",
        "tổ chức vận chuyển",
        ["Sở Y tế"],
        ["lực lượng quân đội", "công an"],
    ),
]


@pytest.mark.parametrize(("text", "begins", "lead", "support"), ROLES)
def test_who_leads_and_who_supports(text: str, begins: str, lead: list[str], support: list[str]) -> None:
    (task,) = read(text)
    assert task.content.startswith(begins)
    assert names(task) == (lead, support)


def test_items_of_a_list_have_the_support_that_the_sentence_names_which_leads_them_in() -> None:
    tasks = read(
        "Giao Sở Công Thương chủ trì, phối hợp với Sở Tài chính làm rõ các nội dung, cụ thể: "
        "(i) Đánh giá nguồn cung xăng dầu; (ii) Rà soát năng lực kho chứa."
    )
    assert [names(t) for t in tasks] == [(["Sở Công Thương"], ["Sở Tài chính"])] * 2


def test_a_report_is_no_name_of_a_newspaper() -> None:
    (task,) = read(
        "1. Các sở, ngành",
        "- Báo cáo kết quả thực hiện các dự án do Sở Nội vụ chủ trì gửi Sở Tài chính tổng hợp.",
    )
    assert names(task)[0] == ["Các sở, ngành"]
    assert task.content.startswith("Báo cáo kết quả")


def test_difficulties_to_be_reported_leave_the_content() -> None:
    (task,) = read(
        "1. Sở Nội vụ triển khai thực hiện; trong quá trình thực hiện, nếu có khó khăn, vướng mắc, báo cáo UBND tỉnh."
    )
    assert task.content.rstrip(";") == "triển khai thực hiện"


def test_how_weighty_a_matter_is_is_no_order() -> None:
    (task,) = read("1. Sở Nội vụ rà soát biên chế. Đây là nhiệm vụ rất quan trọng, cần tập trung hoàn thành.")
    assert task.content == "rà soát biên chế."


def test_the_closing_order_after_the_points_of_units_gives_its_units_to_points_that_name_none() -> None:
    tasks = read(
        "III. NHIỆM VỤ, GIẢI PHÁP",
        "1. Hoàn thiện cơ chế, chính sách",
        "a) Rà soát chính sách đặc thù của địa phương.",
        "b) Bố trí quỹ đất xây dựng trường học.",
        "V. TỔ CHỨC THỰC HIỆN",
        "1. Sở Y tế",
        "a) Kiểm tra bếp ăn tập thể.",
        "b) Hướng dẫn chăm sóc trẻ em.",
        "Ủy ban nhân dân tỉnh giao Giám đốc các sở, Chủ tịch Ủy ban nhân dân các xã, phường theo chức năng, nhiệm vụ "
        "được giao tại Kế hoạch này triển khai thực hiện bảo đảm hiệu quả, đúng quy định./.",
    )
    closing = ["Giám đốc các sở", "Chủ tịch Ủy ban nhân dân các xã, phường"]
    assert [names(t)[0] for t in tasks] == [closing, closing, ["Sở Y tế"], ["Sở Y tế"]]


def test_a_report_on_a_day_of_the_week_is_a_task_of_its_own() -> None:
    main, report = read(
        "4. Văn phòng Ủy ban nhân dân tỉnh theo dõi, đôn đốc việc thực hiện; "
        "kịp thời báo cáo vào 15 giờ ngày Chủ nhật hằng tuần để xử lý các vấn đề phát sinh."
    )
    assert main.deadline is None
    assert report.deadline is not None
    assert report.deadline.rrule == "FREQ=WEEKLY;BYDAY=SU"


def test_a_heading_as_a_whole_names_the_body_that_leads() -> None:
    tasks = read(
        "1. Sở Tài chính - Cơ quan thường trực Ban Chỉ đạo",
        "- Tham mưu kế hoạch kiểm kê.",
        "2. Cơ quan chủ trì giải quyết thủ tục đầu tư",
        "- Hướng dẫn nhà đầu tư lập hồ sơ.",
        "3. Các cơ quan đăng ký đầu tư (Sở Công Thương, Ban Quản lý Khu kinh tế):",
        "- Lấy ý kiến thẩm định dự án.",
        "4. Trách nhiệm của đối tượng thực hiện kiểm kê:",
        "- Thành lập tổ kiểm kê.",
        "5. Các đơn vị tham mưu quản lý ngành, lĩnh vực (gồm các Sở: Nội vụ, Y tế)",
        "- Cử công chức tham gia tổ công tác.",
        "6. Các sở, ban, ngành: Là các đơn vị được lấy ý kiến, chịu trách nhiệm các nội dung sau:",
        "- Đánh giá sự phù hợp với quy hoạch.",
    )
    assert [names(t)[0] for t in tasks] == [
        ["Sở Tài chính"],
        ["Cơ quan chủ trì giải quyết thủ tục đầu tư"],
        ["Sở Công Thương", "Ban Quản lý Khu kinh tế"],
        ["đối tượng thực hiện kiểm kê"],
        ["Các đơn vị tham mưu quản lý ngành, lĩnh vực"],
        ["Các sở, ban, ngành"],
    ]


def test_the_units_of_a_leading_sentence_may_stand_after_its_first_clause() -> None:
    tasks = read(
        "5. Để nâng cao hiệu quả quản lý, các sở, ngành và Ủy ban nhân dân cấp xã theo chức năng có trách nhiệm:",
        "a) Thực hiện nghiêm quy định về đầu tư.",
        "b) Đánh giá tình hình hoạt động của các dự án.",
    )
    assert [names(t)[0] for t in tasks] == [["các sở, ngành", "Ủy ban nhân dân cấp xã"]] * 2


def test_what_a_point_is_about_may_stand_before_who_does_it() -> None:
    (task,) = read(
        "III. NHIỆM VỤ",
        "a) Thực hiện chi trả trợ cấp, phụ cấp: Sau khi mở tài khoản, Sở Nội vụ phối hợp với Sở Tài chính ký hợp đồng.",
    )
    assert names(task) == (["Sở Nội vụ"], ["Sở Tài chính"])
    assert task.content.startswith("Thực hiện chi trả trợ cấp")


def test_an_order_may_end_in_a_list_of_the_things_that_it_is_about() -> None:
    (task,) = read(
        "1. Sở Xây dựng:",
        "Nghiên cứu, triển khai các nền tảng dùng chung như:",
        "- Hệ thống giám sát giao thông;",
        "- Hệ thống thu phí tự động.",
    )
    assert task.content == "Nghiên cứu, triển khai các nền tảng dùng chung như:"


def test_closing_words_may_order_a_report() -> None:
    first, report = read(
        "I. NHIỆM VỤ",
        "1. Rà soát hạ tầng dùng chung.",
        "Trên đây là Kế hoạch năm 2025. Đề nghị các cơ quan, đơn vị nghiêm túc triển khai thực hiện. "
        "Định kỳ hằng năm (trước ngày 30 tháng 11) báo cáo kết quả về Sở Xây dựng.",
    )
    assert names(first)[0] == names(report)[0] == ["các cơ quan, đơn vị"]
    assert report.deadline is not None
    assert report.deadline.rrule == "FREQ=YEARLY;BYMONTH=11;BYMONTHDAY=30"


def test_a_list_of_units_may_go_on_after_a_semicolon() -> None:
    (task,) = read("2. Sở Nông nghiệp và Môi trường; UBND các xã, phường niêm yết công khai nội dung thủ tục.")
    assert names(task)[0] == ["Sở Nông nghiệp và Môi trường", "UBND các xã, phường"]


def test_a_list_of_some_of_what_was_just_ordered_leaves_the_order_itself() -> None:
    whole, *items = read(
        "1. Sở Y tế phân công cán bộ bám sát cơ sở, trong đó tập trung một số nhiệm vụ sau: "
        "(1) Chuẩn bị thuốc, vật tư. (2) Hướng dẫn người dân khử khuẩn."
    )
    assert whole.content.startswith("phân công cán bộ bám sát cơ sở")
    assert [i.content for i in items] == ["Chuẩn bị thuốc, vật tư.", "Hướng dẫn người dân khử khuẩn."]


def test_reasons_of_a_letter_are_no_part_of_what_it_asks() -> None:
    (task,) = read(
        "Căn cứ Luật Giáo dục; Căn cứ thực tế của địa phương; Đề nghị Ủy ban nhân dân các xã đánh giá trường học và "
        "gửi kết quả trước ngày 15/12 hằng năm."
    )
    assert task.content.startswith("đánh giá trường học")


def test_a_unit_called_after_a_first_clause_where_criteria_stand() -> None:
    (task,) = read(
        "3. Tiêu chí đánh giá, xếp loại",
        "a) Trên cơ sở kết quả thực hiện chỉ tiêu, giao Sở Y tế thành lập đoàn kiểm tra;",
    )
    assert names(task)[0] == ["Sở Y tế"]


def test_label_lines_speak_of_the_paragraph_before_them_though_its_mark_is_lost() -> None:
    tasks = read(
        "1. Sở Tài chính",
        "Tuyên truyền về kiểm kê tài sản.",
        "Thời gian hoàn thành: Tháng 4/2025.",
        "- Làm đầu mối tổ chức tập huấn.",
        "Thời gian hoàn thành: Tháng 5/2025.",
        "Tham mưu kiểm tra, giám sát.",
        "Thời gian hoàn thành: Tháng 6/2025.",
        "- Tổng hợp kết quả kiểm kê.",
        "Thời gian hoàn thành: Tháng 7/2025.",
    )
    assert [t.deadline.end.month for t in tasks if t.deadline and t.deadline.end] == [4, 5, 6, 7]


@pytest.mark.parametrize(
    ("heading", "lead"),
    [
        ("Điều 5. Nội dung Sở Y tế có trách nhiệm chủ trì", "Sở Y tế"),
        ("Điều 6. Nhiệm vụ do Công an tỉnh chủ trì thực hiện", "Công an tỉnh"),
        ("Điều 7. Trách nhiệm chủ trì của Sở Nội vụ", "Sở Nội vụ"),
        ("Điều 10. Đề nghị Hội Nông dân tỉnh", "Hội Nông dân tỉnh"),
        ("Điều 8. Nhiệm vụ của Ủy ban nhân dân cấp xã", "Ủy ban nhân dân cấp xã"),
        ("Điều 9. Nội dung các cơ quan, đơn vị khác có trách nhiệm chủ trì", "các cơ quan, đơn vị khác"),
    ],
)
def test_a_heading_says_whose_part_the_points_are(heading: str, lead: str) -> None:
    tasks = read("QUY CHẾ", heading, "1. Rà soát các bến đò ngang.", "2. Hướng dẫn người lái đò.")
    assert [names(t) for t in tasks] == [([lead], []), ([lead], [])]


def test_a_verb_is_no_unit() -> None:
    """ "Tổ chức" before another verb is what is to be done; the unit stands in the heading."""
    (task,) = read(
        "Điều 3. Trách nhiệm của Sở Y tế",
        "1. Tổ chức thực hiện và chịu trách nhiệm trước Ủy ban nhân dân tỉnh về việc cấp phép bến đò.",
    )
    assert names(task)[0] == ["Sở Y tế"]
    assert task.content.startswith("Tổ chức thực hiện và chịu")


@pytest.mark.parametrize(
    ("text", "lead", "begins"),
    [
        (
            "1. Đơn vị thực hiện nhiệm vụ đo đạc, cắm mốc có trách nhiệm lập bản đồ.",
            "Đơn vị thực hiện nhiệm vụ đo đạc, cắm mốc",
            "lập bản đồ",
        ),
        (
            "2. Các chủ đò có bến khách ngang sông có trách nhiệm lập sổ ghi khách.",
            "Các chủ đò có bến khách ngang sông",
            "lập sổ",
        ),
        ("3. Các đơn vị rà soát bến đò và có trách nhiệm báo cáo kết quả.", "Các đơn vị", "rà soát bến đò và có"),
        ("4. Các sở, ngành trong phạm vi nhiệm vụ của mình có trách nhiệm rà soát bến đò.", "Các sở, ngành", ""),
    ],
)
def test_a_group_is_named_with_what_its_members_do(text: str, lead: str, begins: str) -> None:
    (task,) = read(text)
    assert names(task)[0] == [lead]
    assert task.content.startswith(begins)


def test_the_bodies_of_a_council_are_each_a_unit() -> None:
    (task,) = read(
        "2. Giao Thường trực Hội đồng nhân dân, các Ban của Hội đồng nhân dân, các Tổ đại biểu và đại biểu Hội đồng"
        " nhân dân tỉnh giám sát việc thực hiện Nghị quyết."
    )
    assert names(task)[0] == [
        "Thường trực Hội đồng nhân dân",
        "các Ban của Hội đồng nhân dân",
        "các Tổ đại biểu",
        "đại biểu Hội đồng nhân dân tỉnh",
    ]
    assert task.content == "giám sát việc thực hiện Nghị quyết."


def test_a_heading_of_a_kind_of_bodies_names_them_whole() -> None:
    (task,) = read(
        "Điều 6. Tổ chức thực hiện",
        "3. Các doanh nghiệp có bến khách ngang sông",
        "Thực hiện nghiêm túc các nội dung về an toàn bến bãi.",
    )
    assert names(task)[0] == ["Các doanh nghiệp có bến khách ngang sông"]


def test_an_office_with_its_branch_in_brackets_is_one_unit() -> None:
    (task,) = read(
        "1. Sở Nội vụ chủ trì, phối hợp với Văn phòng Ủy ban nhân dân tỉnh (Trung tâm Tin học), Sở Y tế lập sổ bến đò."
    )
    assert names(task)[1] == ["Văn phòng Ủy ban nhân dân tỉnh (Trung tâm Tin học)", "Sở Y tế"]


def test_an_office_with_its_branch_counts_as_that_office() -> None:
    """Its work is the office's: it has the id of the office, and keeps the words of the page."""
    (task,) = explain(
        "1. Sở Nội vụ phối hợp với Sở Y tế (Trung tâm Cấp cứu) lập sổ bến đò.", ISSUED, "Ủy ban nhân dân tỉnh Cà Mau"
    ).tasks
    (office,) = task.support
    assert office.name == "Sở Y tế (Trung tâm Cấp cứu)"
    assert (office.canonical, office.id) == ("Sở Y tế tỉnh Cà Mau", "96.so-y-te")


def test_verbs_in_a_list_are_no_units() -> None:
    (task,) = read("1. Chủ đò, người được giao vận hành, bảo trì phà có trách nhiệm lập sổ ghi khách.")
    assert names(task)[0] == ["Chủ đò", "người được giao vận hành, bảo trì phà"]
