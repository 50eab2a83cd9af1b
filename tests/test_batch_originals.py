"""Runs over folders keep the bytes of what they read."""

import os
import tempfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from sqlalchemy import select

from batch.engines.fetched import Original, at_hand
from batch.ingest import ingest as take_in
from batch.ledger import Leased
from batch.settings import Settings
from models import tables
from models.database import Database, open_database
from models.originals import Originals, originals_of

LETTER = """ỦY BAN NHÂN DÂN
TỈNH LÂM SƠN
Số: 12/UBND-TH
Lâm Sơn, ngày 05 tháng 3 năm 2024
Kính gửi: Sở Nội vụ
Yêu cầu Sở Nội vụ xây dựng kế hoạch kiểm tra, hoàn thành trước ngày 15/6/2024.
"""


def ingest(database: Database, originals: Originals | None, *sources: Path) -> None:
    settings = Settings().over(batch={"jobs": 1})
    take_in(sources, database, clock=lambda: datetime.now(UTC), settings=settings, originals=originals)


def known(database: Database) -> dict[str, tuple[str, bool]]:
    with database.reading() as session:
        return {f.name: (f.sha256, f.kept) for f in session.scalars(select(tables.File))}


def test_what_was_read_is_kept_though_the_folder_goes(tmp_path: Path) -> None:
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "thu.txt").write_text(LETTER)
    (inbox / "hong.pdf").write_bytes(b"%PDF-1.7 not much of one")
    with zipfile.ZipFile(inbox / "hop.zip", "w") as parcel:
        parcel.writestr("trong.txt", LETTER.replace("12/", "13/"))
    database = open_database(f"sqlite:///{inbox}/so.db")
    originals = originals_of(database)
    assert originals is not None
    ingest(database, originals, inbox)
    found = known(database)
    assert {name: kept for name, (_, kept) in found.items()} == {
        "thu.txt": True, "hong.pdf": True, "trong.txt": True,
    }  # fmt: skip
    for path in inbox.glob("*.[ptz]*"):
        path.unlink()
    assert originals.read(found["thu.txt"][0]).decode() == LETTER
    assert b"13/UBND" in originals.read(found["trong.txt"][0])
    ingest(database, originals, inbox)
    assert known(database) == found, "the originals are no dispatches themselves"
    database.close()


def test_files_read_before_any_were_kept_are_kept_when_met_again(tmp_path: Path) -> None:
    (tmp_path / "thu.txt").write_text(LETTER)
    database = open_database(f"sqlite:///{tmp_path}/so.db")
    ingest(database, None, tmp_path / "thu.txt")
    assert known(database)["thu.txt"][1] is False
    ingest(database, Originals(f"{tmp_path}/kept"), tmp_path / "thu.txt")
    assert known(database)["thu.txt"][1] is True
    database.close()


def test_a_file_refused_on_sight_is_kept_too(tmp_path: Path) -> None:
    """A parcel that can't be opened is known before it is read; what is said to be kept has to be there."""
    inbox = tmp_path / "inbox"
    inbox.mkdir()
    (inbox / "hong.zip").write_bytes(b"PK\x03\x04 cut off")
    database = open_database(f"sqlite:///{tmp_path}/so.db")
    originals = originals_of(database)
    assert originals is not None
    ingest(database, originals, inbox)
    ((sha256, kept),) = known(database).values()
    assert (kept, originals.holds(sha256)) == (True, True)
    database.close()


def test_a_file_that_changed_before_it_was_kept_is_not_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Copying into the folder goes on: what was leased is not what would be kept."""
    from batch import ledger

    path = tmp_path / "thu.txt"
    path.write_text(LETTER)
    take = ledger.take

    def slowly(*given: object) -> object:
        leased = take(*given)  # type: ignore[arg-type]
        if isinstance(leased, Leased):
            path.write_text(LETTER + "Nơi nhận:")
        return leased

    monkeypatch.setattr(ledger, "take", slowly)
    database = open_database(f"sqlite:///{tmp_path}/so.db")
    ingest(database, Originals(f"{tmp_path}/kept"), path)
    with database.reading() as session:
        assert [(f.state, f.reason_code) for f in session.scalars(select(tables.File))] == [("failed", "changed")]
    database.close()


def test_what_is_fetched_lies_in_no_folder_that_another_could_change(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    (tmp_path / "a.txt").write_text("x")
    kept = Original(str(tmp_path / "kept"), Originals(str(tmp_path / "kept")).put(tmp_path / "a.txt"))
    fetched = at_hand(kept, Path("b.txt"))
    assert (fetched.name, fetched.read_text()) == ("b.txt", "x")
    home = tmp_path / f"vanthu-originals-{os.getuid()}"
    home.rename(tmp_path / "theirs")
    home.symlink_to(tmp_path / "theirs")
    with pytest.raises(FileExistsError):
        at_hand(kept, Path("b.txt"))
