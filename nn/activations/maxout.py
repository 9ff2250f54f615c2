"""Maxout: units that take the largest of several linear functions."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd import error_message
from nn.functional import maxout
from nn.linear import Linear
from nn.module import Module
from nn.seeding import Seed


class Maxout(Module):
    """h_i = max over j in the i-th group of (w_j · x + b_j): the largest of ``pieces`` linear functions for each unit.

    Takes (..., in_features) and gives (..., out_features). With two pieces of which one is 0 this is a ReLU; unlike a
    ReLU it has a slope everywhere, at the price of ``pieces`` times the parameters (docs/lectures.md U1).
    I. Goodfellow et al., "Maxout networks", 2013.

    Parameters
    ----------
    in_features, out_features
        The number of inputs, and of units.
    pieces
        The number of linear functions for each unit.
    bias, dtype, rng
        As in `Linear`.

    Attributes
    ----------
    linear : Linear
        All the linear functions, of (out_features · pieces) outputs.

    Examples
    --------
    >>> import numpy as np
    >>> import nn
    >>> layer = nn.Maxout(4, 2, pieces=3, rng=0)
    >>> layer(np.zeros((5, 4))).shape
    (5, 2)
    >>> layer.groups
    array([[0, 1, 2],
           [3, 4, 5]])
    """

    def __init__(
        self,
        in_features: int,
        out_features: int,
        pieces: int = 2,
        bias: bool = True,
        *,
        dtype: Any = np.float32,
        rng: Seed = None,
    ) -> None:
        if pieces < 1:
            raise ValueError(error_message(f"pieces={pieces}", "a maxout unit takes the largest of at least one piece"))
        self.pieces = pieces
        self.linear = Linear(in_features, out_features * pieces, bias, dtype=dtype, rng=rng)

    @property
    def groups(self) -> Any:
        """For each unit the rows of ``linear.weight`` that are its pieces: integers (out_features, pieces)."""
        return np.arange(self.linear.out_features).reshape(-1, self.pieces)

    def forward(self, x: Any) -> Any:
        """(..., in_features) to (..., out_features)."""
        return maxout(self.linear(x), self.pieces)

    def extra_repr(self) -> str:
        return f"pieces={self.pieces}"
