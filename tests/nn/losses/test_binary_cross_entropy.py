"""Cross-entropy of a score and a label of 0 or 1 (docs/lectures.md U6, U8, U9)."""

import numpy as np
import pytest

import nn
import nn.functional as F
from autograd import Tensor, check_grads

RNG = np.random.default_rng(0)
SCORES = RNG.normal(size=(6, 2))
LABELS = RNG.integers(0, 2, (6, 2))
SOFT = RNG.uniform(size=(6, 2))
P = 1 / (1 + np.exp(-SCORES))


@pytest.mark.parametrize("labels", [LABELS, SOFT], ids=["numbers", "probabilities"])
def test_reductions(labels):
    losses = -labels * np.log(P) - (1 - labels) * np.log(1 - P)
    for reduction, wanted in (("mean", losses.mean()), ("sum", losses.sum()), ("none", losses)):
        loss = nn.BCEWithLogitsLoss(reduction=reduction)(SCORES, labels)
        np.testing.assert_allclose(loss.data, wanted, rtol=1e-13)


def test_error_signals_of_the_last_layer():
    """∇_W L = (z - y) hᵀ and ∇_h L = Wᵀ (z - y), as for softmax (docs/lectures.md U8)."""
    layer = nn.Linear(5, 2, dtype=np.float64, rng=0)
    h = Tensor(RNG.normal(size=(6, 5)), requires_grad=True)
    t = layer(h)
    nn.BCEWithLogitsLoss(reduction="sum")(t, LABELS).backward()
    difference = F.sigmoid(t.data) - LABELS
    np.testing.assert_allclose(layer.weight.bar, difference.T @ h.data, rtol=1e-12)
    np.testing.assert_allclose(h.bar, difference @ layer.weight.data, rtol=1e-12)


@pytest.mark.parametrize("pos_weight", [None, 3.0, [2.0, 0.5]])
def test_scores_of_ten_thousand(pos_weight):
    scores = Tensor([[1e4, -1e4], [-1e4, 1e4]], requires_grad=True)
    loss = nn.BCEWithLogitsLoss(reduction="none", pos_weight=pos_weight)(scores, [[1, 0], [1, 0]])
    first = 1 if pos_weight is None else np.ravel(pos_weight)[0]
    assert loss.data.tolist() == [[0, 0], [1e4 * first, 1e4]]
    loss.sum().backward()
    assert scores.bar.tolist() == [[0, 0], [-first, 1]]


def test_weights_and_positive_weights():
    positive, weight = np.array([3.0, 0.5]), np.array([1.0, 4.0])
    losses = weight * (-positive * LABELS * np.log(P) - (1 - LABELS) * np.log(1 - P))
    loss = nn.BCEWithLogitsLoss(weight, pos_weight=positive)
    np.testing.assert_allclose(loss(SCORES, LABELS).data, losses.mean(), rtol=1e-13)
    assert set(loss.state_dict()) == {"weight", "pos_weight"}
    assert loss(SCORES.astype(np.float32), LABELS).dtype == np.float32


@pytest.mark.parametrize("pos_weight", [None, 3.0])
def test_gradients(pos_weight):
    check_grads(lambda z: F.binary_cross_entropy_with_logits(z, SOFT, pos_weight=pos_weight))(SCORES)


@pytest.mark.parametrize("labels", [2 * LABELS - 1, LABELS + 0.5, np.full((6, 2), np.nan)])
def test_labels_that_are_no_probabilities(labels):
    with pytest.raises(ValueError, match=r"no probability[\s\S]*labels \+ 1\) / 2"):
        nn.BCEWithLogitsLoss()(SCORES, labels)


def test_shapes_must_be_equal():
    with pytest.raises(ValueError, match=r"binary cross-entropy of outputs of shape \(6, 1\)"):
        nn.BCEWithLogitsLoss()(SCORES[:, :1], LABELS[:, 0])
