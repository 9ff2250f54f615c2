"""The marks that formulas leave on the page, which differ between TeX and plain text."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from fractions import Fraction

from . import expressions as e

#: What was written, and how tightly it holds together.
Written = tuple[str, int]


class Marks(ABC):
    """How each mark looks. `printing.Printer` puts them together."""

    @abstractmethod
    def name(self, x: e.Name) -> str:
        """A name, with its bar."""

    @abstractmethod
    def ends_in_label(self, x: e.Name) -> bool:
        """Whether a name ends in a subscript of its own, from which an index must be kept apart."""

    def ends_in_superscript(self, x: e.Name) -> bool:
        """Whether a name ends in a superscript of its own, from which a power must be kept apart."""
        return False

    @abstractmethod
    def number(self, value: Fraction | float) -> str:
        """A number, with its sign."""

    @abstractmethod
    def coefficient(self, multiplier: Fraction, divisor: Fraction) -> str:
        """A positive factor that has a divisor."""

    @abstractmethod
    def sign(self, name: str) -> str:
        """A sign by its name."""

    @abstractmethod
    def word(self, name: str) -> str:
        """The name of a function."""

    @abstractmethod
    def negative(self, text: str) -> str:
        """With a minus in front."""

    @abstractmethod
    def parenthesized(self, text: str) -> str:
        """In parentheses."""

    @abstractmethod
    def bracketed(self, condition: str) -> str:
        """1 where the condition holds, 0 where not."""

    @abstractmethod
    def joined(self, pieces: Sequence[str]) -> str:
        """Factors side by side."""

    @abstractmethod
    def fraction(self, upper: Written, lower: Written) -> Written:
        """One over the other."""

    @abstractmethod
    def raised(self, base: str, exponent: str, entrywise: bool = False) -> str:
        """A power."""

    @abstractmethod
    def root(self, text: str) -> str:
        """A square root."""

    @abstractmethod
    def transposed(self, text: str) -> str:
        """A transpose."""

    @abstractmethod
    def listed(self, items: Sequence[str]) -> str:
        """Items with commas, as they stand in a subscript."""

    @abstractmethod
    def indexed(self, base: str, index: Sequence[str], labelled: bool = False) -> str:
        """With an index; ``labelled`` if the base ends in a subscript of its own."""

    @abstractmethod
    def lengths(self, shape: tuple[int, ...]) -> str:
        """A shape, like 2×3."""

    @abstractmethod
    def series(self, kind: str, letters: tuple[str, ...], body: str) -> str:
        """A sum, product or extreme over index letters."""

    @abstractmethod
    def cases(self, branches: Sequence[tuple[str, str]], otherwise: str) -> str:
        """Values, each with its condition, and what holds otherwise."""

    @abstractmethod
    def function(self, name: str, arguments: Sequence[str], label: str) -> str:
        """A function of arguments; the label says what else it depends on."""

    @abstractmethod
    def option(self, name: str, value: str) -> str:
        """A parameter of a function."""

    @abstractmethod
    def enclosed(self, x: e.Applied) -> str | None:
        """A function that is written around its argument, like a root or a norm; None for any other."""
