"""Single operations on small arrays, as functions of a library that has NumPy's names, with their operands' shapes."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

OPERATIONS: dict[str, tuple[Callable[..., Any], list[tuple[int, ...]]]] = {
    "x + y": (lambda xp, x, y: x + y, [(4, 3), (4, 3)]),
    "x + b, broadcast": (lambda xp, x, b: x + b, [(4, 3), (3,)]),
    "x * y": (lambda xp, x, y: x * y, [(4, 3), (4, 3)]),
    "x / y": (lambda xp, x, y: x / y, [(4, 3), (4, 3)]),
    "x ** 2": (lambda xp, x: x**2, [(4, 3)]),
    "exp": (lambda xp, x: xp.exp(x), [(4, 3)]),
    "tanh": (lambda xp, x: xp.tanh(x), [(4, 3)]),
    "maximum": (lambda xp, x, y: xp.maximum(x, y), [(4, 3), (4, 3)]),
    "sum": (lambda xp, x: x.sum(), [(4, 3)]),
    "mean over an axis": (lambda xp, x: x.mean(0), [(4, 3)]),
    "max over an axis": (lambda xp, x: xp.amax(x, 1), [(4, 3)]),
    "x @ y": (lambda xp, x, y: x @ y, [(4, 3), (3, 2)]),
    "reshape": (lambda xp, x: x.reshape(2, 6), [(4, 3)]),
    "transpose": (lambda xp, x: x.T, [(4, 3)]),
    "x[1]": (lambda xp, x: x[1], [(4, 3)]),
    "x[[0, 0, 2]]": (lambda xp, x: x[[0, 0, 2]], [(4, 3)]),
    "stack": (lambda xp, x, y: xp.stack((x, y)), [(4, 3), (4, 3)]),
}


def operands(shapes: list[tuple[int, ...]]) -> list[Any]:
    """Positive numbers in float64, the same at every call."""
    rng = np.random.default_rng(0)
    return [rng.uniform(0.5, 2, shape) for shape in shapes]


def summary(z: Any, bars: Sequence[Any] = ()) -> list[float]:
    """Numbers that tell whether two contenders computed the same output and the same error signals."""
    return [float(np.sum(z)), *(float(np.sum(np.square(bar))) for bar in bars)]
