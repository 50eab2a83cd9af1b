"""docs/formats.md has a row for each format that the code knows, and each row names a test that is there."""

import re
from pathlib import Path
from typing import get_args

from extract.parcels import Kind
from extract.source import Format

ROOT = Path(__file__).parent.parent
PAGE = (ROOT / "docs" / "formats.md").read_text(encoding="utf-8")
ROWS = [line for line in PAGE.splitlines() if line.startswith("| ") and not line.startswith("| format ")]


def test_every_format_has_its_row_and_no_other_is_told() -> None:
    named = [found[1] for row in ROWS if (found := re.match(r"\| `([^`]+)` ", row))]
    assert sorted(named) == sorted((*get_args(Format), *get_args(Kind)))


def test_every_row_names_a_test_that_is_there() -> None:
    for row in ROWS:
        shown = re.search(r"`(test_\w+)\.(test_\w+)` \|$", row)
        assert shown, row
        assert f"def {shown[2]}(" in (ROOT / "tests" / f"{shown[1]}.py").read_text(encoding="utf-8"), row
