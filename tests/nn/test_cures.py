"""Five cures for saturation, each on one deep sigmoid network (docs/lectures.md T1)."""

import numpy as np
import pytest

import nn
import optim
from autograd import Tensor

X = np.random.default_rng(100).normal(size=(40, 10))  # a seed that no weights have
LABELS = (X[:, :1] > 0).astype(float)


def network(unit=nn.Sigmoid, weights=1.0):
    """Eight layers; ``weights`` is an initializer, or the standard deviation that all weights have."""
    model = nn.MLP([10] + [20] * 7 + [1], unit, nn.Sigmoid, dtype=np.float64, rng=0)
    rng = np.random.default_rng(0)
    for layer in model:
        if isinstance(layer, nn.Linear):
            if callable(weights):
                weights(layer.weight, rng=rng)
            else:
                nn.init.normal_(layer.weight, std=weights, rng=rng)
            nn.init.zeros_(layer.bias)
    return model


def diagnosed(model):
    with nn.Diagnosis(model) as diagnosis:
        nn.MSELoss()(model(X), LABELS).backward()
    return diagnosis


def saturated(diagnosis):
    return sum(len(layer.saturated) for layer in diagnosis if layer.saturated is not None)


STUCK = diagnosed(network(weights=2.0))


def test_1_weights_of_deviation_one_over_the_root_of_the_fan_in():
    assert saturated(STUCK) > 40
    assert saturated(diagnosed(network(weights=nn.init.lecun_normal_))) == 0


def test_2_targets_that_a_sigmoid_can_reach():
    """A unit that has reached 0.85 still has half of its greatest slope; one on its way to 1 has all but none."""
    slopes = {}
    for low, high in ((0.0, 1.0), (0.15, 0.85)):
        unit = nn.Sequential(nn.Linear(1, 1, dtype=np.float64, rng=0), nn.Sigmoid())
        x = np.array([[-1.0], [1.0]])
        optimizer = optim.SGD(unit.parameters(), lr=20.0)
        for _ in range(1000):
            nn.MSELoss()(unit(x), [[low], [high]]).backward()
            optimizer.step()
            optimizer.zero_grad()
        z = unit(x).data
        slopes[high] = (z * (1 - z)).min()
    assert slopes[1.0] < 0.02
    assert slopes[0.85] == pytest.approx(0.85 * 0.15, rel=1e-3)


def test_3_a_constant_added_to_the_slope():
    helped = diagnosed(network(lambda: nn.Sigmoid(slope_constant=0.1), weights=2.0))
    assert helped["0"].activation_norm == STUCK["0"].activation_norm
    assert helped["0"].error_norm > 20 * STUCK["0"].error_norm


def test_4_cross_entropy():
    """It unsticks output units, not hidden ones: an output at the wrong end has an error signal again."""
    wrong = np.where(LABELS > 0, -20.0, 20.0)
    squared, entropy = Tensor(wrong, requires_grad=True), Tensor(wrong, requires_grad=True)
    nn.MSELoss(reduction="sum")(nn.Sigmoid()(squared), LABELS).backward()
    nn.BCEWithLogitsLoss(reduction="sum")(entropy, LABELS).backward()
    assert np.abs(squared.bar).max() < 1e-8
    np.testing.assert_allclose(entropy.bar, np.where(LABELS > 0, -1, 1), rtol=1e-8)


def test_5_relus():
    relus = diagnosed(network(nn.ReLU, nn.init.he_normal_))
    sigmoids = diagnosed(network(nn.Sigmoid, nn.init.lecun_normal_))
    first, last = (relus[name].error_norm / relus["12"].error_norm for name in ("0", "12"))
    assert first > 0.1 * last
    first, last = (sigmoids[name].error_norm / sigmoids["12"].error_norm for name in ("0", "12"))
    assert first < 1e-3 * last
