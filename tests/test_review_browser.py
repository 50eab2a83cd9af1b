"""The desk in a real browser: review by keyboard, evidence lit at its place, conflicts, undo, hostile text, axe."""

import os
from collections.abc import Iterator

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect, sync_playwright
from served import CHROMIUM, INBOX, PASSWORD, Served, needs_chromium, serving

pytestmark = needs_chromium

HOSTILE = """<html><body><p>ỦY BAN NHÂN DÂN</p><p>TỈNH LÂM SƠN</p><p>Số: 77/KH-UBND</p>
<p>Lâm Sơn, ngày 04 tháng 3 năm 2024</p>
<p>KẾ HOẠCH</p><p>Về &lt;script&gt;document.title='xấu'&lt;/script&gt; năm 2024</p>
<p>1. Sở Nội vụ báo cáo &lt;img src=x onerror=document.title='xấu'&gt; \u202eđảo ngược\u202c
trước ngày 15/6/2024.</p>
<p>Nơi nhận:</p><p>- Như trên;</p></body></html>"""


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("desk")
    hostile = folder / "doc-hai.html"
    hostile.write_text(HOSTILE, encoding="utf-8")
    names = ("01-quyet-dinh.pdf", "02-ke-hoach-nam.pdf", "06-thong-bao.docx", "11-phu-luc-ngang.pdf")
    with serving(folder, [*(INBOX / name for name in names), hostile]) as served:
        yield served


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    arguments = ["--no-sandbox"] if os.geteuid() == 0 else []
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=arguments)
        yield browser
        browser.close()


def signed_in(browser: Browser, desk: Served, name: str = "lan", width: int = 1366, height: int = 768) -> Page:
    page = browser.new_page(viewport={"width": width, "height": height})
    page.faults = []  # type: ignore[attr-defined]
    page.on("pageerror", lambda error: page.faults.append(str(error)))  # type: ignore[attr-defined]
    page.on("console", lambda said: said.type == "error" and page.faults.append(said.text))  # type: ignore[attr-defined]
    page.goto(desk.url + "/sign-in")
    page.fill("[name=name]", name)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    page.wait_for_url(desk.url + "/")
    return page


def opened(page: Page, desk: Served, name: str) -> Page:
    page.goto(f"{desk.url}/documents/{desk.document(name)}")
    page.wait_for_selector("article.current")
    return page


@pytest.fixture
def page(browser: Browser, desk: Served) -> Iterator[Page]:
    page = signed_in(browser, desk)
    yield page
    assert page.faults == []  # type: ignore[attr-defined]
    page.close()


def test_a_document_is_confirmed_by_keyboard_in_a_key_a_record_and_two(page: Page, desk: Served) -> None:
    opened(page, desk, "01-quyet-dinh.pdf")
    records = page.locator("article").count()
    keys = 0
    while page.locator("article:not(.seen)").count():
        left = page.locator("article:not(.seen)").count()
        page.keyboard.press("Enter")
        keys += 1
        expect(page.locator("article:not(.seen)")).to_have_count(left - 1)
    assert keys == records
    page.keyboard.press("Enter")
    page.wait_for_url(lambda address: not address.endswith(f"/{desk.document('01-quyet-dinh.pdf')}"))
    opened(page, desk, "01-quyet-dinh.pdf")
    for left in range(1, records + 1):  # undone step by step
        page.keyboard.press("z")
        expect(page.locator("article:not(.seen)")).to_have_count(left)


def test_a_field_lights_its_own_words_on_the_page_within_a_pixel_or_two(page: Page, desk: Served) -> None:
    opened(page, desk, "02-ke-hoach-nam.pdf")
    page.wait_for_selector(".frame:not(.loading)")
    card = page.locator("article.task", has_text="trước ngày 15/7/2024").first
    card.locator("[data-field=deadline] dt").click()
    lit = page.locator(".lit.strong").first
    expect(lit).to_be_visible()
    page.locator(".words span").nth(50).wait_for()
    boxes = page.evaluate(
        """() => {
            const strong = document.querySelector('.lit.strong').getBoundingClientRect();
            const inside = [...document.querySelectorAll('.words span')].filter(w => {
                const r = w.getBoundingClientRect(), x = r.left + r.width / 2, y = r.top + r.height / 2;
                return x > strong.left && x < strong.right && y > strong.top && y < strong.bottom;
            });
            const all = inside.map(w => w.getBoundingClientRect());
            return {text: inside.map(w => w.textContent).join(' '), strong: [strong.left, strong.right],
                    words: [Math.min(...all.map(r => r.left)), Math.max(...all.map(r => r.right))]};
        }"""
    )
    assert boxes["text"] == "trước ngày 15/7/2024."
    assert abs(boxes["strong"][0] - boxes["words"][0]) < 4
    assert abs(boxes["strong"][1] - boxes["words"][1]) < 4


