"""Targets of whole documents: times of headings, what an annex says again, tables of indicators and of tasks."""

from collections.abc import Sequence
from datetime import date

from extract.transcript import Block, Cell, Page, Table, Transcript
from models.records import Dispatch, File, Target
from nlp.explain import paragraphs_of
from nlp.understand import understand

HEAD = """ỦY BAN NHÂN DÂN
TỈNH LÂM SƠN
Số: 12/KH-UBND
Lâm Sơn, ngày 10 tháng 01 năm 2026
KẾ HOẠCH
Phát triển chính quyền số
"""
AIMS = """I. MỤC TIÊU
1. Chính quyền số đến năm 2030
- Tỷ lệ văn bản được ký số đạt 100%.
- Tỷ lệ hồ sơ toàn trình đạt tối thiểu 80% trong năm 2027.
"""
ANNEX = """PHỤ LỤC
PHÂN CÔNG THEO DÕI CHỈ TIÊU
(Kèm theo Kế hoạch số 12/KH-UBND ngày 10 tháng 01 năm 2026)
"""


def understood(*parts: str | Table) -> Dispatch:
    blocks: list[Block] = []
    for part in parts:
        blocks += [part] if isinstance(part, Table) else paragraphs_of(part)
    return understand(
        Transcript(
            file=File(name="ke-hoach.pdf", sha256="a" * 64, media_type="application/pdf", pages=1),
            pages=(Page(1, 595.0, 842.0, 0, "text_layer", "sound", ""),),
            blocks=tuple(blocks),
            signatures=(),
        )
    )


def table(*rows: Sequence[str]) -> Table:
    cells = tuple(Cell(r, c, paragraphs_of(text)) for r, row in enumerate(rows) for c, text in enumerate(row))
    return Table(len(rows), max(map(len, rows)), cells)


def in_short(target: Target) -> tuple[str, str, float, str | None, list[str], date | None]:
    owners = [unit.name for unit in target.owners]
    return (
        target.measure,
        target.comparator,
        target.value,
        target.unit,
        owners,
        target.deadline.end if target.deadline else None,
    )


def test_the_time_of_a_heading_among_aims_is_each_targets_that_has_none() -> None:
    assert [t.deadline and t.deadline.end for t in understood(HEAD + AIMS).targets] == [
        date(2030, 12, 31),
        date(2027, 12, 31),
    ]


def test_what_an_annex_says_again_is_one_target_with_the_owner_that_it_adds() -> None:
    rows = (("TT", "Chỉ tiêu", "Chủ trì"), ("1", "Tỷ lệ văn bản được ký số đạt 100%", "Văn phòng UBND tỉnh"))
    first, second = understood(HEAD + AIMS + ANNEX, table(*rows)).targets
    assert in_short(first) == (
        "Tỷ lệ văn bản được ký số",
        "eq",
        100,
        "%",
        ["Văn phòng UBND tỉnh"],
        date(2030, 12, 31),
    )
    assert len(first.evidence) == 2
    assert second.value == 80


def test_the_same_aim_of_two_offices_stays_two() -> None:
    text = """II. NHIỆM VỤ
1. Sở Y tế
- Hoàn thành số hóa 100% hồ sơ lưu trữ.
2. Sở Tư pháp
- Hoàn thành số hóa 100% hồ sơ lưu trữ.
"""
    assert [len(t.owners) for t in understood(HEAD + text).targets] == [1, 1]


def table_of(*rows: Sequence[str]) -> list[tuple[str, str, float, str | None, list[str], date | None]]:
    return [in_short(t) for t in understood(HEAD + "I. CÁC CHỈ TIÊU\n", table(*rows)).targets]


def test_an_indicator_that_states_its_aim_is_followed_up_by_the_unit_beside_it_and_is_no_task() -> None:
    rows = (
        ("TT", "Chỉ tiêu", "Chủ trì"),
        ("1", "Kinh tế số chiếm 30% GRDP", "Sở Tài chính"),
        ("2", "100% xã có điểm giao dịch số", "Sở Y tế"),
    )
    assert [(value, owners) for _, _, value, _, owners, _ in table_of(*rows)] == [
        (30, ["Sở Tài chính"]),
        (100, ["Sở Y tế"]),
    ]
    assert understood(HEAD + "I. CÁC CHỈ TIÊU\n", table(*rows)).tasks == ()


