"""Sums, means, extremes and what is made of them, with all of NumPy's options but ``out``."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd import errors
from autograd.dispatch import implements
from autograd.primitives import implementations
from autograd.rules import linear_algebra, reductions
from autograd.rules.shapes import along, axes_of, entries, kept_shape

from .reshaping import ravel

implementations[np.add, "reduce"] = reductions.sum
implementations[np.multiply, "reduce"] = reductions.prod
implementations[np.maximum, "reduce"] = reductions.max
implementations[np.minimum, "reduce"] = reductions.min
implementations[np.add, "accumulate"] = reductions.cumsum
implementations[np.multiply, "accumulate"] = reductions.cumprod


@implements(np.sum)
def sum(
    a: Any, axis: Any = None, dtype: Any = None, *, keepdims: bool = False, initial: Any = 0, where: Any = True
) -> Any:
    """`np.sum`. With ``dtype`` the entries are converted first, as NumPy does."""
    total = reductions.sum(_chosen(a, dtype, where, 0), axis, keepdims=keepdims)
    return total if _is_number(initial, 0) else total + initial


@implements(np.prod)
def prod(
    a: Any, axis: Any = None, dtype: Any = None, *, keepdims: bool = False, initial: Any = 1, where: Any = True
) -> Any:
    """`np.prod`."""
    product = reductions.prod(_chosen(a, dtype, where, 1), axis, keepdims=keepdims)
    return product if _is_number(initial, 1) else product * initial


@implements(np.mean)
def mean(a: Any, axis: Any = None, dtype: Any = None, *, keepdims: bool = False, where: Any = True) -> Any:
    """`np.mean`."""
    if where is True:
        return reductions.mean(_chosen(a, dtype, where, 0), axis, keepdims=keepdims)
    total = reductions.sum(_chosen(a, dtype, where, 0), axis, keepdims=keepdims)
    return total / _count(a, axis, keepdims, where)


@implements(np.var)
def var(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    *,
    ddof: float = 0,
    keepdims: bool = False,
    where: Any = True,
    mean: Any = None,
    correction: float | None = None,
) -> Any:
    """`np.var`; ``correction`` is another name of ``ddof``. A ``mean`` that is given has kept its axes."""
    ddof = _degrees_of_freedom("var", ddof, correction)
    a = _chosen(a, dtype, True, 0)
    if where is True and mean is None:
        return reductions.var(a, axis, ddof=ddof, keepdims=keepdims)
    squares = reductions.sum(np.square(_deviations(a, axis, where, mean)), axis, keepdims=keepdims)
    return squares / (_count(a, axis, keepdims, where) - ddof)


@implements(np.std)
def std(
    a: Any,
    axis: Any = None,
    dtype: Any = None,
    *,
    ddof: float = 0,
    keepdims: bool = False,
    where: Any = True,
    mean: Any = None,
    correction: float | None = None,
) -> Any:
    """`np.std`, with the options of `np.var`."""
    ddof = _degrees_of_freedom("std", ddof, correction)
    a = _chosen(a, dtype, True, 0)
    if where is True and mean is None:
        return reductions.std(a, axis, ddof=ddof, keepdims=keepdims)
    length = linear_algebra.norm2(_deviations(a, axis, where, mean), axis, keepdims=keepdims)
    return length / np.sqrt(_count(a, axis, keepdims, where) - ddof)


@implements(np.max, np.amax)
def max(a: Any, axis: Any = None, *, keepdims: bool = False, initial: Any = None, where: Any = True) -> Any:
    """`np.max`. Where ``initial`` is as large as the largest entry, the two share the error signal."""
    _check_initial("max", initial, where)
    largest = reductions.max(_chosen(a, None, where, initial), axis, keepdims=keepdims)
    return largest if initial is None else np.maximum(largest, initial)


@implements(np.min, np.amin)
def min(a: Any, axis: Any = None, *, keepdims: bool = False, initial: Any = None, where: Any = True) -> Any:
    """`np.min`. Where ``initial`` is as small as the smallest entry, the two share the error signal."""
    _check_initial("min", initial, where)
    smallest = reductions.min(_chosen(a, None, where, initial), axis, keepdims=keepdims)
    return smallest if initial is None else np.minimum(smallest, initial)


@implements(np.cumsum)
def cumsum(a: Any, axis: int | None = None, dtype: Any = None) -> Any:
    """`np.cumsum`; over all entries where ``axis`` is None."""
    a = _chosen(a, dtype, True, 0)
    return reductions.cumsum(ravel(a), 0) if axis is None else reductions.cumsum(a, axis)


@implements(np.cumprod)
def cumprod(a: Any, axis: int | None = None, dtype: Any = None) -> Any:
    """`np.cumprod`; over all entries where ``axis`` is None."""
    a = _chosen(a, dtype, True, 0)
    return reductions.cumprod(ravel(a), 0) if axis is None else reductions.cumprod(a, axis)


@implements(np.cumulative_sum)
def cumulative_sum(x: Any, /, *, axis: int | None = None, dtype: Any = None, include_initial: bool = False) -> Any:
    """`np.cumulative_sum`."""
    return _after(0, cumsum(x, _only_axis(x, axis), dtype), axis, include_initial)


@implements(np.cumulative_prod)
def cumulative_prod(x: Any, /, *, axis: int | None = None, dtype: Any = None, include_initial: bool = False) -> Any:
    """`np.cumulative_prod`."""
    return _after(1, cumprod(x, _only_axis(x, axis), dtype), axis, include_initial)


@implements(np.average)
def average(a: Any, axis: Any = None, weights: Any = None, returned: bool = False, *, keepdims: bool = False) -> Any:
    """`np.average`; the weights get a gradient, too."""
    if weights is None:
        result = np.mean(a, axis=axis, keepdims=keepdims)
        total = np.full(np.shape(result), np.size(a) / np.size(result))
    else:
        if np.shape(weights) != np.shape(a):
            if axis is None:
                raise TypeError(f"weights of shape {np.shape(weights)} for entries of shape {np.shape(a)} need an axis")
            shape = [1] * np.ndim(a)
            axes = axes_of(np.ndim(a), axis)
            for number, length in zip(axes, np.shape(weights), strict=True):
                shape[number] = length
            in_order = np.transpose(weights, np.argsort(axes).tolist())
            weights = np.broadcast_to(np.reshape(in_order, shape), np.shape(a))
        total = np.sum(weights, axis=axis, keepdims=keepdims)
        result = np.sum(a * weights, axis=axis, keepdims=keepdims) / total
    return (result, np.broadcast_to(total, np.shape(result))) if returned else result


@implements(np.nansum)
def nansum(a: Any, axis: Any = None, dtype: Any = None, **options: Any) -> Any:
    """`np.nansum`; what is no number gets no error signal."""
    return sum(a, axis, dtype, **_numbers_only(a, options))


@implements(np.nanprod)
def nanprod(a: Any, axis: Any = None, dtype: Any = None, **options: Any) -> Any:
    """`np.nanprod`."""
    return prod(a, axis, dtype, **_numbers_only(a, options))


@implements(np.nanmean)
def nanmean(a: Any, axis: Any = None, dtype: Any = None, **options: Any) -> Any:
    """`np.nanmean`."""
    return mean(a, axis, dtype, **_numbers_only(a, options))


@implements(np.nanvar)
def nanvar(a: Any, axis: Any = None, dtype: Any = None, **options: Any) -> Any:
    """`np.nanvar`."""
    return var(a, axis, dtype, **_numbers_only(a, options))


@implements(np.nanstd)
def nanstd(a: Any, axis: Any = None, dtype: Any = None, **options: Any) -> Any:
    """`np.nanstd`."""
    return std(a, axis, dtype, **_numbers_only(a, options))


@implements(np.median)
def median(a: Any, axis: Any = None, *, keepdims: bool = False) -> Any:
    """`np.median`: the entry in the middle, or the mean of the two there; of equal ones any. Of nothing it is nan."""
    axes = tuple(sorted(axes_of(np.ndim(a), axis)))
    others = tuple(number for number in range(np.ndim(a)) if number not in axes)
    lengths = tuple(np.shape(a)[number] for number in others)
    count = entries(np.shape(a), axes)
    if not count:
        return np.mean(a, axis=axis, keepdims=keepdims)
    in_order: Any = np.sort(np.reshape(np.transpose(a, others + axes), (*lengths, count)), axis=-1)
    middle = np.mean(in_order[..., (count - 1) // 2 : count // 2 + 1], axis=-1)
    # The last of the entries is nan if one of them is.
    middle = np.where(np.isnan(in_order.data[..., -1]), in_order[..., -1], middle)
    return np.expand_dims(middle, axes) if keepdims else middle


@implements(np.trapezoid)
def trapezoid(y: Any, x: Any = None, dx: Any = 1.0, axis: int = -1) -> Any:
    """`np.trapezoid`: the area under straight lines between points."""
    ndim = np.ndim(y)
    if x is not None:
        dx = np.diff(x, axis=axis if np.ndim(x) > 1 else -1)
        if np.ndim(dx) == 1:
            dx = np.reshape(dx, [-1 if number == axis % ndim else 1 for number in range(ndim)])
    sums = y[along(axis, ndim, slice(1, None))] + y[along(axis, ndim, slice(None, -1))]
    return np.sum(dx * sums / 2, axis=axis)


@implements(np.ptp)
def ptp(a: Any, axis: Any = None, *, keepdims: bool = False) -> Any:
    """`np.ptp`: the largest entry less the smallest; ties share their error signal equally."""
    return np.max(a, axis=axis, keepdims=keepdims) - np.min(a, axis=axis, keepdims=keepdims)


@implements(np.diff)
def diff(a: Any, n: int = 1, axis: int = -1, prepend: Any = None, append: Any = None) -> Any:
    """`np.diff`: differences of neighbours, taken ``n`` times."""
    if n < 0:
        raise ValueError(f"n is {n}; differences are taken once or more often")
    ndim = np.ndim(a)
    at_ends = [_as_slice(end, a, axis) for end in (prepend, append)]
    if prepend is not None or append is not None:
        a = np.concatenate([part for part in (at_ends[0], a, at_ends[1]) if part is not None], axis)
    for _ in range(n):
        a = a[along(axis, ndim, slice(1, None))] - a[along(axis, ndim, slice(None, -1))]
    return a


def _chosen(a: Any, dtype: Any, where: Any, otherwise: Any) -> Any:
    """The entries that a reduction is to put together, in the dtype in which it is to be done."""
    if where is not True:
        a = np.where(where, a, otherwise)
    return a if dtype is None else np.astype(a, np.dtype(dtype))


def _deviations(a: Any, axis: Any, where: Any, mean: Any) -> Any:
    """What the chosen entries differ by from their mean, and 0 for the others."""
    if mean is None:
        mean = np.mean(a, axis=axis, keepdims=True, where=where)
    return _chosen(a - mean, None, where, 0)


def _numbers_only(a: Any, options: dict[str, Any]) -> dict[str, Any]:
    """The options of a reduction that passes over what is no number."""
    numbers = ~np.isnan(a.data if hasattr(a, "requires_grad") else np.asarray(a))
    where = options.get("where", True)
    return {**options, "where": numbers if where is True else numbers & where}


def _count(a: Any, axis: Any, keepdims: bool, where: Any) -> Any:
    """How many entries a reduction puts together."""
    chosen = where.data if hasattr(where, "requires_grad") else where
    count = np.sum(np.broadcast_to(chosen, np.shape(a)), axis=axis, keepdims=keepdims)
    return count.astype(a.dtype) if a.dtype.kind == "f" else count


def _is_number(value: Any, number: int) -> bool:
    return isinstance(value, int | float) and value == number


def _check_initial(name: str, initial: Any, where: Any) -> None:
    if where is not True and initial is None:
        raise ValueError(
            errors.message(
                f"{name} with where=... and without initial=...",
                "say what it shall be where no entry is chosen, as with initial=-np.inf",
            )
        )


def _degrees_of_freedom(name: str, ddof: float, correction: float | None) -> float:
    if correction is None:
        return ddof
    if ddof:
        raise ValueError(errors.message(f"{name} with ddof={ddof} and correction={correction}", "give one of the two"))
    return correction


def _only_axis(x: Any, axis: int | None) -> int:
    if axis is None and np.ndim(x) != 1:
        raise ValueError(f"an array with {np.ndim(x)} axes, and no axis named along which to add up")
    return 0 if axis is None else axis


def _after(start: int, running: Any, axis: int | None, include_initial: bool) -> Any:
    if not include_initial:
        return running
    axis = 0 if axis is None else axis
    first = np.full_like(running.data[along(axis, np.ndim(running), slice(0, 1))], start)
    return np.concatenate([first, running], axis)


def _as_slice(end: Any, a: Any, axis: int) -> Any:
    """What is put before or after an array along an axis; a number stands for a slice full of it."""
    if end is None or np.ndim(end):
        return end
    return np.broadcast_to(end, kept_shape(np.shape(a), axis))
