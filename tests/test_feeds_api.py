"""What the API gives: records as the contract has them, lists and their pages, changes in order."""

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from called import over, save, standing_over, with_token
from dispatches import PLAN
from jsonschema import Draft202012Validator
from starlette.testclient import TestClient

from models.database import Database


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    yield from over(address)


@pytest.fixture
def reader(database: Database) -> TestClient:
    return with_token(database, "read")


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def standing(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A database that no test changes, and a token that may."""
    yield from standing_over(request, tmp_path_factory.mktemp("standing"))


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


def test_a_place_that_the_feed_never_reached_is_refused(reader: TestClient) -> None:
    """An older copy of the database was put back: who waits for number 900 would miss what gets the numbers before."""
    last = reader.get("changes").json()["next"]
    assert reader.get(f"changes?after={last}").json() == {"changes": [], "next": last, "more": False}
    refused = reader.get(f"changes?after={last + 1}")
    assert (refused.status_code, refused.json()["type"]) == (409, "urn:vanthu:problem:conflict")
