"""What NumPy's functions mean on symbols, where a formula has its own way to write them.

All others are shown as functions, by their name.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import Any

import numpy as np

from autograd.rules.shapes import axes_of

from . import algebra, arrays, conditions
from .einstein import written_out
from .expressions import Expression
from .symbols import Symbol, applied, dtype_of, expression_of, meanings

# --- entry by entry ---


def _on_symbols(build: Callable[..., Expression], dtype: Any = None) -> Callable[..., Symbol]:
    def meaning(*operands: Any) -> Symbol:
        expressions = [expression_of(operand) for operand in operands]
        kind = np.result_type(*map(dtype_of, operands)) if dtype is None else dtype
        return Symbol(build(*expressions), kind)

    return meaning


meanings.update(
    {
        np.add: _on_symbols(algebra.add),
        np.subtract: _on_symbols(algebra.subtract),
        np.multiply: _on_symbols(algebra.multiply),
        np.divide: _on_symbols(algebra.divide, float),
        np.power: _on_symbols(algebra.power),
        np.float_power: _on_symbols(algebra.power, float),
        np.negative: _on_symbols(algebra.negate),
        np.positive: _on_symbols(lambda x: x),
        np.square: _on_symbols(lambda x: algebra.power(x, algebra.number(2))),
        np.log1p: lambda x: np.log(1 + x),
        np.expm1: lambda x: np.exp(x) - 1,
        np.reciprocal: _on_symbols(lambda x: algebra.divide(algebra.number(1), x)),
        np.matmul: _on_symbols(arrays.matmul),
        np.bitwise_and: _on_symbols(conditions.both, bool),
        np.logical_and: _on_symbols(conditions.both, bool),
        np.bitwise_or: _on_symbols(conditions.either, bool),
        np.logical_or: _on_symbols(conditions.either, bool),
        np.invert: _on_symbols(conditions.opposite, bool),
        np.logical_not: _on_symbols(conditions.opposite, bool),
    }
)
for _ufunc, _sign in conditions.SIGNS.items():
    meanings[_ufunc] = _on_symbols(partial(conditions.compare, _sign), bool)


def where(condition: Any, x: Any, y: Any) -> Symbol:
    """`np.where`: cases."""
    made = conditions.choose(expression_of(condition), expression_of(x), expression_of(y))
    return Symbol(made, np.result_type(dtype_of(x), dtype_of(y)))


# --- over axes ---


def _reduction(kind: str) -> Callable[..., Symbol]:
    def reduce(x: Any, axis: Any = None, *, keepdims: Any = False, **nothing: Any) -> Symbol:
        axes = axes_of(len(np.shape(x)), axis)
        return Symbol(arrays.reduce(kind, expression_of(x), axes, bool(keepdims)), _reduced_dtype(kind, x))

    return reduce


def _reduced_dtype(kind: str, x: Any) -> Any:
    dtype = dtype_of(x)
    return np.dtype(int) if dtype.kind == "b" and kind in ("sum", "prod") else dtype


def _method(reduce: Callable[..., Symbol]) -> Callable[..., Symbol]:
    """``np.add.reduce``, whose axis is 0 unless it is given."""
    return lambda x, axis=0, keepdims=False, **nothing: reduce(x, axis, keepdims=keepdims)


def mean(x: Any, axis: Any = None, *, keepdims: Any = False, **nothing: Any) -> Any:
    """`np.mean`: a sum, divided."""
    total = np.sum(x, axis=axis, keepdims=bool(keepdims))
    return total / (x.size // max(total.size, 1))


_sum, _prod, _max, _min = map(_reduction, ("sum", "prod", "max", "min"))
meanings.update(
    {
        np.sum: _sum,
        np.prod: _prod,
        np.max: _max,
        np.amax: _max,
        np.min: _min,
        np.amin: _min,
        (np.add, "reduce"): _method(_sum),
        (np.multiply, "reduce"): _method(_prod),
        (np.maximum, "reduce"): _method(_max),
        (np.minimum, "reduce"): _method(_min),
        np.mean: mean,
        np.where: where,
    }
)


# --- shape ---


def reshape(x: Any, shape: Any, *args: Any, **options: Any) -> Symbol:
    """`np.reshape`."""
    hollow = np.broadcast_to(np.float64(0), x.shape).reshape(shape)
    return Symbol(arrays.reshape(x.expression, hollow.shape), x.dtype)


def transpose(x: Any, axes: Any = None) -> Any:
    """`np.transpose`; of all orders of the axes, the one that exchanges the last two is written ᵀ."""
    order = tuple(range(x.ndim))[::-1] if axes is None else axes_of(x.ndim, tuple(axes))
    return _permuted(x, order)


def swapaxes(x: Any, axis1: int, axis2: int) -> Any:
    """`np.swapaxes`."""
    order = list(range(x.ndim))
    order[axis1], order[axis2] = order[axis2], order[axis1]
    return _permuted(x, tuple(order))


def moveaxis(x: Any, source: Any, destination: Any) -> Any:
    """`np.moveaxis`."""
    numbered = np.moveaxis(np.empty(tuple(range(x.ndim))), source, destination)
    return _permuted(x, numbered.shape)


def _permuted(x: Any, order: tuple[int, ...]) -> Any:
    same = tuple(range(x.ndim))
    if order == same:
        return x
    if order == (*same[:-2], same[-1], same[-2]):
        return Symbol(arrays.transpose(x.expression), x.dtype)
    return applied(np.transpose, "transpose", (x, order), {}, {"axes": order})


def broadcast_to(x: Any, shape: Any, **options: Any) -> Symbol:
    """`np.broadcast_to`."""
    shape = (int(shape),) if np.ndim(shape) == 0 else tuple(shape)
    return Symbol(arrays.broadcast(expression_of(x), shape), dtype_of(x))


def _reshaped_as(function: Callable[..., Any]) -> Callable[..., Symbol]:
    def meaning(x: Any, *args: Any, **kwargs: Any) -> Symbol:
        hollow = function(np.broadcast_to(np.float64(0), x.shape), *args, **kwargs)
        return Symbol(arrays.reshape(x.expression, hollow.shape), x.dtype)

    return meaning


def take_along_axis(x: Any, indices: Any, axis: Any = -1) -> Any:
    """`np.take_along_axis`."""
    return applied(np.take_along_axis, "take_along_axis", (x, indices, axis), {}, {"axis": axis})


def outer(x: Any, y: Any) -> Any:
    """`np.outer`: x yᵀ."""
    return np.reshape(x, (-1, 1)) * np.reshape(y, (1, -1))


def dot(x: Any, y: Any) -> Any:
    """`np.dot` of at most two axes each."""
    if np.ndim(x) == 0 or np.ndim(y) == 0:
        return np.multiply(x, y)
    if np.ndim(x) <= 2 and np.ndim(y) <= 2:
        return np.matmul(x, y)
    return applied(np.dot, "dot", (x, y), {})


def einsum(subscripts: str, *operands: Any, **nothing: Any) -> Any:
    """`np.einsum`: what it amounts to, as a product of matrices; else by its name, with its subscripts."""
    plainly = written_out(subscripts, operands)
    if plainly is not None:
        return plainly
    return applied(np.einsum, "einsum", (subscripts, *operands), {}, {"subscripts": subscripts})


meanings.update(
    {
        np.einsum: einsum,
        np.reshape: reshape,
        np.ravel: _reshaped_as(np.ravel),
        np.expand_dims: _reshaped_as(np.expand_dims),
        np.squeeze: _reshaped_as(np.squeeze),
        np.transpose: transpose,
        np.swapaxes: swapaxes,
        np.moveaxis: moveaxis,
        np.broadcast_to: broadcast_to,
        np.outer: outer,
        np.dot: dot,
        np.take_along_axis: take_along_axis,
        np.copy: lambda x, *args, **options: x,
        np.astype: lambda x, dtype, **options: x.astype(dtype),
        np.shape: lambda x: x.shape,
        np.ndim: lambda x: x.ndim,
        np.size: lambda x, axis=None: x.size if axis is None else x.shape[axis],
        np.zeros_like: lambda x, dtype=None, shape=None, **nothing: np.zeros(x.shape if shape is None else shape),
        np.ones_like: lambda x, dtype=None, shape=None, **nothing: np.ones(x.shape if shape is None else shape),
    }
)
