"""Elementwise functions of one input, and logaddexp, hypot and arctan2 of two."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd.primitives import primitive

_LN2, _LN10 = math.log(2), math.log(10)

# fmt: off
exp        = primitive(np.exp,        x_bar=lambda z_bar, z: z_bar * z)
exp2       = primitive(np.exp2,       x_bar=lambda z_bar, z: z_bar * z * _LN2)
expm1      = primitive(np.expm1,      x_bar=lambda z_bar, z: z_bar * (z + 1))
log        = primitive(np.log,        x_bar=lambda z_bar, x: z_bar / x)
log1p      = primitive(np.log1p,      x_bar=lambda z_bar, x: z_bar / (x + 1))
log2       = primitive(np.log2,       x_bar=lambda z_bar, x: z_bar / (x * _LN2))
log10      = primitive(np.log10,      x_bar=lambda z_bar, x: z_bar / (x * _LN10))

_VERTICAL = "At {} its graph is vertical: there is no subgradient, and the slope is infinite."
sqrt       = primitive(np.sqrt, doc=f"`np.sqrt`. {_VERTICAL.format(0)}", x_bar=lambda z_bar, z: z_bar / (2 * z))
cbrt       = primitive(np.cbrt, doc=f"`np.cbrt`. {_VERTICAL.format(0)}", x_bar=lambda z_bar, z: z_bar / (3 * z * z))
square     = primitive(np.square,     x_bar=lambda z_bar, x: z_bar * 2 * x)
reciprocal = primitive(np.reciprocal, x_bar=lambda z_bar, z: -z_bar * z * z)

sin        = primitive(np.sin,        x_bar=lambda z_bar, x: z_bar * np.cos(x))
cos        = primitive(np.cos,        x_bar=lambda z_bar, x: -z_bar * np.sin(x))
tan        = primitive(np.tan,        x_bar=lambda z_bar, z: z_bar * (1 + z * z))
arcsin     = primitive(np.arcsin, doc=f"`np.arcsin`. {_VERTICAL.format('1 and -1')}",
                       x_bar=lambda z_bar, x: z_bar / np.sqrt(1 - x * x))
arccos     = primitive(np.arccos, doc=f"`np.arccos`. {_VERTICAL.format('1 and -1')}",
                       x_bar=lambda z_bar, x: -z_bar / np.sqrt(1 - x * x))
arctan     = primitive(np.arctan,     x_bar=lambda z_bar, x: z_bar / (1 + x * x))

sinh       = primitive(np.sinh,       x_bar=lambda z_bar, x: z_bar * np.cosh(x))
cosh       = primitive(np.cosh,       x_bar=lambda z_bar, x: z_bar * np.sinh(x))
tanh       = primitive(np.tanh,       x_bar=lambda z_bar, z: z_bar * (1 - z * z))
arcsinh    = primitive(np.arcsinh,    x_bar=lambda z_bar, x: z_bar / np.sqrt(x * x + 1))
arccosh    = primitive(np.arccosh, doc=f"`np.arccosh`. {_VERTICAL.format(1)}",
                       x_bar=lambda z_bar, x: z_bar / np.sqrt(x * x - 1))
arctanh    = primitive(np.arctanh,    x_bar=lambda z_bar, x: z_bar / (1 - x * x))

deg2rad    = primitive(np.deg2rad,    implements=(np.deg2rad, np.radians), x_bar=lambda z_bar: z_bar * (math.pi / 180))
rad2deg    = primitive(np.rad2deg,    implements=(np.rad2deg, np.degrees), x_bar=lambda z_bar: z_bar * (180 / math.pi))

logaddexp  = primitive(np.logaddexp,  x_bar=lambda z_bar, x, y: z_bar * sigmoid(x - y),
                                      y_bar=lambda z_bar, x, y: z_bar * sigmoid(y - x))

arctan2    = primitive(np.arctan2,
                       doc="`np.arctan2`. No angle belongs to the origin; there both error signals are 0.",
                                      y_bar=lambda z_bar, x, y: z_bar * x / nonzero(x * x + y * y),
                                      x_bar=lambda z_bar, x, y: -z_bar * y / nonzero(x * x + y * y))

hypot      = primitive(np.hypot,
                       doc="`np.hypot`. At the origin both slopes are 0, the middle of the subgradients.",
                                      x_bar=lambda z_bar, x, z: z_bar * x / nonzero(z),
                                      y_bar=lambda z_bar, y, z: z_bar * y / nonzero(z))
# fmt: on


@primitive(x_bar=lambda z_bar, z: z_bar * z * (1 - z))
def sigmoid(x: Any) -> Any:
    """The logistic function σ(x) = 1 / (1 + e⁻ˣ), accurate for any x (docs/lectures.md U1).

    >>> sigmoid(np.array([-800.0, 0.0, 800.0]))
    array([0. , 0.5, 1. ])
    """
    decay = np.exp(-np.abs(x))
    return np.where(x >= 0, 1, decay) / (1 + decay)


@primitive(x_bar=lambda z_bar, x: z_bar * sigmoid(x))
def softplus(x: Any) -> Any:
    """log(1 + eˣ), a smooth ReLU whose slope is the sigmoid (docs/lectures.md U1).

    >>> softplus(np.array([-800.0, 0.0, 800.0])).round(4)
    array([0.0000e+00, 6.9310e-01, 8.0000e+02])
    """
    return np.logaddexp(x, 0)


@primitive(x_bar=lambda z_bar, z: z_bar * (z > 0))
def relu(x: Any) -> Any:
    """max(x, 0). At 0, where any slope from 0 to 1 is a subgradient, the slope is 0 (docs/lectures.md U2).

    >>> relu(np.array([-2.0, 0.0, 3.0]))
    array([0., 0., 3.])
    """
    return np.maximum(x, 0)


def nonzero(denominator: Any) -> Any:
    """The denominator, with 1 for 0, where the numerator is 0 as well."""
    return np.where(denominator == 0, 1, denominator)
