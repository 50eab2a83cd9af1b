"""Charts, drawn by matplotlib as SVG: bars of states, and targets against what was reached.

Each state has a shade and a hatching of its own and its number written on it, so that a chart is read in print and
without colour; beside each one a page has its figures as a table.
"""

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from io import BytesIO
from threading import Lock
from typing import Any

from models import sheet
from models.following.states import State
from models.wording import Language, Wording

INK, QUIET, LINE = "#1b2530", "#56616d", "#d8dcdd"

LOOKS: dict[State, tuple[str, str, str]] = {
    "done": ("#1f6b43", "", "#ffffff"),
    "overdue": ("#f3c9c5", "////", "#7d1712"),
    "due_soon": ("#f7dda0", "---", "#5c3900"),
    "not_due": ("#e3edf4", "", "#1b2530"),
    "superseded": ("#ffffff", "xx", "#56616d"),
}
"""By state, in the order of the bars: the ground, the hatching, and the colour of hatching and figures."""

drawing = Lock()
"""matplotlib draws one picture at a time."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of a chart: its name, and how many of each state."""

    name: str
    states: dict[State, int]


@dataclass(frozen=True, slots=True)
class Against:
    """A target and what was reached of it, as shares of the target (1 is all of it); `said` is written beside it."""

    name: str
    reached: float | None
    met: bool | None
    said: str


def columns(bars: Sequence[Bar], language: Language) -> bytes:
    """Standing bars, for weeks and months."""
    with drawing:
        figure, axes = _empty(7.6, 2.7)
        feet = [0] * len(bars)
        tallest = max((sum(bar.states.values()) for bar in bars), default=0) or 1
        for state, (ground, hatch, edge) in LOOKS.items():
            heights = [bar.states.get(state, 0) for bar in bars]
            if not any(heights):
                continue
            axes.bar(
                range(len(bars)), heights, 0.62, bottom=feet, color=ground, hatch=hatch, edgecolor=edge, linewidth=0.8,
                label=sheet.DUE[state][0].into(language),
            )  # fmt: skip
            for n, height in enumerate(heights):
                if height and height >= tallest * 0.11:
                    _figure(axes, n, feet[n] + height / 2, height, edge if hatch else LOOKS[state][2], hatch)
            feet = [foot + height for foot, height in zip(feet, heights, strict=True)]
        for n, foot in enumerate(feet):
            axes.text(n, foot + tallest * 0.03, sheet.figure(foot), ha="center", va="bottom", size=11, weight="bold")
        axes.set_xticks(range(len(bars)), [bar.name for bar in bars])
        axes.set_ylim(0, tallest * 1.16)
        axes.set_yticks([])
        axes.spines["bottom"].set_visible(True)
        _legend(axes, language)
        return _written(figure)


def rows(bars: Sequence[Bar], language: Language) -> bytes:
    """Lying bars, for units and plans."""
    with drawing:
        figure, axes = _empty(7.6, 0.75 + 0.36 * max(1, len(bars)))
        starts = [0] * len(bars)
        longest = max((sum(bar.states.values()) for bar in bars), default=0) or 1
        for state, (ground, hatch, edge) in LOOKS.items():
            widths = [bar.states.get(state, 0) for bar in bars]
            if not any(widths):
                continue
            axes.barh(
                range(len(bars)), widths, 0.62, left=starts, color=ground, hatch=hatch, edgecolor=edge, linewidth=0.8,
                label=sheet.DUE[state][0].into(language),
            )  # fmt: skip
            for n, width in enumerate(widths):
                if width and width >= longest * 0.04:
                    _figure(axes, starts[n] + width / 2, n, width, edge if hatch else LOOKS[state][2], hatch)
            starts = [start + width for start, width in zip(starts, widths, strict=True)]
        for n, start in enumerate(starts):
            axes.text(start + longest * 0.012, n, sheet.figure(start), va="center", size=11, weight="bold")
        axes.set_yticks(range(len(bars)), [_short(bar.name) for bar in bars])
        axes.set_xlim(0, longest * 1.08)
        axes.set_xticks([])
        axes.invert_yaxis()
        axes.spines["left"].set_visible(True)
        _legend(axes, language)
        return _written(figure)