def test_quality_objectives_have_their_targets_beside_the_measures_taken() -> None:
    rows = (
        ("STT", "Mục tiêu chất lượng", "Chỉ tiêu cần đạt", "Biện pháp thực hiện", "Người thực hiện", "Thời gian"),
        ("1", "Hồ sơ giải quyết đúng hạn", "≥ 98%", "Theo dõi hằng tuần", "Văn phòng UBND tỉnh", "31/12/2026"),
        ("2", "Khiếu nại của công dân", "Không quá 02 vụ", "Tiếp dân đúng lịch", "Thanh tra tỉnh", "31/12/2026"),
    )
    assert [told[:4] for told in table_of(*rows)] == [
        ("Hồ sơ giải quyết đúng hạn", "ge", 98, "%"),
        ("Khiếu nại của công dân", "le", 2, "vụ"),
    ]
    assert {told[5] for told in table_of(*rows)} == {date(2026, 12, 31)}


def test_the_aim_of_a_task_stands_in_its_row() -> None:
    rows = (
        ("TT", "Nhiệm vụ", "Chỉ tiêu", "Cơ quan chủ trì", "Thời hạn"),
        ("1", "Số hóa hồ sơ hộ tịch", "100%", "Sở Tư pháp", "Quý III/2026"),
        ("2", "Tập huấn kỹ năng số", "Tối thiểu 90% công chức được tập huấn", "Sở Nội vụ", "30/11/2026"),
        ("3", "Xây dựng quy chế", "Ban hành Quyết định", "Sở Nội vụ", "30/6/2026"),
    )
    assert [(told[0], told[1], told[2], told[5]) for told in table_of(*rows)] == [
        ("Số hóa hồ sơ hộ tịch", "eq", 100, date(2026, 9, 30)),
        ("công chức được tập huấn", "ge", 90, date(2026, 11, 30)),
    ]
    assert len(understood(HEAD + "I. CÁC CHỈ TIÊU\n", table(*rows)).tasks) == 3


def test_an_indicator_handed_out_to_many() -> None:
    rows = (
        ("TT", "Đơn vị", "Chỉ tiêu giao năm 2026 (người)"),
        ("1", "UBND xã Hòa Bình", "120"),
        ("2", "UBND xã Tân Lập", "85"),
        ("", "Tổng cộng", "205"),
    )
    assert [(value, unit, end) for _, _, value, unit, _, end in table_of(*rows)] == [
        (120, "người", date(2026, 12, 31)),
        (85, "người", date(2026, 12, 31)),
    ]


def test_rows_without_a_number_go_with_the_indicator_above() -> None:
    rows = (
        ("TT", "Chỉ tiêu", "Đơn vị tính", "Năm 2026"),
        ("1", "Tỷ lệ trường đạt chuẩn", "", ""),
        ("-", "Mầm non", "%", "65"),
        ("2", "Số giường bệnh", "Giường", "320"),
    )
    assert [told[0] for told in table_of(*rows)] == ["Tỷ lệ trường đạt chuẩn - Mầm non", "Số giường bệnh"]


def test_things_with_their_numbers_are_aims_in_a_plan_and_none_in_an_estimate_of_costs() -> None:
    plan = (("TT", "Nội dung", "ĐVT", "Kế hoạch năm 2026"), ("1", "Trồng rừng tập trung", "ha", "1.200"))
    costs = (("TT", "Nội dung", "ĐVT", "Số lượng", "Đơn giá"), ("1", "Máy tính xách tay", "Chiếc", "12", "15.000.000"))
    assert [told[:4] for told in table_of(*plan)] == [("Trồng rừng tập trung", "eq", 1200, "ha")]
    assert table_of(*costs) == []


def test_a_table_that_lost_its_rows_has_its_owners_too() -> None:
    rows = """TT
Chỉ tiêu
Chủ trì
I. Kinh tế số
1
Tỷ lệ văn bản được ký số đạt 100%.
Sở Nội vụ
II. Xã hội số
1
Tỷ lệ người dân có sổ sức khỏe điện tử đạt 95%.
Sở Y tế
"""
    told = [in_short(t) for t in understood(HEAD + AIMS + ANNEX + rows).targets]
    assert [(measure, owners) for measure, _, _, _, owners, _ in told] == [
        ("Tỷ lệ văn bản được ký số", ["Sở Nội vụ"]),
        ("Tỷ lệ hồ sơ toàn trình", []),
        ("Tỷ lệ người dân có sổ sức khỏe điện tử", ["Sở Y tế"]),
    ]


def test_an_aim_that_the_preface_says_too_is_one_target() -> None:
    text = """Để phát triển kinh tế, phấn đấu tăng trưởng kinh tế cả năm 2026 đạt trên 8%, UBND tỉnh yêu cầu:
1. Sở Tài chính theo dõi, phấn đấu tăng trưởng kinh tế cả năm 2026 đạt trên 8%.
"""
    (target,) = understood(HEAD + text).targets
    assert (target.value, len(target.evidence)) == (8, 2)


