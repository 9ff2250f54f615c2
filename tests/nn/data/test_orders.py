"""Class-proportional and weighted minibatches, and what minibatches do to the gradient (docs/lectures.md T4, T6)."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import nn
import optim
from autograd import Tensor
from nn.data import Minibatches, balanced_class_weights

labels = st.lists(st.integers(0, 4), min_size=1, max_size=60)


@given(labels=labels, batch_size=st.integers(1, 40), seed=st.integers(0, 9))
def test_class_proportional_minibatches_have_each_class_in_proportion_to_within_a_point(labels, batch_size, seed):
    ts = np.array(labels)
    batches = Minibatches(np.arange(len(ts)), ts, batch_size=batch_size, stratify=ts, rng=seed)
    epoch = list(batches)
    k = math.ceil(len(ts) / batch_size)
    assert len(epoch) == len(batches) == k
    assert sorted(point for points, _ in epoch for point in points) == list(range(len(ts)))
    for points, labels_of_batch in epoch:
        assert (ts[points] == labels_of_batch).all()
        assert len(points) in (len(ts) // k, math.ceil(len(ts) / k))
        assert len(points) <= batch_size
        for label in set(labels):
            assert (labels_of_batch == label).sum() in ((ts == label).sum() // k, math.ceil((ts == label).sum() / k))


@given(labels=labels, batch_size=st.integers(1, 40), seed=st.integers(0, 9))
def test_class_proportional_minibatches_without_the_smaller_last_one(labels, batch_size, seed):
    ts = np.array(labels)
    batches = Minibatches(
        np.arange(len(ts)), ts, batch_size=batch_size, stratify=[str(t) for t in labels], drop_last=True, rng=seed
    )
    epoch = list(batches)
    assert len(epoch) == len(batches) == len(ts) // batch_size
    points = [point for points, _ in epoch for point in points]
    assert len(points) == len(set(points)) == len(epoch) * batch_size
    for _, labels_of_batch in epoch:
        assert len(labels_of_batch) == batch_size
        for label in set(labels):
            share = batch_size * (ts == label).mean()
            assert abs((labels_of_batch == label).sum() - share) < 2


def test_class_proportional_minibatches_are_shuffled_anew_and_by_the_seed():
    ts = np.repeat([0, 1], 50)

    def epochs(seed):
        batches = Minibatches(np.arange(100), batch_size=10, stratify=ts, rng=seed)
        return [[points.tolist() for points in batches] for _ in range(2)]

    assert epochs(0) == epochs(0) != epochs(1)
    assert epochs(0)[0] != epochs(0)[1]


def test_every_point_is_as_likely_in_every_minibatch():
    ts = np.array([0, 0, 0, 1, 1, 2, 2])
    batches = Minibatches(np.arange(7), batch_size=3, stratify=ts, rng=0)
    counts = np.zeros((7, 3))
    epochs = 3000
    for _ in range(epochs):
        for number, points in enumerate(batches):
            counts[points, number] += 1
    # A third each; four standard deviations are 0.034.
    np.testing.assert_allclose(counts / epochs, 1 / 3, atol=0.035)


def test_weighted_minibatches_draw_points_in_proportion_to_their_weights():
    weights = np.array([0.0, 1.0, 2.0, 5.0])
    batches = Minibatches(np.arange(4), batch_size=4, weights=weights, rng=0)
    assert len(batches) == 1
    counts = np.bincount(np.concatenate([points for _ in range(4000) for points in batches]), minlength=4)
    assert counts[0] == 0
    # 16,000 draws: the standard deviation of a share is at most 0.004.
    np.testing.assert_allclose(counts / counts.sum(), weights / 8, atol=0.016)


def test_what_is_refused():
    xs = np.arange(4)
    for weights, what in [
        ([1, 2], "shape"),
        ([1, 1, -1, 1], "point 2"),
        ([0] * 4, "all"),
        ([1, math.nan, 1, 1], "1 is"),
    ]:
        with pytest.raises(ValueError, match=what):
            Minibatches(xs, batch_size=2, weights=weights)
    with pytest.raises(ValueError, match="stratify of shape"):
        Minibatches(xs, batch_size=2, stratify=np.eye(4))
    for more in ({"shuffle": False}, {"weights": np.ones(4)}):
        with pytest.raises(ValueError, match="only one of"):
            Minibatches(xs, batch_size=2, stratify=xs, **more)
    with pytest.raises(ValueError, match="only one of"):
        Minibatches(xs, batch_size=2, weights=np.ones(4), shuffle=False)


# What minibatches do to the gradient


def two_classes(n, rare, rng):
    """Two Gaussian clouds, of which the second has the part ``rare`` of the points."""
    ts = (np.arange(n) < rare * n).astype(int)
    return rng.normal(size=(n, 3)) + 1.5 * ts[:, None], ts


def gradients(model, criterion, xs, ts):
    """The gradient of the criterion's loss with respect to all weights, as a vector."""
    model.zero_grad()
    criterion(model(xs), ts).backward()
    return np.concatenate([parameter.bar.ravel() for parameter in model.parameters()])


