"""What happened in a forward and a backward pass, event by event, and what was known after each.

The order of the backward pass is the engine's own: the pass is run once, and an observer writes down what it
does.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import chain, count
from typing import Any, Literal, NamedTuple

import numpy as np

from ...backward import backward_pass
from ...graph import Node, firing_order
from ...provenance import Location, locate
from ...scattered import Scattered
from ..names import Names
from ..values import replay
from .rules import Rules

Action = Literal["computes", "fires", "sends"]


class Edge(NamedTuple):
    """One use of a value: ``node.inputs[position]``, which ``x * x`` has two of."""

    node: Node
    position: int


class Event(NamedTuple):
    """One thing that happened: ``node`` computes its value, fires, or sends a message along ``position``."""

    action: Action
    node: Node
    position: int | None = None


class Arrival(NamedTuple):
    """A message that reached a node, and the number of the step that brought it."""

    number: int
    edge: Edge
    message: Any


@dataclass(eq=False)
class Trace:
    """A forward and a backward pass, written down. Nothing in it changes once it is recorded.

    Events are numbered from 1; 0 is the moment before the first, when only leaves and constants have values.
    """

    #: All nodes, in the order in which the program made them.
    nodes: tuple[Node, ...]
    names: Names
    #: Each node's value.
    values: Mapping[Node, Any]
    #: The error signals that the backward pass begins with.
    seeds: Mapping[Node, Any]
    events: list[Event] = field(default_factory=list)
    #: The error signals: of each node, the sum of its messages.
    bars: dict[Node, Any] = field(default_factory=dict)
    #: The messages that each node receives, in the order in which they arrive.
    arrivals: dict[Node, list[Arrival]] = field(default_factory=dict)
    #: The number of the event after which a node has its value; 0 for a leaf.
    computed_at: dict[Node, int] = field(default_factory=dict)
    #: The number of the event in which a node fires.
    fired_at: dict[Node, int] = field(default_factory=dict)
    #: How many of the events belong to the forward pass, which comes first.
    forward: int = 0
    #: What each node is called: its name, or L for the loss and v1, v2, ... for others, in the program's order.
    labels: dict[Node, str] = field(default_factory=dict)
    _sums: dict[Node, tuple[int, Any]] = field(default_factory=dict)
    _locations: dict[tuple[Any, int], Location | None] = field(default_factory=dict)

    @classmethod
    def record(cls, seeds: Mapping[Node, Any], names: Names) -> Trace:
        """Runs the forward pass again, and a backward pass that changes no tensor, and writes both down."""
        nodes = tuple(reversed(firing_order(seeds)))
        trace = cls(nodes, names, replay(nodes), dict(seeds), labels=_labels(nodes, seeds, names))
        for node in nodes:
            if node.primitive is None:
                trace.computed_at[node] = 0
            else:
                trace.events.append(Event("computes", node))
                trace.computed_at[node] = len(trace.events)
        trace.forward = len(trace.events)
        trace.arrivals = {node: [] for node in nodes}
        with np.errstate(all="ignore"):
            backward_pass(seeds, observer=_Recorder(trace))
        return trace

    def expected(self, node: Node) -> int:
        """How many messages the node waits for: one from each use, and one more if the pass begins at it."""
        return len(self.arrivals[node]) + (node in self.seeds)

    def arrived(self, node: Node, number: int) -> int:
        """How many of them have come after event ``number``."""
        come = bisect_right(self.arrivals[node], number, key=_number)
        return come + (node in self.seeds and number > self.forward)

    def arrival(self, node: Node, number: int) -> Arrival:
        """The last message that has reached a node after event ``number``."""
        arrivals = self.arrivals[node]
        return arrivals[bisect_right(arrivals, number, key=_number) - 1]

    def to_come(self, node: Node, number: int) -> list[Arrival]:
        """The messages that have not reached a node after event ``number``."""
        arrivals = self.arrivals[node]
        return arrivals[bisect_right(arrivals, number, key=_number) :]

    def total(self, node: Node, number: int) -> Any:
        """The sum of what has arrived at a node after event ``number``; None before anything has."""
        if self.arrived(node, number) == self.expected(node):
            return self.bars[node]
        come = bisect_right(self.arrivals[node], number, key=_number)
        if number <= self.forward:
            return None
        # Sums are not kept, for there may be many large ones. They are added up in the engine's order, on from
        # the last that somebody asked for.
        done, total = self._sums.get(node, (0, self.seeds.get(node)))
        if done > come:
            done, total = 0, self.seeds.get(node)
        with np.errstate(all="ignore"):
            for arrival in self.arrivals[node][done:come]:
                total = _added(total, arrival.message)
        self._sums[node] = come, total
        return total

    @cached_property
    def rules(self) -> Rules:
        """The formulas of values, messages and error signals."""
        return Rules(self)

    def location(self, node: Node) -> Location | None:
        """Where in the user's code the node was made."""
        key = node.called_at
        if key not in self._locations:
            self._locations[key] = locate(*key)
        return self._locations[key]

    def parents(self, node: Node) -> Iterator[tuple[Edge, Node]]:
        """The nodes among a node's inputs, each with the edge that leads to it."""
        for position, parent in enumerate(node.inputs):
            if type(parent) is Node:
                yield Edge(node, position), parent


class _Recorder:
    """The observer of the backward pass."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace

    def fires(self, node: Node, bar: Any) -> None:
        trace = self._trace
        trace.events.append(Event("fires", node))
        trace.fired_at[node] = len(trace.events)
        trace.bars[node] = bar

    def sends(self, node: Node, position: int, message: Any, total: Any) -> None:
        trace = self._trace
        trace.events.append(Event("sends", node, position))
        arrival = Arrival(len(trace.events), Edge(node, position), message)
        trace.arrivals[node.inputs[position]].append(arrival)


def _added(total: Any, message: Any) -> Any:
    if isinstance(message, Scattered):
        return message.dense() if total is None else message.added_to(total, owned=False)
    return message if total is None else total + message


def _number(arrival: Arrival) -> int:
    return arrival.number


def _labels(nodes: Sequence[Node], roots: Collection[Node], names: Names) -> dict[Node, str]:
    """What each node is called: a root without a name L, any other v1, v2, ..."""
    labels = {node: name for node in nodes if (name := names.of(node)) is not None}
    used = names.all()
    numbered = (f"v{number}" for number in count(1))
    roots_named = chain(["L"] if len(roots) == 1 else [], (f"L{number}" for number in count(1)))
    for node in nodes:
        if node not in labels:
            labels[node] = next(name for name in (roots_named if node in roots else numbered) if name not in used)
    return labels
