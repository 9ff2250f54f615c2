"""Filling a tensor with random numbers of one distribution, or with one number."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd import Tensor, error_message, mark_written
from nn.seeding import Seed, generator


def uniform_(tensor: Tensor, a: float = 0.0, b: float = 1.0, *, rng: Seed = None) -> Tensor:
    """Fills with U(a, b).

    >>> import nn
    >>> weight = uniform_(nn.Linear(3, 2).weight, -0.1, 0.1)
    >>> bool(abs(weight.data).max() <= 0.1)
    True
    """
    check(tensor)
    if not a <= b:
        raise ValueError(error_message(f"a uniform distribution from {a} to {b}", "give the lower bound first"))
    return fill(tensor, generator(rng).uniform(a, b, tensor.shape))


def normal_(tensor: Tensor, mean: float = 0.0, std: float = 1.0, *, rng: Seed = None) -> Tensor:
    """Fills with N(mean, std²).

    >>> import nn
    >>> weight = normal_(nn.Linear(300, 200).weight, std=0.01, rng=0)
    >>> round(float(weight.data.std()), 4)
    0.01
    """
    check(tensor)
    if not std >= 0:
        raise ValueError(error_message(f"std={std!r}", "a standard deviation is not negative"))
    return fill(tensor, generator(rng).normal(mean, std, tensor.shape))


def constant_(tensor: Tensor, val: float) -> Tensor:
    """Fills with one number: biases with 0, or with a little more, so that ReLU units are active at first.

    (docs/lectures.md T2, U5)
    """
    return fill(tensor, np.full(tensor.shape, val))


def zeros_(tensor: Tensor) -> Tensor:
    """Fills with 0."""
    return constant_(tensor, 0.0)


def ones_(tensor: Tensor) -> Tensor:
    """Fills with 1."""
    return constant_(tensor, 1.0)


def fill(tensor: Tensor, values: Any) -> Tensor:
    """Writes values into a tensor of floats, and returns it."""
    check(tensor)
    tensor.data[...] = values
    mark_written((tensor,))
    return tensor


def check(tensor: Tensor) -> None:
    """Raises an error for what cannot be filled with floats."""
    if not isinstance(tensor, Tensor):
        raise TypeError(
            error_message(
                f"initial values for {type(tensor).__name__}, which is no tensor",
                "give a parameter, such as layer.weight",
            )
        )
    if tensor.dtype.kind != "f":
        raise TypeError(
            error_message(f"initial values for a tensor of {tensor.dtype}", "they are no integers: give one of floats")
        )
