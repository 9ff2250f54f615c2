"""Arrays that are written into after they were used: a graph that still needs their old values has lost them.

An optimizer writes the new numbers of a parameter into its array, which saves a copy at every step. A graph that was
recorded before holds that array, too, where a bar rule asks for the parameter's value. A backward pass through it would
use the new numbers, and come to error signals of no function at all; so it is an error.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from . import errors
from .graph import Node, next_number
from .handle import Handle


def mark_written(tensors: Iterable[Handle]) -> None:
    """Tells the engine that the arrays of these tensors are being changed in place, as an optimizer changes them.

    >>> from autograd import Tensor
    >>> w = Tensor([1.0, 2.0], requires_grad=True, name="w")
    >>> loss = (w * w).sum()
    >>> mark_written([w])
    >>> loss.backward()
    Traceback (most recent call last):
    ...
    autograd.errors.GradientError: the bar rules of multiply ask for the value of w, which has been changed ...
    """
    number = next_number()
    for tensor in tensors:
        tensor._written = number


def check_unwritten(leaf: Node, tensor: Handle, order: Iterable[Node]) -> None:
    """Raises an error where a node keeps the array of a leaf, and is older than what was written into it."""
    for node in order:
        if node.primitive is not None and node.number < tensor._written and _holds(node.kept, tensor._value):
            raise errors.written_error(node, leaf)


def _holds(kept: Any, array: Any) -> bool:
    if isinstance(kept, tuple):
        return any(_holds(value, array) for value in kept)
    return kept is array or (
        type(kept) is np.ndarray and type(array) is np.ndarray and np.may_share_memory(kept, array)
    )
