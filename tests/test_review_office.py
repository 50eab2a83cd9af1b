"""Office files on the desk: drawn as LibreOffice prints them, their evidence lit on that page; else their text."""

import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import sync_playwright
from served import CHROMIUM, PASSWORD, Served, needs_chromium, serving

from models import tables

LINES = (
    "ỦY BAN NHÂN DÂN TỈNH LÂM SƠN", "Số: 88/KH-UBND", "KẾ HOẠCH", "Kiểm tra cải cách hành chính năm 2024",
    "Sở Nội vụ chủ trì, phối hợp với Sở Tài chính rà soát danh mục thủ tục hành chính, xong trước ngày 30/6/2024.",
)  # fmt: skip


def written(path: Path, above: int = 60) -> Path:
    from docx import Document

    made = Document()
    for _ in range(above):
        made.add_paragraph("")
    for line in LINES:
        made.add_paragraph(line)
    made.save(str(path))
    return path


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    folder = tmp_path_factory.mktemp("office")
    with serving(folder, [written(folder / "ke-hoach.docx"), written(folder / "moi.docx", above=70)]) as served:
        yield served


needs_libreoffice = pytest.mark.skipif(shutil.which("soffice") is None, reason="LibreOffice is not here")


@needs_libreoffice
def test_an_office_file_is_drawn_page_by_page(desk: Served) -> None:
    client, number = desk.client("xem"), desk.document("ke-hoach.docx")
    told = client.get(f"/documents/{number}/pages/1/outline.json").json()
    assert told["pages"] >= 2
    assert "blocks" not in told
    last = client.get(f"/documents/{number}/pages/{told['pages']}.json").json()
    assert "88/KH-UBND" in [word for word, _ in last["words"]]
    picture = client.get(f"/documents/{number}/pages/{told['pages']}.jpg?width=800")
    assert Image.open(io.BytesIO(picture.content)).width == 800
    assert client.get(f"/documents/{number}/pages/{told['pages'] + 1}.jpg").status_code == 404


@needs_libreoffice
@needs_chromium
@pytest.mark.parametrize("drawn", [True, False], ids=["drawn before", "chosen while it is drawn"])
def test_what_was_read_is_lit_on_the_page_that_it_is_printed_on(desk: Served, drawn: bool) -> None:
    number = desk.document("ke-hoach.docx" if drawn else "moi.docx")
    if drawn:
        desk.client("xem").get(f"/documents/{number}/pages/1/outline.json")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=str(CHROMIUM), args=["--no-sandbox"])
        page = browser.new_page(viewport={"width": 1366, "height": 768})
        page.goto(f"{desk.url}/sign-in")
        page.fill("[name=name]", "lan")
        page.fill("[name=password]", PASSWORD)
        page.press("[name=password]", "Enter")
        page.wait_for_url(f"{desk.url}/")
        page.goto(f"{desk.url}/documents/{number}")
        page.click("article.task .field[data-field=lead] button.value")
        page.wait_for_selector(".lit-layer .lit")
        assert int(page.inner_text("#page-number")) == int(page.inner_text("#page-count")) >= 2
        lit = page.locator(".lit-layer .lit").first.bounding_box()
        word = page.locator(".words span", has_text="chủ").first.bounding_box()
        browser.close()
    assert lit is not None
    assert word is not None
    assert lit["y"] - 4 <= word["y"] <= lit["y"] + lit["height"]


def test_without_libreoffice_the_text_is_shown_and_why(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    with serving(tmp_path, [written(tmp_path / "ke-hoach.docx")]) as desk:
        told = desk.client("xem").get(f"/documents/{desk.document('ke-hoach.docx')}/pages/1/outline.json").json()
    assert told["outline"] is None
    assert any("rà soát danh mục" in block for block in told["blocks"])
    assert told["why"].startswith("Chỉ hiện phần chữ: máy chủ chưa cài LibreOffice")


def test_what_is_known_of_an_offered_reading_is_shown_as_text(desk: Served) -> None:
    """A candidate's note may quote a hostile file."""
    number = desk.document("ke-hoach.docx")
    with desk.database.writing() as session:
        offered = [{"value": "12/KH", "origin": "ocr", "confidence": 0.4, "note": "Chữ ký <b>chưa</b> kiểm tra được"}]
        session.add(
            tables.Problem(
                document_id=number, position=99, code="number_unsure", message="Số không rõ", page=1,
                field="dispatch.number", candidates=candidates_of(offered),
            )
        )  # fmt: skip
    reader = desk.client("lan", accept="text/html")
    page = reader.get(f"/documents/{number}").text
    assert "Chữ ký &lt;b&gt;chưa&lt;/b&gt; kiểm tra được" in page
    assert "Số không rõ" in page
    reader.cookies.set("vanthu_language", "en")
    assert "number could not be read for certain" in reader.get(f"/documents/{number}").text


def candidates_of(said: list[dict[str, object]]) -> object:
    from models.records import Candidate

    return tuple(Candidate(**one) for one in said)  # type: ignore[arg-type]
