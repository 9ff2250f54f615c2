"""Taking entries, diagonals among them."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd.dispatch import implements
from autograd.rules import indexing
from autograd.rules.shapes import along, axes_of


@implements(np.take)
def take(a: Any, indices: Any, axis: int | None = None, *, mode: str = "raise") -> Any:
    """`np.take`."""
    if axis is None:
        a, axis = np.ravel(a), 0
    (axis,) = axes_of(np.ndim(a), axis)
    indices = np.asarray(indices)
    length = np.shape(a)[axis]
    if mode == "wrap":
        indices = indices % length
    elif mode == "clip":
        indices = np.clip(indices, 0, length - 1)
    return a[along(axis, np.ndim(a), indices)]


@implements(np.compress)
def compress(condition: Any, a: Any, axis: int | None = None) -> Any:
    """`np.compress`: the slices along an axis where the condition holds."""
    return take(a, np.nonzero(np.asarray(condition))[0], axis)


@implements(np.extract)
def extract(condition: Any, arr: Any) -> Any:
    """`np.extract`: the entries where the condition holds, in one row."""
    return take(arr, np.nonzero(np.ravel(np.asarray(condition)))[0])


@implements(np.take_along_axis)
def take_along_axis(arr: Any, indices: Any, axis: int | None = -1) -> Any:
    """`np.take_along_axis`."""
    if axis is None:
        arr, axis = np.ravel(arr), 0
    return indexing.take_along_axis(arr, indices, axis)


@implements(np.diagonal)
def diagonal(a: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    """`np.diagonal`."""
    axis1, axis2 = axes_of(np.ndim(a), (axis1, axis2))
    rows, columns = np.shape(a)[axis1], np.shape(a)[axis2]
    length = max(0, min(rows + min(offset, 0), columns - max(offset, 0)))
    i = np.arange(length) + max(-offset, 0)
    return np.moveaxis(a, (axis1, axis2), (-2, -1))[..., i, i + offset]


@implements(np.linalg.diagonal)
def matrix_diagonal(x: Any, *, offset: int = 0) -> Any:
    """`np.linalg.diagonal`: of each of a stack of matrices."""
    return diagonal(x, offset, -2, -1)


@implements(np.diag)
def diag(v: Any, k: int = 0) -> Any:
    """`np.diag`: the diagonal of a matrix, or a matrix with this diagonal."""
    if np.ndim(v) == 2:
        return diagonal(v, k)
    n = np.shape(v)[0] + abs(k)
    i = np.arange(np.shape(v)[0]) + max(-k, 0)
    return indexing.scatter(v, (i, i + k), (n, n))


@implements(np.diagflat)
def diagflat(v: Any, k: int = 0) -> Any:
    """`np.diagflat`: a matrix with these entries on its k-th diagonal."""
    return diag(np.ravel(v), k)


@implements(np.trace)
def trace(a: Any, offset: int = 0, axis1: int = 0, axis2: int = 1, *, dtype: Any = None) -> Any:
    """`np.trace`."""
    return np.sum(diagonal(a, offset, axis1, axis2), axis=-1, dtype=dtype)


@implements(np.linalg.trace)
def matrix_trace(x: Any, /, *, offset: int = 0, dtype: Any = None) -> Any:
    """`np.linalg.trace`: of each of a stack of matrices."""
    return trace(x, offset, -2, -1, dtype=dtype)
