"""Who may come in, do what, and see what; and what guards the door."""

import re
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from click.testing import CliRunner
from dispatches import PLAN, REPORT
from served import NOW, PASSWORD, Served, at_rest, keep, token

from batch.settings import Settings
from models import people, tables
from models.database import open_database
from models.errors import Refused
from review.commands import first_start, user
from review.people import passwords
from review.people.sign_in import inside

SECRET_PLAN = replace(
    PLAN,
    file=replace(PLAN.file, name="mat.pdf", sha256="9" * 64),
    letterhead=replace(PLAN.letterhead, number="5/KH-UBND", secrecy="Mật", subject="Bảo vệ bí mật hồ sơ"),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    served = at_rest(tmp_path_factory.mktemp("people"))
    for dispatch in (PLAN, REPORT, SECRET_PLAN):
        keep(served.database, dispatch)
    yield served
    served.database.close()


def test_the_first_start_makes_one_administrator_whose_password_works_once(desk: Served, tmp_path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/new.db")
    password = first_start(database)
    assert password and re.fullmatch(r"(\w{4}-){3}\w{4}", password)
    assert first_start(database) is None
    with database.reading() as session:
        (admin,) = people.people(session)
        assert (admin.name, admin.rank, admin.must_change) == ("admin", "administrator", True)
        assert passwords.is_right(password, people.to_check(session, admin.id))
    database.close()


def test_a_one_time_password_opens_nothing_but_the_page_that_changes_it(desk: Served) -> None:
    once = passwords.one_time()
    with desk.database.writing() as session:
        people.introduce(session, "moi", "reviewer", NOW, password_hash=passwords.hashed(once), must_change=True)
    client = desk.client(accept="text/html")
    assert client.post("/sign-in", data={"name": "Mới", "password": once}).headers["location"] == "/password"
    assert client.get("/").headers["location"] == "/password"
    client.headers["x-csrf-token"] = token(client)
    short = client.post("/password", data={"now": once, "new": "ngắn", "again": "ngắn"})
    assert short.status_code == 422
    assert "10 ký tự" in short.text
    done = client.post("/password", data={"now": once, "new": PASSWORD, "again": PASSWORD})
    assert done.headers["location"] == "/"
    assert client.get("/").status_code == 200


def test_wrong_tries_are_written_down_and_then_have_to_wait(tmp_path) -> None:
    few = Settings.model_validate({"serve": {"attempts_a_minute": 3}})
    desk = at_rest(tmp_path, (), few)
    client = desk.client()
    tries = [client.post("/sign-in", data={"name": "lan", "password": "sai"}).status_code for _ in range(4)]
    assert tries == [401, 401, 401, 429]
    assert client.post("/sign-in", data={"name": "lan", "password": PASSWORD}).status_code == 429
    assert client.post("/sign-in", data={"name": "minh", "password": PASSWORD}).status_code == 303
    with desk.database.reading() as session:
        assert [k[3] for k in people.sign_ins(session)] == ["in", "limited", "limited", "wrong", "wrong", "wrong"]


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", {"xem", "lan", "quan.tri"}),
        ("/documents/1.json", {"xem", "lan", "quan.tri"}),
        ("/documents/1/understand?kind=task&field=deadline&typed=x", {"lan", "quan.tri"}),
        ("/users", {"quan.tri"}),
        ("/units.json?q=so", {"quan.tri"}),
    ],
)
def test_each_role_opens_what_it_may(desk: Served, path: str, allowed: set[str]) -> None:
    for name in ("xem", "lan", "quan.tri"):
        assert desk.client(name).get(path).status_code == (200 if name in allowed else 403), name
    assert desk.client().get(path).status_code == 401
    assert desk.client(accept="text/html").get(path).headers["location"].startswith("/sign-in")


@pytest.mark.parametrize(
    "path", ["/documents/1/steps", "/documents/1/claim", "/next", "/next.json", "/users", "/sign-out", "/password"]
)
def test_a_change_without_the_pages_token_is_refused(desk: Served, path: str) -> None:
    client = desk.client("quan.tri")
    of_another = desk.client("lan").headers["x-csrf-token"]
    for given in ("", "x", of_another):
        client.headers["x-csrf-token"] = given
        assert client.post(path, json={"step": "undo"}).status_code == 403


def test_a_reader_changes_nothing(desk: Served) -> None:
    client = desk.client("xem")
    assert client.post("/documents/1/steps", json={"step": "confirm", "version": 1}).status_code == 403
    assert 'data-step="confirm"' not in client.get("/documents/1", headers={"accept": "text/html"}).text


