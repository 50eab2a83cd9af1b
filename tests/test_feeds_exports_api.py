"""Files, registers and calendars over HTTP: for whom they are, and what they leave out."""

import io
from collections.abc import Iterator

import icalendar
import openpyxl
import pytest
from dispatches import PLAN, REPORT
from starlette.testclient import TestClient
from test_feeds_api import save, with_token
from test_feeds_exports import SECRET

from models.database import Database, open_database


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    opened = open_database(f"sqlite:///{tmp_path_factory.mktemp('exports')}/a.db")
    save(opened, PLAN, REPORT, SECRET)
    yield opened
    opened.close()


@pytest.fixture(scope="module")
def reader(database: Database) -> TestClient:
    return with_token(database, "read", name="lịch", public_url="https://vanthu.example.vn")


@pytest.mark.parametrize("form", ["xlsx", "csv", "jsonl", "parquet", "ics", "docx"])
def test_every_format_is_given_and_known_again(reader: TestClient, form: str) -> None:
    given = reader.get(f"exports/{form}?on=2024-07-15")
    assert given.status_code == 200
    assert f".{form}" in given.headers["content-disposition"]
    assert (
        reader.get(f"exports/{form}?on=2024-07-15", headers={"if-none-match": given.headers["etag"]}).status_code == 304
    )


def test_a_sheet_leads_to_the_desk(reader: TestClient) -> None:
    book = openpyxl.load_workbook(io.BytesIO(reader.get("exports/xlsx").content))
    assert 'HYPERLINK("https://vanthu.example.vn/documents/1' in book["Theo dõi nhiệm vụ"]["C9"].value


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ("exports/pdf", 422),
        ("exports/csv?what=quality", 404),
        ("exports/csv?wat=1", 422),
        ("exports/csv?due_from=x", 422),
    ],
)
def test_what_can_not_be_given_is_a_problem(reader: TestClient, asked: str, status: int) -> None:
    refused = reader.get(asked)
    assert (refused.status_code, refused.headers["content-type"]) == (status, "application/problem+json")


def test_registers_are_json(reader: TestClient) -> None:
    audits = reader.get("registers/audits?on=2024-08-01").json()
    assert audits["on"] == "2024-08-01"
    programme = audits["found"][0]
    assert (programme["plan"], programme["planned"], programme["done"]) == ("41/KH-UBND", 78, 78)
    for name in ("objectives", "nonconformities", "procedures"):
        assert reader.get(f"registers/{name}").status_code == 200


def test_what_is_secret_wants_a_token_that_may_and_the_wish(reader: TestClient, database: Database) -> None:
    trusted = with_token(database, "read", clearance="Mật", name="mật")
    assert "việc mật" not in reader.get("exports/csv?secret=true").text
    assert "việc mật" not in trusted.get("exports/csv").text
    assert "việc mật" in trusted.get("exports/csv?secret=true").text


def test_a_calendar_is_subscribed_to_by_its_address(reader: TestClient) -> None:
    token = reader.headers["authorization"].removeprefix("Bearer ")
    nobody = TestClient(reader.app, base_url=str(reader.base_url))
    feed = nobody.get(f"calendar.ics?unit=khoa hoc&token={token}")
    assert feed.headers["content-type"].startswith("text/calendar")
    assert icalendar.Calendar.from_ical(feed.text).walk("VTODO")
    assert nobody.get("calendar.ics").status_code == 401
    assert nobody.get("calendar.ics?token=vanthu_x").status_code == 401
