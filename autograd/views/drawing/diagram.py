"""What a picture shows: boxes, and arrows from what is used to what uses it. How it looks is decided elsewhere."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import reduce
from typing import Any, NamedTuple

import numpy as np

from autograd.graph import Node, firing_order
from autograd.tensor import Tensor

from ..modules import is_module
from ..names import Names
from .folding import Fold, Folding, Group, Path, common, fold_nodes


class Use(NamedTuple):
    """One use of a value: by ``node`` as its input at ``position``; None for one of its other parameters."""

    node: Node
    position: int | None


@dataclass(eq=False)
class Box:
    """A value with the operation that made it, or a constant, or many values folded into one."""

    id: str
    #: The calls of modules around it that are not folded, from the outermost inwards.
    path: Path = ()
    name: str | None = None
    #: The recorded values in it; none in a constant.
    nodes: list[Node] = field(default_factory=list)
    group: Group | None = None
    #: The array or number of a constant; None otherwise.
    constant: Any = None
    #: The numbers among the inputs that are written into the box, by position, and have no box of their own.
    literals: dict[int, Any] = field(default_factory=dict)

    @property
    def node(self) -> Node | None:
        """The one node that the box shows; None where it is a constant or folds several."""
        return self.nodes[0] if self.nodes and self.group is None else None


@dataclass(eq=False)
class Arrow:
    """An edge of the picture. It stands for one use; where an end is folded, for all uses between the two."""

    tail: Box
    head: Box
    uses: list[Use]


@dataclass(eq=False)
class Diagram:
    """All that is drawn, in the order in which the program made it."""

    boxes: list[Box]
    arrows: list[Arrow]
    roots: list[Node]
    names: Names
    note: str


def diagram(
    roots: Sequence[Node], names: Names, *, constants: bool = True, fold: Fold = None, max_nodes: int = 200
) -> Diagram:
    """Lays out what to draw of the graph that the roots were computed from; see `draw` for the parameters."""
    nodes = firing_order(roots)[::-1]
    folding = fold_nodes(nodes, roots, fold, max_nodes)
    boxes = _boxes_of_nodes(nodes, names, folding)
    drawn = list(dict.fromkeys(boxes[node] for node in nodes))
    arrows = _Arrows()
    held = _Constants(constants)
    for node in nodes:
        head = boxes[node]
        for position, entry in enumerate(node.inputs):
            if type(entry) is Node:
                arrows.add(boxes[entry], head, Use(node, position))
            else:
                held.add(head, Use(node, position), entry, names.of_input(node, position))
        for param in node.params:
            if isinstance(param, np.ndarray) and (name := names.of(param)):
                held.add(head, Use(node, None), param, name)
    for constant, uses in held.drawn():
        drawn.append(constant)
        for head, use in uses:
            arrows.add(constant, head, use)
    return Diagram(drawn, arrows.all, list(roots), names, folding.note)


def _boxes_of_nodes(nodes: Sequence[Node], names: Names, folding: Folding) -> dict[Node, Box]:
    boxes: dict[Node, Box] = {}
    of_group: dict[Group, Box] = {}
    for node in nodes:
        group, path = folding.groups[node], folding.paths[node]
        if group is None:
            boxes[node] = Box(f"n{node.number}", path, names.of(node), [node])
            continue
        if group not in of_group:
            around = () if group.scope is None else path[: path.index(group.scope)]
            of_group[group] = Box(f"f{node.number}", around, group=group)
        boxes[node] = of_group[group]
        boxes[node].nodes.append(node)
    return boxes


class _Arrows:
    """Makes an arrow for each use, and one for all uses between two boxes where one of them is folded."""

    def __init__(self) -> None:
        self.all: list[Arrow] = []
        self._summed: dict[tuple[Box, Box], Arrow] = {}

    def add(self, tail: Box, head: Box, use: Use) -> None:
        if tail is head:
            return
        if tail.group is None and head.group is None:
            self.all.append(Arrow(tail, head, [use]))
        elif (tail, head) in self._summed:
            self._summed[tail, head].uses.append(use)
        else:
            self._summed[tail, head] = Arrow(tail, head, [use])
            self.all.append(self._summed[tail, head])


class _Constants:
    """Gathers the constants among the inputs: what is the same array or variable is one box, however often used."""

    def __init__(self, wanted: bool) -> None:
        self._wanted = wanted
        self._uses: dict[Any, list[tuple[Box, Use]]] = {}
        self._values: dict[Any, tuple[Any, str | None]] = {}

    def add(self, head: Box, use: Use, entry: Any, name: str | None) -> None:
        value = entry._value if isinstance(entry, Tensor) else entry
        if name is None and np.ndim(value) == 0:
            if head.group is None and use.position is not None:
                head.literals[use.position] = value[()] if isinstance(value, np.ndarray) else value
        elif self._wanted:
            key = name or id(value)
            self._values[key] = value, name
            self._uses.setdefault(key, []).append((head, use))

    def drawn(self) -> list[tuple[Box, list[tuple[Box, Use]]]]:
        """The constants that are not wholly inside one folded box, each with its uses."""
        found: list[tuple[Box, list[tuple[Box, Use]]]] = []
        for key, uses in self._uses.items():
            heads = [head for head, _ in uses]
            value, name = self._values[key]
            group = heads[0].group
            folded_away = group is not None and (name is None or group.scope is None)
            if folded_away and all(head is heads[0] for head in heads):
                continue
            path = reduce(common, (head.path for head in heads))
            if name is not None:
                path = _outside_modules(path)
            found.append((Box(f"c{len(found)}", path, name, constant=value), uses))
        return found


def _outside_modules(path: Path) -> Path:
    """Where a user's variable belongs that is used on a path: outside of the modules that it was passed into."""
    while path and is_module(path[-1].label):
        path = path[:-1]
    return path
