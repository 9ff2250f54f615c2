"""The forward pass computed again from what was recorded."""

from __future__ import annotations

import numpy as np

from autograd import Tensor, affine, sigmoid, softmax_cross_entropy
from autograd.graph import firing_order
from autograd.views.values import replay


def test_replay_gives_the_recorded_values() -> None:
    rng = np.random.default_rng(0)
    W = Tensor(rng.normal(size=(4, 3)), requires_grad=True)
    b = Tensor(rng.normal(size=4), requires_grad=True)
    x = Tensor(rng.normal(size=(5, 3)))
    z = affine(x, W, b)
    y = sigmoid(np.concatenate([z, 2 * z[:, :1]], axis=1))
    loss = softmax_cross_entropy(y, np.array([0, 1, 2, 3, 4])).mean()
    assert loss.node is not None
    values = replay(firing_order([loss.node]))
    for tensor in (W, b, z, y, loss):
        assert tensor.node is not None
        np.testing.assert_array_equal(values[tensor.node], tensor.data)
        assert values[tensor.node].dtype == tensor.dtype


def test_values_come_in_the_order_of_the_program() -> None:
    x = Tensor(2.0, requires_grad=True)
    y = np.exp(x) * x
    assert y.node is not None
    assert [node.operation for node in replay(firing_order([y.node]))] == ["leaf", "exp", "multiply"]


def test_an_overflow_is_repeated_without_a_warning() -> None:
    x = Tensor(1000.0, requires_grad=True)
    with np.errstate(over="ignore"):
        y = np.exp(x)
    assert y.node is not None
    assert replay(firing_order([y.node]))[y.node] == np.inf
