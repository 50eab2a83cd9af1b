"""What goes out as files, opened by libraries that did not write it."""

import csv
import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import docx
import icalendar
import openpyxl
import pyarrow.parquet as pq
import pytest
from dispatches import EVERYBODY, HOME, PLAN, REPORT
from sqlalchemy import select
from sqlalchemy.orm import Session

from feeds.exports.flat import csv_lines
from feeds.exports.incoming import parted
from feeds.exports.tables import Column, Shown, Table
from feeds.exports.wanted import Wanted, export
from feeds.exports.xlsx import write_xlsx
from models import store, tables
from models.database import open_database
from models.errors import Refused
from models.following.leaders import entrust
from models.following.progress import Achieved, report
from models.questions.followed import followed
from models.records import Deadline, Task
from models.reviews import By
from models.wording import Wording

NOW = datetime(2024, 7, 15, 12, tzinfo=UTC)
TODAY = date(2024, 7, 15)
LAN = By("Lan", NOW)

HOSTILE = '=HYPERLINK("http://evil.example";"bấm vào đây")'
SECRET = replace(
    PLAN,
    file=replace(PLAN.file, sha256="5" * 64),
    letterhead=replace(PLAN.letterhead, number="9/KH-UBND", secrecy="Mật"),
    citations=(),
    targets=(),
    tasks=(Task(id="s1", content="việc mật", lead=(HOME,), confidence=0.9),),
)
ODD = replace(
    PLAN,
    file=replace(PLAN.file, sha256="6" * 64),
    letterhead=replace(PLAN.letterhead, number="12/KH-UBND", issued_on=date(2024, 3, 1), subject=None),
    citations=(),
    targets=(),
    tasks=(
        Task(id="o1", content=HOSTILE, lead=(EVERYBODY,), confidence=0.9),
        Task(
            id="o2",
            content="dòng một\x07\nrất dài " + "á" * 40_000,
            deadline=Deadline(text="từ nay đến cuối năm", kind="during", end=date(2024, 12, 31)),
            confidence=0.9,
        ),
    ),
)


def saved(session: Session, *dispatches: object) -> None:
    for dispatch in dispatches:
        file = tables.File(
            sha256=dispatch.file.sha256, name=dispatch.file.name, size=1, first_seen=NOW, state="done",
            media_type=dispatch.file.media_type, pages=dispatch.file.pages,
        )  # fmt: skip
        session.add(file)
        store.save(session, file, dispatch, version="1", depth="best", made_at=NOW)


@pytest.fixture
def session(address: str) -> Iterator[Session]:
    database = open_database(address)
    with database.writing() as session:
        saved(session, PLAN, REPORT, SECRET, ODD)
        done = session.scalars(select(tables.Task).where(tables.Task.content.startswith("xây dựng"))).one()
        report(session, done.id, Achieved(on=date(2024, 6, 10), done=True, value=78, of=78, unit="đơn vị"), LAN)
        entrust(session, done.id, "Phó Giám đốc Hà Thu", LAN)
    with database.reading() as session:
        yield session
    database.close()


def written(session: Session, form: str, **more: object) -> bytes:
    export(session, Wanted(format=form, today=TODAY, now=NOW, **more), into := io.BytesIO())
    return into.getvalue()


def test_the_tracking_sheet_has_the_twelve_columns_of_offices(session: Session) -> None:
    book = openpyxl.load_workbook(
        io.BytesIO(written(session, "xlsx", office="Sở Khoa học và Công nghệ", desk="https://vanthu.example.vn"))
    )
    sheet = book["Theo dõi nhiệm vụ"]
    rows = list(sheet.iter_rows())
    assert [cell.value for cell in rows[6]] == [
        "STT", "Nội dung nhiệm vụ", "Số, ký hiệu", "Ngày ban hành", "Thời hạn", "Đơn vị chủ trì", "Đơn vị phối hợp",
        "Lãnh đạo phụ trách", "Tiến độ", "Trạng thái", "Kết quả", "Ghi chú",
    ]  # fmt: skip
    first = rows[8]
    assert first[0].value == 1
    assert first[1].value == "xây dựng kế hoạch kiểm tra nội bộ"
    assert first[3].value == datetime(2024, 2, 26)
    assert (first[4].value, first[4].number_format) == (datetime(2024, 6, 15), "dd/mm/yyyy")
    assert first[5].value == "Sở Khoa học và Công nghệ tỉnh Lâm Sơn"
    assert first[6].value == "Sở Nội vụ tỉnh Lâm Sơn; các sở, ban, ngành"
    assert [c.value for c in first[7:10]] == ["Phó Giám đốc Hà Thu", "78/78 đơn vị", "Đã xong"]
    assert first[2].value.startswith('=HYPERLINK("https://vanthu.example.vn/documents/')
    assert '"41/KH-UBND")' in first[2].value
    assert sheet.freeze_panes == "C9"
    assert sheet.auto_filter.ref == f"A8:L{sheet.max_row}"
    assert sheet.print_title_rows == "$7:$8"
    assert sheet.page_setup.orientation == "landscape"
    assert first[1].font.name == "Times New Roman"
    assert "Theo dõi chỉ tiêu" in book.sheetnames


