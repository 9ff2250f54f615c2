"""NumPy functions that are made of primitives, and so need no rules of their own."""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from typing import Any

import numpy as np

from . import errors
from .dispatch import implements
from .handle import constant
from .primitives import implementations
from .rules import arithmetic, indexing, linear_algebra, reductions, shaping
from .rules.einsum_subscripts import explicit_subscripts
from .rules.shapes import along, axes_of

implementations[np.add, "reduce"] = reductions.sum
implementations[np.multiply, "reduce"] = reductions.prod
implementations[np.maximum, "reduce"] = reductions.max
implementations[np.minimum, "reduce"] = reductions.min
implementations[np.add, "accumulate"] = reductions.cumsum
implementations[np.multiply, "accumulate"] = reductions.cumprod


# --- choosing ---


@implements(np.clip)
def clip(a: Any, a_min: Any = None, a_max: Any = None, *, min: Any = None, max: Any = None) -> Any:
    """`np.clip`; a bound of None is no bound."""
    low, high = (a_min if min is None else min), (a_max if max is None else max)
    dtype = getattr(a, "dtype", None)
    least, greatest = (-np.inf, np.inf) if dtype is None or dtype.kind not in "iu" else _limits(dtype)
    return arithmetic.clip(a, least if low is None else low, greatest if high is None else high)


def _limits(dtype: Any) -> tuple[int, int]:
    """The smallest and the greatest of the integers of a dtype."""
    return np.iinfo(dtype).min, np.iinfo(dtype).max


@implements(np.where)
def where(condition: Any, *choices: Any) -> Any:
    """`np.where`; with a condition alone, the places where it holds."""
    return arithmetic.where(condition, *choices) if choices else np.nonzero(condition)


@implements(np.divmod)
def divmod(x1: Any, x2: Any) -> tuple[Any, Any]:
    """`np.divmod`; the quotient has no gradient."""
    return np.floor_divide(x1, x2), np.remainder(x1, x2)


@implements(np.nan_to_num)
def nan_to_num(x: Any, copy: bool = True, nan: float = 0.0, posinf: Any = None, neginf: Any = None) -> Any:
    """`np.nan_to_num`; what is replaced receives no error signal."""
    clean = np.nan_to_num(x.data, nan=nan, posinf=posinf, neginf=neginf)
    return arithmetic.where(np.isfinite(x.data), x, clean)


# --- sums and statistics ---


@implements(np.cumsum)
def cumsum(a: Any, axis: int | None = None) -> Any:
    """`np.cumsum`; over all entries where ``axis`` is None."""
    return reductions.cumsum(ravel(a), 0) if axis is None else reductions.cumsum(a, axis)


@implements(np.cumprod)
def cumprod(a: Any, axis: int | None = None) -> Any:
    """`np.cumprod`; over all entries where ``axis`` is None."""
    return reductions.cumprod(ravel(a), 0) if axis is None else reductions.cumprod(a, axis)


@implements(np.average)
def average(a: Any, axis: Any = None, weights: Any = None) -> Any:
    """`np.average`."""
    if weights is None:
        return np.mean(a, axis=axis)
    if np.shape(weights) != np.shape(a):
        if axis is None:
            raise TypeError(f"weights of shape {np.shape(weights)} for entries of shape {np.shape(a)} need an axis")
        shape = [1] * np.ndim(a)
        shape[axis] = -1
        weights = np.broadcast_to(np.reshape(weights, shape), np.shape(a))
    return np.sum(a * weights, axis=axis) / np.sum(weights, axis=axis)


@implements(np.ptp)
def ptp(a: Any, axis: Any = None) -> Any:
    """`np.ptp`: the largest entry less the smallest."""
    return np.max(a, axis=axis) - np.min(a, axis=axis)


@implements(np.diff)
def diff(a: Any, n: int = 1, axis: int = -1) -> Any:
    """`np.diff`: differences of neighbours, taken ``n`` times."""
    for _ in range(n):
        ndim = np.ndim(a)
        a = a[along(axis, ndim, slice(1, None))] - a[along(axis, ndim, slice(None, -1))]
    return a


