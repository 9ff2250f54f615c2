"""Where a run through the steps stops: at an operation, a name, a line, a number that is not finite, a size."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, fields
from difflib import get_close_matches
from numbers import Integral, Real
from pathlib import PurePath
from typing import Any

import numpy as np

from ... import errors
from ...provenance import Location
from .steps import Phase, Step
from .trace import Trace


@dataclass(frozen=True, kw_only=True)
class Breakpoint:
    """Stops a run at the steps that meet every condition given; ``a | b`` stops where either of two does.

    Parameters
    ----------
    operation
        Where a node of this operation, like ``"matmul"``, computes its value or fires.
    name
        Where the value of this name is computed, a message to it arrives, or it fires.
    line
        Where a value made in this line of code is computed or fires: ``12`` for that line of any file, or
        ``"model.py:12"``.
    non_finite
        Where a value, a message, a sum of messages or an error signal has an entry that is NaN or infinite.
    above, below
        Where the largest absolute entry of what is new in the step is larger, or smaller, than this.
    phase
        ``"forward"`` or ``"backward"``: in this pass only.

    Raises
    ------
    TypeError
        Where no condition is given, or one of another type.
    ValueError
        Where the phase is another word.

    Examples
    --------
    >>> from autograd import Tensor
    >>> from autograd.views import step_through
    >>> x = Tensor([0.5, 0.0], requires_grad=True)
    >>> with np.errstate(divide="ignore"):
    ...     y = np.log(x)
    >>> stepper = step_through(y.sum())
    >>> stepper.run_to(Breakpoint(operation="sum") | Breakpoint(non_finite=True))
    <Step 1: 'y' computes>
    >>> stepper.hit
    'the value of y is not finite: 1 of 2 entries'
    """

    operation: str | None = None
    name: str | None = None
    line: int | str | None = None
    non_finite: bool = False
    above: float | None = None
    below: float | None = None
    phase: Phase | None = None

    def __post_init__(self) -> None:
        if all(getattr(self, field.name) == field.default for field in fields(self)):
            conditions = "operation=, name=, line=, non_finite=True, above=, below= or phase="
            raise TypeError(f"a breakpoint needs a condition: {conditions}")
        self._check("operation", str, "text, like 'matmul'")
        self._check("name", str, "text")
        self._check("line", Integral | str, "a number, or text like 'model.py:12'")
        self._check("above", Real, "a number")
        self._check("below", Real, "a number")
        if self.phase not in (None, "forward", "backward"):
            raise ValueError(f"a breakpoint's phase is 'forward' or 'backward', not {self.phase!r}")

    def _check(self, condition: str, kind: Any, what: str) -> None:
        given = getattr(self, condition)
        if given is not None and not isinstance(given, kind):
            raise TypeError(f"a breakpoint's {condition} is {what}, not {errors.describe(given)}")

    def hit(self, step: Step) -> str | None:
        """Why a run stops at this step; None if it does not."""
        reasons = []
        for reason in self._reasons(step):
            if reason is None:
                return None
            reasons.append(reason)
        return ", ".join(reasons)

    def _reasons(self, step: Step) -> Iterator[str | None]:
        """For each condition that is given, why it is met, or None."""
        at_node = step.receiver is None
        if self.phase is not None:
            yield f"{self.phase} pass" if step.phase == self.phase else None
        if self.operation is not None:
            yield f"operation {self.operation}" if at_node and step.operation == self.operation else None
        if self.name is not None:
            yield f"name {self.name}" if step.trace.labels[step.subject] == self.name else None
        if self.line is not None:
            yield f"line {self.line}" if at_node and is_line(step.location, self.line) else None
        if self.non_finite:
            yield _not_finite(step)
        if self.above is not None or self.below is not None:
            yield self._magnitude(step)

    def _magnitude(self, step: Step) -> str | None:
        size = np.max(np.abs(step.result), initial=0.0)
        if self.above is not None and not size > self.above:
            return None
        if self.below is not None and not size < self.below:
            return None
        bounds = [f"above {self.above:g}"] if self.above is not None else []
        bounds += [f"below {self.below:g}"] if self.below is not None else []
        return f"{what_is_new(step)} has magnitude {size:.4g}, {' and '.join(bounds)}"

    def missing(self, trace: Trace) -> str | None:
        """What the breakpoint names that is not in the graph, and what is there instead; None if all is."""
        if self.operation is not None:
            operations = dict.fromkeys(node.operation for node in trace.nodes)
            if self.operation not in operations:
                return f"no operation {self.operation!r} in this graph{_instead(self.operation, operations)}"
        if self.name is not None:
            names = trace.labels.values()
            if self.name not in names:
                return f"no value named {self.name!r} in this graph{_instead(self.name, names)}"
        if self.line is not None:
            places = [place for node in trace.nodes if (place := trace.location(node)) is not None]
            if not any(is_line(place, self.line) for place in places):
                lines = dict.fromkeys(f"{PurePath(place.file).name}:{place.line}" for place in places)
                return f"nothing in this graph was made in line {self.line}{_instead(str(self.line), lines)}"
        return None

    def __or__(self, other: object) -> Breakpoint:
        return AnyOf((self, other)) if isinstance(other, Breakpoint) else NotImplemented


@dataclass(frozen=True, init=False)
class AnyOf(Breakpoint):
    """Stops a run where any of several breakpoints does."""

    alternatives: tuple[Breakpoint, ...] = ()

    def __init__(self, alternatives: tuple[Breakpoint, ...]) -> None:
        object.__setattr__(self, "alternatives", alternatives)

    def hit(self, step: Step) -> str | None:
        return next((reason for part in self.alternatives if (reason := part.hit(step)) is not None), None)

    def missing(self, trace: Trace) -> str | None:
        reasons = [part.missing(trace) for part in self.alternatives]
        return reasons[0] if all(reasons) else None


def is_line(location: Location | None, line: int | str) -> bool:
    """Whether a place in the code is the line ``12`` of any file, or ``"model.py:12"``."""
    if location is None:
        return False
    file, _, number = str(line).rpartition(":")
    if str(location.line) != number:
        return False
    wanted, parts = PurePath(file).parts, PurePath(location.file).parts
    return parts[len(parts) - len(wanted) :] == wanted


def what_is_new(step: Step) -> str:
    """Names what a step brings: a value, an error signal or a message."""
    if step.action == "computes":
        return f"the value of {step.name}"
    if step.action == "fires":
        return f"the error signal of {step.name}"
    return f"the message to {step.receiver_name}"


def _not_finite(step: Step) -> str | None:
    wrong = _wrong(step.result)
    if wrong is not None:
        return f"{what_is_new(step)} is not finite{wrong}"
    # A single message is its own sum; the sum of several finite ones may be too large.
    if step.receiver is not None and step.arrived > 1:
        wrong = _wrong(step.total)
        if wrong is not None:
            return f"the sum of the messages to {step.receiver_name} is not finite{wrong}"
    return None


def _wrong(array: Any) -> str | None:
    """How many entries of an array are not finite; empty for one of shape (), None where all are."""
    finite = np.isfinite(array)
    if np.all(finite) if finite.ndim else finite:
        return None
    return f": {finite.size - np.count_nonzero(finite)} of {finite.size} entries" if finite.ndim else ""


def _instead(given: str, there: Iterable[Any]) -> str:
    options = list(there)
    close = get_close_matches(given, options, n=3) or options[:8]
    more = ", ..." if len(close) < len(options) else ""
    return f"; there is {', '.join(close)}{more}"
