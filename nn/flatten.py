"""Flatten: pictures to vectors."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd import Tensor, error_message

from .module import Module


class Flatten(Module):
    """Makes one axis of the axes from ``start_dim`` to ``end_dim``; by default of all but the first.

    >>> import numpy as np
    >>> import nn
    >>> nn.Flatten()(np.zeros((32, 28, 28))).shape
    (32, 784)
    """

    def __init__(self, start_dim: int = 1, end_dim: int = -1) -> None:
        self.start_dim, self.end_dim = start_dim, end_dim

    def forward(self, x: Any) -> Any:
        """Any shape with the axes named, to one with a single axis in their place."""
        if not isinstance(x, Tensor):
            x = np.asarray(x)
        axes = range(x.ndim)
        try:
            start, end = axes[self.start_dim], axes[self.end_dim]
        except IndexError:
            raise ValueError(
                error_message(
                    f"Flatten from axis {self.start_dim} to {self.end_dim} of an array of shape {x.shape}",
                    "the first axis is that of the points of a batch; give a batch, or Flatten(start_dim=0)",
                )
            ) from None
        if start > end:
            raise ValueError(
                error_message(f"Flatten from axis {start} back to axis {end}", "start_dim comes before end_dim")
            )
        return x.reshape((*x.shape[:start], math.prod(x.shape[start : end + 1]), *x.shape[end + 1 :]))

    def extra_repr(self) -> str:
        return f"start_dim={self.start_dim}, end_dim={self.end_dim}"
