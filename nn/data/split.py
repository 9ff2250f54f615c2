"""Points to train on and points to test with."""

from __future__ import annotations

import math
from numbers import Real
from typing import Any

import numpy as np

from autograd import error_message
from nn.seeding import Seed, generator

from .points import checked_arrays, class_of_each


def train_test_split(
    *arrays: Any, test_size: float = 0.25, stratify: Any = None, shuffle: bool = True, rng: Seed = None
) -> list[Any]:
    """Divides arrays into a part to train on and a part to test with, the same points in each array.

    Parameters
    ----------
    *arrays
        Points and labels: arrays, or sequences, with equally many entries along their first axis.
    test_size
        The part of the points that are for testing, above 0 and below 1, rounded up to a point; or their number.
    stratify
        The label of each point, for parts with the same proportion of each class, to within a point.
    shuffle
        Whether to draw the points at random. Otherwise the last ones are for testing.
    rng
        A NumPy Generator or a seed; None for the package's own (`nn.manual_seed`).

    Returns
    -------
    list of numpy.ndarray
        The training and the testing part of the first array, then of the second, and so on, as scikit-learn's function
        of this name orders them.

    Raises
    ------
    ValueError
        For arrays of different lengths, a part without points, a class of a single point to stratify by, or stratify
        without shuffle.

    Examples
    --------
    >>> import nn
    >>> xs, ts = [[1.0], [2.0], [3.0], [4.0], [5.0], [6.0]], ["a", "b", "b", "a", "b", "b"]
    >>> train_xs, test_xs, train_ts, test_ts = nn.data.train_test_split(xs, ts, test_size=0.5, stratify=ts, rng=0)
    >>> sorted(train_ts.tolist()), sorted(test_ts.tolist())
    (['a', 'b', 'b'], ['a', 'b', 'b'])
    """
    checked = checked_arrays("a split", arrays)
    points = len(checked[0])
    tests = _number_of_tests(test_size, points)
    if stratify is not None and not shuffle:
        raise ValueError(error_message("stratify without shuffle", "leave out one of stratify and shuffle=False"))
    if not shuffle:
        order = np.arange(points)
    elif stratify is None:
        order = generator(rng).permutation(points)
    else:
        order = _stratified(class_of_each(stratify, points), tests, generator(rng))
    train, test = order[: points - tests], order[points - tests :]
    return [part for array in checked for part in (array[train], array[test])]


def _number_of_tests(test_size: Any, points: int) -> int:
    if isinstance(test_size, int | np.integer) and not isinstance(test_size, bool):
        tests = int(test_size)
    elif isinstance(test_size, Real) and 0 < float(test_size) < 1:
        tests = math.ceil(float(test_size) * points)
    else:
        raise ValueError(
            error_message(
                f"test_size={test_size!r}", "give a part of the points, above 0 and below 1, or a whole number"
            )
        )
    if not 0 < tests < points:
        raise ValueError(
            error_message(f"{tests} of {points} points for testing", "leave at least one point for each part")
        )
    return tests


def _stratified(classes: Any, tests: int, rng: np.random.Generator) -> Any:
    """An order of the points whose last ``tests`` have each class in proportion; the largest remainders round up."""
    sizes = np.bincount(classes)
    if sizes.min() < 2:
        raise ValueError(
            error_message(
                f"a class of a single point cannot be in both parts of a split ({len(sizes)} classes)",
                "leave out stratify, or the point",
            )
        )
    quotas = sizes * (tests / len(classes))
    quota = np.floor(quotas).astype(int)
    # Equal remainders are served in a random order.
    urgent = np.lexsort((rng.random(len(sizes)), quota - quotas))
    quota[urgent[: tests - quota.sum()]] += 1
    order = rng.permutation(len(classes))
    shuffled = classes[order]
    # How many points of its own class come before each point.
    by_class = np.argsort(shuffled, kind="stable")
    before = np.empty(len(classes), int)
    before[by_class] = np.arange(len(classes)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    is_test = before < quota[shuffled]
    return np.concatenate([order[~is_test], order[is_test]])
