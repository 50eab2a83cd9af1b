"""Who is ordered where no table knows the whole name, or where the order names its units after what is to be done."""

import pytest
from ordered import names, read


@pytest.mark.parametrize(
    ("point", "lead"),
    [
        ("1. Phòng Cảnh sát hình sự: rà soát các băng nhóm trên địa bàn.", ["Phòng Cảnh sát hình sự"]),
        (
            "1. Giao Tổng công ty Truyền tải điện quốc gia chỉ đạo các nhà thầu tăng ca.",
            ["Tổng công ty Truyền tải điện quốc gia"],
        ),
        (
            "1. Các địa phương có tuyến đường sắt đi qua khẩn trương bàn giao mặt bằng.",
            ["Các địa phương có tuyến đường sắt đi qua"],
        ),
        ("1. Các chủ bến khách ngang sông phải trang bị đủ áo phao cho hành khách.", ["Các chủ bến khách ngang sông"]),
        (
            "1. Các trường THPT được chọn đặt điểm thi chuẩn bị phòng thi theo quy chế.",
            ["Các trường THPT được chọn đặt điểm thi"],
        ),
        (
            "1. Các hộ kinh doanh mặt đường tự trang bị thùng rác có nắp đậy.",
            ["Các hộ kinh doanh mặt đường"],
        ),
        ("1. Mỗi chi bộ, mỗi đảng viên tự học ít nhất một kỹ năng số.", ["Mỗi chi bộ", "mỗi đảng viên"]),
        (
            "1. Giao Phòng Quản lý Thu và Phát triển người tham gia chủ trì hướng dẫn các đơn vị.",
            ["Phòng Quản lý Thu và Phát triển người tham gia"],
        ),
        ("1. Đảng ủy UBND tỉnh lãnh đạo UBND tỉnh bố trí kinh phí.", ["Đảng ủy UBND tỉnh"]),
        ("1. Các ban đảng, xã ủy, phường ủy xây dựng kế hoạch thực hiện.", ["Các ban đảng, xã ủy, phường ủy"]),
    ],
)
def test_a_name_goes_on_up_to_what_the_body_is_to_do(point: str, lead: list[str]) -> None:
    (task,) = read("II. TỔ CHỨC THỰC HIỆN", point)
    assert names(task)[0] == lead


@pytest.mark.parametrize(
    "point",
    [
        "1. Các địa phương ven biển đã tích cực triển khai công tác phòng, chống thiên tai.",
        "1. Các báo cáo phải bảo đảm chính xác, kịp thời.",
        "1. Mỗi người dân có một tài khoản số phải thống nhất trong toàn tỉnh.",
    ],
)
def test_what_tells_or_names_no_body_orders_nothing(point: str) -> None:
    assert read("II. TỔ CHỨC THỰC HIỆN", point) == ()


@pytest.mark.parametrize(
    "point",
    [
        "1. Xây dựng nền tảng học tập dùng chung. Giao Sở Y tế chủ trì, phối hợp với Sở Xây dựng thực hiện.",
        "1. Xây dựng nền tảng học tập dùng chung (do Sở Y tế chủ trì, phối hợp với Sở Xây dựng).",
        "1. Xây dựng nền tảng học tập dùng chung: Sở Y tế chủ trì, phối hợp Sở Xây dựng.",
        "1. Xây dựng nền tảng cho cán bộ, tổ chức (do Sở Y tế chủ trì, Sở Xây dựng phối hợp).",
        "1. Xây dựng nền tảng học tập dùng chung; Sở Y tế chủ trì, Sở Xây dựng phối hợp.",
        "1. Xây dựng nền tảng học tập dùng chung. Sở Y tế làm đầu mối, cùng Sở Xây dựng thực hiện nội dung này.",
    ],
)
def test_a_sentence_that_only_hands_over_speaks_of_what_was_said_before_it(point: str) -> None:
    (task,) = read("II. NHIỆM VỤ", point)
    assert names(task) == (["Sở Y tế"], ["Sở Xây dựng"])
    assert task.content.startswith("Xây dựng nền tảng")


def test_a_heading_of_a_body_counts_beside_points_of_one_sentence() -> None:
    tasks = read(
        "II. TỔ CHỨC THỰC HIỆN",
        "1. Phòng Nội vụ: lập danh sách dự thi.",
        "2. Văn phòng Sở",
        "- Chuẩn bị cơ sở vật chất.",
        "3. Các trường phổ thông dân tộc nội trú",
        "- Bố trí giáo viên trực nội trú.",
    )
    assert [names(t)[0] for t in tasks] == [
        ["Phòng Nội vụ"],
        ["Văn phòng Sở"],
        ["Các trường phổ thông dân tộc nội trú"],
    ]


def test_a_condition_before_the_unit() -> None:
    (task,) = read("II. NHIỆM VỤ", "1. Trường hợp phát hiện ổ dịch mới, Trạm Y tế xã báo cáo ngay về Sở Y tế.")
    assert names(task)[0] == ["Trạm Y tế xã"]


