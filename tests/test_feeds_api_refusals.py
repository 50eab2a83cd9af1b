"""What the API refuses, as a problem that says why."""

from collections.abc import Iterator
from typing import Any

import pytest
from called import standing_over
from starlette.testclient import TestClient

from feeds.api import PREFIX


@pytest.fixture(scope="module", params=["sqlite", "postgresql"])
def standing(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A database that no test changes, and a token that may."""
    yield from standing_over(request, tmp_path_factory.mktemp("standing"))


@pytest.mark.parametrize("sent", [None, "Basic YWJj", "Bearer", "Bearer vanthu_wrong", "Bearer \u00e9"])
def test_without_a_token_nothing_is_told(standing: TestClient, sent: str | None) -> None:
    client = TestClient(standing.app)
    answer = client.get(f"{PREFIX}/tasks", headers={"authorization": sent.encode()} if sent else {})
    assert answer.status_code == 401
    assert answer.headers["www-authenticate"].startswith("Bearer")
    assert answer.headers["content-type"] == "application/problem+json"


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
