"""Maxout: the largest of several linear functions, by groups (docs/lectures.md U1)."""

import numpy as np
import pytest

import nn
import nn.functional as F
from autograd import check_grads

X = np.random.default_rng(0).normal(size=(20, 4))


@pytest.mark.parametrize("pieces", [1, 2, 3, 5])
def test_each_unit_is_the_largest_of_its_group(pieces):
    layer = nn.Maxout(4, 3, pieces, dtype=np.float64, rng=0)
    W, b = layer.linear.weight.data, layer.linear.bias.data
    expected = np.stack([(X @ W[group].T + b[group]).max(axis=1) for group in layer.groups], axis=1)
    assert layer.groups.shape == (3, pieces)
    assert sorted(layer.groups.ravel()) == list(range(3 * pieces))
    np.testing.assert_allclose(layer(X).data, expected, rtol=1e-14)


def test_with_a_first_piece_of_0_it_is_a_relu():
    maxout, linear = nn.Maxout(4, 3, dtype=np.float64, rng=0), nn.Linear(4, 3, dtype=np.float64, rng=1)
    first, second = maxout.groups.T
    W, b = maxout.linear.weight.data, maxout.linear.bias.data
    W[first], b[first] = 0, 0
    W[second], b[second] = linear.weight.data, linear.bias.data
    h, wanted = maxout(X), F.relu(linear(X))
    np.testing.assert_allclose(h.data, wanted.data, rtol=1e-14)
    bar = np.random.default_rng(1).normal(size=h.shape)
    h.backward(bar)
    wanted.backward(bar)
    np.testing.assert_allclose(maxout.linear.weight.bar[second], linear.weight.bar, rtol=1e-12)
    np.testing.assert_allclose(maxout.linear.bias.bar[second], linear.bias.bar, rtol=1e-12)


def test_only_the_largest_learns():
    layer = nn.Maxout(4, 1, 3, dtype=np.float64, rng=0)
    layer(X[0]).backward(np.ones(1))
    largest = int(np.argmax(layer.linear(X[0]).data))
    assert np.flatnonzero(layer.linear.bias.bar).tolist() == [largest]


def test_gradients():
    check_grads(lambda x: F.maxout(x, 3), order=2)(np.random.default_rng(0).normal(size=(5, 6)))


def test_the_groups_of_the_function_are_neighbours():
    assert F.maxout(np.array([[1.0, 5.0, 2.0, -1.0, -3.0, -2.0]]), 3).tolist() == [[5, -1]]
    assert F.maxout([1.0, 3.0], 2) == 3


@pytest.mark.parametrize(("shape", "pieces"), [((5, 4), 3), ((5, 4), 0), ((), 2)])
def test_what_does_not_divide(shape, pieces):
    with pytest.raises(ValueError, match=f"pieces={pieces}"):
        F.maxout(np.ones(shape), pieces)


def test_no_pieces():
    with pytest.raises(ValueError, match="pieces=0"):
        nn.Maxout(4, 2, 0)