# --- order ---


@implements(np.sort)
def sort(a: Any, axis: int | None = -1, *, kind: Any = None, stable: Any = None) -> Any:
    """`np.sort`; each entry's error signal goes back to where it came from."""
    if axis is None:
        a, axis = ravel(a), 0
    order = np.argsort(a.data, axis=axis, kind=kind, stable=stable)
    return indexing.take_along_axis(a, order, axis)


# --- shape ---


@implements(np.ravel)
def ravel(a: Any, order: str = "C") -> Any:
    """`np.ravel`."""
    return shaping.reshape(a, (-1,), order=order)


@implements(np.broadcast_to)
def broadcast_to(array: Any, shape: Any) -> Any:
    """`np.broadcast_to`."""
    return shaping.broadcast_to(array, shape)


@implements(np.broadcast_arrays)
def broadcast_arrays(*args: Any) -> tuple[Any, ...]:
    """`np.broadcast_arrays`."""
    shape = np.broadcast_shapes(*(np.shape(a) for a in args))
    return tuple(shaping.broadcast_to(a, shape) for a in args)


@implements(np.copy)
def copy(a: Any) -> Any:
    """`np.copy`."""
    return shaping.copy(a)


@implements(np.astype)
def astype(x: Any, dtype: Any, *, copy: bool = True) -> Any:
    """`np.astype`; to integers and booleans no gradient goes through."""
    if np.dtype(dtype).kind not in "biuf" and x.requires_grad:
        raise TypeError(f"a tensor that is being differentiated cannot become {np.dtype(dtype)}; only real numbers can")
    if np.dtype(dtype).kind != "f":
        return constant(x.data.astype(dtype))
    return shaping.astype(x, np.dtype(dtype))


@implements(np.atleast_1d)
def atleast_1d(*arys: Any) -> Any:
    """`np.atleast_1d`."""
    results = tuple(a if np.ndim(a) else np.reshape(a, (1,)) for a in arys)
    return results[0] if len(results) == 1 else results


@implements(np.atleast_2d)
def atleast_2d(*arys: Any) -> Any:
    """`np.atleast_2d`."""
    results = tuple(a if np.ndim(a) > 1 else np.reshape(a, (1, -1)) for a in arys)
    return results[0] if len(results) == 1 else results


@implements(np.rollaxis)
def rollaxis(a: Any, axis: int, start: int = 0) -> Any:
    """`np.rollaxis`."""
    order = [number for number in range(np.ndim(a)) if number != axis % np.ndim(a)]
    start = start + np.ndim(a) if start < 0 else start
    order.insert(start - (axis % np.ndim(a) < start), axis % np.ndim(a))
    return np.transpose(a, order)


@implements(np.fliplr)
def fliplr(m: Any) -> Any:
    """`np.fliplr`."""
    return np.flip(m, 1)


@implements(np.flipud)
def flipud(m: Any) -> Any:
    """`np.flipud`."""
    return np.flip(m, 0)


@implements(np.rot90)
def rot90(m: Any, k: int = 1, axes: tuple[int, int] = (0, 1)) -> Any:
    """`np.rot90`."""
    for _ in range(k % 4):
        m = np.flip(np.swapaxes(m, *axes), axes[0])
    return m


# --- joining and splitting ---


@implements(np.concatenate)
def concatenate(arrays: Sequence[Any], axis: int | None = 0) -> Any:
    """`np.concatenate`; of everything raveled where ``axis`` is None."""
    if axis is None:
        return shaping.concatenate(*map(np.ravel, arrays), axis=0)
    return shaping.concatenate(*arrays, axis=axis)


@implements(np.stack)
def stack(arrays: Sequence[Any], axis: int = 0) -> Any:
    """`np.stack`."""
    return shaping.stack(*arrays, axis=axis)


