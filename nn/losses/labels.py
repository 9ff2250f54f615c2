"""What losses check of their labels, and of the weights of classes, beside what the engine checks."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd import Tensor, error_message


def class_weights(weight: Any, classes: int, dtype: Any) -> Any:
    """A weight for each class, checked, in the dtype of the scores."""
    weights = np.asarray(weight.data if isinstance(weight, Tensor) else weight)
    if weights.dtype.kind not in "biuf":
        raise TypeError(error_message(f"class weights {weight!r}", "give one number for each class"))
    weights = weights.astype(dtype)
    if weights.shape != (classes,) or not np.all(weights >= 0):
        raise ValueError(
            error_message(
                f"class weights {np.array2string(weights, threshold=10)} for {classes} classes",
                "give one number for each class, and none that is negative",
            )
        )
    return weights


def check_probabilities(labels: Any) -> None:
    """Raises an error where a label is not between 0 and 1."""
    array = labels.data if isinstance(labels, Tensor) else labels
    inside = (array >= 0) & (array <= 1)
    if not np.all(inside):
        wrong = array[~inside][0]
        raise ValueError(
            error_message(
                f"the label {wrong}, which is no probability",
                "labels are 0 and 1, or between; those of -1 and 1 become that by (labels + 1) / 2",
            )
        )
