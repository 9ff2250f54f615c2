"""Comparisons and choices between values."""

from __future__ import annotations

from math import inf
from typing import Any

import numpy as np

from .algebra import add, as_product, divide, elementwise, fit, multiply, number, power, subtract
from .expressions import Cases, Expression, Number, Relation, Shape, Unless

#: The comparisons, and the signs that they are written with.
SIGNS: dict[Any, str] = {
    np.equal: "=",
    np.not_equal: "≠",
    np.less: "<",
    np.less_equal: "≤",
    np.greater: ">",
    np.greater_equal: "≥",
}
_UFUNCS = {sign: ufunc for ufunc, sign in SIGNS.items()}
_OPPOSITES = {"=": "≠", "≠": "=", "<": "≥", "≥": "<", ">": "≤", "≤": ">"}
#: What comparing with an infinite bound comes to, whatever is compared.
_DECIDED: dict[tuple[str, float], int] = {("≥", -inf): 1, ("≤", inf): 1, ("<", -inf): 0, (">", inf): 0}


def compare(sign: str, x: Expression, y: Expression) -> Expression:
    """A condition; 1 or 0 where it is decided already, as between two numbers."""
    if isinstance(x, Number) and isinstance(y, Number):
        return number(int(_UFUNCS[sign](float(x.value), float(y.value))))
    if isinstance(y, Number) and (sign, float(y.value)) in _DECIDED:
        return fit(number(_DECIDED[sign, float(y.value)]), x.shape)
    return elementwise(lambda shape, x, y: Relation(shape, sign, (x, y)), x, y)


def both(x: Expression, y: Expression) -> Expression:
    """Where both conditions hold."""
    return elementwise(lambda shape, x, y: _joined(shape, "and", x, y), x, y)


def either(x: Expression, y: Expression) -> Expression:
    """Where at least one of the conditions holds."""
    return elementwise(lambda shape, x, y: _joined(shape, "or", x, y), x, y)


def _joined(shape: Shape, sign: str, x: Expression, y: Expression) -> Expression:
    decisive = number(int(sign == "or"))
    if decisive in (x, y):
        return decisive
    undecided = [operand for operand in (x, y) if not isinstance(operand, Number)]
    if len(undecided) < 2:
        return undecided[0] if undecided else x
    return Relation(shape, sign, (x, y))


def opposite(x: Expression) -> Expression:
    """Where the condition does not hold."""
    if isinstance(x, Number):
        return number(1 - int(x.value))
    if isinstance(x, Relation) and x.sign in _OPPOSITES:
        return Relation(x.shape, _OPPOSITES[x.sign], x.operands)
    return Relation(x.shape, "not", (x,))


def choose(condition: Expression, x: Expression, y: Expression) -> Expression:
    """`np.where`: x where the condition holds, y elsewhere; nested choices as one list of cases.

    With 0 as the alternative, it is a product with the condition, which is 1 or 0. A number in place of what is 0 is
    how rules step around a division by 0; that is written as a side condition.
    """
    return elementwise(_chosen, condition, x, y)


def by_cases(condition: Expression, x: Expression, y: Expression) -> Expression:
    """The same as the program of a reader says it, always in cases: 0 times what is not finite would not be 0."""
    return elementwise(_by_cases, condition, x, y)


def _chosen(shape: Shape, condition: Expression, x: Expression, y: Expression) -> Expression:
    if isinstance(condition, Number):
        return fit(x if condition.value else y, shape)
    zeros = _zero_where(condition)
    if zeros and isinstance(x, Number):
        # Several things are all 0 where the sum of their squares is.
        zero = zeros[0] if len(zeros) == 1 else add(*(power(part, number(2)) for part in zeros))
        return Unless(shape, y, zero, x)
    if y == number(0) and not isinstance(x, Number):
        return multiply(x, condition)
    if x == number(0) and not isinstance(y, Number):
        return multiply(y, opposite(condition) if isinstance(condition, Relation) else subtract(number(1), condition))
    common, rest, others = _common_factor(x, y)
    if common.size > 1 and isinstance(rest, Number) and others is not None:
        return multiply(common, Cases(condition.shape, ((rest, condition), *others.branches), others.otherwise))
    return _by_cases(shape, condition, x, y)


def _zero_where(condition: Expression) -> list[Expression]:
    """What a condition says is 0, if that is all that it says."""
    if isinstance(condition, Relation) and condition.sign == "and":
        parts = [_zero_where(operand) for operand in condition.operands]
        return [zero for part in parts for zero in part] if all(parts) else []
    if isinstance(condition, Relation) and condition.sign == "=" and condition.operands[1] == number(0):
        return [condition.operands[0]]
    return []


def _by_cases(shape: Shape, condition: Expression, x: Expression, y: Expression) -> Expression:
    if isinstance(condition, Number):
        return fit(x if condition.value else y, shape)
    if isinstance(y, Cases):
        return Cases(shape, ((x, condition), *y.branches), y.otherwise)
    return Cases(shape, ((x, condition),), y)


def _common_factor(x: Expression, y: Expression) -> tuple[Expression, Expression, Cases | None]:
    """What x and y have as a factor in common, what is left of x, and of y the numbers by cases."""
    one, other = as_product(x), as_product(y)
    if one.under != other.under:
        return number(1), x, None
    over, left = [], list(other.over)
    for factor in one.over:
        if factor in left:
            left.remove(factor)
            over.append(factor)
    rest = list(one.over)
    for factor in over:
        rest.remove(factor)
    common = divide(multiply(number(1), *over), multiply(number(1), *one.under))
    times = divide(number(one.multiplier), number(one.divisor))
    of_other = divide(number(other.multiplier), number(other.divisor))
    numbers: Cases | None = None
    if not left:
        numbers = Cases((), (), of_other)
    elif len(left) == 1 and isinstance(left[0], Relation):
        numbers = Cases((), ((number(1), left[0]),), number(0))
        common, times = multiply(of_other, common), divide(times, of_other)
    elif len(left) == 1 and isinstance(left[0], Cases) and of_other == number(1):
        numbers = left[0]
    return common, multiply(times, *rest), numbers
