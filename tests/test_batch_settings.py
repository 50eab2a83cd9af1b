"""Settings: a file, the environment over it, the command line over both; nothing misspelt is taken for a setting."""

import subprocess
import sys
from pathlib import Path

import pytest

from batch.settings import SettingsWrong, load, shown, told
from docs import settings as page

PROJECT = Path(__file__).parents[1]
VANTHU = str(Path(sys.executable).with_name("vanthu"))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder without settings, and an environment without any."""
    monkeypatch.chdir(tmp_path)
    for name in ("VANTHU_DB", "VANTHU_CONFIG"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


def test_without_a_file_every_setting_has_a_default() -> None:
    assert load().database.url == "sqlite:///vanthu.db"
    assert load().batch.jobs >= 1


def test_the_environment_stands_over_the_file(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (folder / "vanthu.toml").write_text('[serve]\nport = 9000\nhost = "::1"\n[database]\nurl = "sqlite:///file.db"\n')
    assert (load().serve.port, load().serve.host, load().database.url) == (9000, "::1", "sqlite:///file.db")
    monkeypatch.setenv("VANTHU_SERVE__PORT", "9001")
    monkeypatch.setenv("VANTHU_DB", "sqlite:///short.db")
    assert (load().serve.port, load().serve.host, load().database.url) == (9001, "::1", "sqlite:///short.db")
    monkeypatch.setenv("VANTHU_DATABASE__URL", "sqlite:///long.db")
    assert load().database.url == "sqlite:///long.db"


def test_the_command_line_stands_over_both(folder: Path) -> None:
    (folder / "other.toml").write_text('[database]\nurl = "sqlite:///file.db"\n')
    for options, name in (([], "file.db"), (["--db", "sqlite:///line.db"], "line.db")):
        done = subprocess.run(
            [VANTHU, "--config", "other.toml", "db", "upgrade", *options], capture_output=True, text=True
        )
        assert (done.returncode, (folder / name).exists()) == (0, True), done.stderr


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("[serve]\nprot = 1\n", "serve.prot"),
        ("[serv]\nport = 1\n", "serv"),
        ('[serve]\nport = "many"\n', "serve.port"),
        ("[batch]\nengine = 'spark://x'\n", "batch.engine"),
        ("[limits]\npages = 0\n", "limits.pages"),
        ("[serve\n", "TOML"),
    ],
)
def test_what_is_no_setting_is_named_and_refused(folder: Path, text: str, named: str) -> None:
    (folder / "vanthu.toml").write_text(text)
    with pytest.raises(SettingsWrong) as refused:
        load()
    assert named in refused.value.wording.vi
    done = subprocess.run([VANTHU, "list"], capture_output=True, text=True, check=False)
    assert (done.returncode, "Traceback" in done.stderr) == (2, False)


def test_a_named_file_must_be_there(folder: Path) -> None:
    with pytest.raises(SettingsWrong):
        load(folder / "none.toml")


def test_no_secret_is_shown(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("VANTHU_DB", "postgresql://vanthu:sesame@host/name")
    monkeypatch.setenv("VANTHU_FEEDS__SMTP_PASSWORD", "sesame")
    everything = " ".join(setting.value for setting in told(load()))
    assert "sesame" not in everything
    assert shown("sqlite:////srv/a@b.db") == "sqlite:////srv/a@b.db"


def test_the_page_is_what_the_settings_are() -> None:
    """`python -m docs.settings` writes it."""
    assert (PROJECT / "docs" / "settings.md").read_text(encoding="utf-8") == page.page()


def test_every_setting_is_said_in_words_and_shown_by_doctor() -> None:
    done = subprocess.run([VANTHU, "doctor", "--lang", "en"], capture_output=True, text=True, check=False)
    for setting in told(load()):
        assert setting.meaning
        assert f"setting {setting.name}: " in done.stdout
