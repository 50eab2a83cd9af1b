"""Tables that hand out work: columns under any wording, groups, merged cells, rows without headings."""

import json
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import pytest

from extract.transcript import Cell, Table
from nlp.explain import paragraphs_of
from nlp.tasks import Inherited, Order, Speaker
from nlp.tasks.tables.columns import Role, role_of
from nlp.tasks.tables.orders import orders_in_table

ISSUED = date(2025, 3, 10)
SHARED = Path(__file__).parents[2] / "shared" / "gold" / "dev" / "passages"


def table(*rows: Sequence[str | None], spans: dict[tuple[int, int], tuple[int, int]] | None = None) -> Table:
    """A table of `rows`; None is covered by a cell whose (row, column) is in `spans` with its (rows, columns)."""
    spans = spans or {}
    cells = tuple(
        Cell(r, c, paragraphs_of(text), *spans.get((r, c), (1, 1)))
        for r, row in enumerate(rows)
        for c, text in enumerate(row)
        if text is not None
    )
    return Table(len(rows), max(map(len, rows)), cells)


def orders(found: Table, inherited: Inherited | None = None) -> list[Order]:
    return list(orders_in_table(found, "Phụ lục", inherited or Inherited(), Speaker(ISSUED, None)))


def names(order: Order) -> tuple[list[str], list[str]]:
    return [u.value.name for u in order.lead], [u.value.name for u in order.support]


HEADINGS: list[tuple[str, Role | None]] = [
    ("STT", "number"),
    ("Nội dung công việc", "task"),
    ("Nhiệm vụ, giải pháp", "task"),
    ("Đơn vị thực hiện", "lead"),
    ("Cơ quan\nchủ trì", "lead"),
    ("Phụ trách", "lead"),
    ("Chịu trách nhiệm", "lead"),
    ("Cơ quan chủ trì[1]", "lead"),
    ("Đơn vị chủ trì, phối hợp", "roles"),
    ("Đơn vị phối hợp", "support"),
    ("Lãnh đạo phụ trách", "overseer"),
    ("Thời gian dự kiến hoàn thành", "deadline"),
    ("Tiến độ", "deadline"),
    ("Giai đoạn thực hiện", "deadline"),
    ("Số ngày dự kiến", "deadline"),
    ("Sản phẩm đầu ra", "deliverable"),
    ("Kết quả dự kiến", "deliverable"),
    ("Kinh phí thực hiện", "note"),
    ("Ghi chú", "note"),
    ("Chỉ tiêu", "indicator"),
    ("Đơn vị tính", "measure"),
    ("Đơn vị được kiểm tra", "object"),
    ("Trình tự thực hiện", "step"),
    ("Xây dựng quy chế phối hợp giữa các cơ quan trong việc tiếp nhận, xử lý phản ánh, kiến nghị của người dân", None),
]


@pytest.mark.parametrize(("heading", "role"), HEADINGS)
def test_headings(heading: str, role: Role | None) -> None:
    assert role_of(heading) == role


def test_a_row_is_a_task() -> None:
    (order,) = orders(
        table(
            ("TT", "Nhiệm vụ", "Cơ quan chủ trì", "Cơ quan phối hợp", "Thời gian", "Sản phẩm", "Ghi chú"),
            ("1", "Rà soát quy trình", "Sở Nội vụ", "Sở Tài chính; các sở, ngành", "Quý II/2025", "Báo cáo", ""),
        )
    )
    assert order.content == "Rà soát quy trình"
    assert names(order) == (["Sở Nội vụ"], ["Sở Tài chính", "các sở, ngành"])
    assert order.deadline is not None
    assert order.deadline.value.end == date(2025, 6, 30)
    assert order.deliverable == "Báo cáo"
    assert order.path == "Phụ lục > dòng 1"


def test_headings_in_two_rows_and_numbered_columns() -> None:
    (order,) = orders(
        table(
            ("TT", "Nội dung", "Cơ quan thực hiện", None, "Thời hạn"),
            (None, None, "Chủ trì", "Phối hợp", None),
            ("(1)", "(2)", "(3)", "(4)", "(5)"),
            ("1", "Tập huấn nghiệp vụ", "Sở Y tế", "Sở Tài chính", "Trước 30/4/2025"),
            spans={(0, 0): (2, 1), (0, 1): (2, 1), (0, 2): (1, 2), (0, 4): (2, 1)},
        )
    )
    assert names(order) == (["Sở Y tế"], ["Sở Tài chính"])


def test_groups_give_their_unit_to_the_rows_under_them() -> None:
    found = orders(
        table(
            ("TT", "Nhiệm vụ", "Thời gian hoàn thành", "Đơn vị phối hợp"),
            ("I", "Nhiệm vụ giao Sở Nội vụ", None, None),
            ("1", "Trình đề án vị trí việc làm", "Tháng 5/2025", ""),
            ("II", "Nhiệm vụ giao Sở Tài chính", None, None),
            ("2", "Trình dự toán", "Tháng 6/2025", "Sở Nội vụ"),
            spans={(1, 1): (1, 3), (3, 1): (1, 3)},
        )
    )
    assert [names(o) for o in found] == [(["Sở Nội vụ"], []), (["Sở Tài chính"], ["Sở Nội vụ"])]


