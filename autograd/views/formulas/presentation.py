"""The last touch before a formula is shown: sums over axes become sums over indices, Σᵢ (yᵢ − tᵢ)².

The index goes as far in as it can, to the names, so that inside a sum single numbers are multiplied and not arrays.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields, replace
from fractions import Fraction
from math import prod
from typing import Any, TypeGuard

import numpy as np

from .algebra import add, bare, divide, fit, multiply, power, split_scalars
from .arrays import index, product_of_matrices, reduce, transpose
from .conditions import by_cases
from .expressions import (
    EVERYTHING,
    Applied,
    Broadcast,
    Cases,
    Constant,
    Expression,
    Indexed,
    Indices,
    Letter,
    MatrixProduct,
    Name,
    Number,
    Power,
    Product,
    Reduction,
    Relation,
    Reshaped,
    Span,
    Sum,
    Transposed,
    Unit,
    Unless,
)

Part = Letter | Span | int


def present(x: Expression, letters: Sequence[str] = "ijklmnpqrs") -> Expression:
    """``x`` with its reductions written with index letters, of which ``letters`` are free.

    What NumPy repeats along columns is written as a product with a row of ones.
    """
    if isinstance(x, Reduction) and sum(x.array.shape[axis] != 1 for axis in x.axes) <= len(letters):
        return _series(x, letters)
    x = _normal(rebuilt(x, lambda part: present(part, letters)))
    if _is_elementwise(x):
        return rebuilt(x, lambda part: _repeated_along(part, x.shape))
    return _repeated(x.array, x.shape) if isinstance(x, Broadcast) else x


def _is_elementwise(x: Expression) -> bool:
    """Whether an expression's entries are made of the entries of its parts at the same place."""
    kinds = Sum | Product | Power | Relation | Cases | Unless
    return isinstance(x, kinds) or (isinstance(x, Applied) and x.elementwise)


def _normal(x: Expression) -> Expression:
    """A sum or product put together again, because its parts may have become simpler."""
    if isinstance(x, Sum):
        return fit(add(*x.terms), x.shape)
    if isinstance(x, Product):
        return fit(_quotient(x, x.over, x.under), x.shape)
    return x


def _quotient(x: Product, over: Sequence[Expression], under: Sequence[Expression]) -> Expression:
    return divide(multiply(Number((), x.multiplier), *over), multiply(Number((), x.divisor), *under))


def _times_ones(scalar: Expression, ones: Broadcast) -> Expression:
    if not isinstance(scalar, Product):
        scalar = Product(scalar.shape, Fraction(1), Fraction(1), (scalar,), ())
    return replace(scalar, shape=ones.shape, over=(*scalar.over, ones))


def _series(x: Reduction, letters: Sequence[str]) -> Expression:
    """A reduction over axes as one over indices; what the indices do not touch is taken out of a sum."""
    axes = [axis for axis in x.axes if x.array.shape[axis] != 1]
    taken = tuple(letters[: len(axes)])
    parts: list[Part] = [0 if axis in x.axes else EVERYTHING for axis in range(len(x.array.shape))]
    for axis, letter in zip(axes, taken):
        parts[axis] = Letter(letter)
    lengths = tuple(x.array.shape[axis] for axis in axes)
    body = present(pick(x.array, _trimmed(parts)), letters[len(axes) :])
    if x.kind == "sum":
        for letter in taken:
            body, found = _sifted(body, letter)
            if found:
                left = [(kept, length) for kept, length in zip(taken, lengths) if kept != letter]
                taken, lengths = tuple(kept for kept, _ in left), tuple(length for _, length in left)
        if not taken:
            return fit(body, x.shape)
    if x.kind != "sum" or not isinstance(body, Product):
        return Indices(x.shape, x.kind, taken, lengths, body)
    outer_over = [factor for factor in body.over if factor.is_scalar and not _mentions(factor, taken)]
    outer_under = [factor for factor in body.under if factor.is_scalar and not _mentions(factor, taken)]
    coefficient = _quotient(body, outer_over, outer_under)
    inner = divide(multiply(*_others(body.over, outer_over)), multiply(*_others(body.under, outer_under)))
    return fit(multiply(coefficient, Indices(x.shape, x.kind, taken, lengths, inner)), x.shape)


