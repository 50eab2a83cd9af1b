"""What is an order in running text, of whom, with whom, by when: phrases as official prose writes them."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from ordered import ISSUED, ISSUER, names, read

from models.records import Explanation
from nlp.explain import explain, why

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
    (
        "1. Sở Nội vụ tham mưu tiêu chí đánh giá, trình Chủ tịch Ủy ban nhân dân tỉnh trong Quý III/2026.",
        "tham mưu tiêu chí đánh giá, trình Chủ tịch Ủy ban nhân dân tỉnh trong Quý III/2026.",
        ["Sở Nội vụ"],
        [],
        date(2026, 9, 30),
    ),
    (
        "Điều 20. Sở Du lịch chịu trách nhiệm theo dõi, kiểm tra, đôn đốc thực hiện Quyết định này.",
        "chịu trách nhiệm theo dõi, kiểm tra, đôn đốc thực hiện Quyết định này.",
        ["Sở Du lịch"],
        [],
        None,
    ),
    (
        "2. Ngân hàng Nhà nước Việt Nam và các ngân hàng thương mại cổ phần quyết liệt triển khai gói tín dụng.",
        "quyết liệt triển khai gói tín dụng.",
        ["Ngân hàng Nhà nước Việt Nam", "các ngân hàng thương mại cổ phần"],
        [],
        None,
    ),
    (
        "2. Yêu cầu Giám đốc các Sở: Xây dựng, Tài chính; Chủ tịch UBND các xã, phường rà soát danh mục.",
        "rà soát danh mục.",
        ["Giám đốc Sở Xây dựng", "Giám đốc Sở Tài chính", "Chủ tịch UBND các xã, phường"],
        [],
        None,
    ),
    (
        "2. Giao đồng chí Nguyễn Văn Mẫu - Phó Chủ tịch UBND tỉnh chủ trì, phối hợp với Sở Y tế rà soát danh mục.",
        "rà soát danh mục.",
        ["đồng chí Nguyễn Văn Mẫu - Phó Chủ tịch UBND tỉnh"],
        ["Sở Y tế"],
        None,
    ),
    (
        "1. Sở Nội vụ tổng hợp danh sách, gửi Công an tỉnh trong tháng 6/2025.",
        "tổng hợp danh sách, gửi Công an tỉnh trong tháng 6/2025.",
        ["Sở Nội vụ"],
        [],
        date(2025, 6, 30),
    ),
    (
        "1. Sở Nội vụ nghiên cứu tình hình lao động của tỉnh trong năm 2026.",
        "nghiên cứu tình hình lao động của tỉnh trong năm 2026.",
        ["Sở Nội vụ"],
        [],
        None,
    ),
    (
        "1. Sở Nội vụ tham mưu kế hoạch của Hội đồng nhân dân tỉnh năm 2026.",
        "tham mưu kế hoạch của Hội đồng nhân dân tỉnh năm 2026.",
        ["Sở Nội vụ"],
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


def test_deliverables() -> None:
    (task,) = read("1. Sở Nội vụ xây dựng Đề án vị trí việc làm trình Ủy ban nhân dân tỉnh.")
    assert task.deliverable == "Đề án vị trí việc làm"


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


def test_a_body_that_no_register_knows_before_a_colon() -> None:
    (task, _) = read(
        "IV. TỔ CHỨC THỰC HIỆN",
        "1. Các cơ sở nuôi cá lồng: Theo dõi chất lượng nước, ghi chép số liệu hằng ngày.",
        "2. Sở Y tế hướng dẫn khử khuẩn nguồn nước.",
    )
    assert names(task) == (["Các cơ sở nuôi cá lồng"], [])
    assert task.content.startswith("Theo dõi chất lượng nước")


@pytest.mark.parametrize(
    ("text", "orders"),
    [
        ("1. Đồng chí Nguyễn Văn Mẫu - Phó Giám đốc Sở chủ trì buổi họp.", 0),
        ("1. Đồng chí Nguyễn Văn Mẫu - Phó Giám đốc Sở chủ trì tổ chức hội nghị tổng kết trong tháng 6/2026.", 1),
        ("1. Đồng chí Nguyễn Văn Mẫu - Phó Giám đốc Sở chủ trì cuộc họp với các chủ đầu tư trước ngày 20/3/2026.", 1),
    ],
)
def test_who_was_at_a_meeting_is_no_order_and_who_is_to_hold_one_by_a_day_is(text: str, orders: int) -> None:
    assert len(read(text)) == orders
