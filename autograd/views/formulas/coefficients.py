"""The numbers in formulas: exact fractions where a program's floats stand for them, and π where it is meant."""

from __future__ import annotations

import math
from fractions import Fraction
from typing import Any

import numpy as np

from .expressions import Expression, Known, Number, Product

#: The signs of the numbers that programs compute with and no fraction equals.
_KNOWN = {"pi": math.pi, "e": math.e, "ln2": math.log(2), "ln10": math.log(10)}


def number(value: Any) -> Expression:
    """The expression for a single number of a program.

    >>> number(0.1).value
    Fraction(1, 10)
    >>> number(2 * math.pi).over[0].sign
    'pi'
    """
    value = value.item() if isinstance(value, np.float64 | np.integer | np.bool_) else value
    if isinstance(value, bool | int):
        return Number((), Fraction(int(value)))
    if not math.isfinite(value):
        return Number((), float(value))
    simple = Fraction(float(value)).limit_denominator(1000)
    if type(value)(simple) == value:
        return Number((), simple)
    return _multiple_of_known(float(value)) or _root(float(value)) or Number((), Fraction(str(value)))


def _multiple_of_known(value: float) -> Expression | None:
    for sign, known in _KNOWN.items():
        if sign != "pi" and value not in (known, -known):
            continue
        times, over = Fraction(value / known).limit_denominator(360), Fraction(value * known).limit_denominator(360)
        factor = Known((), sign, known)
        if times and math.isclose(float(times) * known, value, rel_tol=1e-15):
            return Product((), Fraction(times.numerator), Fraction(times.denominator), (factor,), ())
        if over and math.isclose(float(over) / known, value, rel_tol=1e-15):
            return Product((), Fraction(over.numerator), Fraction(over.denominator), (), (factor,))
    return None


def _root(value: float) -> Expression | None:
    """√n or 1/√n for a whole number n, as in a softmax of scores over √d."""
    for above, square in ((True, value * value), (False, 1 / (value * value))):
        n = round(square) if square < 10**6 else 0
        if n > 1 and math.isclose(abs(value), math.sqrt(n) if above else 1 / math.sqrt(n), rel_tol=4e-16):
            root, sign = (Known((), f"√{n}", math.sqrt(n)),), Fraction(1 if value > 0 else -1)
            return Product((), sign, Fraction(1), root if above else (), () if above else root)
    return None


def reduced(multiplier: Fraction, divisor: Fraction) -> tuple[Fraction, Fraction]:
    """A coefficient in lowest terms, with the sign above; a decimal such as 0.1 stays above the line as it is.

    >>> reduced(Fraction(2), Fraction(32))
    (Fraction(1, 1), Fraction(16, 1))
    >>> reduced(Fraction(1, 10), Fraction(4))
    (Fraction(1, 10), Fraction(4, 1))
    """
    if divisor < 0:
        multiplier, divisor = -multiplier, -divisor
    if divisor.denominator != 1:
        multiplier, divisor = multiplier * divisor.denominator, Fraction(divisor.numerator)
    whole = multiplier / divisor
    if whole.denominator == 1 or is_long(whole):
        return whole, Fraction(1)
    if is_decimal(multiplier):
        return multiplier, divisor
    return Fraction(whole.numerator), Fraction(whole.denominator)


def is_long(value: Fraction) -> bool:
    """Whether a number has too many digits for a fraction.

    >>> is_long(Fraction(1, 3)), is_long(Fraction("0.123456789") / 7)
    (False, True)
    """
    return value.denominator > 10**6


def is_decimal(value: Fraction) -> bool:
    """Whether a number is better read as a decimal than as a fraction: 0.3, but not 1/2 and not 1/3.

    >>> [is_decimal(Fraction(value)) for value in ("0.3", "2.5", "1/2", "1/3", "7")]
    [True, True, False, False, False]
    """
    if value.denominator == 1 or (abs(value.numerator) == 1 and value.denominator in (2, 4, 8)):
        return False
    rest = value.denominator
    for prime in (2, 5):
        while rest % prime == 0:
            rest //= prime
    return rest == 1


def decimal(value: Fraction) -> tuple[str, int]:
    """The digits of a number and the power of ten behind them; digits that are left out are shown as ``…``.

    >>> decimal(Fraction("0.25")), decimal(Fraction("1e-7")), decimal(Fraction("0.12345678901"))
    (('0.25', 0), ('1', -7), ('0.123457…', 0))
    """
    shown = float(value)
    if shown == 0 or 1e-4 <= abs(shown) < 1e6:
        return _digits(shown), 0
    exponent = math.floor(math.log10(abs(shown)))
    return _digits(float(value / Fraction(10) ** exponent)), exponent


def _digits(value: float) -> str:
    exact = np.format_float_positional(value, trim="-")
    if len(exact.lstrip("-0.")) <= 9:
        return exact
    return np.format_float_positional(value, precision=6, fractional=False, trim="-") + "…"
