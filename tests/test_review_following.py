"""The pages of following: whole in both languages, as JSON, as sheets, calendars and charts; secrets are nowhere."""

import re
from collections.abc import Iterator
from io import BytesIO

import openpyxl
import pytest
from followed import NOON, Asks, a_desk, drawn, signed_in
from icalendar import Calendar
from served import Served

from models import people, tables
from review.people.sessions import COOKIE
from review.visit import LANGUAGE_COOKIE


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from a_desk(tmp_path_factory.mktemp("following"))


@pytest.fixture(scope="module")
def asks(desk: Served) -> Asks:
    return signed_in(desk)


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