def _sifted(x: Expression, letter: str) -> tuple[Expression, bool]:
    """A term to be summed over a letter in which a unit vector picks out one place: Σᵢ (e₀)ᵢ yᵢ is y₀."""
    factors = x.over if isinstance(x, Product) else (x,)
    for factor in factors:
        if isinstance(factor, Indexed) and isinstance(factor.array, Unit) and factor.index == (Letter(letter),):
            position = factor.array.position
            if isinstance(position, int):
                return _at(x, letter, position), True
    return x, False


def _at(x: Expression, letter: str, position: int) -> Expression:
    """``x`` with a number in the place of a letter."""
    inside = rebuilt(x, lambda part: _at(part, letter, position))
    if isinstance(inside, Indexed) and Letter(letter) in inside.index:
        parts = tuple(position if part == Letter(letter) else part for part in inside.index)
        return fit(index(inside.array, parts), x.shape)
    return _normal(inside)


def _mentions(x: Expression, letters: tuple[str, ...]) -> bool:
    indices = (part.index for part in x.walk() if isinstance(part, Indexed))
    return any(isinstance(place, Letter) and place.letter in letters for index in indices for place in index)


def _others(factors: Sequence[Expression], without: Sequence[Expression]) -> Sequence[Expression]:
    return [factor for factor in factors if factor not in without] or [Number((), Fraction(1))]


def _repeated_along(x: Expression, shape: tuple[int, ...]) -> Expression:
    """An operand of an operation on arrays of ``shape`` that would be misread if it were a column and shown so."""
    if len(x.shape) == 2 and x.shape[0] != 1 == x.shape[1]:
        if len(shape) == 2 and x.shape[0] == shape[0] and shape[1] != 1:
            return _repeated(x, shape)
        if len(shape) > 2 and isinstance(x, Reshaped):
            return replace(x, shape=(*[1] * (len(shape) - 2), *x.shape))
    return _as_row(x) if len(x.shape) == 1 and len(shape) == 2 else x


def _as_row(x: Expression) -> Expression:
    """A vector among matrices, which is repeated as a row; where it was made of a column or a row, the row itself."""
    if isinstance(x, Reshaped) and x.array.shape == (*x.shape, 1):
        return Transposed((1, *x.shape), x.array)
    if isinstance(x, Reshaped) and x.array.shape == (1, *x.shape):
        return x.array
    if not _is_elementwise(x):
        return x
    inside = rebuilt(x, lambda part: _as_row(part) if len(part.shape) == 1 else part)
    return x if inside is x else replace(inside, shape=(1, *x.shape))


def _repeated(x: Expression, shape: tuple[int, ...]) -> Expression:
    """x broadcast to a shape: times a vector of ones on the left or right, where there is a way to write it so."""
    if x.is_scalar:
        if x in (Number((), Fraction(0)), Number((), Fraction(1))):
            return Broadcast(shape, x)
        return _times_ones(bare(x), Broadcast(shape, Number((), Fraction(1))))
    ones = Number((), Fraction(1))
    scalars, array = split_scalars(x)
    if len(shape) == 2 and x.shape[-1] == shape[1]:
        row = Transposed((1, *x.shape), array) if len(x.shape) == 1 else array
        return multiply(scalars, product_of_matrices(shape, Broadcast(shape[:1], ones), row))
    if len(shape) == 2 and x.shape == (shape[0], 1):
        row = Transposed((1, shape[1]), Broadcast(shape[1:], ones))
        return multiply(scalars, product_of_matrices(shape, array, row))
    return Broadcast(shape, x)


