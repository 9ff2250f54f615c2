"""Targets from labels: one-hot rows, softened targets, and the weights of classes."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd import class_numbers, error_message

from .points import as_array


def one_hot(labels: Any, classes: int | None = None, *, dtype: Any = np.float32) -> Any:
    """A row for each label, which is 1 at the label's class and 0 elsewhere.

    Parameters
    ----------
    labels
        Class numbers from 0: integers of any shape; or booleans, of which False is class 0 and True class 1.
    classes
        How many classes there are; None for the largest label and 1.
    dtype
        Of the rows.

    Returns
    -------
    numpy.ndarray
        Of the labels' shape, and one axis more, of ``classes`` entries.

    Raises
    ------
    TypeError, ValueError
        For labels that are not integers, or outside the classes.

    Examples
    --------
    >>> one_hot([2, 0], 3)
    array([[0., 0., 1.],
           [1., 0., 0.]], dtype=float32)
    """
    labels = as_array(labels)
    if classes is None:
        classes = int(labels.max()) + 1 if labels.size and labels.dtype.kind in "biu" else 1
    return np.eye(classes, dtype=dtype)[class_numbers(labels, classes)]


def soften(targets: Any, low: float = 0.15, high: float = 0.85) -> Any:
    """Targets of 0 become ``low`` and those of 1 ``high``, so that a sigmoid can reach them (docs/lectures.md T1).

    A sigmoid's output is never 0 or 1, and flat near them; 0.15 and 0.85 are near where its curvature is greatest
    (docs/lectures.md U3).

    Parameters
    ----------
    targets
        Numbers from 0 to 1, of any shape, such as `one_hot` rows. Those between become numbers between.
    low, high
        What they become.

    Returns
    -------
    numpy.ndarray
        Floats of the same shape; float32 from integers.

    Examples
    --------
    >>> soften([0, 1, 1])
    array([0.15, 0.85, 0.85], dtype=float32)

    For a softmax the rows must still sum to 1; with K classes that takes a ``low`` of (1 - high) / (K - 1):

    >>> soften(one_hot([1], 4), low=0.05)
    array([[0.05, 0.85, 0.05, 0.05]], dtype=float32)
    """
    targets = as_array(targets)
    if targets.dtype.kind in "biu":
        targets = targets.astype(np.float32)
    if targets.dtype.kind != "f" or (targets.size and not (targets.min() >= 0 and targets.max() <= 1)):
        found = f"from {targets.min()} to {targets.max()}" if targets.dtype.kind == "f" else f"{targets.dtype}"
        raise ValueError(error_message(f"targets {found}", "give numbers from 0 to 1, such as one_hot(labels)"))
    if not 0 <= low <= high <= 1:
        raise ValueError(error_message(f"low={low} and high={high}", "give numbers from 0 to 1, the lower one first"))
    return low + (high - low) * targets


def balanced_class_weights(labels: Any, classes: int | None = None) -> Any:
    """Weights of the classes with which each class counts the same (docs/lectures.md T6).

    The weight of a class with m of the n points is n / (K m), for K classes that have points. They serve as weights of
    the losses, or, one for each point, as the ``weights`` of `Minibatches`; the expected gradient is the same. The
    points' mean weight is 1.

    Parameters
    ----------
    labels
        Class numbers from 0, one for each point.
    classes
        How many classes there are; None for the largest label and 1.

    Returns
    -------
    numpy.ndarray
        (classes,) float64. A class without points has the weight 0.

    Examples
    --------
    >>> ts = np.array([0, 0, 0, 1])
    >>> weights = balanced_class_weights(ts)
    >>> weights.round(3)
    array([0.667, 2.   ])
    >>> weights[ts].round(3)
    array([0.667, 0.667, 0.667, 2.   ])
    """
    labels = as_array(labels)
    if labels.ndim != 1 or not labels.size:
        raise ValueError(error_message(f"labels of shape {labels.shape}", "give one class number for each point"))
    if classes is None:
        classes = int(labels.max()) + 1 if labels.dtype.kind in "biu" else 1
    counts = np.bincount(class_numbers(labels, classes), minlength=classes)
    weights = np.zeros(classes)
    present = counts > 0
    weights[present] = len(labels) / (present.sum() * counts[present])
    return weights
