"""PyTorch's initializers: scales that come from a unit's fan-in and fan-out, and from its gain."""

from __future__ import annotations

import math

from autograd import Tensor, error_message
from nn.seeding import Seed

from .fan import fans
from .filling import normal_, uniform_


def xavier_uniform_(tensor: Tensor, gain: float = 1.0, *, rng: Seed = None) -> Tensor:
    """Fills with U(-a, a), a = gain √(6 / (fan_in + fan_out)): Glorot and Bengio, "Understanding the difficulty of
    training deep feedforward neural networks", 2010."""
    bound = gain * math.sqrt(6 / max(sum(fans(tensor.shape)), 1))
    return uniform_(tensor, -bound, bound, rng=rng)


def xavier_normal_(tensor: Tensor, gain: float = 1.0, *, rng: Seed = None) -> Tensor:
    """Fills with N(0, s²), s = gain √(2 / (fan_in + fan_out)): Glorot and Bengio, 2010.

    The lectures' "sometimes called Xavier" is another: N(0, 1/η), which is `lecun_normal_`.

    >>> import nn
    >>> layer = nn.Linear(300, 500)
    >>> round(float(nn.init.xavier_normal_(layer.weight, rng=0).data.std()), 3)
    0.05
    """
    return normal_(tensor, 0.0, gain * math.sqrt(2 / max(sum(fans(tensor.shape)), 1)), rng=rng)


def kaiming_uniform_(
    tensor: Tensor, a: float = 0.0, mode: str = "fan_in", nonlinearity: str = "leaky_relu", *, rng: Seed = None
) -> Tensor:
    """Fills with U(-√3 s, √3 s), where s is that of `kaiming_normal_`."""
    bound = math.sqrt(3) * _kaiming_std(tensor, a, mode, nonlinearity)
    return uniform_(tensor, -bound, bound, rng=rng)


def kaiming_normal_(
    tensor: Tensor, a: float = 0.0, mode: str = "fan_in", nonlinearity: str = "leaky_relu", *, rng: Seed = None
) -> Tensor:
    """Fills with N(0, s²), s = gain / √fan: He et al., "Delving deep into rectifiers", 2015.

    With the default values, where the gain is √2, this is `he_normal_`; with ``nonlinearity="linear"`` it is
    `lecun_normal_`. PyTorch's gains of sigmoid and tanh are not the lectures' (docs/lectures.md T2).

    Parameters
    ----------
    tensor
        A weight, (out, in) or (out, in, ...).
    a
        The slope of a leaky ReLU below 0.
    mode
        ``"fan_in"`` keeps the variance of the values in the forward pass, ``"fan_out"`` that of the error signals in
        the backward pass.
    nonlinearity
        The unit after the layer, as `calculate_gain` takes it.
    rng
        A NumPy Generator, a seed, or None.
    """
    return normal_(tensor, 0.0, _kaiming_std(tensor, a, mode, nonlinearity), rng=rng)


def calculate_gain(nonlinearity: str, param: float | None = None) -> float:
    """By how much a unit's weights must be larger than a linear unit's, in PyTorch's table.

    ``param`` is the slope of a leaky ReLU below 0; None for 0.01.

    >>> calculate_gain("relu") ** 2
    2.0000000000000004
    """
    if nonlinearity == "leaky_relu":
        return math.sqrt(2 / (1 + (0.01 if param is None else param) ** 2))
    if nonlinearity not in _GAINS:
        raise ValueError(
            error_message(
                f"no gain is known for {nonlinearity!r}", f"there are {', '.join(sorted([*_GAINS, 'leaky_relu']))}"
            )
        )
    return _GAINS[nonlinearity]


_GAINS = {"linear": 1.0, "identity": 1.0, "sigmoid": 1.0, "tanh": 5 / 3, "relu": math.sqrt(2), "selu": 3 / 4}


def _kaiming_std(tensor: Tensor, a: float, mode: str, nonlinearity: str) -> float:
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(error_message(f"mode={mode!r}", "give 'fan_in' or 'fan_out'"))
    fan = fans(tensor.shape)[mode == "fan_out"]
    return calculate_gain(nonlinearity, a) / math.sqrt(max(fan, 1))
