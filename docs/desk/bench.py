"""Writes docs/review.md: how fast the desk answers over a million tasks, in a real browser and over HTTP.

`make bench-review` (DOCUMENTS=200000 sets the size; five tasks a document; BENCH_DATABASE names a file that is kept
and used again; `PARTS="next_documents many_at_once"` runs some parts only). The server is `vanthu serve` itself, in a
process of its own; the many documents are made up, the pages are those of samples/inbox.
"""

import asyncio
import os
import random
import shutil
import socket
import statistics
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import select

from docs import figures
from docs.database import made_up, row_of
from docs.desk.loaded import DOCUMENTS, introduce, loaded, size_of
from models import store, tables
from models.database import Database, open_database

HERE = Path(__file__).resolve().parent
DOCS = HERE.parent
ROOT = DOCS.parent
REVIEWERS = int(os.environ.get("REVIEWERS", "50"))
SECONDS = float(os.environ.get("SECONDS", "60"))
THINKS = 3.0
"""Seconds a reviewer of the load takes between two requests: a step every three seconds, without a pause."""

PASSWORD = "mat-khau-cua-phep-do"  # noqa: S105
NOW = datetime.now(UTC)


@dataclass(frozen=True)
class Desk:
    """A running server and its database."""

    url: str
    address: str
    database: Database
    cache: Path


def p(times: Sequence[float], percent: int = 95) -> float:
    """The time, in ms, that so many of a hundred take at most."""
    return 1000 * statistics.quantiles(times, n=100)[percent - 1]


@contextmanager
def serving() -> Iterator[Desk]:
    with loaded() as address, TemporaryDirectory() as name:
        folder = Path(name)
        inbox = [str(path) for path in sorted((ROOT / "samples" / "inbox").iterdir())]
        vanthu = [sys.executable, "-c", "from cli import main; main()"]
        subprocess.run([*vanthu, "ingest", *inbox, "--db", address], cwd=ROOT, check=False, stdout=subprocess.DEVNULL)
        database = open_database(address)
        with database.writing() as session:
            introduce(session, (f"nguoi{n}" for n in range(REVIEWERS)), "reviewer", PASSWORD)
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = free.getsockname()[1]
        settings = {
            "VANTHU_SERVE__SECRET_FILE": str(folder / "key"), "VANTHU_SERVE__CACHE": str(folder / "cache"),
            "VANTHU_SERVE__ATTEMPTS_A_MINUTE": "1000",
        }  # fmt: skip
        server = subprocess.Popen(
            [*vanthu, "serve", "--db", address, "--port", str(port)], cwd=ROOT, env=os.environ | settings
        )
        try:
            until = time.monotonic() + 60
            while time.monotonic() < until:
                try:
                    httpx.get(f"http://127.0.0.1:{port}/sign-in")
                    break
                except httpx.TransportError:
                    time.sleep(0.2)
            yield Desk(f"http://127.0.0.1:{port}", address, database, folder / "cache")
        finally:
            server.terminate()
            server.wait(20)
            database.close()


def signed_in(desk: Desk, name: str) -> httpx.Client:
    client = httpx.Client(base_url=desk.url, headers={"accept": "application/json"}, timeout=60)
    for _ in range(2):
        client.headers["x-csrf-token"] = client.get("/sign-in").text.split('name="csrf" content="')[1].split('"')[0]
        client.post("/sign-in", data={"name": name, "password": PASSWORD})
    client.headers["x-csrf-token"] = client.get("/sign-in").text.split('name="csrf" content="')[1].split('"')[0]
    return client


def next_documents(desk: Desk) -> dict[str, str]:
    """From the key to the next document's page, as the server has it."""
    client, times, queue = signed_in(desk, "nguoi0"), [], []
    at = None
    for _ in range(110):
        began = time.perf_counter()
        at = client.post("/next.json" + (f"?after={at.rpartition('/')[2]}" if at else "")).json()["to"]
        client.get(at, headers={"accept": "text/html"})
        times.append(time.perf_counter() - began)
    for _ in range(110):
        began = time.perf_counter()
        client.get("/queue.json")
        queue.append(time.perf_counter() - began)
    return {
        "next document, HTTP, p95 (≤ 300 ms)": f"{p(times[10:]):.0f} ms",
        "the queue's page, p95": f"{p(queue[10:]):.0f} ms",
    }