def test_the_spread_of_the_gradient_falls_with_the_root_of_the_batch_size():
    """By √b in standard deviation, not in variance (docs/lectures.md T4)."""
    rng = np.random.default_rng(0)
    xs, ts = two_classes(4096, 0.5, rng)
    model = nn.Linear(3, 2, dtype=np.float64, rng=0)
    criterion = nn.CrossEntropyLoss()
    full = gradients(model, criterion, xs, ts)
    sizes = np.array([1, 4, 16, 64])
    spreads = []
    for b in sizes:
        seen = []
        batches = Minibatches(xs, ts, batch_size=b, rng=1)
        while len(seen) < 400:
            seen += [gradients(model, criterion, *batch) for _, batch in zip(range(400), batches)]
        spreads.append(np.sqrt(np.mean(np.square(np.array(seen) - full).sum(axis=1))))
    slope = np.polyfit(np.log(sizes), np.log(spreads), 1)[0]
    assert abs(slope + 0.5) < 0.05
    np.testing.assert_allclose(spreads * np.sqrt(sizes), spreads[0], rtol=0.15)


def test_class_proportional_minibatches_spread_less():
    rng = np.random.default_rng(0)
    xs, ts = two_classes(1024, 0.25, rng)
    model = nn.Linear(3, 2, dtype=np.float64, rng=0)
    criterion = nn.CrossEntropyLoss()
    full = gradients(model, criterion, xs, ts)

    def spread(**options):
        batches = Minibatches(xs, ts, batch_size=32, rng=1, **options)
        seen = [gradients(model, criterion, *batch) for _ in range(10) for batch in batches]
        return np.mean(np.square(np.array(seen) - full).sum(axis=1))

    assert spread(stratify=ts) < 0.9 * spread()


def test_redundant_data_are_learned_faster_by_small_batches():
    """A hundred copies of the same points: an epoch of minibatches is a hundred steps for the price of one."""
    rng = np.random.default_rng(0)
    few_xs, few_ts = two_classes(32, 0.5, rng)
    xs, ts = np.tile(few_xs, (100, 1)), np.tile(few_ts, 100)
    criterion = nn.CrossEntropyLoss()

    def loss_after(epochs, batch_size, lr):
        model = nn.Linear(3, 2, dtype=np.float64, rng=0)
        optimizer = optim.SGD(model.parameters(), lr=lr)
        for _ in range(epochs):
            for batch in Minibatches(xs, ts, batch_size=batch_size, rng=1):
                gradients(model, criterion, *batch)
                optimizer.step()
        return criterion(model(xs), ts).item()

    best_batch = min(loss_after(3, len(xs), lr) for lr in (0.1, 0.3, 1.0, 3.0, 10.0))
    assert loss_after(3, 32, 0.1) < best_batch - 0.02


# Emphasis


def test_weighted_sampling_and_weighted_losses_are_equal_in_expectation():
    """docs/lectures.md T6, exactly: the sampler's probabilities times the points' gradients."""
    rng = np.random.default_rng(0)
    xs, ts = two_classes(200, 0.05, rng)
    model = nn.Linear(3, 2, dtype=np.float64, rng=0)
    weights = balanced_class_weights(ts)[ts]

    each = nn.CrossEntropyLoss(reduction="none")
    by_point = np.array([gradients(model, each, xs[i : i + 1], ts[i : i + 1]) for i in range(len(ts))])
    probabilities = weights / weights.sum()
    expected = probabilities @ by_point

    def weighted_loss(scores, labels):
        return (each(scores, labels) * weights).sum() / weights.sum()

    np.testing.assert_allclose(gradients(model, weighted_loss, xs, ts), expected, rtol=1e-12)
    by_class = nn.CrossEntropyLoss(weight=balanced_class_weights(ts))
    np.testing.assert_allclose(gradients(model, by_class, xs, ts), expected, rtol=1e-12)
    # It is another direction than that of the plain loss.
    plain = gradients(model, nn.CrossEntropyLoss(), xs, ts)
    assert np.linalg.norm(expected - plain) > 0.5 * np.linalg.norm(plain)


def test_weighted_minibatches_have_that_gradient_on_average():
    """docs/lectures.md T6, measured."""
    rng = np.random.default_rng(0)
    xs, ts = two_classes(200, 0.05, rng)
    model = nn.Linear(3, 2, dtype=np.float64, rng=0)
    weights = balanced_class_weights(ts)[ts]
    each = nn.CrossEntropyLoss(reduction="none")
    expected = gradients(model, lambda scores, labels: (each(scores, labels) * weights).sum() / weights.sum(), xs, ts)

    batches = Minibatches(xs, ts, batch_size=20, weights=weights, rng=0)
    assert all(0.3 < np.mean([ts.mean() for _, ts in batches]) < 0.7 for _ in range(20))
    seen = np.array([gradients(model, nn.CrossEntropyLoss(), *batch) for _ in range(100) for batch in batches])
    error = seen.mean(axis=0) - expected
    assert (np.abs(error) < 4 * seen.std(axis=0) / math.sqrt(len(seen))).all()


def test_a_larger_loss_is_a_larger_learning_rate():
    """docs/lectures.md T6: for one point, a loss of twice the size is a step of twice the ε."""
    x, t = np.array([[1.0, -2.0, 0.5]]), np.array([1])
    criterion = nn.CrossEntropyLoss()
    ends = []
    for lr, emphasis in [(0.2, 1.0), (0.1, 2.0)]:
        model = nn.Linear(3, 2, dtype=np.float64, rng=0)
        optimizer = optim.SGD(model.parameters(), lr=lr)
        (criterion(model(Tensor(x)), t) * emphasis).backward()
        optimizer.step()
        ends.append(model.weight.data)
    np.testing.assert_allclose(ends[0], ends[1], rtol=1e-12)
