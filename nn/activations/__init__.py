"""Activation functions as layers: a family to a file."""

from .maxout import Maxout
from .prelu import PReLU
from .rectifiers import ELU, AbsoluteValue, LeakyReLU, ReLU, Softplus
from .saturating import HardThreshold, Sigmoid, Tanh
from .softmax import LogSoftmax, Softmax

__all__ = [
    "ELU",
    "AbsoluteValue",
    "HardThreshold",
    "LeakyReLU",
    "LogSoftmax",
    "Maxout",
    "PReLU",
    "ReLU",
    "Sigmoid",
    "Softmax",
    "Softplus",
    "Tanh",
]
