"""Arrays in the player's payload: short ones whole, long ones as a coarse map with the numbers at their corners."""

from __future__ import annotations

import base64
import json
import math
from typing import Any

import numpy as np

from ...scattered import Scattered
from .rounding import NEAR_ONE, same_as_one

#: Arrays of up to this many entries are carried whole.
WHOLE = 400
#: A map has at most this many rows and columns.
ROWS, COLUMNS = 32, 48
#: So many rows and columns of a long array are carried as numbers at each end.
EDGE = 4
#: How a map writes an entry that is not finite; finite ones are -127 to 127.
NOT_FINITE = -128


class Arrays:
    """The arrays of a payload, each carried once however often it is used."""

    def __init__(self) -> None:
        self.encoded: list[Any] = []
        self._places: dict[str, int] = {}
        self._known: dict[int, tuple[Any, int]] = {}

    def place(self, value: Any) -> int:
        """The index of an array or number among the encoded ones.

        >>> arrays = Arrays()
        >>> [arrays.place(value) for value in (1.5, np.zeros(2), 1.5)]
        [0, 1, 0]
        >>> arrays.encoded
        [1.5, {'shape': [2], 'data': [0, 0]}]
        """
        known = self._known.get(id(value))
        if known is not None:
            return known[1]
        encoded = encode(value)
        text = json.dumps(encoded)
        place = self._places.get(text)
        if place is None:
            place = self._places[text] = len(self.encoded)
            self.encoded.append(encoded)
        # With the value itself, whose identity then stays its own.
        self._known[id(value)] = value, place
        return place


def encode(value: Any) -> Any:
    """An array or number as JSON: a number for shape (), else a dict; see `autograd.views.player.payload`."""
    array = value.dense() if isinstance(value, Scattered) else np.asarray(value)
    if array.dtype.kind == "c":
        array = np.abs(array)
    if not array.ndim:
        return number(array[()])
    shape = list(array.shape)
    if array.size <= WHOLE:
        return {"shape": shape, "data": [number(entry) for entry in array.ravel()]}
    table = np.asarray(array, dtype=float).reshape(-1, shape[-1])
    finite = np.isfinite(table)
    usable = table[finite]
    scale = float(np.abs(usable).max()) if usable.size else 0.0
    rows, columns = _ends(table.shape[0]), _ends(table.shape[1])
    levels = _levels(table, finite, scale)
    return {
        "shape": shape,
        "grid": list(levels.shape),
        "map": base64.b64encode(levels.tobytes()).decode("ascii"),
        "scale": number(scale),
        "least": number(usable.min()) if usable.size else 0,
        "most": number(usable.max()) if usable.size else 0,
        "bad": int(table.size - usable.size),
        "rows": rows,
        "columns": columns,
        "data": [number(entry) for entry in array.reshape(table.shape)[np.ix_(rows, columns)].ravel()],
    }


def number(value: Any) -> float | int | str:
    """A number with eight digits, and as a word where JSON has no number for it.

    Of what is near 1 or -1, but not for rounding errors, there are eight digits of how far it is from there.

    >>> number(np.float32(0.1)), number(3.0), number(np.nan), number(-np.inf), number(1 - 2.0611536e-9)
    (0.1, 3, 'nan', '-inf', 0.9999999979388464)
    """
    exact = float(value)
    if not np.isfinite(exact):
        return str(exact)
    if exact.is_integer() and abs(exact) < 1e9:
        return int(exact)
    gap, digits = abs(1 - abs(exact)), 8
    if gap < NEAR_ONE:
        if gap < same_as_one(getattr(value, "dtype", np.dtype(float))):
            return round(exact)
        digits -= math.floor(math.log10(gap))
    return float(f"{exact:.{digits}g}")


def _ends(length: int) -> list[int]:
    """The first and last few indices of an axis, all of a short one."""
    if length <= 2 * EDGE:
        return list(range(length))
    return [*range(EDGE), *range(length - EDGE, length)]


def _levels(table: Any, finite: Any, scale: float) -> Any:
    """The map: in each block of the table the entry farthest from zero, as a part of 127 of the largest."""
    sizes = np.where(finite, np.abs(table), np.inf)
    rows = np.linspace(0, table.shape[0], min(ROWS, table.shape[0]), endpoint=False).astype(int)
    columns = np.linspace(0, table.shape[1], min(COLUMNS, table.shape[1]), endpoint=False).astype(int)
    largest = np.maximum.reduceat(np.maximum.reduceat(sizes, rows, axis=0), columns, axis=1)
    positive = np.where(finite, table, 0)
    positive = np.maximum.reduceat(np.maximum.reduceat(positive, rows, axis=0), columns, axis=1)
    signs = np.where(positive >= largest, 1, -1)
    with np.errstate(invalid="ignore"):
        levels = np.where(np.isfinite(largest), np.round(127 * signs * (largest / (scale or 1.0))), NOT_FINITE)
    return levels.astype(np.int8)
