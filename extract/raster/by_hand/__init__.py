"""What is written by hand into a letterhead: its figures read (`reading`), and the net that reads them built (`build`)."""

from extract.raster.by_hand.reading import Figure, figures_of_letterhead, read_figures

__all__ = ["Figure", "figures_of_letterhead", "read_figures"]
