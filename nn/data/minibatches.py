"""Minibatches: the points of a data set a few at a time, in a new order in every epoch."""

from __future__ import annotations

import copy
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from autograd import error_message
from nn.seeding import Seed, generator, generator_state, restore_generator

from .orders import Order, cut, proportional, weighted
from .points import as_array, checked_arrays, class_of_each


class Minibatches:
    """Arrays cut into minibatches; each pass over it is an epoch, which has every point once (docs/lectures.md T4).

    An epoch of n points is ⌈n/b⌉ minibatches of b points, the last one smaller where b does not divide n. The order
    is drawn when an epoch begins: one permutation from ``rng`` for each.

    Parameters
    ----------
    *arrays
        Points and labels: arrays, or sequences of numbers, with equally many entries along their first axis.
    batch_size
        b.
    shuffle
        Whether the points come in a random order. Minibatches in the given order are views of the arrays.
    drop_last
        Whether to leave out a last minibatch of fewer than b points.
    stratify
        The label of each point, for class-proportional minibatches: of the m points of a class, each of the k
        minibatches has ⌊m/k⌋ or ⌈m/k⌉. Minibatches then differ by at most one point in size, and have at most b.
    weights
        A weight for each point. An epoch is then n points drawn independently, each with a probability in proportion to
        its weight, so rare points can be shown more often (docs/lectures.md T6, `balanced_class_weights`). On average
        the gradient is that of the loss with each point's loss times its weight, over the sum of the weights.
    rng
        A NumPy Generator or a seed; None for the package's own (`nn.manual_seed`).

    Yields
    ------
    tuple of numpy.ndarray
        One array for each of ``arrays``; of a single one the array itself.

    Raises
    ------
    ValueError
        For arrays of different lengths, without points, a batch size that is not positive, or weights that are not.

    Examples
    --------
    >>> import numpy as np
    >>> import nn
    >>> batches = nn.data.Minibatches(np.arange(10), np.arange(10) ** 2, batch_size=4, rng=0)
    >>> len(batches)
    3
    >>> for xs, ts in batches:
    ...     print(xs, ts)
    [4 6 2 7] [16 36  4 49]
    [3 5 9 0] [ 9 25 81  0]
    [8 1] [64  1]
    """

    def __init__(
        self,
        *arrays: Any,
        batch_size: int,
        shuffle: bool = True,
        drop_last: bool = False,
        stratify: Any = None,
        weights: Any = None,
        rng: Seed = None,
    ) -> None:
        self.arrays = checked_arrays("minibatches", arrays)
        if not hasattr(batch_size, "__index__") or batch_size < 1:
            raise ValueError(error_message(f"batch_size={batch_size!r}", "give a whole number of at least 1"))
        self.batch_size = int(batch_size)
        self.shuffle = shuffle
        self.drop_last = drop_last
        points = len(self.arrays[0])
        self._classes = None if stratify is None else class_of_each(stratify, points)
        self._probabilities = None if weights is None else _probabilities(weights, points)
        if (stratify is not None) + (weights is not None) + (not shuffle) > 1:
            raise ValueError(
                error_message(
                    "minibatches can be in the given order, class-proportional, or weighted, and these are to be more",
                    "give only one of shuffle=False, stratify and weights",
                )
            )
        self.rng = generator(rng)
        # How many minibatches of the present epoch have been handed out, and where the Generator was at its beginning.
        self._position = 0
        self._epoch_rng: dict[str, Any] | None = None
        self._resumed = False

    def __len__(self) -> int:
        """The number of minibatches in an epoch."""
        points = len(self.arrays[0])
        return points // self.batch_size if self.drop_last else -(-points // self.batch_size)

    def __iter__(self) -> Iterator[Any]:
        rng = self.rng
        if not self._resumed:
            self._position = 0
            self._epoch_rng = generator_state(rng) if self.shuffle else None
        elif self._epoch_rng is not None:
            # The order that was drawn when the epoch began is drawn again, and the Generator stays where it is.
            rng = copy.deepcopy(rng)
            restore_generator(rng, self._epoch_rng)
        self._resumed = False
        return self._epoch(self._order(rng), self._position)

    def _order(self, rng: np.random.Generator) -> Order:
        points = len(self.arrays[0])
        if self._classes is not None:
            return proportional(self._classes, self.batch_size, self.drop_last, rng)
        if self._probabilities is not None:
            order = weighted(self._probabilities, rng)
        else:
            order = rng.permutation(points) if self.shuffle else range(points)
        return cut(order, self.batch_size, self.drop_last)

    def _epoch(self, order: Order, position: int) -> Iterator[Any]:
        for number in range(position, len(order.starts) - 1):
            self._position = number + 1
            start, stop = order.starts[number], order.starts[number + 1]
            if isinstance(order.points, range):
                batch = tuple(array[start:stop] for array in self.arrays)
            else:
                batch = tuple(np.take(array, order.points[start:stop], axis=0) for array in self.arrays)
            yield batch if len(batch) > 1 else batch[0]
        self._position = 0

    def state_dict(self) -> dict[str, Any]:
        """Where in which epoch it is: plain numbers, from which `load_state_dict` goes on exactly.

        To be taken when the minibatch that was handed out last has been used, or between epochs.

        >>> import numpy as np
        >>> import nn
        >>> batches = nn.data.Minibatches(np.arange(10), batch_size=4, rng=0)
        >>> first = next(iter(batches))
        >>> others = nn.data.Minibatches(np.arange(10), batch_size=4)
        >>> others.load_state_dict(batches.state_dict())
        >>> [xs.tolist() for xs in others]
        [[3, 5, 9, 0], [8, 1]]
        """
        return {
            "points": len(self.arrays[0]),
            "batch_size": self.batch_size,
            "position": self._position,
            "epoch_rng": copy.deepcopy(self._epoch_rng) if self._position else None,
            "rng": generator_state(self.rng),
        }

    def load_state_dict(self, state_dict: Mapping[str, Any]) -> None:
        """Goes on where the minibatches that gave the `state_dict` were: the next pass is the rest of their epoch.

        Raises
        ------
        ValueError
            Where they had other points or another batch size, or a Generator of another kind. Nothing is changed then.
        """
        own = {"points": len(self.arrays[0]), "batch_size": self.batch_size}
        problem = _problem(state_dict, own, len(self), self.shuffle)
        if problem:
            raise ValueError(
                error_message(
                    f"the state dict does not fit these minibatches, which are unchanged: {problem}",
                    "load what state_dict() returned for minibatches of the same arrays",
                )
            )
        if state_dict["epoch_rng"] is not None:
            restore_generator(copy.deepcopy(self.rng), state_dict["epoch_rng"])
        restore_generator(self.rng, state_dict["rng"])
        self._position = state_dict["position"]
        self._epoch_rng = copy.deepcopy(state_dict["epoch_rng"])
        self._resumed = self._position > 0

    def __repr__(self) -> str:
        shapes = ", ".join(str(array.shape) for array in self.arrays)
        kind = ", class-proportional" if self._classes is not None else ""
        kind = ", weighted" if self._probabilities is not None else kind
        return (
            f"Minibatches({shapes}, batch_size={self.batch_size}, shuffle={self.shuffle}, "
            f"drop_last={self.drop_last}{kind})"
        )


