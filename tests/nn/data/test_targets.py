"""One-hot and softened targets, and the weights of classes."""

import numpy as np
import pytest
import sklearn.preprocessing
import sklearn.utils.class_weight

import nn
from autograd import Tensor
from nn.data import balanced_class_weights, one_hot, soften


def test_one_hot_rows_are_scikit_learns():
    ts = np.array([2, 0, 1, 2])
    theirs = sklearn.preprocessing.OneHotEncoder(sparse_output=False).fit_transform(ts[:, None])
    np.testing.assert_array_equal(one_hot(ts), theirs)
    assert one_hot(ts, 5).shape == (4, 5)
    assert one_hot(ts).dtype == np.float32
    assert one_hot(ts, dtype=int).dtype == int
    assert one_hot(Tensor(ts)).tolist() == one_hot(tuple(ts)).tolist() == one_hot(ts.astype(np.uint8)).tolist()
    assert one_hot(np.zeros((2, 3), int), 4).shape == (2, 3, 4)
    assert one_hot([True, False]).tolist() == one_hot([1, 0]).tolist()


def test_one_hot_rows_train_like_the_labels():
    scores = Tensor(np.random.default_rng(0).normal(size=(4, 3)))
    ts = np.array([2, 0, 1, 2])
    criterion = nn.CrossEntropyLoss()
    assert criterion(scores, one_hot(ts)).item() == pytest.approx(criterion(scores, ts).item(), rel=1e-12)


def test_softened_targets():
    np.testing.assert_allclose(soften(one_hot([1, 0], 2)), [[0.15, 0.85], [0.85, 0.15]], rtol=1e-6)
    assert soften(np.array([0.0, 0.5, 1.0]), 0.2, 0.6).tolist() == pytest.approx([0.2, 0.4, 0.6])
    assert soften([0, 1]).dtype == np.float32
    assert soften(np.zeros(2)).dtype == np.float64
    assert soften([True, False]).tolist() == pytest.approx([0.85, 0.15])


def test_softened_rows_for_a_softmax_sum_to_one():
    rows = soften(one_hot([3, 1], 10), low=0.15 / 9)
    np.testing.assert_allclose(rows.sum(axis=1), 1, rtol=1e-6)
    assert np.isfinite(nn.CrossEntropyLoss()(Tensor(np.zeros((2, 10))), rows).item())


def test_balanced_weights_are_scikit_learns():
    ts = np.random.default_rng(0).choice(4, 100, p=[0.7, 0.2, 0.05, 0.05])
    theirs = sklearn.utils.class_weight.compute_class_weight("balanced", classes=np.arange(4), y=ts)
    np.testing.assert_allclose(balanced_class_weights(ts), theirs, rtol=1e-12)
    assert balanced_class_weights(ts)[ts].mean() == pytest.approx(1)
    assert balanced_class_weights([0, 2], 4).tolist() == [1, 0, 1, 0]
    assert balanced_class_weights([True, False, False]).tolist() == balanced_class_weights([1, 0, 0]).tolist()


def test_what_is_refused():
    with pytest.raises(ValueError, match="label 3"):
        one_hot([0, 3], 3)
    with pytest.raises(ValueError, match="label -1"):
        one_hot([0, -1])
    with pytest.raises(TypeError, match="float64"):
        one_hot([0.0, 1.0])
    for targets in ([0, 2], [-0.5, 1.0], [np.nan], ["a"]):
        with pytest.raises(ValueError, match="targets"):
            soften(targets)
    with pytest.raises(ValueError, match="low"):
        soften([0, 1], 0.9, 0.1)
    with pytest.raises(ValueError, match="labels of shape"):
        balanced_class_weights([])
    with pytest.raises(ValueError, match="label -1"):
        balanced_class_weights([0, -1])