@implements(np.append)
def append(arr: Any, values: Any, axis: int | None = None) -> Any:
    """`np.append`."""
    return concatenate([arr, values], axis)


@implements(np.vstack)
def vstack(tup: Sequence[Any]) -> Any:
    """`np.vstack`."""
    return shaping.concatenate(*map(np.atleast_2d, tup), axis=0)


@implements(np.hstack)
def hstack(tup: Sequence[Any]) -> Any:
    """`np.hstack`."""
    arrays = [np.atleast_1d(a) for a in tup]
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


@implements(np.vsplit)
def vsplit(ary: Any, indices_or_sections: Any) -> Any:
    """`np.vsplit`."""
    return split(ary, indices_or_sections, 0)


@implements(np.hsplit)
def hsplit(ary: Any, indices_or_sections: Any) -> Any:
    """`np.hsplit`."""
    return split(ary, indices_or_sections, 0 if np.ndim(ary) == 1 else 1)


# --- repeating and padding ---


@implements(np.repeat)
def repeat(a: Any, repeats: Any, axis: int | None = None) -> Any:
    """`np.repeat`."""
    if axis is None:
        a, axis = np.ravel(a), 0
    return indexing.repeat(a, np.repeat(np.arange(np.shape(a)[axis]), repeats), axis)


@implements(np.tile)
def tile(A: Any, reps: Any) -> Any:
    """`np.tile`."""
    repeats = tuple(reps) if isinstance(reps, Sequence | np.ndarray) else (reps,)
    return shaping.tile(A, (1,) * (np.ndim(A) - len(repeats)) + tuple(map(operator.index, repeats)))


@implements(np.pad)
def pad(array: Any, pad_width: Any, mode: str = "constant", *, constant_values: Any = 0) -> Any:
    """`np.pad` with one constant, or in the modes edge, reflect, symmetric, wrap and empty."""
    if isinstance(pad_width, dict):
        width = [(0, 0)] * np.ndim(array)
        for axis, pair in pad_width.items():
            width[axis] = pair if isinstance(pair, tuple) else (pair, pair)
        pad_width = width
    width = np.broadcast_to(np.asarray(pad_width), (np.ndim(array), 2)).tolist()
    if mode in ("constant", "empty"):
        if np.ndim(constant_values):
            raise NotImplementedError("pad: give one constant; for several, pad one side after the other")
        return shaping.pad(array, tuple(b for b, _ in width), tuple(a for _, a in width), constant_values)
    if mode not in ("edge", "reflect", "symmetric", "wrap"):
        raise NotImplementedError(
            f"pad: the mode {mode!r} computes new values and has no rule; compute them, then join"
        )
    places = np.pad(np.arange(np.size(array)).reshape(np.shape(array)), width, mode=mode)
    return np.ravel(array)[places]


# --- taking and diagonals ---


@implements(np.take)
def take(a: Any, indices: Any, axis: int | None = None, mode: str = "raise") -> Any:
    """`np.take`."""
    if axis is None:
        a, axis = np.ravel(a), 0
    indices = np.asarray(indices)
    length = np.shape(a)[axis]
    if mode == "wrap":
        indices = indices % length
    elif mode == "clip":
        indices = np.clip(indices, 0, length - 1)
    return a[along(axis, np.ndim(a), indices)]


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


