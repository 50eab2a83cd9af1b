"""docs/batch.md: prose by hand, and between the marks what soak, bench and transcript put there."""

import os
import platform
import re
from datetime import UTC, datetime
from pathlib import Path

PAGE = Path(__file__).resolve().parents[1] / "batch.md"


def section(name: str, content: str, page: Path = PAGE) -> None:
    """Put `content` between `<!-- name -->` and `<!-- /name -->`."""
    marks = re.compile(rf"(<!-- {name} -->\n).*?(<!-- /{name} -->)", re.DOTALL)
    text = page.read_text(encoding="utf-8")
    if not marks.search(text):
        raise ValueError(f"{page.name} has no marks for {name}")
    page.write_text(marks.sub(lambda found: found[1] + content.rstrip("\n") + "\n" + found[2], text), encoding="utf-8")


def machine() -> str:
    """Which machine, and when, in a few words."""
    name = next(
        (
            line.split(":", 1)[1].strip()
            for line in Path("/proc/cpuinfo").read_text().splitlines()
            if line.startswith("model name")
        ),
        platform.machine(),
    )
    return f"{len(os.sched_getaffinity(0))} cores of {name}, {datetime.now(UTC):%d %B %Y}"
