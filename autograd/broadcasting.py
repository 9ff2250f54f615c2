"""Undoing broadcasting: where an input was repeated along an axis, its error signal is summed over that axis.

The bar rules know nothing of this. The engine does it, here, once, for arrays and tensors; and the same function run on
symbols writes the sums into the formulas.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

import numpy as np


def unbroadcast(message: Any, shape: tuple[int, ...]) -> Any:
    """Sums ``message`` over the axes along which an input of ``shape`` was broadcast.

    Where ``message`` itself has fewer entries it is broadcast to ``shape``; None where the shapes don't go together.

    >>> unbroadcast(np.ones((4, 3)), (3,))
    array([4., 4., 4.])
    >>> unbroadcast(np.ones((4, 3)), (4, 1))
    array([[3.],
           [3.],
           [3.],
           [3.]])
    """
    surplus = len(message.shape) - len(shape)
    if surplus > 0 and message.shape[surplus:] == shape:
        if surplus == 1 and len(shape) == 1 and type(message) is np.ndarray and message.dtype.char in "fd":
            # The sum over the rows of a batch, as every layer's bias needs it, is fastest as a product with ones.
            return ones(len(message), message.dtype).dot(message)
        return np.add.reduce(message, axis=0 if surplus == 1 else tuple(range(surplus)))
    if surplus >= 0:
        leading = tuple(range(surplus))
        repeated = tuple(
            surplus + axis for axis, length in enumerate(shape) if length == 1 and message.shape[surplus + axis] != 1
        )
        if repeated:
            message = np.add.reduce(message, axis=leading + repeated, keepdims=True)
            if leading:
                message = np.reshape(message, message.shape[surplus:])
        elif leading:
            message = np.add.reduce(message, axis=leading)
    if message.shape == shape:
        return message
    try:
        return np.broadcast_to(message, shape)
    except ValueError:
        return None


@lru_cache(maxsize=64)
def ones(length: int, dtype: Any) -> Any:
    """A vector of ones, which nobody may change."""
    array = np.ones(length, dtype)
    array.flags.writeable = False
    return array
