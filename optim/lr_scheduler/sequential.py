"""One schedule after the other."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from typing import Any

from autograd import error_message

from .base import LRScheduler


class SequentialLR(LRScheduler):
    """One schedule up to each milestone, then the next one from its own epoch 0. It alone is stepped.

    Parameters
    ----------
    optimizer
        The optimizer of all the schedules.
    schedulers
        The schedules in order.
    milestones
        The numbers of the epochs in which the second and each later one begins.

    Examples
    --------
    Two epochs of warm-up, then a fall along a cosine:

    >>> from autograd import Tensor
    >>> import optim
    >>> from optim.lr_scheduler import CosineAnnealingLR, LinearLR, SequentialLR
    >>> optimizer = optim.SGD([Tensor(1.0, requires_grad=True)], lr=0.8)
    >>> warmup = LinearLR(optimizer, start_factor=0.5, total_iters=2)
    >>> fall = CosineAnnealingLR(optimizer, T_max=4)
    >>> schedule = SequentialLR(optimizer, [warmup, fall], milestones=[2])
    >>> [round(schedule.value(epoch, 0.8), 3) for epoch in range(7)]
    [0.4, 0.6, 0.8, 0.683, 0.4, 0.117, 0.0]
    """

    def __init__(self, optimizer: Any, schedulers: Iterable[LRScheduler], milestones: Sequence[int]) -> None:
        self._schedulers = tuple(schedulers)
        self.milestones = list(milestones)
        for scheduler in self._schedulers:
            if not isinstance(scheduler, LRScheduler):
                raise TypeError(
                    error_message(
                        f"{type(scheduler).__name__} has no formula in the number of the epoch",
                        "give schedules such as LinearLR and CosineAnnealingLR",
                    )
                )
            if scheduler.optimizer is not optimizer:
                raise ValueError(
                    error_message(
                        f"{type(scheduler).__name__} is a schedule of another optimizer",
                        "make all the schedules with the optimizer that SequentialLR is given",
                    )
                )
        if len(self.milestones) != len(self._schedulers) - 1 or self.milestones != sorted(self.milestones):
            raise ValueError(
                error_message(
                    f"milestones={self.milestones} for {len(self._schedulers)} schedules",
                    "give the epochs in which the second and each later schedule begins, in order",
                )
            )
        # The other schedules have set their first values, but it is not the turn of all of them.
        for group in getattr(optimizer, "param_groups", ()):
            group["lr"] = group.get("initial_lr", group.get("lr"))
        super().__init__(optimizer)

    def value(self, epoch: int, initial: float, group: int = 0) -> float:
        """The value of the schedule whose turn it is, in an epoch counted from its beginning."""
        turn = bisect_right(self.milestones, epoch)
        start = self.milestones[turn - 1] if turn else 0
        return self._schedulers[turn].value(epoch - start, initial, group)
