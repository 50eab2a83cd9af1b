"""Bad input: each gives one clear line with the file and what to do, the others go on, nothing is half written."""

import os
import sqlite3
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from PIL import Image
from reportlab.lib.pdfencrypt import StandardEncryption
from reportlab.pdfgen.canvas import Canvas

VANTHU = str(Path(sys.executable).with_name("vanthu"))
GOOD = "Kính gửi: Sở Nội vụ\nYêu cầu Sở Nội vụ báo cáo trước ngày 15/6/2024.\n"


def vanthu(*arguments: str | Path, wrapper: tuple[str, ...] = ()) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*wrapper, VANTHU, *map(str, arguments)],
        capture_output=True, text=True, errors="surrogateescape", timeout=300, check=False,
    )  # fmt: skip


def pdf(path: Path, password: str | None = None) -> None:
    canvas = Canvas(str(path), encrypt=StandardEncryption(password, canPrint=0) if password else None)
    for _ in range(3):
        canvas.drawString(100, 700, "Kinh gui")
        canvas.showPage()
    canvas.save()


def empty(folder: Path) -> Path:
    (folder / "rỗng.docx").write_bytes(b"")
    return folder / "rỗng.docx"


def empty_image(folder: Path) -> Path:
    (folder / "ảnh.jpg").write_bytes(b"")
    return folder / "ảnh.jpg"


def cut_off(folder: Path) -> Path:
    path = folder / "đứt.pdf"
    pdf(path)
    path.write_bytes(path.read_bytes()[:300])
    return path


def encrypted(folder: Path) -> Path:
    pdf(folder / "khóa.pdf", "bí mật")
    return folder / "khóa.pdf"


def huge(folder: Path) -> Path:
    Image.new("1", (30_000, 30_000), 1).save(folder / "to.png")
    return folder / "to.png"


def archive(folder: Path) -> Path:
    (folder / "nén.rar").write_bytes(b"Rar!\x1a\x07\x01\x00" + bytes(range(256)) * 4)
    return folder / "nén.rar"


def no_utf8(folder: Path) -> Path:
    path = Path(os.fsdecode(os.fsencode(folder) + b"/c\xf4ng v\xe3n.pdf"))
    path.write_bytes(b"%PDF-1.4\n")
    return path


BAD: list[tuple[Callable[[Path], Path], str]] = [
    (empty, "tệp rỗng"),
    (empty_image, "tệp rỗng"),
    (cut_off, "bị hỏng"),
    (encrypted, "mật khẩu"),
    (huge, "quá lớn"),
    (archive, "định dạng"),
    (no_utf8, "hãy"),
]


@pytest.fixture(scope="module")
def run(tmp_path_factory: pytest.TempPathFactory) -> tuple[subprocess.CompletedProcess[str], Path]:
    """All of the bad files and two good ones, one of them with the wrong extension, in one run."""
    folder = tmp_path_factory.mktemp("bad")
    (folder / "in").mkdir()
    for make, _ in BAD:
        make(folder / "in")
    (folder / "in" / "a.txt").write_text(GOOD)
    (folder / "in" / "thật ra là txt.pdf").write_text(GOOD + "Trân trọng.\n")
    return vanthu("ingest", folder / "in", "--db", f"sqlite:///{folder}/t.db"), folder


@pytest.mark.parametrize(("make", "words"), BAD, ids=[make.__name__ for make, _ in BAD])
def test_one_line_with_the_file_and_what_to_do(
    run: tuple[subprocess.CompletedProcess[str], Path], make: Callable[[Path], Path], words: str, tmp_path: Path
) -> None:
    name = os.fsencode(make(tmp_path).name).decode("utf-8", "backslashreplace")
    lines = [line for line in run[0].stderr.splitlines() if name in line]
    assert len(lines) == 1
    assert words in lines[0]
    assert "hãy" in lines[0]
    assert f"  {run[1]}/in/{name}: " in run[0].stdout


def test_the_others_go_on_and_nothing_is_half_written(run: tuple[subprocess.CompletedProcess[str], Path]) -> None:
    done, folder = run
    assert done.returncode == 1
    assert "Traceback" not in done.stderr + done.stdout
    with sqlite3.connect(folder / "t.db") as connection:
        states = dict(connection.execute("SELECT state, count(*) FROM files GROUP BY state"))
        whole = connection.execute("SELECT count(*) FROM documents").fetchone()[0]
        readings = connection.execute("SELECT count(*) FROM readings").fetchone()[0]
    connection.close()
    # the two empty files are one file: they have the same bytes
    assert (states, whole, readings) == ({"done": 2, "quarantined": len(BAD) - 1}, 2, 2)
    assert vanthu("db", "check", "--db", f"sqlite:///{folder}/t.db").returncode == 0