def rebuilt(x: Expression, change: Callable[[Expression], Expression]) -> Expression:
    """``x`` with each expression directly inside it changed."""
    changed = {field.name: _changed(getattr(x, field.name), change) for field in fields(x)}
    if all(changed[name] is getattr(x, name) for name in changed):
        return x
    return replace(x, **changed)


def _changed(value: Any, change: Callable[[Expression], Expression]) -> Any:
    if isinstance(value, Expression):
        return change(value)
    if type(value) is tuple:
        new = tuple(_changed(item, change) for item in value)
        return value if all(one is other for one, other in zip(new, value)) else new
    return value


def pick(x: Expression, parts: tuple[Part, ...]) -> Expression:
    """``x[parts]`` for letters and whole axes, with the index taken inside as far as it goes."""
    parts = _trimmed(parts)
    if not parts or x.is_scalar:
        return _collapsed(x, parts)
    if isinstance(x, Sum):
        return add(*(_pick_aligned(term, x, parts) for term in x.terms))
    if isinstance(x, Product):
        over = [_pick_aligned(factor, x, parts) for factor in x.over]
        under = [_pick_aligned(factor, x, parts) for factor in x.under]
        return _quotient(x, over, under)
    if isinstance(x, Power):
        return power(_pick_aligned(x.base, x, parts), _pick_aligned(x.exponent, x, parts))
    if isinstance(x, Relation):
        picked = tuple(_pick_aligned(operand, x, parts) for operand in x.operands)
        return Relation(_left(x, parts), x.sign, picked)
    if isinstance(x, Cases):
        result = _pick_aligned(x.otherwise, x, parts)
        for value, condition in reversed(x.branches):
            result = by_cases(_pick_aligned(condition, x, parts), _pick_aligned(value, x, parts), result)
        return result
    if isinstance(x, Unless):
        inside = (_pick_aligned(part, x, parts) for part in (x.array, x.zero, x.instead))
        return Unless(_left(x, parts), *inside)
    if isinstance(x, Applied) and x.entry is not None:
        depth = min(len(parts), *(len(argument.shape) for argument in x.arguments))
        entry = x.entry(*(pick(argument, parts[:depth]) for argument in x.arguments))
        return _pick_moved(x, parts) if entry is None else pick(entry, parts[depth:])
    if isinstance(x, Applied) and x.elementwise:
        return replace(
            x,
            shape=_left(x, parts),
            arguments=tuple(_pick_aligned(argument, x, parts) for argument in x.arguments),
        )
    if isinstance(x, Broadcast):
        return fit(_pick_aligned(x.array, x, parts), _left(x, parts))
    if isinstance(x, Indexed) and all(isinstance(part, Letter | int) or part == EVERYTHING for part in x.index):
        outer = [*x.index, *[EVERYTHING] * (len(x.array.shape) - len(x.index))]
        inner = iter([*parts, *[EVERYTHING] * len(x.shape)])
        return index(x.array, _trimmed([next(inner) if part == EVERYTHING else part for part in outer]))
    if isinstance(x, Indexed) and len(parts) == 1 and all(_is_list(part) for part in x.index):
        # A list of places was read: the i-th is named by the i-th number in each list.
        return index(x.array, tuple(_place(part, parts[0]) for part in x.index))
    return _pick_moved(x, parts)


def _is_list(part: Any) -> bool:
    return isinstance(part, Expression) and len(part.shape) == 1 and not _is_mask(part)


def _is_mask(part: Expression) -> bool:
    return part.is_mask if isinstance(part, Name) else isinstance(part, Constant) and part.array.dtype == bool


def _place(part: Any, letter: Part) -> Any:
    if isinstance(part, Constant) and np.array_equal(part.array, np.arange(len(part.array))):
        return letter
    return pick(part, (letter,))


