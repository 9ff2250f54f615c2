"""Derivatives of plain functions of arrays: the names and signatures that HIPS/autograd made standard.

Each takes a function and gives a function. The functions given back take and give plain arrays; inside another
differentiation they take and give tensors, so they nest to any order. No rule is written twice for this: the backward
pass is run on tensors, and is then itself a computation that can be differentiated.
"""

from __future__ import annotations

import functools
import operator
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
_FINISHED = ("differentiated",)

Function = Callable[..., Any]
Argnum = int | Sequence[int]


class _Evaluation:
    """One evaluation of a function whose result will be differentiated with respect to some of its arguments."""

    def __init__(self, fun: Function, argnum: Argnum, args: tuple[Any, ...], kwargs: dict[str, Any]) -> None:
        self.single = not isinstance(argnum, Sequence)
        positions = [operator.index(number) for number in (argnum if isinstance(argnum, Sequence) else (argnum,))]
        if len({number % max(len(args), 1) for number in positions}) < len(positions):
            raise TypeError(errors.message(f"argnum is {argnum}", "name each argument once"))
        replaced = list(args)
        self.variables: list[Tensor] = []
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
        if isinstance(output, tuple | list | dict):
            raise TypeError(
                f"{_name(fun)} returned a {type(output).__name__}; "
                "a function to differentiate returns one array or number"
            )
        self.output = output if isinstance(output, Tensor) else constant(np.asarray(output))
        self.targets = [_node(variable) for variable in self.variables]
        for node in self.targets:
            if node.primitive is None:
                node.params = _FINISHED
        self.nested = self._depends_on_others()

    def _depends_on_others(self) -> bool:
        """Whether the output was computed from leaves with respect to which it may be differentiated later."""
        if self.output._node is None:
            return False
        nodes = firing_order([self.output._node])
        return any(node.primitive is None and node.params is not _FINISHED for node in nodes)

    def pull_back(self, bar: Any, create_graph: bool | None = None) -> list[Any]:
        """The error signals of the variables, for the error signal of the output."""
        if create_graph is None:
            create_graph = self.nested or (isinstance(bar, Tensor) and bar.requires_grad)
        found = _pass(self.output, bar, self.targets, create_graph)
        return [_zero(variable) if bar is None else bar for variable, bar in zip(self.variables, found, strict=True)]

    def answer(self, values: Sequence[Any]) -> Any:
        """One result for one argument index, a tuple for a tuple of them; plain arrays unless nested."""
        given = tuple(map(_plain, values))
        return given[0] if self.single else given

    @property
    def value(self) -> Any:
        """What the function returned: a plain array, unless nested."""
        return self.output if self.nested else _plain(self.output.detach())


def grad(fun: Function, argnum: Argnum = 0) -> Function:
    """The gradient of a function with a scalar value, with respect to one argument, or to several as a tuple.

    >>> import numpy as np
    >>> grad(np.tanh)(1.0).round(4)
    np.float64(0.42)
    >>> grad(lambda x, y: np.sum(x * y), argnum=(0, 1))(np.array([1.0, 2.0]), np.array([3.0, 4.0]))
    (array([3., 4.]), array([1., 2.]))
    """

    @_of(fun, "grad", argnum)
    def gradient(*args: Any, **kwargs: Any) -> Any:
        return value_and_grad(fun, argnum)(*args, **kwargs)[1]

    return gradient


def value_and_grad(fun: Function, argnum: Argnum = 0) -> Function:
    """Value and gradient of a function with a scalar value, from one evaluation.

    >>> value_and_grad(lambda x: x**2)(3.0)
    (np.float64(9.0), np.float64(6.0))
    """

    @_of(fun, "value_and_grad", argnum)
    def value_and_gradient(*args: Any, **kwargs: Any) -> tuple[Any, Any]:
        evaluation = _Evaluation(fun, argnum, args, kwargs)
        if evaluation.output.size != 1:
            raise TypeError(
                errors.message(
                    f"grad of {_name(fun)}, whose value is no single number but of shape {evaluation.output.shape}",
                    "use jacobian for all derivatives, or elementwise_grad for a function that works entry by entry",
                )
            )
        bars = evaluation.pull_back(_ones(evaluation.output))
        return evaluation.value, evaluation.answer(bars)

    return value_and_gradient


def elementwise_grad(fun: Function, argnum: Argnum = 0) -> Function:
    """The derivative, entry by entry, of a function that works entry by entry; in general, of the sum of its values.

    >>> import numpy as np
    >>> elementwise_grad(np.square)(np.array([1.0, 2.0, 3.0]))
    array([2., 4., 6.])
    """

    @_of(fun, "elementwise_grad", argnum)
    def derivative(*args: Any, **kwargs: Any) -> Any:
        evaluation = _Evaluation(fun, argnum, args, kwargs)
        return evaluation.answer(evaluation.pull_back(_ones(evaluation.output)))

    return derivative


