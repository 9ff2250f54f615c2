"""What the engine's primitives mean on symbols, where that is not a function by their name."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np

from autograd.primitives import Primitive
from autograd.rules import arithmetic, elementwise, fused, indexing, linear_algebra, reductions, shaping

from . import arrays
from .expressions import Applied, Expression, Unit
from .operations import einsum
from .symbols import Symbol, applied, dtype_of, expression_of, meanings, named_function, symbols_in_index


def _as_written(primitive: Primitive) -> Callable[..., Any]:
    """For a primitive whose forward function, run on symbols, is what a reader would write."""
    return lambda operands, params: primitive.evaluate(operands, params)


for _primitive in (
    *(arithmetic.where, fused.affine, fused.linear, indexing.getitem, reductions.spread),
    *(reductions.sum, reductions.mean, reductions.prod, reductions.max, reductions.min),
    *(shaping.reshape, shaping.transpose, shaping.swapaxes, shaping.moveaxis, shaping.expand_dims),
    *(shaping.squeeze, shaping.broadcast_to, shaping.astype, shaping.copy, indexing.take_along_axis),
):
    meanings[_primitive] = _as_written(_primitive)

for _primitive in (elementwise.sigmoid, elementwise.softplus, elementwise.relu):
    meanings[_primitive] = partial(named_function, _primitive, elementwise=True)


def scatter(operands: Any, params: Any) -> Symbol:
    """A unit vector's multiple, where one entry was read; else zero but at an index."""
    (z,), (key, shape) = operands, params
    return Symbol(arrays.scatter(expression_of(z), symbols_in_index(key), shape), dtype_of(z))


def one_hot(operands: Any, params: Any) -> Any:
    """The unit vector of a class number; rows of them for several."""
    y, classes, dtype = params
    if not np.shape(y):
        made = Unit((classes,), expression_of(y))
        return Symbol(made, dtype)
    rows = applied(fused.one_hot, "onehot", ((), (y, classes, dtype)), {}, {})
    return _by_entry(rows, lambda y: None if y.shape else Unit((classes,), y))


def softmax_cross_entropy(operands: Any, params: Any) -> Any:
    """-log softmax(t)[y]."""
    (t,), (y, reduction) = operands, params
    p = reductions.softmax(t)
    if t.ndim == 1:
        return -np.log(p[y])
    made = applied(_cross_entropy, "cross_entropy", (p, y), {}, {})
    losses = _by_entry(
        made, lambda p, y: (-np.log(Symbol(p)[Symbol(y, int)])).expression if len(p.shape) == 1 else None
    )
    return fused.reduced(losses, reduction)


def softmax_cross_entropy_rows(operands: Any, params: Any) -> Any:
    """-Σ y log softmax(t)."""
    (t, y), (reduction,) = operands, params
    return fused.reduced(-np.sum(y * np.log(reductions.softmax(t)), axis=-1), reduction)


def _by_entry(function: Symbol, entry: Callable[..., Expression | None]) -> Symbol:
    assert isinstance(function.expression, Applied)
    return Symbol(replace(function.expression, entry=entry), function.dtype)


def _cross_entropy(p: Any, y: Any) -> Any:
    return -np.log(np.take_along_axis(p, np.asarray(y)[..., None], axis=-1)[..., 0])


meanings[indexing.scatter] = scatter
meanings[linear_algebra.einsum] = lambda operands, params: einsum(*params, *operands)
meanings[fused.one_hot] = one_hot
meanings[fused.softmax_cross_entropy] = softmax_cross_entropy
meanings[fused.softmax_cross_entropy_rows] = softmax_cross_entropy_rows