@implements(np.trace)
def trace(a: Any, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Any:
    """`np.trace`."""
    return np.sum(diagonal(a, offset, axis1, axis2), axis=-1)


@implements(np.linalg.trace)
def matrix_trace(x: Any, *, offset: int = 0) -> Any:
    """`np.linalg.trace`: of each of a stack of matrices."""
    return trace(x, offset, -2, -1)


# --- products ---


@implements(np.dot)
def dot(a: Any, b: Any) -> Any:
    """`np.dot` in all of its forms."""
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return arithmetic.multiply(a, b)
    if np.ndim(a) <= 2 and np.ndim(b) <= 2:
        return linear_algebra.matmul(a, b)
    return tensordot(a, b, (-1, -2 if np.ndim(b) > 1 else -1))


@implements(np.vdot)
def vdot(a: Any, b: Any) -> Any:
    """`np.vdot` of real arrays."""
    return linear_algebra.matmul(np.ravel(a), np.ravel(b))


@implements(np.inner)
def inner(a: Any, b: Any) -> Any:
    """`np.inner`: products summed over the last axes."""
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return arithmetic.multiply(a, b)
    return tensordot(a, b, (-1, -1))


@implements(np.outer)
def outer(a: Any, b: Any) -> Any:
    """`np.outer`: all products of an entry of one with an entry of the other."""
    return np.reshape(a, (-1, 1)) * np.reshape(b, (1, -1))


@implements(np.tensordot)
def tensordot(a: Any, b: Any, axes: Any = 2) -> Any:
    """`np.tensordot`: products summed over pairs of axes, as one product of matrices."""
    if isinstance(axes, int | np.integer):
        pairs: Any = tuple(range(-int(axes), 0)), tuple(range(int(axes)))
    else:
        pairs = tuple(tuple(np.atleast_1d(side).tolist()) for side in axes)
    over_a, over_b = axes_of(np.ndim(a), pairs[0]), axes_of(np.ndim(b), pairs[1])
    free_a = tuple(n for n in range(np.ndim(a)) if n not in over_a)
    free_b = tuple(n for n in range(np.ndim(b)) if n not in over_b)
    lengths = [np.shape(a)[n] for n in over_a]
    if lengths != [np.shape(b)[n] for n in over_b]:
        raise ValueError(f"tensordot of shapes {np.shape(a)} and {np.shape(b)} over {axes}: lengths differ")
    shape_a, shape_b = [np.shape(a)[n] for n in free_a], [np.shape(b)[n] for n in free_b]
    shared = math.prod(lengths)
    left = np.reshape(np.transpose(a, free_a + over_a), (math.prod(shape_a), shared))
    right = np.reshape(np.transpose(b, over_b + free_b), (shared, math.prod(shape_b)))
    return np.reshape(linear_algebra.matmul(left, right), (*shape_a, *shape_b))


@implements(np.einsum)
def einsum(subscripts: str, *operands: Any, optimize: Any = False) -> Any:
    """`np.einsum` with subscripts given as a string."""
    if not isinstance(subscripts, str):
        raise NotImplementedError("einsum on tensors takes its subscripts as a string, like 'ij,jk->ik'")
    return linear_algebra.einsum(explicit_subscripts(subscripts, tuple(map(np.ndim, operands))), *operands)


@implements(np.linalg.norm)
def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    """`np.linalg.norm`: of vectors for any order from 1 on, of matrices Frobenius', and the largest row or column."""
    axes = axes_of(np.ndim(x), axis)
    if ord is None or ord == "fro" or (ord == 2 and len(axes) == 1):
        return linear_algebra.norm2(x, axis=axis, keepdims=keepdims)
    if len(axes) == 1:
        size = np.abs(x)
        if ord == np.inf:
            return np.max(size, axis=axis, keepdims=keepdims)
        if ord == -np.inf:
            return np.min(size, axis=axis, keepdims=keepdims)
        if ord == 1:
            return np.sum(size, axis=axis, keepdims=keepdims)
        if isinstance(ord, int | float) and ord >= 1:
            return linear_algebra.normp(x, ord, axis=axis, keepdims=keepdims)
    elif len(axes) == 2 and ord in (1, -1, np.inf, -np.inf):
        summed, rest = axes if abs(ord) == 1 else axes[::-1]
        sums = np.sum(np.abs(x), axis=summed, keepdims=True)
        extreme = np.max if ord > 0 else np.min
        result = extreme(sums, axis=rest, keepdims=True)
        return result if keepdims else np.squeeze(result, axis=axes)
    raise NotImplementedError(f"norm of order {ord!r} over {len(axes)} axes has no rule")
