"""The split into training and test points, beside scikit-learn's."""

import numpy as np
import pytest
import sklearn.model_selection
from hypothesis import given
from hypothesis import strategies as st

import nn
from autograd import Tensor
from nn.data import train_test_split


@given(points=st.integers(2, 60), test_size=st.floats(0.01, 0.99), seed=st.integers(0, 9))
def test_each_point_is_in_one_part_with_its_label(points, test_size, seed):
    xs, ts = np.arange(points) * 1.5, np.arange(points)
    if np.ceil(test_size * points) >= points:
        with pytest.raises(ValueError, match="leave at least one point"):
            train_test_split(xs, ts, test_size=test_size, rng=seed)
        return
    train_xs, test_xs, train_ts, test_ts = train_test_split(xs, ts, test_size=test_size, rng=seed)
    assert (train_xs == train_ts * 1.5).all()
    assert (test_xs == test_ts * 1.5).all()
    assert sorted([*train_ts, *test_ts]) == list(range(points))
    theirs = sklearn.model_selection.train_test_split(xs, test_size=test_size)
    assert [len(train_xs), len(test_xs)] == [len(part) for part in theirs]


@given(
    sizes=st.lists(st.integers(2, 30), min_size=1, max_size=5), test_size=st.floats(0.1, 0.9), seed=st.integers(0, 9)
)
def test_stratified_parts_have_each_class_in_proportion_to_within_a_point(sizes, test_size, seed):
    labels = np.repeat(np.arange(len(sizes)) * 10, sizes)
    tests = int(np.ceil(test_size * len(labels)))
    if tests >= len(labels):
        return
    train, test = train_test_split(labels, test_size=test_size, stratify=labels, rng=seed)
    assert len(test) == tests
    assert sorted([*train, *test]) == labels.tolist()
    for label, size in zip(np.unique(labels), sizes):
        assert abs((test == label).sum() - size * tests / len(labels)) < 1


def test_the_proportions_are_scikit_learns():
    labels = np.repeat([0, 1, 2], [50, 30, 20])
    ours = train_test_split(labels, test_size=0.3, stratify=labels, rng=0)
    theirs = sklearn.model_selection.train_test_split(labels, test_size=0.3, stratify=labels, random_state=0)
    for part, other in zip(ours, theirs):
        assert np.bincount(part).tolist() == np.bincount(other).tolist()


def test_every_point_of_a_class_is_as_likely_to_be_for_testing():
    labels = np.array([0, 0, 0, 0, 1, 1])
    counts = np.zeros(6)
    for seed in range(600):
        counts[train_test_split(np.arange(6), test_size=3, stratify=labels, rng=seed)[1]] += 1
    # Half each; four standard deviations are 0.082.
    np.testing.assert_allclose(counts / 600, 0.5, atol=0.085)


def test_any_sequence_and_only_arrays_back():
    parts = train_test_split([1, 2, 3, 4], ("a", "b", "c", "d"), Tensor(np.zeros((4, 2))), test_size=1, rng=0)
    assert all(type(part) is np.ndarray for part in parts)
    assert [len(part) for part in parts] == [3, 1] * 3


def test_the_seed_decides_and_without_shuffling_the_last_are_for_testing():
    xs = np.arange(20)
    first, again = (train_test_split(xs, rng=0)[1].tolist() for _ in range(2))
    assert first == again != train_test_split(xs, rng=1)[1].tolist()
    nn.manual_seed(0)
    assert train_test_split(xs)[1].tolist() == first
    assert train_test_split(xs, shuffle=False)[1].tolist() == [15, 16, 17, 18, 19]


def test_what_is_refused():
    for test_size in (0.0, 1.0, -0.5, 1.5, 0, 4, True, None):
        with pytest.raises(ValueError, match="Hint"):
            train_test_split([1, 2, 3, 4], test_size=test_size)
    with pytest.raises(ValueError, match="arrays of 4 and 3 points"):
        train_test_split([1, 2, 3, 4], [1, 2, 3])
    with pytest.raises(ValueError, match="no points"):
        train_test_split()
    with pytest.raises(ValueError, match="class of a single point"):
        train_test_split([1, 2, 3, 4], stratify=[0, 0, 0, 1])
    with pytest.raises(ValueError, match="stratify without shuffle"):
        train_test_split([1, 2, 3, 4], stratify=[0, 0, 1, 1], shuffle=False)
