"""Activation functions as layers: a family to a file."""

from .rectifiers import ReLU
from .saturating import Sigmoid, Tanh
from .softmax import LogSoftmax, Softmax

__all__ = ["LogSoftmax", "ReLU", "Sigmoid", "Softmax", "Tanh"]