def _probabilities(weights: Any, points: int) -> Any:
    weights = as_array(weights)
    if weights.shape != (points,):
        raise ValueError(
            error_message(
                f"weights of shape {weights.shape} for {points} points",
                "give one for each point, like balanced_class_weights(ts)[ts]",
            )
        )
    weights = weights.astype(np.float64)
    if not (np.isfinite(weights).all() and (weights >= 0).all() and weights.any()):
        at = np.argmax(~(np.isfinite(weights) & (weights >= 0)))
        raise ValueError(
            error_message(
                f"the weight of point {at} is {weights[at]}" if weights.any() else "all weights are 0",
                "weights are not negative, and some are positive",
            )
        )
    return weights / weights.sum()


def _problem(state_dict: Any, own: Mapping[str, int], batches: int, shuffle: bool) -> str:
    """What is wrong with a state dict, or nothing."""
    names = {*own, "position", "epoch_rng", "rng"}
    if not isinstance(state_dict, Mapping) or state_dict.keys() != names:
        return f"it is no dict of {', '.join(map(repr, sorted(names)))}"
    for name, value in own.items():
        if state_dict[name] != value:
            return f"{name!r} is {state_dict[name]!r}, and here {value}"
    position = state_dict["position"]
    if not isinstance(position, int) or not 0 <= position <= batches:
        return f"'position' is {position!r}, of {batches} minibatches"
    if shuffle and (position > 0) != isinstance(state_dict["epoch_rng"], Mapping):
        return f"'epoch_rng' is {state_dict['epoch_rng']!r}, in an epoch of which {position} minibatches are past"
    return ""
