"""Linear: the affine map of a layer of units."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd import Tensor, affine, error_message, linear

from .init import uniform_
from .module import Module
from .parameter import Parameter
from .seeding import Seed, generator


class Linear(Module):
    """z = W x + b, for a vector x or for each row of a batch (docs/lectures.md N1, E6).

    Takes (..., in_features) and gives (..., out_features). The result's dtype is NumPy's promotion of the input's and
    the parameters': float32 data stay float32, float64 data give float64.

    Parameters
    ----------
    in_features, out_features
        The number of inputs, and of units.
    bias
        Whether there is a b.
    dtype
        Of the parameters, a float.
    rng
        A NumPy Generator, or a seed, for the initial parameters; None for the package's own (`nn.manual_seed`). As in
        PyTorch they are drawn from U(-1/√in_features, 1/√in_features), first the weight's, then the bias's.

    Attributes
    ----------
    weight : Parameter
        W, of shape (out_features, in_features).
    bias : Parameter or None
        b, of shape (out_features,).

    Examples
    --------
    >>> import numpy as np
    >>> import nn
    >>> layer = nn.Linear(784, 10, rng=0)
    >>> layer(np.zeros((32, 784), np.float32)).shape
    (32, 10)
    >>> layer.weight.shape, layer.weight.dtype
    ((10, 784), dtype('float32'))
    """

    weight: Parameter
    bias: Parameter | None

    def __init__(
        self,
        in_features: int,
        out_features: int,
        bias: bool = True,
        *,
        dtype: Any = np.float32,
        rng: Seed = None,
    ) -> None:
        self.in_features = _count("in_features", in_features)
        self.out_features = _count("out_features", out_features)
        rng = generator(rng)
        bound = 1 / math.sqrt(in_features) if in_features else 0.0
        self.weight = Parameter(np.zeros((out_features, in_features), dtype))
        uniform_(self.weight, -bound, bound, rng=rng)
        self.bias = None
        if bias:
            self.bias = Parameter(np.zeros(out_features, dtype))
            uniform_(self.bias, -bound, bound, rng=rng)

    def forward(self, x: Any) -> Tensor:
        """(..., in_features) to (..., out_features)."""
        if self.bias is None:
            return linear(x, self.weight)  # type: ignore[no-any-return]
        return affine(x, self.weight, self.bias)  # type: ignore[no-any-return]

    def extra_repr(self) -> str:
        return f"in_features={self.in_features}, out_features={self.out_features}, bias={self.bias is not None}"


def _count(name: str, value: Any) -> int:
    try:
        count = value.__index__()
    except AttributeError:
        raise TypeError(error_message(f"{name} is a whole number, not {value!r}", "give an int")) from None
    if count < 0:
        raise ValueError(error_message(f"{name} is {count}", "a number of units is not negative"))
    return int(count)
