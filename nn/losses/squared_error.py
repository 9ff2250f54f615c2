"""Squared error."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd import Tensor, error_message

from .reduction import Loss, reduce


class MSELoss(Loss):
    """(y - t)², entry by entry; their mean, their sum, or all of them.

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


def mse_loss(y: Any, t: Any, reduction: str = "mean") -> Tensor:
    """(y - t)², entry by entry; their mean, their sum, or all of them (``"none"``).

    ``t`` may be a tensor, an array or a sequence of numbers. It must have the shape of ``y``: broadcasting here is
    nearly always a mistake.

    Raises
    ------
    ValueError
        Where the shapes differ.
    """
    if not isinstance(y, Tensor):
        y = Tensor(y)
    if not isinstance(t, Tensor) or not t.requires_grad:
        # Targets in the outputs' dtype, so that float32 stays float32.
        t = np.asarray(t, y.dtype if y.dtype.kind == "f" else None)
    if y.shape != t.shape:
        raise ValueError(
            error_message(
                f"squared error of outputs of shape {y.shape} and targets of shape {t.shape}",
                "reshape one of them, like t.reshape(-1, 1) or y.squeeze()",
            )
        )
    return reduce(np.square(y - t), reduction)
