"""How the formulas of steps are written: in symbols, and with numbers in the places of the names."""

from __future__ import annotations

import re
from abc import abstractmethod
from collections.abc import Callable, Sequence
from fractions import Fraction
from typing import Any

import numpy as np

from .. import numerals
from ..formulas.expressions import Applied, Broadcast, Constant, Expression, Indexed, Name, Number, Reduction
from ..formulas.plain import TextPrinter
from ..formulas.printing import ATOM, FACTOR, SERIES, SUM, Printer, Written
from ..formulas.spelling import Speller, escaped
from ..formulas.tex import TexPrinter

#: Arrays with more entries are shown by their shape.
_ENTRIES = 4

_ONE = Number((), Fraction(1))
_NUMBER = r"[\d.]+(?:e−?\d+)?"


class StepPrinter(Printer):
    """Writes formulas of steps.

    ``array_of`` gives a constant array's name, or the array where it has none. With ``value_of``, each name is written
    as the number that it stands for.
    """

    def __init__(
        self, speller: Speller, array_of: Callable[[Constant], Any], value_of: Callable[[Name], Any] | None = None
    ) -> None:
        super().__init__(speller)
        self._array_of = array_of
        self._value_of = value_of

    def _name(self, x: Name) -> Written:
        return super()._name(x) if self._value_of is None else self.numeral(self._value_of(x))

    def _constant(self, x: Constant) -> Written:
        array = self._array_of(x)
        if isinstance(array, str):
            return self._name(Name(x.shape, array)) if self._value_of is None else self.numeral(x.array)
        return self.numeral(array)

    def _indexed(self, x: Indexed) -> Written:
        if self._value_of is None or not isinstance(x.array, Name) or not all(type(part) is int for part in x.index):
            return super()._indexed(x)
        return self.numeral(self._value_of(x.array)[x.index])

    def _reduction(self, x: Reduction) -> Written:
        partly = len(x.axes) < len(x.array.shape)
        if x.kind in ("sum", "prod"):
            body, letters = self.at(x.array, ATOM if partly else SERIES), tuple("ijklmn"[: len(x.axes)])
            if not partly:
                return self.series(x.kind, (), body), SERIES
            places = dict(zip(x.axes, letters, strict=True))
            body = self.indexed(body, [places.get(axis, ":") for axis in range(max(x.axes) + 1)])
            return self.series(x.kind, letters, body), SERIES
        if partly:
            return super()._reduction(x)
        return self.function(self.word(x.kind), [self.write(x.array)], ""), ATOM

    def _broadcast(self, x: Broadcast) -> Written:
        if isinstance(x.array, Number):
            return super()._broadcast(x)
        return self.joined([self.at(x.array, FACTOR), self.write(Broadcast(x.shape, _ONE))]), FACTOR

    def _applied(self, x: Applied) -> Written:
        if x.name != "cross_entropy":
            return super()._applied(x)
        # As it is written entry by entry in symbols.
        likelihood, label = map(self.write, x.arguments)
        return self.negative(self.function(self.word("log"), [self.indexed(likelihood, [label])], "")), SUM

    def numeral(self, value: Any) -> Written:
        """A number with four digits, the entries of a short vector, or the shape of a larger array."""
        array = np.asarray(value)
        if array.size == 1:
            text = self.decimal(numerals.number(array.item()))
            return text, SUM if array.item() < 0 else ATOM if re.fullmatch(r"[\w.]+", text) else FACTOR
        if array.ndim == 1 and 0 < array.size <= _ENTRIES:
            return f"({', '.join(self.numeral(entry)[0] for entry in array)})", ATOM
        return f"[{self.lengths(array.shape)}]", ATOM

    def joined_numbers(self, pieces: Sequence[str]) -> str:
        """Factors with a sign between them where they would else be read as one number."""
        text = pieces[0]
        for piece in pieces[1:]:
            text += f" {self.dot()} {piece}" if _is_factor(piece) else f" {piece}"
        return text

    def numbers(self, formula: Expression) -> str:
        """A formula with numbers in it, without needless parentheses: ``−2 · 3`` for ``(−2) · 3``."""
        text, minus = self.write(formula), self.sign("minus")
        text = re.sub(rf"^\(({minus}{_NUMBER})\)(?= |$)", r"\1", text)
        text = re.sub(rf" \+ \({minus}({_NUMBER})\)(?= |$|\))", rf" {minus} \1", text)
        return re.sub(rf" {minus} \({minus}({_NUMBER})\)(?= |$|\))", r" + \1", text)

    def added(self, terms: Sequence[str]) -> str:
        """Terms with plus and minus between them."""
        minus = self.sign("minus")
        text = terms[0]
        for term in terms[1:]:
            text += f" {minus} {term.removeprefix(minus)}" if term.startswith(minus) else f" + {term}"
        return text

    @abstractmethod
    def decimal(self, number: str) -> str:
        """A number as `numerals.number` gives it."""

    @abstractmethod
    def words(self, text: str) -> str:
        """Words in place of a formula."""

    @abstractmethod
    def beside(self, condition: str) -> str:
        """A condition on which a formula holds, behind it."""

    @abstractmethod
    def dot(self) -> str:
        """The sign between factors that are numbers."""

    @abstractmethod
    def dots(self) -> str:
        """Terms that are left out."""

    @abstractmethod
    def plus_equals(self) -> str:
        """The sign between an error signal and what is added to it."""


class StepTextPrinter(StepPrinter, TextPrinter):
    """Writes what a terminal can show."""

    def joined(self, pieces: Sequence[str]) -> str:
        return super().joined(pieces) if self._value_of is None else self.joined_numbers(pieces)

    def decimal(self, number: str) -> str:
        return number

    def words(self, text: str) -> str:
        return text

    def beside(self, condition: str) -> str:
        return f"  ({condition})"

    def dot(self) -> str:
        return "·"

    def dots(self) -> str:
        return "…"

    def plus_equals(self) -> str:
        return "+="


class StepTexPrinter(StepPrinter, TexPrinter):
    """Writes TeX."""

    def joined(self, pieces: Sequence[str]) -> str:
        return super().joined(pieces) if self._value_of is None else self.joined_numbers(pieces)

    def decimal(self, number: str) -> str:
        number = number.replace("−", "-").replace("nan", r"\mathrm{NaN}").replace("inf", r"\infty")
        return re.sub(r"e(-?\d+)$", r" \\cdot 10^{\1}", number)

    def words(self, text: str) -> str:
        return rf"\text{{{escaped(text)}}}"

    def beside(self, condition: str) -> str:
        return rf" \quad ({condition})"

    def dot(self) -> str:
        return r"\cdot"

    def dots(self) -> str:
        return r"\cdots"

    def plus_equals(self) -> str:
        return r"\mathrel{+}="


def _is_factor(piece: str) -> bool:
    """Whether a factor is a single number or in parentheses, rather than an array."""
    return piece[0].isnumeric() or piece.startswith(r"\mathbf{1}") or re.match(r"(\\left)?\([^,]*$", piece) is not None
