"""Every activation function against PyTorch: values, error signals, and second derivatives, also at 0."""

import numpy as np
import pytest
import torch
import torch.nn.functional as reference

import nn
from autograd import Tensor

POINTS = np.concatenate([[-1e4, -40.0, 0.0, 40.0, 1e4], np.random.default_rng(0).normal(scale=3, size=195)])

PAIRS = {
    "Sigmoid": (nn.Sigmoid(), torch.sigmoid),
    "Tanh": (nn.Tanh(), torch.tanh),
    "ReLU": (nn.ReLU(), torch.relu),
    "AbsoluteValue": (nn.AbsoluteValue(), torch.abs),
    "LeakyReLU": (nn.LeakyReLU(), reference.leaky_relu),
    "LeakyReLU, slope 0.3": (nn.LeakyReLU(0.3), lambda x: reference.leaky_relu(x, 0.3)),
    "ELU": (nn.ELU(), reference.elu),
    "ELU, alpha 0.5": (nn.ELU(0.5), lambda x: reference.elu(x, 0.5)),
    "Softplus": (nn.Softplus(), lambda x: reference.softplus(x, threshold=1e9)),
    "Softplus, beta 2": (nn.Softplus(2), lambda x: reference.softplus(x, beta=2, threshold=1e9)),
}


@pytest.mark.parametrize(("ours", "theirs"), PAIRS.values(), ids=list(PAIRS))
def test_values_and_slopes(ours, theirs):
    # PyTorch's softplus is inexact far out: it is x itself above a threshold, which is put out of the way here.
    points = POINTS[np.abs(POINTS) <= 40] if isinstance(ours, nn.Softplus) else POINTS
    x, x_torch = Tensor(points, requires_grad=True), torch.tensor(points, requires_grad=True)
    z, z_torch = ours(x), theirs(x_torch)
    np.testing.assert_allclose(z.data, z_torch.detach().numpy(), rtol=1e-13, atol=1e-15)
    z.sum().backward(create_graph=True)
    slope, x.bar = x.bar, None
    (slope_torch,) = torch.autograd.grad(z_torch.sum(), x_torch, create_graph=True)
    np.testing.assert_allclose(slope.data, slope_torch.detach().numpy(), rtol=1e-12, atol=1e-15)
    if slope.requires_grad and slope_torch.requires_grad:
        slope.sum().backward()
        (bend_torch,) = torch.autograd.grad(slope_torch.sum(), x_torch)
        # At 0 the ELU has no second derivative. Ours is the left side's, as its slope is there; PyTorch's is 0.
        compared = points != 0 if isinstance(ours, nn.ELU) else slice(None)
        np.testing.assert_allclose(x.bar[compared], bend_torch.numpy()[compared], rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize("slopes", [1, 4])
def test_prelu(slopes):
    rng = np.random.default_rng(0)
    points = rng.normal(size=(20, 4))
    points[0] = 0
    ours, theirs = nn.PReLU(slopes, dtype=np.float64), torch.nn.PReLU(slopes, dtype=torch.float64)
    for value in (ours.weight.data, theirs.weight.detach().numpy()):
        value[:] = np.linspace(-0.5, 0.5, slopes)
    x, x_torch = Tensor(points, requires_grad=True), torch.tensor(points, requires_grad=True)
    z, z_torch = ours(x), theirs(x_torch)
    bar = rng.normal(size=z.shape)
    z.backward(bar)
    z_torch.backward(torch.tensor(bar))
    np.testing.assert_allclose(z.data, z_torch.detach().numpy(), rtol=1e-14)
    np.testing.assert_allclose(x.bar, x_torch.grad.numpy(), rtol=1e-14)
    np.testing.assert_allclose(ours.weight.bar, theirs.weight.grad.numpy(), rtol=1e-13)


def test_prelu_begins_with_pytorchs_slope():
    np.testing.assert_array_equal(nn.PReLU(3).weight.data, torch.nn.PReLU(3).weight.detach().numpy())