def test_what_is_lit_has_ink_under_it_also_on_a_page_scanned_sideways(page: Page, desk: Served) -> None:
    opened(page, desk, "11-phu-luc-ngang.pdf")
    page.wait_for_selector(".frame:not(.loading)")
    page.locator("article.task [data-field=content] dt").first.click()
    expect(page.locator(".lit.strong").first).to_be_visible()
    dark = page.evaluate(
        """() => {
            const picture = document.querySelector('.picture'), page = picture.getBoundingClientRect();
            const lit = document.querySelector('.lit.strong').getBoundingClientRect();
            const canvas = document.createElement('canvas');
            canvas.width = picture.naturalWidth; canvas.height = picture.naturalHeight;
            const pen = canvas.getContext('2d'); pen.drawImage(picture, 0, 0);
            const scale = picture.naturalWidth / page.width;
            const share = (x, y, w, h) => {
                const pixels = pen.getImageData(x * scale, y * scale, w * scale, h * scale).data;
                let dark = 0;
                for (let n = 0; n < pixels.length; n += 4) if (pixels[n] < 128) dark++;
                return dark / (pixels.length / 4);
            };
            const [x, y] = [lit.left - page.left, lit.top - page.top];
            return {inside: share(x, y, lit.width, lit.height), wide: page.width > page.height};
        }"""
    )
    assert dark["wide"]
    assert 0.04 < dark["inside"] < 0.5


def test_a_deadline_is_typed_in_words_and_understood_at_once(page: Page, desk: Served) -> None:
    opened(page, desk, "02-ke-hoach-nam.pdf")
    page.keyboard.press("j")
    while "task" not in (page.locator("article.current").get_attribute("class") or ""):
        page.keyboard.press("j")
    card = page.locator("article.current").get_attribute("id")
    page.keyboard.press("d")
    field = page.locator(".editor input")
    field.fill("quy 3")
    expect(page.locator(".understood")).to_contain_text("01/07/2024 – 30/09/2024")
    field.fill("truoc 15/12 hang nam")
    expect(page.locator(".understood")).to_contain_text("trước 15/12 hằng năm")
    field.fill("bao giờ cũng được")
    expect(page.locator(".understood.refused")).to_be_visible()
    field.fill("quý 3")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{card} [data-field=deadline] .value")).to_have_text("01/07/2024 – 30/09/2024")
    page.keyboard.press("z")
    expect(page.locator(f"#{card} [data-field=deadline] .value")).not_to_have_text("01/07/2024 – 30/09/2024")


def test_a_unit_is_found_without_accents_and_assigned(page: Page, desk: Served) -> None:
    opened(page, desk, "02-ke-hoach-nam.pdf")
    card = page.locator("article.task").first
    card.locator("h2").click()
    number = card.get_attribute("id")
    page.keyboard.press("u")
    page.locator(".editor input").press_sequentially("van phong uy ban")
    expect(page.locator(".choices li").first).to_contain_text("Văn phòng Ủy ban nhân dân tỉnh Lâm Sơn")
    page.keyboard.press("Enter")
    expect(page.locator(".editor .chip").last).to_contain_text("Văn phòng Ủy ban nhân dân tỉnh Lâm Sơn")
    page.keyboard.press("Enter")
    expect(page.locator(f"#{number} [data-field=lead] .value")).to_contain_text("Văn phòng Ủy ban nhân dân tỉnh")
    page.keyboard.press("z")


def test_words_chosen_on_the_page_become_a_task(page: Page, desk: Served) -> None:
    opened(page, desk, "02-ke-hoach-nam.pdf")
    page.locator(".words span").nth(50).wait_for()
    before = page.locator("article.task").count()
    words = page.locator(".words span")
    start = next(n for n in range(words.count()) if words.nth(n).inner_text() == "Theo")
    first, last = words.nth(start).bounding_box(), words.nth(start + 8).bounding_box()
    assert first and last
    page.mouse.move(first["x"] + 1, first["y"] + first["height"] / 2)
    page.mouse.down()
    page.mouse.move(last["x"] + last["width"] - 1, last["y"] + last["height"] / 2, steps=5)
    page.mouse.up()
    page.locator(".offer button", has_text="Nhiệm vụ mới").click()
    expect(page.locator("article.task")).to_have_count(before + 1)
    expect(page.locator("article.current [data-field=content] .value")).to_contain_text("Theo dõi, đôn đốc")
    expect(page.locator(".lit").first).to_be_visible()
    page.keyboard.press("z")
    expect(page.locator("article.task")).to_have_count(before)


