"""The check of a derivation: each line, evaluated as it is shown, gives what the engine computed."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd import Tensor
from autograd.backward import backward_pass
from autograd.graph import Node
from autograd.scattered import Scattered
from autograd.views.derivation.derive import Derivation
from autograd.views.formulas.evaluation import evaluate


class Bars:
    """Takes down the error signal of every node that fires."""

    def __init__(self) -> None:
        self.of: dict[Node, Any] = {}

    def fires(self, node: Node, bar: Any) -> None:
        self.of[node] = bar.dense() if isinstance(bar, Scattered) else bar

    def sends(self, node: Node, position: int, message: Any, total: Any) -> None:
        """Messages are not checked one by one."""


def error_signals(*losses: Tensor) -> dict[Node, Any]:
    """What a backward pass from the losses computes for every node."""
    bars = Bars()
    backward_pass({loss.node: np.ones(loss.shape)[()] for loss in losses}, observer=bars)
    return bars.of


def checked(derivation: Derivation, *losses: Tensor, rtol: float = 1e-9) -> Derivation:
    """The derivation, each of whose lines has been found to hold."""
    values = derivation.values()
    signals = error_signals(*losses)
    bars = {name: signals[node] for name, node in derivation.nodes.items()}
    for equations, truth in ((derivation.forward_equations, values), (derivation.backward_equations, bars)):
        for equation in equations:
            found = evaluate(equation.right, values, bars)
            expected = np.asarray(truth[equation.name])
            # Axes of length 1 have no sign in a formula: a row that is made of a vector is written like it.
            same = [length for length in found.shape if length != 1] == [n for n in expected.shape if n != 1]
            assert same, f"{equation.text}: {found.shape} for {expected.shape}"
            found = np.reshape(found, expected.shape)
            # A sum may cancel; what is left of it is then as exact as its terms, whose size is that of the whole.
            scale = np.abs(expected).max(initial=1, where=np.isfinite(expected))
            close = np.isclose(found, expected, rtol=rtol, atol=rtol * scale, equal_nan=True).all()
            assert close, f"{equation.text}\nis, as shown,\n{found}\nand not\n{expected}"
    return derivation