def test_whom_an_order_is_about_is_not_who_is_ordered() -> None:
    (task,) = read(
        "II. NHIỆM VỤ", "1. Đối với các xã có tỷ lệ trễ hạn trên 5%, Thủ trưởng đơn vị phải giải trình bằng văn bản."
    )
    assert names(task)[0] == ["Thủ trưởng đơn vị"]


def test_a_topic_of_any_kind_stands_before_the_unit() -> None:
    (task,) = read("II. NHIỆM VỤ", "4. Chế độ thông tin, báo cáo: Các đơn vị, địa phương báo cáo về Sở Y tế.")
    assert names(task)[0] == ["Các đơn vị, địa phương"]


def test_one_acts_with_others_in_arms() -> None:
    (task,) = read(
        "II. NHIỆM VỤ", "1. Ban Chỉ huy Quân sự xã chủ trì, hiệp đồng với Công an xã huy động lực lượng cứu hộ."
    )
    assert names(task) == (["Ban Chỉ huy Quân sự xã"], ["Công an xã"])


@pytest.mark.parametrize(
    "point",
    [
        "4. Các thành viên Ban Chỉ đạo làm việc theo chế độ kiêm nhiệm.",
        "2. Ban Chỉ đạo họp định kỳ mỗi quý một lần.",
        "6. Trách nhiệm người đứng đầu: Chủ tịch UBND xã chịu trách nhiệm nếu để xảy ra ô nhiễm kéo dài.",
        "5. Ban Quản lý dự án chịu trách nhiệm toàn diện về tính chính xác của số liệu.",
    ],
)
def test_how_a_body_works_is_no_task(point: str) -> None:
    assert read("II. NHIỆM VỤ", point) == ()


@pytest.mark.parametrize(
    ("point", "lead"),
    [
        ("1. Giáo viên chủ nhiệm theo dõi việc ôn tập của lớp mình.", ["Giáo viên chủ nhiệm"]),
        ("1. Bộ phận Thiết bị - Thư viện chuẩn bị tài liệu tham khảo.", ["Bộ phận Thiết bị - Thư viện"]),
        ("1. Cán bộ tín dụng phụ trách địa bàn đối chiếu từng món vay.", ["Cán bộ tín dụng phụ trách địa bàn"]),
        ("1. Kế toán lập dự trù kinh phí của kỳ thi.", ["Kế toán"]),
        ("1. Trưởng thôn, bí thư chi bộ thôn nắm tình hình tư tưởng.", ["Trưởng thôn", "bí thư chi bộ thôn"]),
        ("1. Các đồng chí Phó Giám đốc chỉ đạo các phòng rà soát nhiệm vụ.", ["Các đồng chí Phó Giám đốc"]),
    ],
)
def test_people_are_ordered_by_what_they_are(point: str, lead: list[str]) -> None:
    (task,) = read("II. PHÂN CÔNG THỰC HIỆN", point)
    assert names(task)[0] == lead


def test_headings_of_kinds_of_bodies() -> None:
    tasks = read(
        "II. PHÂN CÔNG THỰC HIỆN",
        "1. Tổ chuyên môn",
        "- Xây dựng đề cương ôn tập.",
        "2. Ban Công tác Mặt trận các thôn",
        "- Bình xét gia đình văn hóa, hướng dẫn các hộ đăng ký.",
    )
    assert [names(t)[0] for t in tasks] == [["Tổ chuyên môn"], ["Ban Công tác Mặt trận các thôn"]]


def test_to_lead_is_what_a_committee_of_the_party_does() -> None:
    (task,) = read(
        "2. Đề nghị Ban Thường vụ Đảng ủy xã Vân Hạ tập trung một số nội dung sau:",
        "- Lãnh đạo UBND xã đẩy nhanh giải ngân vốn đầu tư.",
    )
    assert names(task)[0] == ["Ban Thường vụ Đảng ủy xã Vân Hạ"]


@pytest.mark.parametrize(
    ("point", "lead"),
    [
        (
            "1. Đội ngũ tuyên truyền viên cơ sở đưa nội dung kỷ niệm vào bài nói.",
            ["Đội ngũ tuyên truyền viên cơ sở"],
        ),
        ("1. Người có nghĩa vụ kê khai nộp bản kê khai đúng hạn.", ["Người có nghĩa vụ kê khai"]),
        (
            "1. Chuẩn bị kỳ họp HĐND phường: Văn phòng HĐND và UBND phường đôn đốc các phòng.",
            ["Văn phòng HĐND và UBND phường"],
        ),
        ("1. Các sở giáo dục và đào tạo tham mưu bố trí biên chế.", ["Các sở giáo dục và đào tạo"]),
        ("1. Đồng chí Phó Giám đốc Sở Y tế phụ trách chung việc kiểm tra.", ["Đồng chí Phó Giám đốc Sở Y tế"]),
        ("1. Mua sắm vắc xin: giao Sở Y tế tổ chức thực hiện.", ["Sở Y tế"]),
    ],
)
def test_who_acts_after_a_matter_or_by_a_duty(point: str, lead: list[str]) -> None:
    (task,) = read("II. NHIỆM VỤ", point)
    assert names(task)[0] == lead


