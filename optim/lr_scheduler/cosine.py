"""A learning rate that falls along a cosine."""

from __future__ import annotations

import math
from typing import Any

from autograd import error_message

from .base import LRScheduler


class CosineAnnealingLR(LRScheduler):
    """From the learning rate to ``eta_min`` along half a cosine, in ``T_max`` epochs, and then on along the cosine.

    lr = eta_min + (initial - eta_min) (1 + cos(π epoch / T_max)) / 2: Loshchilov and Hutter, "SGDR: stochastic gradient
    descent with warm restarts", 2017.

    >>> from autograd import Tensor
    >>> import optim
    >>> optimizer = optim.SGD([Tensor(1.0, requires_grad=True)], lr=0.8)
    >>> schedule = optim.lr_scheduler.CosineAnnealingLR(optimizer, T_max=4)
    >>> [round(schedule.value(epoch, 0.8), 3) for epoch in range(5)]
    [0.8, 0.683, 0.4, 0.117, 0.0]
    """

    def __init__(self, optimizer: Any, T_max: int, eta_min: float = 0.0) -> None:
        if T_max < 1:
            raise ValueError(error_message(f"T_max={T_max!r}", "give a number of epochs of at least 1"))
        self.T_max = T_max
        self.eta_min = eta_min
        super().__init__(optimizer)

    def value(self, epoch: int, initial: float, group: int = 0) -> float:
        """eta_min + (initial - eta_min) (1 + cos(π epoch / T_max)) / 2."""
        return self.eta_min + (initial - self.eta_min) * (1 + math.cos(math.pi * epoch / self.T_max)) / 2
