r"""Expressions in TeX: ``\bar{z}\,y\,(1 - y)``."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from math import inf, isnan

from . import expressions as e
from .coefficients import decimal, is_decimal, is_long
from .expressions import Expression
from .printing import POSTFIX, Printer, Written
from .spelling import Speller, escaped

_SIGNS = {
    "minus": "-",
    "hadamard": r"\circ",
    "pi": r"\pi",
    "e": "e",
    "ln2": r"\ln 2",
    "ln10": r"\ln 10",
    "unit": r"\mathbf{e}",
    "other unit": r"\boldsymbol{\delta}",
    "ones": r"\mathbf{1}",
    "zeros": r"\mathbf{0}",
    "dots": r"\ldots",
    "mod": r"\bmod",
    "=": "=",
    "≠": r"\neq",
    "<": "<",
    "≤": r"\leq",
    ">": ">",
    "≥": r"\geq",
    "and": r"\land",
    "or": r"\lor",
    "not": r"\lnot",
}
_WORDS = {
    "sigmoid": r"\sigma",
    "maximum": r"\max",
    "minimum": r"\min",
    **{name: f"\\{name}" for name in ("exp", "log", "sin", "cos", "tan", "sinh", "cosh", "tanh", "det", "max", "min")},
    **{f"arc{name}": f"\\arc{name}" for name in ("sin", "cos", "tan")},
}
_DIGITS = "0123456789"
_SERIES = {"sum": r"\sum", "prod": r"\prod", "max": r"\max", "min": r"\min"}


class TexPrinter(Printer):
    """Writes TeX that LaTeX, MathJax, KaTeX and latex2mathml all read."""

    def name(self, x: e.Name) -> str:
        return self.speller.tex(x.name, bar=x.bar, bold=len(x.shape) == 1 and not x.is_scalar)

    def ends_in_label(self, x: e.Name) -> bool:
        return not x.bar and self.speller.has_labels(x.name)

    def ends_in_superscript(self, x: e.Name) -> bool:
        return not x.bar and self.speller.is_entry(x.name)

    def number(self, value: Fraction | float) -> str:
        if not isinstance(value, Fraction):
            return r"\mathrm{NaN}" if isnan(value) else (r"\infty" if value == inf else r"-\infty")
        if value.denominator == 1 and abs(value) < 10**6:
            return str(value.numerator)
        if value.denominator > 1 and not is_decimal(value) and not is_long(value):
            return f"{'-' if value < 0 else ''}\\frac{{{abs(value.numerator)}}}{{{value.denominator}}}"
        digits, exponent = decimal(value)
        digits = digits.replace("…", r"\ldots")
        if not exponent:
            return digits
        power = f"10^{{{exponent}}}"
        return power if digits == "1" else f"{digits} \\cdot {power}"

    def coefficient(self, multiplier: Fraction, divisor: Fraction) -> str:
        return f"\\frac{{{self.number(multiplier)}}}{{{self.number(divisor)}}}"

    def sign(self, name: str) -> str:
        return _SIGNS[name]

    def word(self, name: str) -> str:
        if name == "sigmoid" and self.speller.is_taken("σ"):
            name = "logistic"
        return _WORDS.get(name, f"\\operatorname{{{escaped(name)}}}")

    def negative(self, text: str) -> str:
        return f"-{text}"

    def parenthesized(self, text: str) -> str:
        tall = any(mark in text for mark in (r"\frac", r"\sum", r"\prod", r"\begin"))
        return f"\\left({text}\\right)" if tall else f"({text})"

    def bracketed(self, condition: str) -> str:
        return f"[{condition}]"

    def joined(self, pieces: Sequence[str]) -> str:
        text = ""
        for piece in pieces:
            if text:
                text += r" \cdot " if piece[0] in _DIGITS else (" " if piece[0] == "(" else r"\,")
            text += piece
        return text

    def fraction(self, upper: Written, lower: Written) -> Written:
        return f"\\frac{{{upper[0]}}}{{{lower[0]}}}", POSTFIX

    def raised(self, base: str, exponent: str, entrywise: bool = False) -> str:
        return f"{base}^{{{_CIRCLE if entrywise else ''}{exponent}}}"

    def root(self, text: str) -> str:
        return f"\\sqrt{{{text}}}"

    def transposed(self, text: str) -> str:
        return f"{text}^{{\\top}}"

    def listed(self, items: Sequence[str]) -> str:
        return ",".join(items)

    def indexed(self, base: str, index: Sequence[str], labelled: bool = False) -> str:
        base = self.parenthesized(base) if labelled else base
        return f"{base}_{{{self.listed(index)}}}"

    def lengths(self, shape: tuple[int, ...]) -> str:
        return r" \times ".join(map(str, shape))

    def series(self, kind: str, letters: tuple[str, ...], body: str) -> str:
        return f"{_SERIES[kind]}_{{{','.join(letters)}}} {body}" if letters else f"{_SERIES[kind]} {body}"

    def cases(self, branches: Sequence[tuple[str, str]], otherwise: str) -> str:
        rows = [f"{value} & \\text{{if }} {condition}" for value, condition in branches]
        rows.append(f"{otherwise} & \\text{{otherwise}}")
        return r"\begin{cases} " + r" \\ ".join(rows) + r" \end{cases}"

    def function(self, name: str, arguments: Sequence[str], label: str) -> str:
        inside = self.parenthesized(", ".join(arguments))
        return f"{name}_{{{label}}}{inside}" if label else f"{name}{inside}"

    def option(self, name: str, value: str) -> str:
        if name == "subscripts":
            return escaped(value).replace("-{>}", r" \to ")
        shown = escaped(value)
        return shown if name.isdigit() else f"\\mathrm{{{escaped(name)}}}={shown}"

    def enclosed(self, x: e.Applied) -> str | None:
        inside = [self.write(argument) for argument in x.arguments]
        if x.name == "sqrt":
            return self.root(inside[0])
        if x.name == "cbrt":
            return f"\\sqrt[3]{{{inside[0]}}}"
        if x.name == "absolute":
            return f"\\left|{inside[0]}\\right|"
        if x.name == "norm2" and not self._options(x):
            return f"\\left\\lVert {inside[0]} \\right\\rVert"
        if x.name == "floor_divide":
            return f"\\left\\lfloor \\frac{{{inside[0]}}}{{{inside[1]}}} \\right\\rfloor"
        return None


_CIRCLE = r"\circ "


def tex(x: Expression, speller: Speller | None = None) -> str:
    """An expression in TeX, without dollar signs."""
    return TexPrinter(speller).write(x)
