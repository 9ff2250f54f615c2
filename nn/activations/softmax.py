"""Softmax, which makes probabilities of the scores along an axis."""

from __future__ import annotations

from typing import Any

from nn.functional import log_softmax, softmax
from nn.module import Module


class Softmax(Module):
    """eˣ / Σ eˣ along an axis, for scores of any size (docs/lectures.md U6, U7).

    To train a classifier leave it out: `nn.CrossEntropyLoss` takes the scores.

    >>> import numpy as np
    >>> import nn
    >>> nn.Softmax()(np.array([[0.0, 0.0], [1000.0, 0.0]]))
    array([[0.5, 0.5],
           [1. , 0. ]])
    """

    def __init__(self, dim: int = -1) -> None:
        self.dim = dim

    def forward(self, x: Any) -> Any:
        """Any shape, to the same shape."""
        return softmax(x, self.dim)

    def extra_repr(self) -> str:
        return f"dim={self.dim}"


class LogSoftmax(Module):
    """The logarithm of softmax along an axis, for scores of any size.

    >>> import numpy as np
    >>> import nn
    >>> nn.LogSoftmax()(np.array([0.0, 1000.0]))
    array([-1000.,     0.])
    """

    def __init__(self, dim: int = -1) -> None:
        self.dim = dim

    def forward(self, x: Any) -> Any:
        """Any shape, to the same shape."""
        return log_softmax(x, self.dim)

    def extra_repr(self) -> str:
        return f"dim={self.dim}"
