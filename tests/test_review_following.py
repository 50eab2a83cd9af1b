"""Following on the desk: what is due, overdue and reached; progress and its evidence; registers, charts, sheets."""

import os
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from itertools import pairwise
from typing import Any

import openpyxl
import pytest
from axe_playwright_python.sync_playwright import Axe
from dispatches import HERE, HOME, PLAN, REPORT, SCIENCE
from icalendar import Calendar
from lxml import etree
from playwright.sync_api import sync_playwright
from served import CHROMIUM, INBOX, Served, at_rest, keep, needs_chromium, serving
from sqlalchemy.orm import Session

from models import people, store, tables
from models.database import Database, open_database
from models.errors import Refused
from models.following.progress import Achieved, report
from models.people import Sight, limited
from models.questions.followed import followed
from models.questions.paged import timetable
from models.questions.paged.catalogue import tree
from models.questions.paged.timetable import Asked
from models.records import Citation, Deadline, Dispatch, Task
from models.reviews import By
from review.following import charts
from review.following.asked import View, day_of
from review.following.charts import Against, Bar
from review.following.progress import figure
from review.people.sessions import COOKIE
from review.visit import LANGUAGE_COOKIE

NOON = datetime(2024, 3, 20, 12, tzinfo=UTC)
TODAY = date(2024, 3, 20)


def ordered(number: str, *tasks: Task, **head: object) -> Dispatch:
    """A plan of nothing but `tasks`."""
    return replace(
        PLAN,
        file=replace(PLAN.file, sha256=f"{abs(hash(number)):064x}"[:64], name=f"{number[:2]}.pdf"),
        letterhead=replace(PLAN.letterhead, number=number, **head),
        citations=(),
        tasks=tasks,
        targets=(),
        problems=(),
    )


def task(number: int, day: date | None, content: str = "rà soát quy trình", lead=SCIENCE) -> Task:
    deadline = Deadline(text=f"trước ngày {day:%d/%m/%Y}", kind="by", end=day, boundary="before") if day else None
    return Task(id=f"t{number}", content=f"{content} {number}", lead=(lead,), deadline=deadline, evidence=HERE)


MONTHLY = Deadline(text="ngày 25 hằng tháng", kind="recurring", rrule="FREQ=MONTHLY;BYMONTHDAY=25")

MADE = ordered(
    "12/KH-UBND",
    task(1, date(2024, 3, 1)),
    task(2, date(2024, 3, 18), lead=HOME),
    task(3, date(2024, 3, 22)),
    task(4, date(2024, 4, 10), "tổng hợp báo cáo", HOME),
    task(5, date(2024, 12, 1)),
    task(6, None),
    replace(task(7, None, "gửi số liệu", HOME), deadline=MONTHLY),
)


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    database = open_database(address)
    for dispatch in (MADE, PLAN, REPORT):
        with database.writing() as session:
            file = tables.File(
                sha256=dispatch.file.sha256, name=dispatch.file.name, size=1, first_seen=NOON, state="done"
            )
            session.add(file)
            store.save(session, file, dispatch, version="1", depth="best", made_at=NOON)
    yield database
    database.close()


def contents(page: timetable.Page) -> list[tuple[date | None, str, str]]:
    return [(line.day, line.content, line.state) for line in page.lines]


def number_of(session: Session, content: str) -> int:
    return next(line.id for line in followed(session, today=TODAY, kinds=("task", "target")) if line.content == content)


def test_what_is_due_in_some_days_with_the_times_of_recurring_deadlines(database: Database) -> None:
    with database.reading() as session:
        found = timetable.page(session, Asked(since=date(2024, 3, 18), until=date(2024, 4, 14)), today=TODAY)
    assert contents(found) == [
        (date(2024, 3, 18), "rà soát quy trình 2", "overdue"),
        (date(2024, 3, 22), "rà soát quy trình 3", "due_soon"),
        (date(2024, 3, 25), "gửi số liệu 7", "due_soon"),
        (date(2024, 4, 10), "tổng hợp báo cáo 4", "not_due"),
    ]
    assert found.total == 4


