"""The formulas of a computation: its forward pass, and its backward pass in bar notation, read from its graph."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from types import MappingProxyType
from typing import Any

from autograd import errors
from autograd.graph import Node
from autograd.tensor import Tensor

from ..formulas.expressions import Name
from ..formulas.single import Formula
from ..names import Names, caller_frame
from ..values import replay
from .deriving import Deriver
from .displaying import Block, Constant, as_html, as_tex, as_text
from .equations import Equation

#: By the kind of dtype, what numbers a constant is made of.
_NUMBERS = {"b": "B", "i": "Z", "u": "Z"}
#: How many lines of each pass are shown where nobody asked for all of them.
_SHOWN = 100


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
        """Everything in TeX, aligned at the equals signs; to be put where TeX displays formulas."""
        return as_tex(self._blocks)

    @property
    def mathml(self) -> str:
        """Everything as an HTML table of MathML, which browsers typeset themselves. Needs latex2mathml."""
        return as_html(self._blocks)

    @property
    def _blocks(self) -> list[Block]:
        speller, unnamed = self._deriver.speller, self._deriver.unnamed_constants
        constants = [
            Constant(Formula(Name(x.shape, name), speller), x.shape, _NUMBERS.get(x.dtype.kind, "R"))
            for name, x in unnamed.items()
        ]
        blocks = [
            Block("Forward pass", self.forward_equations),
            Block("Backward pass", self.backward_equations),
            Block("Constants", constants),
        ]
        return [block for block in blocks if block.lines]

    @property
    def nodes(self) -> Mapping[str, Node]:
        """The graph's nodes by the names that they have here."""
        return MappingProxyType(self._deriver.nodes)

    def values(self) -> dict[str, Any]:
        """The arrays that the names stand for, computed again, as `formulas.evaluation.evaluate` takes them."""
        replayed = replay(self._deriver.order)
        return self._deriver.constants | {name: replayed[node] for name, node in self.nodes.items()}

    def _repr_latex_(self) -> str:
        return f"$$\n{as_tex(self._blocks, _SHOWN)}\n$$"

    def __str__(self) -> str:
        return as_text(self._blocks)

    def __repr__(self) -> str:
        return as_text(self._blocks, _SHOWN)


def derive(*losses: Tensor) -> Derivation:
    r"""The formulas of a computation, read from its graph: the forward pass, and the backward pass in bar notation.

    There is one line for each value that has a name: given with ``name=``, held by one of the caller's variables, or
    the path of a parameter in its module. What a loop computes is numbered: h₁, h₂ and so on. What has no name is
    folded into the lines that use it, unless they would become long or say the same twice; then it is called v₁, v₂
    and so on. Constant arrays that have no name are called c₁, c₂ and so on, and are listed at the end with their
    shapes. Nothing is computed and nothing is changed.

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
    >>> import numpy as np
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

    Two messages arrive at ``t`` (docs/lectures.md E4), and two at ``y``:

    >>> t = Tensor(1.5, requires_grad=True)
    >>> x = np.cos(t)
    >>> y = t**2
    >>> f = y + np.exp(x * y)
    >>> for equation in derive(f).backward_equations:
    ...     print(equation.text)
    f̄ = 1
    ȳ = f̄ + f̄ e^(x y) x
    x̄ = f̄ e^(x y) y
    t̄ = −x̄ sin(t) + 2ȳ t
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