def page_images(desk: Desk) -> dict[str, str]:
    """Every page of the real files, first drawn, then kept."""
    client = signed_in(desk, "nguoi1")
    with desk.database.reading() as session:
        files = session.execute(
            select(tables.Reading.document_id, tables.File.pages)
            .join(tables.File)
            .where(tables.Reading.current, tables.File.size > 1, tables.File.media_type.in_(PICTURED))
        ).all()
    pages = [(document, n) for document, count in files for n in range(1, min(count or 1, 20) + 1)]
    cold, warm = [], []
    for turn in range(6):
        for document, n in pages:
            began = time.perf_counter()
            answer = client.get(f"/documents/{document}/pages/{n}.jpg?width=1200")
            took = time.perf_counter() - began
            if answer.status_code == 200 and turn:
                cold.append(took)
            began = time.perf_counter()
            client.get(f"/documents/{document}/pages/{n}.jpg?width=1200")
            warm.append(time.perf_counter() - began)
        for kept in (desk.cache / "made").iterdir():
            shutil.rmtree(kept, ignore_errors=True)
    return {
        f"page image, drawn ({len(pages)} pages, text and scans), p95 (≤ 250 ms)": f"{p(cold):.0f} ms",
        "page image, kept, p95 (≤ 30 ms)": f"{p(warm):.0f} ms",
    }


PICTURED = ("application/pdf", "image/jpeg", "image/png", "image/tiff")


async def entered(desk: Desk, n: int) -> httpx.AsyncClient:
    """A reviewer's browser, signed in."""
    client = httpx.AsyncClient(base_url=desk.url, headers={"accept": "application/json"}, timeout=60)

    async def token() -> str:
        return (await client.get("/sign-in")).text.split('name="csrf" content="')[1].split('"')[0]

    client.headers["x-csrf-token"] = await token()
    await client.post("/sign-in", data={"name": f"nguoi{n}", "password": PASSWORD})
    client.headers["x-csrf-token"] = await token()
    return client


async def reviewer(client: httpx.AsyncClient, n: int, until: float, told: dict[str, Any]) -> None:
    """One of many: opens a document of the queue, corrects a task, confirms the rest, goes on. Every fifth works on the
    documents of the one before, so that they meet."""
    chance = random.Random(n)

    async def ask(method: str, path: str, **more: Any) -> httpx.Response:
        await asyncio.sleep(THINKS * chance.uniform(0.5, 1.5))
        began = time.perf_counter()
        answer = await client.request(method, path, **more)
        told["times"].append(time.perf_counter() - began)
        told["answers"][answer.status_code] = told["answers"].get(answer.status_code, 0) + 1
        return answer

    edit = 0
    while time.perf_counter() < until:
        to = (await ask("POST", "/next.json")).json()["to"]
        told["at"][n] = to
        if n % 5 == 4:
            to = told["at"].get(n - 1, to)
        if to == "/":
            break
        found = (await ask("GET", f"{to}.json")).json()["document"]
        for row in found["rows"][:3]:
            edit += 1
            words = f"sửa {n}-{edit}"
            body = {"step": "change", "record": row["id"], "version": row["version"], "fields": {"deliverable": words}}
            answer = await ask("POST", f"{to}/steps", json=body)
            if answer.status_code == 200:
                told["kept"].append((row["id"], words))
        head = {"step": "confirm", "version": found["version"]}
        await ask("POST", f"{to}/steps", json=head)
    await client.aclose()


def many_at_once(desk: Desk) -> dict[str, str]:
    """The load, and whether everything that was said to be kept is."""
    told: dict[str, Any] = {"times": [], "answers": {}, "kept": [], "at": {}}

    async def all_of_them() -> None:
        clients = [await entered(desk, n) for n in range(REVIEWERS)]
        until = time.perf_counter() + SECONDS
        await asyncio.gather(*(reviewer(client, n, until, told) for n, client in enumerate(clients)))

    asyncio.run(all_of_them())
    with desk.database.reading() as session:
        changed = {
            (change.record_id, change.after)
            for change in session.scalars(select(tables.Change).where(tables.Change.field == "deliverable"))
        }
    lost = [kept for kept in told["kept"] if kept not in changed]
    times, answers = told["times"], dict(sorted(told["answers"].items()))
    print(answers, flush=True)
    strange = sum(count for status, count in answers.items() if status not in (200, 409))
    return {
        f"{REVIEWERS} reviewers at once, a request each every {THINKS:.0f} s, p95 (≤ 500 ms)": f"{p(times):.0f} ms",
        "of these, p50": f"{p(times, 50):.0f} ms",
        "requests answered": f"{len(times)} ({len(times) / SECONDS:.0f} a second), {strange} with a fault",
        "edits said to be kept, and lost (0)": f"{len(told['kept'])}, {len(lost)} lost",
        "edits that met another's, and were shown both sides": f"{answers.get(409, 0)}",
    }


