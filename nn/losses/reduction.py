"""From the losses of the points of a batch to one number."""

from __future__ import annotations

from typing import NoReturn

from autograd import Tensor, error_message
from nn.module import Module


def checked_reduction(reduction: str) -> str:
    """``reduction``, if it is one."""
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(error_message(f"reduction={reduction!r}", "give 'mean', 'sum' or 'none'"))
    return reduction


def reduce(losses: Tensor, reduction: str) -> Tensor:
    """The mean or the sum of the losses, or the losses themselves for ``"none"``."""
    checked_reduction(reduction)
    if reduction == "none":
        return losses
    if reduction == "sum":
        return losses.sum()
    if not losses.size:
        no_mean("points")
    return losses.mean()


def no_mean(lacking: str) -> NoReturn:
    """Says that there is no mean loss of a batch without points, or without weight."""
    raise ValueError(
        error_message(f"the mean loss of a batch without {lacking}", "give at least one point, or reduction='sum'")
    )


class Loss(Module):
    """The base class of losses: a module with a ``reduction``."""

    def __init__(self, *, reduction: str = "mean") -> None:
        self.reduction = checked_reduction(reduction)

    def extra_repr(self) -> str:
        return "" if self.reduction == "mean" else f"reduction={self.reduction!r}"
