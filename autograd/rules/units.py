"""Activation functions with a choice in them: the slope at 0, the slope below 0, a slope changed on purpose, no slope.

The sigmoid, softplus and the plain ReLU are in elementwise.py; tanh and the absolute value are NumPy's own.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd import errors
from autograd.handle import Handle
from autograd.primitives import primitive

from .elementwise import sigmoid


# fmt: off
@primitive(name="relu",
           x_bar=lambda z_bar, x, at_zero: z_bar * (1 - at_zero) * (x > 0) + z_bar * at_zero * (x >= 0))
def relu_at_zero(x: Any, at_zero: float) -> Any:
    """max(x, 0), whose slope at 0 is ``at_zero``; any number from 0 to 1 is a subgradient (docs/lectures.md U2).

    With ``at_zero=1`` the rule is the slope of lectures 000 and 001, 1 where x ≥ 0.

    >>> from autograd import grad
    >>> [float(grad(relu_at_zero)(0.0, at_zero)) for at_zero in (0, 0.5, 1)]
    [0.0, 0.5, 1.0]
    """
    return np.maximum(x, 0)


@primitive(x_bar=lambda z_bar, x, slope: np.where(x > 0, z_bar, slope * z_bar))
def leaky_relu(x: Any, slope: float) -> Any:
    """x where x > 0, slope · x elsewhere; at 0 the slope is that of the left side (docs/lectures.md U1).

    >>> leaky_relu(np.array([-2.0, 0.0, 3.0]), 0.01)
    array([-0.02,  0.  ,  3.  ])
    """
    return np.where(x > 0, x, slope * x)


@primitive(x_bar=lambda z_bar, x, a: np.where(x > 0, z_bar, a * z_bar),
           a_bar=lambda z_bar, x:    np.where(x > 0, 0, x * z_bar))
def prelu(x: Any, a: Any) -> Any:
    """A leaky ReLU whose slope ``a`` is learned: max(x, 0) + a min(x, 0) (docs/lectures.md U1).

    ``a`` is one number for all units, or has one for each entry of the last axis of ``x``. At 0 the slope is ``a``.

    >>> prelu(np.array([[-2.0, -2.0], [0.0, 3.0]]), np.array([0.25, 0.5]))
    array([[-0.5, -1. ],
           [ 0. ,  3. ]])
    """
    return np.where(x > 0, x, a * x)


@primitive(x_bar=lambda z_bar, x, z, alpha: np.where(x > 0, z_bar, z_bar * (z + alpha)))
def elu(x: Any, alpha: float) -> Any:
    """x where x > 0, alpha (eˣ - 1) elsewhere; at 0 the slope is alpha (docs/lectures.md U1).

    Not max(alpha (eˣ - 1), x), as a slide has it: with alpha = 1 that is never less than x, and is eˣ - 1 everywhere.

    >>> elu(np.array([-800.0, 0.0, 3.0]), 1.0)
    array([-1.,  0.,  3.])
    """
    return np.where(x > 0, x, alpha * np.expm1(np.minimum(x, 0)))


@primitive(name="sigmoid",
           x_bar=lambda z_bar, z, slope_constant: z_bar * (z * (1 - z) + slope_constant))
def sigmoid_with_slope_constant(x: Any, slope_constant: float) -> Any:
    """The logistic function with a bar rule that is not its derivative: a constant is added to the slope.

    So a saturated unit still moves. From S. E. Fahlman's Quickprop: "An empirical study of learning speed in
    back-propagation networks", 1988; its constant is 0.1 (docs/lectures.md T1).

    >>> from autograd import grad
    >>> float(grad(sigmoid_with_slope_constant)(0.0, 0.1))
    0.35
    """
    return sigmoid(x)


@primitive(x_bar=lambda z_bar: no_slope(z_bar))
def hard_threshold(x: Any) -> Any:
    """1 where x > 0, 0 elsewhere. Its slope is 0 everywhere but at 0, where it has none (docs/lectures.md U1, N6).

    A backward pass through it sends back zeros, and warns that it does.

    >>> hard_threshold(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 1.])
    """
    return np.heaviside(x, 0)
# fmt: on


def no_slope(z_bar: Any) -> Any:
    """Zeros for an error signal. Where it is one of numbers, and not of a formula, the user is told."""
    if isinstance(z_bar, np.ndarray | np.generic | Handle):
        errors.warn(
            "the backward pass went through a hard threshold, which has no slope: what was computed before it "
            "gets error signals of 0, and learns nothing",
            "train with a sigmoid or a ReLU in its place; if nothing before it is to be trained, give it x.detach()",
        )
    return np.zeros_like(z_bar)
