"""Sums, products and powers of expressions, written as a reader expects: no 1 times, no 0 plus, constants collected.

These are the only simplifications there are. All are elementwise and broadcast as NumPy does.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import replace
from fractions import Fraction
from math import prod

import numpy as np

from .coefficients import reduced
from .expressions import (
    Broadcast,
    Expression,
    MatrixProduct,
    Number,
    Power,
    Product,
    Reshaped,
    Shape,
    Sum,
    Transposed,
)

ONE = Fraction(1)


def number(value: int | Fraction) -> Number:
    """A number as an expression."""
    return Number((), Fraction(value))


def add(*terms: Expression) -> Expression:
    """The sum, as one flat list of terms with its numbers collected."""
    return elementwise(_sum, *terms)


def total(*terms: Expression) -> Expression:
    """The sum, in which terms that are alike but for a number in front are put together: 2z̄ x for the z̄ x of x x."""
    flat = [as_product(inner) for term in terms for inner in (term.terms if isinstance(term, Sum) else (term,))]
    alike: dict[Product, list[Product]] = {}
    for term in flat:
        alike.setdefault(replace(term, multiplier=ONE, divisor=ONE), []).append(term)
    if len(alike) == len(flat):
        return add(*terms)
    return fit(add(*(_together(kind, several) for kind, several in alike.items())), _common_shape(terms))


def _together(kind: Product, several: Sequence[Product]) -> Expression:
    """The sum of products that differ in their numbers; these stay decimals or fractions as they are."""
    divisor = several[0].divisor
    if any(term.divisor != divisor for term in several):
        times = sum((term.multiplier / term.divisor for term in several), Fraction(0))
        multiplier, divisor = Fraction(times.numerator), Fraction(times.denominator)
    else:
        multiplier = sum((term.multiplier for term in several), Fraction(0))
    return _made(kind.shape, multiplier, divisor, kind.over, kind.under)


def subtract(x: Expression, y: Expression) -> Expression:
    """The difference."""
    return add(x, negate(y))


def negate(x: Expression) -> Expression:
    """The negative; of a negative, what it was."""
    return multiply(number(-1), x)


def multiply(*factors: Expression) -> Expression:
    """The product entry by entry: numbers in front, then single numbers, then arrays."""
    return elementwise(_product, *factors)


def divide(x: Expression, y: Expression) -> Expression:
    """The quotient entry by entry."""
    return elementwise(lambda shape, x, y: _quotient(shape, x, y), x, y)


def power(x: Expression, y: Expression) -> Expression:
    """x to the y, entry by entry."""
    if isinstance(y, Number) and y.value in (0, 1):
        return x if y.value else fit(number(1), np.broadcast_shapes(x.shape, y.shape))
    return elementwise(lambda shape, x, y: Power(shape, x, y), x, y)


def elementwise(build: Callable[..., Expression], *operands: Expression) -> Expression:
    """``build(shape, *operands)``, where what broadcasting does anyway is taken off the operands first."""
    bared = [bare(operand) for operand in operands]
    return fit(build(_common_shape(bared), *bared), _common_shape(operands))


def _common_shape(operands: Sequence[Expression]) -> Shape:
    shapes = {operand.shape for operand in operands}
    return shapes.pop() if len(shapes) == 1 else np.broadcast_shapes(*shapes)


def bare(x: Expression) -> Expression:
    """What is left of an operand without the repetition and the extra axes that broadcasting gives it."""
    while isinstance(x, Broadcast) or (isinstance(x, Reshaped) and (x.is_scalar or x.shape == (1, *x.array.shape))):
        x = x.array
    return x


def fit(x: Expression, shape: Shape) -> Expression:
    """``x`` broadcast to a shape."""
    if x.shape == shape:
        return x
    if isinstance(x, Broadcast):
        return fit(x.array, shape)
    if prod(x.shape) == prod(shape):
        return Reshaped(shape, x)
    return Broadcast(shape, x)


def split_scalars(x: Expression) -> tuple[Expression, Expression]:
    """``x`` as (single numbers, array): the two multiplied are x. The array keeps the shape of x."""
    if isinstance(x, Broadcast) and x.array.is_scalar:
        return bare(x.array), Broadcast(x.shape, number(1))
    if not isinstance(x, Product) or not all(factor.is_scalar for factor in x.under):
        return number(1), x
    arrays = [factor for factor in x.over if not factor.is_scalar]
    if not arrays:
        # An array with a single entry is a product of such arrays, and of numbers.
        arrays = [factor for factor in x.over if factor.shape]
    if not arrays:
        return number(1), x
    scalars = tuple(factor for factor in x.over if not any(factor is array for array in arrays))
    return _made((), x.multiplier, x.divisor, scalars, x.under), fit(multiply(*arrays), x.shape)


def _sum(shape: Shape, *terms: Expression) -> Expression:
    flat = [inner for term in terms for inner in (term.terms if isinstance(term, Sum) else (term,))]
    numbers = [term for term in flat if isinstance(term, Number) and isinstance(term.value, Fraction)]
    if numbers:
        total = number(sum(Fraction(term.value) for term in numbers))
        others = [term for term in flat if term not in numbers]
        before = flat.index(numbers[0])
        flat = [*others[:before], *([total] if total.value or not others else []), *others[before:]]
    return flat[0] if len(flat) == 1 else Sum(shape, tuple(flat))


def _product(shape: Shape, *factors: Expression) -> Expression:
    parts = [as_product(factor) for factor in factors]
    multiplier, divisor = (
        prod((part.multiplier for part in parts), start=ONE),
        prod((part.divisor for part in parts), start=ONE),
    )
    over = [factor for part in parts for factor in part.over]
    under = [factor for part in parts for factor in part.under]
    return _made(shape, multiplier, divisor, over, under)


def _quotient(shape: Shape, x: Expression, y: Expression) -> Expression:
    lower = as_product(y)
    if not lower.multiplier:
        return Product(shape, ONE, ONE, (x,), (y,))
    return _product(shape, x, Product(y.shape, lower.divisor, lower.multiplier, lower.under, lower.over))


def as_product(x: Expression) -> Product:
    """x as a product, if only of itself."""
    if isinstance(x, Product):
        return x
    if isinstance(x, Number) and isinstance(x.value, Fraction):
        return Product((), x.value, ONE, (), ())
    return Product(x.shape, ONE, ONE, (x,), ())


def _made(
    shape: Shape, multiplier: Fraction, divisor: Fraction, over: Iterable[Expression], under: Iterable[Expression]
) -> Expression:
    multiplier, divisor = reduced(multiplier, divisor)
    if not multiplier:
        return fit(number(0), shape)
    over, under = list(over), list(under)
    scalars = _collected([factor for factor in over if factor.is_scalar])
    arrays = [factor for factor in over if not factor.is_scalar]
    if all(factor.is_scalar for factor in under):
        arrays = outer(shape, arrays)
    over, under = [*scalars, *arrays], _collected(under)
    if not under and not over:
        if divisor == 1:
            return fit(number(multiplier), shape)
        return fit(Number((), multiplier / divisor), shape)
    if multiplier == divisor == 1 and not under and len(over) == 1:
        return over[0]
    return Product(shape, multiplier, divisor, tuple(over), tuple(under))


def _collected(factors: list[Expression]) -> list[Expression]:
    """Equal factors put together as one power: x x is x²."""
    if len(factors) < 2:
        return factors
    exponents: dict[Expression, Fraction] = {}
    for factor in factors:
        base, exponent = factor, ONE
        if isinstance(factor, Power) and isinstance(factor.exponent, Number) and factor.exponent.value > 0:
            base, exponent = factor.base, Fraction(factor.exponent.value)
        exponents[base] = exponents.get(base, Fraction(0)) + exponent
    return [power(base, Number((), exponent)) for base, exponent in exponents.items()]


def outer(shape: Shape, arrays: list[Expression]) -> list[Expression]:
    """Columns times rows, which broadcast to a matrix, as the product of a vector and a transposed vector."""
    columns = [factor for factor in arrays if len(factor.shape) == 2 and factor.shape[1] == 1]
    rows = [factor for factor in arrays if factor.shape[-1:] != (1,) and prod(factor.shape) == factor.shape[-1]]
    if len(shape) != 2 or not columns or not rows or len(columns) + len(rows) != len(arrays):
        return arrays
    column, row = multiply(*map(_vector, columns)), multiply(*map(_vector, rows))
    if len(row.shape) == 1:
        row = Transposed((1, *row.shape), row)
    return [MatrixProduct(shape, (*matrix_factors(column), row))]


def matrix_factors(x: Expression) -> tuple[Expression, ...]:
    """The factors of a product of matrices, where they may stand among others; anything else as one factor.

    A stack of matrices times a vector is a matrix, and its factors must stay together.
    """
    if not isinstance(x, MatrixProduct):
        return (x,)
    ranks = [len(factor.shape) for factor in x.factors]
    return x.factors if max(ranks) <= 2 or min(ranks) >= 2 else (x,)


def _vector(x: Expression) -> Expression:
    return x.array if isinstance(x, Reshaped) and len(x.array.shape) == 1 else x
