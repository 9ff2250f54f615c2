"""Units with an upper and a lower limit, which they saturate at."""

from __future__ import annotations

from typing import Any

import numpy as np

from nn.functional import hard_threshold, sigmoid
from nn.functional.units import checked_slope_constant
from nn.module import Module


class Sigmoid(Module):
    """σ(x) = 1 / (1 + e⁻ˣ), entry by entry (docs/lectures.md U1).

    Parameters
    ----------
    slope_constant
        Is added to the slope σ(x) (1 - σ(x)) in the backward pass, on purpose, so that saturated units go on learning;
        Fahlman's Quickprop has 0.1. What the backward pass then gives is not a gradient (docs/lectures.md T1).

    Examples
    --------
    >>> import numpy as np
    >>> import nn
    >>> nn.Sigmoid()(np.array([0.0, 800.0]))
    array([0.5, 1. ])
    >>> from autograd import Tensor
    >>> x = Tensor(800.0, requires_grad=True)
    >>> nn.Sigmoid(slope_constant=0.1)(x).backward()
    >>> x.bar
    array(0.1)
    """

    def __init__(self, *, slope_constant: float = 0.0) -> None:
        self.slope_constant = checked_slope_constant(slope_constant)

    def forward(self, x: Any) -> Any:
        """Any shape, to the same shape."""
        return sigmoid(x, slope_constant=self.slope_constant)

    def extra_repr(self) -> str:
        return f"slope_constant={self.slope_constant}" if self.slope_constant else ""


class Tanh(Module):
    """tanh(x) = 2σ(2x) - 1, entry by entry (docs/lectures.md U1).

    >>> import numpy as np
    >>> import nn
    >>> nn.Tanh()(np.array([0.0, 800.0]))
    array([0., 1.])
    """

    def forward(self, x: Any) -> Any:
        """Any shape, to the same shape."""
        return np.tanh(x)


class HardThreshold(Module):
    """1 where x > 0 and 0 elsewhere, entry by entry (docs/lectures.md U1, N6).

    There is no slope to learn by: a backward pass through it gives everything before it error signals of 0, and warns
    (`autograd.GradientWarning`).

    >>> import numpy as np
    >>> import nn
    >>> nn.HardThreshold()(np.array([-1.0, 0.0, 2.0]))
    array([0., 0., 1.])
    """

    def forward(self, x: Any) -> Any:
        """Any shape, to the same shape."""
        return hard_threshold(x)
