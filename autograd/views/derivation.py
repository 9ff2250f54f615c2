"""The formulas of a computation: its forward pass, and its backward pass in bar notation, read from its graph."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

from autograd import errors
from autograd.graph import Node
from autograd.tensor import Tensor

from .deriving import Deriver
from .equations import Equation
from .mathml import mathml
from .names import Names, caller_frame
from .plain import columns
from .values import replay


class Derivation:
    """The equations of a computation, as `derive` found them. Shows itself in a notebook and prints in a terminal."""

    def __init__(self, deriver: Deriver) -> None:
        self._deriver = deriver
        #: One equation for each computed value that has a name, in the order of the program.
        self.forward_equations: tuple[Equation, ...] = deriver.forward
        #: One equation for each error signal, in the order of the backward pass.
        self.backward_equations: tuple[Equation, ...] = deriver.backward

    @cached_property
    def forward(self) -> Mapping[str, str]:
        r"""The forward pass: TeX by the value's name, like ``{"z": r"z = w\,x + b"}``."""
        return MappingProxyType({equation.name: equation.tex for equation in self.forward_equations})

    @cached_property
    def backward(self) -> Mapping[str, str]:
        r"""The backward pass: TeX by the name of the value whose error signal it is, like ``{"L": r"\bar{L} = 1"}``."""
        return MappingProxyType({equation.name: equation.tex for equation in self.backward_equations})

    @property
    def latex(self) -> str:
        """Both passes in TeX, aligned at the equals signs; to be put where TeX displays formulas."""
        parts = [
            f"\\textbf{{{title}}} \\\\\n\\begin{{aligned}}\n{rows}\n\\end{{aligned}}"
            for title, rows in self._titled(_tex_rows)
        ]
        return "\\begin{array}{l}\n" + " \\\\[1ex]\n".join(parts) + "\n\\end{array}"

    @property
    def mathml(self) -> str:
        """Both passes as an HTML table of MathML, which browsers typeset themselves. Needs latex2mathml."""
        rows = "".join(
            f'<tr><th colspan="3" style="text-align: left; padding: 0.6em 0 0.2em">{title}</th></tr>{rows}'
            for title, rows in self._titled(_html_rows)
        )
        return f'<table style="border: none; border-collapse: collapse">{rows}</table>'

    def _titled(self, rows: Callable[[tuple[Equation, ...]], str]) -> list[tuple[str, str]]:
        passes = {"Forward pass": self.forward_equations, "Backward pass": self.backward_equations}
        return [(title, rows(equations)) for title, equations in passes.items() if equations]

    @property
    def nodes(self) -> Mapping[str, Node]:
        """The graph's nodes by the names that they have here."""
        return MappingProxyType(self._deriver.nodes)

    def values(self) -> dict[str, Any]:
        """The arrays that the names stand for, computed again: what `autograd.views.evaluation.evaluate` takes."""
        replayed = replay(self._deriver.order)
        return self._deriver.constants | {name: replayed[node] for name, node in self.nodes.items()}

    def _repr_latex_(self) -> str:
        return f"$$\n{self.latex}\n$$"

    def __str__(self) -> str:
        return "\n\n".join(f"{title}\n{rows}" for title, rows in self._titled(_text_rows))

    __repr__ = __str__


def derive(*losses: Tensor) -> Derivation:
    r"""The formulas of a computation, read from its graph: the forward pass, and the backward pass in bar notation.

    There is one line for each value that has a name: given with ``name=``, held by one of the caller's variables, or
    the path of a parameter in its module. What has no name is folded into the lines that use it. Nothing is computed
    and nothing is changed.

    The backward pass is what the bar rules state when they are run on symbols in place of arrays (docs/lectures.md E3
    to E6). Vectors are bold columns, ∘ multiplies entry by entry, and a condition in brackets is 1 where it holds and 0
    elsewhere.

    Parameters
    ----------
    *losses
        One tensor or several, of any shape; the backward pass begins at each of them with error signals of 1.

    Returns
    -------
    Derivation
        Shows itself in a notebook and prints in a terminal; `Derivation.forward` and `Derivation.backward` have the
        lines one by one.

    Raises
    ------
    TypeError
        For what is no tensor.
    GradientError
        For a tensor that requires no gradient, of which nothing was recorded.

    Examples
    --------
    >>> from autograd import Tensor, sigmoid
    >>> w, b = Tensor(1.0, requires_grad=True), Tensor(0.5, requires_grad=True)
    >>> x, t = 2.0, 1.0
    >>> z = w * x + b
    >>> y = sigmoid(z)
    >>> L = 0.5 * (y - t) ** 2
    >>> derive(L)
    Forward pass
      z = w x + b
      y = σ(z)
      L = ½(y − t)²
    <BLANKLINE>
    Backward pass
      L̄ = 1
      ȳ = L̄ (y − t)
      z̄ = ȳ y (1 − y)
      w̄ = z̄ x
      b̄ = z̄
    >>> print(derive(L).backward["z"])
    \bar{z} = \bar{y}\,y (1 - y)
    """
    if not losses:
        raise TypeError(errors.message("derive() was given no tensor", "give the loss, like derive(loss)"))
    roots = [_recorded(loss) for loss in losses]
    return Derivation(Deriver(roots, Names.collect(roots, caller_frame())))


def _recorded(loss: Any) -> Node:
    """The node of a loss."""
    if not isinstance(loss, Tensor):
        what = f"derive() takes tensors, not {errors.describe(loss)}"
        raise TypeError(errors.message(what, "give the loss itself, before .data or .item()"))
    if loss.node is None:
        what = f"nothing was recorded of this tensor of shape {loss.shape}: it requires no gradient"
        hint = "make the parameters with requires_grad=True, and compute outside of no_grad()"
        raise errors.GradientError(errors.message(what, hint))
    return loss.node


def _tex_rows(equations: tuple[Equation, ...]) -> str:
    return " \\\\\n".join(" &= ".join(side.tex for side in equation.sides) for equation in equations)


def _text_rows(equations: tuple[Equation, ...]) -> str:
    sides = [tuple(side.text for side in equation.sides) for equation in equations]
    widest = max(columns(left) for left, _ in sides)
    return "\n".join(f"  {' ' * (widest - columns(left))}{left} = {right}" for left, right in sides)


def _html_rows(equations: tuple[Equation, ...]) -> str:
    return "".join(f"<tr>{''.join(_html_cells(equation))}</tr>" for equation in equations)


def _html_cells(equation: Equation) -> Iterator[str]:
    left, right = (side.tex for side in equation.sides)
    for tex, align in ((left, "right"), ("=", "center"), (right, "left")):
        style = f"text-align: {align}; padding: 0.2em 0.15em; vertical-align: baseline"
        yield f'<td style="{style}">{mathml(tex, block=True)}</td>'
