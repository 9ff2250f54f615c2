"""Stepping through a computation and its backpropagation, forward and backward in time."""

from __future__ import annotations

import operator
import os
from collections.abc import Iterator, Sequence
from dataclasses import fields, replace
from pathlib import Path
from typing import Any, overload

import numpy as np

from ... import errors
from ...graph import Node
from ...tensor import Tensor
from .. import numerals
from ..names import Names, caller_frame
from ..values import same
from .breakpoints import Breakpoint
from .steps import State, Step
from .text import stepper_text
from .trace import Trace


def step_through(*losses: Tensor, bar: Any = None) -> Stepper:
    """A debugger for backprop: the forward pass value by value, then the backward pass message by message.

    Both passes are run when this is called, the forward pass once more from its leaves and constants, and kept: every
    value, message and error signal. No tensor's ``bar`` is changed, and nothing is recorded.

    Parameters
    ----------
    *losses
        Where the backward pass begins.
    bar
        The error signal to begin with, of the loss's shape; by default 1, for a loss with a single entry. For
        several losses a list, with None for the default.

    Raises
    ------
    GradientError
        Where a loss requires no gradient, or has several entries and no ``bar`` was given; and where it cannot be had
        again because a leaf has changed since, as by an optimizer's step.
    TypeError
        Where a loss is not a tensor.
    ValueError
        Where ``bar`` has another shape than the loss, or there are not as many as losses.

    Examples
    --------
    Lecture 004's two paths from t to f (docs/lectures.md E4):

    >>> import numpy as np
    >>> t = Tensor(1.0, requires_grad=True)
    >>> x, y = np.cos(t), t ** 2
    >>> f = y + np.exp(x * y)
    >>> stepper = step_through(f)
    >>> len(stepper)
    18
    >>> step = stepper.run_to("t")
    >>> step, step.arrived, step.expected
    (<Step 15: 'y' sends to 't'>, 1, 2)
    >>> step.rule.symbols.text, step.rule.numbers.text
    ('t̄ += 2ȳ t', '2 · 1.927 · 1 = 3.855')
    >>> stepper.back().name
    'y'
    """
    frame = caller_frame()
    if not losses:
        raise TypeError("step_through() needs a tensor to step through: step_through(loss)")
    bars = [bar] if len(losses) == 1 else ([None] * len(losses) if bar is None else list(bar))
    if len(bars) != len(losses):
        raise ValueError(f"step_through() of {len(losses)} losses was given {len(bars)} error signals")
    seeds: dict[Node, Any] = {}
    for loss, loss_bar in zip(losses, bars, strict=True):
        node = _checked(loss, loss_bar)
        seed = loss._seed(loss_bar, create_graph=False)
        seeds[node] = seeds[node] + seed if node in seeds else seed
    trace = Trace.record(seeds, Names.collect(seeds, frame))
    for loss in losses:
        _check_unchanged(loss, trace)
    return Stepper(trace)


def _checked(loss: Any, bar: Any) -> Node:
    """The loss's node, if a backward pass can begin at it with this error signal."""
    if not isinstance(loss, Tensor):
        what = f"step_through() of {errors.describe(loss)}, which is no tensor"
        raise TypeError(errors.message(what, "give the tensor that the backward pass begins at, the loss"))
    if loss.node is None:
        what = "step_through() of a tensor that requires no gradient: how it was computed was not recorded"
        hint = "make the tensors it is computed from with requires_grad=True, outside no_grad()"
        raise errors.GradientError(errors.message(what, hint))
    if bar is None and loss._value.size != 1:
        what = f"step_through() of a tensor of shape {loss.shape} without an error signal"
        hint = "sum it, or take its mean, to get a loss; or give the error signal: step_through(y, bar=...)"
        raise errors.GradientError(errors.message(what, hint))
    return loss.node


def _whole(number: Any, what: str) -> int:
    """A whole number, whatever type it has."""
    try:
        return operator.index(number)
    except TypeError:
        raise TypeError(f"{what} is a whole number, not {errors.describe(number)}") from None


def _count(count: Any, method: str, other: str) -> int:
    """A number of steps to make."""
    number = _whole(count, "a number of steps")
    if number < 0:
        raise ValueError(f"{method}() takes a number of steps from 0 on, not {number}; {other}() goes the other way")
    return number


