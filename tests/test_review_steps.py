"""The steps of a reviewer over HTTP: what comes back, what is undone, what two people see who meet."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from threading import Barrier, Thread
from typing import Any

import pytest
from dispatches import PLAN
from served import NOW, Served, at_rest, keep
from sqlalchemy import func, select

from batch.settings import Settings
from models import tables
from models.questions.desk import desk as lying
from models.records import Dispatch

SURE = replace(
    PLAN,
    file=replace(PLAN.file, name="chac.pdf", sha256="7" * 64),
    letterhead=replace(PLAN.letterhead, number="77/KH-UBND"),
    tasks=tuple(
        replace(PLAN.tasks[0], id=f"s{n}", content=f"việc {n}", confidence=0.99 if n < 4 else 0.6) for n in range(5)
    ),
    targets=(),
)


@pytest.fixture
def desk(tmp_path) -> Iterator[Served]:
    served = at_rest(tmp_path)
    yield served
    served.database.close()


def rows(desk: Served, document: int) -> list[Any]:
    with desk.database.reading() as session:
        return sorted(lying(session, document, today=NOW.date()).rows, key=lambda r: r.id)


def step(client: Any, document: int, status: int = 200, **asked: Any) -> Any:
    answer = client.post(f"/documents/{document}/steps", json=asked)
    assert answer.status_code == status, answer.text
    return answer.json()


def test_a_step_says_what_stands_now(desk: Served) -> None:
    document = keep(desk.database, PLAN)
    client, first = desk.client("lan"), rows(desk, document)[0]
    told = step(client, document, step="confirm", record=first.id, version=first.version)
    assert told["said"] == "Đã xác nhận"
    assert (told["left"], told["focus"]) == (told["total"] - 1, first.id)
    assert f'id="r{first.id}"' in told["html"]
    assert rows(desk, document)[0].reviewed


def test_a_reviewer_finds_the_offices_own_units_by_what_they_are_called(tmp_path: Path) -> None:
    """Those of the file that `reading.units` names, by their short names too, and only they."""
    own = tmp_path / "units.csv"
    own.write_text("name,short\nTổ Một cửa lưu động bến đò,TMC|Tổ đò\n", encoding="utf-8")
    desk = at_rest(tmp_path, settings=Settings.model_validate({"reading": {"units": str(own)}}))
    document = keep(desk.database, PLAN)
    client, first = desk.client("lan"), rows(desk, document)[0]
    for typed in ("TMC", "to do", "luu dong"):
        found = client.get(f"/documents/{document}/units", params={"q": typed}).json()["units"]
        assert found[0]["canonical"] == "Tổ Một cửa lưu động bến đò", typed
        assert found[0]["id"]
    step(client, document, step="change", record=first.id, version=first.version, fields={"lead": ["TMC"]})
    (lead,) = next(r for r in rows(desk, document) if r.id == first.id).record.lead
    assert (lead.name, lead.canonical) == ("TMC", "Tổ Một cửa lưu động bến đò")
    desk.database.close()


def test_a_desk_without_such_a_file_knows_none(desk: Served) -> None:
    document = keep(desk.database, PLAN)
    found = desk.client("lan").get(f"/documents/{document}/units", params={"q": "TMC"}).json()["units"]
    assert found == []


def test_the_letterhead_is_confirmed_as_it_stands_and_corrected_field_by_field(desk: Served) -> None:
    document = keep(desk.database, PLAN)
    client = desk.client("lan")
    step(client, document, step="confirm", version=1)
    step(client, document, step="change", version=1, fields={"issued_on": "27/02/2024", "signer": {"name": "Lý Bình"}})
    with desk.database.reading() as session:
        head = lying(session, document, today=NOW.date())
    assert (str(head.head.issued_on), head.head.signer and head.head.signer.name, head.reviewed) == (
        "2024-02-27", "Lý Bình", True,
    )  # fmt: skip
    step(client, document, step="undo")
    with desk.database.reading() as session:
        assert str(lying(session, document, today=NOW.date()).head.issued_on) == "2024-02-26"


def test_all_sure_ones_are_accepted_in_one_step_and_undone_as_one(desk: Served) -> None:
    document = keep(desk.database, SURE)
    client = desk.client("lan")
    versions = {r.id: r.version for r in rows(desk, document)}
    told = step(client, document, step="accept_all", versions=versions)
    assert [r.reviewed for r in rows(desk, document)] == [True, True, True, True, False]
    assert told["left"] == 2
    step(client, document, step="undo")
    assert not any(r.reviewed for r in rows(desk, document))
    step(client, document, 422, step="undo")


def test_a_rejected_record_is_kept_aside_and_restored(desk: Served) -> None:
    document = keep(desk.database, SURE)
    client, first = desk.client("lan"), rows(desk, document)[0]
    told = step(client, document, step="reject", record=first.id, version=first.version, why="chỉ là đề mục")
    assert "Đã bỏ" in told["html"]
    assert len(rows(desk, document)) == 4
    step(client, document, step="restore", record=first.id)
    assert len(rows(desk, document)) == 5


def test_records_are_merged_and_split(desk: Served) -> None:
    document = keep(desk.database, SURE)
    client, found = desk.client("lan"), rows(desk, document)
    told = step(client, document, step="merge", versions={r.id: r.version for r in found[:3]})
    whole = next(r for r in rows(desk, document) if r.id == told["focus"])
    assert whole.record.content == "việc 0; việc 1; việc 2"
    told = step(client, document, step="split", record=whole.id, version=whole.version, parts=["việc 0", "việc 1 và 2"])
    assert sorted(r.record.content for r in rows(desk, document)) == ["việc 0", "việc 1 và 2", "việc 3", "việc 4"]
    step(client, document, 422, step="split", record=found[3].id, version=1, parts=["một phần"])


def test_a_missed_task_is_added_from_words_of_the_page(desk: Served) -> None:
    document = keep(desk.database, PLAN)
    words = "Sở Nội vụ báo cáo Ủy ban nhân dân tỉnh trước ngày 20/10/2024."
    told = step(desk.client("lan"), document, step="add", kind="task", text=words, page=2, bbox=[10, 20, 30, 40])
    row = next(r for r in rows(desk, document) if r.id == told["focus"])
    assert row.reviewed
    assert (row.record.evidence[0].page, row.record.evidence[0].bbox) == (2, (10, 20, 30, 40))
    assert str(row.record.deadline.end) == "2024-10-20"


def test_who_comes_second_sees_both_sides_and_may_take_either(desk: Served) -> None:
    document = keep(desk.database, PLAN)
    lan, minh, first = desk.client("lan"), desk.client("minh"), rows(desk, document)[0]
    asked = {"step": "change", "record": first.id, "version": first.version}
    step(lan, document, **asked, fields={"deliverable": "Báo cáo tháng"})
    told = step(minh, document, 409, **asked, fields={"deliverable": "Báo cáo quý"})
    assert "Báo cáo quý" in told["conflict"]
    assert "Báo cáo tháng" in told["conflict"]
    assert "Trần Thị Lan" in told["conflict"]
    assert rows(desk, document)[0].record.deliverable == "Báo cáo tháng"
    step(minh, document, **{**asked, "version": told["version"]}, fields={"deliverable": "Báo cáo quý"})
    assert rows(desk, document)[0].record.deliverable == "Báo cáo quý"
    history = lan.get(f"/documents/{document}/history?record={first.id}", headers={"accept": "text/html"}).text
    assert history.index("Lê Quang Minh") < history.index("Trần Thị Lan")


def test_of_many_who_change_one_field_at_once_one_wins_and_the_others_are_told(desk: Served) -> None:
    document = keep(desk.database, PLAN)
    first, together, answers = rows(desk, document)[0], Barrier(8), []
    clients = [desk.client("lan" if n % 2 else "minh") for n in range(8)]

    def change(n: int) -> None:
        together.wait()
        asked = {"step": "change", "record": first.id, "version": first.version, "fields": {"deliverable": f"bản {n}"}}
        answers.append((n, clients[n].post(f"/documents/{document}/steps", json=asked).status_code))

    threads = [Thread(target=change, args=(n,)) for n in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (winner,) = [n for n, status in answers if status == 200]
    assert sorted(status for _, status in answers) == [200] + [409] * 7
    assert rows(desk, document)[0].record.deliverable == f"bản {winner}"


def test_next_gives_each_reviewer_a_document_of_their_own(desk: Served) -> None:
    plans: list[Dispatch] = [
        replace(
            PLAN,
            file=replace(PLAN.file, name=f"{n}.pdf", sha256=f"{n:064x}"),
            letterhead=replace(PLAN.letterhead, number=f"{n}/KH-UBND"),
        )
        for n in range(1, 4)
    ]
    for plan in plans:
        keep(desk.database, plan)
    lan, minh = desk.client("lan"), desk.client("minh")
    at = [client.post("/next.json").json()["to"] for client in (lan, minh, lan)]
    assert at[0] != at[1]
    assert at[2] == at[0]
    moved = lan.post(f"/next.json?after={at[0].rpartition('/')[2]}").json()["to"]
    assert moved not in at


@pytest.mark.parametrize(
    ("asked", "status"),
    [
        ({"step": "confirm", "record": 999, "version": 1}, 404),
        ({"step": "reject"}, 422),
        ({"step": "change", "version": 1}, 422),
        ({"step": "change", "version": 1, "fields": {"evidence": "x"}}, 422),
        ({"step": "dance"}, 422),
        ({"step": "add", "kind": "task", "text": " "}, 422),
        ({"step": "accept_all"}, 422),
    ],
)
def test_what_makes_no_sense_is_refused_and_nothing_is_written(
    desk: Served, asked: dict[str, Any], status: int
) -> None:
    document = keep(desk.database, PLAN)
    step(desk.client("lan"), document, status, **asked)
    with desk.database.reading() as session:
        assert session.scalar(select(func.count()).select_from(tables.Review)) == 0


def test_records_of_another_document_are_out_of_reach(desk: Served) -> None:
    one, other = keep(desk.database, PLAN), keep(desk.database, SURE)
    stranger = rows(desk, other)[0]
    step(desk.client("lan"), one, 404, step="reject", record=stranger.id, version=stranger.version)
