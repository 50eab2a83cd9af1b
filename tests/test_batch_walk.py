"""What a walk over folders comes by, and what it leaves alone."""

import os
import zipfile
from pathlib import Path

import pytest

from batch.fault import Fault
from batch.folders.walk import walk


@pytest.fixture
def inbox(tmp_path: Path) -> Path:
    for name in ("b.pdf", "a.docx", "2024/c.pdf", "2024/quý 1/d.txt", "Đ.txt"):
        path = tmp_path / "inbox" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name)
    return tmp_path / "inbox"


def files(*sources: Path) -> list[str]:
    return [str(found.path.relative_to(sources[0])) for found in walk(sources) if found.what == "file"]


def test_every_file_once_in_a_fixed_order(inbox: Path) -> None:
    assert files(inbox) == ["2024/c.pdf", "2024/quý 1/d.txt", "a.docx", "b.pdf", "Đ.txt"]


@pytest.mark.parametrize(
    "name", [".hidden.pdf", "~$plan.docx", "Thumbs.db", "desktop.ini", "copying.pdf.part", "vanthu.db-wal", "gold.json"]
)
def test_what_is_no_dispatch_is_passed_over(inbox: Path, name: str) -> None:
    (inbox / name).write_text("x")
    assert name not in files(inbox)
    assert [found.path.name for found in walk([inbox]) if found.what == "passed_over"] == [name]


def test_a_file_named_by_itself_is_always_read(inbox: Path) -> None:
    (inbox / "gold.json").write_text("x")
    assert [found.what for found in walk([inbox / "gold.json"])] == ["file"]


def test_links_do_not_lead_out_of_the_folder_nor_round_in_it(inbox: Path) -> None:
    (inbox.parent / "private.txt").write_text("not to be read")
    before = files(inbox)
    (inbox / "out.txt").symlink_to(inbox.parent / "private.txt")
    (inbox / "etc").symlink_to("/etc")
    (inbox / "2024" / "round").symlink_to(inbox)
    assert files(inbox) == before


def test_what_is_neither_file_nor_folder_is_passed_over(inbox: Path) -> None:
    os.mkfifo(inbox / "pipe")
    assert "pipe" not in files(inbox)


def test_a_source_that_is_not_there_is_a_fault_and_the_others_go_on(inbox: Path) -> None:
    found = list(walk([inbox / "none.pdf", inbox / "a.docx"]))
    assert isinstance(found[0].what, Fault)
    assert found[0].what.code == "missing"
    assert found[1].what == "file"


def test_a_folder_is_not_read_before_its_turn(inbox: Path) -> None:
    walking = walk([inbox])
    next(walking)
    (inbox / "2024" / "quý 1" / "new.txt").write_text("x")
    assert "new.txt" in {found.path.name for found in walking}


def test_an_archive_is_a_folder_of_what_it_holds(inbox: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(inbox / "c.zip", "w") as archive:
        archive.writestr("kế hoạch.txt", "x")
        archive.writestr("2/b.txt", "x")
    found = [f.path for f in walk([inbox], tmp_path / "parcels") if f.what == "file"]
    (folder,) = (tmp_path / "parcels").iterdir()
    assert [p.relative_to(folder) for p in found if folder in p.parents] == [
        Path("c.zip/2/b.txt"),
        Path("c.zip/kế hoạch.txt"),
    ]
    assert [f.path for f in walk([inbox], tmp_path / "parcels") if f.what == "file"] == found
    assert inbox / "c.zip" in [f.path for f in walk([inbox])]


def test_an_archive_that_is_broken_is_a_fault_of_its_own(inbox: Path, tmp_path: Path) -> None:
    with zipfile.ZipFile(inbox / "c.zip", "w") as archive:
        archive.writestr("a.txt", bytes(range(256)))
    content = bytearray((inbox / "c.zip").read_bytes())
    content[60] ^= 0xFF
    (inbox / "c.zip").write_bytes(content)
    faults = [f for f in walk([inbox], tmp_path / "parcels") if isinstance(f.what, Fault)]
    assert [f.path for f in faults] == [inbox / "c.zip"]
    assert list((tmp_path / "parcels").iterdir()) == []
