"""An office's own tracking sheet comes in, whatever its columns are called; twice is once."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest
from dispatches import HERE, HOME, PLAN
from openpyxl import Workbook
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from extract.errors import Damaged
from feeds.exports.tracking import tracking
from feeds.exports.xlsx import write_xlsx
from feeds.imports.headings import mapped
from feeds.imports.sheets import Row, sheets
from feeds.imports.tasks import deadline_of, numbered, progress_of, understood
from feeds.imports.units import units
from models import store, tables
from models.database import open_database
from models.errors import NotThere
from models.following.imported import Counted, bring_in
from models.following.leaders import entrust, leaders_of
from models.questions.followed import followed
from models.records import File
from models.reviews import By
from models.store.forgetting import forget
from models.units import called, learn

NOW = datetime(2024, 7, 15, 12, tzinfo=UTC)
BY = By("Lan", NOW)
SHEET = File(name="theo-doi.xlsx", sha256="f" * 64, media_type="application/vnd.ms-excel", pages=1)


@pytest.mark.parametrize(
    ("headings", "fields"),
    [
        (
            "STT | Nội dung nhiệm vụ | Số, ký hiệu | Ngày ban hành | Thời hạn | Đơn vị chủ trì | Đơn vị phối hợp | "
            "Lãnh đạo phụ trách | Tiến độ | Trạng thái | Kết quả | Ghi chú",
            "no content number issued_on deadline lead support leader progress state result remarks",
        ),
        (
            "TT | NHIỆM VỤ ĐƯỢC GIAO | Văn bản giao nhiệm vụ | Hạn hoàn thành | Đơn vị thực hiện | Tình hình thực hiện",
            "no content number deadline lead state",
        ),
        (
            "Số TT | Nội dung công việc | Phòng | Thời gian hoàn thành | Tỷ lệ hoàn thành (%) | Sản phẩm đầu ra",
            "no content lead deadline progress deliverable",
        ),
        (
            "No | Nội dung chỉ đạo | Văn bản chỉ đạo | Ngày tháng | Chủ trì | Phối hợp | Hạn xử lý | Kết quả thực hiện",
            "no content number issued_on lead support deadline result",
        ),
        ("Đầu việc | Cơ quan ban hành | Ngày hoàn thành", "content issuer done_on"),
        ("Cân nặng | Chiều cao", ""),
    ],
)
def test_headings_say_what_a_column_is(headings: str, fields: str) -> None:
    found = mapped(headings.split(" | "), "tasks")
    assert [field for field, _ in sorted(found.items(), key=lambda pair: pair[1])] == fields.split()


def test_an_office_may_say_itself_what_a_column_is() -> None:
    found = mapped(["Mã", "Điều phải làm", "Hạn"], "tasks", {"content": "điều phải làm", "number": "Mã"})
    assert found == {"content": 1, "number": 0, "deadline": 2}


@pytest.mark.parametrize(
    ("cell", "end", "kind"),
    [
        (date(2024, 6, 30), date(2024, 6, 30), "by"),
        ("30/6/2024", date(2024, 6, 30), "by"),
        ("Trước ngày 15/6/2024", date(2024, 6, 15), "by"),
        ("Quý III/2024", date(2024, 9, 30), "during"),
        ("Thường xuyên", None, "ongoing"),
        ("31/02/2024", None, None),
        ("khi nào rảnh", None, None),
    ],
)
def test_a_deadline_is_a_day_or_words_that_name_one(cell: object, end: date | None, kind: str | None) -> None:
    found = deadline_of(Row(1, {"deadline": cell}), date(2024, 3, 1))
    assert (found.end, found.kind) == (end, kind) if found else kind is None


@pytest.mark.parametrize(
    ("text", "number", "on"),
    [
        ("35/KH-UBND", "35/KH-UBND", None),
        ("Kế hoạch số 35/KH-UBND ngày 05/3/2020", "35/KH-UBND", date(2020, 3, 5)),
        ("Số: 19/2014/QĐ-TTg", "19/2014/QĐ-TTg", None),
        ("họp giao ban", None, None),
        ("#12", "#12", None),
    ],
)
def test_the_document_that_ordered_it(text: str, number: str | None, on: date | None) -> None:
    assert numbered(text) == (number, on)


@pytest.mark.parametrize(
    ("state", "progress", "told"),
    [
        ("Đã hoàn thành", None, (True, None, None, None)),
        ("Hoàn thành quá hạn", None, (True, None, None, None)),
        ("Chưa hoàn thành", None, (False, None, None, None)),
        ("Đang thực hiện", "60%", (False, 60, None, "%")),
        (None, "100%", (True, 100, None, "%")),
        ("Quá hạn", None, (False, None, None, None)),
        (None, "78/78 đơn vị", (None, 78, 78, "đơn vị")),
        (None, None, (None, None, None, None)),
        ("xem lại", None, (None, None, None, None)),
    ],
)
def test_how_far_it_got(state: str | None, progress: str | None, told: tuple[object, ...]) -> None:
    assert progress_of(Row(1, {"state": state, "progress": progress})) == told


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    """Title lines, headings over two rows, a section's title, a merged document number."""
    book = Workbook()
    sheet = book.active
    sheet.title = "Năm 2024"
    sheet["A1"] = "SỔ THEO DÕI NHIỆM VỤ NĂM 2024"
    sheet.append([])
    sheet.append(
        [
            "TT",
            "Nội dung nhiệm vụ",
            "Văn bản giao",
            "Ngày ban hành",
            "Đơn vị",
            None,
            "Thời hạn",
            "Trạng thái",
            "Mã nội bộ",
        ]
    )
    sheet.append([None, None, None, None, "Chủ trì", "Phối hợp", None, None, None])
    sheet.merge_cells("E3:F3")
    sheet.append(["(1)", "(2)", "(3)", "(4)", "(5)", "(6)", "(7)", "(8)", "(9)"])
    sheet.append(["I", "NHIỆM VỤ TRỌNG TÂM"])
    sheet.append(
        [
            1,
            "rà soát 40 quy trình nội bộ",
            "52/KH-UBND",
            date(2024, 3, 1),
            "Sở Nội vụ",
            "Sở Tài chính",
            date(2024, 6, 30),
            "Đã hoàn thành",
            "x1",
        ]
    )
    sheet.append([2, "mở lớp tập huấn", None, None, "Văn phòng", None, "Quý IV/2024", "Đang thực hiện", "x2"])
    sheet.merge_cells("C7:C8")
    sheet.merge_cells("D7:D8")
    sheet.append([3, "gửi báo cáo", "71/CT-UBND", date(2024, 4, 2), "Sở Nội vụ", None, "lúc nào đó", "lơ lửng", None])
    sheet.append([4, None, "71/CT-UBND", None, "Sở Nội vụ", None, None, None, None])
    book.save(tmp_path / "theo-doi.xlsx")
    return tmp_path / "theo-doi.xlsx"


