"""A confusion matrix that a person can read in a terminal."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np


def confusion_matrix(labels: Any, predicted: Any, classes: int) -> Any:
    """How many points of each class (down) were taken for which class (across)."""
    counts = np.zeros((classes, classes), int)
    np.add.at(counts, (labels, predicted), 1)
    return counts


def table(counts: Any) -> Iterator[str]:
    """The lines of a table of a confusion matrix, with each class's precision and recall. A dot stands for 0."""
    hits, found, taken = np.diag(counts), counts.sum(axis=1), counts.sum(axis=0)
    classes = range(len(counts))
    width = max(len(str(counts.sum(axis=0).max())) + 1, len(" 100%"))

    def row(head: str, cells: list[str], tail: str) -> str:
        return f"{head:>9} │" + "".join(f"{cell:>{width}}" for cell in cells) + f" │ {tail}"

    def percent(part: int, whole: int) -> str:
        return f"{part / whole:8.1%}" if whole else f"{'–':>8}"

    line = "─" * 10 + "┼" + "─" * (width * len(counts) + 1) + "┼"
    yield f"{'':9} │{'predicted':^{width * len(counts)}} │"
    yield row("actual", [str(number) for number in classes], f"{'points':>8}{'recall':>8}")
    yield line + "─" * 17
    for number in classes:
        cells = [str(count) if count else "·" for count in counts[number]]
        yield row(str(number), cells, f"{found[number]:8}{percent(hits[number], found[number])}")
    yield line + "─" * 17
    yield row("points", [str(count) for count in taken], f"{counts.sum():8}")
    precision = [f"{hits[number] / taken[number]:.0%}" if taken[number] else "–" for number in classes]
    yield row("precision", precision, "")
