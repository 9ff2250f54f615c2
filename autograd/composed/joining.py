"""Joining arrays, and splitting them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from autograd import errors
from autograd.dispatch import implements
from autograd.rules import shaping
from autograd.rules.shapes import along, axes_of


@implements(np.concatenate)
def concatenate(arrays: Sequence[Any], axis: int | None = 0, *, dtype: Any = None) -> Any:
    """`np.concatenate`; of everything raveled where ``axis`` is None."""
    arrays = converted(arrays, dtype)
    if axis is None:
        return shaping.concatenate(*map(np.ravel, arrays), axis=0)
    return shaping.concatenate(*arrays, axis=axis)


@implements(np.stack)
def stack(arrays: Sequence[Any], axis: int = 0, *, dtype: Any = None) -> Any:
    """`np.stack`."""
    return shaping.stack(*converted(arrays, dtype), axis=axis)


def converted(arrays: Sequence[Any], dtype: Any) -> Sequence[Any]:
    """Arrays in another dtype, or as they are where that is None."""
    return arrays if dtype is None else [np.astype(a if hasattr(a, "astype") else np.asarray(a), dtype) for a in arrays]


@implements(np.append)
def append(arr: Any, values: Any, axis: int | None = None) -> Any:
    """`np.append`."""
    return concatenate([arr, values], axis)


@implements(np.vstack)
def vstack(tup: Sequence[Any], *, dtype: Any = None) -> Any:
    """`np.vstack`."""
    return shaping.concatenate(*map(np.atleast_2d, converted(tup, dtype)), axis=0)


@implements(np.hstack)
def hstack(tup: Sequence[Any], *, dtype: Any = None) -> Any:
    """`np.hstack`."""
    arrays = [np.atleast_1d(a) for a in converted(tup, dtype)]
    return shaping.concatenate(*arrays, axis=0 if np.ndim(arrays[0]) == 1 else 1)


@implements(np.column_stack)
def column_stack(tup: Sequence[Any]) -> Any:
    """`np.column_stack`."""
    return shaping.concatenate(*(np.reshape(a, (-1, 1)) if np.ndim(a) < 2 else a for a in tup), axis=1)


@implements(np.dstack)
def dstack(tup: Sequence[Any]) -> Any:
    """`np.dstack`."""
    solid = [a if np.ndim(a) > 2 else np.expand_dims(np.atleast_2d(a), 2) for a in tup]
    return shaping.concatenate(*solid, axis=2)


@implements(np.block)
def block(arrays: Any) -> Any:
    """`np.block`: nested lists of arrays, the innermost joined along the last axis."""
    return _block(arrays, _depth(arrays), max(_depth(arrays), _most_axes(arrays)))


def _block(arrays: Any, depth: int, ndim: int) -> Any:
    if not isinstance(arrays, list):
        return np.reshape(arrays, (1,) * (ndim - np.ndim(arrays)) + np.shape(arrays))
    return np.concatenate([_block(part, depth - 1, ndim) for part in arrays], axis=-depth)


def _depth(arrays: Any) -> int:
    return 1 + max(map(_depth, arrays)) if isinstance(arrays, list) and arrays else 0


def _most_axes(arrays: Any) -> int:
    return max(map(_most_axes, arrays)) if isinstance(arrays, list) else np.ndim(arrays)


@implements(np.array_split)
def array_split(ary: Any, indices_or_sections: Any, axis: int = 0) -> Any:
    """`np.array_split`."""
    (axis,) = axes_of(np.ndim(ary), axis)
    parts = np.array_split(np.arange(np.shape(ary)[axis]), indices_or_sections)
    starts = np.cumsum([0] + [len(part) for part in parts])
    if not isinstance(indices_or_sections, int | np.integer):
        cuts = [0, *indices_or_sections, np.shape(ary)[axis]]
        return [ary[along(axis, np.ndim(ary), slice(cuts[i], cuts[i + 1]))] for i in range(len(cuts) - 1)]
    return [
        ary[along(axis, np.ndim(ary), slice(int(start), int(start) + len(part)))]
        for start, part in zip(starts, parts, strict=False)
    ]


@implements(np.split)
def split(ary: Any, indices_or_sections: Any, axis: int = 0) -> Any:
    """`np.split`: views of equal parts, or of the parts between the given places."""
    (axis,) = axes_of(np.ndim(ary), axis)
    length = np.shape(ary)[axis]
    if isinstance(indices_or_sections, int | np.integer) and length % indices_or_sections:
        raise ValueError(
            errors.message(
                f"split: an axis of length {length} cannot be cut into {indices_or_sections} equal parts",
                "np.array_split makes parts of nearly equal length",
            )
        )
    return array_split(ary, indices_or_sections, axis)


@implements(np.unstack)
def unstack(x: Any, /, *, axis: int = 0) -> tuple[Any, ...]:
    """`np.unstack`: the slices along an axis."""
    return tuple(np.moveaxis(x, axis, 0))


@implements(np.dsplit)
def dsplit(ary: Any, indices_or_sections: Any) -> Any:
    """`np.dsplit`."""
    return split(ary, indices_or_sections, 2)


@implements(np.vsplit)
def vsplit(ary: Any, indices_or_sections: Any) -> Any:
    """`np.vsplit`."""
    return split(ary, indices_or_sections, 0)


@implements(np.hsplit)
def hsplit(ary: Any, indices_or_sections: Any) -> Any:
    """`np.hsplit`."""
    return split(ary, indices_or_sections, 0 if np.ndim(ary) == 1 else 1)