FILTERS: tuple[tuple[dict[str, Any], str], ...] = (
    ({"state": "overdue"}, "12"),
    ({"state": "open", "until": date(2024, 3, 31)}, "1237"),
    ({"state": "due_soon"}, "3"),
    ({"state": "not_due", "until": date(2024, 6, 1)}, "477"),
    ({"unit": "so noi vu", "until": date(2024, 5, 1)}, "2747"),
    ({"unit": "không có"}, ""),
    ({"words": "bao cao tong hop"}, "4"),
    ({"kind": "target"}, ""),
)
"""What is asked for, and the numbers of the tasks of MADE that are found."""


def test_what_is_due_by_state_unit_and_words(database: Database) -> None:
    with database.reading() as session:
        lines = followed(session, today=TODAY)
        own = frozenset(line.source.id for line in lines if line.source.number == "12/KH-UBND")
        for asked, numbers in FILTERS:
            found = timetable.page(session, Asked(**asked, documents=own), today=TODAY)
            assert "".join(line.content[-1] for line in found.lines) == numbers, asked


ORDERS: tuple[tuple[timetable.Order, str], ...] = (("day", "1"), ("-day", "5"), ("content", "1"), ("unit", "1"))


def test_a_list_is_ordered_and_comes_a_page_at_a_time(database: Database) -> None:
    asked = Asked(words="quy trinh ra soat")
    for order, first in ORDERS:
        with database.reading() as session:
            whole = timetable.page(session, asked, today=TODAY, order=order)
            pages = [
                timetable.page(session, asked, today=TODAY, order=order, offset=n, limit=2).lines
                for n in range(0, 4, 2)
            ]
        assert whole.lines[0].content[-1] == first
        assert [line.id for page in pages for line in page] == [line.id for line in whole.lines]
        if order == "day":
            assert all(a.day <= b.day for a, b in pairwise(whole.lines))


def test_what_was_done_counts_as_done_in_lists_and_counts(database: Database) -> None:
    with database.writing() as session:
        by = By("minh", NOON)
        report(session, number_of(session, "rà soát quy trình 1"), Achieved(on=date(2024, 2, 28), done=True), by)
        report(
            session,
            number_of(session, "gửi số liệu 7"),
            Achieved(on=date(2024, 3, 20), done=True, occurrence=date(2024, 3, 25)),
            by,
        )
    span = {"since": date(2024, 2, 26), "until": date(2024, 4, 28)}
    with database.reading() as session:
        done = timetable.page(session, Asked(**span, state="done"), today=TODAY)
        weeks = timetable.by_week(session, Asked(**span), today=TODAY)
        units = {count.name: count.states for count in timetable.by_unit(session, Asked(**span), today=TODAY)}
        days = timetable.by_day(session, Asked(**span), today=TODAY)
    assert contents(done) == [
        (date(2024, 3, 1), "rà soát quy trình 1", "done"),
        (date(2024, 3, 25), "gửi số liệu 7", "done"),
    ]
    assert [date.fromordinal(w.key) for w in weeks][:2] == [date(2024, 2, 26), date(2024, 3, 4)]
    assert [w.states for w in weeks] == [
        {"done": 1}, {}, {}, {"overdue": 1, "due_soon": 1}, {"done": 1}, {}, {"not_due": 1}, {}, {"not_due": 1},
    ]  # fmt: skip
    assert units["Sở Nội vụ tỉnh Lâm Sơn"] == {"overdue": 1, "not_due": 1}
    assert [line.content for line in days[date(2024, 3, 25)][1]] == ["gửi số liệu 7"]


