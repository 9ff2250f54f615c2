"""Which values of a graph a picture draws one by one, and which it folds into one box.

The calls of modules nest, and so do the boxes: a fold closes a call and all within it. Where a graph is still
too large, values are folded by the line of code that made them.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from autograd.graph import Node
from autograd.provenance import Location, locate
from autograd.recording import Scope

from .. import text
from ..modules import enclosing_scopes, is_module, named_leaves

Path = tuple[Scope, ...]
Fold = int | Callable[[Any], bool] | None


@dataclass(frozen=True)
class Group:
    """What is folded into one box: a module's call, a line of code, or a function."""

    #: The scope that was closed; None for code.
    scope: Scope | None
    #: A place in the code folded; None for a scope.
    location: Location | None = field(default=None, compare=False)
    #: What tells one line or function from the next.
    key: Any = None


@dataclass(frozen=True)
class Folding:
    """What becomes of each node: its group, or None where it is drawn by itself."""

    groups: Mapping[Node, Group | None]
    #: Of each node, the calls that it was made in, from the outermost inwards; see `_paths` for leaves.
    paths: Mapping[Node, Path]
    #: What was folded because the graph is too large; empty where nothing was.
    note: str


def fold_nodes(nodes: Sequence[Node], roots: Iterable[Node], fold: Fold, max_nodes: int) -> Folding:
    """Folds what ``fold`` asks for, and as much more as is needed to draw no more than ``max_nodes`` boxes.

    Parameters
    ----------
    nodes
        All nodes of a graph, in the order in which they were made.
    roots
        Those that the picture is about; they are folded into a module, but never into a line of code.
    fold
        How many calls deep to show, or which modules to close; None closes none.
    max_nodes
        The largest number of boxes.
    """
    paths = _paths(nodes)
    groups = {node: _closed(paths[node], fold) for node in nodes}
    if _boxes(groups) <= max_nodes:
        return Folding(groups, paths, "")
    what = f"{text.count(len(nodes), 'value')}, more than max_nodes={max_nodes}"
    for depth in range(max(map(len, paths.values())) - 1, -1, -1):
        groups = {node: _closed(paths[node], fold) or _closed(paths[node], depth) for node in nodes}
        if _boxes(groups) <= max_nodes:
            return Folding(groups, paths, f"{what}: modules are folded as with fold={depth}")
    kept = frozenset(roots)
    by_code = _by_code(nodes, groups, kept, _line)
    if _boxes(by_code) <= max_nodes:
        return Folding(by_code, paths, f"{what}: folded by lines of code")
    return Folding(_by_code(nodes, groups, kept, _function), paths, f"{what}: folded by functions")


def _paths(nodes: Sequence[Node]) -> dict[Node, Path]:
    """Where each node belongs: in the calls that made it; a leaf in the calls that use it, where it is theirs."""
    chains: dict[Scope | None, Path] = {None: ()}
    paths: dict[Node, Path] = {}
    for node in nodes:
        if node.primitive is not None:
            if node.scope not in chains:
                chains[node.scope] = tuple(enclosing_scopes(node.scope))
            paths[node] = chains[node.scope]
            for parent in node.parents():
                if parent.primitive is None:
                    paths[parent] = common(paths[parent], paths[node]) if parent in paths else paths[node]
    owned: dict[int, set[Node]] = {}
    for node in nodes:
        if node.primitive is None:
            paths[node] = _owners(node, paths.get(node, ()), owned)
    return paths


def _owners(leaf: Node, path: Path, owned: dict[int, set[Node]]) -> Path:
    """The calls on a path, without the innermost modules that the leaf is no parameter of: it came from outside."""
    while path and is_module(module := path[-1].label):
        if id(module) not in owned:
            owned[id(module)] = {node for _, node in named_leaves(module)}
        if leaf in owned[id(module)]:
            break
        path = path[:-1]
    return path


def common(a: Path, b: Path) -> Path:
    """The scopes that two paths share, from the outermost inwards."""
    length = 0
    for x, y in zip(a, b):
        if x is not y:
            break
        length += 1
    return a[:length]


def _closed(path: Path, fold: Fold) -> Group | None:
    """The outermost call on a path that is folded."""
    if fold is None:
        return None
    for depth, scope in enumerate(path):
        if depth >= fold if isinstance(fold, int) else fold(scope.label):
            return Group(scope)
    return None


def _boxes(groups: Mapping[Node, Group | None]) -> int:
    return len(set(groups.values()) - {None}) + sum(group is None for group in groups.values())


def _by_code(
    nodes: Sequence[Node],
    groups: Mapping[Node, Group | None],
    kept: frozenset[Node],
    keyed: Callable[[Node, Location], Any],
) -> dict[Node, Group | None]:
    """Folds by their place in the code the nodes that no call holds; leaves go with the code that alone uses them."""
    places: dict[tuple[Any, int], Group] = {}
    folded: dict[Node, Group | None] = {}
    users: dict[Node, set[Group | Node]] = {}
    for node in nodes:
        group = groups[node]
        if group is None and node not in kept:
            place = (node.code, node.instruction)
            if place not in places:
                location = locate(*place)
                key = None if location is None else keyed(node, location)
                places[place] = Group(None, location, key)
            group = places[place]
        folded[node] = group
        for parent in node.parents():
            if parent.primitive is None and groups[parent] is None:
                users.setdefault(parent, set()).add(group or node)
    for leaf, of_leaf in users.items():
        only = next(iter(of_leaf))
        if len(of_leaf) == 1 and isinstance(only, Group):
            folded[leaf] = only
    return folded


def _line(node: Node, location: Location) -> Any:
    return location.file, location.line


def _function(node: Node, location: Location) -> Any:
    return location.file, location.function
