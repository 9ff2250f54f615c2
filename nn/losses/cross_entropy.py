"""Cross-entropy of class labels and scores, with the softmax fused into it."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd import Tensor, error_message, softmax_cross_entropy, softmax_cross_entropy_rows

from .labels import class_numbers, probability_rows
from .reduction import Loss, check_reduction


class CrossEntropyLoss(Loss):
    """-log softmax(z)[t]: how unlikely the scores z make the labels t (docs/lectures.md E9, U8).

    Takes the network's scores, without a softmax, which it contains; it is exact for scores of any size.

    Parameters
    ----------
    reduction
        ``"mean"`` over the points, ``"sum"``, or ``"none"``.

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

    def forward(self, scores: Any, labels: Any) -> Tensor:
        """Scores (points, classes) and labels (points,) or (points, classes), to a loss; see `cross_entropy`."""
        return cross_entropy(scores, labels, self.reduction)


def cross_entropy(scores: Any, labels: Any, reduction: str = "mean") -> Tensor:
    """-log softmax(scores)[label] for each point; their mean, their sum, or all of them (``"none"``).

    Parameters
    ----------
    scores
        (points, classes); or (classes,) for one point; or (points, classes, ...), as in PyTorch.
    labels
        Class numbers, integers of the shape of ``scores`` without its axis of classes. Or probabilities, numbers of the
        shape of ``scores`` that sum to 1 over the classes, to within 10⁻⁴. A tensor, an array or a sequence.
    reduction
        ``"mean"``, ``"sum"`` or ``"none"``.

    Raises
    ------
    ValueError
        For a label outside the classes, probabilities that do not sum to 1, or shapes that don't go together.
    TypeError
        For class numbers that are not integers.
    """
    if not isinstance(scores, Tensor):
        scores = Tensor(scores)
    if type(labels) is not np.ndarray and not isinstance(labels, Tensor):
        labels = np.asarray(labels)
    if len(scores.shape) > 2:
        # The operations want the classes last.
        if labels.ndim == scores.ndim:
            labels = np.moveaxis(labels, 1, -1)
        scores = np.moveaxis(scores, 1, -1)
    shape = scores.shape
    if labels.shape == shape[:-1] and shape:
        numbers = labels.data if isinstance(labels, Tensor) else labels
        check_reduction(reduction, numbers.size)
        loss: Tensor = softmax_cross_entropy(scores, class_numbers(numbers, shape[-1]), reduction=reduction)
        return loss
    if labels.shape == shape and shape:
        check_reduction(reduction, labels.size)
        loss = softmax_cross_entropy_rows(scores, probability_rows(labels, scores.dtype), reduction=reduction)
        return loss
    raise ValueError(
        error_message(
            f"cross-entropy of scores of shape {shape} and labels of shape {labels.shape}"
            + (" (both with the classes last)" if len(shape) > 2 else ""),
            "scores are (points, classes); labels are class numbers (points,) or probabilities (points, classes)",
        )
    )
