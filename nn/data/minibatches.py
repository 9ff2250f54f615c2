"""Minibatches: the points of a data set a few at a time, in a new order in every epoch."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from autograd import Tensor, error_message
from nn.seeding import Seed, generator


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
    rng
        A NumPy Generator or a seed; None for the package's own (`nn.manual_seed`).

    Yields
    ------
    tuple of numpy.ndarray
        One array for each of ``arrays``; of a single one the array itself.

    Raises
    ------
    ValueError
        For arrays of different lengths, without points, or a batch size that is not positive.

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
        self, *arrays: Any, batch_size: int, shuffle: bool = True, drop_last: bool = False, rng: Seed = None
    ) -> None:
        self.arrays = tuple(_as_points(array) for array in arrays)
        if not self.arrays or not len(self.arrays[0]):
            raise ValueError(
                error_message("minibatches of no points", "give at least one array with at least one point")
            )
        lengths = [len(array) for array in self.arrays]
        if len(set(lengths)) > 1:
            raise ValueError(
                error_message(
                    f"minibatches of arrays of {' and '.join(map(str, lengths))} points",
                    "each point has one entry in every array",
                )
            )
        if not hasattr(batch_size, "__index__") or batch_size < 1:
            raise ValueError(error_message(f"batch_size={batch_size!r}", "give a whole number of at least 1"))
        self.batch_size = int(batch_size)
        self.shuffle = shuffle
        self.drop_last = drop_last
        self.rng = generator(rng)

    def __len__(self) -> int:
        """The number of minibatches in an epoch."""
        points = len(self.arrays[0])
        return points // self.batch_size if self.drop_last else -(-points // self.batch_size)

    def __iter__(self) -> Iterator[Any]:
        order = self.rng.permutation(len(self.arrays[0])) if self.shuffle else None
        return (self._minibatch(order, number * self.batch_size) for number in range(len(self)))

    def _minibatch(self, order: Any, start: int) -> Any:
        part = slice(start, start + self.batch_size)
        if order is None:
            batch = tuple(array[part] for array in self.arrays)
        else:
            batch = tuple(np.take(array, order[part], axis=0) for array in self.arrays)
        return batch if len(batch) > 1 else batch[0]

    def __repr__(self) -> str:
        shapes = ", ".join(str(array.shape) for array in self.arrays)
        return (
            f"Minibatches({shapes}, batch_size={self.batch_size}, shuffle={self.shuffle}, drop_last={self.drop_last})"
        )


def _as_points(array: Any) -> Any:
    array = np.asarray(array.data if isinstance(array, Tensor) else array)
    if not array.ndim:
        raise ValueError(error_message(f"minibatches of the single number {array}", "give an array of points"))
    return array
