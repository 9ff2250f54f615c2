"""From the losses of the points of a batch to one number."""

from __future__ import annotations

from autograd import Tensor, error_message
from nn.module import Module


def reduce(losses: Tensor, reduction: str) -> Tensor:
    """The mean or the sum of the losses, or the losses themselves for ``"none"``."""
    if reduction == "mean":
        if not losses.size:
            raise ValueError(
                error_message("the mean loss of a batch without points", "give at least one point, or reduction='sum'")
            )
        return losses.mean()
    if reduction == "sum":
        return losses.sum()
    return losses if reduction == "none" else _unknown(reduction)


def _unknown(reduction: object) -> Tensor:
    raise ValueError(error_message(f"reduction={reduction!r}", "give 'mean', 'sum' or 'none'"))


class Loss(Module):
    """The base class of losses: a module with a ``reduction``."""

    def __init__(self, *, reduction: str = "mean") -> None:
        if reduction not in ("mean", "sum", "none"):
            _unknown(reduction)
        self.reduction = reduction

    def extra_repr(self) -> str:
        return "" if self.reduction == "mean" else f"reduction={self.reduction!r}"
