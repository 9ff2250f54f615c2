"""A learning rate that falls when a loss has stopped falling."""

from __future__ import annotations

import math
from typing import Any

from autograd import error_message
from optim.scheduler import Scheduler


class ReduceLROnPlateau(Scheduler):
    """The learning rate times ``factor`` when the number given to ``step`` has not improved for ``patience`` epochs.

    Parameters
    ----------
    optimizer
        The optimizer.
    mode
        ``"min"`` where smaller is better, as for a loss; ``"max"`` as for an accuracy.
    factor
        Less than 1.
    patience
        How many epochs without improvement are let pass; the learning rate falls in the next one.
    threshold, threshold_mode
        By how much a number must be better than the best so far: by that part of it (``"rel"``), or by that much
        (``"abs"``).
    cooldown
        How many epochs after a fall are not looked at.
    min_lr
        Where it stops falling.
    eps
        A fall by less than this is left out.

    Examples
    --------
    >>> from autograd import Tensor
    >>> import optim
    >>> optimizer = optim.SGD([Tensor(1.0, requires_grad=True)], lr=0.8)
    >>> schedule = optim.lr_scheduler.ReduceLROnPlateau(optimizer, factor=0.5, patience=1)
    >>> for loss in 3.0, 2.0, 2.0, 2.0, 1.0:
    ...     schedule.step(loss)
    ...     print(schedule.get_last_lr())
    [0.8]
    [0.8]
    [0.8]
    [0.4]
    [0.4]
    """

    option = "lr"
    takes_number = True

    def __init__(
        self,
        optimizer: Any,
        mode: str = "min",
        factor: float = 0.1,
        patience: int = 10,
        threshold: float = 1e-4,
        threshold_mode: str = "rel",
        cooldown: int = 0,
        min_lr: float = 0.0,
        eps: float = 1e-8,
    ) -> None:
        if mode not in ("min", "max"):
            raise ValueError(error_message(f"mode={mode!r}", "give 'min' or 'max'"))
        if threshold_mode not in ("rel", "abs"):
            raise ValueError(error_message(f"threshold_mode={threshold_mode!r}", "give 'rel' or 'abs'"))
        if not factor < 1:
            raise ValueError(error_message(f"factor={factor!r}", "give a number below 1"))
        self.mode = mode
        self.factor = factor
        self.patience = patience
        self.threshold = threshold
        self.threshold_mode = threshold_mode
        self.cooldown = cooldown
        self.min_lr = min_lr
        self.eps = eps
        self.best = math.inf if mode == "min" else -math.inf
        self.num_bad_epochs = 0
        self.cooldown_counter = 0
        super().__init__(optimizer)

    def value(self, epoch: int, initial: float, group: int = 0) -> float:
        """The initial learning rate: the later ones depend on the losses."""
        return initial

    def step(self, metrics: Any = None) -> None:
        """Takes in the number of this epoch, and lowers the learning rate if it is time to."""
        if metrics is None:
            raise TypeError(error_message("ReduceLROnPlateau.step() without a number", "give the loss that is to fall"))
        current = float(metrics)
        self.last_epoch += 1
        if self._is_better(current):
            self.best, self.num_bad_epochs = current, 0
        else:
            self.num_bad_epochs += 1
        if self.cooldown_counter:
            self.cooldown_counter -= 1
            self.num_bad_epochs = 0
        if self.num_bad_epochs > self.patience:
            for group in self.optimizer.param_groups:
                lower = max(group["lr"] * self.factor, self.min_lr)
                if group["lr"] - lower > self.eps:
                    group["lr"] = lower
            self.cooldown_counter, self.num_bad_epochs = self.cooldown, 0

    def get_last_lr(self) -> list[float]:
        """The present learning rate of each group."""
        return self.get_last_values()

    def _is_better(self, current: float) -> bool:
        relative = self.threshold_mode == "rel"
        if self.mode == "min":
            return current < (self.best * (1 - self.threshold) if relative else self.best - self.threshold)
        return current > (self.best * (1 + self.threshold) if relative else self.best + self.threshold)
