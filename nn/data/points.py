"""Arrays of points: what data may be given as."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd import Tensor, error_message


def as_array(value: Any) -> Any:
    """The array in a tensor, an array or a sequence."""
    return np.asarray(value.data if isinstance(value, Tensor) else value)


def checked_arrays(what: str, arrays: tuple[Any, ...]) -> tuple[Any, ...]:
    """Arrays with equally many entries along their first axis, at least one; or an error that says ``what`` is none."""
    checked = tuple(as_array(array) for array in arrays)
    for array in checked:
        if not array.ndim:
            raise ValueError(error_message(f"{what} of the single number {array}", "give an array of points"))
    if not checked or not len(checked[0]):
        raise ValueError(error_message(f"{what} of no points", "give at least one array with at least one point"))
    lengths = [len(array) for array in checked]
    if len(set(lengths)) > 1:
        raise ValueError(
            error_message(
                f"{what} of arrays of {' and '.join(map(str, lengths))} points",
                "each point has one entry in every array",
            )
        )
    return checked


def class_of_each(stratify: Any, points: int) -> Any:
    """The class of each point as a number from 0, whatever the labels are: (points,) integers."""
    labels = as_array(stratify)
    if labels.shape != (points,):
        raise ValueError(
            error_message(
                f"stratify of shape {labels.shape} for {points} points",
                "give one label for each point, like stratify=ts",
            )
        )
    _, numbers = np.unique(labels, return_inverse=True)
    return numbers
