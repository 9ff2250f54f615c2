"""Initializers of PyTorch's names: gains and standard deviations against PyTorch."""

import numpy as np
import pytest
import torch

from autograd import Tensor
from nn import init

SHAPES = [(400, 250), (30, 5, 10, 10)]
FILLS = [
    ("xavier_uniform_", {}),
    ("xavier_uniform_", {"gain": 1.7}),
    ("xavier_normal_", {}),
    ("xavier_normal_", {"gain": 1.7}),
    *((name, {"nonlinearity": unit}) for name in ("kaiming_uniform_", "kaiming_normal_") for unit in ("relu", "tanh")),
    ("kaiming_normal_", {"a": 0.3}),
    ("kaiming_uniform_", {"a": 5**0.5, "mode": "fan_out"}),
    ("kaiming_normal_", {"mode": "fan_out", "nonlinearity": "linear"}),
]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize(("name", "options"), FILLS)
def test_spread(name, options, shape):
    ours = getattr(init, name)(Tensor(np.zeros(shape)), **options, rng=0).data
    generator = torch.Generator().manual_seed(0)
    theirs = getattr(torch.nn.init, name)(torch.zeros(shape, dtype=torch.float64), **options, generator=generator)
    # Two samples of 15,000 numbers and more; the standard error of each deviation is below 0.6 %.
    assert ours.std() == pytest.approx(theirs.std().item(), rel=0.03)
    if "uniform" in name:
        assert np.abs(ours).max() == pytest.approx(theirs.abs().max().item(), rel=0.002)


@pytest.mark.parametrize("unit", ["linear", "sigmoid", "tanh", "relu", "leaky_relu", "selu"])
def test_gains(unit):
    assert init.calculate_gain(unit) == torch.nn.init.calculate_gain(unit)


def test_he_is_pytorchs_kaiming():
    theirs = torch.nn.init.kaiming_uniform_(torch.zeros(400, 250), nonlinearity="relu")
    ours = init.he_uniform_(Tensor(np.zeros((400, 250))), rng=0).data
    assert np.abs(ours).max() == pytest.approx(theirs.abs().max().item(), rel=0.002)
