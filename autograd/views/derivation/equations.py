"""One line of a derivation: a name, and the formula for its value or for its error signal."""

from __future__ import annotations

from dataclasses import dataclass, field

from ..formulas.expressions import Expression, Name
from ..formulas.mathml import mathml
from ..formulas.single import Formula
from ..formulas.spelling import Speller


@dataclass(frozen=True)
class Equation:
    """``left = right``, where the left side is a name, with a bar if the line is for an error signal."""

    left: Name
    right: Expression
    speller: Speller = field(repr=False, compare=False)

    @property
    def name(self) -> str:
        """What the value is called."""
        return self.left.name

    @property
    def sides(self) -> tuple[Formula, Formula]:
        """Both sides, each to be written by itself."""
        return Formula(self.left, self.speller), Formula(self.right, self.speller)

    @property
    def tex(self) -> str:
        """The line in TeX, without dollar signs."""
        return " = ".join(side.tex for side in self.sides)

    @property
    def text(self) -> str:
        """The line in plain Unicode text."""
        return " = ".join(side.text for side in self.sides)

    @property
    def mathml(self) -> str:
        """The line as a MathML element, which browsers typeset themselves. Needs latex2mathml."""
        return mathml(self.tex)