def test_the_units_that_a_list_is_for_own_its_targets_and_those_of_aims_are_nobodys() -> None:
    text = """UBND tỉnh yêu cầu các sở, ban, ngành:
1. Hoàn thành số hóa 100% hồ sơ lưu trữ trước ngày 30/9/2026.
2. Tổng hợp, báo cáo kết quả.
"""
    (target,) = understood(HEAD + text).targets
    assert [unit.name for unit in target.owners] == ["các sở, ban, ngành"]
    assert all(not t.owners for t in understood(HEAD + AIMS).targets)


def test_steps_of_a_procedure_set_the_shares_that_they_order_of_all() -> None:
    text = """PHỤ LỤC
QUY TRÌNH ĐIỆN TỬ GIẢI QUYẾT THỦ TỤC HÀNH CHÍNH
(Kèm theo Kế hoạch số 12/KH-UBND ngày 10 tháng 01 năm 2026)
1. Bước 1. Tiếp nhận hồ sơ
Bộ phận Một cửa số hóa 100% hồ sơ, thời hạn giải quyết không quá 03 ngày.
2. Bước 2. Nộp phí
Người dân thực hiện thanh toán trực tuyến qua Cổng dịch vụ công (100%), mức thu 50% phí theo quy định.
"""
    assert [t.value for t in understood(HEAD + AIMS + text).targets] == [100, 80, 100, 100]


REPORT = """ỦY BAN NHÂN DÂN
XÃ HÒA BÌNH
Số: 88/BC-UBND
Hòa Bình, ngày 20 tháng 6 năm 2026
BÁO CÁO
Tình hình kinh tế - xã hội 6 tháng đầu năm 2026
I. KẾT QUẢ THỰC HIỆN NHIỆM VỤ 6 THÁNG ĐẦU NĂM
- Hoàn thành 12 công trình.
II. NHIỆM VỤ 6 THÁNG CUỐI NĂM
1. Phấn đấu thu ngân sách đạt 100% dự toán.
2. Hoàn thành 05 công trình chuyển tiếp.
"""


def test_what_a_report_names_as_its_next_tasks_is_not_achieved() -> None:
    found = understood(REPORT)
    assert [r.value for r in found.results] == [12]
    assert [t.value for t in found.targets] == [100]


def test_a_decision_hands_out_targets_to_the_unit_that_it_names() -> None:
    text = """Điều 1. Giao chỉ tiêu kế hoạch năm 2026 cho UBND xã Hòa Bình như sau:
1. Thu ngân sách trên địa bàn: 12.500 triệu đồng.
2. Tỷ lệ hộ nghèo còn: 2,5%.
Điều 2. UBND xã Hòa Bình báo cáo kết quả trước ngày 15/12/2026.
"""
    found = understood(HEAD.replace("KẾ HOẠCH", "QUYẾT ĐỊNH") + text)
    assert [(t.value, [u.name for u in t.owners], t.deadline and t.deadline.end) for t in found.targets] == [
        (12.5e9, ["UBND xã Hòa Bình"], date(2026, 12, 31)),
        (2.5, ["UBND xã Hòa Bình"], date(2026, 12, 31)),
    ]
    assert found.results == ()


def test_what_is_asked_for_the_time_to_come_is_ordered_and_what_was_done_is_told() -> None:
    text = """1. Thời gian qua, các xã đã số hóa 95/120 kho hồ sơ.
2. Thời gian tới, yêu cầu:
a) Sở Nội vụ nâng tỷ lệ thanh toán trực tuyến lên 65% trong quý III/2026.
b) UBND các xã bảo đảm 100% hồ sơ đúng hạn.
"""
    found = understood(HEAD.replace("KẾ HOẠCH", "THÔNG BÁO") + text)
    assert [(t.value, t.owners[0].name) for t in found.targets] == [(65, "Sở Nội vụ"), (100, "UBND các xã")]
    assert [(r.value, r.of) for r in found.results] == [(95, 120)]
    assert len(found.tasks) == 2


def test_the_year_in_a_heading_of_aims_is_each_targets_unless_it_is_over() -> None:
    text = "I. MỤC TIÊU CỤ THỂ NĂM {}\n1. 100% xã kết nối mạng dùng chung.\n2. Chỉ số phục vụ xếp thứ 10 trở lên.\n"
    assert {t.deadline and t.deadline.end for t in understood(HEAD + text.format(2026)).targets} == {date(2026, 12, 31)}
    assert {t.deadline for t in understood(HEAD + text.format(2024)).targets} == {None}
