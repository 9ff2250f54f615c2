"""Squared error: its mean, and half of its sum."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from autograd import Tensor

from .pairs import paired
from .reduction import Loss, reduce


class MSELoss(Loss):
    """(y - t)², entry by entry; their mean, their sum, or all of them. For linear outputs (docs/lectures.md U6).

    Parameters
    ----------
    reduction
        ``"mean"`` over all entries, ``"sum"``, or ``"none"``.

    Examples
    --------
    >>> import nn
    >>> from autograd import Tensor
    >>> y = Tensor([1.0, 2.0], requires_grad=True)
    >>> loss = nn.MSELoss()(y, [0.0, 4.0])
    >>> loss.item()
    2.5
    >>> loss.backward()
    >>> y.bar
    array([ 1., -2.])
    """

    def forward(self, y: Any, t: Any) -> Tensor:
        """Outputs and targets of the same shape, to a loss."""
        return mse_loss(y, t, self.reduction)


class HalfSquaredErrorLoss(Loss):
    """½ (y - t)², entry by entry; their sum, their mean, or all of them.

    The lectures' squared error: with the ½ the error signal is ȳ = L̄ (y - t), without a factor 2, which a slide has
    all the same (docs/lectures.md E3, N2, U9).

    Parameters
    ----------
    reduction
        ``"sum"`` over all entries, ``"mean"``, or ``"none"``.

    Examples
    --------
    >>> import nn
    >>> from autograd import Tensor
    >>> y = Tensor([1.0, 2.0], requires_grad=True)
    >>> loss = nn.HalfSquaredErrorLoss()(y, [0.0, 4.0])
    >>> loss.item()
    2.5
    >>> loss.backward()
    >>> y.bar
    array([ 1., -2.])
    """

    options: ClassVar = {"reduction": "sum"}

    def __init__(self, *, reduction: str = "sum") -> None:
        super().__init__(reduction=reduction)

    def forward(self, y: Any, t: Any) -> Tensor:
        """Outputs and targets of the same shape, to a loss."""
        return half_squared_error_loss(y, t, self.reduction)


def mse_loss(y: Any, t: Any, reduction: str = "mean") -> Tensor:
    """(y - t)², entry by entry; their mean, their sum, or all of them (``"none"``).

    ``t`` may be a tensor, an array or a sequence of numbers.

    Raises
    ------
    ValueError
        Where the shapes differ: broadcasting here is nearly always a mistake.
    """
    y, t = paired("squared error", y, t)
    return reduce(np.square(y - t), reduction)


def half_squared_error_loss(y: Any, t: Any, reduction: str = "sum") -> Tensor:
    """½ (y - t)², entry by entry; their sum, their mean, or all of them (``"none"``); see `mse_loss`."""
    y, t = paired("squared error", y, t)
    return reduce(np.square(y - t) / 2, reduction)
