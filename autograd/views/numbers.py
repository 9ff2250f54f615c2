"""The numbers that a picture shows: values, error signals, and the sizes of messages."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np

from autograd.backward import backward_pass
from autograd.graph import Node, firing_order
from autograd.scattered import Scattered
from autograd.tensor import Tensor

from .values import replay

#: How many numbers in a graph are computed again for a picture of it; above, it shows those that somebody holds.
_MOST_RECOMPUTED = 10_000_000


class Numbers:
    """Looks up what a graph's tensors hold; computes again what nobody holds any more, where that was asked for."""

    def __init__(self, roots: Sequence[Node], *, recompute: bool, messages: bool) -> None:
        order = firing_order(roots)
        self._values: dict[Node, Any] = {}
        self._bars: dict[Node, Any] = {}
        #: The root mean square of the message along each edge, by receiver of the value and position.
        self.message_sizes: dict[tuple[Node, int | None], float] = {}
        recompute = recompute and sum(math.prod(node.shape) for node in order) <= _MOST_RECOMPUTED
        if recompute and any(node.tensor() is None for node in order):
            self._values = replay(order)
        seeds = {root: bar for root in roots if (bar := _held_bar(root)) is not None}
        if messages and not seeds:
            seeds = {root: np.ones(root.shape, root.dtype)[()] for root in roots}
        if seeds and (messages or recompute):
            with np.errstate(all="ignore"):
                backward_pass(seeds, observer=self)

    def fires(self, node: Node, bar: Any) -> None:
        """Keeps an error signal of the backward pass."""
        self._bars[node] = bar

    def sends(self, node: Node, position: int, message: Any, total: Any) -> None:
        """Measures a message of the backward pass."""
        dense = message.dense() if isinstance(message, Scattered) else message
        size = float(np.sqrt(np.mean(np.square(dense, dtype=float)))) if np.size(dense) else 0.0
        self.message_sizes[node, position] = size

    def value(self, node: Node) -> Any:
        """The array or number of a node; None where nobody holds it and it was not computed again."""
        tensor = node.tensor()
        if tensor is not None:
            return tensor._data
        return node.kept[0] if node.primitive is None else self._values.get(node)

    def bar(self, node: Node) -> Any:
        """The error signal of a node; None before a backward pass."""
        held = _held_bar(node)
        return self._bars.get(node) if held is None and node.tensor() is None else held


def _held_bar(node: Node) -> Any:
    tensor = node.tensor()
    bar = None if tensor is None else tensor._bar
    return bar._data if isinstance(bar, Tensor) else bar