LIT = """async () => {
    const times = [];
    for (let n = 0; n < 60; n++) {
        const began = performance.now();
        document.dispatchEvent(new KeyboardEvent('keydown', {key: 'ArrowDown', bubbles: true}));
        await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)));
        while (!document.querySelector('.lit')) await new Promise(done => requestAnimationFrame(done));
        times.push((performance.now() - began) / 1000);
    }
    return times;
}"""


def in_the_browser(desk: Desk) -> dict[str, str]:
    """What a person sees: evidence lit, the next document, the keys of a ten-task dispatch, a walk by the clock."""
    told: dict[str, str] = {}
    ten = replace(
        made_up(DOCUMENTS + 1),
        tasks=tuple(replace(made_up(n).tasks[0], id=f"ten-{n}", confidence=0.9) for n in range(10)),
    )
    with desk.database.writing() as session:
        file = row_of(session, ten)
        document = store.save(session, file, ten, version="1", depth="best", made_at=NOW).id
        names = select(tables.Reading.document_id).join(tables.File).where(tables.File.size > 1).distinct()
        samples = list(session.scalars(names))
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=root)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(desk.url + "/sign-in")
        page.fill("[name=name]", "nguoi2")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(desk.url + "/")
        page.goto(f"{desk.url}/documents/{samples[1]}")
        page.wait_for_selector(".frame:not(.loading) .words span")
        told["field shown to lit evidence, p95 (≤ 100 ms)"] = f"{p(page.evaluate(LIT)[5:]):.0f} ms"
        times = []
        for _ in range(25):
            was, began = page.url, time.perf_counter()
            page.keyboard.press("g")
            page.wait_for_url(lambda address, was=was: address != was, wait_until="commit")
            page.wait_for_selector("article.current")
            times.append(time.perf_counter() - began)
        told["next document, from key to records in the browser, p95"] = f"{p(times[5:]):.0f} ms"
        told["keys to confirm a correct ten-task dispatch and go on (≤ 12)"] = str(confirmed(page, desk, document)[0])
        walked = [(number, *confirmed(page, desk, number)) for number in samples]
        keys, took = sum(w[1] for w in walked), sum(w[2] for w in walked)
        told[f"walk through the {len(walked)} samples, every record confirmed"] = (
            f"{keys} keys, {took:.1f} s of waiting for the machine, {took / max(1, keys) * 1000:.0f} ms a key"
        )
        browser.close()
    return told


def confirmed(page: Page, desk: Desk, document: int) -> tuple[int, float]:
    """(keys, seconds) until all of a document is confirmed and another is there."""
    page.goto(f"{desk.url}/documents/{document}")
    page.wait_for_selector("article.current")
    keys, took = 0, 0.0
    while left := page.locator("article:not(.seen)").count():
        began = time.perf_counter()
        page.keyboard.press("Enter")
        while page.locator("article:not(.seen)").count() >= left and time.perf_counter() < began + 10:
            pass
        keys, took = keys + 1, took + time.perf_counter() - began
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: not address.endswith(f"/{document}"))
    return keys + 1, took


PARTS = (in_the_browser, page_images, next_documents, many_at_once)
"""What is measured, one after the other; each can be run alone."""


def main() -> None:
    wanted = sys.argv[1:] or [part.__name__ for part in PARTS]
    with serving() as desk:
        on = size_of(desk.address)
        for measure in PARTS:
            if measure.__name__ in wanted:
                told = measure(desk)
                figures.keep("review", measure.__name__, told, f"{on}, and the sample inbox; {figures.machine()}")
                print("\n".join(f"{name}: {value}" for name, value in told.items()), "\n", flush=True)
                tell()


def tell() -> None:
    """Write docs/review.md from what is known by now."""
    known = figures.kept("review")
    lines = ["Measured by `make bench-review`; the server shares the machine with the load.", ""]
    for part in (part.__name__ for part in PARTS if part.__name__ in known):
        lines += [f"{known[part]['on']}:", "", "| | |", "|---|---|"]
        lines += [f"| {name} | {value} |" for name, value in known[part]["rows"].items()] + [""]
    notes = (HERE / "review-notes.md").read_text(encoding="utf-8")
    (DOCS / "review.md").write_text(notes.replace("FIGURES", "\n".join(lines).rstrip()), encoding="utf-8")


if __name__ == "__main__":
    main()
