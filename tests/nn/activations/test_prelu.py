"""PReLU: slopes that are learned, for each unit or for all (docs/lectures.md U1)."""

import numpy as np
import pytest

import nn
import nn.functional as F
import optim
from autograd import check_grads

X = np.random.default_rng(0).normal(size=(6, 3))


def test_a_slope_for_each_unit():
    layer = nn.PReLU(3, dtype=np.float64)
    layer.weight.data[:] = [0.1, 0.2, 0.3]
    np.testing.assert_allclose(layer(X).data, np.where(X > 0, X, [0.1, 0.2, 0.3] * X))
    layer(X).sum().backward()
    np.testing.assert_allclose(layer.weight.bar, np.minimum(X, 0).sum(axis=0))


def test_one_slope_for_all_units():
    layer = nn.PReLU(dtype=np.float64)
    layer(X).sum().backward()
    np.testing.assert_allclose(layer.weight.bar, [np.minimum(X, 0).sum()])


@pytest.mark.parametrize("slopes", [np.array([0.25]), np.array([0.1, 0.2, -0.3])])
def test_gradients(slopes):
    check_grads(F.prelu, order=2)(X, slopes)


def test_the_slope_is_found():
    """Points of a leaky ReLU with two slopes, from which both are learned."""
    target = np.where(X > 0, X, [0.5, -0.2, 0.0] * X)
    layer = nn.PReLU(3, dtype=np.float64)
    optimizer = optim.SGD(layer.parameters(), lr=2.0)
    for _ in range(300):
        nn.MSELoss()(layer(X), target).backward()
        optimizer.step()
        optimizer.zero_grad()
    np.testing.assert_allclose(layer.weight.data, [0.5, -0.2, 0.0], atol=1e-6)


def test_more_slopes_than_units():
    for x in (X, X[:, :1], X[0]):
        with pytest.raises(ValueError, match=r"slopes of shape \(4,\)[\s\S]*last axis"):
            nn.PReLU(4)(x)


def test_is_shown_and_saved():
    layer = nn.PReLU(3, init=0.1)
    assert repr(layer) == "PReLU(num_parameters=3)"
    assert layer.state_dict()["weight"].tolist() == [np.float32(0.1)] * 3
