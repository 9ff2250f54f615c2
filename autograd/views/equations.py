"""One line of a derivation: a name, and the formula for its value or for its error signal."""

from __future__ import annotations

from dataclasses import dataclass, field

from .expressions import Expression, Name
from .mathml import mathml
from .spelling import Speller
from .tex import TexPrinter
from .plain import TextPrinter


@dataclass(frozen=True)
class Equation:
    """``left = right``, where the left side is a name, with a bar if the line is for an error signal."""

    left: Name
    right: Expression
    speller: Speller = field(repr=False)

    @property
    def name(self) -> str:
        """What the user called the value."""
        return self.left.name

    @property
    def tex(self) -> str:
        """The line in TeX, without dollar signs."""
        return " = ".join(self.sides)

    @property
    def sides(self) -> tuple[str, str]:
        """Both sides in TeX; the right one with its side conditions."""
        printer = TexPrinter(self.speller)
        conditions = "".join(rf" \quad ({condition})" for condition in printer.side_conditions(self.right))
        return printer.write(self.left), printer.write(self.right) + conditions

    @property
    def text(self) -> str:
        """The line in plain Unicode text."""
        return " = ".join(self.text_sides)

    @property
    def text_sides(self) -> tuple[str, str]:
        """Both sides in plain text; the right one with its side conditions."""
        printer = TextPrinter(self.speller)
        conditions = "".join(f"  ({condition})" for condition in printer.side_conditions(self.right))
        return printer.write(self.left), printer.write(self.right) + conditions

    @property
    def mathml(self) -> str:
        """The line as a MathML element, which browsers typeset themselves."""
        return mathml(self.tex)
