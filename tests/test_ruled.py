"""Ruled tables are found on scans with the rows and columns that they were drawn with, however worn the page is."""

from dataclasses import replace

import numpy as np
import pypdfium2
import pytest

from extract.raster.preparation import X_HEIGHT, prepare
from extract.raster.ruled import find_tables
from samples.answers import ANNEX
from samples.orders import YEAR_PLAN
from samples.paper import Grid, Paper
from samples.pdf import to_pdf
from samples.wear import WEARS, worn

(PLAN,) = (part for part in YEAR_PLAN.body if isinstance(part, Grid))
ONE_PAGE = replace(YEAR_PLAN, number="", signer="", body=(*YEAR_PLAN.body[:3], replace(PLAN, rows=PLAN.rows[:7])))
WORN = (
    "clean, 300 dpi",
    "clean, 200 dpi",
    "office scanner, 200 dpi",
    "black and white, 300 dpi",
    "faded",
    "bleed-through",
    "fax",
)


@pytest.mark.parametrize("wear", WORN)
@pytest.mark.parametrize(("paper", "shape"), [(ANNEX, (5, 6)), (ONE_PAGE, (8, 6))], ids=["sideways", "upright"])
def test_rows_of_letters_are_no_rules_and_move_none(paper: Paper, shape: tuple[int, int], wear: str) -> None:
    (page,) = pypdfium2.PdfDocument(worn(to_pdf(paper), WEARS[wear], seed=1))
    image = np.ascontiguousarray(page.render(scale=200 / 72).to_pil().convert("RGB"))
    (table,) = find_tables(prepare(image).grey, X_HEIGHT)
    assert (table.rows, table.columns) == shape
