"""Derivatives of plain functions of arrays: the names and signatures that HIPS/autograd made standard.

(D. Maclaurin, D. Duvenaud and R. P. Adams, "Autograd: effortless gradients in NumPy", 2015.)

Each takes a function and gives a function. The functions given back take and give plain arrays; inside another
differentiation they take and give tensors, so they nest to any order. No rule is written twice for this: the backward
pass is run on tensors, and is then itself a computation that can be differentiated.

All take ``argnum``, the position of the argument to differentiate with respect to, counted from 0, or a tuple of
positions; then each result is a tuple, too. That argument is a float or an array of floats, of any shape and float
dtype, and its derivatives have its dtype. All other arguments, and those given by name, are passed on as they are. All
raise a TypeError for an argument that is not made of floats, for an ``argnum`` that is not there, and for a function
that returns anything but one array or number. All warn, with a `GradientWarning`, where nothing was recorded between
the arguments and the value, so that the derivatives are 0.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from . import errors
from .evaluation import (
    FINISHED,
    Argnum,
    Evaluation,
    Function,
    collect,
    name_of,
    node_of,
    ones_like,
    plain,
    seed_of,
    zeros_like,
)
from .graph import Node
from .recording import enable_grad
from .tensor import Tensor


def grad(fun: Function, argnum: Argnum = 0) -> Function:
    """The gradient of a function with a scalar value: an array of the argument's shape and dtype (docs/lectures.md E2).

    Of a single number it is a NumPy number.

    Parameters
    ----------
    fun
        A function whose value is a number, or an array with a single entry.
    argnum
        With respect to which argument, or a tuple of several.

    Raises
    ------
    TypeError
        Where the value has several entries; and as all functions of this module.

    Examples
    --------
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
    """Value and gradient of a function with a scalar value, from one evaluation; as `grad`.

    >>> value_and_grad(lambda x: x**2)(3.0)
    (np.float64(9.0), np.float64(6.0))
    """

    @_of(fun, "value_and_grad", argnum)
    def value_and_gradient(*args: Any, **kwargs: Any) -> tuple[Any, Any]:
        evaluation = Evaluation(fun, argnum, args, kwargs)
        if evaluation.output.size != 1:
            raise TypeError(
                errors.message(
                    f"grad of {name_of(fun)}, whose value is no single number but of shape {evaluation.output.shape}",
                    "use jacobian for all derivatives, or elementwise_grad for a function that works entry by entry",
                )
            )
        bars = evaluation.pull_back(ones_like(evaluation.output))
        return evaluation.value, evaluation.answer(bars)

    return value_and_gradient


def elementwise_grad(fun: Function, argnum: Argnum = 0) -> Function:
    """The derivative, entry by entry, of a function that works entry by entry; in general, of the sum of its values.

    ``fun`` gives an array of any shape; the result has the shape and the dtype of the argument ``argnum``.

    >>> import numpy as np
    >>> elementwise_grad(np.square)(np.array([1.0, 2.0, 3.0]))
    array([2., 4., 6.])
    """

    @_of(fun, "elementwise_grad", argnum)
    def derivative(*args: Any, **kwargs: Any) -> Any:
        evaluation = Evaluation(fun, argnum, args, kwargs)
        return evaluation.answer(evaluation.pull_back(ones_like(evaluation.output)))

    return derivative


def jacobian(fun: Function, argnum: Argnum = 0) -> Function:
    """All partial derivatives of a function of arrays; its shape is the value's shape followed by the argument's.

    One forward pass, and one backward pass for each entry of the value.

    >>> import numpy as np
    >>> jacobian(lambda x: x[:2] * x[1:])(np.array([1.0, 2.0, 3.0]))
    array([[2., 1., 0.],
           [0., 3., 2.]])
    """

    @_of(fun, "jacobian", argnum)
    def derivatives(*args: Any, **kwargs: Any) -> Any:
        evaluation = Evaluation(fun, argnum, args, kwargs)
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
    """All second derivatives, of the shape of the value, followed by the argument's shape twice.

    For a tuple of argument indices the result is a tuple of rows of blocks. The cost is that of one gradient for each
    entry of the argument; for a Hessian times a vector there is `hvp`.

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

    The function given back takes the arguments and then the vector, an array of the argument's shape (for several
    argument indices a tuple of them), and gives an array of that shape. (B. A. Pearlmutter, "Fast exact multiplication
    by the Hessian", 1994.)

    Raises
    ------
    TypeError
        Where the value of ``fun`` has several entries, or the vector is left out; and as all functions of this module.
    ValueError
        For a vector of another shape than the argument's.

    Examples
    --------
    >>> import numpy as np
    >>> hvp(lambda x: x[0] ** 2 * x[1])(np.array([2.0, 3.0]), np.array([1.0, 0.0]))
    array([6., 4.])
    """

    @_of(fun, "hvp", argnum)
    def product(*args: Any, **kwargs: Any) -> Any:
        if len(args) < 2:
            raise TypeError(
                errors.message(
                    f"hvp of {name_of(fun)} was given {len(args)} arguments",
                    "give the function's own arguments and then the vector",
                )
            )
        *points, vector = args
        evaluation = Evaluation(fun, argnum, tuple(points), kwargs)
        if evaluation.output.size != 1:
            raise TypeError(
                errors.message(
                    f"hvp of {name_of(fun)}, whose value is no single number but of shape {evaluation.output.shape}",
                    "sum it, or take one entry; for the Jacobian times a vector there is make_jvp",
                )
            )
        bars = evaluation.pull_back(ones_like(evaluation.output), create_graph=True)
        vectors = evaluation.one_for_each("vector", vector)
        nested = evaluation.nested or any(isinstance(v, Tensor) and v.requires_grad for v in vectors)
        total: list[Any] = [None] * len(evaluation.variables)
        seeds: dict[Node, Any] = {}
        for bar, v in zip(bars, vectors, strict=True):
            if isinstance(bar, Tensor) and bar._node is not None:
                seed = seed_of(bar, v, nested)
                seeds[bar._node] = seeds[bar._node] + seed if bar._node in seeds else seed
        if seeds:
            total = collect(seeds, evaluation.targets, nested)
        return evaluation.answer(
            [zeros_like(variable) if t is None else t for variable, t in zip(evaluation.variables, total, strict=True)]
        )

    return product


