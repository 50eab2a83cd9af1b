"""Tables that have lost their rows are put together again: each cell was left as a line of its own."""

from datetime import date

from extract.transcript import Table
from nlp.explain import paragraphs_of
from nlp.outline import build_outline
from nlp.tasks import Inherited, Order, Speaker, find_orders, walk, with_rows

ISSUED = date(2025, 11, 10)

PLAN = """\
TT
Nhiệm vụ
Cơ quan chủ trì
Cơ quan phối hợp
Thời gian hoàn thành
Sản phẩm
Ghi chú
I
HOÀN THIỆN THỂ CHẾ
1
Rà soát quy chế làm việc
Sở Nội vụ
Các sở, ngành, UBND xã, phường
Quý IV/2025
Quyết định
2
Hướng dẫn thanh toán chi phí
Sở Y tế
Sau khi có quy chế mới
3
Xây dựng phần mềm dùng chung
- Yêu cầu: kết nối với cơ sở dữ liệu của tỉnh.
Sở Khoa học và Công nghệ
Sở Tài chính
Thường xuyên
Xây dựng hạ tầng dự phòng cho phần mềm
Trung tâm Chuyển đổi số
II. TỔ CHỨC THỰC HIỆN
1. Sở Xây dựng kiểm tra các công trình.
"""


def orders(text: str) -> list[Order]:
    blocks = with_rows(paragraphs_of(text), ISSUED)
    speaker = Speaker(ISSUED, None)
    return list(find_orders(walk(build_outline(blocks), Inherited(), speaker), speaker, ()))


def test_rows_are_put_together_by_their_numbers_and_by_what_cells_hold() -> None:
    found = [
        (o.content, [u.value.name for u in o.lead], [u.value.name for u in o.support], o.deliverable)
        for o in orders(PLAN)
    ]
    assert found[:2] == [
        ("Rà soát quy chế làm việc", ["Sở Nội vụ"], ["Các sở, ngành", "UBND xã, phường"], "Quyết định"),
        ("Hướng dẫn thanh toán chi phí", ["Sở Y tế"], [], None),
    ]
    assert found[2][0].startswith("Xây dựng phần mềm dùng chung - Yêu cầu")
    assert found[2][1:3] == (["Sở Khoa học và Công nghệ"], ["Sở Tài chính"])
    assert found[3][:2] == ("Xây dựng hạ tầng dự phòng cho phần mềm", ["Trung tâm Chuyển đổi số"])
    assert found[3][2] == ["Sở Tài chính"]  # merged with the row above
    assert found[4][:2] == ("kiểm tra các công trình.", ["Sở Xây dựng"])


def test_times_are_those_of_their_rows_and_an_event_is_none() -> None:
    deadlines = [o.deadline.value if o.deadline else None for o in orders(PLAN)]
    assert [d and d.end for d in deadlines[:2]] == [date(2025, 12, 31), None]
    assert [d and d.kind for d in deadlines[2:4]] == ["ongoing", "ongoing"]
    assert orders(PLAN)[1].unread == "Sau khi có quy chế mới"


def test_headings_alone_make_no_table_and_prose_stays_prose() -> None:
    for text in (
        "TT\nNhiệm vụ\nCơ quan chủ trì\nThời gian\n",
        "1\nSở Nội vụ\n2\nSở Y tế\n",
        "I. MỤC ĐÍCH\n1. Nội dung\n",
    ):
        blocks = paragraphs_of(text)
        assert with_rows(blocks, ISSUED) == blocks


def test_every_paragraph_stands_once_in_the_table_or_after_it() -> None:
    blocks = with_rows(paragraphs_of(PLAN), ISSUED)
    kept = [
        p.text for b in blocks for p in ((p for c in b.cells for p in c.paragraphs) if isinstance(b, Table) else (b,))
    ]
    assert sorted(kept) == sorted(line for line in PLAN.splitlines())
