"""The points of an epoch: which ones make up which minibatch (docs/lectures.md T4, T6).

An order is an array of the points' numbers, and where in it each minibatch begins and the last one ends.
"""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np


class Order(NamedTuple):
    """Minibatch k of an epoch has the points ``points[starts[k] : starts[k + 1]]``."""

    points: Any
    starts: Any


def cut(points: Any, batch_size: int, drop_last: bool) -> Order:
    """Minibatches of ``batch_size`` points, and a smaller last one unless it is dropped."""
    starts = np.append(np.arange(0, len(points), batch_size), len(points))
    if drop_last:
        starts = starts[: len(points) // batch_size + 1]
    return Order(points, starts)


def proportional(classes: Any, batch_size: int, drop_last: bool, rng: np.random.Generator) -> Order:
    """Shuffles each class separately, and deals its points out to the minibatches like cards.

    Laid in a row, class after class, the points go to the k minibatches in turn. So each minibatch gets ⌊m/k⌋ or ⌈m/k⌉
    of the m points of every class, and ⌊n/k⌋ or ⌈n/k⌉ of all n. Where the last minibatch is dropped, the points that
    are left out are spread evenly over the row.
    """
    points = len(classes)
    shuffled = rng.permutation(points)
    # The classes come in a new order in each epoch, so that it is not always the same one that gets the odd point more.
    rank = rng.permutation(int(classes.max()) + 1)
    row = shuffled[np.argsort(rank[classes[shuffled]], kind="stable")]
    if drop_last:
        batches = points // batch_size
        kept = batches * batch_size
        row = row[(np.arange(kept) * points + rng.integers(points)) // max(kept, 1)]
    else:
        batches = -(-points // batch_size)
    hands = [row[start::batches] for start in rng.permutation(batches)]
    sizes = [len(hand) for hand in hands]
    return Order(np.concatenate(hands) if hands else row, np.cumsum([0, *sizes]))


def weighted(probabilities: Any, rng: np.random.Generator) -> Any:
    """As many points as there are, each drawn with its probability from all of them: some come often, some never."""
    return rng.choice(len(probabilities), size=len(probabilities), p=probabilities)
