"""Formulas evaluated as they are shown, with plain NumPy: the check that a formula says what the engine computed."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import reduce
from itertools import product as combinations
from math import prod
from typing import Any

import numpy as np

from autograd.primitives import Primitive

from . import expressions as e
from .expressions import Expression, Letter


def evaluate(expression: Expression, values: Mapping[str, Any], bars: Mapping[str, Any] | None = None) -> Any:
    """The number or array that an expression stands for.

    Parameters
    ----------
    expression
        Such as an `Equation`'s ``right``.
    values
        The arrays that the names in it stand for.
    bars
        The error signals that barred names stand for.

    Returns
    -------
    ndarray
        Of the expression's shape.

    Raises
    ------
    KeyError
        For a name that is missing.
    """
    with np.errstate(all="ignore"):
        return _Evaluator(values, bars or {}).of(expression)


def call(function: Callable[..., Any], template: tuple[Any, Any], arguments: Sequence[Any]) -> Any:
    """Calls a function with ``arguments`` in their places in the template."""
    args, kwargs = _filled(template, arguments)
    if not isinstance(function, Primitive):
        return function(*args, **kwargs)
    plain = _PLAIN.get(function.name)
    if plain is not None and function.__module__.startswith(_RULES):
        return plain(*args[0], *args[1])
    result = function.evaluate(*args)
    return result[0] if function.byproducts else result


class _Evaluator:
    def __init__(self, values: Mapping[str, Any], bars: Mapping[str, Any]) -> None:
        self.values, self.bars = values, bars
        self.letters: dict[str, int] = {}

    def of(self, x: Expression) -> Any:
        return np.asarray(getattr(self, type(x).__name__.lower())(x))

    def name(self, x: e.Name) -> Any:
        return (self.bars if x.bar else self.values)[x.name]

    def number(self, x: e.Number) -> Any:
        return float(x.value)

    def constant(self, x: e.Constant) -> Any:
        return x.array

    def known(self, x: e.Known) -> Any:
        return x.value

    def identity(self, x: e.Identity) -> Any:
        return np.eye(x.shape[-1])

    def unit(self, x: e.Unit) -> Any:
        position = x.position if isinstance(x.position, int) else int(self.of(x.position))
        return np.eye(x.shape[0])[position]

    def sum(self, x: e.Sum) -> Any:
        return reduce(np.add, map(self.of, x.terms))

    def product(self, x: e.Product) -> Any:
        over = reduce(np.multiply, map(self.of, x.over), float(x.multiplier))
        quotient = over / reduce(np.multiply, map(self.of, x.under), float(x.divisor))
        # A single number has no axes in a formula, whatever its shape in the program.
        return np.reshape(quotient, x.shape) if np.size(quotient) == prod(x.shape) else quotient

    def power(self, x: e.Power) -> Any:
        return self.of(x.base) ** self.of(x.exponent)

    def matrixproduct(self, x: e.MatrixProduct) -> Any:
        factors = [self.of(factor) for factor in x.factors]
        columns = [factor[:, None] if factor.ndim == 1 else factor for factor in factors]
        return np.reshape(reduce(np.matmul, columns), x.shape)

    def transposed(self, x: e.Transposed) -> Any:
        array = self.of(x.array)
        return array[None, :] if array.ndim == 1 else np.swapaxes(array, -1, -2)

    def reshaped(self, x: e.Reshaped) -> Any:
        return np.reshape(self.of(x.array), x.shape)

    def broadcast(self, x: e.Broadcast) -> Any:
        return np.broadcast_to(self.of(x.array), x.shape)

    def indexed(self, x: e.Indexed) -> Any:
        return self.of(x.array)[self._index(x.index)]

    def scattered(self, x: e.Scattered) -> Any:
        result = np.zeros(x.shape)
        np.add.at(result, self._index(x.index), self.of(x.values))
        return result

    def _index(self, index: tuple[Any, ...]) -> tuple[Any, ...]:
        return tuple(self._part(part) for part in index)

    def _part(self, part: Any) -> Any:
        if isinstance(part, Letter):
            return self.letters[part.letter]
        if isinstance(part, e.Span):
            return part.slice
        if isinstance(part, Expression):
            array = self.of(part)
            return array if array.dtype.kind in "bi" else array.astype(int)
        return part

    def reduction(self, x: e.Reduction) -> Any:
        return getattr(np, x.kind)(self.of(x.array), axis=x.axes)

    def indices(self, x: e.Indices) -> Any:
        entries = []
        for numbers in combinations(*map(range, x.lengths)):
            self.letters.update(zip(x.letters, numbers, strict=True))
            entries.append(np.broadcast_to(self.of(x.body), x.shape))
        return getattr(np, x.kind)(np.stack(entries), axis=0) if entries else np.zeros(x.shape)

    def relation(self, x: e.Relation) -> Any:
        return _RELATIONS[x.sign](*map(self.of, x.operands))

    def cases(self, x: e.Cases) -> Any:
        result = self.of(x.otherwise)
        for value, condition in reversed(x.branches):
            result = np.where(self.of(condition), self.of(value), result)
        return result

    def unless(self, x: e.Unless) -> Any:
        return np.where(self.of(x.zero) == 0, self.of(x.instead), self.of(x.array))

    def applied(self, x: e.Applied) -> Any:
        return call(x.function, x.call, [self.of(argument) for argument in x.arguments])


def _filled(template: Any, arguments: Sequence[Any]) -> Any:
    if isinstance(template, e.Argument):
        return arguments[template.position]
    if isinstance(template, tuple | list):
        return type(template)(_filled(item, arguments) for item in template)
    if isinstance(template, dict):
        return {key: _filled(item, arguments) for key, item in template.items()}
    return template


def _softmax(x: Any, axis: Any = -1) -> Any:
    weights = np.exp(x - np.max(x, axis=axis, keepdims=True))
    return weights / np.sum(weights, axis=axis, keepdims=True)


def _logsumexp(x: Any, axis: Any = None, keepdims: bool = False) -> Any:
    largest = np.max(x, axis=axis, keepdims=True)
    z = np.log(np.sum(np.exp(x - largest), axis=axis, keepdims=True)) + largest
    return z if keepdims else np.squeeze(z, axis)


_RULES = f"{__package__.rpartition('.')[0]}.rules."

#: What the library's own functions are, so that a formula is not checked by the code it was read from.
_PLAIN: dict[str, Callable[..., Any]] = {
    "sigmoid": lambda x, slope_constant=0: np.exp(np.minimum(x, 0)) / (1 + np.exp(-np.abs(x))),
    "softplus": lambda x: np.maximum(x, 0) + np.log1p(np.exp(-np.abs(x))),
    "relu": lambda x, at_zero=0: np.where(x > 0, x, 0),
    "softmax": _softmax,
    "log_softmax": lambda x, axis: np.log(_softmax(x, axis)),
    "logsumexp": _logsumexp,
    "norm2": lambda x, axis, keepdims: np.sqrt(np.sum(x**2, axis=axis, keepdims=keepdims)),
    "one_hot": lambda y, classes, dtype: np.eye(classes, dtype=dtype)[y],
}

_RELATIONS: dict[str, Callable[..., Any]] = {
    "=": np.equal,
    "≠": np.not_equal,
    "<": np.less,
    "≤": np.less_equal,
    ">": np.greater,
    "≥": np.greater_equal,
    "and": np.logical_and,
    "or": np.logical_or,
    "not": np.logical_not,
}
