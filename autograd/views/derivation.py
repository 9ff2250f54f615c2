"""The formulas of a computation: its forward pass, and its backward pass in bar notation, read from the graph."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType

from autograd.tensor import Tensor

from .deriving import Deriver
from .equations import Equation
from .names import Names, caller_frame
from .values import replay


class Derivation:
    """The equations that `derive` found; shows itself in a notebook, and prints in a terminal."""

    def __init__(self, deriver: Deriver) -> None:
        self._deriver = deriver
        #: One equation for each computed value that has a name, in the order of the program.
        self.forward_equations: tuple[Equation, ...] = deriver.forward
        #: One equation for each error signal, in the order of the backward pass.
        self.backward_equations: tuple[Equation, ...] = deriver.backward

    @property
    def nodes(self):
        return self._deriver.nodes

    def values(self):
        replayed = replay(self._deriver.order)
        return self._deriver.constants | {name: replayed[node] for name, node in self.nodes.items()}

    @cached_property
    def forward(self) -> Mapping[str, str]:
        """The forward pass: TeX by the name of the value, like ``{"z": "z = w\\,x + b"}``."""
        return MappingProxyType({equation.name: equation.tex for equation in self.forward_equations})

    @cached_property
    def backward(self) -> Mapping[str, str]:
        """The backward pass: TeX by the name of the value whose error signal it is."""
        return MappingProxyType({equation.name: equation.tex for equation in self.backward_equations})

    @property
    def latex(self) -> str:
        """Both passes, aligned at the equals signs; for a place where TeX displays mathematics."""
        rows = [r"&\text{Forward pass}"]
        rows += [" &= ".join(equation.sides) for equation in self.forward_equations]
        rows += [r"&\text{Backward pass}"]
        rows += [" &= ".join(equation.sides) for equation in self.backward_equations]
        return "\\begin{aligned}\n" + " \\\\\n".join(rows) + "\n\\end{aligned}"

    def _repr_latex_(self) -> str:
        return f"$$\n{self.latex}\n$$"

    def __str__(self) -> str:
        return "\n".join(
            ["Forward pass", *_aligned(self.forward_equations), "", "Backward pass", *_aligned(self.backward_equations)]
        )

    __repr__ = __str__


def _aligned(equations: tuple[Equation, ...]) -> list[str]:
    import unicodedata

    def width(s: str) -> int:
        return sum(not unicodedata.combining(c) for c in s)

    pairs = [equation.text_sides for equation in equations]
    widest = max([width(left) for left, _ in pairs], default=0)
    return [f"  {' ' * (widest - width(left))}{left} = {right}" for left, right in pairs]


def derive(*losses: Tensor) -> Derivation:
    """The formulas."""
    roots = [loss.node for loss in losses]
    names = Names.collect(roots, caller_frame())
    return Derivation(Deriver(roots, names))
