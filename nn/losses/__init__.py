"""Losses: how far a network's output is from the labels. A family to a file."""

from .binary_cross_entropy import BCEWithLogitsLoss
from .cross_entropy import CrossEntropyLoss
from .hinge import HingeLoss, MultiMarginLoss
from .squared_error import HalfSquaredErrorLoss, MSELoss

__all__ = [
    "BCEWithLogitsLoss",
    "CrossEntropyLoss",
    "HalfSquaredErrorLoss",
    "HingeLoss",
    "MSELoss",
    "MultiMarginLoss",
]
