"""A diagnosis as a table, for terminals and for notebooks."""

from __future__ import annotations

import math
from collections.abc import Sequence
from html import escape
from typing import Any

from .layer import LayerDiagnosis

_HEAD = ("layer", "kind", "units", "‖activations‖", "‖error signals‖", "saturated", "dead")
#: The columns of words, which are set flush left; those of numbers are set flush right.
_WORDS = 2
NOTHING = "No layer has been called yet."
#: Below a table whose column of error signals is empty.
NO_BACKWARD = "No error signals yet: they come with backward() of a loss."


def as_text(layers: Sequence[LayerDiagnosis]) -> str:
    """Columns of text."""
    if not layers:
        return NOTHING
    rows = [_HEAD, *map(_cells, layers)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    lines = (
        "  ".join(
            cell.ljust(width) if position < _WORDS else cell.rjust(width)
            for position, (cell, width) in enumerate(zip(row, widths, strict=True))
        )
        for row in rows
    )
    note = [NO_BACKWARD] if _before_backward(layers) else []
    return "\n".join([*(line.rstrip() for line in lines), *note])


def as_html(layers: Sequence[LayerDiagnosis]) -> str:
    """An HTML table in the page's own colours."""
    if not layers:
        return f"<p>{NOTHING}</p>"
    head = _row("th", _HEAD)
    body = "".join(_row("td", _cells(layer)) for layer in layers)
    note = f'<caption style="caption-side: bottom">{NO_BACKWARD}</caption>' if _before_backward(layers) else ""
    return f"<table>{note}<thead>{head}</thead><tbody>{body}</tbody></table>"


def _row(tag: str, cells: Sequence[str]) -> str:
    aligned = ("left" if position < _WORDS else "right" for position in range(len(cells)))
    made = (
        f'<{tag} style="text-align: {side}">{escape(cell)}</{tag}>' for cell, side in zip(cells, aligned, strict=True)
    )
    return f"<tr>{''.join(made)}</tr>"


def _cells(layer: LayerDiagnosis) -> tuple[str, ...]:
    return (
        layer.name,
        layer.kind,
        str(layer.units),
        f"{layer.activation_norm:.3g}",
        "" if layer.error_norm is None else f"{layer.error_norm:.3g}",
        _count(layer.saturated, layer),
        _count(layer.dead, layer),
    )


def _count(units: Any, layer: LayerDiagnosis) -> str:
    """How many units; nothing where a layer's units cannot be so, and nan where not all outputs are numbers."""
    if units is None:
        return ""
    return "nan" if math.isnan(layer.activation_norm) else str(len(units))


def _before_backward(layers: Sequence[LayerDiagnosis]) -> bool:
    return all(layer.error_norm is None for layer in layers)
