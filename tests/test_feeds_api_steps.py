"""What the API takes: steps that name what they looked at, are done once, and can be undone."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from called import over, save, with_token
from dispatches import PLAN
from starlette.testclient import TestClient

from feeds.api import PREFIX
from models.database import Database


@pytest.fixture
def database(address: str) -> Iterator[Database]:
    yield from over(address)


@pytest.fixture
def writer(database: Database) -> TestClient:
    return with_token(database, "write")


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


def test_text_is_kept_as_the_contract_has_it(writer: TestClient) -> None:
    decomposed = "lập kê\u0301 hoạch\u0000"
    done = writer.patch("tasks/1", json={"content": decomposed}, headers={"if-match": "*"})
    assert done.json()["content"] == "lập kế hoạch"
