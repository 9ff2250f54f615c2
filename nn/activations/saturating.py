"""Units with an upper and a lower limit, which they saturate at."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd import sigmoid
from nn.module import Module


class Sigmoid(Module):
    """σ(x) = 1 / (1 + e⁻ˣ), entry by entry (docs/lectures.md U1).

    >>> import numpy as np
    >>> import nn
    >>> nn.Sigmoid()(np.array([0.0, 800.0]))
    array([0.5, 1. ])
    """

    def forward(self, x: Any) -> Any:
        """Any shape, to the same shape."""
        return sigmoid(x)


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
