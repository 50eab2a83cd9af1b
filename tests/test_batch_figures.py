"""docs/scale.md is worked out from what the bench measured: every part of it is asked for, and each step is right."""

from pathlib import Path

import pytest

from docs.batches import bench, scale
from docs.batches.scale import Figures, Office

MEASURED = {
    "scans": {"on": "today", "rows": {"told": "", "scanned_page": 2.0}},
    "digital": {"on": "today", "rows": {"told": "", "digital_document": 0.1, "database_kilobytes": 20.0}},
    "overhead": {"on": "today", "rows": {"told": "", "coordinator": 0.008, "original": 0.002}},
    "cluster": {"on": "today", "rows": {"told": "", "dask": 0.9}},
}


@pytest.fixture
def page(tmp_path: Path) -> Path:
    page = tmp_path / "scale.md"
    page.write_text("<!-- arithmetic -->\n<!-- /arithmetic -->\n")
    return page


def test_each_figure_comes_from_a_part_of_the_bench() -> None:
    assert set(scale.PART_OF.values()) <= {part.__name__ for part in bench.PARTS}


def test_until_all_is_measured_it_says_what_is_not(page: Path) -> None:
    scale.write({name: MEASURED[name] for name in ("scans", "digital")}, page)
    assert 'make bench-batch PARTS="cluster overhead"' in page.read_text()


def test_the_steps_are_right(page: Path) -> None:
    """0.4 × 3 × 2 + 0.6 × 0.1 = 2.46 s; 40 million in 9 million seconds are 4.44 a second, 13.33 at the peak."""
    scale.write(MEASURED, page)
    told = page.read_text()
    assert "**2.46 s of one core**" in told
    assert "**100 documents a second**" in told
    assert "**37 cores, 3 machines of 16**" in told  # 13.33 × 2.46 / 0.9 = 36.4, rounded up
    assert "40 TB of originals and 0.8 TB of database" in told


def test_many_machines_want_more_than_one_coordinator() -> None:
    slow = Figures(2.0, 0.1, 0.1, 0.0, 20.0, 1.0)
    told = scale.arithmetic(slow, Office(), "today")
    assert "the cores, given 66 coordinators" in told  # 1600 / 2.46 = 650 a second, ten a coordinator
