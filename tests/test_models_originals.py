"""The originals: bytes kept under their SHA-256, written once, verified each time they are read."""

import threading
from datetime import UTC, datetime
from hashlib import sha256
from pathlib import Path

import pytest

from models import tables, upkeep
from models.database import open_database
from models.errors import OriginalAbsent, OriginalDamaged, OriginalsUnusable
from models.originals import Originals, keep, originals_of

BYTES = b"%PDF-1.7 a plan of five pages" * 1000
NAME = sha256(BYTES).hexdigest()
NOON = datetime(2024, 3, 1, 12, tzinfo=UTC)


@pytest.fixture
def scan(tmp_path: Path) -> Path:
    path = tmp_path / "kế hoạch.pdf"
    path.write_bytes(BYTES)
    return path


@pytest.fixture(params=["folder", "file", "memory"])
def originals(request: pytest.FixtureRequest, tmp_path: Path) -> Originals:
    at = {"folder": f"{tmp_path}/kept", "file": f"file://{tmp_path}/kept", "memory": f"memory://{tmp_path.name}/kept"}
    return Originals(at[request.param])


def test_what_is_put_in_comes_out_again(originals: Originals, scan: Path) -> None:
    assert not originals.holds(NAME)
    assert originals.put(scan) == NAME
    assert originals.holds(NAME)
    assert originals.read(NAME) == BYTES
    with originals.open(NAME) as original:
        assert original.read(8) == b"%PDF-1.7"


def test_the_same_bytes_are_kept_once(tmp_path: Path, scan: Path) -> None:
    originals = Originals(str(tmp_path / "kept"))
    threads = [threading.Thread(target=originals.put, args=(scan,)) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    (only,) = [path for path in (tmp_path / "kept").rglob("*") if path.is_file()]
    written = only.stat().st_mtime_ns
    originals.put(scan, NAME)
    assert (only.name, only.read_bytes(), only.stat().st_mtime_ns) == (NAME, BYTES, written)


def test_what_was_changed_behind_our_back_is_never_given_out(tmp_path: Path, scan: Path) -> None:
    originals = Originals(str(tmp_path / "kept"))
    originals.put(scan)
    (kept,) = (tmp_path / "kept").rglob(NAME)
    kept.chmod(0o644)
    kept.write_bytes(BYTES[:-1] + b"!")
    with pytest.raises(OriginalDamaged):
        originals.open(NAME)


@pytest.mark.parametrize("name", ["0" * 64, "../../etc/passwd", "", "A" * 64])
def test_what_is_not_there(originals: Originals, name: str) -> None:
    with pytest.raises(OriginalAbsent):
        originals.read(name)


def test_a_file_that_can_not_be_read_is_no_fault_of_the_place(originals: Originals, tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError):
        originals.put(tmp_path / "gone.pdf")


@pytest.mark.parametrize("url", ["nothing://here/at/all", "/proc/nowhere/kept"])
def test_a_place_that_can_not_be_used(url: str, scan: Path) -> None:
    with pytest.raises(OriginalsUnusable, match="free space"):
        Originals(url).put(scan)


def test_no_key_in_a_url_is_ever_shown() -> None:
    assert Originals("s3://id:secret@bucket/vanthu").shown == "s3://…@bucket/vanthu"


def test_where_the_originals_of_a_database_are(tmp_path: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/so.db")
    beside = originals_of(database)
    assert beside is not None
    assert beside.url == f"{tmp_path}/so.originals"
    assert originals_of(database, "none") is None
    assert originals_of(database, "memory://kept") == Originals("memory://kept")
    database.close()


def test_checking_a_database_reads_through_what_is_kept(tmp_path: Path, scan: Path) -> None:
    database = open_database(f"sqlite:///{tmp_path}/so.db")
    originals = Originals(str(tmp_path / "kept"))
    with database.writing() as session:
        session.add(tables.File(sha256=NAME, name="ke-hoach.pdf", size=1, first_seen=NOON))
    assert keep(database, originals, scan) == NAME
    assert list(upkeep.check(database, originals)) == []
    (there,) = (tmp_path / "kept").rglob(NAME)
    there.unlink()
    (told,) = upkeep.check(database, originals)
    assert told.en.startswith("ke-hoach.pdf: the originals at ")
    database.close()