def _pick_moved(x: Expression, parts: tuple[Part, ...]) -> Expression:
    """The same for arrays whose entries are not those of their operands at the same place."""
    if _is_vector(x):
        # A vector as a column or a row: of the index, the part along the vector counts.
        axis = next(axis for axis, length in enumerate(x.shape) if length != 1)
        part = parts[axis] if axis < len(parts) else EVERYTHING
        return fit(pick(x.array, (part,)), _left(x, parts))
    if isinstance(x, Transposed) and len(x.array.shape) == 2 and len(parts) == 2:
        return pick(x.array, parts[::-1])
    if isinstance(x, Reduction):
        kept = [axis for axis in range(len(x.array.shape)) if axis not in x.axes]
        full: list[Part] = [EVERYTHING] * len(x.array.shape)
        for axis, part in zip(kept, parts):
            full[axis] = part
        axes = tuple(axis - sum(not isinstance(part, Span) for part in full[:axis]) for axis in x.axes)
        return reduce(x.kind, pick(x.array, tuple(full)), axes)
    if isinstance(x, MatrixProduct) and len(x.factors) == 2 and len(x.shape) == 2 and len(parts) <= 2:
        column, row = x.factors
        if len(column.shape) == 1 and isinstance(row, Transposed) and len(row.array.shape) == 1:
            return multiply(pick(column, parts[:1]), pick(row.array, parts[1:]))
    if isinstance(x, MatrixProduct | Transposed) and len(parts) <= len(x.shape) - 2:
        return _pick_matrix(x, parts)
    if len(x.shape) == 2 and x.shape[1] == 1 and parts[1:] == (0,):
        # A column is a vector.
        return pick(Reshaped(x.shape[:1], x), parts[:1])
    return Indexed(_left(x, parts), x, parts)


def _pick_matrix(x: MatrixProduct | Transposed, parts: tuple[Part, ...]) -> Expression:
    """A matrix, or a smaller stack, of a stack of matrices."""
    if isinstance(x, Transposed):
        return transpose(pick(x.array, parts))
    if any(len(factor.shape) < 2 for factor in x.factors):
        return Indexed(_left(x, parts), x, parts)
    axes = len(x.shape) - 2
    full = [*parts, *[EVERYTHING] * (axes - len(parts))]
    picked = []
    for factor in x.factors:
        own: list[Part] = full[axes - (len(factor.shape) - 2) :]
        aligned = [0 if n == 1 and not isinstance(part, Span) else part for n, part in zip(factor.shape, own)]
        picked.append(pick(factor, tuple(aligned)))
    return product_of_matrices(_left(x, parts), *picked)


def _pick_aligned(operand: Expression, x: Expression, parts: tuple[Part, ...]) -> Expression:
    """The entries of an operand that broadcasting puts at ``parts`` of ``x``."""
    surplus = len(x.shape) - len(operand.shape)
    full = [*parts, *[EVERYTHING] * (len(x.shape) - len(parts))]
    own: list[Any] = full[surplus:]
    for axis, part in enumerate(own):
        if not isinstance(part, Span) and operand.shape[axis] == 1 and not operand.is_scalar:
            own[axis] = part if _is_vector(operand) else 0
    return pick(operand, tuple(own))


def _is_vector(x: Expression) -> TypeGuard[Reshaped]:
    """Whether it is a vector that was made a column or a row, or lies along an axis of a larger array."""
    return isinstance(x, Reshaped) and len(x.array.shape) == 1 and max(x.shape) == prod(x.shape) > 1


def _collapsed(x: Expression, parts: tuple[Any, ...]) -> Expression:
    """A single number, whatever its index."""
    if not parts or not x.shape:
        return x
    return fit(x.array if isinstance(x, Reshaped) else x, _left(x, parts))


def _left(x: Expression, parts: tuple[Any, ...]) -> tuple[int, ...]:
    """The shape that an index leaves."""
    picked = [not isinstance(part, Span) for part in parts] + [False] * (len(x.shape) - len(parts))
    return tuple(length for length, gone in zip(x.shape, picked, strict=True) if not gone)


def _trimmed(parts: Sequence[Any]) -> tuple[Any, ...]:
    """An index without the whole axes at its end."""
    parts = list(parts)
    while parts and parts[-1] == EVERYTHING:
        parts.pop()
    return tuple(parts)
