"""Scans of texts that no rule was made on, for docs/reading.md: signed-looking pages of official documents.

Their words are counted nowhere: vanthu repairs by counts made without every document that stands on a page.
"""

import random
from pathlib import Path

from docs.readings.made_pages import MadePage, held_out, one_page
from samples.pdf import to_pdf
from samples.scan import speckled
from samples.wear import Wear, leaning, stamped, worn

PAGES = 12
SHIFT = 3
"""Other documents than those of the made pages: every sixth, from the fourth on."""

COPIERS = {
    "colour, 200 dpi, seal": Wear(200, (stamped, lambda page, random: speckled(page, random), leaning(0.2, 0.9)), 70),
    "black and white, 300 dpi": Wear(300, (lambda page, random: speckled(page, random), leaning(0.2, 0.9)), None),
}


def unseen_pages(texts: Path, folder: Path) -> tuple[list[MadePage], Path]:
    """First and last pages of documents, whole with letterhead, seal and signature; the texts to be counted."""
    folder.mkdir(parents=True, exist_ok=True)
    documents, rest = held_out(texts, folder / "counted.jsonl.xz", SHIFT)
    choice = random.Random(11)
    pages = []
    for at in range(PAGES):
        wear = list(COPIERS)[at % len(COPIERS)]
        paper = one_page(documents[at % len(documents)], (0, 3, 4)[at % 3], choice)
        path = folder / f"{at:03}.pdf"
        path.write_bytes(worn(to_pdf(paper), COPIERS[wear], seed=100 + at))
        pages.append(MadePage(path, wear, paper))
    return pages, rest
