"""The commands `export`, `import` and `notify`: what they print, where they write, how they end."""

import json
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner, Result
from dispatches import PLAN, REPORT
from sqlalchemy import select
from test_feeds_api import save
from test_feeds_exports import SECRET

from cli import main
from models import tables
from models.database import open_database


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A working folder with a database of two plans and a report; no settings but its own."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VANTHU_DB", raising=False)
    database = open_database("sqlite:///vanthu.db")
    save(database, PLAN, REPORT, SECRET)
    database.close()
    yield tmp_path


def vanthu(*words: str) -> Result:
    return CliRunner().invoke(main, words)


def test_records_go_to_standard_output(home: Path) -> None:
    done = vanthu("export", "--on", "15/07/2024")
    assert done.exit_code == 0
    assert {json.loads(line)["record"] for line in done.stdout.splitlines()} == {"task", "target", "result"}


def test_a_file_is_there_once_it_is_whole(home: Path) -> None:
    assert vanthu("export", "--format", "xlsx", "--output", "theo-doi.xlsx").exit_code == 0
    assert openpyxl.load_workbook("theo-doi.xlsx").sheetnames == ["Theo dõi nhiệm vụ", "Theo dõi chỉ tiêu"]
    refused = vanthu("export", "--format", "csv", "--what", "quality", "--output", "x.csv")
    assert (refused.exit_code, "objectives" in refused.stderr) == (2, True)
    assert not [path for path in home.iterdir() if path.name.endswith((".part", "x.csv"))]


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("--document", "99/KH-UBND"), "không có văn bản “99/KH-UBND”"),
        (("--output", "khong-co/a.csv"), "không ghi được"),
        (("--format", "edxml",), "đúng một văn bản"),
        (("--format", "ics", "--what", "incoming"), "chỉ dùng cho bảng theo dõi"),
    ],
)  # fmt: skip
def test_what_can_not_be_exported_is_told(home: Path, words: tuple[str, ...], told: str) -> None:
    done = vanthu("export", *words)
    assert (done.exit_code, told in done.stderr) == (2, True), done.stderr


def test_one_document_and_the_secret_one_only_if_asked(home: Path) -> None:
    assert vanthu("export", "--document", "9/KH-UBND").stdout == ""
    assert "việc mật" in vanthu("export", "--document", "9/KH-UBND", "--secret").stdout


def sheet(path: Path, *rows: tuple[object, ...]) -> None:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def test_a_preview_changes_nothing(home: Path) -> None:
    sheet(
        home / "a.xlsx", ("Việc cần làm", "Chủ trì", "Hạn", "Ý kiến"), ("sửa mái nhà", "Văn phòng", "bao giờ đó", "x")
    )
    done = vanthu("import", "a.xlsx", "--preview", "--map", "content=Việc cần làm")
    assert done.exit_code == 0
    assert "content = Việc cần làm" in done.stdout
    assert "không dùng: Ý kiến" in done.stdout
    assert "Sheet:2 deadline: không hiểu “bao giờ đó”" in done.stderr
    assert "1 nhiệm vụ sẽ được nhập" in done.stdout
    assert "sửa mái nhà" not in vanthu("export").stdout


def test_a_sheet_comes_in_once_under_the_name_of_who_brought_it(home: Path) -> None:
    sheet(home / "a.xlsx", ("Nội dung nhiệm vụ", "Chủ trì", "Thời hạn"), ("sửa mái nhà", "Văn phòng", "01/08/2024"))
    assert "thêm 1 nhiệm vụ của 1 văn bản mới" in vanthu("import", "a.xlsx", "--by", "Lan").stdout
    assert "thêm 0 nhiệm vụ" in vanthu("import", "a.xlsx", "--by", "Lan").stdout
    with open_database("sqlite:///vanthu.db").reading() as session:
        (step,) = session.scalars(select(tables.Review))
        assert (step.who, step.why) == ("Lan", "a.xlsx, Sheet, dòng 2")


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (("khong-co.xlsx",), "không có tệp"),
        (("b.xlsx",), "không thấy bảng nào"),
        (("hong.xlsx",), "hong.xlsx"),
        (("b.xlsx", "--map", "nội dung"), "--map"),
    ],
)
def test_what_is_no_sheet_is_told(home: Path, words: tuple[str, ...], told: str) -> None:
    sheet(home / "b.xlsx", ("Cân nặng", "Chiều cao"), (1, 2))
    (home / "hong.xlsx").write_bytes(b"PK\x03\x04")
    done = vanthu("import", *words)
    assert (done.exit_code, told in done.stderr) == (2, True), done.stderr


def test_units_come_in(home: Path) -> None:
    sheet(home / "u.xlsx", ("Tên đơn vị", "Viết tắt"), ("Phòng Tổng hợp Sở Nội vụ tỉnh Lâm Sơn", "PTH"))
    assert "1 đơn vị" in vanthu("import", "u.xlsx", "--units").stdout


def test_notices_are_shown_and_what_is_not_sent_ends_with_1(home: Path) -> None:
    (home / "to.csv").write_text("*,a@b.example\n", encoding="utf-8")
    shown = vanthu("notify", "--recipients", "to.csv", "--preview", "--on", "12/06/2024")
    assert (shown.exit_code, "xây dựng kế hoạch kiểm tra nội bộ" in shown.stdout) == (0, True)
    assert "việc mật" not in shown.stdout
    failed = vanthu("notify", "--recipients", "to.csv", "--on", "12/06/2024")
    assert (failed.exit_code, "chưa có máy chủ thư" in failed.stderr) == (1, True)


def test_nobody_to_tell_is_a_mistake(home: Path) -> None:
    assert vanthu("notify").exit_code == 2
    (home / "to.csv").write_text("ai đó,không phải địa chỉ\nai đó,x\n", encoding="utf-8")
    done = vanthu("notify", "--recipients", "to.csv")
    assert (done.exit_code, "dòng 2" in done.stderr) == (2, True)
    (home / "vanthu.toml").write_text('[feeds]\nrecipients = "khong-co.csv"\n', encoding="utf-8")
    assert "khong-co.csv" in vanthu("notify").stderr
