"""Plots that look right on a light page and on a dark one: nothing behind them, and colours that both set off."""

from __future__ import annotations

import io
from typing import Any

from autograd import error_message

try:
    import matplotlib as mpl
    from matplotlib.axes import Axes
    from matplotlib.figure import Figure
except ImportError as error:
    raise ImportError(
        error_message("a plot needs matplotlib, which is not installed", 'pip install "overbar[notebook]"')
    ) from error

#: Text, axes and ticks.
INK = "#7b8794"
#: Values and error signals: a blue and a vermilion that every kind of colour vision tells apart, each with a contrast
#: of at least 3 : 1 to white and to near-black.
VALUES, ERRORS = "#1f84c4", "#d55e00"
#: Two more, for other things.
GREEN, PURPLE = "#009e73", "#b56c9f"
#: All four, in the order in which to take them for lines that are of one kind.
COLORS = (VALUES, ERRORS, GREEN, PURPLE)

_STYLE: Any = {
    "axes.axisbelow": True,
    "axes.edgecolor": INK,
    "axes.facecolor": "none",
    "axes.grid": True,
    "axes.labelcolor": INK,
    "axes.spines.right": False,
    "axes.spines.top": False,
    "axes.titlecolor": INK,
    "figure.facecolor": "none",
    "font.size": 10.0,
    "grid.alpha": 0.25,
    "grid.color": INK,
    "legend.frameon": False,
    "legend.labelcolor": INK,
    "savefig.facecolor": "none",
    "text.color": INK,
    "xtick.color": INK,
    "ytick.color": INK,
}


class Plot(Figure):
    """A matplotlib figure that a notebook shows when it is a cell's value. It is its holder's alone: not pyplot's.

    ``savefig(path)`` writes it; its background is transparent. In a notebook it is never wider than the page.
    """

    def _repr_svg_(self) -> str:
        text = io.StringIO()
        with mpl.rc_context({"svg.hashsalt": "overbar"}):
            self.savefig(text, format="svg", metadata={"Date": None})
        return text.getvalue().replace("<svg ", '<svg style="max-width: 100%; height: auto" ', 1)


class _Axes(Axes):
    """What is put into the axes later has their style too: matplotlib takes it from where the call is made."""

    def legend(self, *args: Any, **options: Any) -> Any:
        with style():
            return super().legend(*args, **options)

    def text(self, *args: Any, **options: Any) -> Any:
        with style():
            return super().text(*args, **options)

    def annotate(self, *args: Any, **options: Any) -> Any:
        with style():
            return super().annotate(*args, **options)


def style() -> Any:
    """A context manager: figures and axes made in it are for light and for dark pages."""
    return mpl.rc_context(_STYLE)


def subplots(rows: int = 1, columns: int = 1, *, width: float = 6.4, height: float = 3.6, **options: Any) -> Any:
    """A `Plot` and its axes, as ``matplotlib.pyplot.subplots`` gives them. Lengths are in inches.

    >>> plot, axes = subplots(width=4)
    >>> line = axes.plot([3, 1, 2], color=VALUES, label="loss")
    >>> axes.legend().get_frame_on()
    False
    """
    kind = dict(options.pop("subplot_kw", None) or {})
    if "projection" not in kind:
        kind.setdefault("axes_class", _Axes)
    with style():
        plot = Plot(figsize=(width, height), layout="constrained")
        return plot, plot.subplots(rows, columns, subplot_kw=kind, **options)
