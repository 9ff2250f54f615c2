"""Shapes and axes: the arithmetic that rules do on them."""

from __future__ import annotations

import math
import operator
from collections.abc import Sequence
from typing import Any

import numpy as np

Axis = int | tuple[int, ...] | None


def axes_of(ndim: int, axis: Axis) -> tuple[int, ...]:
    """The axes as a tuple of numbers from 0; None means all of them.

    >>> axes_of(3, (-1, 0))
    (2, 0)
    """
    if axis is None:
        return tuple(range(ndim))
    axes = axis if isinstance(axis, tuple) else (axis,)
    numbers = tuple(operator.index(number) for number in axes)
    if any(not -ndim <= number < ndim for number in numbers):
        wrong = next(number for number in numbers if not -ndim <= number < ndim)
        raise np.exceptions.AxisError(wrong, ndim)
    return tuple(number % ndim for number in numbers)


def kept_shape(shape: tuple[int, ...], axis: Axis) -> tuple[int, ...]:
    """The shape after a reduction over ``axis`` that keeps the axes as 1.

    >>> kept_shape((2, 3, 4), axis=(0, -1))
    (1, 3, 1)
    """
    axes = axes_of(len(shape), axis)
    return tuple(1 if number in axes else length for number, length in enumerate(shape))


def reduced_shape(shape: tuple[int, ...], axis: Axis) -> tuple[int, ...]:
    """The shape after a reduction over ``axis`` that drops the axes.

    >>> reduced_shape((2, 3, 4), axis=(0, -1))
    (3,)
    """
    axes = axes_of(len(shape), axis)
    return tuple(length for number, length in enumerate(shape) if number not in axes)


def entries(shape: tuple[int, ...], axis: Axis) -> int:
    """How many entries a reduction over ``axis`` puts together.

    >>> entries((2, 3, 4), axis=(0, -1))
    8
    """
    return math.prod(shape if axis is None else [shape[number] for number in axes_of(len(shape), axis)])


def inverse_permutation(axes: Sequence[int] | None, ndim: int) -> tuple[int, ...] | None:
    """The order of axes that undoes a transposition.

    >>> inverse_permutation((2, 0, 1), 3)
    (1, 2, 0)
    """
    if axes is None:
        return None
    numbers = axes_of(ndim, tuple(axes))
    return tuple(numbers.index(number) for number in range(ndim))


def along(axis: int, ndim: int, index: Any) -> tuple[Any, ...]:
    """The index that takes ``index`` along one axis and everything along the others.

    >>> along(-1, 3, 0)
    (slice(None, None, None), slice(None, None, None), 0)
    """
    (number,) = axes_of(ndim, axis)
    return (slice(None),) * number + (index,) + (slice(None),) * (ndim - number - 1)
