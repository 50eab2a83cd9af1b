"""Who may ask the API what: tokens, their scopes and clearance."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import timedelta

import pytest
from called import over, save, with_token
from dispatches import SCANNED_PLAN
from sqlalchemy import select
from starlette.testclient import TestClient
from told import NOON

from models import tables
from models.database import Database
from models.feed import tokens


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    yield from over(address)


@pytest.fixture
def reader(database: Database) -> TestClient:
    return with_token(database, "read")


def test_a_token_does_what_its_scopes_say(database: Database, reader: TestClient) -> None:
    assert reader.patch("tasks/1", json={"content": "x"}, headers={"if-match": "*"}).status_code == 403
    assert reader.get("webhooks").status_code == 403
    writer = with_token(database, "write", name="ghi")
    assert writer.get("tasks").status_code == 200
    assert writer.get("webhooks").status_code == 403
    assert with_token(database, "admin", name="quản trị").get("webhooks").json() == []


def test_a_token_is_kept_as_a_digest_only_and_ends(database: Database) -> None:
    with database.writing() as session:
        token = tokens.issue(session, "lịch", ("read",), NOON, NOON + timedelta(days=1))
    with database.reading() as session:
        (row,) = session.scalars(select(tables.Token))
        assert token not in (row.name, row.digest)
        assert tokens.caller(session, token, NOON) is not None
        assert tokens.caller(session, token, NOON + timedelta(days=1)) is None
    with database.writing() as session:
        tokens.revoke(session, "lịch", NOON)
        assert tokens.caller(session, token, NOON) is None


def test_secret_documents_are_there_for_those_alone_who_may_see_them(database: Database, reader: TestClient) -> None:
    secret = replace(
        SCANNED_PLAN, letterhead=replace(SCANNED_PLAN.letterhead, number="05/KH-UBND", secrecy="Mật"), citations=()
    )
    save(database, secret)
    cleared = with_token(database, "write", clearance="Mật", name="văn thư mật")
    document = cleared.get("documents?number=05/KH-UBND").json()["found"][0]
    (task,) = cleared.get("tasks", params={"document_id": document["id"]}).json()["found"]
    step = cleared.patch(f"tasks/{task['id']}", json={"content": "kế hoạch mật"}, headers={"if-match": "*"})
    assert step.status_code == 200
    said = cleared.post(f"tasks/{task['id']}/progress", json={"done": True}).json()
    hidden = [f"documents/{document['id']}", f"documents/{document['id']}/dispatch", f"tasks/{task['id']}"]
    hidden += ["files/3", "reviews/1", f"progress/{said['id']}"]
    for asked in hidden:
        assert (asked, cleared.get(asked).status_code, reader.get(asked).status_code) == (asked, 200, 404)
    for asked in ("documents", "tasks", "files", "reviews", "progress", "documents?q=duy tri", "tasks?q=mat"):
        everything = reader.get(asked).text
        assert "05/KH-UBND" not in everything
        assert "kế hoạch mật" not in everything
        assert "scan.pdf" not in everything
    feed = reader.get("changes").text
    assert "05/KH-UBND" not in feed
    assert "mật" not in feed
    writer = with_token(database, "write", name="ghi")
    for method, asked in (("PATCH", f"tasks/{task['id']}"), ("POST", f"documents/{document['id']}/tasks")):
        answer = writer.request(method, asked, json={"content": "dò"}, headers={"if-match": "*"})
        assert answer.status_code == 404


def test_a_webhook_is_told_of_no_more_than_its_token_may_see(database: Database) -> None:
    cleared = with_token(database, "admin", clearance="Mật", name="văn thư mật")
    asked = {"url": "https://127.0.0.1/"}
    made = with_token(database, "admin", name="quản trị", allow_private=True).post("webhooks", json=asked)
    assert (made.status_code, made.json()["clearance"]) == (201, "open")
    for clearance, status in (("Mật", 409), ("Tối mật", 403)):  # 409: private addresses are not allowed here
        assert cleared.post("webhooks", json=asked | {"clearance": clearance}).status_code == status
