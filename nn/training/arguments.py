"""What `fit` is given, checked before anything is trained: mistakes that would else show late, or never."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from typing import Any

import numpy as np

from autograd import Tensor, error_message
from nn.module import Module


def is_points_and_targets(batches: Any, loss: Any) -> bool:
    """Whether a list is the points and the targets, and cannot be two minibatches without targets.

    It cannot where the arrays differ in shape by more than the number of points, or where the loss wants targets.
    """
    if not (isinstance(batches, list) and len(batches) == 2):
        return False
    if not all(isinstance(array, np.ndarray | Tensor) and array.ndim for array in batches):
        return False
    return batches[0].shape[1:] != batches[1].shape[1:] or _wants_targets(loss)


def _wants_targets(loss: Any) -> bool:
    """Whether a loss cannot be called with the output alone."""
    try:
        inspect.signature(loss.forward if isinstance(loss, Module) else loss).bind(None)
    except TypeError:
        return True
    except ValueError:  # a function that does not tell what it takes
        return False
    return False


def check_minibatches(minibatches: Any, loss: Any) -> None:
    """Raises an error for points and targets that were not cut into minibatches."""
    whole = isinstance(minibatches, tuple) or is_points_and_targets(minibatches, loss)
    arrays = minibatches if whole else (minibatches,)
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
    check_metrics(metrics)
    if metrics and validation is None:
        raise ValueError(error_message("metrics without validation", "give validation=(points, targets)"))


def check_metrics(metrics: Any) -> None:
    """Raises an error for metrics that have no names, or the name of the loss."""
    if metrics is not None and not isinstance(metrics, Mapping):
        raise TypeError(error_message("metrics without names", "give a dict, like {'accuracy': nn.accuracy}"))
    if metrics and "loss" in metrics:
        raise ValueError(
            error_message("a metric called 'loss', which is the name of the loss itself", "give it another name")
        )


def check_single(value: Any, what: str) -> None:
    """Raises an error for a loss of several numbers, as one with ``reduction="none"`` gives."""
    if value.size != 1:
        raise ValueError(
            error_message(
                f"the {what} of a minibatch has the shape {value.shape}", "give one with reduction='mean', one number"
            )
        )


def check_number(option: str, number: Any, least: int) -> None:
    """Raises an error for what is no whole number of at least ``least``."""
    if not hasattr(number, "__index__") or number < least:
        raise ValueError(error_message(f"{option}={number!r}", f"give a whole number of at least {least}"))


def check_monitor(monitor: str, metrics: Any, validation: Any) -> None:
    """Raises an error for a column that the history will not have."""
    columns = ["loss", "lr"]
    if validation is not None:
        columns += ["val_loss", *(f"val_{name}" for name in metrics or ())]
    if monitor not in columns:
        raise ValueError(error_message(f"monitor={monitor!r}", f"the history has {', '.join(columns)}"))
