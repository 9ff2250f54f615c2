"""PReLU: a leaky ReLU that learns its slope."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd import Tensor
from nn.functional import prelu
from nn.module import Module
from nn.parameter import Parameter


class PReLU(Module):
    """x where x > 0 and weight · x elsewhere; ``weight`` is learned (docs/lectures.md U1).

    K. He et al., "Delving deep into rectifiers", 2015.

    Parameters
    ----------
    num_parameters
        1 for one slope that all units share; else the number of units, for a slope of each unit's own.
        The units are the last axis of the input, as `Linear` gives them; PyTorch counts them along the second.
    init
        The slopes to begin with.
    dtype
        Of the slopes, a float.

    Attributes
    ----------
    weight : Parameter
        The slopes, of shape (num_parameters,).

    Examples
    --------
    >>> import numpy as np
    >>> import nn
    >>> nn.PReLU()(np.array([-1.0, 0.0, 2.0]))
    Tensor([-0.25,  0.  ,  2.  ], made_by=prelu)
    >>> layer = nn.Sequential(nn.Linear(4, 3), nn.PReLU(3))
    >>> layer(np.zeros((5, 4))).shape
    (5, 3)
    """

    weight: Parameter

    def __init__(self, num_parameters: int = 1, init: float = 0.25, *, dtype: Any = np.float32) -> None:
        self.num_parameters = num_parameters
        self.weight = Parameter(np.full(num_parameters, init, dtype))

    def forward(self, x: Any) -> Tensor:
        """(..., units) to the same shape; any shape where all units share the slope."""
        return prelu(x, self.weight)  # type: ignore[no-any-return]

    def extra_repr(self) -> str:
        return f"num_parameters={self.num_parameters}"
