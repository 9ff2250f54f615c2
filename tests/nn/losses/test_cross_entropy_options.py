"""Cross-entropy with class weights and smoothed labels, and softmax's derivatives (docs/lectures.md U7, U8)."""

import numpy as np
import pytest

import nn
import nn.functional as F
from autograd import Tensor, check_grads, jacobian

RNG = np.random.default_rng(0)
SCORES = RNG.normal(size=(6, 4))
NUMBERS = np.array([3, 0, 1, 1, 2, 0])
ROWS = RNG.dirichlet(np.ones(4), size=6)
WEIGHT = np.array([0.5, 2.0, 1.0, 0.0])
LOG_P = SCORES - np.log(np.exp(SCORES).sum(axis=1, keepdims=True))


class TestSoftmax:
    def test_jacobian(self):
        """∂z_j/∂t_j = z_j (1 - z_j) and ∂z_j/∂t_i = -z_j z_i."""
        t = SCORES[0]
        z = F.softmax(t)
        wanted = -np.outer(z, z)
        np.fill_diagonal(wanted, z * (1 - z))
        np.testing.assert_allclose(jacobian(F.softmax)(t), wanted, rtol=1e-12, atol=1e-16)

    def test_of_two_classes_it_is_a_sigmoid_of_the_difference(self):
        t = RNG.normal(size=(20, 2)) * 10
        z = F.softmax(t)
        np.testing.assert_allclose(z[:, 0], F.sigmoid(t[:, 0] - t[:, 1]), rtol=1e-12)
        np.testing.assert_allclose(z[:, 1], F.sigmoid(t[:, 1] - t[:, 0]), rtol=1e-12)

    def test_of_two_classes_cross_entropy_is_the_logistic_loss(self):
        t = RNG.normal(size=(20, 2)) * 10
        y = RNG.integers(0, 2, 20)
        softmax = F.cross_entropy(t, 1 - y, reduction="none")
        logistic = F.binary_cross_entropy_with_logits(t[:, 0] - t[:, 1], y, reduction="none")
        # On the way to a small loss softmax adds a small number to 1, which costs up to an ulp of 1.
        np.testing.assert_allclose(softmax.data, logistic.data, rtol=1e-12, atol=1e-15)


class TestError:
    @pytest.mark.parametrize("labels", [NUMBERS, ROWS], ids=["numbers", "rows"])
    def test_signals_of_the_last_layer(self, labels):
        """∇_W L = (z - y) hᵀ and ∇_h L = Wᵀ (z - y), summed over the points for W (docs/lectures.md U8)."""
        rows = np.eye(4)[labels] if labels.ndim == 1 else labels
        layer = nn.Linear(5, 4, dtype=np.float64, rng=0)
        h = Tensor(RNG.normal(size=(6, 5)), requires_grad=True)
        t = layer(h)
        nn.CrossEntropyLoss(reduction="sum")(t, labels).backward()
        difference = F.softmax(t.data) - rows
        np.testing.assert_allclose(layer.weight.bar, difference.T @ h.data, rtol=1e-12)
        np.testing.assert_allclose(layer.bias.bar, difference.sum(axis=0), rtol=1e-12, atol=1e-15)
        np.testing.assert_allclose(h.bar, difference @ layer.weight.data, rtol=1e-12)