def test_secret_documents_are_not_there_for_those_without_clearance(desk: Served) -> None:
    with desk.database.writing() as session:
        secret = session.query(tables.Document.id).filter_by(secrecy="Mật").scalar()
        cleared = people.introduce(
            session, "duoc.xem.mat", "reviewer", NOW, password_hash=passwords.hashed(PASSWORD), clearance="Mật"
        )
    assert cleared
    may, may_not = desk.client("duoc.xem.mat"), desk.client("lan")
    addresses = [
        f"/documents/{secret}", f"/documents/{secret}.json", f"/documents/{secret}/history",
        f"/documents/{secret}/original", f"/documents/{secret}/pages/1.jpg", f"/documents/{secret}/pages/1.json",
    ]  # fmt: skip
    for address in addresses:
        assert may_not.get(address).status_code == 404, address
    assert may.get(addresses[1]).json()["document"]["head"]["number"] == "5/KH-UBND"
    assert may_not.post(f"/documents/{secret}/steps", json={"step": "confirm", "version": 1}).status_code == 404
    assert may_not.post(f"/documents/{secret}/claim").status_code == 404
    listed = {name: c.get("/queue.json").json()["queue"] for name, c in (("may", may), ("may not", may_not))}
    assert {d["number"] for d in listed["may"]} - {d["number"] for d in listed["may not"]} == {"5/KH-UBND"}


def test_who_belongs_to_units_sees_their_documents_only(desk: Served) -> None:
    with desk.database.writing() as session:
        science = session.query(tables.Unit.id).filter_by(name="Sở Khoa học và Công nghệ tỉnh Lâm Sơn").scalar()
        nobody = tables.Unit(name="Sở Xây dựng tỉnh Lâm Sơn", settled=True, is_group=False)
        session.add(nobody)
        session.flush()
        for name, unit in (("cua.so", science), ("so.khac", nobody.id)):
            people.introduce(
                session, name, "reader", NOW, password_hash=passwords.hashed(PASSWORD), units=[unit]
            )  # fmt: skip
    assert {d["number"] for d in desk.client("cua.so").get("/queue.json").json()["queue"]} >= {"41/KH-UBND"}
    assert desk.client("so.khac").get("/queue.json").json()["queue"] == []
    assert desk.client("so.khac").get("/documents/1.json").status_code == 404


def test_a_changed_user_is_signed_out_everywhere(desk: Served) -> None:
    with desk.database.writing() as session:
        number = people.introduce(session, "doi", "reviewer", NOW, password_hash=passwords.hashed(PASSWORD))
    client = desk.client("doi")
    assert client.get("/queue.json").status_code == 200
    admin = desk.client("quan.tri")
    form = {"rank": "reader", "clearance": "open", "full_name": "Đổi", "active": "true"}
    assert admin.post(f"/users/{number}", data=form).status_code == 303
    assert client.get("/queue.json").status_code == 401
    assert desk.client("doi").get("/queue.json").status_code == 200
    assert admin.post(f"/users/{number}", data={**form, "active": ""}).status_code in (303, 422)


def test_a_closed_user_is_not_let_in(desk: Served) -> None:
    with desk.database.writing() as session:
        number = people.introduce(session, "dong", "reader", NOW, password_hash=passwords.hashed(PASSWORD))
        people.change(
            session, number, full_name="Đóng", rank="reader", clearance="open", units=[], active=False
        )  # fmt: skip
    client = desk.client()
    assert client.post("/sign-in", data={"name": "dong", "password": PASSWORD}).status_code == 403


def test_the_last_administrator_stays_one(desk: Served) -> None:
    with desk.database.reading() as session:
        admin = people.known(session, "quan.tri")
    assert admin
    with pytest.raises(Refused, match="one administrator"), desk.database.writing() as session:
        people.change(session, admin.id, full_name="x", rank="reader", clearance="open", units=[], active=True)


def test_signing_out_ends_the_session_and_frees_the_documents(desk: Served) -> None:
    client = desk.client("minh")
    assert client.post("/documents/1/claim").json()["mine"]
    assert not desk.client("lan").post("/documents/1/claim").json()["mine"]
    assert client.post("/sign-out").status_code == 303
    assert client.get("/queue.json").status_code == 401
    assert desk.client("lan").post("/documents/1/claim").json()["mine"]


def test_a_session_ends_by_itself(tmp_path) -> None:
    desk = at_rest(tmp_path, (), Settings.model_validate({"serve": {"session_hours": 1 / 3600}}))
    client = desk.client("lan")
    assert client.get("/queue.json").status_code == 200
    time.sleep(2.1)
    assert client.get("/queue.json").status_code == 401


