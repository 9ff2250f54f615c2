"""Expressions in plain Unicode text, for a terminal: ``z̄ y (1 − y)``."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from itertools import takewhile
from math import inf, isnan
from unicodedata import combining, normalize

from . import expressions as e
from .coefficients import decimal, is_decimal, is_long
from .expressions import Expression
from .printing import ATOM, FACTOR, HADAMARD, POSTFIX, Printer, Written
from .spelling import Speller, printable, subscript

_SIGNS = {
    "minus": "−",
    "hadamard": "∘",
    "pi": "π",
    "e": "e",
    "ln2": "ln 2",
    "ln10": "ln 10",
    "unit": "e",
    "other unit": "δ",
    "ones": "𝟏",
    "zeros": "𝟎",
    "dots": "…",
    "mod": "mod",
    "and": "and",
    "or": "or",
    "not": "not",
}
_WORDS = {"sigmoid": "σ", "maximum": "max", "minimum": "min"}
_DIGITS = "0123456789½¼⅛"
_SERIES = {"sum": "Σ", "prod": "∏", "max": "max", "min": "min"}
_SUPERSCRIPTS = str.maketrans("0123456789-−+()abcdefghijklmnoprstuvwxyz", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻⁻⁺⁽⁾ᵃᵇᶜᵈᵉᶠᵍʰⁱʲᵏˡᵐⁿᵒᵖʳˢᵗᵘᵛʷˣʸᶻ")
_HALVES = {Fraction(1, 2): "½", Fraction(1, 4): "¼", Fraction(1, 8): "⅛"}


class TextPrinter(Printer):
    """Writes what a terminal can show."""

    def name(self, x: e.Name) -> str:
        return self.speller.text(x.name, bar=x.bar)

    def ends_in_label(self, x: e.Name) -> bool:
        return self.speller.has_labels(x.name)

    def number(self, value: Fraction | float) -> str:
        if not isinstance(value, Fraction):
            return "NaN" if isnan(value) else ("∞" if value == inf else "−∞")
        if abs(value) in _HALVES:
            return f"{'−' if value < 0 else ''}{_HALVES[abs(value)]}"
        if value.denominator > 1 and not is_decimal(value) and not is_long(value):
            return f"{'−' if value < 0 else ''}({abs(value.numerator)}/{value.denominator})"
        if value.denominator == 1 and abs(value) < 10**6:
            return str(value.numerator).replace("-", "−")
        digits, exponent = decimal(value)
        digits = digits.replace("-", "−")
        return f"{digits}e{exponent}" if exponent else digits

    def coefficient(self, multiplier: Fraction, divisor: Fraction) -> str:
        half = _HALVES.get(multiplier / divisor)
        return half or f"({self.number(multiplier)}/{self.number(divisor)})"

    def sign(self, name: str) -> str:
        return _SIGNS.get(name, name)

    def word(self, name: str) -> str:
        if name == "sigmoid" and self.speller.is_taken("σ"):
            name = "logistic"
        return _WORDS.get(name, printable(name))

    def negative(self, text: str) -> str:
        return f"−{text}"

    def parenthesized(self, text: str) -> str:
        return f"({text})"

    def bracketed(self, condition: str) -> str:
        return f"[{condition}]"

    def joined(self, pieces: Sequence[str]) -> str:
        text = pieces[0]
        for piece in pieces[1:]:
            number = text in _HALVES.values() or (text.isascii() and text.isdigit())
            if piece[0] in _DIGITS:
                text += f" · {piece}"
            else:
                text += piece if number and _is_short(piece) else f" {piece}"
        return text

    def fraction(self, upper: Written, lower: Written) -> Written:
        above = upper[0] if upper[1] >= FACTOR else self.parenthesized(upper[0])
        below = lower[0] if lower[1] >= POSTFIX else self.parenthesized(lower[0])
        return f"{above} / {below}", HADAMARD

    def raised(self, base: str, exponent: str, entrywise: bool = False) -> str:
        return raised(f"{base}∘" if entrywise else base, exponent)

    def root(self, text: str) -> str:
        return f"√{text}" if len(text) == 1 or text.isdigit() else f"√({text})"

    def transposed(self, text: str) -> str:
        return f"{text}ᵀ"

    def listed(self, items: Sequence[str]) -> str:
        return ", ".join(items)

    def indexed(self, base: str, index: Sequence[str], labelled: bool = False) -> str:
        small = subscript(index[0]) if len(index) == 1 and not labelled else None
        return f"{base}{small}" if small else f"{base}[{self.listed(index)}]"

    def lengths(self, shape: tuple[int, ...]) -> str:
        return "×".join(map(str, shape))

    def series(self, kind: str, letters: tuple[str, ...], body: str) -> str:
        small = "".join(subscript(letter) or letter for letter in letters)
        return f"{_SERIES[kind]}{small} {body}"

    def cases(self, branches: Sequence[tuple[str, str]], otherwise: str) -> str:
        listed = [f"{value} if {condition}" for value, condition in branches]
        return f"{{{'; '.join(listed)}; {otherwise} otherwise}}"

    def _cases(self, x: e.Cases) -> Written:
        # Braces on both sides hold it together.
        return super()._cases(x)[0], ATOM

    def function(self, name: str, arguments: Sequence[str], label: str) -> str:
        return f"{name}{f'[{label}]' if label else ''}({', '.join(arguments)})"

    def option(self, name: str, value: str) -> str:
        if name == "subscripts":
            return value.replace("->", " → ")
        return printable(value) if name.isdigit() else f"{name}={printable(value)}"

    def enclosed(self, x: e.Applied) -> str | None:
        inside = [self.write(argument) for argument in x.arguments]
        if x.name == "sqrt":
            return self.root(inside[0])
        if x.name == "absolute":
            return f"|{inside[0]}|"
        if x.name == "norm2" and not self._options(x):
            return f"‖{inside[0]}‖"
        if x.name == "floor_divide":
            return f"⌊{inside[0]} / {inside[1]}⌋"
        return None


def raised(base: str, exponent: str) -> str:
    """A power, in superscript characters where there are any for the exponent.

    >>> raised("x", "−2"), raised("e", "x y")
    ('x⁻²', 'e^(x y)')
    """
    if all(ord(character) in _SUPERSCRIPTS for character in exponent):
        return f"{base}{exponent.translate(_SUPERSCRIPTS)}"
    return f"{base}^{exponent}" if exponent.isalnum() else f"{base}^({exponent})"


def columns(text: str) -> int:
    """How many columns of a terminal a text takes: marks over letters take none.

    >>> columns("z̄ y")
    3
    """
    return sum(not combining(character) for character in text)


def _is_short(piece: str) -> bool:
    """Whether a factor begins with a letter alone or a mark, so that a number may stand close to it."""
    word = "".join(takewhile(str.isalpha, normalize("NFC", piece)))
    return len(word) <= 1


def text(x: Expression, speller: Speller | None = None) -> str:
    """An expression in plain text."""
    return TextPrinter(speller).write(x)
