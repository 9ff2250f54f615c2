"""Filling a tensor with random numbers of one distribution, or with one number."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd import Tensor
from nn.seeding import Seed, generator


def uniform_(tensor: Tensor, a: float = 0.0, b: float = 1.0, *, rng: Seed = None) -> Tensor:
    """Fills with U(a, b)."""
    return fill(tensor, generator(rng).uniform(a, b, tensor.shape))


def normal_(tensor: Tensor, mean: float = 0.0, std: float = 1.0, *, rng: Seed = None) -> Tensor:
    """Fills with N(mean, std²)."""
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
    """Writes values into a tensor, and returns it."""
    tensor.data[...] = values
    return tensor
