"""The numbers that a picture shows: values, error signals, and the sizes of messages.

Values that nobody holds are computed again. Where a leaf has changed since, as by a step of an optimizer, that would
give others; then only what is held is shown.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from autograd import errors
from autograd.backward import backward_pass
from autograd.graph import Node, firing_order
from autograd.scattered import Scattered
from autograd.tensor import Tensor

from ..values import replay, same

#: How many numbers in a graph are computed again for a picture of it.
_MOST_RECOMPUTED = 10_000_000


class Numbers:
    """Finds the numbers of a graph, and computes again those that are not kept, where that was asked for.

    Parameters
    ----------
    roots
        The values of the roots, by node.
    recompute
        Whether to run the forward pass again, and the backward pass if there was one.
    messages
        Whether to run the backward pass to measure what is sent along the edges. It starts from the error signals of
        the roots or, where there are none, from ones.
    """

    def __init__(self, roots: Mapping[Node, Any], *, recompute: bool, messages: bool) -> None:
        order = firing_order(roots)
        self._values = _held(order) | dict(roots)
        #: Whether values would not be what they were, if they were computed again.
        self.changed = False
        self._bars: dict[Node, Any] = {}
        #: The root mean square of the message along each edge, by receiver of the value and position.
        self.message_sizes: dict[tuple[Node, int | None], float] = {}
        recompute = recompute and sum(math.prod(node.shape) for node in order) <= _MOST_RECOMPUTED
        if recompute:
            again = replay(order)
            self.changed = not all(same(again[node], value) for node, value in self._values.items())
            if not self.changed:
                self._values = again | self._values
        seeds = {root: bar for root in roots if (bar := _array(root.bar)) is not None}
        self._was_run = bool(seeds)
        if messages and not seeds:
            seeds = {root: np.ones(root.shape, root.dtype)[()] for root in roots}
        if seeds and not self.changed and (messages or recompute):
            try:
                with np.errstate(all="ignore"):
                    backward_pass(seeds, observer=self)
            except errors.GradientError:
                self.changed = True
                self._bars.clear()
                self.message_sizes.clear()

    def fires(self, node: Node, bar: Any) -> None:
        """Keeps an error signal of the backward pass."""
        self._bars[node] = bar

    def sends(self, node: Node, position: int, message: Any, total: Any) -> None:
        """Measures a message of the backward pass."""
        dense = message.dense() if isinstance(message, Scattered) else message
        size = float(np.sqrt(np.mean(np.square(dense, dtype=float)))) if np.size(dense) else 0.0
        self.message_sizes[node, position] = size

    def value(self, node: Node) -> Any:
        """The array or number of a node; None where it is not kept and was not computed again."""
        return node.kept[0] if node.primitive is None else self._values.get(node)

    def bar(self, node: Node) -> Any:
        """The error signal of a node; None before a backward pass."""
        if node.bar is None and node.primitive is not None and self._was_run:
            return self._bars.get(node)
        return _array(node.bar)


def _held(order: Iterable[Node]) -> dict[Node, Any]:
    """The values that were computed and that somebody still holds."""
    tensors = ((node, node.tensor()) for node in order if node.primitive is not None)
    return {node: tensor._value for node, tensor in tensors if tensor is not None}


def _array(bar: Any) -> Any:
    return bar._value if isinstance(bar, Tensor) else bar
