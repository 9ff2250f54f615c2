"""The backward pass: nodes fire from the loss to the leaves, and messages travel along the edges.

A node that fires has received every message that it waits for. Their sum is its error signal, and each of its bar rules
turns that into one message to one input (docs/lectures.md E5, E7). One loop does this, on arrays and, when the pass
itself is to be differentiated, on tensors.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Mapping
from typing import Any, Protocol

import numpy as np

from . import errors
from .broadcasting import unbroadcast
from .graph import Node, firing_order
from .handle import Handle, constant
from .primitives import NOTHING
from .scattered import Scattered
from .written import check_unwritten


class Observer(Protocol):
    """Is told of every event of a backward pass, in order. The arrays it is given are not changed afterwards."""

    def fires(self, node: Node, bar: Any) -> None:
        """``node`` has received all its messages; ``bar`` is their sum."""

    def sends(self, node: Node, position: int, message: Any, total: Any) -> None:
        """``node`` sends ``message`` to its input at ``position``, where ``total`` has now arrived."""


#: The error signal of one node, as a backward pass found it: the node, its bar, and whether nothing else can reach the
#: bar's memory.
Signal = tuple[Node, Any, bool]


def backward_pass(
    seeds: Mapping[Node, Any],
    *,
    create_graph: bool = False,
    targets: Iterable[Node] | None = None,
    observer: Observer | None = None,
) -> list[Signal]:
    """Fires every node that the seeds were computed from, once, after all its consumers.

    Parameters
    ----------
    seeds
        The error signals to begin with, by node; each of its node's shape and dtype.
    create_graph
        Runs the bar rules on tensors, so that the error signals can be differentiated again.
    targets
        Where given, only what leads to these nodes fires, and their error signals are returned.
        Otherwise those of all tensors are that somebody still holds.
    observer
        Is told of every node that fires and every message.

    Returns
    -------
    list of (node, error signal, whether nothing else can reach the signal's memory)
        In firing order. No tensor has been changed, so a pass that fails has changed nothing.
    """
    order = firing_order(seeds)
    relevant = None
    if targets is not None:
        targets = frozenset(targets)
        relevant = _leading_to(targets, order)
        order = [node for node in order if node in relevant]
    in_place = not create_graph and observer is None
    bars: dict[Node, Any] = dict(seeds)
    # The nodes whose sum so far is an array of our own, into which the next message may be added in place.
    owned: set[Node] = set()
    signals: list[Signal] = []
    take, get, own = bars.pop, bars.get, owned.add
    oldest = sys.maxsize
    for node in order:
        bar = take(node)
        if observer is not None:
            observer.fires(node, bar)
        holder = node.tensor()
        if (holder is not None) if targets is None else (node in targets):
            signals.append((node, bar, node in owned))
        primitive = node.primitive
        if primitive is None:
            if holder is not None and holder._written > oldest:
                check_unwritten(node, holder, order)
            continue
        oldest = node.number
        kept = primitive.kept_tensors(node) if create_graph else node.kept
        edges = primitive.edges if primitive.variadic is None else primitive.variadic_edges(node)
        for parent, (rule, wanted, position) in zip(node.inputs, edges):
            if type(parent) is not Node or (relevant is not None and parent not in relevant):
                continue
            try:
                if wanted >= 0:
                    message = rule(bar, kept[wanted])
                elif wanted == NOTHING:
                    message = rule(bar)
                else:
                    message = rule(bar, *kept)
            except Exception as error:
                raise errors.backward_error(node, primitive.input_name(position), bar, error) from error
            if create_graph and not isinstance(message, Handle):
                message = constant(np.asarray(message))
            total = get(parent)
            if type(message) is _float64 and not parent.shape and parent.dtype is _FLOAT64:
                total = message if total is None else total + message
            else:
                if (
                    type(message) is not _ndarray
                    or message.shape != parent.shape
                    or (message.dtype is not parent.dtype and message.dtype != parent.dtype)
                ):
                    message = _conform(message, parent, node, position)
                if total is None:
                    if type(message) is Scattered:
                        total = message.dense()
                        own(parent)
                    else:
                        total = message
                        if (
                            in_place
                            and type(message) is _ndarray
                            and message.base is None
                            and _count(message) <= _TWO_NAMES
                        ):
                            own(parent)
                elif type(message) is Scattered:
                    total = message.added_to(total, in_place and parent in owned)
                    own(parent)
                elif in_place and parent in owned:
                    total += message
                else:
                    total = total + message
                    own(parent)
            bars[parent] = total
            if observer is not None:
                observer.sends(node, position, message, total)
        # The next node must not be counted as held by this loop.
        parent = None
    return signals


def _leading_to(targets: frozenset[Node], order: list[Node]) -> set[Node]:
    """The nodes on some path from a seed to a target: those computed from a target, and the targets."""
    leading: set[Node] = set()
    for node in reversed(order):
        if node in targets or any(type(parent) is Node and parent in leading for parent in node.inputs):
            leading.add(node)
    return leading


def _conform(message: Any, parent: Node, node: Node, position: int) -> Any:
    """A message as its receiver needs it: of the receiver's shape and dtype."""
    if getattr(message, "shape", None) is None:
        message = np.asarray(message)
    if message.dtype.kind not in "biuf":
        name = "input" if node.primitive is None else node.primitive.input_name(position)
        raise errors.message_error(node, name, message if message.ndim else message.item(), parent.dtype)
    if message.shape != parent.shape:
        wanted = unbroadcast(message, parent.shape)
        if wanted is None:
            name = "input" if node.primitive is None else node.primitive.input_name(position)
            raise errors.shape_error(node, name, message, parent.shape)
        message = wanted
    return message if message.dtype == parent.dtype else message.astype(parent.dtype)


def _references_to_a_fresh_array() -> int:
    message = np.add(0.0, np.zeros(1))
    total = message
    return _count(message) if total is message else 0


_float64, _ndarray = np.float64, np.ndarray
_FLOAT64 = np.dtype(np.float64)
_count = sys.getrefcount
#: How many references the interpreter counts to an array that two local variables hold. An array that a rule has just
#: made has no more; one that is an input, the error signal itself or kept anywhere else has more.
_TWO_NAMES = _references_to_a_fresh_array()
