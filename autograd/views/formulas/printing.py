"""How an expression is put in writing: the order of factors, signs, and where parentheses are needed.

TeX and plain text differ in the marks they make on the page, and those are in `tex` and `plain`; the grammar is here.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from fractions import Fraction
from typing import Any

import numpy as np

from . import expressions as e
from .coefficients import is_decimal, is_long, number
from .expressions import Expression, Letter
from .marks import Marks
from .marks import Written as Written
from .spelling import Speller

# How tightly an expression holds together; one that stands inside a tighter one gets parentheses.
SUM, SERIES, HADAMARD, FACTOR, POSTFIX, ATOM = range(6)

#: Parameters that say nothing of the numbers: of the shape or dtype of the result, or of how it is computed.
_UNSHOWN = frozenset({"keepdims", "optimize", "shape", "dtype"})


class Printer(Marks):
    """Writes expressions. A subclass says how each mark looks."""

    def __init__(self, speller: Speller | None = None) -> None:
        self.speller = speller or Speller()

    def write(self, x: Expression) -> str:
        """The whole expression."""
        return self.written(x)[0]

    def at(self, x: Expression, level: int) -> str:
        """The expression as part of one that holds together at ``level``."""
        text, own = self.written(x)
        return text if own >= level else self.parenthesized(text)

    def written(self, x: Expression) -> Written:
        """The expression and how tightly it holds together."""
        written: Written = getattr(self, f"_{type(x).__name__.lower()}")(x)
        return written

    # Atoms

    def _name(self, x: e.Name) -> Written:
        return self.name(x), POSTFIX if self.ends_in_superscript(x) else ATOM

    def _number(self, x: e.Number) -> Written:
        text = self.number(x.value)
        if x.value < 0:
            return text, SUM
        plain = isinstance(x.value, Fraction) and (x.value.denominator == 1 or is_decimal(x.value) or is_long(x.value))
        return text, ATOM if plain else FACTOR

    def _known(self, x: e.Known) -> Written:
        if x.sign.startswith("√"):
            return self.root(x.sign[1:]), ATOM
        letter = {"pi": "π", "e": "e"}.get(x.sign)
        if letter is None:
            return self.sign(x.sign), SERIES
        return self.number(Fraction(x.value)) if self.speller.is_taken(letter) else self.sign(x.sign), ATOM

    def _constant(self, x: e.Constant) -> Written:
        entries = [self.write(number(entry)) for entry in x.array.ravel()]
        if len(entries) > 4 and is_count(x.array):
            entries[1:-1] = [self.sign("dots")]
        return f"({', '.join(entries)})", ATOM

    def _identity(self, x: e.Identity) -> Written:
        return self.word("Id") if self.speller.is_taken("I") else "I", ATOM

    def _unit(self, x: e.Unit) -> Written:
        position = str(x.position) if isinstance(x.position, int) else self.write(x.position)
        sign = self.sign("unit" if not self.speller.is_taken("e") else "other unit")
        return self.indexed(sign, [position]), ATOM

    # Arithmetic

    def _sum(self, x: e.Sum) -> Written:
        text = ""
        for term in x.terms:
            negative, term = without_sign(term)
            body = self.at(term, SERIES)
            if text:
                text += f" {self.sign('minus')} {body}" if negative else f" + {body}"
            else:
                text = self.negative(body) if negative else body
        return text, SUM

    def _product(self, x: e.Product) -> Written:
        negative, positive = without_sign(x)
        if negative:
            body, level = self.written(positive)
            return self.negative(body if level >= SERIES else self.parenthesized(body)), SUM
        if x.under:
            upper = self._factors(x.multiplier, x.over)
            lower = self._factors(x.divisor, x.under)
            return self.fraction(upper, lower)
        if x.divisor == 1:
            return self._factors(x.multiplier, x.over)
        known = [factor for factor in x.over if isinstance(factor, e.Known)]
        others = [factor for factor in x.over if not isinstance(factor, e.Known)]
        if known:
            upper, lower = self._factors(x.multiplier, known), (self.number(x.divisor), ATOM)
            if not others:
                return self.fraction(upper, lower)
            text, level = self.fraction(upper, lower)
            coefficient = text if level >= FACTOR else self.parenthesized(text)
        else:
            coefficient = self.coefficient(x.multiplier, x.divisor)
        rest, level = self._factors(Fraction(1), others)
        if level < SERIES:
            rest, level = self.parenthesized(rest), ATOM
        return self.joined([coefficient, rest]), min(level, FACTOR)

    def _factors(self, coefficient: Fraction, factors: Sequence[Expression]) -> Written:
        """Factors side by side, with a ∘ between arrays."""
        scalars = sorted((factor for factor in factors if factor.is_scalar), key=_rank)
        arrays = [factor for factor in factors if not factor.is_scalar]
        if not scalars and not arrays:
            return self.number(coefficient), ATOM
        pieces = [] if coefficient == 1 else [self.number(coefficient)]
        if not pieces and len(factors) == 1:
            return self.written(factors[0])
        for factor in scalars:
            last = factor is scalars[-1] and not arrays
            pieces.append(self.at(factor, SERIES if last and _is_series(factor) else FACTOR))
        if len(arrays) == 1:
            pieces.append(self.at(arrays[0], SERIES if _is_series(arrays[0]) else FACTOR))
            return self.joined(pieces), SERIES if _is_series(arrays[0]) else FACTOR
        if arrays:
            # Cases have a brace in front, so that as the last factor they need no parentheses.
            levels = [POSTFIX] * (len(arrays) - 1) + [SERIES if isinstance(arrays[-1], e.Cases) else POSTFIX]
            pieces.append(f" {self.sign('hadamard')} ".join(map(self.at, arrays, levels)))
            return self.joined(pieces), min(HADAMARD, levels[-1])
        return self.joined(pieces), SERIES if _is_series(scalars[-1]) else FACTOR

    def _power(self, x: e.Power) -> Written:
        exponent = self.write(x.exponent)
        return self.raised(self.at(x.base, ATOM), exponent, entrywise=not x.base.is_scalar), POSTFIX

    # Matrices

    def _matrixproduct(self, x: e.MatrixProduct) -> Written:
        last = len(x.factors) - 1
        pieces = []
        for place, factor in enumerate(x.factors):
            level = SERIES if place == last and _is_series(factor) else FACTOR
            # One that is still a product by itself must not be read as further factors.
            pieces.append(self.at(factor, POSTFIX if isinstance(factor, e.MatrixProduct) else level))
        return self.joined(pieces), SERIES if _is_series(x.factors[-1]) else FACTOR

    def _transposed(self, x: e.Transposed) -> Written:
        return self.transposed(self.at(x.array, ATOM)), POSTFIX

    def _reshaped(self, x: e.Reshaped) -> Written:
        inner, outer = x.array.shape, x.shape
        if x.is_scalar:
            return self.written(x.array)
        if len(inner) + len(outer) == 3:
            # Of a vector and the column that it is there is one way to write; a row is a vector transposed.
            if x.is_column:
                return self.written(x.array)
            if inner[0] == 1 or outer[0] == 1:
                return self.transposed(self.at(x.array, ATOM)), POSTFIX
        return self.function(self.word("reshape"), [self.write(x.array)], self.lengths(outer)), ATOM

    def _broadcast(self, x: e.Broadcast) -> Written:
        if isinstance(x.array, e.Number) and x.array.value in (0, 1):
            digit = self.sign("ones" if x.array.value else "zeros")
            return (self.indexed(digit, [self.lengths(x.shape)]) if len(x.shape) > 1 else digit), ATOM
        return self.function(self.word("broadcast"), [self.write(x.array)], self.lengths(x.shape)), ATOM

    # Parts of arrays

    def _indexed(self, x: e.Indexed) -> Written:
        index = self.index(x.index)
        name = x.array.array if isinstance(x.array, e.Reshaped) and x.array.is_column else x.array
        if isinstance(name, e.Name):
            # An entry of a vector is a number, so it is not written like a vector.
            base = self.name(replace(name, shape=()) if x.is_scalar else name)
            return self.indexed(base, index, self.ends_in_label(name)), ATOM
        base, level = self.written(x.array)
        if level < ATOM or isinstance(name, e.Indexed | e.Unit | e.Broadcast):
            base = self.parenthesized(base)
        return self.indexed(base, index), ATOM

    def _scattered(self, x: e.Scattered) -> Written:
        return self.function(self.word("scatter"), [self.write(x.values)], self.listed(self.index(x.index))), ATOM

    def index(self, parts: tuple[Any, ...]) -> list[str]:
        """The parts of an index, without the whole axes at its end."""
        shown = [self._part(part) for part in parts]
        while len(shown) > 1 and shown[-1] == ":":
            shown.pop()
        return shown

    def _part(self, part: Any) -> str:
        if isinstance(part, Letter):
            return part.letter
        if isinstance(part, e.Span):
            ends = ("" if end is None else self.number(Fraction(end)) for end in (part.start, part.stop))
            return ":".join(ends) + ("" if part.step is None else f":{self.number(Fraction(part.step))}")
        if isinstance(part, Expression):
            return self.write(part)
        if part is None or isinstance(part, bool | np.bool_):
            return self.word("new" if part is None else str(part))
        return self.number(Fraction(part))

    def _reduction(self, x: e.Reduction) -> Written:
        axes = self.option("axis", ", ".join(map(str, x.axes)))
        return self.function(self.word(x.kind), [self.write(x.array)], axes), ATOM

    def _indices(self, x: e.Indices) -> Written:
        return self.series(x.kind, x.letters, self.at(x.body, SERIES)), SERIES

    # Conditions

    def _relation(self, x: e.Relation) -> Written:
        return self.bracketed(self.condition(x)), ATOM

    def condition(self, x: Expression) -> str:
        """A condition, without the brackets that make it 1 or 0."""
        if not isinstance(x, e.Relation):
            return self.write(x)
        if x.sign == "not":
            return f"{self.sign('not')} {self.parenthesized(self.condition(x.operands[0]))}"
        if x.sign in ("and", "or"):
            return self._between(x) or f" {self.sign(x.sign)} ".join(self._clause(operand) for operand in x.operands)
        return f" {self.sign(x.sign)} ".join(self.write(operand) for operand in x.operands)

    def _clause(self, x: Expression) -> str:
        joined = isinstance(x, e.Relation) and x.sign in ("and", "or")
        return self.parenthesized(self.condition(x)) if joined else self.condition(x)

    def _between(self, x: e.Relation) -> str | None:
        """x ≥ a and x ≤ b as a ≤ x ≤ b."""
        low, high = x.operands
        if x.sign != "and" or not isinstance(low, e.Relation) or not isinstance(high, e.Relation):
            return None
        if (low.sign, high.sign) != ("≥", "≤") or low.operands[0] != high.operands[0]:
            return None
        texts = (self.write(low.operands[1]), self.write(low.operands[0]), self.write(high.operands[1]))
        return f" {self.sign('≤')} ".join(texts)

    def _cases(self, x: e.Cases) -> Written:
        branches = [(self.write(value), self.condition(condition)) for value, condition in x.branches]
        return self.cases(branches, self.write(x.otherwise)), SERIES

    def _unless(self, x: e.Unless) -> Written:
        return self.written(x.array)

    def side_conditions(self, x: Expression) -> list[str]:
        """What must not be 0 for the formula to hold."""
        zeros = dict.fromkeys(part.zero for part in x.walk() if isinstance(part, e.Unless))
        return [f"{self.write(zero)} {self.sign('≠')} {self.number(Fraction(0))}" for zero in zeros]

    # Functions

    def _applied(self, x: e.Applied) -> Written:
        arguments = x.arguments
        if x.name == "exp" and self._fits_exponent(arguments[0]):
            return self.raised(self.sign("e"), self.write(arguments[0])), POSTFIX
        if x.name == "exp2":
            return self.raised(self.number(Fraction(2)), self.write(arguments[0])), POSTFIX
        if x.name == "inv":
            return self.raised(self.at(arguments[0], ATOM), self.number(Fraction(-1))), POSTFIX
        if x.name == "solve":
            inverse = self.raised(self.at(arguments[0], ATOM), self.number(Fraction(-1)))
            return self.joined([inverse, self.at(arguments[1], FACTOR)]), FACTOR
        enclosed = self.enclosed(x)
        if enclosed is not None:
            return enclosed, ATOM
        if x.name == "remainder":
            return self.parenthesized(f" {self.sign('mod')} ".join(self.at(part, FACTOR) for part in arguments)), ATOM
        return self.function(self.word(x.name), [self.write(part) for part in arguments], self._options(x)), ATOM

    def _options(self, x: e.Applied) -> str:
        flat = all(len(argument.shape) < 2 for argument in x.arguments)
        shown = [(name, value) for name, value in x.options if name not in _UNSHOWN]
        if flat:
            shown = [(name, value) for name, value in shown if name != "axis" and not name.isdigit()]
        return self.listed([self.option(name, value) for name, value in shown])

    def _fits_exponent(self, x: Expression) -> bool:
        """Whether e to this exponent can be read."""
        small = x.size <= 8 and not any(isinstance(part, e.Applied | e.Cases | e.Power) for part in x.walk())
        return small and x.is_scalar and not self.speller.is_taken("e")


def without_sign(x: Expression) -> tuple[bool, Expression]:
    """Whether an expression begins with a minus, and the expression without it."""
    if isinstance(x, e.Number) and x.value < 0:
        return True, replace(x, value=-x.value)
    if isinstance(x, e.Product) and x.multiplier < 0:
        if x.multiplier == -1 and x.divisor == 1 and not x.under and len(x.over) == 1:
            return True, x.over[0]
        return True, replace(x, multiplier=-x.multiplier)
    return False, x


def _rank(factor: Expression) -> int:
    """The order among single numbers: those with a sign of their own, then others, then sums over indices."""
    return 0 if isinstance(factor, e.Known) else 1 + _is_series(factor)


def _is_series(x: Expression) -> bool:
    """Whether it ends in a sum sign's body, after which nothing else may stand."""
    return isinstance(x, e.Indices | e.Cases)


def is_small(array: Any) -> bool:
    """Whether an array is short enough to stand in a formula, or made of consecutive numbers."""
    if array.ndim != 1 or array.dtype == bool or not np.isfinite(array).all():
        return False
    if is_count(array):
        return True
    return array.size <= 4 and all(
        len(np.format_float_positional(entry, trim="-")) <= 6 for entry in array.astype(float)
    )


def is_count(array: Any) -> bool:
    """Whether it is 0, 1, 2, ... as integers."""
    return array.dtype.kind in "iu" and bool(np.array_equal(array, np.arange(array.size)))