def test_what_a_replaced_plan_ordered_is_superseded(database: Database) -> None:
    after = replace(
        ordered("99/KH-UBND", task(9, date(2024, 3, 21)), issued_on=date(2024, 3, 19)),
        citations=(Citation(number="12/KH-UBND", issuer=PLAN.letterhead.issuer, relation="replaces", evidence=HERE),),
    )
    with database.writing() as session:
        file = tables.File(sha256="7" * 64, name="thay.pdf", size=1, first_seen=NOON, state="done")
        session.add(file)
        store.save(session, file, after, version="1", depth="best", made_at=NOON)
    with database.reading() as session:
        gone = timetable.page(session, Asked(state="superseded"), today=TODAY)
        late = timetable.page(session, Asked(state="overdue"), today=TODAY)
        often = timetable.page(session, Asked(since=date(2024, 3, 25), until=date(2024, 3, 25)), today=TODAY)
    assert {line.source.superseded_by for line in gone.lines} == {"99/KH-UBND"}
    assert gone.total == 5
    assert late.total == 0
    assert often.total == 0


def test_who_belongs_to_a_unit_counts_only_its_documents(database: Database) -> None:
    with database.reading() as session:
        unit = next(u.id for u in session.query(tables.Unit) if u.name == "Sở Nội vụ tỉnh Lâm Sơn")
        session.expunge_all()
        limited(session, Sight("open", frozenset([unit])), TODAY)
        found = timetable.page(session, Asked(until=date(2025, 1, 1)), today=TODAY)
    assert found.total > 5  # MADE gives it tasks
    with database.reading() as session:
        nobody = limited(session, Sight("open", frozenset([10_000])), TODAY)
        asked = Asked(since=date(2024, 1, 1), until=date(2025, 1, 1))
        assert timetable.page(nobody, asked, today=TODAY).total == 0
        assert timetable.by_unit(nobody, asked, today=TODAY) == []
        assert not any(week.states for week in timetable.by_week(nobody, asked, today=TODAY))


def test_the_tree_of_a_plan_counts_as_people_do(database: Database) -> None:
    with database.reading() as session:
        line = next(iter(followed(session, today=TODAY)))
    paths = [
        "Điều 10",
        "Điều 2 > khoản 10",
        "Điều 2 > khoản 9 > điểm đ",
        "Điều 2 > khoản 9 > điểm d",
        "IX > 1",
        "V > 1",
    ]
    root = tree(replace(line, path=path, content=path) for path in paths)
    assert [one.content for one in root.lines] == ["Điều 10"]
    assert [branch.title for branch in root.branches] == ["V", "IX", "Điều 2"]
    second = root.branches[2]
    assert [one.content for one in second.branches[0].lines] == [
        "Điều 2 > khoản 9 > điểm d",
        "Điều 2 > khoản 9 > điểm đ",
    ]
    assert [one.content for one in second.lines] == ["Điều 2 > khoản 10"]


@pytest.mark.parametrize(
    ("written", "value"),
    [("", None), ("93,5", 93.5), ("1.250", 1250), ("1.250,5", 1250.5), ("12", 12), ("0.5", 0.5), ("1 200", 1200)],
)
def test_figures_are_read_as_clerks_write_them(written: str, value: float | None) -> None:
    assert figure(written) == value


@pytest.mark.parametrize("written", ["mười", "inf", "nan", "1e400", "9" * 40, "--"])
def test_what_is_no_figure_is_refused(written: str) -> None:
    with pytest.raises(Refused):
        figure(written)


@pytest.mark.parametrize(
    ("written", "day"),
    [("2024-03-05", date(2024, 3, 5)), ("5/3/2024", date(2024, 3, 5)), ("31/2/2024", None), ("mai", None), ("", None)],
)
def test_days_are_read_as_typed(written: str, day: date | None) -> None:
    assert day_of(written) == day


@pytest.mark.parametrize(
    ("span", "days"),
    [
        ("week", (date(2024, 3, 18), date(2024, 3, 24))),
        ("4weeks", (date(2024, 3, 18), date(2024, 4, 14))),
        ("month", (date(2024, 3, 1), date(2024, 3, 31))),
        ("quarter", (date(2024, 1, 1), date(2024, 3, 31))),
    ],
)
def test_spans_are_counted_from_today(span, days: tuple[date, date]) -> None:
    view = View("/due", span, None, None, "", None, "", "week", "day", 1)
    assert view.days(TODAY) == days


