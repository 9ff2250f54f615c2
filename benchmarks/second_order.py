"""The problem whose gradients and Hessian-vector products are measured: a network with 5,560 parameters, in float64."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

SHAPES = [(50, 100), (50,), (10, 50), (10,)]


def problem() -> tuple[list[tuple[int, ...]], Any, Any, Any, Any]:
    """The parameters' shapes, 64 inputs, their class numbers, and as vectors the parameters and a direction."""
    rng = np.random.default_rng(0)
    count = sum(map(math.prod, SHAPES))
    return (
        SHAPES,
        rng.normal(size=(64, 100)),
        rng.integers(0, 10, 64),
        0.1 * rng.normal(size=count),
        rng.normal(size=count),
    )


def unpacked(vector: Any, shapes: list[tuple[int, ...]]) -> list[Any]:
    """One vector as arrays of these shapes."""
    arrays, start = [], 0
    for shape in shapes:
        stop = start + math.prod(shape)
        arrays.append(vector[start:stop].reshape(shape))
        start = stop
    return arrays
