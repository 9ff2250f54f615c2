"""Where the sigmoid bends most, and what changing its slope on purpose does (docs/lectures.md U3, T1)."""

import numpy as np
import pytest

import nn
import nn.functional as F
import optim
from autograd import Tensor, elementwise_grad, grad


def test_the_greatest_curvature_is_where_the_output_is_021_or_079():
    """(3 ± √3) / 6: Newton's method on the third derivative, with the fourth as its slope, all by the engine."""
    third = elementwise_grad(elementwise_grad(elementwise_grad(F.sigmoid)))
    fourth = elementwise_grad(third)
    x = np.array([-1.0, 1.0])
    for _ in range(20):
        x = x - third(x) / fourth(x)
    np.testing.assert_allclose(third(x), 0, atol=1e-15)
    np.testing.assert_allclose(F.sigmoid(x), [(3 - np.sqrt(3)) / 6, (3 + np.sqrt(3)) / 6], rtol=1e-12)
    np.testing.assert_allclose(F.sigmoid(x), [0.21, 0.79], atol=0.005)
    second = elementwise_grad(elementwise_grad(F.sigmoid))
    everywhere = np.abs(second(np.linspace(-10, 10, 2001)))
    np.testing.assert_allclose(np.abs(second(x)), everywhere.max(), rtol=1e-5)


@pytest.mark.parametrize("constant", [0.0, 0.1, 0.25])
def test_the_slope_constant_changes_the_bar_rule_and_not_the_value(constant):
    x = Tensor([-40.0, 0.0, 2.0], requires_grad=True)
    z = nn.Sigmoid(slope_constant=constant)(x)
    np.testing.assert_array_equal(z.data, F.sigmoid(x.data))
    z.backward(np.array([1.0, 2.0, 3.0]))
    np.testing.assert_allclose(x.bar, [1, 2, 3] * (z.data * (1 - z.data) + constant), rtol=1e-14)


def test_without_the_constant_it_is_the_gradient():
    assert grad(nn.Sigmoid())(0.0) == 0.25
    assert grad(nn.Sigmoid(slope_constant=0.1))(0.0) == 0.35


def test_is_shown():
    assert repr(nn.Sigmoid()) == "Sigmoid()"
    assert repr(nn.Sigmoid(slope_constant=0.1)) == "Sigmoid(slope_constant=0.1)"
    for constant in (-0.1, float("nan"), float("inf")):
        with pytest.raises(ValueError, match="slope_constant="):
            nn.Sigmoid(slope_constant=constant)


def test_a_stuck_network_moves_with_the_constant_only():
    """Hidden and output units saturated at the wrong end: squared error's gradient is all but 0."""
    x, t = np.array([[0.0], [1.0]]), np.array([[0.15], [0.85]])
    losses = {}
    for constant in (0.0, 0.1):
        model = nn.MLP([1, 3, 1], lambda c=constant: nn.Sigmoid(slope_constant=c), dtype=np.float64, rng=0)
        model.append(nn.Sigmoid(slope_constant=constant))
        for layer in (model[0], model[2]):
            layer.bias.data[:] = 15
        optimizer = optim.SGD(model.parameters(), lr=1.0)
        for _ in range(2000):
            loss = nn.MSELoss()(model(x), t)
            loss.backward()
            optimizer.step()
            optimizer.zero_grad()
        losses[constant] = loss.item()
    assert losses[0.0] > 0.3
    assert losses[0.1] < 0.01
