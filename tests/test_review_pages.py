"""Page images: upright, within bounds, kept; and what is told where there is none."""

import io
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from dispatches import PLAN
from PIL import Image
from served import INBOX, Served, keep, serving

from models import tables
from review.pages.drawing import draw, write
from review.pages.kept import Kept


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    names = ("01-quyet-dinh.pdf", "10-tin-tuc.txt")
    with serving(tmp_path_factory.mktemp("pages"), [INBOX / name for name in names]) as served:
        yield served


def test_a_page_is_drawn_as_wide_as_asked_for_and_kept_in_the_browser(desk: Served) -> None:
    client, number = desk.client("xem"), desk.document("01-quyet-dinh.pdf")
    answer = client.get(f"/documents/{number}/pages/1.jpg?width=700")
    assert answer.headers["content-type"] == "image/jpeg"
    assert answer.headers["cache-control"].startswith("private, max-age=")
    assert Image.open(io.BytesIO(answer.content)).width == 800
    assert client.get(f"/documents/{number}/pages/1.jpg?width=700").content == answer.content


def test_the_words_of_a_page_stand_where_they_are_printed(desk: Served) -> None:
    told = desk.client("xem").get(f"/documents/{desk.document('01-quyet-dinh.pdf')}/pages/1.json").json()
    width, height = told["outline"]
    assert (round(width), round(height)) == (595, 842)
    assert len(told["words"]) > 100
    assert all(0 <= x0 < x1 <= width and 0 <= y0 < y1 <= height for _, (x0, y0, x1, y1) in told["words"])


def test_a_text_file_is_shown_as_its_text(desk: Served) -> None:
    number = desk.document("10-tin-tuc.txt")
    told = desk.client("xem").get(f"/documents/{number}/pages/1.json").json()
    assert told["outline"] is None
    assert any("ISO 9001" in block for block in told["blocks"])
    assert desk.client("xem").get(f"/documents/{number}/pages/1.jpg").status_code == 422


@pytest.mark.parametrize("page", [0, 99])
def test_there_is_no_page_beyond_the_last(desk: Served, page: int) -> None:
    number = desk.document("01-quyet-dinh.pdf")
    assert desk.client("xem").get(f"/documents/{number}/pages/{page}.jpg").status_code == 404


def test_an_original_that_is_gone_is_said_to_be(desk: Served) -> None:
    number = keep(desk.database, replace(PLAN, file=replace(PLAN.file, sha256="5" * 64)))
    client = desk.client("xem")
    assert client.get(f"/documents/{number}/pages/1.jpg").status_code == 404
    assert client.get(f"/documents/{number}", headers={"accept": "text/html"}).status_code == 200


def test_a_file_that_was_changed_since_is_not_shown_for_the_one_that_was_read(desk: Served, tmp_path: Path) -> None:
    other = tmp_path / "khac.pdf"
    other.write_bytes((INBOX / "02-ke-hoach-nam.pdf").read_bytes())
    number = keep(
        desk.database,
        replace(PLAN, file=replace(PLAN.file, sha256="4" * 64), letterhead=replace(PLAN.letterhead, number="9/X")),
    )
    with desk.database.writing() as session:
        place = session.query(tables.Place).join(tables.File).filter(tables.File.sha256 == "4" * 64).one()
        place.uri = other.as_uri()
    assert desk.client("xem").get(f"/documents/{number}/pages/1.jpg").status_code == 404


def test_the_original_is_handed_out_to_be_saved_never_to_be_opened_here(desk: Served) -> None:
    answer = desk.client("xem").get(f"/documents/{desk.document('01-quyet-dinh.pdf')}/original")
    assert answer.content == (INBOX / "01-quyet-dinh.pdf").read_bytes()
    assert answer.headers["content-type"] == "application/octet-stream"
    assert answer.headers["content-disposition"].startswith("attachment")


def test_secret_pages_are_left_in_no_cache(desk: Served) -> None:
    number = desk.document("01-quyet-dinh.pdf")
    with desk.database.writing() as session:
        session.get_one(tables.Document, number).secrecy = "Mật"
        session.query(tables.User).filter_by(name="minh").update({"clearance": "Mật"})
    assert desk.client("minh").get(f"/documents/{number}/pages/1.jpg").headers["cache-control"] == "no-store"
    assert desk.client("lan").get(f"/documents/{number}/pages/1.jpg").status_code == 404
    with desk.database.writing() as session:
        session.get_one(tables.Document, number).secrecy = None


def test_a_page_scanned_sideways_is_drawn_upright_and_its_words_lie_on_it() -> None:
    path = INBOX / "11-phu-luc-ngang.pdf"
    drawn, written = draw(path, 1, 1200, None), write(path, 1)
    assert drawn.outline.rotation in (90, 270)
    assert drawn.outline.width > drawn.outline.height
    assert written.outline
    assert (written.outline.rotation, round(written.outline.width)) == (
        drawn.outline.rotation, round(drawn.outline.width),
    )  # fmt: skip
    picture = Image.open(io.BytesIO(drawn.jpeg)).convert("L")
    scale = picture.width / drawn.outline.width
    heading = [box for text, box in written.words if text in ("PHỤ", "LỤC", "KHẮC", "PHỤC")]
    assert heading
    for box in heading:
        word = picture.crop(tuple(round(edge * scale) for edge in box))
        assert word.resize((1, 1), Image.Resampling.BOX).getpixel((0, 0)) < 220


def test_what_was_not_asked_for_longest_goes_first(tmp_path: Path) -> None:
    kept = Kept(tmp_path, 1)
    for n in range(8):
        kept.put(f"{n:02d}-page", bytes(150_000))
        (tmp_path / f"{n:02d}"[:2] / f"{n:02d}-page").touch()
    assert sum(path.stat().st_size for path in tmp_path.glob("*/*")) <= 2**20
    assert kept.get("00-page") is None
    assert kept.get("07-page") is not None
