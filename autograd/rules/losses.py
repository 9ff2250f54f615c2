"""A loss fused with the output unit that it belongs to, beside softmax's in fused.py."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd.primitives import primitive

from .elementwise import sigmoid


# fmt: off
@primitive(t_bar=lambda L_bar, t, y: L_bar * (sigmoid(t) - y),
           y_bar=lambda L_bar, t:   -L_bar * t)
def sigmoid_cross_entropy(t: Any, y: Any) -> Any:
    """-y log σ(t) - (1 - y) log(1 - σ(t)), entry by entry: how unlikely the score ``t`` makes the label ``y``.

    ``y`` is 0, 1 or a probability. Stable for scores of any size (docs/lectures.md U8, U9).

    >>> sigmoid_cross_entropy(np.array([0.0, 10000.0, 10000.0]), np.array([1.0, 1.0, 0.0]))
    array([6.93147181e-01, 0.00000000e+00, 1.00000000e+04])
    """
    return np.maximum(t, 0) - t * y + np.log1p(np.exp(-np.abs(t)))
# fmt: on