def test_a_sheet_is_understood_and_says_what_is_not(workbook: Path) -> None:
    (sheet,) = sheets(workbook, "tasks")
    assert sheet.fields["support"] == "Đơn vị Phối hợp"
    assert sheet.unknown == ("Mã nội bộ",)
    found = understood(sheet, file="theo-doi.xlsx", issuer="Ủy ban nhân dân tỉnh Lâm Sơn")
    assert [(r.number, r.issued_on, r.task.content, r.done) for r in found.rows] == [
        ("52/KH-UBND", date(2024, 3, 1), "rà soát 40 quy trình nội bộ", True),
        ("52/KH-UBND", date(2024, 3, 1), "mở lớp tập huấn", False),
        ("71/CT-UBND", date(2024, 4, 2), "gửi báo cáo", False),
    ]
    first = found.rows[0].task
    assert first.lead[0].canonical == "Sở Nội vụ tỉnh Lâm Sơn"
    assert first.deadline.end == date(2024, 6, 30)
    assert first.evidence[0].origin == "reviewer"
    assert first.path == "theo-doi.xlsx > Năm 2024, dòng 7"
    assert [(d.row, d.field) for d in found.doubts] == [(9, "deadline"), (9, "state"), (10, "content")]


@pytest.fixture
def session(address: str) -> Iterator[Session]:
    database = open_database(address)
    with database.writing() as session:
        yield session
    database.close()


def rows_of(workbook: Path) -> tuple[object, ...]:
    (sheet,) = sheets(workbook, "tasks")
    return understood(sheet, file="theo-doi.xlsx", issuer="Ủy ban nhân dân tỉnh Lâm Sơn").rows


def test_importing_twice_adds_nothing_twice(session: Session, workbook: Path) -> None:
    rows = rows_of(workbook)
    assert bring_in(session, SHEET, rows, BY) == Counted(added=3, documents=2)
    assert bring_in(session, SHEET, rows, BY) == Counted(known=3)
    lines = list(followed(session, today=date(2024, 7, 15)))
    assert [(line.source.number, line.state) for line in lines] == [
        ("52/KH-UBND", "done"), ("52/KH-UBND", "not_due"), ("71/CT-UBND", "undated"),
    ]  # fmt: skip
    assert session.scalar(select(func.count()).select_from(tables.Progress)) == 1


