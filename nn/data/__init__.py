"""Data for training: minibatches, and files of digits. Arrays in, arrays out."""

from .idx import IDXError, read_idx
from .minibatches import Minibatches
from .mnist import read_mnist

__all__ = ["IDXError", "Minibatches", "read_idx", "read_mnist"]
