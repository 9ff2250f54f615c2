"""One step of a computation: a node computes its value, fires, or sends one message."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property
from typing import Any, Literal

from ...graph import Node
from ...provenance import Location
from ..read_only import read_only
from .rules import Rule
from .sentences import headline, reason
from .text import step_text
from .trace import Action, Edge, Trace

Phase = Literal["forward", "backward"]


@dataclass(frozen=True)
class State:
    """What is known after so many steps. Arrays are read-only; those of shape () are 0-d arrays."""

    #: How many steps have been made.
    number: int
    trace: Trace = field(repr=False)

    def has_value(self, node: Node) -> bool:
        """Whether the forward pass has reached the node. Leaves have their values from the beginning."""
        return self.trace.computed_at[node] <= self.number

    def value(self, node: Node) -> Any:
        """The node's value; None before the forward pass has reached it."""
        return read_only(self.trace.values[node]) if self.has_value(node) else None

    def arrived(self, node: Node) -> int:
        """How many messages have arrived at the node, of the ``expected``."""
        return self.trace.arrived(node, self.number)

    def expected(self, node: Node) -> int:
        """How many messages the node waits for: one from each use, and one more if the pass begins at it."""
        return self.trace.expected(node)

    def total(self, node: Node) -> Any:
        """The sum of what has arrived; None before anything has."""
        return read_only(self.trace.total(node, self.number))

    def has_fired(self, node: Node) -> bool:
        """Whether the node has fired, so that the sum of its messages is its error signal."""
        return self.trace.fired_at[node] <= self.number

    def bar(self, node: Node) -> Any:
        """The node's error signal; None before it fires."""
        return read_only(self.trace.bars[node]) if self.has_fired(node) else None

    def waits_for(self, node: Node) -> tuple[Edge, ...]:
        """The uses of the node's value from which no message has come yet, in the order in which they will."""
        return tuple(arrival.edge for arrival in self.trace.to_come(node, self.number))


@dataclass(frozen=True, repr=False)
class Step:
    """One step of a `Stepper`.

    ============ =========================== =================================== ==============
    ``action``   what happens                what is new (``result``)            ``receiver``
    ============ =========================== =================================== ==============
    "computes"   forward: an operation runs  the value of ``node``               None
    "fires"      backward: all messages that the error signal of ``node``        None
                 ``node`` waits for are there
    "sends"      backward: ``node`` sends a  the message                         ``node.inputs[position]``
                 message to one input
    ============ =========================== =================================== ==============

    Arrays are read-only.
    """

    #: Counts from 1, through both passes.
    number: int
    action: Action
    #: The node that computes, fires, or sends.
    node: Node = field(compare=False)
    #: Which of the node's inputs the message goes to; None unless ``action`` is "sends".
    position: int | None = field(compare=False)
    trace: Trace = field(compare=False)

    @property
    def phase(self) -> Phase:
        """The pass that the step belongs to."""
        return "forward" if self.action == "computes" else "backward"

    @property
    def name(self) -> str:
        """What the node is called: its name, or L and v1, v2, ... where it has none."""
        return self.trace.labels[self.node]

    @property
    def operation(self) -> str:
        """The operation that made the node's value; "leaf" for a leaf."""
        return self.node.operation

    @property
    def location(self) -> Location | None:
        """The line of the user's code that made the node."""
        return self.trace.location(self.node)

    @property
    def receiver(self) -> Node | None:
        """The node that the message goes to."""
        return None if self.position is None else self.node.inputs[self.position]

    @property
    def receiver_name(self) -> str | None:
        """What the receiver is called."""
        return None if self.receiver is None else self.trace.labels[self.receiver]

    @property
    def edge(self) -> Edge | None:
        """The use of the receiver's value along which the message travels."""
        return None if self.position is None else Edge(self.node, self.position)

    @property
    def input_name(self) -> str | None:
        """What the operation calls the input that the message goes to, like ``x`` or ``W``."""
        if self.position is None or self.node.primitive is None:
            return None
        return self.node.primitive.input_name(self.position)

    @cached_property
    def message(self) -> Any:
        """The message, of the receiver's shape; None unless ``action`` is "sends"."""
        if self.receiver is None:
            return None
        arrival = self.trace.arrival(self.receiver, self.number)
        return read_only(arrival.message)

    @property
    def subject(self) -> Node:
        """The node that the step changes: the receiver of a message, or else the node itself."""
        return self.node if self.receiver is None else self.receiver

    @property
    def arrived(self) -> int:
        """How many messages the subject has received by now, this one among them."""
        return self.after.arrived(self.subject)

    @property
    def expected(self) -> int:
        """How many messages the subject waits for in all."""
        return self.after.expected(self.subject)

    @property
    def total(self) -> Any:
        """The sum of the messages that the subject has received by now; None in the forward pass."""
        return self.after.total(self.subject)

    @property
    def waited_for(self) -> tuple[Edge, ...]:
        """The uses of the node's value: all must have sent their messages before the node may fire.

        In the order in which they did. Empty where the pass begins, and in the forward pass.
        """
        if self.phase == "forward":
            return ()
        return tuple(arrival.edge for arrival in self.trace.arrivals[self.node])

    @property
    def result(self) -> Any:
        """What is new: a value, an error signal or a message."""
        if self.action == "computes":
            return self.after.value(self.node)
        return self.after.bar(self.node) if self.action == "fires" else self.message

    @cached_property
    def rule(self) -> Rule:
        """What is computed in the step, in symbols and in numbers."""
        return self.trace.rules.of(self)

    @property
    def headline(self) -> str:
        """The step in one sentence."""
        return headline(self)

    @property
    def reason(self) -> str:
        """Why a node can compute or fire now, after what it has waited for; what a receiver still waits for."""
        return reason(self)

    @property
    def before(self) -> State:
        """What was known before the step."""
        return State(self.number - 1, self.trace)

    @property
    def after(self) -> State:
        """What is known after the step."""
        return State(self.number, self.trace)

    def __str__(self) -> str:
        return step_text(self)

    def __repr__(self) -> str:
        to = "" if self.receiver is None else f" to {self.receiver_name!r}"
        return f"<Step {self.number}: {self.name!r} {self.action}{to}>"