def test_news_since_the_last_import_come_in(session: Session, workbook: Path) -> None:
    rows = rows_of(workbook)
    bring_in(session, SHEET, rows, BY)
    later = [replace(rows[1], done=True, done_on=date(2024, 10, 1), leader="Chánh Văn phòng"), *rows[::2]]
    assert bring_in(session, SHEET, later, BY) == Counted(known=3, changed=1)
    line = next(line for line in followed(session, today=date(2024, 11, 1)) if "tập huấn" in line.content)
    assert (line.state, line.done_on, line.leader) == ("done", date(2024, 10, 1), "Chánh Văn phòng")


def test_a_task_that_the_document_gave_is_known_again(session: Session, tmp_path: Path) -> None:
    file = tables.File(sha256="a" * 64, name="ke-hoach.pdf", size=1, first_seen=NOW, state="done")
    session.add(file)
    store.save(session, file, PLAN, version="1", depth="best", made_at=NOW)
    book = Workbook()
    book.active.append(["STT", "Nội dung", "Số ký hiệu", "Chủ trì", "Trạng thái"])
    book.active.append([1, "Xây dựng kế hoạch kiểm tra nội bộ.", "41/KH-UBND", "Sở KH&CN", "Hoàn thành"])
    book.save(tmp_path / "a.xlsx")
    (sheet,) = sheets(tmp_path / "a.xlsx", "tasks")
    rows = understood(sheet, file="a.xlsx", issuer="Ủy ban nhân dân tỉnh Lâm Sơn").rows
    assert bring_in(session, SHEET, rows, BY) == Counted(known=1, changed=1)
    line = next(line for line in followed(session, today=date(2024, 7, 15)) if line.key == "t1")
    assert (line.state, line.done_on) == ("done", date(2024, 6, 15))  # no day was said: it is not called late


