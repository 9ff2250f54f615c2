"""What a reader sees derived of units and losses is what the lectures write (docs/lectures.md U2, U8, T1)."""

import numpy as np
import pytest

import nn
from autograd import Tensor, derive

W = Tensor(np.random.default_rng(0).normal(size=(3, 2)), requires_grad=True)
X = np.array([0.5, -1.0])


def bar_of_z(unit):
    """The line for z̄, where h = unit(z) and L is the sum of h."""
    z = W @ X
    h = unit(z)
    L = h.sum()
    return line(str(derive(L)), "z̄")


def line(text, name):
    [found] = [row.split(" = ", 1)[1] for row in text.splitlines() if row.split(" = ", 1)[0].strip() == name]
    return found


@pytest.mark.parametrize(
    ("unit", "formula"),
    [
        (nn.Sigmoid(), "h̄ ∘ h ∘ (1 − h)"),
        (nn.Sigmoid(slope_constant=0.1), "h̄ ∘ (h ∘ (1 − h) + 0.1)"),
        (nn.ReLU(), "h̄ ∘ [h > 0]"),
        (nn.ReLU(at_zero=1), "h̄ ∘ [z ≥ 0]"),
        (nn.Softplus(), "h̄ ∘ σ(z)"),
        (nn.LeakyReLU(), "{h̄ if z > 0; 0.01 h̄ otherwise}"),
        (nn.ELU(), "{h̄ if z > 0; h̄ ∘ (h + 1) otherwise}"),
    ],
    ids=repr,
)
def test_units(unit, formula):
    assert bar_of_z(unit) == formula


@pytest.mark.filterwarnings("error")
def test_the_hard_threshold_has_no_slope_and_nobody_is_warned_by_looking():
    assert bar_of_z(nn.HardThreshold()) == "𝟎"


def test_losses():
    t = np.array([1.0, 0.0, 1.0])
    z = W @ X
    L = nn.BCEWithLogitsLoss(reduction="sum")(z, t)
    assert line(str(derive(L)), "z̄") == "L̄ (σ(z) − t)"
    L = nn.HalfSquaredErrorLoss()(z, t)
    assert line(str(derive(L)), "z̄") == "L̄ (z − t)"
    y = np.array([0.7, 0.2, 0.1])
    L = nn.CrossEntropyLoss()(z, y)
    assert line(str(derive(L)), "z̄") == "L̄ (softmax(z) − y)"