class TestClassWeights:
    def test_of_class_numbers(self):
        losses = -WEIGHT[NUMBERS] * LOG_P[range(6), NUMBERS]
        for reduction, wanted in (
            ("none", losses),
            ("sum", losses.sum()),
            ("mean", losses.sum() / WEIGHT[NUMBERS].sum()),
        ):
            loss = nn.CrossEntropyLoss(WEIGHT, reduction=reduction)(SCORES, NUMBERS)
            np.testing.assert_allclose(loss.data, wanted, rtol=1e-13)

    def test_of_rows(self):
        losses = -(WEIGHT * ROWS * LOG_P).sum(axis=1)
        np.testing.assert_allclose(F.cross_entropy(SCORES, ROWS, WEIGHT).data, losses.mean(), rtol=1e-13)

    def test_equal_weights_change_nothing(self):
        plain = F.cross_entropy(SCORES, NUMBERS)
        np.testing.assert_allclose(F.cross_entropy(SCORES, NUMBERS, np.full(4, 7.0)).data, plain.data, rtol=1e-13)

    @pytest.mark.parametrize("labels", [NUMBERS, ROWS], ids=["numbers", "rows"])
    def test_gradients(self, labels):
        check_grads(lambda t: F.cross_entropy(t, labels, WEIGHT, label_smoothing=0.2))(SCORES)

    def test_scores_of_ten_thousand(self):
        scores = Tensor([[0.0, 1e4], [1e4, 0.0]], requires_grad=True)
        loss = F.cross_entropy(scores, [0, 0], [2.0, 1.0], reduction="none")
        assert loss.data.tolist() == [2e4, 0]
        loss.sum().backward()
        assert scores.bar.tolist() == [[-2, 2], [0, 0]]

    def test_an_impossible_class_leaves_the_others_their_loss(self):
        """The value is that of PyTorch."""
        scores = Tensor([[0.0, -np.inf, 1.0]], requires_grad=True)
        loss = F.cross_entropy(scores, [0], [1.0, 2.0, 1.0])
        assert loss.item() == pytest.approx(np.log1p(np.e))
        loss.backward()
        np.testing.assert_allclose(scores.bar, [[-1 / (1 + 1 / np.e), 0, 1 / (1 + 1 / np.e)]], rtol=1e-12)

    def test_can_be_derived_twice(self):
        check_grads(lambda t: F.cross_entropy(t, NUMBERS, WEIGHT), order=2)(SCORES)

    @pytest.mark.parametrize("weight", [[1.0, 2.0, 3.0], 1.0, np.ones((4, 1)), [1.0, -1.0, 1.0, 1.0]])
    def test_one_for_each_class_and_none_negative(self, weight):
        with pytest.raises(ValueError, match="for 4 classes"):
            F.cross_entropy(SCORES, NUMBERS, weight)

    def test_that_are_no_numbers(self):
        with pytest.raises(TypeError, match="class weights 'sum'"):
            F.cross_entropy(SCORES, NUMBERS, "sum")

    def test_no_mean_without_weight(self):
        with pytest.raises(ValueError, match="all have the weight 0"):
            F.cross_entropy(SCORES[:1], NUMBERS[:1], WEIGHT)

    def test_are_saved_and_keep_float32(self):
        loss = nn.CrossEntropyLoss(WEIGHT)
        np.testing.assert_array_equal(loss.state_dict()["weight"], WEIGHT)
        assert loss(SCORES.astype(np.float32), NUMBERS).dtype == np.float32


class TestLabelSmoothing:
    def test_spreads_a_part_of_every_label_evenly(self):
        rows = 0.9 * np.eye(4)[NUMBERS] + 0.1 / 4
        wanted = F.cross_entropy(SCORES, rows)
        for labels in (NUMBERS, np.eye(4)[NUMBERS]):
            smoothed = nn.CrossEntropyLoss(label_smoothing=0.1)(SCORES, labels)
            np.testing.assert_allclose(smoothed.data, wanted.data, rtol=1e-13)

    def test_the_error_signal_is_still_the_difference(self):
        scores = Tensor(SCORES, requires_grad=True)
        F.cross_entropy(scores, NUMBERS, reduction="sum", label_smoothing=0.2).backward()
        rows = 0.8 * np.eye(4)[NUMBERS] + 0.05
        np.testing.assert_allclose(scores.bar, np.exp(LOG_P) - rows, rtol=1e-12, atol=1e-15)

    @pytest.mark.parametrize("amount", [-0.1, 1.1, np.nan])
    def test_is_a_part(self, amount):
        with pytest.raises(ValueError, match="label_smoothing="):
            nn.CrossEntropyLoss(label_smoothing=amount)
        with pytest.raises(ValueError, match="label_smoothing="):
            F.cross_entropy(SCORES, NUMBERS, label_smoothing=amount)

    def test_is_shown(self):
        shown = repr(nn.CrossEntropyLoss(reduction="sum", label_smoothing=0.1))
        assert shown == "CrossEntropyLoss(reduction='sum', label_smoothing=0.1)"
