"""Files that come in by the page: safe names, limits, read through the ledger, seen by who brought them."""

import os
import threading
import time
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect, sync_playwright
from served import CHROMIUM, INBOX, PASSWORD, Served, at_rest, needs_chromium, serving

from batch.settings import Settings
from models import people
from models.errors import Refused
from review.intake.inbox import Inbox, inbox_of
from review.intake.names import LONGEST, free, safe
from review.intake.reader import read, waiting

TODAY = date(2024, 3, 20)
SMALL = Settings.model_validate({"limits": {"megabytes": 1}, "batch": {"jobs": 1}})


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("ke-hoach.pdf", "ke-hoach.pdf"),
        ("Kế hoạch số 35 (bản ký).pdf", "Kế hoạch số 35 (bản ký).pdf"),
        ("../../etc/passwd.pdf", "passwd.pdf"),
        ("C:\\Users\\lan\\van ban.docx", "van ban.docx"),
        ("/home/lan/x.pdf", "x.pdf"),
        ("..", "van-ban"),
        ("...pdf", "pdf"),
        ("a\x00b\n.pdf", "a b.pdf"),
        ("hoa\u202efdp.exe.pdf", "hoa fdp.exe.pdf"),
        ("Ke\u0302\u0301 hoa\u0323ch.pdf", "Kế hoạch.pdf"),
        ("a<b>|c?.pdf", "a b c.pdf"),
        ("", "van-ban"),
    ],
)
def test_names_are_made_safe(sent: str, kept: str) -> None:
    assert safe(sent) == kept


def test_a_long_name_is_cut_between_letters_and_keeps_its_ending() -> None:
    made = safe("ế" * 500 + ".pdf")
    assert made.endswith("ế.pdf")
    assert len(made.encode()) <= LONGEST


@pytest.mark.parametrize("sent", ["answers.json", "~$van-ban.docx", "Thumbs.db", "tai-ve.crdownload", "x.part"])
def test_what_a_run_would_pass_over_is_refused_at_once(sent: str) -> None:
    with pytest.raises(Refused):
        safe(sent)


def test_two_files_of_one_name_are_both_kept(tmp_path: Path) -> None:
    inbox = Inbox(tmp_path, 1)
    paths = [inbox.take("lan", "van-ban.txt", TODAY, BytesIO(text)) for text in (b"mot", b"hai", b"ba")]
    assert [path.name for path in paths] == ["van-ban.txt", "van-ban (2).txt", "van-ban (3).txt"]
    assert free(paths[0].parent, "van-ban.txt").name == "van-ban (4).txt"
    assert sorted(path.read_bytes() for path in paths) == [b"ba", b"hai", b"mot"]
    assert [lying.by for lying in inbox.lying(None, 9)] == ["lan"] * 3
    assert inbox.lying("minh", 9) == []


@pytest.mark.parametrize("content", [b"", b"x" * (2**20 + 1)])
def test_what_is_empty_or_too_large_leaves_nothing_behind(tmp_path: Path, content: bytes) -> None:
    with pytest.raises(Refused):
        Inbox(tmp_path, 1).take("lan", "van-ban.txt", TODAY, BytesIO(content))
    assert [path for path in tmp_path.rglob("*") if path.is_file()] == []


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Served]:
    served = at_rest(tmp_path, settings=SMALL)
    yield served
    served.database.close()


def names(client) -> list[tuple[str, str]]:
    return [(line["name"], line["state"]) for line in client.get("/intake.json").json()["files"]]


def test_a_file_is_sent_as_it_is_or_in_a_form(desk: Served) -> None:
    client = desk.client("lan")
    assert client.put("/intake/file?name=mot.txt", content=b"mot").json() == {"name": "mot.txt"}
    sent = client.post("/intake", files=[("files", ("hai.txt", b"hai")), ("files", ("ba.txt", b"ba"))])
    assert sent.status_code == 303
    assert sorted(names(client)) == [("ba.txt", "waiting"), ("hai.txt", "waiting"), ("mot.txt", "waiting")]


def test_what_cannot_be_taken_is_told_and_the_others_are_kept(desk: Served) -> None:
    client = desk.client("lan", accept="text/html")
    page = client.post("/intake", files=[("files", ("tot.txt", b"tot")), ("files", ("x.json", b"{}"))])
    assert page.status_code == 422
    assert "“x.json” không phải tệp văn bản" in page.text
    assert names(client) == [("tot.txt", "waiting")]
    large = client.put("/intake/file?name=lon.pdf", content=b"x" * (2**20 + 1))
    assert large.status_code == 422
    assert "lớn hơn 1 MB" in large.text
    assert client.post("/intake", content=b"x" * (3 * 2**20), headers={"content-type": "x"}).status_code == 413
    chunked = client.post("/intake", content=iter([b"x"]), headers={"content-type": "multipart/form-data"})
    assert chunked.status_code == 411