def test_parse_goes_on_over_bad_files(tmp_path: Path) -> None:
    (tmp_path / "good.txt").write_text(GOOD)
    done = vanthu("parse", "--out", tmp_path / "out", cut_off(tmp_path), tmp_path / "none.pdf", tmp_path / "good.txt")
    assert done.returncode == 1
    assert [line.split(": ")[0] for line in done.stderr.splitlines()] == [
        str(tmp_path / "đứt.pdf"),
        str(tmp_path / "none.pdf"),
    ]
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["good.json"]


def test_a_folder_that_may_not_be_read(tmp_path: Path) -> None:
    """Root may read everything; so root's privilege to do so is dropped for this run."""
    folder = tmp_path / "in" / "khóa"
    folder.mkdir(parents=True)
    (tmp_path / "in" / "z.txt").write_text(GOOD)
    (tmp_path / "in" / "a.txt").write_text(GOOD + "2")
    (tmp_path / "in" / "a.txt").chmod(0)
    folder.chmod(0)
    drop = ("setpriv", "--bounding-set", "-dac_override,-dac_read_search") if os.geteuid() == 0 else ()
    done = vanthu("ingest", tmp_path / "in", "--db", f"sqlite:///{tmp_path}/t.db", wrapper=drop)
    folder.chmod(0o700)
    assert done.returncode == 1
    assert "Đã đọc 1 tệp" in done.stdout
    for name in ("in/khóa", "in/a.txt"):
        assert f"  {tmp_path}/{name}: không có quyền đọc; hãy cấp quyền đọc cho người dùng này" in done.stdout


@pytest.mark.parametrize("command", ["ingest", "list", "due"])
def test_a_database_that_cannot_be_used(tmp_path: Path, command: str) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    (tmp_path / "letter.db").write_text("Kính gửi " * 100)
    source = (str(tmp_path / "a.txt"),) if command == "ingest" else ()
    for db, words in ((f"{tmp_path}/no/folder/t.db", "hãy"), (f"{tmp_path}/letter.db", "không phải cơ sở dữ liệu")):
        done = vanthu(command, *source, "--db", f"sqlite:///{db}")
        assert (done.returncode, done.stdout, len(done.stderr.splitlines())) == (1, "", 1)
        assert words in done.stderr
        assert db in done.stderr


def test_a_database_that_may_not_be_written(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD)
    (tmp_path / "db").mkdir(mode=0o500)
    drop = ("setpriv", "--bounding-set", "-dac_override") if os.geteuid() == 0 else ()
    done = vanthu("ingest", tmp_path / "a.txt", "--db", f"sqlite:///{tmp_path}/db/t.db", wrapper=drop)
    assert (done.returncode, len(done.stderr.splitlines())) == (1, 1)
    assert "không ghi được" in done.stderr
    assert list((tmp_path / "db").iterdir()) == []


@pytest.mark.parametrize(
    "arguments",
    [
        ("list", "--db", "vanthu.db"),
        ("parse",),
        ("parse", "a.pdf", "b.pdf"),
        ("explain",),
        ("ingest", "--jobs", "0", "x"),
        ("due", "--until", "32/13/2024"),
        ("nothing",),
        ("evaluate", "no-such-folder"),
    ],
)
def test_used_wrongly_ends_with_2(arguments: tuple[str, ...], tmp_path: Path) -> None:
    done = subprocess.run([VANTHU, *arguments], cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 2
    assert done.stderr
    assert list(tmp_path.iterdir()) == []


def test_answers_that_cannot_be_written_are_used_wrongly(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(GOOD, encoding="utf-8")
    done = vanthu("parse", "--out", tmp_path / "a.txt" / "answers", tmp_path / "a.txt")
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)
    assert "không ghi được vào --out" in done.stderr


def test_what_an_archive_holds_is_parsed_and_ingested(tmp_path: Path) -> None:
    """The mail's or archive's own name stands in the path of each file that it held."""
    with zipfile.ZipFile(tmp_path / "đến.zip", "w") as archive:
        archive.writestr("1/a.txt", GOOD)
        archive.writestr("b.txt", GOOD + "Nơi nhận: Lưu.\n")
    parsed = vanthu("parse", "--out", tmp_path / "out", tmp_path / "đến.zip", tmp_path / "đến.zip")
    assert parsed.returncode == 0, parsed.stderr
    home = {"XDG_DATA_HOME": str(tmp_path / "home")}
    done = subprocess.run(
        [VANTHU, "ingest", str(tmp_path / "đến.zip"), "--db", f"sqlite:///{tmp_path}/t.db"],
        env=os.environ | home, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert "đến.zip/1/a.txt" in done.stderr
    with sqlite3.connect(tmp_path / "t.db") as database:
        assert database.execute("SELECT count(*) FROM files WHERE state = 'done'").fetchone() == (2,)
