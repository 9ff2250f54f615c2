"""The numbers of a recorded computation, computed again.

A node keeps only what its bar rules need. But it knows its inputs, and a leaf knows its value, so everything
in between can be had once more.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from autograd.graph import Node
from autograd.tensor import Tensor


def replay(order: Iterable[Node]) -> dict[Node, Any]:
    """Runs the forward pass of a graph again, from its leaves and constants.

    Parameters
    ----------
    order
        All nodes of a graph, as `autograd.graph.firing_order` lists them; any order will do.

    Returns
    -------
    dict
        Each node's value, in the order in which the program made them. Values are arrays, or NumPy scalars
        where the shape is (). They are those of the recorded run as long as no leaf and no constant has
        changed since.

    Examples
    --------
    >>> from autograd.graph import firing_order
    >>> x = Tensor(3.0, requires_grad=True)
    >>> y = 2 * x + 1
    >>> [float(value) for value in replay(firing_order([y.node])).values()]
    [3.0, 6.0, 7.0]
    """
    values: dict[Node, Any] = {}
    # What overflowed or was not a number then is so again, and was warned of then.
    with np.errstate(all="ignore"):
        for node in sorted(order, key=lambda node: node.number):
            values[node] = node.kept[0] if node.primitive is None else _evaluate(node, values)
    return values


def same(again: Any, data: Any) -> bool:
    """Whether a value that was computed again is what it was; sums may be rounded otherwise when they are done again.

    >>> same(np.float64(0.3), np.float64(0.1 + 0.2)), same(np.float64(0.3), np.float64(0.4))
    (True, False)
    """
    kinds = [value.dtype for value in (again, data) if value.dtype.kind == "f"]
    tolerance = max((1000 * float(np.finfo(kind).eps) for kind in kinds), default=0.0)
    return bool(np.allclose(again, data, rtol=tolerance, atol=tolerance * _size(data), equal_nan=True))


def _size(data: Any) -> float:
    """The size of an array's entries: a sum that cancels is as exact as its terms."""
    finite = np.isfinite(data)
    return float(np.max(np.abs(data), where=finite, initial=0.0))


def operand(value: Any, values: dict[Node, Any]) -> Any:
    """The array or number that an entry of ``node.inputs`` stands for, given the nodes' values."""
    if type(value) is Node:
        return values[value]
    return value._value if isinstance(value, Tensor) else value


def _evaluate(node: Node, values: dict[Node, Any]) -> Any:
    primitive = node.primitive
    assert primitive is not None
    z = primitive.evaluate([operand(entry, values) for entry in node.inputs], node.params)
    if primitive.byproducts:
        z = z[0]
    return z[()] if isinstance(z, np.ndarray) and not z.ndim else z