def jacobian(fun: Function, argnum: Argnum = 0) -> Function:
    """All partial derivatives of a function of arrays; its shape is the value's shape followed by the argument's.

    >>> import numpy as np
    >>> jacobian(lambda x: x[:2] * x[1:])(np.array([1.0, 2.0, 3.0]))
    array([[2., 1., 0.],
           [0., 3., 2.]])
    """

    @_of(fun, "jacobian", argnum)
    def derivatives(*args: Any, **kwargs: Any) -> Any:
        evaluation = _Evaluation(fun, argnum, args, kwargs)
        output = evaluation.output
        rows = []
        for entry in range(output.size):
            bar = np.zeros(output.size, output.dtype)
            bar[entry] = 1
            rows.append(evaluation.pull_back(bar.reshape(output.shape)))
        columns = (
            np.reshape(np.stack([row[i] for row in rows]), output.shape + variable.shape)
            if rows
            else np.zeros(output.shape + variable.shape, variable.dtype)
            for i, variable in enumerate(evaluation.variables)
        )
        return evaluation.answer(list(columns))

    return derivatives


def hessian(fun: Function, argnum: Argnum = 0) -> Function:
    """All second derivatives; for a tuple of argument indices a tuple of rows of blocks.

    >>> import numpy as np
    >>> hessian(lambda x: x[0] ** 2 * x[1])(np.array([2.0, 3.0]))
    array([[6., 4.],
           [4., 0.]])
    """
    if not isinstance(argnum, Sequence):
        return jacobian(jacobian(fun, argnum), argnum)
    numbers = tuple(argnum)

    @_of(fun, "hessian", argnum)
    def blocks(*args: Any, **kwargs: Any) -> Any:
        return tuple(
            tuple(jacobian(jacobian(fun, row), column)(*args, **kwargs) for column in numbers) for row in numbers
        )

    return blocks


def hvp(fun: Function, argnum: Argnum = 0) -> Function:
    """The Hessian of a scalar function times a vector, without the Hessian: at about the cost of a few gradients.

    The function given back takes the arguments and then the vector (for several argument indices a tuple of them).

    >>> import numpy as np
    >>> hvp(lambda x: x[0] ** 2 * x[1])(np.array([2.0, 3.0]), np.array([1.0, 0.0]))
    array([6., 4.])
    """

    @_of(fun, "hvp", argnum)
    def product(*args: Any, **kwargs: Any) -> Any:
        *points, vector = args
        evaluation = _Evaluation(fun, argnum, tuple(points), kwargs)
        if evaluation.output.size != 1:
            raise TypeError(
                f"hvp of {_name(fun)}, whose value has the shape {evaluation.output.shape}, not a single number"
            )
        bars = evaluation.pull_back(_ones(evaluation.output), create_graph=True)
        vectors = (vector,) if evaluation.single else tuple(vector)
        nested = evaluation.nested or any(isinstance(v, Tensor) and v.requires_grad for v in vectors)
        total: list[Any] = [None] * len(evaluation.variables)
        seeds: dict[Node, Any] = {}
        for bar, v in zip(bars, vectors, strict=True):
            if isinstance(bar, Tensor) and bar._node is not None:
                seed = _seed(bar, v, nested)
                seeds[bar._node] = seeds[bar._node] + seed if bar._node in seeds else seed
        if seeds:
            total = _collect(seeds, evaluation.targets, nested)
        return evaluation.answer(
            [_zero(variable) if t is None else t for variable, t in zip(evaluation.variables, total, strict=True)]
        )

    return product


def make_vjp(fun: Function, argnum: Argnum = 0) -> Function:
    """Evaluates a function, and gives back how error signals travel through it: ``(vjp, value)``.

    ``vjp(bar)`` takes an error signal of the value's shape to that of the argument, a vector-Jacobian product. It may
    be called any number of times.

    >>> import numpy as np
    >>> vjp, value = make_vjp(np.square)(np.array([1.0, 2.0]))
    >>> value, vjp(np.array([1.0, 10.0]))
    (array([1., 4.]), array([ 2., 40.]))
    """

    @_of(fun, "make_vjp", argnum)
    def evaluate(*args: Any, **kwargs: Any) -> tuple[Function, Any]:
        evaluation = _Evaluation(fun, argnum, args, kwargs)

        def vjp(bar: Any) -> Any:
            return evaluation.answer(evaluation.pull_back(bar))

        return vjp, evaluation.value

    return evaluate


