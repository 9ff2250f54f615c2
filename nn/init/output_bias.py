"""The bias of output units, from the labels: so that training need not begin with learning the mean label."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd import Tensor, error_message, probability_rows

from .filling import fill


def output_bias_(bias: Tensor, labels: Any, unit: str, *, smoothing: float = 0.0) -> Tensor:
    """Sets the bias of output units so that their default output, that for h = 0, is the mean label.

    With output weights of 0 the first loss is then that of the best constant predictor; with small ones it is near it
    (docs/lectures.md T3). The loss is squared error for linear units, cross-entropy for the others.

    Parameters
    ----------
    bias
        (outputs,): the bias of the last layer.
    labels
        Those of the training points. For linear and sigmoid units (points, outputs), or (points,) where there is one
        output. For softmax class numbers (points,), or rows of probabilities (points, outputs).
    unit
        ``"linear"``: the bias is the mean label. ``"sigmoid"``: log(m / (1 - m)) of the mean label m.
        ``"softmax"``: log m of the mean m of the rows, that is, of the classes' shares.
    smoothing
        How many points of each class (of either label) to add to those in ``labels``, a number from 0. A class that
        never occurs has no finite bias otherwise.

    Raises
    ------
    ValueError
        For labels of other shapes, outside what the unit can give, or that are not finite; for rows that do not sum to
        1, where the unit is a softmax; for a mean label with an infinite bias. The bias is as it was then.

    Examples
    --------
    >>> import nn
    >>> layer = nn.Linear(50, 1)
    >>> nn.init.output_bias_(layer.bias, [1] * 9 + [0], "sigmoid").data.round(4)
    array([2.1972], dtype=float32)
    >>> layer = nn.Linear(50, 3)
    >>> nn.init.output_bias_(layer.bias, [0, 0, 1, 2], "softmax").data.round(4)
    array([-0.6931, -1.3863, -1.3863], dtype=float32)
    """
    if unit not in ("linear", "sigmoid", "softmax"):
        raise ValueError(error_message(f"unit={unit!r}", "output units are 'linear', 'sigmoid' or 'softmax'"))
    if not 0 <= smoothing < np.inf:
        raise ValueError(error_message(f"smoothing={smoothing!r}", "give how many points to add, 0 or more"))
    rows = _rows(labels, bias.shape, unit)
    if not np.isfinite(rows).all():
        row, output = np.argwhere(~np.isfinite(rows))[0]
        raise ValueError(
            error_message(f"label {output} of point {row} is {rows[row, output]:g}", "leave out such points")
        )
    if unit == "linear":
        return fill(bias, rows.mean(axis=0))
    if np.any((rows < 0) | (rows > 1)):
        raise ValueError(
            error_message(f"labels from {rows.min():g} to {rows.max():g} for {unit} units", "give labels from 0 to 1")
        )
    if unit == "softmax":
        if np.ndim(labels) == 2:
            probability_rows(labels)
        shares = (rows.sum(axis=0) + smoothing) / (rows.sum() + smoothing * rows.shape[1])
        return fill(bias, np.log(_possible(shares, shares == 0)))
    mean = (rows.sum(axis=0) + smoothing) / (len(rows) + 2 * smoothing)
    mean = _possible(mean, (mean == 0) | (mean == 1))
    return fill(bias, np.log(mean) - np.log1p(-mean))


def _rows(labels: Any, shape: tuple[int, ...], unit: str) -> Any:
    """The labels as float64 (points, outputs)."""
    array = np.asarray(labels.data if isinstance(labels, Tensor) else labels)
    outputs = shape[0] if len(shape) == 1 else 0
    numbers = unit == "softmax" and array.ndim == 1
    if numbers and (array.dtype.kind not in "iu" or (array.size and not 0 <= array.min() <= array.max() < outputs)):
        raise ValueError(
            error_message(
                f"labels of dtype {array.dtype}, for {outputs} classes",
                "class numbers are integers from 0 to the number of classes less 1",
            )
        )
    if numbers:
        array = array[:, None] == np.arange(outputs)
    elif array.ndim == 1:
        array = array[:, None]
    if not array.size or array.shape[1:] != shape:
        raise ValueError(
            error_message(
                f"labels of shape {np.shape(labels)} for output units with biases of shape {shape}",
                "give (points, outputs); or (points,) for one output, or for class numbers with 'softmax'",
            )
        )
    return array.astype(np.float64)


def _possible(mean: Any, impossible: Any) -> Any:
    if np.any(impossible):
        raise ValueError(
            error_message(
                f"the mean label of output unit {int(np.argmax(impossible))} is {mean[impossible][0]:g}, "
                "for which its bias would be infinite",
                "give smoothing=1, which counts one more point of each class",
            )
        )
    return mean
