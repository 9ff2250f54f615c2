"""Schedules for the momentum, β in the lectures (docs/lectures.md T8).

The lecture's, "starting at 0.5 and slowly increasing it to 0.9":

>>> from autograd import Tensor
>>> import optim
>>> optimizer = optim.SGD([Tensor(1.0, requires_grad=True)], lr=0.1, momentum=0.5)
>>> schedule = optim.momentum_scheduler.LinearMomentum(optimizer, start=0.5, end=0.9, total_iters=4)
>>> for epoch in range(6):
...     print(round(optimizer.param_groups[0]["momentum"], 3))
...     schedule.step()
0.5
0.6
0.7
0.8
0.9
0.9
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from autograd import error_message

from .scheduler import Scheduler

__all__ = ["LambdaMomentum", "LinearMomentum", "MomentumScheduler"]


class MomentumScheduler(Scheduler):
    """The base class of schedules for the momentum of `SGD` and `RMSprop`; `value` is the momentum in an epoch."""

    option = "momentum"

    def get_last_momentum(self) -> list[float]:
        """The present momentum of each group."""
        return self.get_last_values()


class LinearMomentum(MomentumScheduler):
    """The momentum rises from ``start`` to ``end`` along a straight line in ``total_iters`` epochs, and stays there."""

    def __init__(self, optimizer: Any, start: float = 0.5, end: float = 0.9, total_iters: int = 10) -> None:
        for name, number in (("start", start), ("end", end)):
            if not 0 <= number < 1:
                raise ValueError(error_message(f"{name}={number!r}", "a momentum is from 0 up to 1, without 1"))
        if total_iters < 1:
            raise ValueError(error_message(f"total_iters={total_iters!r}", "give a number of epochs of at least 1"))
        self.start = start
        self.end = end
        self.total_iters = total_iters
        super().__init__(optimizer)

    def value(self, epoch: int, initial: float, group: int = 0) -> float:
        """start + (end - start) · epoch / total_iters, and then end."""
        if epoch >= self.total_iters:
            return self.end
        return self.start + (self.end - self.start) * epoch / self.total_iters


class LambdaMomentum(MomentumScheduler):
    """The momentum is ``momentum_lambda(epoch)``. The function is not saved.

    >>> from autograd import Tensor
    >>> import optim
    >>> optimizer = optim.SGD([Tensor(1.0, requires_grad=True)], lr=0.1)
    >>> schedule = optim.momentum_scheduler.LambdaMomentum(optimizer, lambda epoch: 1 - 1 / (epoch + 2))
    >>> schedule.get_last_momentum()
    [0.5]
    """

    def __init__(self, optimizer: Any, momentum_lambda: Callable[[int], float]) -> None:
        self._function = momentum_lambda
        super().__init__(optimizer)

    def value(self, epoch: int, initial: float, group: int = 0) -> float:
        """momentum_lambda(epoch)."""
        return self._function(epoch)