def make_vjp(fun: Function, argnum: Argnum = 0) -> Function:
    """Evaluates a function, and gives back how error signals travel through it: ``(vjp, value)``.

    ``vjp(bar)`` takes an error signal of the value's shape to that of the argument, a vector-Jacobian product
    (docs/lectures.md E2). It may be called any number of times.

    Raises
    ------
    ValueError
        From ``vjp``, for an error signal of another shape than the value's.
    TypeError
        As all functions of this module.

    Examples
    --------
    >>> import numpy as np
    >>> vjp, value = make_vjp(np.square)(np.array([1.0, 2.0]))
    >>> value, vjp(np.array([1.0, 10.0]))
    (array([1., 4.]), array([ 2., 40.]))
    """

    @_of(fun, "make_vjp", argnum)
    def evaluate(*args: Any, **kwargs: Any) -> tuple[Function, Any]:
        evaluation = Evaluation(fun, argnum, args, kwargs)

        def vjp(bar: Any) -> Any:
            return evaluation.answer(evaluation.pull_back(bar))

        return vjp, evaluation.value

    return evaluate


def make_jvp(fun: Function, argnum: Argnum = 0) -> Function:
    """Evaluates a function, and gives back how small changes travel through it: ``jvp(v)`` is ``(value, tangent)``.

    The tangent, of the value's shape, is the Jacobian times ``v``, which has the shape of the argument (for several
    argument indices it is a tuple). There are no forward-mode rules: how error signals travel backwards is a linear
    function, and how error signals travel backwards through that one is its transpose, which is the tangent (J.
    Townsend, "A new trick for calculating Jacobian vector products", 2017).

    Raises
    ------
    ValueError
        From ``jvp``, for a direction of another shape than the argument's.
    TypeError
        As all functions of this module.

    Examples
    --------
    >>> import numpy as np
    >>> jvp = make_jvp(lambda x: x[0] * x)(np.array([2.0, 3.0]))
    >>> jvp(np.array([1.0, 0.0]))
    (array([4., 6.]), array([4., 3.]))
    """

    @_of(fun, "make_jvp", argnum)
    def evaluate(*args: Any, **kwargs: Any) -> Function:
        evaluation = Evaluation(fun, argnum, args, kwargs)
        output = evaluation.output
        with enable_grad():
            bar = Tensor(np.zeros(output.shape, output.dtype), requires_grad=True)
            node_of(bar).params = FINISHED
            pulled = evaluation.pull_back(bar, create_graph=True)

        def jvp(v: Any) -> tuple[Any, Any]:
            vectors = evaluation.one_for_each("direction", v)
            nested = evaluation.nested or any(isinstance(u, Tensor) and u.requires_grad for u in vectors)
            seeds: dict[Node, Any] = {}
            for x_bar, u in zip(pulled, vectors, strict=True):
                if isinstance(x_bar, Tensor) and x_bar._node is not None:
                    seed = seed_of(x_bar, u, nested)
                    seeds[x_bar._node] = seeds[x_bar._node] + seed if x_bar._node in seeds else seed
            (tangent,) = collect(seeds, [node_of(bar)], nested)
            if tangent is None:
                tangent = zeros_like(output)
            return evaluation.value, plain(tangent)

        return jvp

    return evaluate


def _of(fun: Function, operator: str, argnum: Argnum) -> Callable[[Function], Function]:
    """Names a derivative after its function, and keeps the function's own docstring."""
    if not callable(fun):
        raise TypeError(
            errors.message(
                f"{operator} of {errors.describe(fun)}, which is no function",
                f"give the function, and the result its arguments: {operator}(f)(x)",
            )
        )

    def decorate(derivative: Function) -> Function:
        functools.update_wrapper(derivative, fun, assigned=("__module__",), updated=())
        derivative.__name__ = derivative.__qualname__ = f"{operator}_of_{name_of(fun)}"
        derivative.__doc__ = f"{operator} of {name_of(fun)} with respect to argument {argnum}.\n\n{fun.__doc__ or ''}"
        return derivative

    return decorate