def test_a_text_is_never_a_formula(session: Session) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written(session, "xlsx")))["Theo dõi nhiệm vụ"]
    cell = next(c for row in sheet.iter_rows(min_row=9) for c in row if c.column == 2 and "evil" in str(c.value))
    assert (cell.value, cell.data_type) == (HOSTILE, "s")
    rows = list(csv.reader(io.StringIO(written(session, "csv").decode("utf-8-sig"))))
    assert [row[1] for row in rows if "evil" in row[1]] == [f"'{HOSTILE}"]
    column = (Column("a", Wording("a", "a"), 9),)
    for start in "=+-@\t\r":
        (_, _, line) = csv_lines(Table("t", Wording("t", "t"), column, iter([(f"{start}1+1",)])))
        assert line.lstrip(b'"').startswith(b"'")


def test_a_cell_takes_no_more_than_excel_can_hold(session: Session) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written(session, "xlsx")))["Theo dõi nhiệm vụ"]
    long = next(c.value for row in sheet.iter_rows(min_row=9) for c in row if "dòng một" in str(c.value))
    assert len(long) == 32_767
    assert "\x07" not in long


def test_a_link_that_excel_would_refuse_is_left_out(tmp_path: Path) -> None:
    table = Table(
        "t", Wording("t", "t"), (Column("a", Wording("a", "a"), 9),), [(Shown("x", url="https://a/" + "b" * 300),)]
    )
    write_xlsx([table], tmp_path / "t.xlsx")
    assert openpyxl.load_workbook(tmp_path / "t.xlsx").active["A9"].value == "x"


def test_what_is_secret_goes_out_only_when_asked_for(session: Session) -> None:
    for form in ("csv", "jsonl", "ics"):
        assert "việc mật" not in written(session, form).decode()
    assert "việc mật" in written(session, "csv", secret=True).decode()
    assert b"9/KH-UBND" not in written(session, "csv", what="incoming")


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ({"unit": "so noi vu"}, {"xây dựng kế hoạch kiểm tra nội bộ", "cử người tham gia đoàn", "phổ biến kế hoạch"}),
        ({"since": date(2024, 12, 1), "until": date(2024, 12, 20)}, {"báo cáo kết quả duy trì"}),
        ({"states": ("done",)}, {"xây dựng kế hoạch kiểm tra nội bộ"}),
        ({"unit": "sở không có"}, set()),
    ],
)
def test_what_is_asked_for(session: Session, wanted: dict[str, object], found: set[str]) -> None:
    assert {line.content for line in followed(session, today=TODAY, **wanted)} == found


def test_json_lines_are_the_records_of_the_contract(session: Session) -> None:
    lines = [json.loads(line) for line in written(session, "jsonl").splitlines()]
    assert {line["record"] for line in lines} == {"task", "target", "result"}
    task = next(line for line in lines if line["id"] == "t1")
    assert task["schema"] == "vanthu/1"
    assert task["document"]["number"] == "41/KH-UBND"
    assert task["lead"][0]["canonical"] == "Sở Khoa học và Công nghệ tỉnh Lâm Sơn"
    assert task["deadline"]["end"] == "2024-06-15"
    assert (task["state"], task["done_on"]) == ("done", "2024-06-10")
    assert task["evidence"][0]["page"] == 1
    result = next(line for line in lines if line["record"] == "result")
    assert (result["value"], result["of"]) == (78, 78)


