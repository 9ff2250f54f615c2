"""Arrays whose entries move: reshaping, repeating, indexing, transposing, summing, and products of matrices."""

from __future__ import annotations

import operator
from math import prod
from typing import Any

import numpy as np

from .algebra import bare, divide, fit, matrix_factors, multiply, number, split_scalars
from .expressions import (
    EVERYTHING,
    Broadcast,
    Expression,
    Identity,
    Indexed,
    Letter,
    MatrixProduct,
    Number,
    Product,
    Reduction,
    Reshaped,
    Scattered,
    Shape,
    Span,
    Transposed,
    Unit,
)


def reshape(x: Expression, shape: Shape) -> Expression:
    """The same entries in another shape."""
    if x.shape == shape:
        return x
    if isinstance(x, Broadcast) and x.array.is_scalar:
        return fit(bare(x.array), shape)
    scalars, array = split_scalars(x)
    if isinstance(array, Reshaped):
        return multiply(scalars, reshape(array.array, shape))
    if isinstance(array, Transposed) and array.array.shape == shape and len(shape) == 1:
        return multiply(scalars, array.array)
    return multiply(scalars, Reshaped(shape, array))


def broadcast(x: Expression, shape: Shape) -> Expression:
    """Repeated to a larger shape, as NumPy does it."""
    if x.shape == shape:
        return x
    if isinstance(x, Broadcast) or (isinstance(x, Reshaped) and (x.is_scalar or x.shape == (1, *x.array.shape))):
        return broadcast(x.array, shape)
    return Broadcast(shape, x)


def transpose(x: Expression) -> Expression:
    """The last two axes exchanged."""
    scalars, array = split_scalars(x)
    shape = (*x.shape[:-2], x.shape[-1], x.shape[-2])
    if x.is_scalar:
        return fit(bare(x), shape)
    if isinstance(array, Broadcast) and array.array.is_scalar:
        return multiply(scalars, Broadcast(shape, array.array))
    if isinstance(array, Reshaped) and len(array.array.shape) == 1 and 1 in shape[-2:]:
        # A column becomes a row, and a row a column.
        return multiply(scalars, Reshaped(shape, array.array))
    if isinstance(array, MatrixProduct) and _is_of_matrices(array):
        flipped = [_row(factor) if len(factor.shape) == 1 else transpose(factor) for factor in reversed(array.factors)]
        return multiply(scalars, product_of_matrices(shape, *flipped))
    if isinstance(array, Transposed):
        return multiply(scalars, array.array)
    if isinstance(array, Identity):
        return x
    return multiply(scalars, Transposed(shape, array))


def _is_of_matrices(x: MatrixProduct) -> bool:
    """Whether all factors are matrices, or vectors as their columns; or all are stacks of matrices or matrices."""
    ranks = [len(factor.shape) for factor in x.factors]
    return max(ranks) <= 2 if len(x.shape) == 2 else min(ranks) >= 2


def matmul(x: Expression, y: Expression) -> Expression:
    """`np.matmul`, with vectors as columns: for a vector x, ``x @ W`` is Wᵀ x."""
    shape = np.matmul(_hollow(x.shape), _hollow(y.shape)).shape
    if (x.is_scalar and len(x.shape) == 2) or (y.is_scalar and len(y.shape) == 2 and len(x.shape) == 2):
        return fit(multiply(x, y), shape)
    (before, x), (behind, y) = split_scalars(x), split_scalars(y)
    if len(x.shape) == 1:
        if len(y.shape) == 1:
            factors = (_row(x), y)
        else:
            factors = (transpose(y), x)
    else:
        factors = (x, y)
    return multiply(before, behind, product_of_matrices(shape, *factors))


def product_of_matrices(shape: Shape, *factors: Expression) -> Expression:
    """Factors in which vectors are columns, multiplied as one list, as flat as it may be."""
    flat: list[Expression] = []
    for factor in factors:
        flat += [_unframed(part) for part in matrix_factors(factor) if not isinstance(part, Identity)]
    if len(flat) == 1 and flat[0].shape == shape:
        return flat[0]
    return MatrixProduct(shape, tuple(flat) or (Identity(shape),))


def _unframed(x: Expression) -> Expression:
    """A vector that was made a column or a row of a matrix is a vector, or a transposed one, among the factors."""
    if isinstance(x, Reshaped) and len(x.array.shape) == 1 and len(x.shape) == 2 and 1 in x.shape:
        return x.array if x.shape[1] == 1 else _row(x.array)
    return x


def _row(x: Expression) -> Expression:
    scalars, array = split_scalars(x)
    return multiply(scalars, Transposed((1, *x.shape), array))


def _hollow(shape: Shape) -> Any:
    return np.broadcast_to(np.float64(0), shape)


def index(x: Expression, key: Any) -> Expression:
    """``x[key]``, for every key that NumPy has; arrays in it may be expressions."""
    parts = _spelled_out(key, len(x.shape))
    shape = _hollow(x.shape)[tuple(map(_concrete, parts))].shape
    if isinstance(x, Broadcast) and bare(x.array).is_scalar:
        return fit(bare(x.array), shape)
    if prod(shape) == prod(x.shape) and _moves_nothing(parts, x.shape):
        return reshape(x, shape)
    scalars, array = split_scalars(x)
    if array is not x:
        return multiply(scalars, index(array, parts))
    if isinstance(x, Unit) and isinstance(x.position, int) and len(parts) == 1:
        if isinstance(parts[0], Span):
            return _part_of_unit(range(*parts[0].slice.indices(x.shape[0])), x.position, shape)
        if isinstance(parts[0], int):
            return number(parts[0] % x.shape[0] == x.position)
    if isinstance(x, Indexed) and all(isinstance(part, Letter) for part in x.index):
        return Indexed(shape, x.array, (*x.index, *parts))
    return Indexed(shape, x, parts)


