"""The API: what it gives is the contract, what it takes is a step that can be undone, what it refuses says why."""

import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
import schemathesis
from dispatches import PLAN, REPORT, SCANNED_PLAN
from hypothesis import HealthCheck, given, settings
from jsonschema import Draft202012Validator
from sqlalchemy import create_engine, select, text
from starlette.applications import Starlette
from starlette.routing import Mount
from starlette.testclient import TestClient

from feeds.api import PREFIX, create_app
from models import records, store, tables
from models.database import Database, open_database
from models.feed import tokens

NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


def save(database: Database, *dispatches: records.Dispatch) -> None:
    for dispatch in dispatches:
        with database.writing() as session:
            known = select(tables.File).filter_by(sha256=dispatch.file.sha256)
            file = session.scalars(known).one_or_none() or tables.File(
                sha256=dispatch.file.sha256, name=dispatch.file.name, size=1, first_seen=NOON, state="done"
            )
            session.add(file)
            store.save(session, file, dispatch, version="1", depth="best", made_at=NOON)


def mounted(database: Database, **how: Any) -> Starlette:
    return Starlette(routes=[Mount(PREFIX, create_app(database, clock=lambda: NOON, **how))])


def with_token(
    database: Database,
    *scopes: tables.Scope,
    name: str = "hệ thống ISO",
    clearance: tables.Clearance = "open",
    **how: Any,
) -> TestClient:
    with database.writing() as session:
        token = tokens.issue(session, name, scopes, NOON, clearance=clearance)
    client = TestClient(mounted(database, **how), base_url=f"http://testserver{PREFIX}", raise_server_exceptions=False)
    client.headers["authorization"] = f"Bearer {token}"
    return client


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    opened = open_database(address)
    save(opened, PLAN, REPORT)
    yield opened
    opened.close()


@pytest.fixture
def reader(database: Database) -> TestClient:
    return with_token(database, "read")


