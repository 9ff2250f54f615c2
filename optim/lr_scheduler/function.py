"""A learning rate by a function of your own."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from autograd import error_message

from .base import LRScheduler


class LambdaLR(LRScheduler):
    """The initial learning rate times ``lr_lambda(epoch)``.

    Parameters
    ----------
    optimizer
        The optimizer.
    lr_lambda
        A function from the number of the epoch to a factor, or a list of one for each group. Functions are not saved.

    Examples
    --------
    >>> from autograd import Tensor
    >>> import optim
    >>> optimizer = optim.SGD([Tensor(1.0, requires_grad=True)], lr=0.8)
    >>> schedule = optim.lr_scheduler.LambdaLR(optimizer, lambda epoch: 1 / (1 + epoch))
    >>> [round(schedule.value(epoch, 0.8), 3) for epoch in range(4)]
    [0.8, 0.4, 0.267, 0.2]
    """

    def __init__(self, optimizer: Any, lr_lambda: Callable[[int], float] | Sequence[Callable[[int], float]]) -> None:
        groups = len(getattr(optimizer, "param_groups", ()))
        self._functions = (lr_lambda,) * groups if callable(lr_lambda) else tuple(lr_lambda)
        if len(self._functions) != groups:
            raise ValueError(
                error_message(
                    f"{len(self._functions)} functions for {groups} parameter groups",
                    "give one function, or one for each group",
                )
            )
        super().__init__(optimizer)

    def value(self, epoch: int, initial: float, group: int = 0) -> float:
        """lr · lr_lambda(epoch)."""
        return initial * self._functions[group](epoch)