def test_the_document_itself_may_come_later(session: Session, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Nội dung nhiệm vụ", "Số ký hiệu", "Ngày ban hành", "Chủ trì"])
    book.active.append(["Phổ biến kế hoạch", "41/KH-UBND", date(2024, 2, 26), "Sở Nội vụ"])
    book.save(tmp_path / "a.xlsx")
    (sheet,) = sheets(tmp_path / "a.xlsx", "tasks")
    bring_in(session, SHEET, understood(sheet, file="a.xlsx", issuer="Ủy ban nhân dân tỉnh Lâm Sơn").rows, BY)
    file = tables.File(sha256="a" * 64, name="ke-hoach.pdf", size=1, first_seen=NOW, state="done")
    session.add(file)
    plan = store.save(session, file, PLAN, version="1", depth="best", made_at=NOW)
    assert session.scalar(select(func.count()).select_from(tables.Document)) == 1
    spread = [r for r in plan.records if r.standing == "live" and "hổ biến" in r.content]
    assert len(spread) == 1
    assert spread[0].evidence == HERE


def test_our_own_sheet_comes_in_again(session: Session, tmp_path: Path) -> None:
    file = tables.File(sha256="a" * 64, name="ke-hoach.pdf", size=1, first_seen=NOW, state="done")
    session.add(file)
    store.save(session, file, PLAN, version="1", depth="best", made_at=NOW)
    write_xlsx([tracking(followed(session, today=NOW.date()), desk="https://vanthu.example.vn")], tmp_path / "a.xlsx")
    (sheet,) = sheets(tmp_path / "a.xlsx", "tasks")
    found = understood(sheet, file="a.xlsx")
    assert bring_in(session, SHEET, found.rows, BY) == Counted(known=4)


def test_an_id_of_ours_counts_only_where_the_task_is_there(session: Session, tmp_path: Path) -> None:
    file = tables.File(sha256="a" * 64, name="ke-hoach.pdf", size=1, first_seen=NOW, state="done")
    session.add(file)
    nameless = replace(PLAN, letterhead=replace(PLAN.letterhead, number=None), citations=())
    store.save(session, file, nameless, version="1", depth="best", made_at=NOW)
    book = Workbook()
    book.active.append(["Nội dung nhiệm vụ", "Số ký hiệu", "Chủ trì"])
    book.active.append(["phổ biến kế hoạch", "#1", "Sở Nội vụ tỉnh Lâm Sơn"])
    book.active.append(["việc của một nơi khác", "#1", "Sở Nội vụ tỉnh Lâm Sơn"])
    book.save(tmp_path / "a.xlsx")
    (sheet,) = sheets(tmp_path / "a.xlsx", "tasks")
    assert bring_in(session, SHEET, understood(sheet, file="a.xlsx").rows, BY) == Counted(added=1, known=1, documents=1)


def test_tasks_that_sound_alike_stay_apart(session: Session, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Nội dung nhiệm vụ", "Số ký hiệu", "Chủ trì", "Thời hạn"])
    for content, day in (
        ("báo cáo kết quả thực hiện đợt 1", date(2024, 3, 31)),
        ("báo cáo kết quả thực hiện đợt 2", date(2024, 6, 30)),
        ("báo cáo tình hình chung của đơn vị", date(2024, 3, 31)),
        ("báo cáo tình hình chung của đơn vị", date(2024, 6, 30)),
        ("báo cáo tình hình chung của đơn vị.", date(2024, 9, 30)),
        ("báo cáo tình hình chung của đơn vị", date(2024, 6, 30)),
    ):
        book.active.append([content, "41/KH-UBND", "Sở Nội vụ tỉnh Lâm Sơn", day])
    book.save(tmp_path / "a.xlsx")
    (sheet,) = sheets(tmp_path / "a.xlsx", "tasks")
    rows = understood(sheet, file="a.xlsx").rows
    assert bring_in(session, SHEET, rows, BY) == Counted(added=5, known=1, documents=1)
    assert bring_in(session, SHEET, rows, BY) == Counted(known=6)


def test_rows_that_name_no_document_stay_together(session: Session, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["Nội dung nhiệm vụ", "Chủ trì", "Thời hạn"])
    book.active.append(["sửa mái nhà", "Văn phòng", date(2024, 8, 1)])
    book.active.append(["thay máy in", "Văn phòng", date(2024, 8, 2)])
    book.save(tmp_path / "a.xlsx")
    (sheet,) = sheets(tmp_path / "a.xlsx", "tasks")
    rows = understood(sheet, file="a.xlsx").rows
    assert bring_in(session, SHEET, rows, BY) == Counted(added=2, documents=1)
    assert bring_in(session, SHEET, rows, BY) == Counted(known=2)
    (document,) = session.scalars(select(tables.Document))
    assert document.subject == "Bảng theo dõi nhiệm vụ: theo-doi.xlsx, Sheet"
    assert store.load(session, document).tasks


def test_a_list_of_units(session: Session, tmp_path: Path) -> None:
    book = Workbook()
    book.active.append(["STT", "Tên đơn vị", "Viết tắt", "Mã định danh", "Cơ quan cấp trên"])
    book.active.append([1, "Phòng Kế toán Sở Nội vụ tỉnh Lâm Sơn", "PKT; P. Kế toán", "H99.05.01", HOME.canonical])
    book.active.append([2, "Phòng Kế toán Sở Nội vụ tỉnh Lâm Sơn", None, None, None])
    book.save(tmp_path / "a.xlsx")
    (sheet,) = sheets(tmp_path / "a.xlsx", "units")
    found = units(sheet)
    assert [d.row for d in found.doubts] == [3]
    learn(session, (), found.offices)
    learn(session, (), found.offices)
    (number,) = called(session, "p. ke toan")
    assert session.get_one(tables.Unit, number).register_id == "H99.05.01"


def test_a_file_that_is_no_workbook_is_told(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(b"no workbook")
    with pytest.raises(Damaged):
        sheets(tmp_path / "a.xlsx", "tasks")


def test_a_leader_goes_with_the_record(session: Session) -> None:
    file = tables.File(sha256="a" * 64, name="ke-hoach.pdf", size=1, first_seen=NOW, state="done")
    session.add(file)
    plan = store.save(session, file, PLAN, version="1", depth="best", made_at=NOW)
    entrust(session, plan.records[0].id, "Phó Giám đốc", BY)
    entrust(session, plan.records[1].id, "Chánh Văn phòng", BY)
    entrust(session, plan.records[1].id, " ", BY)
    assert leaders_of(session, [r.id for r in plan.records]) == {plan.records[0].id: "Phó Giám đốc"}
    with pytest.raises(NotThere):
        entrust(session, 10**6, "ai đó", BY)
    for reading in list(plan.readings):
        session.delete(reading)
    session.flush()
    session.expire(plan)
    forget(session, plan)
    session.flush()
    assert session.scalar(select(func.count()).select_from(tables.Leader)) == 0
