"""Names for what a loop computes again and again, and for what it goes through."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from autograd.graph import Node
from autograd.recording import Scope

from .modules import enclosing_scopes
from .source import reassigned_name


def loop_names(nodes: Sequence[Node], places: Mapping[Any, int]) -> Iterator[tuple[Node, str]]:
    """``h_1``, ``h_2``, ... for the values that the same code assigned to the variable ``h`` one after the other.

    Parameters
    ----------
    nodes
        A graph's nodes, in the order in which they were made.
    places
        How many of them each place in the code made, by ``(code, instruction)``.
    """
    assigned: dict[Any, dict[int, list[Node]]] = defaultdict(lambda: defaultdict(list))
    for node in nodes:
        if node.primitive is not None and places[node.code, node.instruction] > 1:
            name = reassigned_name(node)
            if name is not None:
                assigned[node.code, name][node.instruction].append(node)
    uses = Counter(parent for node in nodes for parent in node.parents()) if assigned else Counter()
    for (_, name), of_places in assigned.items():
        values = [node for made in of_places.values() if _is_one_each_time(made) for node in made]
        if not _is_running_total(values, uses):
            values.sort(key=lambda node: node.number)
            yield from ((node, f"{name}_{number}") for number, node in enumerate(values, 1))


def _is_one_each_time(nodes: Sequence[Node]) -> bool:
    """Whether a place in the code made one node each time it was run, and not several by calling a module."""
    calls = [call for node in nodes if (call := _call(node)) is not None]
    return len({node.operation for node in nodes}) == 1 and len(set(calls)) == len(calls)


def _call(node: Node) -> Scope | None:
    """The call of a module, in a node's line of code, that made the node; None where the line did it itself."""
    call = None
    for scope in enclosing_scopes(node.scope)[::-1]:
        forward = getattr(type(scope.label), "forward", None)
        if getattr(forward, "__code__", None) is node.code:
            break
        call = scope
    return call


def _is_running_total(values: Sequence[Node], uses: Mapping[Node, int]) -> bool:
    """Whether each value is but a part of the sum that the next is, as with ``total = total + x``."""
    group = set(values)
    totals = (node for node in values if node.operation == "add")
    return any(parent in group and uses[parent] == 1 for node in totals for parent in node.parents())


def items_of_arrays(arrays: Iterable[Any], named: Mapping[int, str]) -> dict[int, str]:
    """``xs[0]``, ``xs[1]``, ... by identity, for the items of named arrays that a loop went through.

    Where all of an array's items that occur have names of their own, those are better.

    >>> xs = np.zeros((3, 2))
    >>> first, x = xs[0], xs[2]
    >>> sorted(items_of_arrays([first, x], {id(xs): "xs", id(x): "x"}).values())
    ['xs[0]', 'xs[2]']
    """
    found: dict[int, dict[int, str]] = defaultdict(dict)
    for array in arrays:
        base = array.base if isinstance(array, np.ndarray) else None
        if isinstance(base, np.ndarray) and id(base) in named:
            place = _place(array, base)
            if place is not None:
                found[id(base)][id(array)] = f"{named[id(base)]}[{place}]"
    nameless = (items for items in found.values() if not all(item in named for item in items))
    return {item: name for items in nameless for item, name in items.items()}


def _place(item: Any, array: Any) -> int | None:
    """The number of an array's item along its first axis."""
    if item.shape != array.shape[1:] or item.strides != array.strides[1:] or not item.size:
        return None
    bytes_before = item.__array_interface__["data"][0] - array.__array_interface__["data"][0]
    return bytes_before // array.strides[0] if array.strides[0] else None
