"""Cross-entropy of class labels and scores, with the softmax fused into it."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from autograd import (
    Tensor,
    class_numbers,
    error_message,
    log_softmax,
    one_hot,
    probability_rows,
    softmax_cross_entropy,
    softmax_cross_entropy_rows,
)

from .labels import class_weights
from .reduction import Loss, check_reduction, reduce


class CrossEntropyLoss(Loss):
    """-log softmax(z)[t]: how unlikely the scores z make the labels t (docs/lectures.md E9, U6, U8).

    Takes the network's scores, without a softmax, which it contains; it is exact for scores of any size.

    Parameters
    ----------
    weight
        A factor for the losses of each class, (classes,), as where rare classes shall count more (docs/lectures.md T6).
        The mean is then a weighted mean, if labels are class numbers.
    reduction
        ``"mean"`` over the points, ``"sum"``, or ``"none"``.
    label_smoothing
        From 0 to 1: how much of every label is spread evenly over all classes.

    Examples
    --------
    >>> import nn
    >>> from autograd import Tensor
    >>> scores = Tensor([[0.0, 0.0], [0.0, 0.0]], requires_grad=True)
    >>> loss = nn.CrossEntropyLoss()(scores, [0, 1])
    >>> round(loss.item(), 4)
    0.6931
    >>> loss.backward()
    >>> scores.bar
    array([[-0.25,  0.25],
           [ 0.25, -0.25]])

    The same labels as rows of probabilities:

    >>> round(nn.CrossEntropyLoss()(scores, [[1, 0], [0, 1]]).item(), 4)
    0.6931
    """

    options: ClassVar = {"weight": None, "reduction": "mean", "label_smoothing": 0.0}
    weight: Any

    def __init__(self, weight: Any = None, *, reduction: str = "mean", label_smoothing: float = 0.0) -> None:
        super().__init__(reduction=reduction)
        self.register_buffer("weight", weight)
        self.label_smoothing = _checked_smoothing(label_smoothing)

    def forward(self, scores: Any, labels: Any) -> Tensor:
        """Scores (points, classes) and labels (points,) or (points, classes), to a loss; see `cross_entropy`."""
        return cross_entropy(
            scores, labels, self.weight, reduction=self.reduction, label_smoothing=self.label_smoothing
        )

    def sum_and_weight(self, scores: Any, labels: Any) -> tuple[float, float] | None:
        """Of a batch of scores and labels: the sum of its losses, and that of the weights of its points' classes.

        None where the mean is no weighted one, as without weights and for labels that are rows, or where a class of its
        own computes it otherwise.
        """
        if type(self).forward is not CrossEntropyLoss.forward:
            return None
        if self.weight is None or self.reduction != "mean" or np.ndim(labels) == np.ndim(scores):
            return None
        total = cross_entropy(scores, labels, self.weight, reduction="sum", label_smoothing=self.label_smoothing)
        weights = class_weights(self.weight, len(self.weight), np.float64)
        return float(total.item()), float(np.sum(weights[class_numbers(labels, len(weights))]))


def cross_entropy(
    scores: Any, labels: Any, weight: Any = None, *, reduction: str = "mean", label_smoothing: float = 0.0
) -> Tensor:
    """-log softmax(scores)[label] for each point; their mean, their sum, or all of them (``"none"``).

    Parameters
    ----------
    scores
        (points, classes); or (classes,) for one point; or (points, classes, ...), as in PyTorch.
    labels
        Class numbers, integers of the shape of ``scores`` without its axis of classes. Or probabilities, numbers of the
        shape of ``scores`` that sum to 1 over the classes, to within 10⁻⁴. A tensor, an array or a sequence.
    weight, reduction, label_smoothing
        As in `nn.CrossEntropyLoss`.

    Raises
    ------
    ValueError
        For a label outside the classes, probabilities that do not sum to 1, or shapes that don't go together.
    TypeError
        For class numbers that are not integers.
    """
    z: Any = scores if isinstance(scores, Tensor) else Tensor(scores)
    t: Any = labels if type(labels) is np.ndarray or isinstance(labels, Tensor) else np.asarray(labels)
    shape = z.shape
    if len(shape) > 2:
        z, t = _with_classes_last(z, t)
        shape = z.shape
    if not shape or (t.shape != shape[:-1] and t.shape != shape):
        raise ValueError(
            error_message(
                f"cross-entropy of scores of shape {shape} and labels of shape {t.shape}"
                + (" (both with the classes last)" if len(shape) > 2 else ""),
                "scores are (points, classes); labels are class numbers (points,) or probabilities (points, classes)",
            )
        )
    if reduction != "mean" or not t.size:
        check_reduction(reduction, t.size)
    loss: Tensor
    if weight is None and not label_smoothing:
        # These check the labels themselves.
        loss = (softmax_cross_entropy_rows if t.shape == shape else softmax_cross_entropy)(z, t, reduction=reduction)
        return loss
    if t.shape == shape:
        rows = probability_rows(t).astype(z.dtype, copy=False)
    else:
        numbers = class_numbers(t, shape[-1])
        rows = one_hot(numbers, shape[-1], z.dtype)
    if label_smoothing:
        rows = rows * (1 - _checked_smoothing(label_smoothing)) + label_smoothing / shape[-1]
    if weight is None:
        loss = softmax_cross_entropy_rows(z, rows, reduction=reduction)
        return loss
    weights = class_weights(weight, shape[-1], z.dtype)
    if t.shape == shape or label_smoothing:
        losses = -np.sum(weights * rows * log_softmax(z), axis=-1)
    else:
        # Of the true class alone: another one's score may be -∞, and 0 times ∞ is no number.
        losses = weights[numbers] * softmax_cross_entropy(z, numbers, reduction="none")
    if t.shape == shape or reduction != "mean":
        return reduce(losses, reduction)
    return _weighted_mean(losses, weights[numbers])


def _with_classes_last(scores: Any, labels: Any) -> tuple[Any, Any]:
    """What the operations want."""
    return np.moveaxis(scores, 1, -1), np.moveaxis(labels, 1, -1) if labels.ndim == scores.ndim else labels


def _checked_smoothing(label_smoothing: float) -> float:
    if not 0 <= label_smoothing <= 1:
        raise ValueError(error_message(f"label_smoothing={label_smoothing!r}", "give a number from 0 to 1"))
    return label_smoothing


def _weighted_mean(losses: Any, weights: Any) -> Tensor:
    """The mean of losses in which each point's weight is contained already."""
    total = np.sum(weights)
    if not total:
        raise ValueError(
            error_message(
                "the mean loss of points that all have the weight 0", "give one with another, or reduction='sum'"
            )
        )
    mean: Tensor = losses.sum() / total
    return mean
