"""A step in words: what happens in it, and why it can happen now."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .steps import Step
    from .trace import Edge, Trace


def headline(step: Step) -> str:
    """The step in one sentence.

    >>> import numpy as np
    >>> from autograd import Tensor
    >>> from autograd.views import step_through
    >>> t = Tensor(1.0, requires_grad=True)
    >>> y = np.sin(t) * t
    >>> [headline(step) for step in step_through(y)][1:5]
    ['multiply computes y', 'y fires', 'y sends a message to v1', 'y sends a message to t: 1 of 2']
    """
    if step.action == "computes":
        return f"{step.operation} computes {step.name}"
    if step.action == "fires":
        return f"{step.name} fires"
    count = f": {step.arrived} of {step.expected}" if step.expected > 1 else ""
    return f"{step.name} sends a message to {step.receiver_name}{count}"


def reason(step: Step) -> str:
    """Why the step can happen now; of a message, what the receiver still waits for.

    >>> import numpy as np
    >>> from autograd import Tensor
    >>> from autograd.views import step_through
    >>> t = Tensor(1.0, requires_grad=True)
    >>> y = np.sin(t) * t
    >>> for step in step_through(y): print(reason(step))
    its input t is there
    its inputs v1, t are there
    the backward pass begins at y
    v1 has all that it waits for, and can fire
    t waits for v1
    v1 was waiting for y only
    t has all that it waits for, and can fire
    t was waiting for y and v1, and both messages are there
    """
    labels = step.trace.labels
    if step.action == "computes":
        inputs = dict.fromkeys(labels[parent] for parent in step.node.parents())
        return f"its input{'s' * (len(inputs) > 1)} {', '.join(inputs)} {'are' if len(inputs) > 1 else 'is'} there"
    if step.action == "sends":
        receiver = step.receiver_name
        if step.arrived == step.expected:
            return f"{receiver} has all that it waits for, and can fire"
        return f"{receiver} waits for {senders(step.trace, step.after.waits_for(step.subject))}"
    begins = step.node in step.trace.seeds
    if not step.waited_for:
        return f"the backward pass begins at {step.name}"
    waited = f"{step.name} was waiting for {senders(step.trace, step.waited_for)}"
    if begins:
        return f"{waited}, and the backward pass begins at it too"
    if step.expected == 1:
        return f"{waited} only"
    there = "both messages are there" if step.expected == 2 else f"all {step.expected} messages are there"
    return f"{waited}, and {there}"


def senders(trace: Trace, edges: Iterable[Edge], most: int = 6) -> str:
    """The nodes that edges lead from, by name; of many the first few and how many more."""
    uses: dict[str, int] = {}
    for edge in edges:
        name = trace.labels[edge.node]
        uses[name] = uses.get(name, 0) + 1
    names = [name if count == 1 else f"{name} ({count} times)" for name, count in uses.items()]
    if len(names) > most:
        return f"{', '.join(names[:most])} and {len(names) - most} more"
    return " and ".join([", ".join(names[:-1]), names[-1]]) if len(names) > 1 else names[0]
