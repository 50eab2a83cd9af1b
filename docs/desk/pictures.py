"""Takes the pictures of the desk's pages for docs/review.md, over the sample inbox: `make review-pictures`."""

import os
import sys
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Page, sync_playwright

DOCS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(DOCS.parent / "tests"))

from served import CHROMIUM, INBOX, PASSWORD, Served, serving  # noqa: E402

PICTURES = DOCS / "pictures"
SIZE = {"width": 1366, "height": 768}


def queue(page: Page, desk: Served) -> None:
    page.goto(desk.url)


def evidence(page: Page, desk: Served) -> None:
    """A unit that stands above the order: field and page."""
    opened(page, desk, "03-ke-hoach-kiem-tra.pdf")
    card = page.locator("article.task").first
    card.locator("[data-field=lead] dt").click()
    page.locator(".words span").nth(50).wait_for()


def deadline(page: Page, desk: Served) -> None:
    """A deadline as it is typed."""
    opened(page, desk, "02-ke-hoach-nam.pdf")
    page.locator("article.task h2").first.click()
    page.keyboard.press("d")
    page.locator(".editor input").fill("quy 3")
    page.locator(".understood", has_text="30/09").wait_for()


def unit(page: Page, desk: Served) -> None:
    """A unit as it is searched for."""
    opened(page, desk, "11-phu-luc-ngang.pdf")
    page.locator("article.task h2").first.click()
    page.keyboard.press("u")
    page.locator(".editor input").press_sequentially("so khoa")
    page.locator(".choices li").first.wait_for()


def keys(page: Page, desk: Served) -> None:
    opened(page, desk, "02-ke-hoach-nam.pdf")
    page.keyboard.press("?")


def conflict(page: Page, desk: Served) -> None:
    """Two reviewers at one field."""
    opened(page, desk, "06-thong-bao.docx")
    card = page.locator("article.task").first
    other = desk.client("minh")
    asked = {"step": "change", "record": int(card.get_attribute("data-record") or 0), "version": 1}
    other.post(
        f"/documents/{desk.document('06-thong-bao.docx')}/steps", json={**asked, "fields": {"deadline": "quý 3"}}
    )
    card.locator("h2").click()
    page.keyboard.press("d")
    page.locator(".editor input").fill("trước ngày 30/11/2024")
    page.keyboard.press("Enter")
    page.locator("#dialog .mine").wait_for()


SHOTS: dict[str, Callable[[Page, Served], None]] = {
    "desk-queue": queue,
    "desk-evidence": evidence,
    "desk-deadline": deadline,
    "desk-unit": unit,
    "desk-keys": keys,
    "desk-conflict": conflict,
}


def opened(page: Page, desk: Served, name: str) -> None:
    page.goto(f"{desk.url}/documents/{desk.document(name)}")
    page.locator(".frame:not(.loading), .text-page").wait_for()


def main() -> None:
    files = [path for path in sorted(INBOX.iterdir()) if not path.name.startswith("12")]
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with TemporaryDirectory() as folder, serving(Path(folder), files) as desk, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=root)
        page = browser.new_page(viewport=SIZE)  # type: ignore[arg-type]
        page.goto(desk.url + "/sign-in")
        page.fill("[name=name]", "lan")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(desk.url + "/")
        for name, show in SHOTS.items():
            show(page, desk)
            page.wait_for_timeout(700)
            page.screenshot(path=PICTURES / f"{name}.jpg", type="jpeg", quality=88)
        browser.close()


if __name__ == "__main__":
    main()
