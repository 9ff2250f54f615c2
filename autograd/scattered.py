"""The error signal of an indexed array: zero but for a few entries, and not written out until it must be."""

from __future__ import annotations

from typing import Any

import numpy as np


class Scattered:
    """An array of ``shape`` that is zero except at ``index``, where ``values`` have been added.

    Reading one entry of a large array sends back a message that is zero almost everywhere. Added as it is into the sum
    at the receiver, it costs what it holds and not what it covers.
    """

    __slots__ = ("index", "shape", "values")

    def __init__(self, values: Any, index: Any, shape: tuple[int, ...]) -> None:
        self.values, self.index, self.shape = values, index, shape

    @property
    def dtype(self) -> Any:
        return self.values.dtype

    def astype(self, dtype: Any) -> Scattered:
        return Scattered(self.values.astype(dtype), self.index, self.shape)

    def dense(self) -> Any:
        """The array written out."""
        return add_at(np.zeros_like(self.values, shape=self.shape), self.index, self.values)

    def added_to(self, total: Any, owned: bool) -> Any:
        """The sum of ``total`` and this array; in place where ``total`` is our own."""
        return add_at(total if owned else np.array(total), self.index, self.values)


def add_at(array: Any, index: Any, values: Any) -> Any:
    """Adds ``values`` into ``array`` at ``index``, repeated places as often as they are named; returns ``array``."""
    if is_basic(index):
        array[index] += values
    else:
        np.add.at(array, index, values)
    return array


def is_basic(index: Any) -> bool:
    """Whether an index is made of integers, slices, None and Ellipsis only, so that it names no place twice."""
    parts = index if isinstance(index, tuple) else (index,)
    return all(
        part is None
        or part is Ellipsis
        or isinstance(part, slice)
        or (isinstance(part, int | np.integer) and not isinstance(part, bool))
        for part in parts
    )
