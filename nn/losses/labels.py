"""Labels of classes: numbers, or rows of probabilities. Anything else is an error that says what is wrong."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd import Tensor, error_message

_INT64 = np.dtype(np.int64)


def class_numbers(labels: Any, classes: int) -> Any:
    """An integer array of class numbers from 0 up to ``classes``, checked."""
    if labels.dtype is not _INT64:
        if labels.dtype.kind not in "biu":
            raise TypeError(
                error_message(
                    f"labels of shape {labels.shape} are class numbers, and these are {labels.dtype}",
                    "give integers, like labels.astype(int); or a row of probabilities for each point",
                )
            )
        if labels.dtype.kind == "u" and labels.size and labels.max() >= classes:
            _outside(labels, classes)
        labels = labels.astype(np.int64)
    # As unsigned numbers the negative ones are the largest: one look finds both kinds of mistake.
    if labels.size and np.maximum.reduce(labels.view(np.uint64), axis=None) >= classes:
        _outside(labels, classes)
    return labels


def _outside(labels: Any, classes: int) -> None:
    wrong = np.argwhere((labels < 0) | (labels >= classes))[0]
    label = labels[tuple(wrong)]
    place = f" of point {wrong.tolist()[0] if len(wrong) == 1 else wrong.tolist()}" if len(wrong) else ""
    if label == classes and np.min(labels) > 0:
        hint = "classes are counted from 0; subtract 1 from the labels"
    else:
        hint = (
            "labels run from 0 to the number of classes less 1; give the network as many outputs as there are classes"
        )
    raise ValueError(error_message(f"the label {label}{place} is outside the {classes} classes", hint))


def probability_rows(labels: Any, dtype: Any) -> Any:
    """Rows of probabilities that sum to 1, checked, in the dtype of the scores; a tensor stays a tensor."""
    array = labels.data if isinstance(labels, Tensor) else labels
    if array.dtype.kind not in "biuf":
        raise TypeError(error_message(f"labels of dtype {array.dtype}", "give probabilities, which are floats"))
    sums = np.add.reduce(array, axis=-1, dtype=np.float64)
    # Rows in half precision cannot come closer.
    tolerance = 1e-2 if array.dtype.itemsize == 2 else 1e-4
    right = np.abs(sums - 1) <= tolerance
    if not np.all(right):
        wrong = np.argwhere(~right)[0]
        row = f"row {wrong.tolist()[0] if len(wrong) == 1 else wrong.tolist()}" if len(wrong) else "the row"
        raise ValueError(
            error_message(
                f"{row} of the label probabilities sums to {sums[tuple(wrong)]:.6g}, not to 1",
                "divide each row by its sum; labels that are class numbers have no axis of classes",
            )
        )
    return labels.astype(dtype, copy=False)


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
