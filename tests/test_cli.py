"""The commands as a clerk meets them: what they print, in which language, with which exit status."""

import json
from collections.abc import Callable
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from dispatches import PLAN, REPORT
from jsonschema import Draft202012Validator

from cli import main
from models import store, tables
from models.database import open_database
from models.records import from_json, json_schema

LETTER = "Kính gửi: Sở Nội vụ\nYêu cầu Sở Nội vụ báo cáo trước ngày 15/6/2024.\n"

Vanthu = Callable[..., Result]


@pytest.fixture
def vanthu(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Vanthu:
    """Runs a command in an empty folder."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "240")
    for name in ("VANTHU_DB", "VANTHU_LANG"):
        monkeypatch.delenv(name, raising=False)
    return lambda *arguments, **more: CliRunner().invoke(main, [str(a) for a in arguments], **more)


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    """A tracking database with a plan and a report, as `vanthu.db`."""
    database = open_database(f"sqlite:///{tmp_path}/vanthu.db")
    with database.writing() as session:
        for dispatch in (PLAN, REPORT):
            noon = datetime(2024, 3, 1, 12, tzinfo=UTC)
            known = dispatch.file
            file = tables.File(sha256=known.sha256, name=known.name, size=1, first_seen=noon, state="done")
            session.add(file)
            store.save(session, file, dispatch, version="1", depth="best", made_at=noon)
    database.close()
    return tmp_path / "vanthu.db"


def test_version(vanthu: Vanthu) -> None:
    assert vanthu("--version").output == f"vanthu {metadata.version('vanthu')}\n"


def test_one_file_is_parsed_to_standard_output_by_the_contract(vanthu: Vanthu, tmp_path: Path) -> None:
    (tmp_path / "thư.txt").write_text(LETTER)
    done = vanthu("parse", "thư.txt")
    assert done.exit_code == 0
    Draft202012Validator(json_schema()).validate(json.loads(done.stdout))
    assert from_json(done.stdout).file.name == "thư.txt"


def test_files_of_one_name_do_not_overwrite_each_other(vanthu: Vanthu, tmp_path: Path) -> None:
    for folder in ("a", "b", "c"):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "thư.txt").write_text(LETTER + folder)
    assert vanthu("parse", "--out", "out", "a", "b/thư.txt", "c/thư.txt").exit_code == 0
    assert sorted(p.name for p in (tmp_path / "out").iterdir()) == ["thư-2.json", "thư-3.json", "thư.json"]


def test_what_the_pages_say(vanthu: Vanthu, tmp_path: Path) -> None:
    (tmp_path / "thư.txt").write_text(LETTER)
    assert vanthu("read", "thư.txt").stdout == LETTER
    words = [
        word["text"]
        for block in json.loads(vanthu("read", "--json", "thư.txt").stdout)["blocks"]
        for line in block["lines"]
        for word in line["words"]
    ]
    assert words == LETTER.split()


def test_a_table_is_read_row_by_row(vanthu: Vanthu, tmp_path: Path) -> None:
    rows = "<tr><td>Nhiệm vụ</td><td>Thời hạn</td></tr><tr><td>Kiểm tra</td><td>Quý II</td></tr>"
    (tmp_path / "bảng.html").write_text(f"<html><body><p>Kế hoạch</p><table>{rows}</table></body></html>")
    assert vanthu("read", "bảng.html").stdout == "Kế hoạch\n\nNhiệm vụ | Thời hạn\nKiểm tra | Quý II\n"


@pytest.mark.parametrize("issued", ["05/03/2024", "2024-03-05"])
def test_a_passage_is_explained(vanthu: Vanthu, issued: str) -> None:
    done = vanthu("explain", "Sở Nội vụ báo cáo trước ngày 15/6.", "--issued", issued, "--why")
    assert json.loads(done.stdout)["deadlines"][0]["end"] == "2024-06-15"
    assert any("trước ngày 15/6" in line for line in done.stderr.splitlines())


def test_passages_are_answered_line_by_line_in_their_order(vanthu: Vanthu) -> None:
    lines = [
        json.dumps({"text": "trước ngày 15/6", "issued_on": "2024-03-05"}),
        "not json",
        json.dumps({"issued_on": "2024-03-05"}),
        json.dumps({"text": "trước ngày 15/7", "issued_on": "2024-03-05"}),
    ]
    done = vanthu("explain", "--jsonl", "-", input="\n".join(lines))
    answers = [json.loads(line) for line in done.stdout.splitlines()]
    assert [a and a["deadlines"][0]["end"] for a in answers] == ["2024-06-15", None, None, "2024-07-15"]
    assert done.exit_code == 1
    assert len(done.stderr.splitlines()) == 2


def test_a_run_and_a_second_run(vanthu: Vanthu, tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "thư.txt").write_text(LETTER)
    first, again = vanthu("ingest", "in"), vanthu("ingest", "in", "--lang", "en")
    assert (first.exit_code, again.exit_code) == (0, 0)
    assert "Đã đọc 1 tệp" in first.stdout
    assert "nothing was to be done" in again.stdout
    assert "thư.txt" in vanthu("list").stdout


def test_the_list(vanthu: Vanthu, sheet: Path) -> None:
    shown = vanthu("list").stdout
    for words in ("41/KH-UBND", "26/02/2024", "Ủy ban nhân dân tỉnh Lâm Sơn", "Cần người xem", "2 văn bản, 4 nhiệm vụ"):
        assert words in shown
    assert [json.loads(line)["number"] for line in vanthu("list", "ke hoach", "--json").stdout.splitlines()] == [
        "41/KH-UBND"
    ]


def test_one_document(vanthu: Vanthu, sheet: Path) -> None:
    shown = vanthu("show", "41/kh-ubnd").stdout
    for words in ("Đỗ Minh Khang", "Sở Khoa học và Công nghệ tỉnh Lâm Sơn", "15/06/2024", "100 %", "118/QĐ-UBND"):
        assert words in shown
    assert from_json(vanthu("show", "41/KH-UBND", "--json").stdout) == PLAN
    missing = vanthu("show", "1/X")
    assert (missing.exit_code, missing.stdout, missing.stderr) == (1, "", "vanthu: không có văn bản “1/X”\n")


def test_a_search(vanthu: Vanthu, sheet: Path) -> None:
    assert "xây dựng kế hoạch kiểm tra nội bộ" in vanthu("search", "kiem", "tra", "noi", "bo").stdout
    (answer,) = vanthu("search", "87/BC", "--json").stdout.splitlines()
    assert json.loads(answer)["kind"] == "document"
    assert vanthu("search", "quảng ngãi", "--lang", "en").stdout == "(none)\n"


def test_what_is_due(vanthu: Vanthu, sheet: Path) -> None:
    shown = vanthu("due", "--unit", "so khoa hoc", "--on", "10/06/2024").stdout
    assert "15/06/2024" in shown
    assert "sắp đến hạn" in shown
    assert "cử người" not in shown
    assert "due soon" in vanthu("due", "--on", "10/06/2024", "--lang", "en").stdout
    days = [json.loads(line)["day"] for line in vanthu("due", "--on", "01/03/2024", "--json").stdout.splitlines()]
    assert days == ["2024-06-15", "2024-12-15", "2024-12-31", None]


def test_figures_against_gold_answers(vanthu: Vanthu, tmp_path: Path) -> None:
    (tmp_path / "gold").mkdir()
    (tmp_path / "gold" / "thư.txt").write_text(LETTER)
    gold = {"dispatch": {}, "tasks": [{"content": "báo cáo trước ngày 15/6/2024.", "lead": ["Sở Nội vụ"]}]}
    (tmp_path / "gold" / "thư.json").write_text(json.dumps(gold))
    told = json.loads(vanthu("evaluate", "gold", "--json").stdout)
    assert told["tasks"] == {"precision": 1.0, "recall": 1.0, "f1": 1.0, "hit": 1, "said": 1, "gold": 1}
    vanthu("parse", "--out", "parsed", "gold/thư.txt")
    assert json.loads(vanthu("evaluate", "gold", "--parsed", "parsed", "--json").stdout) == told
    assert "tasks.lead" in vanthu("evaluate", "gold", "--parsed", "parsed", "--per-file").stdout


def test_the_doctor_names_what_is_here(vanthu: Vanthu) -> None:
    done = vanthu("doctor")
    assert done.exit_code == 0
    for words in ("✓ Tesseract tiếng Việt: vie", "pypdfium2", "--db (VANTHU_DB): sqlite:///vanthu.db", "vanthu ingest"):
        assert words in done.stdout


def test_the_doctor_names_what_is_missing(vanthu: Vanthu, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    done = vanthu("doctor")
    assert done.exit_code == 1
    assert "✗ Tesseract" in done.stdout
    assert "sudo apt-get install tesseract-ocr tesseract-ocr-vie" in done.stdout


def test_care_of_the_database(vanthu: Vanthu, sheet: Path, tmp_path: Path) -> None:
    assert vanthu("db", "upgrade").exit_code == 0
    assert vanthu("db", "check").stdout == "không có lỗi\n"
    assert vanthu("db", "backup", "copy.db").exit_code == 0
    assert vanthu("list", "--db", "sqlite:///copy.db").stdout == vanthu("list").stdout
    again = vanthu("db", "backup", "copy.db")
    assert (again.exit_code, again.stderr) == (1, "vanthu: copy.db đã có; hãy chọn tên khác\n")
    assert sorted(p.name for p in tmp_path.iterdir() if "-" not in p.name) == ["copy.db", "vanthu.db"]


def test_the_environment_chooses_database_and_language(
    vanthu: Vanthu, sheet: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    sheet.rename(tmp_path / "other.db")
    monkeypatch.setenv("VANTHU_DB", "sqlite:///other.db")
    monkeypatch.setenv("VANTHU_LANG", "en")
    assert "2 documents, 4 tasks" in vanthu("list").stdout
    assert "2 văn bản, 4 nhiệm vụ" in vanthu("list", "--lang", "vi").stdout


def test_a_question_without_a_database_says_what_to_do(vanthu: Vanthu, tmp_path: Path) -> None:
    done = vanthu("list")
    assert done.exit_code == 1
    assert "vanthu ingest" in done.stderr
    assert list(tmp_path.iterdir()) == []
