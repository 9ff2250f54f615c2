"""Arithmetic, choosing between values, and rounding's differentiable kin."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from autograd.primitives import primitive

# fmt: off
add      = primitive(operator.add, implements=np.add,
                     x_bar=lambda z_bar: z_bar,
                     y_bar=lambda z_bar: z_bar)

subtract = primitive(operator.sub, implements=np.subtract,
                     x_bar=lambda z_bar: z_bar,
                     y_bar=lambda z_bar: -z_bar)

multiply = primitive(operator.mul, implements=np.multiply,
                     x_bar=lambda z_bar, y: z_bar * y,
                     y_bar=lambda z_bar, x: z_bar * x)

divide   = primitive(operator.truediv, implements=np.divide,
                     x_bar=lambda z_bar, y: z_bar / y,
                     y_bar=lambda z_bar, y, z: -z_bar * z / y)

power    = primitive(operator.pow, implements=np.power,
                     doc="`np.power`. Of 0 to a power below 1 the slope is infinite; of 0⁰ it is 0 in the base. The "
                         "exponent's slope, z log x, is 0 for x = 0, and not a number for a negative x.",
                     x_bar=lambda z_bar, x, y: z_bar * y * x ** lowered(y, x),
                     y_bar=lambda z_bar, x, z: z_bar * z * np.log(np.where(x == 0, 1, x)))

_JUMPS = "Where it jumps, the slopes are those beside the jump."

remainder = primitive(operator.mod, implements=np.remainder, doc=f"`np.remainder`. {_JUMPS}",
                      x_bar=lambda z_bar: z_bar,
                      y_bar=lambda z_bar, x, y: -z_bar * np.floor_divide(x, y))

fmod     = primitive(np.fmod, doc=f"`np.fmod`. {_JUMPS}",
                     x_bar=lambda z_bar: z_bar,
                     y_bar=lambda z_bar, x, y: -z_bar * np.trunc(x / y))

negative = primitive(operator.neg, implements=np.negative, x_bar=lambda z_bar: -z_bar)
positive = primitive(operator.pos, implements=np.positive, x_bar=lambda z_bar: z_bar)

absolute = primitive(operator.abs, implements=(np.absolute, np.fabs),
                     doc="`np.absolute`. At 0 the slope is 0, the middle of the subgradients [-1, 1].",
                     x_bar=lambda z_bar, x: z_bar * np.sign(x))

_TIES = "Where both are equal, each receives half of the error signal, a subgradient."

maximum  = primitive(np.maximum, doc=f"`np.maximum`. {_TIES}",
                     x_bar=lambda z_bar, x, y: np.where(x == y, z_bar / 2, np.where(x > y, z_bar, 0)),
                     y_bar=lambda z_bar, x, y: np.where(x == y, z_bar / 2, np.where(y > x, z_bar, 0)))

minimum  = primitive(np.minimum, doc=f"`np.minimum`. {_TIES}",
                     x_bar=lambda z_bar, x, y: np.where(x == y, z_bar / 2, np.where(x < y, z_bar, 0)),
                     y_bar=lambda z_bar, x, y: np.where(x == y, z_bar / 2, np.where(y < x, z_bar, 0)))

fmax     = primitive(np.fmax, doc=f"`np.fmax`. {_TIES}",
                     x_bar=lambda z_bar, x, y: np.where(x == y, z_bar / 2, np.where((x > y) | np.isnan(y), z_bar, 0)),
                     y_bar=lambda z_bar, x, y: np.where(x == y, z_bar / 2, np.where((y > x) | np.isnan(x), z_bar, 0)))

fmin     = primitive(np.fmin, doc=f"`np.fmin`. {_TIES}",
                     x_bar=lambda z_bar, x, y: np.where(x == y, z_bar / 2, np.where((x < y) | np.isnan(y), z_bar, 0)),
                     y_bar=lambda z_bar, x, y: np.where(x == y, z_bar / 2, np.where((y < x) | np.isnan(x), z_bar, 0)))
# fmt: on


@primitive(
    x_bar=lambda z_bar, x, low, high: np.where((x >= low) & (x <= high), z_bar, 0),
    low_bar=lambda z_bar, x, low, high: np.where((x < low) & (low <= high), z_bar, 0),
    high_bar=lambda z_bar, x, low, high: np.where((x > high) | (low > high), z_bar, 0),
)
def clip(x: Any, low: Any, high: Any) -> Any:
    """Limits values to the interval from ``low`` to ``high``.

    The slope is 1 inside and on both ends of the interval, 0 outside (docs/lectures.md U6).
    """
    return np.clip(x, low, high)


@primitive(
    x_bar=lambda z_bar, condition: np.where(condition, z_bar, 0),
    y_bar=lambda z_bar, condition: np.where(condition, 0, z_bar),
)
def where(condition: Any, x: Any, y: Any) -> Any:
    """``x`` where the condition holds, ``y`` elsewhere."""
    return np.where(condition, x, y)


def lowered(exponent: Any, base: Any) -> Any:
    """The exponent of a power's derivative, one lower; of 0⁰, whose derivative is 0 also at 0, any other."""
    if isinstance(exponent, int | float):
        return exponent - 1 if exponent != 0 else 1
    return np.where((exponent == 0) & (base == 0), 1, exponent - 1)