def drawn(svg: bytes) -> str:
    """The words of a picture, which must be an image that a browser takes."""
    root = etree.fromstring(svg)
    assert root.tag.endswith("svg")
    assert b"<script" not in svg
    return " ".join(text.strip() for text in root.itertext() if text.strip())


def test_charts_say_their_figures_and_are_told_apart_without_colour() -> None:
    bars = [Bar("Sở A", {"overdue": 12, "not_due": 30}), Bar("Sở <b>B</b>", {"done": 7, "due_soon": 9})]
    for svg in (charts.rows(bars, "vi"), charts.columns(bars, "vi")):
        words = drawn(svg)
        for shown in ("12", "30", "42", "16", "quá hạn", "chưa đến hạn", "đã xong", "Sở <b>B</b>"):
            assert shown in words
        assert svg.count(b"<pattern") >= 2  # hatched
    words = drawn(charts.against([Against("hồ sơ đúng hạn", 0.9, False, "81 % · chưa đạt")], "vi"))
    assert "hồ sơ đúng hạn" in words
    assert "81 % · chưa đạt" in words
    assert drawn(charts.rows([], "vi")) is not None


# The pages, over one desk

Asks = Callable[..., Any]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = at_rest(tmp_path_factory.mktemp("following"))
    secret = replace(ordered("3/KH-UBND", task(1, date(2024, 3, 21), "việc kín")), problems=())
    secret = replace(secret, letterhead=replace(secret.letterhead, secrecy="Mật"))
    for dispatch in (MADE, PLAN, REPORT, secret):
        keep(served.database, dispatch)
    yield served
    served.database.close()


@pytest.fixture(scope="module")
def asks(desk: Served) -> Asks:
    """Clients of people who signed in, each once."""
    known: dict[str, Any] = {}

    def client(name: str, accept: str = "application/json") -> Any:
        if name not in known:
            known[name] = desk.client(name)
        known[name].headers["accept"] = accept
        return known[name]

    return client


PAGES = (
    "/due", "/due?by=unit", "/due?by=plan&span=quarter", "/due?unit=noi+vu&state=open&order=unit",
    "/due?since=1/3/2024&until=31/3/2024&q=bao+cao", "/overdue", "/targets", "/targets?result=not_measured",
    "/documents",
    "/documents?q=quan+ly&kind=K%E1%BA%BF+ho%E1%BA%A1ch", "/plans/1", "/plans/2", "/units", "/units?q=so+khoa+hoc",
    "/units/2", "/units/2?state=done", "/calendar", "/calendar?month=2024-12&unit=so", "/search?q=ke+hoach",
    "/search",
    "/progress", "/records/1/progress", "/quality", "/quality/audits", "/quality/nonconformities",
    "/quality/procedures",
)  # fmt: skip


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["vi", "en"])
def test_every_page_is_shown_whole_in_both_languages(asks: Asks, page: str, language: str) -> None:
    client = asks("xem", accept="text/html")
    answer = client.get(page, headers={"cookie": f"{COOKIE}={client.cookies[COOKIE]}; {LANGUAGE_COOKIE}={language}"})
    assert answer.status_code == 200, answer.text
    assert answer.text.rstrip().endswith("</html>")
    assert f'<html lang="{language}">' in answer.text
    assert "<style" not in answer.text
    assert " style=" not in answer.text
    assert not re.search(r"<script(?![^>]*src=)", answer.text)


@pytest.mark.parametrize(
    "twin",
    ["/due.json", "/overdue.json", "/targets.json", "/documents.json", "/plans/2.json", "/units/load.json",
     "/units/2.json", "/calendar.json", "/search.json?q=ke", "/progress.json", "/records/1/progress.json",
     "/quality/objectives.json"],
)  # fmt: skip
def test_every_page_has_a_twin_for_programs(asks: Asks, twin: str) -> None:
    client = asks("xem")
    by_name = client.get(twin)
    assert by_name.headers["content-type"] == "application/json"
    by_accept = client.get(re.sub(r"(/load)?\.json", "", twin), headers={"accept": "application/json"})
    assert by_accept.json() == by_name.json() != {}


