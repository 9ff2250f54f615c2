"""Units that let through what is positive."""

from __future__ import annotations

from typing import Any

from autograd import relu
from nn.module import Module


class ReLU(Module):
    """max(x, 0), entry by entry; the slope at 0 is 0, as in PyTorch (docs/lectures.md U1, U2).

    >>> import numpy as np
    >>> import nn
    >>> nn.ReLU()(np.array([-1.0, 0.0, 2.0]))
    array([0., 0., 2.])
    """

    def forward(self, x: Any) -> Any:
        """Any shape, to the same shape."""
        return relu(x)