def test_a_cell_merged_over_rows_stands_in_each() -> None:
    found = orders(
        table(
            ("TT", "Nội dung", "Đơn vị thực hiện", "Thời gian"),
            ("1", "Kiểm tra việc chấp hành", "Thanh tra tỉnh", "Quý II/2025"),
            ("2", "Tổng hợp kiến nghị", None, "Quý III/2025"),
            ("3", "Đánh giá hồ sơ", "Sở Nội vụ", "Tháng 4/2025"),
            (None, None, "Sở Tư pháp", "Tháng 5/2025"),
            spans={(1, 2): (2, 1), (3, 0): (2, 1), (3, 1): (2, 1)},
        )
    )
    assert [(o.content, names(o)[0]) for o in found] == [
        ("Kiểm tra việc chấp hành", ["Thanh tra tỉnh"]),
        ("Tổng hợp kiến nghị", ["Thanh tra tỉnh"]),
        ("Đánh giá hồ sơ", ["Sở Nội vụ"]),
        ("Đánh giá hồ sơ", ["Sở Tư pháp"]),
    ]


def test_a_row_parted_by_a_page_end_is_put_together() -> None:
    (order,) = orders(
        table(
            ("TT", "Nội dung", "Đơn vị thực hiện", "Thời gian"),
            ("1", "Xây dựng kế hoạch kiểm tra việc", "Sở Nội vụ", "Quý II/2025"),
            ("", "duy trì hệ thống tại các đơn vị", "", ""),
        )
    )
    assert order.content == "Xây dựng kế hoạch kiểm tra việc duy trì hệ thống tại các đơn vị"


def test_bare_numbers_of_days_are_durations() -> None:
    (order,) = orders(
        table(("TT", "Công việc", "Thực hiện", "Số ngày dự kiến"), ("1", "Cài đặt phần mềm", "Sở Y tế", "7"))
    )
    assert order.deadline is not None
    assert order.deadline.value.kind == "relative"
    assert order.deadline.value.relative is not None
    assert order.deadline.value.relative.duration == "P7D"


def test_no_headings() -> None:
    found = orders(
        table(
            (
                "1",
                "Xây dựng kế hoạch nâng cao năng suất chất lượng",
                "Sở Khoa học và Công nghệ",
                "Các sở, ban, ngành",
                "Quý IV/2025",
            ),
            (
                "2",
                "Tổ chức hội nghị tổng kết công tác đo lường",
                "Sở Khoa học và Công nghệ",
                "Sở Tài chính",
                "Năm 2025",
            ),
        )
    )
    assert [names(o) for o in found] == [
        (["Sở Khoa học và Công nghệ"], ["Các sở, ban, ngành"]),
        (["Sở Khoa học và Công nghệ"], ["Sở Tài chính"]),
    ]


def test_one_column_for_both_roles() -> None:
    (order,) = orders(
        table(
            ("TT", "Nội dung", "Cơ quan chủ trì, phối hợp", "Thời gian"),
            ("1", "Số hóa hồ sơ", "Chủ trì: Sở Nội vụ; Phối hợp: Sở Y tế, Sở Tư pháp", "Năm 2025"),
        )
    )
    assert names(order) == (["Sở Nội vụ"], ["Sở Y tế", "Sở Tư pháp"])


def test_a_unit_s_part_stands_in_brackets_after_it() -> None:
    (order,) = orders(
        table(
            ("TT", "Nội dung", "Người thực hiện", "Thời hạn"),
            ("1", "Số hóa hồ sơ", "Sở Nội vụ (chủ trì), Sở Y tế (phối hợp)", "Năm 2025"),
        )
    )
    assert names(order) == (["Sở Nội vụ"], ["Sở Y tế"])


def test_ditto_marks_repeat_the_units_above() -> None:
    found = orders(
        table(
            ("TT", "Phần việc", "Người/đơn vị thực hiện", "Phối hợp thực hiện", "Thời gian"),
            ("1", "Số hóa hồ sơ đất đai", "Sở Nội vụ", "Sở Y tế", "Năm 2025"),
            ("2", "Tập huấn nghiệp vụ", "-nt-", "nt", "Năm 2025"),
        )
    )
    assert [names(o) for o in found] == [(["Sở Nội vụ"], ["Sở Y tế"])] * 2


@pytest.mark.parametrize(
    "header",
    [
        ("Trình tự", "Nội dung công việc", "Đơn vị thực hiện", "Thời gian"),  # steps of a procedure
        ("TT", "Tên thủ tục hành chính", "Cơ quan thực hiện", "Thời hạn giải quyết"),
        ("TT", "Họ và tên", "Chức vụ", "Điện thoại"),
        ("TT", "Chỉ tiêu", "Đơn vị tính", "Năm 2025"),
    ],
)
def test_tables_that_order_nothing(header: tuple[str, ...]) -> None:
    assert orders(table(header, ("1", "Tiếp nhận hồ sơ của tổ chức", "Bộ phận Một cửa", "02 ngày"))) == []


@pytest.mark.shared
def test_real_rows_land_in_their_columns() -> None:
    roles = {"task": "task", "lead": "lead", "coop": "support", "deadline": "deadline", "product": "deliverable"}
    right = wanted = 0
    for line in (SHARED / "assignments.jsonl").read_text("utf-8").splitlines():
        row = json.loads(line)
        found = [role_of(heading) for heading in row["header"]]
        for name, value in row["gold"].items():
            wanted += 1
            right += any(r == roles[name] and c == value for r, c in zip(found, row["cells"], strict=True))
    assert right >= 0.97 * wanted
