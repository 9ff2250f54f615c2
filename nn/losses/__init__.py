"""Losses: how far a network's output is from the labels. A family to a file."""

from .cross_entropy import CrossEntropyLoss
from .squared_error import MSELoss

__all__ = ["CrossEntropyLoss", "MSELoss"]
