"""Medians, spreads and ratios, as Markdown."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np

#: The page of results.
PAGE = """# Results

What `make bench` measured; how is said in [README.md](README.md).

![Overbar's time for a training step as a multiple of each contender's, by network](training.svg)

{results}
"""
BEGIN, END = "<!-- results: begin -->", "<!-- results: end -->"


def table(head: Sequence[str], rows: Sequence[Sequence[str]]) -> str:
    """A Markdown table, its first column to the left and the others to the right."""
    rule = ["---", *["---:"] * (len(head) - 1)]
    return "\n".join("| " + " | ".join(row) + " |" for row in [head, rule, *rows])


def figures(number: float) -> str:
    """Three significant figures, without an exponent."""
    return f"{number:,.0f}" if number >= 100 else f"{number:#.3g}".rstrip(".")


def microseconds(seconds: Sequence[float]) -> str:
    """The median in microseconds."""
    return figures(float(np.median(seconds)) * 1e6)


def milliseconds(seconds: Sequence[float]) -> str:
    """The median in milliseconds."""
    return figures(float(np.median(seconds)) * 1e3)


def spread(ratios: Sequence[float]) -> str:
    """The median and, in parentheses, the quartiles around it."""
    low, middle, high = np.quantile(ratios, [0.25, 0.5, 0.75])
    return f"{middle:.2f} ({low:.2f}–{high:.2f})"


def write_between_marks(page: Path, results: str) -> None:
    """Put the results where the page has its marks, and leave the rest of the page as it is."""
    before, _, rest = page.read_text(encoding="utf-8").partition(BEGIN)
    _, mark, after = rest.partition(END)
    if not mark:
        raise ValueError(f"{page.name} has no marks {BEGIN} and {END} for the results to go between")
    page.write_text(f"{before}{BEGIN}\n{results}\n{END}{after}", encoding="utf-8")