def test_what_is_due_as_json_has_what_the_page_shows(asks: Asks) -> None:
    found = asks("xem").get("/due.json?span=week").json()
    assert (found["since"], found["until"]) == ("2024-03-18", "2024-03-24")
    assert [(line["day"], line["content"], line["state"]) for line in found["lines"]] == [
        ("2024-03-18", "rà soát quy trình 2", "overdue"),
        ("2024-03-22", "rà soát quy trình 3", "due_soon"),
    ]


@pytest.mark.parametrize(
    ("sheet", "text"),
    [
        ("/due.xlsx?span=week", "rà soát quy trình 3"),
        ("/overdue.xlsx", "rà soát quy trình 1"),
        ("/targets.xlsx", "100% cơ quan duy trì hệ thống"),
        ("/plans/1.xlsx", "tổng hợp báo cáo 4"),
        ("/units/2.xlsx", "rà soát quy trình 5"),
        ("/search.xlsx?q=pho+bien", "phổ biến kế hoạch"),
        ("/documents.xlsx?q=quan+ly", "41/KH-UBND"),
        ("/units/load.xlsx", "Sở Nội vụ tỉnh Lâm Sơn"),
        ("/quality/audits.xlsx?scope=all", "xây dựng kế hoạch kiểm tra nội bộ"),
    ],
)
def test_every_page_is_saved_as_a_sheet(asks: Asks, sheet: str, text: str) -> None:
    answer = asks("xem").get(sheet)
    assert "attachment" in answer.headers["content-disposition"]
    book = openpyxl.load_workbook(BytesIO(answer.content))
    cells = [str(cell) for page in book for row in page.iter_rows(values_only=True) for cell in row]
    assert any(text in cell for cell in cells)  # a cell that leads somewhere is a formula around its text


def test_all_four_registers_are_one_book(asks: Asks) -> None:
    book = openpyxl.load_workbook(BytesIO(asks("xem").get("/quality.xlsx").content))
    assert len(book.sheetnames) == 4


def test_a_unit_has_a_calendar(asks: Asks) -> None:
    client = asks("xem")
    unit = next(c["key"] for c in client.get("/units/load.json").json()["loads"] if "Nội vụ" in c["name"])
    found = Calendar.from_ical(client.get(f"/units/{unit}.ics").content)
    summaries = {str(entry["summary"]) for entry in found.walk("VTODO")}
    assert any("tổng hợp báo cáo 4" in summary for summary in summaries)
    assert all("RRULE" in e for e in found.walk("VTODO") if "gửi số liệu 7" in e["summary"])


@pytest.mark.parametrize(
    "chart",
    ["/due/chart.svg", "/due/chart.svg?by=unit", "/overdue/chart.svg", "/targets/chart.svg", "/plans/1/chart.svg",
     "/units/chart.svg", "/units/2/chart.svg"],
)  # fmt: skip
def test_charts_are_pictures_in_which_nothing_runs(asks: Asks, chart: str) -> None:
    answer = asks("xem").get(chart)
    assert answer.headers["content-type"] == "image/svg+xml"
    assert "default-src 'none'" in answer.headers["content-security-policy"]
    drawn(answer.content)


@pytest.mark.parametrize("page", ["/units/999999", "/plans/999999", "/records/999999/progress", "/quality/nothing"])
def test_what_is_not_there_is_told(asks: Asks, page: str) -> None:
    assert asks("xem").get(page).status_code == 404


def test_a_secret_plan_is_nowhere_for_those_without_clearance(desk: Served, asks: Asks) -> None:
    client = asks("xem")
    with desk.database.reading() as session:
        number = next(d.id for d in session.query(tables.Document) if d.secrecy)
        record = next(r.id for r in session.query(tables.Record) if r.document_id == number)
    assert client.get(f"/plans/{number}").status_code == 404
    assert client.get(f"/plans/{number}.xlsx").status_code == 404
    assert client.get(f"/records/{record}/progress").status_code == 404
    for page in ("/due.json", "/due.json?by=plan", "/calendar.json", "/search.json?q=viec+kin", "/documents.json"):
        assert "việc kín" not in client.get(page).text
        assert "3/KH-UBND" not in client.get(page).text.replace("43/KH", "")
    with desk.database.writing() as session:
        people.introduce(
            session, "mat", "reader", NOON, clearance="Mật",
            password_hash=people.to_check(session, people.known(session, "xem").id),  # type: ignore[union-attr]
        )  # fmt: skip
    assert "việc kín" in asks("mat").get("/due.json").text


