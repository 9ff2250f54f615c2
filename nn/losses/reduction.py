"""From the losses of the points of a batch to one number."""

from __future__ import annotations

from autograd import Tensor, error_message
from nn.module import Module


def reduce(losses: Tensor, reduction: str) -> Tensor:
    """The mean or the sum of the losses, or the losses themselves for ``"none"``."""
    check_reduction(reduction, losses.size)
    if reduction == "none":
        return losses
    return losses.mean() if reduction == "mean" else losses.sum()


def check_reduction(reduction: object, points: int = 1) -> None:
    """Raises an error for a reduction that is none, and for the mean of no points."""
    if reduction not in ("mean", "sum", "none"):
        raise ValueError(error_message(f"reduction={reduction!r}", "give 'mean', 'sum' or 'none'"))
    if reduction == "mean" and not points:
        raise ValueError(
            error_message("the mean loss of a batch without points", "give at least one point, or reduction='sum'")
        )


class Loss(Module):
    """The base class of losses: a module with a ``reduction``."""

    def __init__(self, *, reduction: str = "mean") -> None:
        check_reduction(reduction)
        self.reduction = reduction

    def extra_repr(self) -> str:
        return "" if self.reduction == "mean" else f"reduction={self.reduction!r}"
