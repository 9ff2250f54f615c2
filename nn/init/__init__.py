"""Initial values of parameters.

Functions whose names end in ``_`` fill a tensor in place, return it, and record nothing; those without give a new
array. Those that PyTorch has too have its names and formulas; the others are the lectures' (docs/lectures.md T2, T3).
All random ones take ``rng``: a NumPy Generator, a seed, or None for the package's own (`nn.manual_seed`).

Numbers are drawn in float64 and rounded to the tensor's dtype, so one seed gives a float32 and a float64 network the
same start.
"""

from .by_unit import by_unit_
from .fan import fans
from .filling import constant_, normal_, ones_, uniform_, zeros_
from .lectures import (
    he_normal,
    he_normal_,
    he_uniform,
    he_uniform_,
    lecun_normal_,
    lecun_uniform_,
    sigmoid_normal_,
    sigmoid_uniform_,
    unit_gain,
)
from .output_bias import output_bias_
from .scaling import calculate_gain, kaiming_normal_, kaiming_uniform_, xavier_normal_, xavier_uniform_

__all__ = [
    "by_unit_",
    "calculate_gain",
    "constant_",
    "fans",
    "he_normal",
    "he_normal_",
    "he_uniform",
    "he_uniform_",
    "kaiming_normal_",
    "kaiming_uniform_",
    "lecun_normal_",
    "lecun_uniform_",
    "normal_",
    "ones_",
    "output_bias_",
    "sigmoid_normal_",
    "sigmoid_uniform_",
    "uniform_",
    "unit_gain",
    "xavier_normal_",
    "xavier_uniform_",
    "zeros_",
]
