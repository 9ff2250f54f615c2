"""Learning rates that fall by a factor: now and then, or in every epoch."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable
from typing import Any

from autograd import error_message

from .base import LRScheduler


class StepLR(LRScheduler):
    """The learning rate times ``gamma`` after every ``step_size`` epochs: lr · gamma^⌊epoch / step_size⌋.

    >>> from autograd import Tensor
    >>> import optim
    >>> optimizer = optim.SGD([Tensor(1.0, requires_grad=True)], lr=0.8)
    >>> schedule = optim.lr_scheduler.StepLR(optimizer, step_size=2, gamma=0.5)
    >>> [schedule.value(epoch, 0.8) for epoch in range(5)]
    [0.8, 0.8, 0.4, 0.4, 0.2]
    """

    def __init__(self, optimizer: Any, step_size: int, gamma: float = 0.1) -> None:
        if step_size < 1:
            raise ValueError(error_message(f"step_size={step_size!r}", "give a number of epochs of at least 1"))
        self.step_size = step_size
        self.gamma = gamma
        super().__init__(optimizer)

    def value(self, epoch: int, initial: float, group: int = 0) -> float:
        """lr · gamma^⌊epoch / step_size⌋."""
        return initial * self.gamma ** (epoch // self.step_size)


class MultiStepLR(LRScheduler):
    """The learning rate times ``gamma`` when each of the ``milestones``, which are numbers of epochs, is reached.

    >>> from autograd import Tensor
    >>> import optim
    >>> optimizer = optim.SGD([Tensor(1.0, requires_grad=True)], lr=0.8)
    >>> schedule = optim.lr_scheduler.MultiStepLR(optimizer, milestones=[1, 4], gamma=0.5)
    >>> [schedule.value(epoch, 0.8) for epoch in range(6)]
    [0.8, 0.4, 0.4, 0.4, 0.2, 0.2]
    """

    def __init__(self, optimizer: Any, milestones: Iterable[int], gamma: float = 0.1) -> None:
        self.milestones = sorted(milestones)
        self.gamma = gamma
        super().__init__(optimizer)

    def value(self, epoch: int, initial: float, group: int = 0) -> float:
        """lr · gamma^(milestones reached)."""
        return initial * self.gamma ** bisect_right(self.milestones, epoch)


class ExponentialLR(LRScheduler):
    """The learning rate times ``gamma`` after every epoch: lr · gamma^epoch.

    >>> from autograd import Tensor
    >>> import optim
    >>> optimizer = optim.SGD([Tensor(1.0, requires_grad=True)], lr=0.8)
    >>> schedule = optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.5)
    >>> [schedule.value(epoch, 0.8) for epoch in range(4)]
    [0.8, 0.4, 0.2, 0.1]
    """

    def __init__(self, optimizer: Any, gamma: float) -> None:
        self.gamma = gamma
        super().__init__(optimizer)

    def value(self, epoch: int, initial: float, group: int = 0) -> float:
        """lr · gamma^epoch."""
        return initial * self.gamma**epoch
