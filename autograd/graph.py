"""The recorded computation: one node for each value, and the order in which nodes fire.

A node knows the nodes that it was computed from, never those computed from it. So a graph has no reference cycles and
dies by reference count, the moment the last name for it goes.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import count
from operator import attrgetter
from types import CodeType
from typing import TYPE_CHECKING, Any

from . import provenance
from .recording import Scope

if TYPE_CHECKING:
    from .primitives import Primitive

next_number = count().__next__


class Node:
    """What was recorded of one value: which operation made it, from what, and where in the user's code.

    A leaf, which is a tensor the user made with ``requires_grad=True``, has no primitive and no inputs.
    """

    __slots__ = (
        "bar",
        "code",
        "dtype",
        "inputs",
        "instruction",
        "kept",
        "name",
        "number",
        "params",
        "primitive",
        "scope",
        "shape",
    )

    primitive: Primitive | None
    #: For each differentiable input, the node that made it, or the constant itself.
    inputs: tuple[Any, ...]
    #: The values of the forward function's other parameters (an axis, an index), in its order.
    params: tuple[Any, ...]
    #: What the bar rules will ask for, in the order of ``primitive.keeps``; None for what no wanted rule needs.
    #: A leaf keeps its own value.
    kept: tuple[Any, ...]
    shape: tuple[int, ...]
    dtype: Any
    #: Rises with every node made: a node's inputs always have smaller numbers than it has.
    number: int
    code: CodeType | None
    instruction: int
    scope: Scope | None
    name: str | None
    #: The error signal of the last backward pass; on a leaf, the sum of all passes. None where nobody holds the tensor.
    bar: Any

    @property
    def operation(self) -> str:
        """The operation's name; ``"leaf"`` for a leaf."""
        return "leaf" if self.primitive is None else self.primitive.name

    @property
    def location(self) -> provenance.Location | None:
        """Where in the user's code this value was made."""
        return provenance.locate(self.code, self.instruction)

    def parents(self) -> Iterator[Node]:
        """The nodes among the inputs, once for each use: ``x * x`` has two."""
        return (parent for parent in self.inputs if type(parent) is Node)

    def __repr__(self) -> str:
        name = f" {self.name!r}" if self.name else ""
        return f"<Node {self.number}{name}: {self.operation} {self.shape} {self.dtype}>"


_by_number = attrgetter("number")


def firing_order(roots: Iterable[Node]) -> list[Node]:
    """All nodes that the roots were computed from, and the roots, in the order in which the backward pass fires them.

    A value is made after all its inputs, so from the last made to the first is an order in which each node comes after
    every node that uses it (docs/lectures.md E8). Backwards, it is the order in which the program ran.
    """
    return in_firing_order(uses(roots))


def in_firing_order(nodes: Iterable[Node]) -> list[Node]:
    """These nodes from the last made to the first."""
    return sorted(nodes, key=_by_number, reverse=True)


def uses(roots: Iterable[Node]) -> dict[Node, int]:
    """All nodes that the roots were computed from, and the roots, with how many times they are used among these."""
    counts = dict.fromkeys(roots, 0)
    stack = list(counts)
    push, pop = stack.append, stack.pop
    while stack:
        for parent in pop().inputs:
            if type(parent) is Node:
                if parent in counts:
                    counts[parent] += 1
                else:
                    counts[parent] = 1
                    push(parent)
    return counts
