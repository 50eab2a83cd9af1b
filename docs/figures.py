"""Figures of a bench, written down as soon as each of its parts ends: so that parts can be run one by one, and a bench
that is cut short keeps what it has found. The pages in docs/ are written from them."""

import json
import os
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

FOLDER = Path(__file__).resolve().parent / "figures"


def keep(bench: str, part: str, rows: Mapping[str, Any], on: str) -> None:
    """Write down the figures of one part of a bench, in place of those that it had; `on` says of what they are."""
    known = kept(bench)
    known[part] = {"on": f"{datetime.now(UTC):%Y-%m-%d}, {on}", "rows": dict(rows)}
    FOLDER.mkdir(exist_ok=True)
    (FOLDER / f"{bench}.json").write_text(json.dumps(known, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def kept(bench: str) -> dict[str, dict[str, Any]]:
    """What is known of a bench, by its parts: `on` and `rows`."""
    path = FOLDER / f"{bench}.json"
    return dict(json.loads(path.read_text(encoding="utf-8"))) if path.exists() else {}


def machine() -> str:
    """What it was measured on."""
    return f"{len(os.sched_getaffinity(0))} cores, load {os.getloadavg()[0]:.1f} at the end"