@pytest.fixture
def writer(database: Database) -> TestClient:
    return with_token(database, "write")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def standing(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A database that no test changes, and a token that may."""
    address = f"sqlite:///{tmp_path_factory.mktemp('standing')}/api.db"
    if request.param == "postgresql":
        home = request.getfixturevalue("postgres")
        engine = create_engine(home.replace("postgresql:", "postgresql+psycopg:"), isolation_level="AUTOCOMMIT")
        with engine.connect() as connection:
            connection.execute(text("DROP DATABASE IF EXISTS standing WITH (FORCE)"))
            connection.execute(text("CREATE DATABASE standing"))
        engine.dispose()
        address = home.replace("/postgres?", "/standing?")
    opened = open_database(address)
    save(opened, PLAN, REPORT)
    yield with_token(opened, "write")
    opened.close()


# What it gives


def test_a_task_is_given_as_the_contract_writes_it(standing: TestClient) -> None:
    task = standing.get("tasks/1").json()
    assert (task["id"], task["key"], task["content"]) == (1, "t1", "xây dựng kế hoạch kiểm tra nội bộ")
    assert task["deadline"] == {
        "text": "trước ngày 15/6/2024", "kind": "by", "start": None, "end": "2024-06-15", "boundary": "before",
        "rrule": None, "relative": None,
    }  # fmt: skip
    assert [u["canonical"] for u in task["lead"]] == ["Sở Khoa học và Công nghệ tỉnh Lâm Sơn"]
    assert task["evidence"][0]["bbox"] == [72.0, 100.5, 300.0, 114.0]


def test_a_whole_document_is_given_by_the_contract(standing: TestClient) -> None:
    given = standing.get("documents/1/dispatch").json()
    schema = (Path(__file__).parents[1] / "docs" / "vanthu-1.schema.json").read_text(encoding="utf-8")
    Draft202012Validator(json.loads(schema)).validate(given)
    assert [t["id"] for t in given["tasks"]] == ["t1", "t2", "t3", "t4"]


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ("documents?number=41/kh-ubnd", [1]),
        ("documents?number=99/KH-UBND", []),
        ("documents?q=duy tri he thong", [1]),
        ("documents?issued_from=2024-07-01", [2]),
        ("documents?issued_until=2024-07-01", [1]),
        ("documents?sort=-issued_on", [2, 1]),
        ("documents?issuer_id=2", [2]),
        ("tasks", [1, 2, 3, 4]),
        ("tasks?sort=-id", [4, 3, 2, 1]),
        ("tasks?sort=deadline", [1, 2, 3, 4]),
        ("tasks?sort=-confidence", [1, 2, 4, 3]),
        ("tasks?unit_id=2", [1]),
        ("tasks?due_until=2024-06-15", [1]),
        ("tasks?due_from=2024-06-16", []),
        ("tasks?deadline_kind=recurring&deadline_kind=relative", [2, 3]),
        ("tasks?q=bao cao", [2]),
        ("tasks?document_id=2", []),
        ("tasks?standing=rejected", []),
        ("tasks?reviewed=true", []),
        ("tasks?confidence_below=0.86", [3, 4]),
        ("targets", [5]),
        ("results?q=kiem tra", [6]),
        ("files?name=ke-hoach.pdf", [1]),
        ("files?document_id=2", [2]),
        ("files?state=failed", []),
        ("units?name=so noi vu", [3]),
        ("units?group=true", [4]),
        ("units?register_id=ubnd-lam-son", [1]),
        ("reviews", []),
        ("progress?standing=proposed", []),
    ],
)
def test_lists_are_filtered_and_sorted(standing: TestClient, asked: str, found: list[int]) -> None:
    answer = standing.get(asked)
    assert answer.status_code == 200, answer.text
    assert [resource["id"] for resource in answer.json()["found"]] == found


@pytest.mark.parametrize("sort", ["id", "-id", "deadline", "-deadline", "confidence", "-confidence", "document_id"])
def test_pages_of_a_list_follow_one_another(standing: TestClient, sort: str) -> None:
    whole = [t["id"] for t in standing.get("tasks", params={"sort": sort}).json()["found"]]
    found: list[int] = []
    cursor = None
    while True:
        page = standing.get("tasks", params={"sort": sort, "limit": 1} | ({"cursor": cursor} if cursor else {})).json()
        found += [t["id"] for t in page["found"]]
        cursor = page["next"]
        if cursor is None:
            break
    assert found == whole
    assert len(found) == 4


@pytest.mark.parametrize("cursor", ["x", "WyJpZCJd", "bnVsbA", "WyJpZCIsICJhIiwgMV0", "\u0000", "WyJpZCIsIDEsIC0xXQ"])
def test_a_cursor_that_is_none_is_no_page(standing: TestClient, cursor: str) -> None:
    assert standing.get("tasks", params={"cursor": cursor}).status_code == 404


def test_only_the_fields_that_are_asked_for(standing: TestClient) -> None:
    assert standing.get("tasks/1?fields=content&fields=version").json() == {
        "id": 1, "content": "xây dựng kế hoạch kiểm tra nội bộ", "version": 1,
    }  # fmt: skip
    assert standing.get("documents?fields=number").json()["found"] == [
        {"id": 1, "number": "41/KH-UBND"}, {"id": 2, "number": "87/BC-SKHCN"},
    ]  # fmt: skip


@pytest.mark.parametrize("asked", ["tasks", "tasks/1", "tasks/1?fields=content", "changes", "documents/1/dispatch"])
def test_what_one_has_already_is_not_sent_again(database: Database, reader: TestClient, asked: str) -> None:
    first = reader.get(asked)
    again = reader.get(asked, headers={"if-none-match": f'"other", {first.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    save(database, replace(PLAN, tasks=(replace(PLAN.tasks[0], content="xây dựng kế hoạch kiểm tra"),)))
    assert reader.get(asked, headers={"if-none-match": first.headers["etag"]}).status_code == 200


def test_changes_are_cloud_events_in_order(database: Database, reader: TestClient) -> None:
    first = reader.get("changes", params={"limit": 3}).json()
    assert (len(first["changes"]), first["more"]) == (3, True)
    rest = reader.get("changes", params={"after": first["next"], "topics": "task"}).json()
    assert [c["type"] for c in rest["changes"]] == ["vanthu.task.created"] * 4
    assert [c["subject"] for c in rest["changes"]] == ["tasks/1", "tasks/2", "tasks/3", "tasks/4"]
    assert rest["changes"][0]["data"]["now"] == reader.get("tasks/1").json()
    assert rest["more"] is False
    assert reader.get("changes", params={"after": rest["next"]}).json() == {
        "changes": [], "next": rest["next"], "more": False,
    }  # fmt: skip


# Who may


@pytest.mark.parametrize("sent", [None, "Basic YWJj", "Bearer", "Bearer vanthu_wrong", "Bearer \u00e9"])
def test_without_a_token_nothing_is_told(standing: TestClient, sent: str | None) -> None:
    client = TestClient(standing.app)
    answer = client.get(f"{PREFIX}/tasks", headers={"authorization": sent.encode()} if sent else {})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["content-type"] == "application/problem+json"


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


# What it takes


def test_a_correction_names_what_it_looked_at(writer: TestClient) -> None:
    seen = writer.get("tasks/1").headers["etag"]
    assert writer.patch("tasks/1", json={"content": "lập kế hoạch"}).status_code == 428
    done = writer.patch("tasks/1", json={"content": "lập kế hoạch", "why": "theo bản giấy"}, headers={"if-match": seen})
    assert (done.status_code, done.json()["version"], done.json()["reviewed"]) == (200, 2, True)
    late = writer.patch("tasks/1", json={"content": "khác"}, headers={"if-match": seen})
    assert (late.status_code, late.headers["etag"]) == (412, done.headers["etag"])
    (step,) = writer.get("reviews").json()["found"]
    assert (step["who"], step["why"], step["changes"][0]["field"]) == ("hệ thống ISO", "theo bản giấy", "content")
    undone = writer.post(f"reviews/{step['id']}/undo", json={})
    assert undone.status_code == 201
    assert writer.get("tasks/1").json()["content"] == "xây dựng kế hoạch kiểm tra nội bộ"
    assert writer.post(f"reviews/{step['id']}/undo", json={}).status_code == 409


def test_deadlines_and_units_are_corrected_by_the_contract(writer: TestClient) -> None:
    deadline = {"text": "trước ngày 30/6/2024", "kind": "by", "end": "2024-06-30", "boundary": "before"}
    lead = [{"name": "Sở Nội vụ", "canonical": "Sở Nội vụ tỉnh Lâm Sơn"}]
    done = writer.patch("tasks/1", json={"deadline": deadline, "lead": lead}, headers={"if-match": "*"})
    assert done.json()["deadline"]["end"] == "2024-06-30"
    assert done.json()["lead"][0]["unit_id"] == 3
    none = writer.patch("tasks/1", json={"deadline": None}, headers={"if-match": "*"})
    assert none.json()["deadline"] is None
    head = writer.patch("documents/1", json={"subject": "Duy trì hệ thống"}, headers={"if-match": "*"})
    assert (head.status_code, head.json()["subject"]) == (200, "Duy trì hệ thống")


def test_a_task_is_split_and_its_parts_are_merged_again(writer: TestClient) -> None:
    """Once for one key; only what was looked at; undone as on the desk."""
    parts = {"parts": [{"content": "rà soát quy trình"}, {"content": "báo cáo kết quả", "deliverable": "báo cáo"}]}
    assert writer.post("tasks/1/split", json=parts).status_code == 428
    assert writer.post("tasks/1/split", json=parts, headers={"if-match": '"old"'}).status_code == 412
    seen = writer.get("tasks/1").headers["etag"]
    headers = {"if-match": seen, "idempotency-key": "tách 1".encode().hex()}
    first = writer.post("tasks/1/split", json=parts, headers=headers)
    assert first.status_code == 200, first.text
    made = first.json()["found"]
    assert [(t["content"], t["standing"]) for t in made] == [("rà soát quy trình", "live"), ("báo cáo kết quả", "live")]
    assert writer.post("tasks/1/split", json=parts, headers=headers).json() == first.json()
    assert writer.get("tasks/1").json()["standing"] == "split"
    assert writer.post("tasks/1/split", json=parts, headers={"if-match": "*"}).status_code == 409
    one, other = (writer.get(f"tasks/{t['id']}") for t in made)
    merge = {
        "others": [{"id": made[1]["id"], "etag": other.headers["etag"]}],
        "into": {"content": "rà soát quy trình và báo cáo"},
        "why": "một việc",
    }
    stale = merge | {"others": [{"id": made[1]["id"], "etag": '"old"'}]}
    itself = merge | {"others": [{"id": made[0]["id"], "etag": "*"}]}
    address, looked_at = f"tasks/{made[0]['id']}/merge", {"if-match": one.headers["etag"]}
    for refused in (stale, itself):
        assert writer.post(address, json=refused, headers=looked_at).status_code == 409
    whole = writer.post(address, json=merge, headers=looked_at)
    assert (whole.status_code, whole.json()["content"]) == (201, "rà soát quy trình và báo cáo"), whole.text
    assert whole.headers["location"] == f"/api/v1/tasks/{whole.json()['id']}"
    step = writer.get("reviews?action=merge").json()["found"][0]
    assert (step["who"], step["why"]) == ("hệ thống ISO", "một việc")
    assert writer.post(f"reviews/{step['id']}/undo").status_code == 201
    assert [writer.get(f"tasks/{t['id']}").json()["standing"] for t in made] == ["live", "live"]


def test_records_of_two_documents_are_not_merged(database: Database, writer: TestClient) -> None:
    head = replace(PLAN.letterhead, number="52/KH-UBND")
    save(database, replace(PLAN, file=replace(PLAN.file, sha256="f" * 64), letterhead=head))
    ours, theirs = (writer.get("tasks", params={"document_id": number}).json()["found"][0]["id"] for number in (1, 3))
    body = {"others": [{"id": theirs, "etag": "*"}], "into": {"content": "việc chung"}}
    refused = writer.post(f"tasks/{ours}/merge", json=body, headers={"if-match": "*"})
    assert (refused.status_code, refused.json()["detail"]) == (409, "the records are not of one document")


def test_records_are_confirmed_rejected_and_added(writer: TestClient) -> None:
    assert writer.post("tasks/1/confirm", headers={"if-match": "*"}).json()["reviewed"] is True
    assert writer.post("tasks/2/reject", json={}, headers={"if-match": "*"}).json()["standing"] == "rejected"
    assert writer.post("tasks/2/reject", json={}, headers={"if-match": "*"}).status_code == 409
    made = writer.post("documents/1/targets", json={"content": "80% hồ sơ", "measure": "hồ sơ", "comparator": "ge",
                                                    "value": 80, "unit": "%"})  # fmt: skip
    assert made.status_code == 201, made.text
    assert writer.get(made.headers["location"].removeprefix(f"{PREFIX}/")).json() == made.json()
    assert made.json()["value"] == 80


def test_progress_is_reported_and_followed(writer: TestClient) -> None:
    said = writer.post("targets/5/progress", json={"achieved_on": "2024-12-20", "value": 78, "of": 78, "done": True})
    assert (said.status_code, said.json()["standing"], said.json()["decided_by"]) == (201, "confirmed", "hệ thống ISO")
    assert [p["id"] for p in writer.get("progress?record_id=5").json()["found"]] == [said.json()["id"]]


def test_a_write_that_is_sent_again_is_done_once(writer: TestClient) -> None:
    key = {"idempotency-key": "7f3c"}
    first = writer.post("documents/1/tasks", json={"content": "việc bị sót"}, headers=key)
    again = writer.post("documents/1/tasks", json={"content": "việc bị sót"}, headers=key)
    assert (again.status_code, again.json(), again.headers["location"]) == (
        201, first.json(), first.headers["location"],
    )  # fmt: skip
    assert again.headers["idempotent-replayed"] == "true"
    assert len(writer.get("tasks?q=viec bi sot").json()["found"]) == 1
    other = writer.post("documents/1/tasks", json={"content": "việc khác"}, headers=key)
    assert other.status_code == 409


def test_a_write_that_failed_may_be_sent_again_under_its_key(writer: TestClient) -> None:
    key = {"idempotency-key": "8a", "if-match": '"old"'}
    assert writer.patch("tasks/1", json={"content": "lập"}, headers=key).status_code == 412
    key["if-match"] = writer.get("tasks/1").headers["etag"]
    assert writer.patch("tasks/1", json={"content": "lập"}, headers=key).status_code == 200


# What it refuses


@pytest.mark.parametrize(
    ("method", "asked", "body", "status"),
    [
        ("GET", "nowhere", None, 404),
        ("GET", "tasks/99", None, 404),
        ("GET", "tasks/5", None, 404),
        ("GET", "tasks/abc", None, 422),
        ("GET", "tasks/99999999999", None, 422),
        ("GET", "tasks?limit=0", None, 422),
        ("GET", "tasks?sort=content", None, 422),
        ("GET", "tasks?untill=2024-06-15", None, 422),
        ("GET", "tasks?due_until=15/6/2024", None, 422),
        ("GET", "tasks?fields=everything", None, 422),
        ("GET", "changes?after=-1", None, 422),
        ("PUT", "tasks/1", {}, 405),
        ("POST", "changes", {}, 405),
        ("PATCH", "tasks/1", {"content": " "}, 422),
        ("PATCH", "tasks/1", {"content": None}, 422),
        ("PATCH", "tasks/1", {"evidence": []}, 422),
        ("PATCH", "tasks/1", {"deadline": {"text": "x", "kind": "never"}}, 422),
        ("PATCH", "targets/5", {"value": "nhiều"}, 422),
        ("PATCH", "tasks/1", [], 422),
        ("POST", "documents/99/tasks", {"content": "x"}, 404),
        ("POST", "documents/1/tasks", {}, 422),
        ("POST", "reviews/99/undo", {}, 404),
    ],
)
def test_every_refusal_is_a_problem(standing: TestClient, method: str, asked: str, body: Any, status: int) -> None:
    answer = standing.request(method, asked, json=body, headers={"if-match": "*"})
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    told = answer.json()
    assert told["status"] == status
    assert told["type"].startswith("urn:vanthu:problem:")
    assert told["title"]
    assert told["detail"]
    if status == 405:
        assert answer.headers["allow"] in ("GET, PATCH", "GET")


@pytest.mark.parametrize(
    ("body", "status"),
    [
        (b"{", 400),
        (b"\xff", 400),
        (b'{"content": NaN}', 400),
        (b"[" * 100_000, 400),
        (b'{"content": "' + b"x" * 1_000_001 + b'"}', 413),
    ],
)
def test_bodies_that_are_none(standing: TestClient, body: bytes, status: int) -> None:
    headers = {"if-match": "*", "content-type": "application/json"}
    answer = standing.patch("tasks/1", content=body, headers=headers)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "application/problem+json")


def test_text_is_kept_as_the_contract_has_it(writer: TestClient) -> None:
    decomposed = "lập kê\u0301 hoạch\u0000"
    done = writer.patch("tasks/1", json={"content": decomposed}, headers={"if-match": "*"})
    assert done.json()["content"] == "lập kế hoạch"


def test_a_place_that_the_feed_never_reached_is_refused(reader: TestClient) -> None:
    """An older copy of the database was put back: who waits for number 900 would miss what gets the numbers before."""
    last = reader.get("changes").json()["next"]
    assert reader.get(f"changes?after={last}").json() == {"changes": [], "next": last, "more": False}
    refused = reader.get(f"changes?after={last + 1}")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:vanthu:problem:conflict")


def test_a_webhook_is_told_of_no_more_than_its_token_may_see(database: Database) -> None:
    cleared = with_token(database, "admin", clearance="Mật", name="văn thư mật")
    asked = {"url": "https://127.0.0.1/"}
    made = with_token(database, "admin", name="quản trị", allow_private=True).post("webhooks", json=asked)
    assert (made.status_code, made.json()["clearance"]) == (201, "open")
    for clearance, status in (("Mật", 409), ("Tối mật", 403)):  # 409: private addresses are not allowed here
        assert cleared.post("webhooks", json=asked | {"clearance": clearance}).status_code == status


# The description


@pytest.fixture(scope="module")
def described(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Starlette, str]]:
    database = open_database(f"sqlite:///{tmp_path_factory.mktemp('api')}/api.db")
    save(database, PLAN, REPORT)
    with database.writing() as session:
        token = tokens.issue(session, "schemathesis", ("admin",), NOON, clearance="Tuyệt mật")
    yield mounted(database, allow_private=True), token
    database.close()


OPERATIONS = [(m.upper(), path) for path, of in create_app(None).openapi()["paths"].items() for m in of]  # type: ignore[arg-type]


@pytest.mark.parametrize(("method", "path"), OPERATIONS)
def test_schemathesis_finds_nothing(described: tuple[Starlette, str], method: str, path: str) -> None:
    app, token = described
    schema = schemathesis.openapi.from_asgi(f"{PREFIX}/openapi.json", app)
    headers = {"Authorization": f"Bearer {token}", "If-Match": "*"}  # an entity tag that nobody gave is 412, rightly

    @given(schema[path][method].as_strategy())
    @settings(max_examples=12, deadline=None, derandomize=True, database=None, suppress_health_check=list(HealthCheck))
    def check(case: schemathesis.Case) -> None:
        case.call_and_validate(headers=headers)

    check()
