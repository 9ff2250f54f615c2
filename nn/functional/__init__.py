"""What the layers and losses compute, as functions, under PyTorch's names: ``import nn.functional as F``.

They take tensors, arrays and numbers. Where a layer has parameters, its function is given them.
"""

from __future__ import annotations

from typing import Any

import autograd
from nn.losses.binary_cross_entropy import binary_cross_entropy_with_logits
from nn.losses.cross_entropy import cross_entropy
from nn.losses.hinge import hinge_loss, multi_margin_loss
from nn.losses.penalty import l2_penalty
from nn.losses.squared_error import half_squared_error_loss, mse_loss

from .units import (
    absolute_value,
    elu,
    hard_threshold,
    leaky_relu,
    log_softmax,
    maxout,
    prelu,
    relu,
    sigmoid,
    softmax,
    softplus,
    tanh,
)

__all__ = [
    "absolute_value",
    "binary_cross_entropy_with_logits",
    "cross_entropy",
    "elu",
    "half_squared_error_loss",
    "hard_threshold",
    "hinge_loss",
    "l2_penalty",
    "leaky_relu",
    "linear",
    "log_softmax",
    "maxout",
    "mse_loss",
    "multi_margin_loss",
    "prelu",
    "relu",
    "sigmoid",
    "softmax",
    "softplus",
    "tanh",
]


def linear(x: Any, weight: Any, bias: Any = None) -> Any:
    """W x + b for a vector x or each row of a batch; ``weight`` is (outputs, inputs), ``bias`` (outputs,) or None.

    >>> import numpy as np
    >>> linear(np.array([1.0, 2.0]), np.array([[1.0, 1.0], [0.0, 3.0]]), np.array([0.5, 0.0]))
    array([3.5, 6. ])
    """
    return autograd.linear(x, weight) if bias is None else autograd.affine(x, weight, bias)