def _part_of_unit(places: range, position: int, shape: Shape) -> Expression:
    """What a slice leaves of a unit vector: a shorter one, or zeros."""
    return Unit(shape, places.index(position)) if position in places else fit(number(0), shape)


def scatter(values: Expression, key: Any, shape: Shape) -> Expression:
    """An array of ``shape``, zero but at ``key``, where ``values`` are added.

    Where one entry is named, it is a multiple of a unit vector; where one row or column is, a product with one.
    """
    parts = _spelled_out(key, len(shape))
    if prod(values.shape) == prod(shape) and _moves_nothing(parts, shape):
        return reshape(values, shape)
    if len(parts) == len(shape) <= 2 and not any(part is None for part in parts):
        ends = [_unit(part, length) for part, length in zip(parts, shape, strict=True)]
        if all(isinstance(part, int) for part in parts):
            units = [unit for unit in ends if unit is not None]
            if len(units) == 1:
                return multiply(values, units[0])
            return multiply(values, product_of_matrices(shape, units[0], _row(units[1])))
        if len(shape) == 2 and len(values.shape) == 1:
            if ends[0] is not None and parts[1] == EVERYTHING:
                return product_of_matrices(shape, ends[0], _row(values))
            if ends[1] is not None and parts[0] == EVERYTHING:
                return product_of_matrices(shape, values, _row(ends[1]))
    scalars, array = split_scalars(values)
    return multiply(scalars, Scattered(shape, array, parts))


def _unit(part: Any, length: int) -> Expression | None:
    return Unit((length,), part % length) if isinstance(part, int) else None


def _spelled_out(key: Any, ndim: int) -> tuple[Any, ...]:
    """An index as a tuple without an ellipsis, with one part for each axis at least."""
    parts = key if isinstance(key, tuple) else (key,)
    parts = tuple(map(_plain, parts))
    used = sum(_axes_used(part) for part in parts)
    whole = (EVERYTHING,) * (ndim - used)
    place = next((number for number, part in enumerate(parts) if part is Ellipsis), len(parts))
    return (*parts[:place], *whole, *parts[place + 1 :])


def _plain(part: Any) -> Any:
    if isinstance(part, slice):
        ends = (part.start, part.stop, part.step)
        return Span(*(None if end is None else operator.index(end) for end in ends))
    return int(part) if isinstance(part, np.integer) else part


def _axes_used(part: Any) -> int:
    if part is None or part is Ellipsis or isinstance(part, bool | np.bool_):
        return 0
    array = _concrete(part)
    return array.ndim if isinstance(array, np.ndarray) and array.dtype == bool else 1


def _concrete(part: Any) -> Any:
    """A part of an index that is an expression or a letter, as a number or an array of numbers."""
    if isinstance(part, Expression):
        array = getattr(part, "array", None)
        return array if isinstance(array, np.ndarray) else np.zeros(part.shape, int)
    if isinstance(part, Letter):
        return 0
    if isinstance(part, Span):
        return part.slice
    return np.asarray(part) if isinstance(part, list) else part


def _moves_nothing(parts: tuple[Any, ...], shape: Shape) -> bool:
    lengths = iter(shape)
    for part in parts:
        if part is None or isinstance(part, bool | np.bool_):
            continue
        length = next(lengths)
        if not ((isinstance(part, int) and length == 1) or part == EVERYTHING):
            return False
    return True


def reduce(kind: str, x: Expression, axes: tuple[int, ...], keepdims: bool = False) -> Expression:
    """A sum, product or extreme over axes; repeated entries are counted, and numbers taken out of a sum."""
    axes = tuple(sorted(axes))
    kept = tuple(1 if axis in axes else length for axis, length in enumerate(x.shape))
    shape = tuple(length for axis, length in enumerate(x.shape) if axis not in axes)
    return reshape(_reduced(kind, x, axes, shape), kept if keepdims else shape)


def _reduced(kind: str, x: Expression, axes: tuple[int, ...], shape: Shape) -> Expression:
    if prod(x.shape) == prod(shape):
        return reshape(x, shape)
    if kind == "sum" and isinstance(x, Broadcast):
        return _sum_of_repeated(x, axes, shape)
    if kind == "sum" and isinstance(x, Product) and x.multiplier != x.divisor:
        coefficient = divide(Number((), x.multiplier), Number((), x.divisor))
        return multiply(coefficient, _reduced(kind, divide(x, coefficient), axes, shape))
    return Reduction(shape, kind, x, axes)


def _sum_of_repeated(x: Broadcast, axes: tuple[int, ...], shape: Shape) -> Expression:
    inner, surplus = x.array, len(x.shape) - len(x.array.shape)
    times, own = 1, []
    for axis in axes:
        if axis < surplus or inner.shape[axis - surplus] != x.shape[axis]:
            times *= x.shape[axis]
        else:
            own.append(axis - surplus)
    summed = _reduced("sum", inner, tuple(own), tuple(n for axis, n in enumerate(inner.shape) if axis not in own))
    gone = [axis - surplus for axis in axes if axis >= surplus and axis - surplus not in own]
    # Axes of length 1 along which x was repeated, and which are summed over, leave the shape.
    left = [axis for axis in range(len(inner.shape)) if axis not in own]
    squeezed = tuple(inner.shape[axis] for axis in left if axis not in gone)
    return broadcast(multiply(number(times), reshape(summed, squeezed)), shape)