def make_jvp(fun: Function, argnum: Argnum = 0) -> Function:
    """Evaluates a function, and gives back how small changes travel through it: ``jvp(v)`` is ``(value, tangent)``.

    The tangent is the Jacobian times ``v``. There are no forward-mode rules: how error signals travel backwards is a
    linear function, and how error signals travel backwards through that one is its transpose, which is the tangent.

    >>> import numpy as np
    >>> jvp = make_jvp(lambda x: x[0] * x)(np.array([2.0, 3.0]))
    >>> jvp(np.array([1.0, 0.0]))
    (array([4., 6.]), array([4., 3.]))
    """

    @_of(fun, "make_jvp", argnum)
    def evaluate(*args: Any, **kwargs: Any) -> Function:
        evaluation = _Evaluation(fun, argnum, args, kwargs)
        output = evaluation.output
        with enable_grad():
            bar = Tensor(np.zeros(output.shape, output.dtype), requires_grad=True)
            _node(bar).params = _FINISHED
            pulled = evaluation.pull_back(bar, create_graph=True)

        def jvp(v: Any) -> tuple[Any, Any]:
            vectors = (v,) if evaluation.single else tuple(v)
            nested = evaluation.nested or any(isinstance(u, Tensor) and u.requires_grad for u in vectors)
            seeds: dict[Node, Any] = {}
            for x_bar, u in zip(pulled, vectors, strict=True):
                if isinstance(x_bar, Tensor) and x_bar._node is not None:
                    seed = _seed(x_bar, u, nested)
                    seeds[x_bar._node] = seeds[x_bar._node] + seed if x_bar._node in seeds else seed
            (tangent,) = _collect(seeds, [_node(bar)], nested)
            if tangent is None:
                tangent = _zero(output)
            return evaluation.value, _plain(tangent)

        return jvp

    return evaluate


def _variable(value: Any, position: Any) -> Tensor:
    """An argument as a tensor that is differentiated here; linked to the outer one where differentiations nest."""
    if isinstance(value, Tensor) and value._node is not None:
        linked: Tensor = identity(value)
        return linked
    data = value._data if isinstance(value, Tensor) else np.asarray(value)
    if data.dtype.kind != "f":
        raise TypeError(
            errors.message(
                f"argument {position} is {errors.describe(data)}; derivatives are taken with respect to floats",
                "give a float, like 3.0, or an array of floats",
            )
        )
    tensor: Tensor = constant(data)
    tensor._make_leaf()
    return tensor


def _seed(tensor: Tensor, bar: Any, create_graph: bool) -> Any:
    return tensor._seed(bar, create_graph)


def _pass(output: Tensor, bar: Any, targets: list[Node], create_graph: bool) -> list[Any]:
    if output._node is None:
        return [None] * len(targets)
    return _collect({output._node: _seed(output, bar, create_graph)}, targets, create_graph)


def _collect(seeds: dict[Node, Any], targets: list[Node], create_graph: bool) -> list[Any]:
    """The error signals that a backward pass brings to the targets; None where none arrives."""
    found = {}
    if seeds:
        with enable_grad():
            for node, bar, owned in backward_pass(seeds, create_graph=create_graph, targets=targets):
                found[node] = bar if owned or not isinstance(bar, np.ndarray) else np.array(bar)
    return [found.get(target) for target in targets]


def _ones(output: Tensor) -> Any:
    return np.ones(output.shape, output.dtype)


def _zero(tensor: Tensor) -> Any:
    return np.zeros(tensor.shape, tensor.dtype)


def _plain(value: Any) -> Any:
    """An array for a constant tensor; a NumPy number for a 0-d one. A tensor that requires a gradient stays one."""
    if isinstance(value, Tensor):
        if value._node is not None:
            return value
        value = value._data
    return value[()] if isinstance(value, np.ndarray) and not value.ndim else value


def _node(tensor: Tensor) -> Node:
    assert tensor._node is not None
    return tensor._node


def _name(fun: Function) -> str:
    return getattr(fun, "__name__", type(fun).__name__)


def _of(fun: Function, operator: str, argnum: Argnum) -> Callable[[Function], Function]:
    """Names a derivative after its function, and keeps the function's own docstring."""

    def decorate(derivative: Function) -> Function:
        functools.update_wrapper(derivative, fun, assigned=("__module__",), updated=())
        derivative.__name__ = derivative.__qualname__ = f"{operator}_of_{_name(fun)}"
        derivative.__doc__ = f"{operator} of {_name(fun)} with respect to argument {argnum}.\n\n{fun.__doc__ or ''}"
        return derivative

    return decorate
