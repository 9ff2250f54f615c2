"""Choosing between values, and putting them in order."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd.dispatch import implements
from autograd.handle import constant
from autograd.rules import arithmetic, indexing

from .reshaping import ravel


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


@implements(np.select)
def select(condlist: Any, choicelist: Any, default: Any = 0) -> Any:
    """`np.select`: of each place the choice of the first condition that holds there."""
    if len(condlist) != len(choicelist):
        raise ValueError(f"{len(condlist)} conditions and {len(choicelist)} choices")
    chosen = default
    for condition, choice in zip(reversed(condlist), reversed(choicelist), strict=True):
        chosen = np.where(condition, choice, chosen)
    return chosen


@implements(np.real)
def real(val: Any) -> Any:
    """`np.real` of real numbers: the numbers themselves."""
    return val


@implements(np.conjugate)
def conjugate(x: Any) -> Any:
    """`np.conjugate`: of real numbers the numbers themselves. Complex tensors are constants."""
    return constant(np.conjugate(x.data)) if x.dtype.kind == "c" else x


@implements(np.divmod)
def divmod(x1: Any, x2: Any) -> tuple[Any, Any]:
    """`np.divmod`; the quotient has no gradient."""
    return np.floor_divide(x1, x2), np.remainder(x1, x2)


@implements(np.nan_to_num)
def nan_to_num(x: Any, copy: bool = True, nan: float = 0.0, posinf: Any = None, neginf: Any = None) -> Any:
    """`np.nan_to_num`; what is replaced receives no error signal."""
    clean = np.nan_to_num(x.data, nan=nan, posinf=posinf, neginf=neginf)
    return arithmetic.where(np.isfinite(x.data), x, clean)


@implements(np.sort)
def sort(a: Any, axis: int | None = -1, *, kind: Any = None, stable: Any = None) -> Any:
    """`np.sort`; each entry's error signal goes back to where it came from, also among equal entries."""
    if axis is None:
        a, axis = ravel(a), 0
    order = np.argsort(a.data, axis=axis, kind=kind, stable=stable)
    return indexing.take_along_axis(a, order, axis)
