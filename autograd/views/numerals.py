"""Numbers and arrays in a few characters."""

from __future__ import annotations

from typing import Any

import numpy as np


def number(value: Any, digits: int = 4) -> str:
    """A number with so many digits.

    >>> number(0.123456), number(2.0), number(-1e-9), number(123456.0), number(np.inf), number(1 - 2j)
    ('0.1235', '2', '−1e−9', '123456', 'inf', '1−2j')
    """
    if isinstance(value, bool | np.bool_):
        return str(value)
    if isinstance(value, complex | np.complexfloating):
        return format(complex(value), f".{digits}g").replace("-", "−")
    whole = isinstance(value, int | np.integer) or (float(value).is_integer() and abs(value) < 1e6)
    text = str(int(value)) if whole else f"{value:.{digits}g}"
    mantissa, exponent, power = text.partition("e")
    return f"{mantissa}{exponent}{int(power) if power else ''}".replace("-", "−")


def array(value: Any, columns: int = 30) -> str:
    """An array in at most so many characters, if that can be: all its entries, or else its shape and range.

    >>> array(np.array([[1.0, 0.25], [0.0, -3.0]]))
    '[[1, 0.25], [0, −3]]'
    >>> array(np.arange(100.0).reshape(4, 25))
    '4×25 from 0 to 99'
    >>> array(np.array([1.0, np.nan] * 20))
    '40 from 1 to 1, 20 NaN'
    >>> array(np.zeros((0, 3)))
    '0×3 empty'
    """
    return _all(value, columns) or f"{shape(np.shape(value))} {_range(value)}".strip()


def cell(value: Any, columns: int) -> str:
    """An array for a table that says its shape elsewhere: all its entries, or else its smallest and largest.

    >>> cell(np.arange(100.0) / 7, 24), cell(np.arange(100.0) / 7, 12)
    ('0 … 14.1', '0…14')
    """
    wide = columns >= 20
    return _all(value, columns) or _range(value, "{low} … {high}" if wide else "{low}…{high}", digits=3 if wide else 2)


def shape(lengths: tuple[int, ...]) -> str:
    """A shape as it is read aloud.

    >>> shape((32, 50)), shape((3,)), shape(())
    ('32×50', '3', '')
    """
    return "×".join(map(str, lengths))


def _all(value: Any, columns: int) -> str:
    """All entries, if they are at most so many characters; else nothing."""
    numbers = np.asarray(value)
    if not numbers.ndim:
        return number(numbers[()])
    if not 0 < numbers.size <= columns // 2:
        return ""
    text = _entries(numbers)
    return text if len(text) <= columns else ""


def _entries(numbers: Any) -> str:
    if not numbers.ndim:
        return number(numbers[()])
    return f"[{', '.join(map(_entries, numbers))}]"


def _range(value: Any, form: str = "from {low} to {high}", digits: int = 4) -> str:
    numbers = np.asarray(value)
    if not numbers.size:
        return "empty"
    if numbers.dtype.kind not in "biuf":
        return str(numbers.dtype)
    usable = numbers[~np.isnan(numbers)] if numbers.dtype.kind == "f" else numbers
    lost = numbers.size - usable.size
    if not usable.size:
        return "all NaN"
    low, high = number(usable.min(), digits), number(usable.max(), digits)
    text = f"all {low}" if usable.min() == usable.max() and not lost else form.format(low=low, high=high)
    return f"{text}, {lost} NaN" if lost else text
