"""Hinge losses of two classes and of more (docs/lectures.md U6)."""

import numpy as np
import pytest

import nn
import nn.functional as F
from autograd import Tensor, check_grads

RNG = np.random.default_rng(0)
SCORES = RNG.normal(size=(6, 4))
NUMBERS = np.array([3, 0, 1, 1, 2, 0])
SIGNS = RNG.choice([-1, 1], (6, 4))


class TestHinge:
    def test_reductions(self):
        losses = np.maximum(0, 1 - SIGNS * SCORES)
        for reduction, wanted in (("mean", losses.mean()), ("sum", losses.sum()), ("none", losses)):
            np.testing.assert_allclose(nn.HingeLoss(reduction=reduction)(SCORES, SIGNS).data, wanted, rtol=1e-14)

    def test_margin(self):
        loss = nn.HingeLoss(margin=0.5, reduction="none")(SCORES, SIGNS)
        np.testing.assert_allclose(loss.data, np.maximum(0, 0.5 - SIGNS * SCORES), rtol=1e-14)

    def test_the_error_signal_is_the_label_inside_the_margin_and_0_outside(self):
        scores = Tensor([3.0, 0.5, -3.0], requires_grad=True)
        F.hinge_loss(scores, [1, 1, 1], reduction="sum").backward()
        assert scores.bar.tolist() == [0, -1, -1]

    def test_gradients(self):
        check_grads(lambda z: F.hinge_loss(z, SIGNS))(SCORES)

    @pytest.mark.parametrize("labels", [[0, 1], [0.5, 1], [np.nan, 1]])
    def test_labels_are_signs(self, labels):
        with pytest.raises(ValueError, match=r"of a hinge loss[\s\S]*2 \* labels - 1"):
            nn.HingeLoss()([1.0, 2.0], labels)


def multi_margin(p=1, margin=1.0, weight=None):
    """By the formula, point by point."""
    weight = np.ones(4) if weight is None else weight
    return np.array(
        [
            weight[t] * sum(max(0, margin - z[t] + z[j]) ** p for j in range(4) if j != t) / 4
            for z, t in zip(SCORES, NUMBERS, strict=True)
        ]
    )


class TestMultiMargin:
    @pytest.mark.parametrize("options", [{}, {"p": 2}, {"margin": 0.3}, {"weight": np.array([1.0, 2.0, 0.0, 0.5])}])
    def test_reductions(self, options):
        losses = multi_margin(**options)
        for reduction, wanted in (("mean", losses.mean()), ("sum", losses.sum()), ("none", losses)):
            loss = nn.MultiMarginLoss(**options, reduction=reduction)(SCORES, NUMBERS)
            np.testing.assert_allclose(loss.data, wanted, rtol=1e-14)

    @pytest.mark.parametrize("p", [1, 2])
    def test_gradients(self, p):
        check_grads(lambda z: F.multi_margin_loss(z, NUMBERS, p))(SCORES)

    def test_one_point(self):
        assert F.multi_margin_loss(SCORES[0], 3).item() == pytest.approx(multi_margin()[0])

    def test_what_is_refused(self):
        with pytest.raises(ValueError, match="p=3"):
            F.multi_margin_loss(SCORES, NUMBERS, 3)
        with pytest.raises(ValueError, match=r"\(6, 4\) and labels of shape \(5,\)"):
            F.multi_margin_loss(SCORES, NUMBERS[:5])
        with pytest.raises(ValueError, match="the label 4 of point 0 is outside the 4 classes"):
            F.multi_margin_loss(SCORES, NUMBERS + 1)
        with pytest.raises(TypeError, match="class numbers"):
            F.multi_margin_loss(SCORES, NUMBERS.astype(float))
        with pytest.raises(ValueError, match="for 4 classes"):
            F.multi_margin_loss(SCORES, NUMBERS, weight=[1.0])