def test_a_cookie_that_was_touched_is_worth_nothing(desk: Served) -> None:
    client = desk.client("lan")
    cookie = client.cookies["vanthu"]
    client.cookies.clear()
    client.cookies.set("vanthu", cookie[:-3] + ("aaa" if not cookie.endswith("aaa") else "bbb"))
    assert client.get("/queue.json").status_code == 401


def at_the_door(desk: Served) -> Any:
    client = desk.client()
    client.cookies.clear()
    return client.get("/sign-in")


def test_every_page_has_the_headers_that_keep_others_out(desk: Served) -> None:
    answer = at_the_door(desk)
    policy = answer.headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["x-frame-options"] == "DENY"
    assert answer.headers["cache-control"] == "no-store"
    cookie = answer.headers["set-cookie"]
    assert "HttpOnly" in cookie
    assert "SameSite=Lax" in cookie
    assert not re.search(
        r"<(?:script(?![^>]*\bsrc=)|style)\b|\son\w+=|\sstyle=",
        desk.client("lan").get("/", headers={"accept": "text/html"}).text,
    )


def test_behind_https_cookies_are_for_https_only(tmp_path) -> None:
    desk = at_rest(tmp_path, (), Settings.model_validate({"serve": {"public_url": "https://vanthu.example.vn"}}))
    answer = at_the_door(desk)
    assert "; Secure" in answer.headers["set-cookie"]
    assert answer.headers["strict-transport-security"]


@pytest.mark.parametrize(
    ("to", "leads_to"),
    [
        ("/documents/3", "/documents/3"), ("//evil.example", "/"), ("https://evil.example", "/"), ("/\\evil", "/"),
        ("javascript:alert(1)", "/"), ("/a\r\nset-cookie: x", "/"), ("", "/"),
    ],
)  # fmt: skip
def test_nobody_is_led_elsewhere_from_the_door(to: str, leads_to: str) -> None:
    assert inside(to) == leads_to


@pytest.mark.parametrize(
    "path", ["/static/x/..%2Fapplication.py", "/static/x/%2e%2e%2fapplication.py", "/static/x/nothing.js"]
)
def test_only_our_own_files_are_served(desk: Served, path: str) -> None:
    assert desk.client().get(path).status_code == 404


def test_users_are_made_and_listed_from_the_command_line(tmp_path) -> None:
    address = f"sqlite:///{tmp_path}/users.db"
    run = CliRunner()
    made = run.invoke(user, ["add", "Hoa", "--rank", "manager", "--full-name", "Lê Hoa", "--db", address])
    assert "mật khẩu dùng một lần" in made.output
    assert run.invoke(user, ["add", "hoa", "--db", address]).exit_code == 1
    done = run.invoke(user, ["password", "hoa", "--ask", "--db", address], input="mot-mat-khau-dai\n")
    assert done.exit_code == 0, done.output
    assert "hoa\tLê Hoa\tmanager\topen" in run.invoke(user, ["list", "--db", address]).output
    database = open_database(address)
    with database.reading() as session:
        known = people.known(session, "HOA")
        assert known
        assert passwords.is_right("mot-mat-khau-dai", people.to_check(session, known.id))
    database.close()


def test_a_sight_holds_for_every_question_asked_in_the_session(address: str) -> None:
    from models import questions

    database = open_database(address)
    for dispatch in (PLAN, SECRET_PLAN):
        keep(database, dispatch)
    today = date(2024, 3, 1)
    seen = {}
    for clearance in ("open", "Mật"):
        with database.reading() as session:
            people.limited(session, people.Sight(clearance), today)
            seen[clearance] = (
                len(questions.documents(session)), questions.counts(session).tasks,
                len(questions.due(session, today=today)), len(questions.search(session, "bao ve bi mat")),
                len(questions.targets(session)), len(questions.review_queue(session)),
            )  # fmt: skip
    assert seen["open"] == (1, seen["Mật"][1] // 2, seen["Mật"][2] // 2, 0, seen["Mật"][4] // 2, seen["Mật"][5] // 2)
    assert seen["Mật"][0] == 2
    assert seen["Mật"][3] > 0
    database.close()


def test_claims_end_by_themselves_and_can_be_taken_over(address: str) -> None:
    database = open_database(address)
    document = keep(database, PLAN)
    at = datetime(2024, 3, 1, 9, tzinfo=UTC)
    with database.writing() as session:
        one, two = (people.introduce(session, name, "reviewer", at) for name in ("mot", "hai"))
        assert people.claim(session, document, one, at).user_id == one
        assert people.claim(session, document, two, at).user_id == one
        assert people.claim(session, document, two, at, take_over=True).user_id == two
        later = at.replace(hour=10)
        assert people.claimed(session, later) == {}
        assert people.claim(session, document, one, later).user_id == one
    database.close()
