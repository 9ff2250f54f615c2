"""What the layers and losses compute, as functions, under PyTorch's names: ``import nn.functional as F``.

They take tensors, arrays and numbers. Where a layer has parameters, its function is given them.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd import affine, relu, sigmoid, softplus
from autograd import linear as _linear
from autograd import log_softmax as _log_softmax
from autograd import softmax as _softmax

from .losses.cross_entropy import cross_entropy
from .losses.squared_error import mse_loss

__all__ = [
    "cross_entropy",
    "linear",
    "log_softmax",
    "mse_loss",
    "relu",
    "sigmoid",
    "softmax",
    "softplus",
    "tanh",
]


def linear(x: Any, weight: Any, bias: Any = None) -> Any:
    """W x + b for a vector x or each row of a batch; ``weight`` is (outputs, inputs), ``bias`` (outputs,) or None.

    >>> linear(np.array([1.0, 2.0]), np.array([[1.0, 1.0], [0.0, 3.0]]), np.array([0.5, 0.0]))
    array([3.5, 6. ])
    """
    return _linear(x, weight) if bias is None else affine(x, weight, bias)


def tanh(x: Any) -> Any:
    """``np.tanh``."""
    return np.tanh(x)


def softmax(x: Any, dim: int | tuple[int, ...] = -1) -> Any:
    """eˣ / Σ eˣ along the axis ``dim``, for entries of any size.

    >>> softmax(np.array([1000.0, 1000.0]))
    array([0.5, 0.5])
    """
    return _softmax(x, dim)


def log_softmax(x: Any, dim: int | tuple[int, ...] = -1) -> Any:
    """The logarithm of softmax along the axis ``dim``, for entries of any size.

    >>> log_softmax(np.array([0.0, 1000.0]))
    array([-1000.,     0.])
    """
    return _log_softmax(x, dim)