def test_tasks_are_merged_split_and_rejected(page: Page, desk: Served) -> None:
    opened(page, desk, "02-ke-hoach-nam.pdf")
    tasks = page.locator("article.task")
    before = tasks.count()
    tasks.first.locator("h2").click()
    page.keyboard.press("m")
    expect(tasks).to_have_count(before - 1)
    page.keyboard.press("z")
    expect(tasks).to_have_count(before)
    tasks.first.locator("h2").click()
    page.keyboard.press("s")
    page.locator(".editor textarea").fill("rà soát quy trình\nbáo cáo kết quả trước ngày 20/11/2024")
    page.keyboard.press("Control+Enter")
    expect(tasks).to_have_count(before + 1)
    expect(page.locator("article.task", has_text="trước 20/11/2024")).to_have_count(1)
    page.keyboard.press("z")
    expect(tasks).to_have_count(before)
    tasks.first.locator("h2").click()
    page.keyboard.press("x")
    expect(tasks).to_have_count(before - 1)
    page.keyboard.press("z")
    expect(tasks).to_have_count(before)


def test_two_reviewers_who_change_one_field_see_both_sides(browser: Browser, page: Page, desk: Served) -> None:
    opened(page, desk, "06-thong-bao.docx")
    other = opened(signed_in(browser, desk, "minh"), desk, "06-thong-bao.docx")
    expect(other.locator("#taken")).to_contain_text("Trần Thị Lan đang xem văn bản này")
    for one, typed in ((page, "quý 3"), (other, "quý 4")):
        one.locator("article.task h2").first.click()
        one.keyboard.press("d")
        one.locator(".editor input").fill(typed)
        one.keyboard.press("Enter")
        if one is page:
            expect(one.locator("article.task [data-field=deadline] .value").first).to_contain_text("30/09/2024")
    expect(other.locator("#dialog .mine")).to_contain_text("31/12/2024")
    expect(other.locator("#dialog .theirs")).to_contain_text("30/09/2024")
    expect(other.locator("#dialog")).to_contain_text("Trần Thị Lan")
    other.locator("#dialog button[value=mine]").click()
    expect(other.locator("article.task [data-field=deadline] .value").first).to_contain_text("31/12/2024")
    other.keyboard.press("h")
    expect(other.locator("#dialog .history li")).to_have_count(2)
    other.close()


def test_hostile_words_are_shown_as_words(page: Page, desk: Served) -> None:
    opened(page, desk, "doc-hai.html")
    expect(page.locator(".text-page")).to_contain_text("<script>document.title='xấu'</script>")
    expect(page.locator("article.task [data-field=content] .value").first).to_contain_text("<img src=x onerror=")
    assert "xấu" not in page.title() or "<script>" in page.title()
    assert page.locator(".text-page script, .text-page img, article img, article script").count() == 0
    order = page.locator("article.task [data-field=content] .value bdi").first
    assert order.evaluate("bdi => getComputedStyle(bdi).unicodeBidi") == "isolate"


@pytest.mark.parametrize("where", ["/sign-in", "/", "desk", "/users"])
def test_axe_finds_nothing_serious(browser: Browser, desk: Served, where: str) -> None:
    page = signed_in(browser, desk, "quan.tri")
    page.goto(desk.url + (f"/documents/{desk.document('02-ke-hoach-nam.pdf')}" if where == "desk" else where))
    page.wait_for_load_state("networkidle")
    found = Axe().run(page).response["violations"]
    assert [
        (v["id"], [n["html"][:120] for n in v["nodes"][:3]]) for v in found if v["impact"] in ("serious", "critical")
    ] == []
    page.close()


def test_at_200_percent_nothing_is_cut_off(browser: Browser, desk: Served) -> None:
    page = signed_in(browser, desk, width=683, height=384)
    for where in ("/", f"/documents/{desk.document('02-ke-hoach-nam.pdf')}"):
        page.goto(desk.url + where)
        page.wait_for_load_state("networkidle")
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), where
    page.close()


def test_the_page_is_english_by_a_switch(browser: Browser, desk: Served) -> None:
    page = signed_in(browser, desk)
    page.get_by_role("link", name="English").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("To review")
    opened(page, desk, "02-ke-hoach-nam.pdf")
    expect(page.locator("article.document dt").first).to_have_text("Number")
    page.close()
