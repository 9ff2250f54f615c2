"""Taking entries out of an array and putting them back: every form of indexing NumPy has."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd.primitives import primitive
from autograd.scattered import Scattered

from .shapes import along


# fmt: off
@primitive(x_bar=lambda z_bar, x_shape, index: scattered(z_bar, index, x_shape))
def getitem(x: Any, index: Any) -> Any:
    """``x[index]``. An entry that is taken several times receives the sum of its error signals.

    An array in the index is kept, not copied: like all that is computed with, it must not be changed before the
    backward pass.
    """
    return x[index]


@primitive(z_bar=lambda x_bar, index: x_bar[index])
def scatter(z: Any, index: Any, shape: tuple[int, ...]) -> Any:
    """An array of ``shape``, zero but at ``index``, where ``z`` is added.

    >>> scatter(np.array([1.0, 2.0, 4.0]), [0, 0, 2], (3,))
    array([3., 0., 4.])
    """
    return Scattered(z, index, shape).dense()


@primitive(z_bar=lambda x_bar, indices, axis: np.take_along_axis(x_bar, indices, axis))
def scatter_along_axis(z: Any, indices: Any, axis: int, shape: tuple[int, ...]) -> Any:
    """An array of ``shape``, zero but at ``indices`` along an axis, where ``z`` is added."""
    return Scattered(z, positions_along(indices, axis, shape), shape).dense()


@primitive(x_bar=lambda z_bar, x_shape, indices, axis: scatter_along_axis(z_bar, indices, axis, x_shape))
def take_along_axis(x: Any, indices: Any, axis: int) -> Any:
    """Along an axis, the entries at ``indices``, which has as many axes as ``x``."""
    return np.take_along_axis(x, indices, axis)


@primitive(x_bar=lambda z_bar, x_shape, indices, axis: scattered(z_bar, along(axis, len(x_shape), indices), x_shape))
def repeat(x: Any, indices: Any, axis: int) -> Any:
    """Along an axis, each entry as often as ``indices``, which rise, name it."""
    return np.take(x, indices, axis)
# fmt: on


def scattered(z_bar: Any, index: Any, shape: tuple[int, ...]) -> Any:
    """`scatter`, which of plain numbers is not written out before it has to be."""
    if isinstance(z_bar, np.ndarray | np.generic):
        return Scattered(z_bar, index, shape)
    return scatter(z_bar, index, shape)


def positions_along(indices: Any, axis: int, shape: tuple[int, ...]) -> tuple[Any, ...]:
    """The full index that `np.take_along_axis` means by indices along one axis of an array of ``shape``."""
    grid = list(np.ogrid[tuple(slice(length) for length in shape)])
    grid[axis] = indices
    return tuple(grid)
