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
from weakref import ref

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
        "tensor",
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
    #: The tensor in the user's hands, as long as it is there. It holds the node, so the node must not hold it.
    tensor: ref[Any]

    @property
    def operation(self) -> str:
        """The operation's name; ``"leaf"`` for a leaf."""
        return "leaf" if self.primitive is None else self.primitive.name

    @property
    def location(self) -> provenance.Location | None:
        """Where in the user's code this value was made.

        Inside a layer of the library that is where the layer was called.
        """
        return provenance.locate(*self.called_at)

    @property
    def called_at(self) -> tuple[CodeType | None, int]:
        """The same as a code object and an instruction in it."""
        code, instruction, scope = self.code, self.instruction, self.scope
        while code is not None and scope is not None and provenance.in_library[code.co_filename]:
            code, instruction, scope = scope.code, scope.instruction, scope.parent
        return code, instruction

    @property
    def bar(self) -> Any:
        """The error signal that the last backward pass left on the tensor; None where nobody holds the tensor."""
        tensor = self.tensor()
        return None if tensor is None else tensor.bar

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
    seen = set(roots)
    stack = list(seen)
    add, push, pop = seen.add, stack.append, stack.pop
    while stack:
        for parent in pop().inputs:
            if type(parent) is Node and parent not in seen:
                add(parent)
                push(parent)
    return sorted(seen, key=_by_number, reverse=True)