def record(desk: Served, content: str) -> int:
    with desk.database.reading() as session:
        return number_of(session, content)


def test_a_manager_enters_progress_with_the_document_that_shows_it(desk: Served, asks: Asks) -> None:
    number = record(desk, "100% cơ quan duy trì hệ thống")
    client = asks("quan.tri")
    done = client.post(
        f"/records/{number}/progress",
        data={
            "on": "15/3/2024",
            "value": "70",
            "of": "78",
            "unit": "đơn vị",
            "evidence": "87/bc-skhcn",
            "note": "đợt 1",
        },
    )
    assert done.status_code == 303
    (said,) = client.get(f"/records/{number}/progress.json").json()["said"]
    assert (said["on"], said["value"], said["of"], said["shown_by_number"], said["decided_by"]) == (
        "2024-03-15", 70.0, 78.0, "87/BC-SKHCN", "quan.tri",
    )  # fmt: skip
    (aim,) = client.get("/targets.json?result=not_met").json()["targets"]
    assert (round(aim["reached"], 1), round(aim["share"], 3), aim["met"]) == (89.7, 0.897, False)
    assert "89,7" in asks("xem", accept="text/html").get("/targets").text


@pytest.mark.parametrize(
    ("entered", "told"),
    [
        ({"on": "21/3/2024", "done": "true"}, "tương lai"),
        ({"on": "32/3/2024", "done": "true"}, "ngày không hợp lệ"),
        ({"on": "1/3/2024"}, "hãy ghi kết quả"),
        ({"on": "1/3/2024", "of": "5", "done": "true"}, "số đã đạt"),
        ({"on": "1/3/2024", "value": "nhiều"}, "không phải số"),
        ({"on": "1/3/2024", "done": "true", "evidence": "0/KH-KHONG"}, "không có đúng một văn bản"),
    ],
)
def test_progress_that_cannot_be_is_refused_and_what_was_typed_stays(
    desk: Served, asks: Asks, entered: dict, told: str
) -> None:
    number = record(desk, "rà soát quy trình 5")
    client = asks("quan.tri", accept="text/html")
    answer = client.post(f"/records/{number}/progress", data=entered)
    assert answer.status_code == 422
    assert told in answer.text
    assert f'value="{entered["on"]}"' in answer.text
    assert client.get(f"/records/{number}/progress.json").json()["said"] == []


def test_of_what_recurs_one_time_is_done(desk: Served, asks: Asks) -> None:
    number = record(desk, "báo cáo kết quả duy trì")
    client = asks("quan.tri", accept="text/html")
    given = {"on": "20/3/2024", "done": "true"}
    assert "chọn kỳ" in client.post(f"/records/{number}/progress", data=given).text
    client.post(f"/records/{number}/progress", data={**given, "occurrence": "2024-12-15"})
    december = client.get("/due.json?since=2024-12-15&until=2024-12-15").json()["lines"]
    assert [line["state"] for line in december if line["id"] == number] == ["done"]
    next_year = client.get("/due.json?since=2025-12-15&until=2025-12-15").json()["lines"]
    assert [line["state"] for line in next_year if line["id"] == number] == ["not_due"]


def test_only_managers_enter_and_decide(desk: Served, asks: Asks) -> None:
    number = record(desk, "rà soát quy trình 5")
    for name in ("xem", "lan"):
        client = asks(name)
        assert client.post(f"/records/{number}/progress", data={"on": "1/3/2024", "done": "true"}).status_code == 403
        assert client.post("/progress/1", data={"decision": "confirm"}).status_code == 403
        assert "<textarea" not in client.get(f"/records/{number}/progress", headers={"accept": "text/html"}).text


