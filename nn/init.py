"""Initial values of parameters.

Functions whose names end in ``_`` fill a tensor in place, return it, and record nothing; they have PyTorch's names and
formulas. Those without give a new array. All random ones take ``rng``: a NumPy Generator, a seed, or None for the
package's own (`nn.manual_seed`).

Numbers are drawn in float64 and rounded to the tensor's dtype, so one seed gives a float32 and a float64 network the
same start.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd import Tensor, error_message

from .seeding import Seed, generator


def uniform_(tensor: Tensor, a: float = 0.0, b: float = 1.0, *, rng: Seed = None) -> Tensor:
    """Fills with U(a, b)."""
    return _fill(tensor, generator(rng).uniform(a, b, tensor.shape))


def normal_(tensor: Tensor, mean: float = 0.0, std: float = 1.0, *, rng: Seed = None) -> Tensor:
    """Fills with N(mean, std²)."""
    return _fill(tensor, generator(rng).normal(mean, std, tensor.shape))


def constant_(tensor: Tensor, val: float) -> Tensor:
    """Fills with one number."""
    return _fill(tensor, np.full(tensor.shape, val))


def zeros_(tensor: Tensor) -> Tensor:
    """Fills with 0."""
    return constant_(tensor, 0.0)


def ones_(tensor: Tensor) -> Tensor:
    """Fills with 1."""
    return constant_(tensor, 1.0)


def xavier_uniform_(tensor: Tensor, gain: float = 1.0, *, rng: Seed = None) -> Tensor:
    """Fills with U(-a, a), a = gain √(6 / (fan_in + fan_out)): Glorot and Bengio, "Understanding the difficulty of
    training deep feedforward neural networks", 2010."""
    bound = gain * math.sqrt(6 / max(sum(fans(tensor.shape)), 1))
    return uniform_(tensor, -bound, bound, rng=rng)


def xavier_normal_(tensor: Tensor, gain: float = 1.0, *, rng: Seed = None) -> Tensor:
    """Fills with N(0, s²), s = gain √(2 / (fan_in + fan_out)): Glorot and Bengio, 2010.

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

    With the default values, where the gain is √2, this is the lectures' N(0, 2/η) for ReLU units (docs/lectures.md T2).

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


def he_normal(shape: tuple[int, ...], *, dtype: Any = np.float32, rng: Seed = None) -> Any:
    """An array of ``shape`` (out, in) from N(0, 2/η) with η = in, for ReLU units (docs/lectures.md T2).

    >>> import nn
    >>> round(float(nn.init.he_normal((500, 200), rng=0).std()), 3)
    0.1
    """
    return kaiming_normal_(Tensor(np.zeros(shape, dtype)), nonlinearity="relu", rng=rng).data


def he_uniform(shape: tuple[int, ...], *, dtype: Any = np.float32, rng: Seed = None) -> Any:
    """An array of ``shape`` (out, in) from U(-√(6/η), √(6/η)) with η = in, for ReLU units (docs/lectures.md T2)."""
    return kaiming_uniform_(Tensor(np.zeros(shape, dtype)), nonlinearity="relu", rng=rng).data


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


def fans(shape: tuple[int, ...]) -> tuple[int, int]:
    """The number of inputs that reach a unit, and of outputs that an input reaches, for a weight of ``shape``.

    >>> fans((50, 784))
    (784, 50)
    """
    if len(shape) < 2:
        raise ValueError(
            error_message(
                f"a tensor of shape {shape} has no fan-in and fan-out",
                "give a weight of at least two axes (out, in); for biases use zeros_ or constant_",
            )
        )
    field = math.prod(shape[2:])
    return shape[1] * field, shape[0] * field


def _kaiming_std(tensor: Tensor, a: float, mode: str, nonlinearity: str) -> float:
    if mode not in ("fan_in", "fan_out"):
        raise ValueError(error_message(f"mode={mode!r}", "give 'fan_in' or 'fan_out'"))
    fan = fans(tensor.shape)[mode == "fan_out"]
    return calculate_gain(nonlinearity, a) / math.sqrt(max(fan, 1))


def _fill(tensor: Tensor, values: Any) -> Tensor:
    tensor.data[...] = values
    return tensor
