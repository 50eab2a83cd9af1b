"""The pages of following in a browser: sorted and shortened there, whole at 200%, nothing wrong for screen readers."""

import os

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import sync_playwright
from served import CHROMIUM, INBOX, needs_chromium, serving

LOOKED_AT = (
    "/due", "/overdue", "/targets", "/units", "/calendar?month=2024-06", "/progress", "/records/1/progress", "/quality",
    "/documents", "/search?q=ke", "/intake",
)  # fmt: skip


@needs_chromium
def test_tables_sort_and_shorten_and_nothing_is_wrong_for_screen_readers(tmp_path) -> None:
    names = ("02-ke-hoach-nam.pdf", "06-thong-bao.docx")
    with serving(tmp_path, [INBOX / name for name in names]) as desk, sync_playwright() as playwright:
        arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        faults: list[str] = []
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
        page.goto(desk.url + "/sign-in")
        page.fill("[name=name]", "quan.tri")
        page.fill("[name=password]", "mat-khau-cho-kiem-thu")
        page.press("[name=password]", "Enter")
        page.wait_for_url(desk.url + "/")

        page.goto(desk.url + "/due?span=days&since=1/1/2024&until=31/12/2024")
        rows = page.locator("table.lines tbody tr:not(.group):visible")
        everything = rows.count()
        assert everything > 10
        page.get_by_role("link", name="Thời hạn").click()
        days = [row.get_attribute("data-value") for row in page.locator("td[data-value]").all()]
        assert days == sorted(days) or days == sorted(days, reverse=True)
        page.fill("form.filters input[name=q]", "tap huan")
        assert 0 < rows.count() < everything
        assert all("tập huấn" in text.lower() for text in rows.all_inner_texts())

        plan = desk.document("02-ke-hoach-nam.pdf")
        for address in (*LOOKED_AT, f"/plans/{plan}"):
            page.goto(desk.url + address)
            page.wait_for_load_state("networkidle")
            wrong = [v for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
            assert wrong == [], (address, [(v["id"], v["nodes"][0]["html"]) for v in wrong])
            for picture in page.locator("img.chart").all():
                assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
            page.set_viewport_size({"width": 683, "height": 384})  # as at 200%
            assert page.evaluate("document.documentElement.scrollWidth <= document.documentElement.clientWidth"), (
                address
            )
            page.set_viewport_size({"width": 1366, "height": 768})
        assert faults == []
        browser.close()
