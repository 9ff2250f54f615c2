"""Units that let through what is positive, and differ in what they make of the rest."""

from __future__ import annotations

from typing import Any

from autograd import relu, relu_at_zero
from nn.functional import absolute_value, elu, leaky_relu, softplus
from nn.functional.units import checked_beta, slope_at_zero
from nn.module import Module


class ReLU(Module):
    """max(x, 0), entry by entry (docs/lectures.md U1, U2).

    Parameters
    ----------
    at_zero
        The slope at 0, where any number from 0 to 1 is a subgradient: 0 as in PyTorch, 1 as in lectures 000 and 001.

    Examples
    --------
    >>> import numpy as np
    >>> import nn
    >>> nn.ReLU()(np.array([-1.0, 0.0, 2.0]))
    array([0., 0., 2.])
    >>> from autograd import Tensor
    >>> x = Tensor(0.0, requires_grad=True)
    >>> nn.ReLU(at_zero=1)(x).backward()
    >>> x.bar
    array(1.)
    """

    def __init__(self, *, at_zero: float = 0.0) -> None:
        self.at_zero = slope_at_zero(at_zero)

    def forward(self, x: Any) -> Any:
        """Any shape, to the same shape."""
        return relu_at_zero(x, self.at_zero) if self.at_zero else relu(x)

    def extra_repr(self) -> str:
        return f"at_zero={self.at_zero}" if self.at_zero else ""


class AbsoluteValue(Module):
    """|x|, entry by entry: the absolute value rectifier, which is a leaky ReLU of slope -1 (docs/lectures.md U1).

    >>> import numpy as np
    >>> import nn
    >>> nn.AbsoluteValue()(np.array([-1.0, 0.0, 2.0]))
    array([1., 0., 2.])
    """

    def forward(self, x: Any) -> Any:
        """Any shape, to the same shape."""
        return absolute_value(x)


class LeakyReLU(Module):
    """x where x > 0 and negative_slope · x elsewhere, entry by entry (docs/lectures.md U1).

    >>> import numpy as np
    >>> import nn
    >>> nn.LeakyReLU()(np.array([-1.0, 0.0, 2.0]))
    array([-0.01,  0.  ,  2.  ])
    """

    def __init__(self, negative_slope: float = 0.01) -> None:
        self.negative_slope = negative_slope

    def forward(self, x: Any) -> Any:
        """Any shape, to the same shape."""
        return leaky_relu(x, self.negative_slope)

    def extra_repr(self) -> str:
        return f"negative_slope={self.negative_slope}"


class ELU(Module):
    """x where x > 0 and alpha (eˣ - 1) elsewhere, entry by entry (docs/lectures.md U1).

    >>> import numpy as np
    >>> import nn
    >>> nn.ELU()(np.array([-1.0, 0.0, 2.0])).round(4)
    array([-0.6321,  0.    ,  2.    ])
    """

    def __init__(self, alpha: float = 1.0) -> None:
        self.alpha = alpha

    def forward(self, x: Any) -> Any:
        """Any shape, to the same shape."""
        return elu(x, self.alpha)

    def extra_repr(self) -> str:
        return f"alpha={self.alpha}"


class Softplus(Module):
    """log(1 + e^(beta x)) / beta, entry by entry, with a ``beta`` above 0 (docs/lectures.md U1).

    With beta = 1 its slope is the sigmoid.

    >>> import numpy as np
    >>> import nn
    >>> nn.Softplus()(np.array([-1.0, 0.0, 5.0])).round(4)
    array([0.3133, 0.6931, 5.0067])
    """

    def __init__(self, beta: float = 1.0) -> None:
        self.beta = checked_beta(beta)

    def forward(self, x: Any) -> Any:
        """Any shape, to the same shape."""
        return softplus(x, self.beta)

    def extra_repr(self) -> str:
        return "" if self.beta == 1 else f"beta={self.beta}"
