"""What is written by hand into a letterhead: `reading` reads its figures, by a net that `build` makes."""

from extract.raster.by_hand.reading import Figure, figures_of_letterhead, read_figures

__all__ = ["Figure", "figures_of_letterhead", "read_figures"]
