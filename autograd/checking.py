"""Checking derivatives against finite differences, an independent judge."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from . import errors
from .tensor import Tensor
from .transforms import make_vjp

#: The step that balances the rounding and the truncation error of a central difference in float64.
_STEP = float(np.finfo(np.float64).eps ** (1 / 3))


def check_grads(
    fun: Callable[..., Any], order: int = 2, *, rtol: float = 1e-6, atol: float = 1e-6, seed: int = 0
) -> Callable[..., None]:
    """Checks the derivatives of a function, up to an order, by central differences in float64 (docs/lectures.md E2).

    Gives back a function that takes the arguments at which to check; it returns None, or raises. Every float argument,
    of any shape, is checked, entry by entry, in a random direction of the function's value. Choose arguments away from
    the points where a derivative does not exist: a central difference across a kink is not a subgradient.

    Parameters
    ----------
    fun
        A function of arrays and numbers whose value is an array of any shape, or a number.
    order
        Check first derivatives, derivatives of the first derivatives, and so on.
    rtol, atol
        How far the two may differ, relative to the finite difference and to the largest of them, and absolutely.
    seed
        Of the random directions.

    Raises
    ------
    AssertionError
        Naming the order, the argument, the entry and the two numbers that differ most.
    ValueError, TypeError
        For an order below 1, and where no argument is made of floats.

    Examples
    --------
    >>> check_grads(lambda x, y: np.sin(x) * y, order=2)(np.array([0.3, 0.7]), 2.0)
    >>> from autograd import primitive
    >>> wrong = primitive(np.sinh, name="wrong", x_bar=lambda z_bar, z: z_bar * z)
    >>> check_grads(wrong)(1.0)
    Traceback (most recent call last):
    ...
    AssertionError: derivative of order 1 of wrong with respect to argument 0: ...
    """
    if order < 1:
        raise ValueError(errors.message(f"order is {order}", "the lowest derivative to check is the first, order=1"))

    def check(*args: Any) -> None:
        points = [_as_float64(arg) for arg in args]
        numbers = tuple(i for i, point in enumerate(points) if isinstance(point, np.ndarray))
        if not numbers:
            raise TypeError(
                errors.message(
                    "none of the arguments is a float or an array of floats, so there is nothing to check",
                    "give floats, like 3.0 or np.array([3.0]), also where whole numbers would do",
                )
            )
        rng = np.random.default_rng(seed)
        _check(fun, numbers, points, 1, order, rng, rtol, atol, getattr(fun, "__name__", type(fun).__name__))

    return check


def _check(
    fun: Callable[..., Any],
    numbers: tuple[int, ...],
    points: list[Any],
    now: int,
    order: int,
    rng: np.random.Generator,
    rtol: float,
    atol: float,
    name: str,
) -> None:
    vjp, value = make_vjp(fun, numbers)(*points)
    direction = rng.normal(size=np.shape(value))
    signals = vjp(direction)
    for number, signal in zip(numbers, signals, strict=True):
        expected = _difference(fun, points, number, direction)
        error = np.abs(signal - expected)
        allowed = atol + rtol * max(1.0, float(np.max(np.abs(expected), initial=0)))
        if not np.all(error <= allowed):
            worst = np.unravel_index(np.argmax(np.where(np.isnan(error), np.inf, error)), error.shape)
            at = f" at {tuple(map(int, worst))}" if worst else ""
            raise AssertionError(
                f"derivative of order {now} of {name} with respect to argument {number}{at}: "
                f"the rules give {float(np.asarray(signal)[worst]):.10g}, "
                f"finite differences give {float(expected[worst]):.10g}"
            )
    if now < order:

        def signals_of(*args: Any) -> Any:
            vjp, _ = make_vjp(fun, numbers)(*args)
            return np.concatenate([np.ravel(signal) for signal in vjp(direction)])

        _check(signals_of, numbers, points, now + 1, order, rng, rtol, atol, name)


def _difference(fun: Callable[..., Any], points: list[Any], number: int, direction: Any) -> Any:
    """The derivative of <direction, fun> with respect to every entry of one argument, by central differences."""
    difference = np.zeros_like(points[number])
    for entry in np.ndindex(difference.shape):
        values = []
        width = _STEP * max(1.0, abs(float(points[number][entry])))
        for step in (width, -width):
            moved = points[number].copy()
            moved[entry] += step
            value = fun(*points[:number], moved, *points[number + 1 :])
            values.append(np.sum(direction * (value.data if isinstance(value, Tensor) else value)))
        difference[entry] = (values[0] - values[1]) / (2 * width)
    return difference


def _as_float64(arg: Any) -> Any:
    """A float argument as a float64 array; any other as it is."""
    data = arg.data if isinstance(arg, Tensor) else arg
    array = np.asarray(data) if isinstance(data, float | np.ndarray | np.floating | list) else None
    return np.array(array, dtype=np.float64) if array is not None and array.dtype.kind == "f" else arg
