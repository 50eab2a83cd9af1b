"""Progress on the desk: entered with what shows it, proposed, decided, and by whom."""

from collections.abc import Iterator
from dataclasses import replace
from io import BytesIO

import openpyxl
import pytest
from dispatches import HERE, PLAN, REPORT
from followed import Asks, a_desk, record, signed_in
from served import Served, at_rest, keep

from models.records import Citation


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    yield from a_desk(tmp_path_factory.mktemp("following"))


@pytest.fixture(scope="module")
def asks(desk: Served) -> Asks:
    return signed_in(desk)


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