def test_only_reviewers_bring_files_and_only_from_our_page(desk: Served) -> None:
    reader = desk.client("xem")
    assert reader.get("/intake").status_code == 403
    assert reader.put("/intake/file?name=x.txt", content=b"x").status_code == 403
    other = desk.client("lan")
    other.headers["x-csrf-token"] = "0" * 64
    assert other.put("/intake/file?name=x.txt", content=b"x").status_code == 403
    assert other.post("/intake", files=[("files", ("x.txt", b"x"))]).status_code == 403
    assert not inbox_of(desk.database, SMALL).folder.exists()


def test_one_sees_what_one_brought_and_a_manager_sees_all_that_is_in_sight(desk: Served) -> None:
    desk.client("lan").put("/intake/file?name=cua-lan.txt", content=b"lan")
    desk.client("minh").put("/intake/file?name=cua-minh.txt", content=b"minh")
    assert names(desk.client("minh")) == [("cua-minh.txt", "waiting")]
    assert {name for name, _ in names(desk.client("quan.tri"))} == {"cua-lan.txt", "cua-minh.txt"}


def test_the_ledger_reads_what_lies_there_and_tells_what_became_of_it(desk: Served) -> None:
    client = desk.client("lan")
    plan = (INBOX / "06-thong-bao.docx").read_bytes()
    client.put("/intake/file?name=thong-bao.docx", content=plan)
    client.put("/intake/file?name=hong.pdf", content=b"%PDF-1.4 not one")
    inbox = inbox_of(desk.database, SMALL)
    files = waiting({}, inbox)
    assert [path.name for path in files] == ["thong-bao.docx", "hong.pdf"]
    read(_address(desk), files, SMALL)
    lines = {line["name"]: line for line in client.get("/intake.json").json()["files"]}
    assert lines["thong-bao.docx"]["state"] == "done"
    assert lines["thong-bao.docx"]["document"] is not None
    assert lines["hong.pdf"]["state"] == "quarantined"
    assert "hỏng" in lines["hong.pdf"]["reason"]
    assert client.get("/intake.json").json()["busy"] is False
    number = lines["hong.pdf"]["id"]
    assert desk.client("minh").post(f"/intake/{number}/again").status_code == 404
    assert client.post(f"/intake/{number}/again").status_code == 303
    assert dict(names(client))["hong.pdf"] == "waiting"


def test_somebody_elses_file_that_became_a_secret_document_is_not_even_named(desk: Served) -> None:
    desk.client("lan").put("/intake/file?name=kin.html", content=MARKED.encode())
    read(_address(desk), waiting({}, inbox_of(desk.database, SMALL)), SMALL)
    (mine,) = desk.client("lan").get("/intake.json").json()["files"]
    assert (mine["name"], mine["state"], mine["document"]) == ("kin.html", "done", None)
    assert names(desk.client("quan.tri")) == []
    with desk.database.writing() as session:
        known = people.known(session, "quan.tri")
        assert known is not None
        people.change(session, known.id, full_name="", rank="administrator", clearance="Mật", units=(), active=True)
    assert names(desk.client("quan.tri")) == [("kin.html", "done")]


def _address(desk: Served) -> str:
    return desk.database.engine.url.render_as_string(hide_password=False)


MARKED = """<html><body><p>ỦY BAN NHÂN DÂN</p><p>TỈNH LÂM SƠN</p><p>Số: 7/KH-UBND</p>
<p>Lâm Sơn, ngày 04 tháng 3 năm 2024</p><p>MẬT</p><p>KẾ HOẠCH</p><p>Về bảo vệ hồ sơ</p>
<p>1. Sở Nội vụ báo cáo trước ngày 15/6/2024.</p></body></html>"""


@needs_chromium
def test_a_dropped_file_is_watched_until_it_is_a_document(tmp_path: Path) -> None:
    with serving(tmp_path, (), SMALL) as desk, sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(desk.url + "/sign-in")
        page.fill("[name=name]", "lan")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(desk.url + "/")
        page.goto(desk.url + "/intake")
        page.set_input_files("input[type=file]", [str(INBOX / "06-thong-bao.docx")])
        row = page.locator("[data-arrived] tr", has_text="06-thong-bao.docx")
        expect(row).to_contain_text("đang chờ", timeout=10_000)
        expect(row).to_contain_text("đã đọc", timeout=60_000)
        expect(row.get_by_role("link")).to_have_count(1)
        wrong = [v for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
        assert wrong == []
        transfer = page.evaluate_handle(
            "() => { const all = new DataTransfer(); all.items.add(new File(['{}'], 'la.json')); return all; }"
        )
        page.dispatch_event("body", "drop", {"dataTransfer": transfer})
        expect(page.locator("[data-arrived] tr", has_text="la.json")).to_contain_text("không phải tệp văn bản")
        row.get_by_role("link").click()
        page.wait_for_url("**/documents/*")
        browser.close()
    until = time.monotonic() + 10
    while any(thread.name == "intake" for thread in threading.enumerate()) and time.monotonic() < until:
        time.sleep(0.05)
    assert not any(thread.name == "intake" for thread in threading.enumerate())
