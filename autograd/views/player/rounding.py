"""Numbers as the player writes them, and what a reader finds who calculates with those."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from ..formulas.evaluation import evaluate
from ..formulas.expressions import Expression, Name
from ..read_only import read_only

#: The significant digits that are written of a number; of how far one near 1 or -1 is from there, there are fewer.
DIGITS, DIGITS_FROM_ONE = 4, 3
#: What is nearer to 1 or -1 than this is near.
NEAR_ONE = 0.01
#: What a reader finds is carried where it is farther from the truth than this part of it.
_NOTICEABLE = 0.002


def same_as_one(dtype: Any) -> float:
    """What is nearer than this to 1 or -1 is so but for a few rounding errors, and written as that."""
    return min(4 * float(np.finfo(dtype).eps), 1e-6)


def as_shown(value: Any) -> Any:
    """A number or an array with the digits that are written of it. What is not floating-point stays as it is.

    >>> as_shown(np.array([0.123456, 0.99966465, -1.00345678, 1.0]))
    array([ 0.1235  ,  0.999665, -1.00346 ,  1.      ])
    """
    array = np.asarray(read_only(value))
    if array.dtype.kind != "f":
        return array
    exact = array.astype(float)
    with np.errstate(all="ignore"):
        gap = 1 - np.abs(exact)
        is_near = (np.abs(gap) < NEAR_ONE) & (np.abs(gap) >= same_as_one(array.dtype))
        from_one = np.sign(exact) * (1 - _rounded(gap, DIGITS_FROM_ONE))
        return np.where(is_near, from_one, _rounded(exact, DIGITS))[()]


def found_by_reader(formula: Expression, value_of: Callable[[Name], Any], truth: Any) -> Any:
    """What a formula comes to with the numbers that are shown, where that is not about the truth; else None.

    Parameters
    ----------
    formula
        Such as that of a message.
    value_of
        The number or array that a name in it stands for.
    truth
        What it comes to with the true ones; where what a reader finds is not finite, it is this.
    """
    exact = np.asarray(read_only(truth))
    if exact.dtype.kind != "f":
        return None
    names = {part for part in formula.walk() if isinstance(part, Name)}
    values, bars = ({name.name: as_shown(value_of(name)) for name in names if name.bar == bar} for bar in (False, True))
    try:
        found = np.asarray(evaluate(formula, values, bars), dtype=float)
    except Exception:
        # A function of the user's may raise anything where it is given numbers that it has never met.
        return None
    found = np.broadcast_to(found, exact.shape)
    found = np.where(np.isfinite(found) & np.isfinite(exact), found, exact)
    with np.errstate(all="ignore"):
        is_same = np.isclose(found, exact, rtol=_NOTICEABLE, atol=0, equal_nan=True)
    return None if is_same.all() else found[()]


def _rounded(exact: Any, digits: int) -> Any:
    """With so many significant digits; what is 0 or not finite stays as it is."""
    usable = np.isfinite(exact) & (exact != 0)
    size = np.floor(np.log10(np.abs(np.where(usable, exact, 1.0))))
    unit = 10.0 ** (size - (digits - 1))
    return np.where(usable, np.round(exact / unit) * unit, exact)