def test_parquet_has_days_for_days(session: Session) -> None:
    table = pq.read_table(io.BytesIO(written(session, "parquet")))
    first = table.to_pylist()[0]
    assert (first["no"], first["deadline"], first["issued_on"]) == (1, date(2024, 6, 15), date(2024, 2, 26))
    words = [row["deadline_text"] for row in table.to_pylist() if row["deadline"] is None]
    assert "trong 10 ngày làm việc kể từ ngày ký" in words


def test_the_register_of_incoming_documents_has_the_decrees_fields(session: Session) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(written(session, "xlsx", what="incoming")))["Sổ văn bản đến"]
    rows = list(sheet.iter_rows(values_only=True))
    codes = rows[7]
    assert {"DocOrdinal", "ArrivalDate", "CodeNumber", "CodeNotation", "OrganName", "Subject", "DueDate"} <= set(codes)
    plan = dict(zip(codes, rows[8], strict=True))
    assert (plan["CodeNumber"], plan["CodeNotation"]) == ("41", "KH-UBND")
    assert (plan["PageAmount"], plan["FullName"], plan["TypeName"]) == (3, "Đỗ Minh Khang", "Kế hoạch")
    assert plan["ArrivalDate"] is None  # only the office knows it


@pytest.mark.parametrize(
    ("number", "parts"),
    [
        ("35/KH-UBND", ("35", "KH-UBND")),
        ("19/2014/QĐ-TTg", ("19", "2014/QĐ-TTg")),
        ("02a/BC-SNV", ("02a", "BC-SNV")),
        ("KH-UBND", (None, "KH-UBND")),
        (None, (None, None)),
    ],
)
def test_a_number_has_two_parts(number: str | None, parts: tuple[str | None, str | None]) -> None:
    assert parted(number) == parts


def test_the_calendar_is_read_by_another_program(session: Session) -> None:
    feed = icalendar.Calendar.from_ical(written(session, "ics", unit="khoa hoc", desk="https://vanthu.example.vn"))
    todos = {str(t["summary"]): t for t in feed.walk("VTODO")}
    events = feed.walk("VEVENT")
    assert len(todos) == len(events) == 2
    done = todos["[41/KH-UBND] xây dựng kế hoạch kiểm tra nội bộ"]
    assert done["status"] == "COMPLETED"
    assert done["due"].dt == date(2024, 6, 15)
    assert not done.walk("VALARM")
    target = todos["[41/KH-UBND] 100% cơ quan duy trì hệ thống"]
    assert [a["trigger"].dt.days for a in target.walk("VALARM")] == [-7, -1]
    assert str(target["uid"]).endswith("@vanthu.example.vn")


def test_what_recurs_recurs_by_rule(session: Session) -> None:
    feed = icalendar.Calendar.from_ical(written(session, "ics"))
    for name in ("VTODO", "VEVENT"):
        yearly = next(c for c in feed.walk(name) if "báo cáo kết quả duy trì" in c["summary"])
        assert yearly["dtstart"].dt == date(2024, 12, 15)
        assert yearly["rrule"].to_ical() == b"FREQ=YEARLY;BYMONTHDAY=15;BYMONTH=12"
    assert "cử người" not in "".join(str(c["summary"]) for c in feed.walk("VTODO"))  # no day is known for it


def test_entries_keep_their_names(session: Session) -> None:
    def uids() -> list[str]:
        return [str(c["uid"]) for c in icalendar.Calendar.from_ical(written(session, "ics")).walk() if "uid" in c]

    assert uids() == uids()
    assert len(set(uids())) == len(uids())


def test_the_summary_for_a_meeting(session: Session) -> None:
    paper = docx.Document(io.BytesIO(written(session, "docx", office="Sở Khoa học và Công nghệ")))
    text = [p.text for p in paper.paragraphs]
    assert "II. NHIỆM VỤ QUÁ HẠN" in text
    section = paper.sections[0]
    assert (round(section.page_width.mm), round(section.left_margin.mm), round(section.right_margin.mm)) == (
        210,
        30,
        15,
    )
    assert paper.styles["Normal"].font.name == "Times New Roman"
    assert any("Đã hoàn thành: 1" in line for line in text)


@pytest.mark.parametrize(("form", "what"), [("csv", "quality"), ("ics", "incoming"), ("docx", "quality")])
def test_a_format_says_what_it_can_not_hold(session: Session, form: str, what: str) -> None:
    with pytest.raises(Refused):
        written(session, form, what=what)
