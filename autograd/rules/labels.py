"""Labels of classes, as losses take them: numbers, or rows of probabilities. Anything else is an error."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd.errors import message
from autograd.handle import Handle

_INT64 = np.dtype(np.int64)


def class_numbers(labels: Any, classes: int) -> Any:
    """Labels that are class numbers, from 0 up to ``classes``, as an int64 array.

    Parameters
    ----------
    labels
        Integers of any shape: an array, a sequence, or a tensor.
    classes
        The number of classes.

    Raises
    ------
    ValueError
        For a label outside the classes, naming the first one and its place.
    TypeError
        For labels that are not integers.

    Examples
    --------
    >>> class_numbers([2, 0], classes=3)
    array([2, 0])
    """
    if type(labels) is not np.ndarray:
        labels = np.asarray(labels._value if isinstance(labels, Handle) else labels)
    if labels.dtype is not _INT64:
        if labels.dtype.kind not in "biu":
            raise TypeError(
                message(
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
    if label == classes and np.min(labels) > 0:
        hint = "classes are counted from 0; subtract 1 from the labels"
    else:
        hint = (
            "labels run from 0 to the number of classes less 1; give the network as many outputs as there are classes"
        )
    raise ValueError(message(f"the label {label}{_place(wrong, ' of point')} is outside the {classes} classes", hint))


def probability_rows(labels: Any) -> Any:
    """Labels that are rows of probabilities, as they are given, once it is certain that each sums to 1.

    Parameters
    ----------
    labels
        Numbers of shape (..., classes): an array, a sequence, or a tensor. A sum may be off by 10⁻⁴, in half precision
        by 10⁻².

    Raises
    ------
    ValueError
        For a row that does not sum to 1, naming the first one and its sum.
    TypeError
        For what is not made of real numbers.

    Examples
    --------
    >>> probability_rows([[0.5, 0.5], [0.0, 2.0]])
    Traceback (most recent call last):
    ...
    ValueError: row 1 of the label probabilities sums to 2, not to 1
    ...
    """
    array = labels._value if isinstance(labels, Handle) else np.asarray(labels)
    if array.dtype.kind not in "biuf":
        raise TypeError(message(f"labels of dtype {array.dtype}", "give probabilities, which are floats"))
    sums = np.add.reduce(array, axis=-1, dtype=np.float64)
    right = np.abs(sums - 1) <= (1e-2 if array.dtype.itemsize == 2 else 1e-4)
    if not right.all():
        wrong = np.argwhere(~right)[0]
        row = f"row{_place(wrong, '')}" if len(wrong) else "the row"
        raise ValueError(
            message(
                f"{row} of the label probabilities sums to {sums[tuple(wrong)]:.6g}, not to 1",
                "divide each row by its sum; labels that are class numbers have no axis of classes",
            )
        )
    return labels


def _place(index: Any, of: str) -> str:
    """The place of an entry, as a number or a list of them; nothing for the only entry of a 0-d array."""
    return f"{of} {index.tolist()[0] if len(index) == 1 else index.tolist()}" if len(index) else ""