def test_what_somebody_is_beside_his_office_is_no_order() -> None:
    (task,) = read(
        "II. PHÂN CÔNG NHIỆM VỤ",
        "1. Giám đốc Công an tỉnh - Phó Trưởng ban",
        "- Chỉ đạo lực lượng bảo đảm an ninh vùng thiên tai.",
    )
    assert names(task)[0] == ["Giám đốc Công an tỉnh"]


def test_those_to_whom_a_telegram_goes_are_no_points() -> None:
    tasks = read(
        "CHỦ TỊCH ỦY BAN NHÂN DÂN TỈNH TAM VÂN điện:",
        "- Cục trưởng các Cục: Quản lý đê điều, Chăn nuôi và Thú y;",
        "- Chủ tịch UBND các xã, phường.",
        "1. Chủ tịch UBND các xã, phường sơ tán dân khỏi vùng ngập.",
    )
    assert [names(t)[0] for t in tasks] == [["Chủ tịch UBND các xã, phường"]]


@pytest.mark.parametrize(
    ("point", "lead"),
    [
        (
            "1. Các đơn vị sự nghiệp công lập có chức năng đào tạo, bồi dưỡng khẩn trương niêm yết thủ tục.",
            ["Các đơn vị sự nghiệp công lập có chức năng đào tạo, bồi dưỡng"],
        ),
        (
            "1. Mỗi cán bộ chuyên trách công nghệ thông tin phải rà soát tài khoản của đơn vị.",
            ["Mỗi cán bộ chuyên trách công nghệ thông tin"],
        ),
        ("1. Chủ đầu tư các trạm sạc có trách nhiệm kiểm định thiết bị.", ["Chủ đầu tư các trạm sạc"]),
        ("1. Trong 10 ngày, chủ đầu tư các trạm sạc này có trách nhiệm lập hồ sơ.", ["chủ đầu tư các trạm sạc này"]),
        (
            "1. Các cơ sở cung cấp dịch vụ tắm biển phải thực hiện nghĩa vụ niêm yết giá.",
            ["Các cơ sở cung cấp dịch vụ tắm biển"],
        ),
    ],
)
def test_no_name_is_cut_at_a_word_of_its_own(point: str, lead: list[str]) -> None:
    (task,) = read("II. NHIỆM VỤ", point)
    assert names(task)[0] == lead


def test_the_people_whom_a_body_names_are_not_ordered() -> None:
    (task,) = read(
        "II. TỔ CHỨC THỰC HIỆN", "1. Sở Y tế", "- Phân công công chức phụ trách mạng tiếp nhận thiết bị khóa số."
    )
    assert names(task)[0] == ["Sở Y tế"]
    assert task.content.startswith("Phân công công chức")


@pytest.mark.parametrize(
    "points",
    [
        ("1. Trưởng ban kiểm soát có ít nhất 05 năm kinh nghiệm làm việc.",),
        ("1. Đơn vị thuộc lĩnh vực được giao phụ trách hoàn thành dưới 70% chỉ tiêu.",),
        ("1. Công chức được cử đi học phải được xếp loại hoàn thành tốt nhiệm vụ.",),
        ("1. Công chức được cử đi đào tạo mà chưa được cấp bằng thì không phải đền bù chi phí.",),
        ("1. Công chức tiếp nhận hồ sơ",),
        ("1. Cá nhân đạt giải được hưởng các quyền lợi sau:", "- Khi đi lại, được thành phố bố trí xe đưa đón."),
        ("1. Phòng được thành lập khi đáp ứng các tiêu chí sau:", "- Có chức năng tham mưu về quản lý nhà nước."),
        ("1. Cơ cấu tổ chức của Sở gồm:", "- Các đơn vị nghiên cứu chính sách về ngành;"),
        (
            "1. Các cơ sở lựa chọn tuyến đường theo nguyên tắc sau:",
            "- Tuyến đường vận chuyển phải bảo đảm tránh khu dân cư.",
        ),
        ("- Công chức thụ lý hồ sơ", "05 ngày", "- Lập danh mục, bảng biểu để quản lý hồ sơ."),
    ],
)
def test_what_rules_say_of_somebody_orders_nothing(points: tuple[str, ...]) -> None:
    assert read("II. QUY ĐỊNH CỤ THỂ", *points) == ()


def test_what_somebody_is_told_to_have_said_begins_behind_its_colon() -> None:
    (task,) = read(
        "II. NHIỆM VỤ",
        "1. Đoạn qua xã Vân Hạ, Phó Chủ tịch có ý kiến như sau: Sở Xây dựng khẩn trương rà soát hồ sơ.",
    )
    assert (names(task)[0], task.content) == (["Sở Xây dựng"], "khẩn trương rà soát hồ sơ.")