def against(bars: Sequence[Against], language: Language) -> bytes:
    """What was reached of each target; the line across stands where the target is."""
    with drawing:
        figure, axes = _empty(10.4, 0.8 + 0.42 * max(1, len(bars)))
        furthest = min(1.5, max([1.0, *(bar.reached for bar in bars if bar.reached is not None)]))
        for n, bar in enumerate(bars):
            axes.barh(n, 1.0, 0.72, color="#f4f5f3", edgecolor=LINE, linewidth=0.8)
            if bar.reached is not None:
                state: State = "done" if bar.met else "overdue" if bar.met is False else "not_due"
                ground, hatch, edge = LOOKS[state]
                axes.barh(n, min(bar.reached, furthest), 0.42, color=ground, hatch=hatch, edgecolor=edge, linewidth=0.8)
            axes.text(furthest * 1.03, n, bar.said, va="center", size=11)
        axes.axvline(1, color=INK, linewidth=1.6)
        axes.text(
            1, -0.62, Wording("mức giao", "target").into(language), ha="center", va="bottom", size=10.5, color=QUIET
        )
        axes.set_yticks(range(len(bars)), [_short(bar.name, 60) for bar in bars])
        axes.set_ylim(len(bars) - 0.4, -0.6)
        axes.set_xlim(0, furthest * 1.55)
        axes.set_xticks([])
        axes.spines["left"].set_visible(True)
        return _written(figure)


def _empty(width: float, height: float) -> tuple[Any, Any]:
    prepared()
    from matplotlib.figure import Figure  # here: only those who look at charts wait for it

    figure = Figure(figsize=(width, height), layout="constrained")
    figure.patch.set_alpha(0)
    axes = figure.add_subplot()
    axes.patch.set_alpha(0)
    for spine in axes.spines.values():
        spine.set_visible(False)
        spine.set_color(QUIET)
    axes.tick_params(length=0, labelsize=11, labelcolor=INK)
    return figure, axes


def _figure(axes: Any, x: float, y: float, number: int, colour: str, hatch: str) -> None:
    """A number on its bar; on a hatched one, on a small ground of its own."""
    ground = {"facecolor": "#ffffff", "edgecolor": "none", "pad": 1.2} if hatch else None
    axes.text(x, y, sheet.figure(number), ha="center", va="center", size=10.5, color=colour, bbox=ground)


def _legend(axes: Any, language: Language) -> None:
    if axes.get_legend_handles_labels()[0]:
        axes.legend(
            loc="lower left", bbox_to_anchor=(0, 1), ncols=5, frameon=False, fontsize=11, handlelength=1.4,
            handleheight=1.0, columnspacing=1.0, borderaxespad=0.2, borderpad=0.1,
        )  # fmt: skip


def _short(name: str, letters: int = 30) -> str:
    return name if len(name) <= letters else name[: letters - 1].rstrip() + "…"


def _written(figure: Any) -> bytes:
    made = BytesIO()
    figure.savefig(made, format="svg", metadata={"Date": None, "Creator": None})
    return made.getvalue()


@cache
def prepared() -> None:
    """Letters stay letters, in the page's own font, so that a picture is small and its words can be found."""
    import matplotlib
    import matplotlib.backends.backend_svg
    import matplotlib.figure

    matplotlib.rcParams |= {
        "svg.fonttype": "none",
        "svg.hashsalt": "vanthu",
        "font.family": ["Noto Sans", "Liberation Sans", "DejaVu Sans", "sans-serif"],
        "hatch.linewidth": 0.8,
        "text.color": INK,
    }
    logging.getLogger("matplotlib.font_manager").setLevel(logging.ERROR)  # whichever font is there will do
