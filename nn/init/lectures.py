"""The lectures' initializers: the output of a unit shall have the variance of its inputs (docs/lectures.md T2).

η is the fan-in, the number of connections that enter a unit, without its bias. Weights have the mean 0 and the variance
γ / η; γ, the square of the gain, depends on the unit. For sigmoid and tanh units it is the lectures'
1 / (g′(0)² (1 + g(0)²)), after S. K. Kumar, "On weight initialization in deep neural networks", 2017, which takes the
unit g for the straight line g(0) + g′(0) z. For softplus and ELU units, whose values have no upper bound, that line is
not good enough: with it softplus units explode in deep networks, and ELU units fade. Theirs is exact instead: the γ
with which Var(g(z)) = 1 for z from N(0, γ (1 + m²)), where m is the mean of g(z).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd import Tensor, error_message
from nn.seeding import Seed

from .fan import fans
from .filling import normal_, uniform_

#: The squares of the gains. That of sigmoid is 16 / (1 + 1/4). Those of elu and softplus have no closed form; they were
#: found by numerical integration, z with a standard deviation of 1.3219 and of 1.8438.
_SQUARES = {
    "absolute_value": 1.0,
    "elu": 1.6444,
    "linear": 1.0,
    "relu": 2.0,
    "sigmoid": 12.8,
    "softplus": 1.6642,
    "tanh": 1.0,
}


def unit_gain(unit: str, slope: float = 0.01, *, pieces: int = 2) -> float:
    """The standard deviation of a unit's weights, times √η.

    Its square is 2 for ReLU units and 2 / (1 + slope²) for leaky ones, which lose some of their inputs; 12.8 for
    sigmoid units, which are flatter than linear ones; 1.6642 for softplus and 1.6444 for ELU units (with alpha and beta
    of 1); 1 for linear, absolute value and tanh units, and for maxout units of two pieces; less than 1 for maxout units
    of more, whose largest piece is larger than most. (PyTorch's `calculate_gain` agrees on ReLU, leaky ReLU and linear
    units only.)

    From layer to layer the variance then stays the same, but for sigmoid and tanh units, to which the lectures' γ is an
    approximation: tanh units lose a little in each layer, and sigmoid units settle at a variance of 0.10.

    Parameters
    ----------
    unit
        One of "absolute_value", "elu", "leaky_relu", "linear", "maxout", "relu", "sigmoid", "softplus", "tanh".
    slope
        That of "leaky_relu" below 0.
    pieces
        The number of pieces of "maxout".

    >>> [round(unit_gain(unit) ** 2, 4) for unit in ("relu", "sigmoid", "tanh")]
    [2.0, 12.8, 1.0]
    """
    if unit == "leaky_relu":
        return math.sqrt(2 / (1 + slope**2))
    if unit == "maxout":
        if pieces < 1:
            raise ValueError(error_message(f"pieces={pieces}", "a maxout unit has at least one piece"))
        return 1 / math.sqrt(_mean_square_of_largest(pieces))
    if unit not in _SQUARES:
        known = sorted([*_SQUARES, "leaky_relu", "maxout"])
        raise ValueError(error_message(f"no gain is known for {unit!r}", f"there are {', '.join(known)}"))
    return math.sqrt(_SQUARES[unit])


def _mean_square_of_largest(pieces: int) -> float:
    """Of the largest of so many independent standard normal numbers: ∫ x² p φ(x) Φ(x)^(p - 1) dx."""
    x = np.linspace(-10, 10, 4001)
    density = np.exp(-(x**2) / 2) / math.sqrt(2 * math.pi)
    below = np.array([math.erfc(-point / math.sqrt(2)) / 2 for point in x])
    return float(np.sum(x**2 * pieces * density * below ** (pieces - 1)) * (x[1] - x[0]))


def he_normal_(tensor: Tensor, *, rng: Seed = None) -> Tensor:
    """Fills with N(0, 2/η), for ReLU units: K. He et al., 2015.

    >>> import nn
    >>> layer = nn.Linear(200, 500)
    >>> round(float(nn.init.he_normal_(layer.weight, rng=0).data.std()), 3)
    0.1
    """
    return scaled_normal_(tensor, unit_gain("relu"), rng=rng)


def he_uniform_(tensor: Tensor, *, rng: Seed = None) -> Tensor:
    """Fills with U(-√(6/η), √(6/η)), for ReLU units."""
    return scaled_uniform_(tensor, unit_gain("relu"), rng=rng)


def sigmoid_normal_(tensor: Tensor, *, rng: Seed = None) -> Tensor:
    """Fills with N(0, 12.8/η), for sigmoid units."""
    return scaled_normal_(tensor, unit_gain("sigmoid"), rng=rng)


def sigmoid_uniform_(tensor: Tensor, *, rng: Seed = None) -> Tensor:
    """Fills with U(-√(38.4/η), √(38.4/η)), for sigmoid units."""
    return scaled_uniform_(tensor, unit_gain("sigmoid"), rng=rng)


def lecun_normal_(tensor: Tensor, *, rng: Seed = None) -> Tensor:
    """Fills with N(0, 1/η), for linear and tanh units, and against saturation (docs/lectures.md T1).

    Y. LeCun et al., "Efficient BackProp", 1998. What Glorot and Bengio proposed is `xavier_normal_`.
    """
    return scaled_normal_(tensor, unit_gain("linear"), rng=rng)


def lecun_uniform_(tensor: Tensor, *, rng: Seed = None) -> Tensor:
    """Fills with U(-√(3/η), √(3/η)), for linear and tanh units."""
    return scaled_uniform_(tensor, unit_gain("linear"), rng=rng)


def he_normal(shape: tuple[int, ...], *, dtype: Any = np.float32, rng: Seed = None) -> Any:
    """An array of ``shape`` (out, in) from N(0, 2/η) with η = in, for ReLU units.

    >>> import nn
    >>> round(float(nn.init.he_normal((500, 200), rng=0).std()), 3)
    0.1
    """
    return he_normal_(Tensor(np.zeros(shape, dtype)), rng=rng).data


def he_uniform(shape: tuple[int, ...], *, dtype: Any = np.float32, rng: Seed = None) -> Any:
    """An array of ``shape`` (out, in) from U(-√(6/η), √(6/η)) with η = in, for ReLU units."""
    return he_uniform_(Tensor(np.zeros(shape, dtype)), rng=rng).data


def scaled_normal_(tensor: Tensor, gain: float, *, rng: Seed = None) -> Tensor:
    """Fills with N(0, gain²/η)."""
    return normal_(tensor, 0.0, gain / math.sqrt(max(fans(tensor.shape)[0], 1)), rng=rng)


def scaled_uniform_(tensor: Tensor, gain: float, *, rng: Seed = None) -> Tensor:
    """Fills with the uniform distribution of mean 0 and variance gain²/η."""
    bound = gain * math.sqrt(3 / max(fans(tensor.shape)[0], 1))
    return uniform_(tensor, -bound, bound, rng=rng)