def test_proposals_are_confirmed_of_a_chosen_task_and_only_once(tmp_path) -> None:
    desk = at_rest(tmp_path)
    keep(desk.database, PLAN)
    keep(
        desk.database,
        replace(
            REPORT,
            citations=(
                Citation(number="41/KH-UBND", issuer=PLAN.letterhead.issuer, relation="implements", evidence=HERE),
            ),
        ),
    )
    client = desk.client("quan.tri", accept="text/html")
    (proposal,) = client.get("/progress.json").json()["proposals"]
    assert (proposal["said"]["value"], proposal["said"]["of"], proposal["said"]["shown_by_number"]) == (
        78.0, 78.0, "87/BC-SKHCN",
    )  # fmt: skip
    assert proposal["said"]["page"] == 1
    book = openpyxl.load_workbook(BytesIO(client.get("/progress.xlsx").content))
    assert any("78/78 đơn vị" in row for row in book.active.iter_rows(values_only=True))
    chosen = record(desk, "xây dựng kế hoạch kiểm tra nội bộ")
    entry = proposal["said"]["id"]
    page = client.get("/progress").text
    assert "78/78 đơn vị" in page
    if proposal["record"] is None:
        assert f'<option value="{chosen}">' in page
    assert client.post(f"/progress/{entry}", data={"decision": "sai"}).status_code == 409
    confirmed = {"decision": "confirm", "record": str(chosen), "done": "true"}
    assert client.post(f"/progress/{entry}", data=confirmed).status_code == 303
    assert client.get("/progress.json").json()["total"] == 0
    again = client.post(f"/progress/{entry}", data={"decision": "dismiss"})
    assert again.status_code == 409
    assert "quan.tri đã sửa" in again.text
    (said,) = client.get(f"/records/{chosen}/progress.json").json()["said"]
    assert (said["standing"], said["done"], said["page"]) == ("confirmed", True, 1)
    desk.database.close()


# In a browser

LOOKED_AT = (
    "/due", "/overdue", "/targets", "/units", "/calendar?month=2024-06", "/progress", "/records/1/progress", "/quality",
    "/documents", "/search?q=ke", "/intake",
)  # fmt: skip


@needs_chromium
def test_tables_sort_and_shorten_and_nothing_is_wrong_for_screen_readers(tmp_path) -> None:
    names = ("02-ke-hoach-nam.pdf", "06-thong-bao.docx")
    with serving(tmp_path, [INBOX / name for name in names]) as desk, sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(desk.url + "/sign-in")
        page.fill("[name=name]", "quan.tri")
        page.fill("[name=password]", "mat-khau-cho-kiem-thu")
        page.press("[name=password]", "Enter")
        page.wait_for_url(desk.url + "/")

        page.goto(desk.url + "/due?span=days&since=1/1/2024&until=31/12/2024")
        rows = page.locator("table.lines tbody tr:not(.group):visible")
        everything = rows.count()
        assert everything > 10
        page.get_by_role("link", name="Thời hạn").click()
        days = [row.get_attribute("data-value") for row in page.locator("td[data-value]").all()]
        assert days == sorted(days) or days == sorted(days, reverse=True)
        page.fill("form.filters input[name=q]", "tap huan")
        assert 0 < rows.count() < everything
        assert all("tập huấn" in text.lower() for text in rows.all_inner_texts())

        plan = desk.document("02-ke-hoach-nam.pdf")
        for address in (*LOOKED_AT, f"/plans/{plan}"):
            page.goto(desk.url + address)
            page.wait_for_load_state("networkidle")
            wrong = [v for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
            assert wrong == [], (address, [(v["id"], v["nodes"][0]["html"]) for v in wrong])
            for picture in page.locator("img.chart").all():
                assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
            page.set_viewport_size({"width": 683, "height": 384})  # as at 200%
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), (
                address
            )
            page.set_viewport_size({"width": 1366, "height": 768})
        assert faults == []
        browser.close()