def _known(conditions: dict[str, Any]) -> dict[str, Any]:
    """The conditions of a breakpoint, all of which there are."""
    names = [field.name for field in fields(Breakpoint)]
    for name in conditions:
        if name not in names:
            raise TypeError(f"a breakpoint has no condition {name}=; there are {'=, '.join(names)}=")
    return conditions


#: What a run can look for; see `Stepper.run_to`.
Target = Breakpoint | Tensor | Node | str | None


def _check_unchanged(loss: Tensor, trace: Trace) -> None:
    """Raises an error where the forward pass, run again, gives another loss: then the steps would show a mixture."""
    again = trace.values[loss.node] if loss.node is not None else loss._value
    if not same(again, loss._value):
        what = (
            f"the forward pass, run again for step_through(), gives {numerals.array(again)} and not "
            f"{numerals.array(loss._value)}: a leaf or constant has changed since, or an operation is random"
        )
        hint = "compute the loss again, and step through it before the leaves change"
        raise errors.GradientError(errors.message(what, hint))


class Stepper(Sequence[Step]):
    """The steps of a forward and a backward pass, and a position among them. Made by `step_through`.

    Position k is the moment after k steps: 0 is the start, where only leaves and constants have values, and
    ``len(self)`` the end. What is known at a position is the same however it was reached.

    As a sequence it holds the steps: ``stepper[0]`` is step number 1. Reading it does not move the position.
    """

    def __init__(self, trace: Trace) -> None:
        self.trace = trace
        #: How many steps have been made.
        self.position = 0
        #: Why the last run stopped, or that it found nothing; None after any other move.
        self.hit: str | None = None

    def __len__(self) -> int:
        return len(self.trace.events)

    @overload
    def __getitem__(self, index: int) -> Step: ...
    @overload
    def __getitem__(self, index: slice) -> list[Step]: ...
    def __getitem__(self, index: int | slice) -> Step | list[Step]:
        if isinstance(index, slice):
            return [self._numbered(number) for number in range(1, len(self) + 1)[index]]
        place = _whole(index, "the place of a step")
        if not -len(self) <= place < len(self):
            raise IndexError(f"there are {len(self)} steps, and none at place {place}: the last is at {len(self) - 1}")
        return self._numbered(place % len(self) + 1)

    def __iter__(self) -> Iterator[Step]:
        return map(self._numbered, range(1, len(self) + 1))

    @property
    def current(self) -> Step | None:
        """The step that was made last; None at the start."""
        return self._numbered(self.position) if self.position else None

    @property
    def state(self) -> State:
        """What is known now."""
        return State(self.position, self.trace)

    def step(self, count: int = 1) -> Step | None:
        """Makes the next step, or the next few, and returns the last; stays at the end when there."""
        return self.seek(min(self.position + _count(count, "step", "back"), len(self)))

    def back(self, count: int = 1) -> Step | None:
        """Undoes the last step, or the last few, and returns the one before; stays at the start when there."""
        return self.seek(max(self.position - _count(count, "back", "step"), 0))

    def seek(self, position: int) -> Step | None:
        """Goes to the moment after so many steps, and returns the last of them.

        Raises
        ------
        IndexError
            Where there are not that many steps.
        """
        position = _whole(position, "the number of a step")
        if not 0 <= position <= len(self):
            raise IndexError(f"seek() takes a number from 0 to {len(self)}, the last step, not {position}")
        self.position, self.hit = position, None
        return self.current

    def run_to(self, target: Target | int | np.integer[Any] = None, /, **conditions: Any) -> Step | None:
        """Runs to the next step where a breakpoint is hit, and returns it; ``hit`` then says why it stopped.

        Where nothing is hit the position stays, and None is returned.

        Parameters
        ----------
        target
            A `Breakpoint`; the number of a step; a tensor or node; the name of a value, an operation, or a line of
            code as ``"file.py:12"``.
        **conditions
            Those of a `Breakpoint`: ``operation``, ``name``, ``line``, ``non_finite``, ``above``, ``below``,
            ``phase``. With a target, both must be met.

        Raises
        ------
        TypeError
            Where there is neither target nor condition.
        ValueError
            Where an operation, name or line is nowhere in the graph.

        Examples
        --------
        >>> w = Tensor(2.0, requires_grad=True)
        >>> loss = (w * 3) ** 2
        >>> stepper = step_through(loss)
        >>> stepper.run_to("w", phase="backward")
        <Step 6: 'v1' sends to 'w'>
        >>> stepper.run_back_to(operation="power")
        <Step 3: 'loss' fires>
        >>> stepper.hit
        'operation power'
        """
        if isinstance(target, (int, np.integer)):
            return self._run_to_number(target, conditions)
        return self._run(range(self.position + 1, len(self) + 1), target, conditions)

    def run_back_to(self, target: Target | int | np.integer[Any] = None, /, **conditions: Any) -> Step | None:
        """Runs back in time to the last step before this one where a breakpoint is hit; else like `run_to`."""
        if isinstance(target, (int, np.integer)):
            return self._run_to_number(target, conditions)
        return self._run(range(self.position - 1, 0, -1), target, conditions)

    def _run_to_number(self, number: int | np.integer[Any], conditions: dict[str, Any]) -> Step | None:
        if conditions:
            raise TypeError("a step number and conditions cannot go together")
        return self.seek(int(number))

    def _run(self, numbers: range, target: Target, conditions: dict[str, Any]) -> Step | None:
        wanted = self._breakpoint(target, conditions)
        for step in map(self._numbered, numbers):
            reason = wanted.hit(step)
            if reason is not None:
                self.position, self.hit = step.number, reason
                return step
        self.hit = f"nothing hit {'after' if numbers.step > 0 else 'before'} step {self.position}"
        return None

    def _breakpoint(self, target: Target, conditions: dict[str, Any]) -> Breakpoint:
        """The breakpoint that a target and conditions mean."""
        if isinstance(target, Breakpoint):
            if conditions:
                raise TypeError("a Breakpoint has its conditions already; combine two breakpoints with |")
            wanted = target
        elif target is None:
            wanted = Breakpoint(**_known(conditions))
        else:
            wanted = replace(self._target(target), **_known(conditions))
        missing = wanted.missing(self.trace)
        if missing is not None:
            raise ValueError(missing)
        return wanted

    def _target(self, target: Any) -> Breakpoint:
        labels = self.trace.labels
        if isinstance(target, str):
            if target not in labels.values():
                if any(node.operation == target for node in self.trace.nodes):
                    return Breakpoint(operation=target)
                if target.rpartition(":")[2].isdecimal():
                    return Breakpoint(line=target)
            return Breakpoint(name=target)
        if not isinstance(target, Tensor | Node):
            kinds = "a step's number, a name, an operation, a line like 'file.py:12', a tensor, a node or a Breakpoint"
            raise TypeError(f"a run goes to {kinds}, not to {errors.describe(target)}")
        node = target.node if isinstance(target, Tensor) else target
        if node not in labels:
            what = "this tensor is a constant" if node is None else f"{target!r} is not in this graph"
            raise ValueError(f"{what}, so no step changes it")
        return Breakpoint(name=labels[node])

    def _numbered(self, number: int) -> Step:
        action, node, position = self.trace.events[number - 1]
        return Step(number, action, node, position, self.trace)

    def __str__(self) -> str:
        return self.text()

    def text(self, columns: int | None = None, lines: int | None = None) -> str:
        """What ``print`` shows: the current step, its rule and numbers, and the graph with what waits for what.

        Parameters
        ----------
        columns, lines
            The size to fill, by default the terminal's. Of a graph with more values, the part around the step is
            shown.
        """
        return stepper_text(self, columns, lines)

    def save(self, path: str | os.PathLike[str]) -> None:
        """Writes the player, which steps through all this in a browser, as a page of its own.

        The page needs no network, no Python and no other file. It begins at the present position.

        Raises
        ------
        GraphvizNotFound
            Where nothing can lay out the graph; it says what to install.
        TooLarge
            Where the graph has more than 2,000 values.
        """
        from ..player import page

        Path(path).write_text(page(self), encoding="utf-8")

    def _repr_html_(self) -> str:
        """The player, for a notebook; where scripts do not run in it, a table of the steps."""
        from ..player import fragment

        return fragment(self)

    def _repr_pretty_(self, printer: Any, cycle: bool) -> None:
        """What IPython shows in a terminal."""
        printer.text("Stepper(...)" if cycle else str(self))

    def __repr__(self) -> str:
        now = f", {self.current!r}" if self.position else ""
        return f"<Stepper at {self.position} of {len(self)} steps{now}>"
