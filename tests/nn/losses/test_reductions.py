"""Reductions against closed forms, and what a loss says of itself (the oracle's tests compare with PyTorch)."""

import numpy as np
import pytest

import nn
from autograd import Tensor

Z = np.array([[2.0, -1.0, 0.5], [0.0, 0.0, 0.0]])
CLASSES = np.array([0, 2])
ROWS = np.exp(Z) / np.exp(Z).sum(axis=1, keepdims=True)
BINARY = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 0.0]])

#: The loss without a reduction, its labels, and each entry's loss and slope by the formula.
CASES = {
    "MSELoss": (nn.MSELoss, BINARY, (Z - BINARY) ** 2, 2 * (Z - BINARY)),
    "HalfSquaredErrorLoss": (nn.HalfSquaredErrorLoss, BINARY, (Z - BINARY) ** 2 / 2, Z - BINARY),
    "CrossEntropyLoss": (nn.CrossEntropyLoss, CLASSES, -np.log(ROWS[[0, 1], CLASSES]), ROWS - np.eye(3)[CLASSES]),
    "BCEWithLogitsLoss": (
        nn.BCEWithLogitsLoss,
        BINARY,
        -BINARY * np.log(1 / (1 + np.exp(-Z))) - (1 - BINARY) * np.log(1 / (1 + np.exp(Z))),
        1 / (1 + np.exp(-Z)) - BINARY,
    ),
    "HingeLoss": (
        nn.HingeLoss,
        2 * BINARY - 1,
        np.maximum(0, 1 - (2 * BINARY - 1) * Z),
        np.where((2 * BINARY - 1) * Z < 1, 1 - 2 * BINARY, 0),
    ),
    # Of the first point the wrong scores are 3 and 1.5 below the right one, of the second both are equal to it.
    "MultiMarginLoss": (nn.MultiMarginLoss, CLASSES, np.array([0.0, 2 / 3]), np.array([[0, 0, 0], [1, 1, -2]]) / 3),
}


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("reduction", ["mean", "sum", "none"])
def test_values_and_error_signals(name, reduction):
    loss, labels, entries, slopes = CASES[name]
    scores = Tensor(Z, requires_grad=True)
    value = loss(reduction=reduction)(scores, labels)
    wanted = {"mean": entries.mean(), "sum": entries.sum(), "none": entries}[reduction]
    np.testing.assert_allclose(value.data, wanted, rtol=1e-12, atol=1e-15)
    value.backward(np.ones(value.shape))
    share = 1 / entries.size if reduction == "mean" else 1
    np.testing.assert_allclose(scores.bar, share * slopes, rtol=1e-12, atol=1e-15)


@pytest.mark.parametrize(
    ("loss", "shown"),
    [
        (nn.MSELoss(), ""),
        (nn.HalfSquaredErrorLoss(reduction="mean"), "reduction='mean'"),
        (nn.CrossEntropyLoss([1, 2.5], label_smoothing=0.1), "weight=[1. , 2.5], label_smoothing=0.1"),
        (nn.BCEWithLogitsLoss(pos_weight=3.0), "pos_weight=3."),
        (nn.HingeLoss(margin=0.5, reduction="none"), "margin=0.5, reduction='none'"),
        (nn.MultiMarginLoss(p=2, weight=[1, 2]), "p=2, weight=[1, 2]"),
    ],
)
def test_a_loss_says_what_it_is(loss, shown):
    assert repr(loss) == f"{type(loss).__name__}({shown})"


@pytest.mark.parametrize("name", CASES)
def test_scores_that_are_transposed_or_integers(name):
    """Of (classes, points) transposed, as from W @ X.T, the scores lie in memory the other way round."""
    loss, labels, _, _ = CASES[name]
    bars = []
    for z in (Z, np.array(Z, order="F"), Z.T.copy().T):
        scores = Tensor(z, requires_grad=True)
        loss()(scores, labels).backward()
        bars.append(scores.bar)
    np.testing.assert_array_equal(bars[1], bars[0])
    np.testing.assert_array_equal(bars[2], bars[0])
    whole = np.array([[2, -1, 0], [3, 0, 1]])
    assert loss()(whole, labels).item() == loss()(whole.astype(float), labels).item()
