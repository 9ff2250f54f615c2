"""One evaluation of a plain function on tensors, and the backward passes through it: what `transforms` is made of."""

from __future__ import annotations

import operator
import threading
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from . import errors
from .backward import backward_pass
from .graph import Node, firing_order
from .handle import constant
from .recording import enable_grad
from .rules.shaping import identity
from .tensor import Tensor

#: What a leaf that stood for an argument has as its parameters when the function has returned: nobody will
#: differentiate with respect to it any more, except the derivative that made it.
FINISHED = ("differentiated",)

Function = Callable[..., Any]
Argnum = int | Sequence[int]


class _Finished(threading.local):
    """What this thread has done."""

    #: How many evaluations.
    evaluations: int = 0


finished = _Finished()


class Evaluation:
    """One evaluation of a function whose result will be differentiated with respect to some of its arguments."""

    def __init__(self, fun: Function, argnum: Argnum, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self.single = not isinstance(argnum, Sequence)
        positions = _positions(argnum)
        if len({number % max(len(args), 1) for number in positions}) < len(positions):
            raise TypeError(errors.message(f"argnum is {argnum}", "name each argument once"))
        replaced = list(args)
        self.variables: list[Tensor] = []
        finished_before = finished.evaluations
        with enable_grad():
            for position in positions:
                if not -len(args) <= position < len(args):
                    raise TypeError(
                        errors.message(
                            f"argnum is {position}, and the function was given {len(args)} arguments",
                            "arguments are counted from 0; those given by name cannot be differentiated",
                        )
                    )
                replaced[position] = _variable(args[position], position)
                self.variables.append(replaced[position])
            output = fun(*replaced, **kwargs)
        self.output = _as_value(fun, output)
        self.targets = [node_of(variable) for variable in self.variables]
        for node in self.targets:
            if node.primitive is None:
                node.params = FINISHED
        self.nested = self._depends_on_others()
        if finished.evaluations == finished_before and self._is_independent():
            errors.warn(
                f"{name_of(fun)} returned what does not depend on argument {argnum}: its derivatives are all 0",
                "compute it from the argument in operations that record; .data, .item(), float() and int() lose the "
                "gradient, and comparisons, signs and rounding have none. Ignore this where the function is constant",
            )
        finished.evaluations += 1

    def _is_independent(self) -> bool:
        """Whether nothing was recorded of how the output was computed, nor any error signal given to a variable.

        Of a function that takes derivatives itself this says nothing: where they are constant, as that of ``2 * x`` is,
        there is no record of them either.
        """
        return self.output._node is None and all(variable._bar is None for variable in self.variables)

    def _depends_on_others(self) -> bool:
        """Whether the output was computed from leaves with respect to which it may be differentiated later."""
        if self.output._node is None:
            return False
        nodes = firing_order([self.output._node])
        return any(node.primitive is None and node.params is not FINISHED for node in nodes)

    def pull_back(self, bar: Any, create_graph: bool | None = None) -> list[Any]:
        """The error signals of the variables, for the error signal of the output."""
        if create_graph is None:
            create_graph = self.nested or (isinstance(bar, Tensor) and bar.requires_grad)
        found = _pass(self.output, bar, self.targets, create_graph)
        return [
            zeros_like(variable) if bar is None else bar for variable, bar in zip(self.variables, found, strict=True)
        ]

    def one_for_each(self, what: str, given: Any) -> tuple[Any, ...]:
        """What was given for the variables, one thing for each, of its variable's shape."""
        if not self.single and not isinstance(given, tuple | list):
            raise TypeError(
                errors.message(
                    f"one {what} given for {len(self.variables)} arguments",
                    f"give a tuple of {what}s, in the order of argnum",
                )
            )
        things = (given,) if self.single else tuple(given)
        if len(things) != len(self.variables):
            raise ValueError(
                errors.message(
                    f"{len(things)} {what}s given for {len(self.variables)} arguments",
                    f"give a tuple of {what}s, in the order of argnum",
                )
            )
        for variable, thing in zip(self.variables, things, strict=True):
            if np.shape(thing) != variable.shape:
                raise ValueError(
                    errors.message(
                        f"a {what} of shape {np.shape(thing)} for an argument of shape {variable.shape}",
                        f"a {what} has the shape of its argument",
                    )
                )
        return things

    def answer(self, values: Sequence[Any]) -> Any:
        """One result for one argument index, a tuple for a tuple of them; plain arrays unless nested."""
        given = tuple(map(plain, values))
        return given[0] if self.single else given

    @property
    def value(self) -> Any:
        """What the function returned: a plain array, unless nested."""
        return self.output if self.nested else plain(self.output.detach())


def _variable(value: Any, position: Any) -> Tensor:
    """An argument as a tensor that is differentiated here; linked to the outer one where differentiations nest."""
    if isinstance(value, Tensor) and value._node is not None:
        linked: Tensor = identity(value)
        return linked
    data = value._value if isinstance(value, Tensor) else np.asarray(value)
    if data.dtype.kind != "f":
        raise TypeError(
            errors.message(
                f"argument {position} is {errors.describe(data if data.dtype.kind in 'biufc' else value)}; "
                "derivatives are taken with respect to floats",
                "give a float, like 3.0, or an array of floats; several things are several arguments",
            )
        )
    tensor: Tensor = constant(data)
    tensor._make_leaf()
    return tensor


def _positions(argnum: Any) -> list[int]:
    """The positions of the arguments to differentiate with respect to."""
    try:
        return [operator.index(number) for number in (argnum if isinstance(argnum, Sequence) else (argnum,))]
    except TypeError:
        raise TypeError(
            errors.message(
                f"argnum is {errors.describe(argnum)}", "give the position of an argument, or a tuple of them"
            )
        ) from None


def _as_value(fun: Function, output: Any) -> Tensor:
    """What a function returned as a tensor; an error where it is no array of real numbers."""
    if isinstance(output, Tensor):
        return output
    kind = f"a {type(output).__name__}"
    if isinstance(output, tuple | list):
        parts = ", ".join(map(errors.describe, output[:3])) + ", ..." * (len(output) > 3)
        kind += f" of {parts}" if parts else " of nothing"
        hint = "join the parts into one array, with np.stack or np.concatenate, or differentiate one of them"
    elif output is None:
        kind, hint = "None", "end the function with return"
    else:
        hint = "let it return a number or an array of numbers"
    array = None if isinstance(output, tuple | list) else np.asarray(output)
    if array is None or array.dtype.kind not in "biuf":
        raise TypeError(
            errors.message(
                f"{name_of(fun)} returned {kind}; a function to differentiate returns one array or number", hint
            )
        )
    tensor: Tensor = constant(array)
    return tensor


def seed_of(tensor: Tensor, bar: Any, create_graph: bool) -> Any:
    """The error signal that a backward pass from this tensor begins with."""
    return tensor._seed(bar, create_graph)


def _pass(output: Tensor, bar: Any, targets: list[Node], create_graph: bool) -> list[Any]:
    if output._node is None:
        return [None] * len(targets)
    return collect({output._node: seed_of(output, bar, create_graph)}, targets, create_graph)


def collect(seeds: dict[Node, Any], targets: list[Node], create_graph: bool) -> list[Any]:
    """The error signals that a backward pass brings to the targets; None where none arrives."""
    found = {}
    if seeds:
        with enable_grad():
            for node, bar, owned in backward_pass(seeds, create_graph=create_graph, targets=targets):
                found[node] = bar if owned or not isinstance(bar, np.ndarray) else np.array(bar)
    return [found.get(target) for target in targets]


def ones_like(output: Tensor) -> Any:
    """The error signal of a value, 1 for each entry."""
    return np.ones(output.shape, output.dtype)


def zeros_like(tensor: Tensor) -> Any:
    """The error signal of a tensor that nothing depends on."""
    return np.zeros(tensor.shape, tensor.dtype)


def plain(value: Any) -> Any:
    """An array for a constant tensor; a NumPy number for a 0-d one. A tensor that requires a gradient stays one."""
    if isinstance(value, Tensor):
        if value._node is not None:
            return value
        value = value._value
    return value[()] if isinstance(value, np.ndarray) and not value.ndim else value


def node_of(tensor: Tensor) -> Node:
    """The node of a tensor that is being differentiated."""
    assert tensor._node is not None
    return tensor._node


def name_of(fun: Function) -> str:
    """A function as messages call it."""
    return getattr(fun, "__name__", type(fun).__name__)
