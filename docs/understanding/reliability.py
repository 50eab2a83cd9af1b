"""The reliability diagram: what was said against what was so, a square a kind of record, as SVG."""

from collections.abc import Iterator, Sequence
from typing import Protocol

import numpy as np

SIDE, GAP, TOP = 200, 46, 64
RAW, CALIBRATED, GREY = "#c2571a", "#1f6fb2", "#888"


class Reliability(Protocol):
    """A kind of record: confidences, probabilities by tables fitted without its document, and what was right."""

    kind: str
    raw: np.ndarray
    right: np.ndarray
    unseen: np.ndarray

    @property
    def left_out(self) -> np.ndarray: ...


def drawn(kinds: Sequence[Reliability]) -> str:
    """Squares side by side; a dot is a bin of the unseen documents' records, its area how many they are."""
    width = GAP + len(kinds) * (SIDE + GAP)
    parts = [part for n, kind in enumerate(kinds) for part in square(kind, GAP + n * (SIDE + GAP))]
    return "\n".join(
        [
            f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {TOP + SIDE + 50}" '
            'font-family="sans-serif" font-size="12">',
            f'<rect width="{width}" height="{TOP + SIDE + 50}" fill="white"/>',
            f'<circle cx="{GAP + 6}" cy="20" r="6" fill="none" stroke="{RAW}" stroke-width="2"/>'
            f'<text x="{GAP + 18}" y="24">raw confidence</text>',
            f'<circle cx="{GAP + 136}" cy="20" r="6" fill="{CALIBRATED}"/>'
            f'<text x="{GAP + 148}" y="24">calibrated, without the document itself. On the line: said is so.</text>',
            *parts,
            "</svg>\n",
        ]
    )


def square(kind: Reliability, left: int) -> Iterator[str]:
    bottom = TOP + SIDE
    yield f'<rect x="{left}" y="{TOP}" width="{SIDE}" height="{SIDE}" fill="none" stroke="{GREY}"/>'
    yield f'<path d="M{left} {bottom}L{left + SIDE} {TOP}" stroke="{GREY}" stroke-dasharray="4 4"/>'
    yield f'<text x="{left}" y="{TOP - 8}" font-weight="bold">{kind.kind} ({int(kind.unseen.sum())})</text>'
    for at in (0, 0.5, 1):
        yield f'<text x="{left + at * SIDE}" y="{bottom + 16}" text-anchor="middle" fill="{GREY}">{at:g}</text>'
        yield f'<text x="{left - 6}" y="{bottom - at * SIDE + 4}" text-anchor="end" fill="{GREY}">{at:g}</text>'
    yield f'<text x="{left + SIDE / 2}" y="{bottom + 34}" text-anchor="middle">said</text>'
    yield (f'<text transform="translate({left - 26} {TOP + SIDE / 2}) rotate(-90)" text-anchor="middle">right</text>')
    for said, style in (
        (kind.raw, f'fill="none" stroke="{RAW}" stroke-width="2"'),
        (kind.left_out, f'fill="{CALIBRATED}" fill-opacity="0.75"'),
    ):
        for x, y, share in binned(said[kind.unseen], kind.right[kind.unseen]):
            at = f'cx="{left + x * SIDE:.1f}" cy="{bottom - y * SIDE:.1f}" r="{3 + 14 * share**0.5:.1f}"'
            yield f"<circle {at} {style}/>"


def binned(said: np.ndarray, right: np.ndarray) -> Iterator[tuple[float, float, float]]:
    """(mean said, share right, share of all) of each tenth that has records."""
    tenth = np.minimum((said * 10).astype(int), 9)
    for t in np.unique(tenth):
        here = tenth == t
        yield float(said[here].mean()), float(right[here].mean()), float(here.mean())
