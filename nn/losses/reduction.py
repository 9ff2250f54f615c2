"""From the losses of the points of a batch to one number."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, ClassVar

import numpy as np

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

    #: The options by which two of a kind differ, with their defaults: ``repr`` shows those that have another value.
    options: ClassVar[Mapping[str, Any]] = {"reduction": "mean"}

    def __init__(self, *, reduction: str = "mean") -> None:
        check_reduction(reduction)
        self.reduction = reduction

    def sum_and_weight(self, *args: Any, **kwargs: Any) -> tuple[float, float] | None:
        """Of a batch, given as to `forward`: the sum of its losses, and what that is divided by to be the mean.

        None where that is the number of points, as it is for all means but weighted ones.
        """
        return None

    def extra_repr(self) -> str:
        values = ((name, getattr(self, name), default) for name, default in self.options.items())
        return ", ".join(f"{name}={_shown(value)}" for name, value, default in values if _differs(value, default))


def _differs(value: Any, default: Any) -> bool:
    return value is not None if default is None else bool(value != default)


def _shown(value: Any) -> str:
    return repr(value) if isinstance(value, str) else np.array2string(np.asarray(value), separator=", ", threshold=10)
