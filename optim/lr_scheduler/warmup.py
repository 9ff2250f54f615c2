"""Warm-up: learning rates that are smaller in the first epochs."""

from __future__ import annotations

from typing import Any

from autograd import error_message

from .base import LRScheduler


class LinearLR(LRScheduler):
    """The learning rate times a factor that goes from ``start_factor`` to ``end_factor`` in ``total_iters`` epochs.

    >>> from autograd import Tensor
    >>> import optim
    >>> optimizer = optim.SGD([Tensor(1.0, requires_grad=True)], lr=0.8)
    >>> schedule = optim.lr_scheduler.LinearLR(optimizer, start_factor=0.25, total_iters=3)
    >>> [round(schedule.value(epoch, 0.8), 3) for epoch in range(5)]
    [0.2, 0.4, 0.6, 0.8, 0.8]
    """

    def __init__(
        self, optimizer: Any, start_factor: float = 1 / 3, end_factor: float = 1.0, total_iters: int = 5
    ) -> None:
        if not 0 < start_factor <= 1:
            raise ValueError(error_message(f"start_factor={start_factor!r}", "give a number above 0, and at most 1"))
        if not 0 <= end_factor <= 1:
            raise ValueError(error_message(f"end_factor={end_factor!r}", "give a number from 0 to 1"))
        self.start_factor = start_factor
        self.end_factor = end_factor
        self.total_iters = _epochs(total_iters)
        super().__init__(optimizer)

    def value(self, epoch: int, initial: float, group: int = 0) -> float:
        """lr times the factor, which is on a straight line from its start to its end."""
        passed = min(epoch, self.total_iters) / self.total_iters
        return initial * (self.start_factor + (self.end_factor - self.start_factor) * passed)


class ConstantLR(LRScheduler):
    """The learning rate times ``factor`` in the first ``total_iters`` epochs.

    >>> from autograd import Tensor
    >>> import optim
    >>> optimizer = optim.SGD([Tensor(1.0, requires_grad=True)], lr=0.8)
    >>> schedule = optim.lr_scheduler.ConstantLR(optimizer, factor=0.25, total_iters=2)
    >>> [schedule.value(epoch, 0.8) for epoch in range(4)]
    [0.2, 0.2, 0.8, 0.8]
    """

    def __init__(self, optimizer: Any, factor: float = 1 / 3, total_iters: int = 5) -> None:
        if not 0 <= factor <= 1:
            raise ValueError(error_message(f"factor={factor!r}", "give a number from 0 to 1"))
        self.factor = factor
        self.total_iters = _epochs(total_iters)
        super().__init__(optimizer)

    def value(self, epoch: int, initial: float, group: int = 0) -> float:
        """lr · factor at first, and then lr."""
        return initial * self.factor if epoch < self.total_iters else initial


def _epochs(total_iters: int) -> int:
    if total_iters < 1:
        raise ValueError(error_message(f"total_iters={total_iters!r}", "give a number of epochs of at least 1"))
    return total_iters
