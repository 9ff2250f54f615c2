"""Numbers and arrays in a few characters."""

from __future__ import annotations

from typing import Any

import numpy as np


def number(value: Any) -> str:
    """A number with four digits.

    >>> number(0.123456), number(2.0), number(-1e-9), number(123456.0), number(np.inf)
    ('0.1235', '2', '-1e-09', '123456', 'inf')
    """
    if isinstance(value, bool | np.bool_ | int | np.integer):
        return str(value)
    if float(value).is_integer() and abs(value) < 1e6:
        return str(int(value))
    return f"{value:.4g}"


def array(value: Any, columns: int = 30) -> str:
    """An array in at most so many characters, if that can be: all its entries, or else its shape and range.

    >>> array(np.array([[1.0, 0.25], [0.0, -3.0]]))
    '[[1, 0.25], [0, -3]]'
    >>> array(np.arange(100.0).reshape(4, 25))
    '4×25 from 0 to 99'
    >>> array(np.array([1.0, np.nan] * 20))
    '40 from 1 to 1, 20 NaN'
    """
    numbers = np.asarray(value)
    if not numbers.ndim:
        return number(numbers[()])
    if numbers.size <= columns // 2:
        text = _entries(numbers)
        if len(text) <= columns:
            return text
    return f"{shape(numbers.shape)} {_range(numbers)}".strip()


def shape(lengths: tuple[int, ...]) -> str:
    """A shape as it is read aloud.

    >>> shape((32, 50)), shape((3,)), shape(())
    ('32×50', '3', '')
    """
    return "×".join(map(str, lengths))


def _entries(numbers: Any) -> str:
    if not numbers.ndim:
        return number(numbers[()])
    return f"[{', '.join(map(_entries, numbers))}]"


def _range(numbers: Any) -> str:
    if not numbers.size:
        return ""
    if numbers.dtype.kind not in "biuf":
        return str(numbers.dtype)
    usable = numbers[~np.isnan(numbers)] if numbers.dtype.kind == "f" else numbers
    lost = numbers.size - usable.size
    if not usable.size:
        return "all NaN"
    low, high = number(usable.min()), number(usable.max())
    text = f"all {low}" if low == high and not lost else f"from {low} to {high}"
    return f"{text}, {lost} NaN" if lost else text
