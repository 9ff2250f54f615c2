"""Minibatches: every point once in an epoch, in an order that the seed decides."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nn
from autograd import Tensor
from nn.data import Minibatches

sizes = st.integers(1, 40)


@given(points=sizes, batch_size=sizes, shuffle=st.booleans(), seed=st.integers(0, 9))
def test_an_epoch_has_every_point_once_with_its_label(points, batch_size, shuffle, seed):
    """docs/lectures.md T4: ⌈n/b⌉ minibatches."""
    xs, ts = np.arange(points) * 1.5, np.arange(points)
    minibatches = Minibatches(xs, ts, batch_size=batch_size, shuffle=shuffle, rng=seed)
    epoch = list(minibatches)
    assert len(epoch) == len(minibatches) == math.ceil(points / batch_size)
    assert all(len(x) == len(t) == batch_size for x, t in epoch[:-1])
    assert sorted(t for _, batch in epoch for t in batch) == list(range(points))
    assert all((x == t * 1.5).all() for x, t in epoch)


@given(points=sizes, batch_size=sizes)
def test_drop_last_leaves_out_what_does_not_fill_a_batch(points, batch_size):
    minibatches = Minibatches(np.arange(points), batch_size=batch_size, drop_last=True, rng=0)
    epoch = list(minibatches)
    assert len(epoch) == len(minibatches) == points // batch_size
    assert all(len(x) == batch_size for x in epoch)
    assert len({int(x) for batch in epoch for x in batch}) == len(epoch) * batch_size


def test_epochs_differ_and_the_seed_decides_them():
    def epochs(rng):
        minibatches = Minibatches(np.arange(50), batch_size=50, rng=rng)
        return [next(iter(minibatches)).tolist() for _ in range(3)]

    assert epochs(0) == epochs(0) == epochs(np.random.default_rng(0))
    assert epochs(0) != epochs(1)
    first, second, third = epochs(0)
    assert first != second != third
    nn.manual_seed(0)
    assert epochs(None) == epochs(0)


def test_every_order_is_as_likely():
    minibatches = Minibatches(np.arange(3), batch_size=3, rng=0)
    orders = [tuple(batch.tolist()) for _ in range(1200) for batch in minibatches]
    counts = {order: orders.count(order) for order in orders}
    assert len(counts) == 6
    # 200 of each expected, with a standard deviation of 13.
    assert all(140 < count < 260 for count in counts.values())


def test_without_shuffling_batches_are_views_in_order():
    xs = np.arange(5)
    first, second, third = Minibatches(xs, batch_size=2, shuffle=False)
    assert (first.tolist(), second.tolist(), third.tolist()) == ([0, 1], [2, 3], [4])
    assert np.shares_memory(first, xs)


def test_shuffled_batches_are_copies_and_the_arrays_stay():
    xs = np.arange(6).reshape(3, 2)
    for batch in Minibatches(xs, batch_size=2, rng=0):
        batch[...] = -1
    assert xs.tolist() == [[0, 1], [2, 3], [4, 5]]


def test_arrays_of_any_number_kind_and_dtype():
    one = list(Minibatches([1, 2, 3], batch_size=3, shuffle=False))
    assert type(one[0]) is np.ndarray
    xs, _ts, ws = next(iter(Minibatches(Tensor(np.zeros((2, 3), np.float32)), (1, 2), [True, False], batch_size=2)))
    assert (xs.dtype, xs.shape) == (np.float32, (2, 3))
    assert ws.dtype == bool


def test_what_is_refused():
    with pytest.raises(ValueError, match="arrays of 3 and 2 points"):
        Minibatches([1, 2, 3], [1, 2], batch_size=1)
    with pytest.raises(ValueError, match="minibatches of no points"):
        Minibatches([], batch_size=1)
    with pytest.raises(ValueError, match="minibatches of no points"):
        Minibatches(batch_size=1)
    with pytest.raises(ValueError, match="the single number 3"):
        Minibatches(3, batch_size=1)
    for batch_size in (0, -1, 2.5, None):
        with pytest.raises(ValueError, match=f"batch_size={batch_size}"):
            Minibatches([1], batch_size=batch_size)


def test_repr():
    shown = repr(Minibatches(np.zeros((4, 2)), np.zeros(4), batch_size=2))
    assert shown == "Minibatches((4, 2), (4,), batch_size=2, shuffle=True, drop_last=False)"
