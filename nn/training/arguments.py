"""What `fit` is given, checked before anything is trained: mistakes that would else show late, or never."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import numpy as np

from autograd import Tensor, error_message
from nn.module import Module


def check_minibatches(minibatches: Any) -> None:
    """Raises an error for points and targets that were not cut into minibatches."""
    arrays = minibatches if isinstance(minibatches, tuple) else (minibatches,)
    if arrays and all(isinstance(array, np.ndarray | Tensor) for array in arrays):
        raise TypeError(
            error_message(
                "whole arrays in place of minibatches", "give nn.data.Minibatches(points, targets, batch_size=32)"
            )
        )


def check_optimizer(model: Module, optimizer: Any) -> None:
    """Raises an error for an optimizer that has none of the model's parameters: it would train another model."""
    own = {id(param) for param in model.parameters()}
    groups = getattr(optimizer, "param_groups", None)
    if groups is None:
        raise TypeError(error_message(f"{optimizer!r} is no optimizer", "give one, like optim.SGD(model.parameters())"))
    if not any(id(param) in own for group in groups for param in group["params"]):
        raise ValueError(
            error_message(
                f"the {type(optimizer).__name__} has none of the model's parameters",
                "make it for this model, with model.parameters()",
            )
        )


def check_functions(loss: Any, metrics: Any, validation: Any) -> None:
    """Raises an error for a loss that was not made, and for metrics that have no names or nothing to be taken on."""
    if isinstance(loss, type):
        raise TypeError(error_message(f"{loss.__name__} is a kind of loss, not a loss", f"give {loss.__name__}()"))
    if metrics is not None and not isinstance(metrics, Mapping):
        raise TypeError(error_message("metrics without names", "give a dict, like {'accuracy': nn.accuracy}"))
    if metrics and validation is None:
        raise ValueError(error_message("metrics without validation", "give validation=(points, targets)"))


def check_monitor(monitor: str, metrics: Any, validation: Any) -> None:
    """Raises an error for a column that the history will not have."""
    columns = ["loss", "lr"]
    if validation is not None:
        columns += ["val_loss", *(f"val_{name}" for name in metrics or ())]
    if monitor not in columns:
        raise ValueError(error_message(f"monitor={monitor!r}", f"the history has {', '.join(columns)}"))
