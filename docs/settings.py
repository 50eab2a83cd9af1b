"""Writes docs/settings.md from batch/settings.py: `python -m docs.settings`."""

from pathlib import Path
from typing import Any

from pydantic_core import PydanticUndefined

from batch.settings import Settings, shown

PROJECT = Path(__file__).resolve().parents[1]

HEAD = """# Settings

<!-- Made by `python -m docs.settings` from batch/settings.py; tests/test_batch_settings.py holds it to that. -->

One file, `vanthu.toml`: the one that `vanthu --config FILE` or `VANTHU_CONFIG` names, else the one in the working
folder, else none at all: every setting has a default. The environment stands over the file, as `VANTHU_SECTION__NAME`
(`VANTHU_SERVE__PORT=8080`); options on the command line stand over both. `VANTHU_DB` is short for
`VANTHU_DATABASE__URL`, `VANTHU_LANG` is the language of messages. A name that vanthu does not know is refused, so that
a slip of the pen is not taken for a setting. `vanthu doctor` shows what is in force, passwords aside.

```toml
[database]
url = "postgresql://vanthu@/vanthu"

[batch]
move_done = "/srv/dispatches/done"

[serve]
public_url = "https://vanthu.example.vn"
```
"""

OPTIONS = {
    "database.url": "--db",
    "reading.depth": "--reading",
    "batch.jobs": "--jobs",
    "batch.engine": "--engine",
    "batch.move_done": "--move-done",
    "batch.move_failed": "--move-failed",
    "batch.log": "--log",
    "serve.host": "--host",
    "serve.port": "--port",
}
"""Which option on the command line stands over a setting."""

BY_MACHINE = {"batch.jobs": "the machine's cores", "originals.parcels": "the user's data folder"}
"""Defaults that differ from machine to machine."""


def page() -> str:
    """docs/settings.md."""
    parts = [HEAD]
    for section, field in Settings.model_fields.items():
        kind: Any = field.annotation
        parts.append(f"## [{section}]\n\n{kind.__doc__}\n\n| setting | default | meaning |\n|---|---|---|")
        for name, setting in kind.model_fields.items():
            full = f"{section}.{name}"
            default = BY_MACHINE.get(full) or f"`{plain(setting)}`".replace("`-`", "none")
            option = f" (`{OPTIONS[full]}`)" if full in OPTIONS else ""
            parts.append(f"| `{name}` | {default} | {setting.description}{option} |")
        parts.append("")
    return "\n".join(parts)


def plain(setting: Any) -> str:
    """The default of a setting as it would be written."""
    value = setting.default
    if value is PydanticUndefined:
        return "-"
    return str(value).lower() if isinstance(value, bool) else shown(value)


def main() -> None:
    (PROJECT / "docs" / "settings.md").write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
