"""Takes the pictures for docs/following.md over the sample inbox: `python -m docs.desk.following_pictures`."""

import os
import sys
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import sync_playwright

DOCS = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(DOCS.parent / "tests"))

from served import CHROMIUM, INBOX, PASSWORD, Served, serving  # noqa: E402

ON = datetime(2024, 7, 12, 9).astimezone()
"""The day on which the pictures are taken: the half-year's report of the samples has just come in."""


def reach(desk: Served) -> None:
    """Some of what the samples order is done."""
    client = desk.client("quan.tri")
    found = client.get("/targets.json").json()["targets"]
    for aim, value in zip(found, ("12,5", "86", "21", "88"), strict=False):
        client.post(f"/records/{aim['line']['id']}/progress", data={"on": "10/7/2024", "value": value, "unit": "%"})
    for line in client.get("/overdue.json").json()["lines"][::2]:
        client.post(f"/records/{line['id']}/progress", data={"on": line["day"], "done": "true", "evidence": ""})


def main() -> None:
    files = [path for path in sorted(INBOX.iterdir()) if not path.name.startswith("12")]
    root = ["--no-sandbox"] if os.geteuid() == 0 else []
    with TemporaryDirectory() as folder, serving(Path(folder), files) as desk, sync_playwright() as playwright:
        desk.app.state.clock = lambda: ON
        reach(desk)
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=root)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(desk.url + "/sign-in")
        page.fill("[name=name]", "quan.tri")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(desk.url + "/")
        plan = desk.document("02-ke-hoach-nam.pdf")
        for name, address in (
            ("due", "/due?by=unit&span=quarter"),
            ("plan", f"/plans/{plan}"),
            ("targets", "/targets"),
            ("calendar", "/calendar?month=2024-06"),
        ):
            page.goto(desk.url + address)
            page.wait_for_load_state("networkidle")
            page.screenshot(path=DOCS / "pictures" / f"following-{name}.png")
        browser.close()


if __name__ == "__main__":
    main()
