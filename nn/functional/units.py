"""Activation functions. Those that are NumPy's or the engine's own are passed on; they work entry by entry."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

import autograd
from autograd import Tensor, error_message, hard_threshold

__all__ = [
    "absolute_value",
    "elu",
    "hard_threshold",
    "leaky_relu",
    "log_softmax",
    "maxout",
    "prelu",
    "relu",
    "sigmoid",
    "softmax",
    "softplus",
    "tanh",
]


def sigmoid(x: Any, *, slope_constant: float = 0.0) -> Any:
    """σ(x) = 1 / (1 + e⁻ˣ). ``slope_constant`` is added to its slope in the backward pass; see `nn.Sigmoid`.

    >>> sigmoid(np.array([0.0, 800.0]))
    array([0.5, 1. ])
    """
    if not slope_constant:
        return autograd.sigmoid(x)
    return autograd.sigmoid_with_slope_constant(x, checked_slope_constant(slope_constant))


def checked_slope_constant(slope_constant: float) -> float:
    """What is added to the slope of a sigmoid, checked."""
    if not 0 <= slope_constant < math.inf:
        raise ValueError(
            error_message(f"slope_constant={slope_constant!r}", "give a number that is not negative; Quickprop has 0.1")
        )
    return slope_constant


def tanh(x: Any) -> Any:
    """``np.tanh``."""
    return np.tanh(x)


def relu(x: Any, *, at_zero: float = 0.0) -> Any:
    """max(x, 0); the slope at 0 is ``at_zero``, from 0 to 1.

    >>> relu(np.array([-1.0, 2.0]))
    array([0., 2.])
    """
    return autograd.relu_at_zero(x, slope_at_zero(at_zero)) if at_zero else autograd.relu(x)


def slope_at_zero(at_zero: float) -> float:
    """A slope at 0 for max(x, 0), checked."""
    if not 0 <= at_zero <= 1:
        raise ValueError(
            error_message(f"at_zero={at_zero!r}", "the slope of a ReLU at 0 is a subgradient, a number from 0 to 1")
        )
    return at_zero


def absolute_value(x: Any) -> Any:
    """|x|; the slope at 0 is 0."""
    return np.abs(x)


def leaky_relu(x: Any, negative_slope: float = 0.01) -> Any:
    """x where x > 0, negative_slope · x elsewhere.

    >>> leaky_relu(np.array([-1.0, 2.0]))
    array([-0.01,  2.  ])
    """
    return autograd.leaky_relu(x, negative_slope)


def prelu(x: Any, weight: Any) -> Any:
    """x where x > 0, weight · x elsewhere; ``weight`` has one entry, or one for each entry of the last axis of x.

    >>> prelu(np.array([[-1.0, -1.0], [2.0, 2.0]]), np.array([0.1, 0.2]))
    array([[-0.1, -0.2],
           [ 2. ,  2. ]])
    """
    if isinstance(weight, int | float):
        return autograd.prelu(x, weight)
    if not isinstance(weight, Tensor):
        weight = np.asarray(weight)
    if weight.size != 1 and weight.shape != np.shape(x)[-1:]:
        raise ValueError(
            error_message(
                f"prelu of x: {np.shape(x)} with slopes of shape {weight.shape}",
                "give one slope, or one for each entry of the last axis of x",
            )
        )
    return autograd.prelu(x, weight if np.ndim(x) else np.reshape(weight, ()))


def elu(x: Any, alpha: float = 1.0) -> Any:
    """x where x > 0, alpha (eˣ - 1) elsewhere.

    >>> elu(np.array([-800.0, 2.0]))
    array([-1.,  2.])
    """
    return autograd.elu(x, alpha)


def softplus(x: Any, beta: float = 1.0) -> Any:
    """log(1 + e^(beta x)) / beta, with a ``beta`` above 0.

    >>> softplus(np.array([0.0, 5.0])).round(4)
    array([0.6931, 5.0067])
    """
    if checked_beta(beta) == 1:
        return autograd.softplus(x)
    if isinstance(x, list | tuple):
        x = np.asarray(x)  # a list times a whole number would be a longer list
    return autograd.softplus(x * beta) / beta


def checked_beta(beta: float) -> float:
    """The sharpness of a softplus, checked."""
    if not 0 < beta < math.inf:
        raise ValueError(
            error_message(f"beta={beta!r}", "give a number above 0; the larger it is, the nearer is max(x, 0)")
        )
    return beta


def maxout(x: Any, pieces: int) -> Any:
    """The largest of each group of ``pieces`` neighbours on the last axis, which becomes that much shorter.

    The groups are {0, ..., pieces - 1}, {pieces, ..., 2 pieces - 1}, and so on (docs/lectures.md U1). The largest
    entries get the error signal; where several are equally large they share it.

    >>> maxout(np.array([1.0, 3.0, -5.0, -2.0]), pieces=2)
    array([ 3., -2.])
    """
    shape = np.shape(x)
    if pieces < 1 or not shape or shape[-1] % pieces:
        raise ValueError(
            error_message(
                f"maxout of x: {shape} with pieces={pieces}",
                "the last axis of x must be a multiple of the number of pieces",
            )
        )
    return np.max(np.reshape(x, (*shape[:-1], shape[-1] // pieces, pieces)), axis=-1)


def softmax(x: Any, dim: int | tuple[int, ...] = -1) -> Any:
    """eˣ / Σ eˣ along the axis ``dim``, for entries of any size.

    >>> softmax(np.array([1000.0, 1000.0]))
    array([0.5, 0.5])
    """
    return autograd.softmax(x, dim)


def log_softmax(x: Any, dim: int | tuple[int, ...] = -1) -> Any:
    """The logarithm of softmax along the axis ``dim``, for entries of any size.

    >>> log_softmax(np.array([0.0, 1000.0]))
    array([-1000.,     0.])
    """
    return autograd.log_softmax(x, dim)
