"""What the engine's primitives mean on symbols, where that is not a function by their name."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from autograd.primitives import Primitive
from autograd.rules import arithmetic, elementwise, fused, indexing, linear_algebra, reductions, shaping
from autograd.rules.shapes import axes_of

from . import arrays, conditions
from .expressions import Applied, Expression, Unit
from .operations import einsum
from .symbols import Symbol, applied, dtype_of, expression_of, meanings, named_function, symbols_in_index

#: Their forward functions, run on symbols, give what a reader would write.
_WRITTEN_OUT: tuple[Primitive, ...] = (
    fused.affine,
    fused.linear,
    indexing.getitem,
    indexing.take_along_axis,
    reductions.max,
    reductions.mean,
    reductions.min,
    reductions.prod,
    reductions.spread,
    reductions.sum,
    shaping.astype,
    shaping.broadcast_to,
    shaping.copy,
    shaping.expand_dims,
    shaping.identity,
    shaping.moveaxis,
    shaping.reshape,
    shaping.squeeze,
    shaping.swapaxes,
    shaping.transpose,
)

#: Functions of single entries.
_ELEMENTWISE: tuple[Primitive, ...] = (elementwise.relu, elementwise.sigmoid, elementwise.softplus)

#: Functions of all entries along some axes.
_OVER_AXES: tuple[Primitive, ...] = (reductions.log_softmax, reductions.logsumexp, reductions.softmax)


def _scatter(operands: Any, params: Any) -> Symbol:
    """A unit vector's multiple, where one entry was read; else zero but at an index."""
    (z,), (key, shape) = operands, params
    return Symbol(arrays.scatter(expression_of(z), symbols_in_index(key), shape), dtype_of(z))


def _where(operands: Any, params: Any) -> Symbol:
    """`np.where` in a program, which is not shortened as in a bar rule."""
    values = [*params, *operands] if len(operands) == 2 else operands
    made = conditions.by_cases(*map(expression_of, values))
    return Symbol(made, np.result_type(*map(dtype_of, values[1:])))


def _einsum(operands: Any, params: Any) -> Any:
    return einsum(*params, *operands)


def _over_axes(primitive: Primitive) -> Callable[..., Any]:
    """A function over some axes, by its name; with the axis by its number where it has a single entry.

    A column is written like a vector, and in the softmax of one the reader would not see that each row is by itself.
    """

    def meaning(operands: Any, params: Any) -> Any:
        shape, (axis, *others) = np.shape(operands[0]), params
        axes = axes_of(len(shape), axis)
        if axes and math.prod(shape[i] for i in axes) == 1 != math.prod(shape):
            axis = axes if len(axes) > 1 else axes[0]
        return named_function(primitive, operands, [axis, *others])

    return meaning


def _one_hot(operands: Any, params: Any) -> Any:
    """The unit vector of a class number; rows of them for several."""
    y, classes, dtype = params
    if not np.shape(y):
        return Symbol(Unit((classes,), expression_of(y)), dtype)
    rows = applied(fused.one_hot, "onehot", ((), (y, classes, dtype)), {}, {})
    return _by_entry(rows, lambda y: None if y.shape else Unit((classes,), y))


def _softmax_cross_entropy(operands: Any, params: Any) -> Any:
    """-log softmax(t)[y]."""
    (t,), (y, reduction) = operands, params
    p = reductions.softmax(t)
    if t.ndim == 1:
        return -np.log(p[y])
    losses = applied(_cross_entropy, "cross_entropy", (p, y), {}, {})
    return fused.reduced(_by_entry(losses, _entry_of_cross_entropy), reduction)


def _entry_of_cross_entropy(p: Expression, y: Expression) -> Expression | None:
    """-log p[y], where ``p`` is one row and ``y`` one class number."""
    if y.shape:
        return None
    likelihood: Any = np.log(Symbol(p)[Symbol(y, int)])
    return expression_of(-likelihood)


def _softmax_cross_entropy_rows(operands: Any, params: Any) -> Any:
    """-Σ y log softmax(t)."""
    (t, y), (reduction,) = operands, params
    return fused.reduced(-np.sum(y * np.log(reductions.softmax(t)), axis=-1), reduction)


def _by_entry(function: Symbol, entry: Callable[..., Expression | None]) -> Symbol:
    assert isinstance(function.expression, Applied)
    return Symbol(replace(function.expression, entry=entry), function.dtype)


def _cross_entropy(p: Any, y: Any) -> Any:
    return -np.log(np.take_along_axis(p, np.asarray(y)[..., None], axis=-1)[..., 0])


meanings.update(
    {
        **{primitive: primitive.evaluate for primitive in _WRITTEN_OUT},
        **{primitive: partial(named_function, primitive, elementwise=True) for primitive in _ELEMENTWISE},
        arithmetic.where: _where,
        indexing.scatter: _scatter,
        linear_algebra.einsum: _einsum,
        **{primitive: _over_axes(primitive) for primitive in _OVER_AXES},
        fused.one_hot: _one_hot,
        fused.softmax_cross_entropy: _softmax_cross_entropy,
        fused.softmax_cross_entropy_rows: _softmax_cross_entropy_rows,
    }
)
