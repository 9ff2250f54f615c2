"""Repeating."""

from __future__ import annotations

import operator
from collections.abc import Sequence
from typing import Any

import numpy as np

from autograd.dispatch import implements
from autograd.rules import indexing, shaping


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
