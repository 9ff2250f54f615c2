"""Squared error, halved and not, and what it does on a sigmoid output (docs/lectures.md U6, U9)."""

import numpy as np
import pytest

import nn
import nn.functional as F
from autograd import Tensor, check_grads

RNG = np.random.default_rng(0)
Y, T = RNG.normal(size=(5, 3)), RNG.normal(size=(5, 3))


def test_half_of_the_sum_unless_asked_otherwise():
    squares = (Y - T) ** 2
    np.testing.assert_allclose(nn.HalfSquaredErrorLoss()(Y, T).data, squares.sum() / 2)
    np.testing.assert_allclose(nn.HalfSquaredErrorLoss(reduction="mean")(Y, T).data, squares.mean() / 2)
    np.testing.assert_allclose(nn.HalfSquaredErrorLoss(reduction="none")(Y, T).data, squares / 2)


def test_its_error_signal_has_no_factor():
    """With the ½ the factor is 1; a slide has the ½ and a factor of 2."""
    y = Tensor(Y, requires_grad=True)
    nn.HalfSquaredErrorLoss()(y, T).backward()
    np.testing.assert_allclose(y.bar, Y - T, rtol=1e-14)
    check_grads(F.half_squared_error_loss)(Y, T)


def test_shapes_must_be_equal():
    with pytest.raises(ValueError, match=r"\(5, 1\) and targets of shape \(5,\)"):
        nn.HalfSquaredErrorLoss()(np.zeros((5, 1)), np.zeros(5))


def test_is_shown():
    assert repr(nn.HalfSquaredErrorLoss()) == "HalfSquaredErrorLoss()"
    assert repr(nn.HalfSquaredErrorLoss(reduction="mean")) == "HalfSquaredErrorLoss(reduction='mean')"


def test_on_a_sigmoid_output_the_gradient_dies_where_cross_entropys_does_not():
    """The two curves for a label of 1: (σ - 1) σ (1 - σ) and σ - 1 (docs/lectures.md U9)."""
    scores = np.linspace(-30, 10, 41)
    squared, entropy = Tensor(scores, requires_grad=True), Tensor(scores, requires_grad=True)
    F.half_squared_error_loss(F.sigmoid(squared), np.ones(41)).backward()
    F.binary_cross_entropy_with_logits(entropy, np.ones(41), reduction="sum").backward()
    p = F.sigmoid(scores)
    np.testing.assert_allclose(squared.bar, (p - 1) * p * (1 - p), rtol=1e-12, atol=1e-16)
    np.testing.assert_allclose(entropy.bar, p - 1, rtol=1e-14)
    assert abs(squared.bar[0]) < 1e-12
    assert entropy.bar[0] == pytest.approx(-1)


def test_a_clipped_output_is_stuck_outside_0_to_1():
    """Why not clip a linear output to a probability: outside, no slope leads back (docs/lectures.md U6)."""
    scores = Tensor([-0.5, 0.25, 1.5], requires_grad=True)
    F.half_squared_error_loss(np.clip(scores, 0, 1), [1.0, 1.0, 0.0]).backward()
    assert scores.bar.tolist() == [0, -0.75, 0]
    straight = Tensor([-0.5, 0.25, 1.5], requires_grad=True)
    F.binary_cross_entropy_with_logits(straight, [1.0, 1.0, 0.0]).backward()
    assert straight.bar.all()
