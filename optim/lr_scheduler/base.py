"""LRScheduler: a schedule for the learning rate."""

from __future__ import annotations

from optim.scheduler import Scheduler


class LRScheduler(Scheduler):
    """The base class of schedules for the learning rate; `value` is the learning rate in an epoch."""

    option = "lr"

    def get_last_lr(self) -> list[float]:
        """The present learning rate of each group."""
        return self.get_last_values()
