"""Hinge losses, which make the output unit a support vector machine."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from autograd import Tensor, class_numbers, error_message, one_hot, relu

from .labels import class_weights
from .pairs import paired
from .reduction import Loss, reduce


class HingeLoss(Loss):
    """max(0, margin - t z) for scores z and labels t of -1 and 1, the loss of support vector machines.

    (docs/lectures.md U6)

    Parameters
    ----------
    margin
        By how much a score must be on the right side of 0.
    reduction
        ``"mean"`` over all entries, ``"sum"``, or ``"none"``.

    Examples
    --------
    >>> import nn
    >>> nn.HingeLoss(reduction="none")([3.0, 0.5, 3.0], [1, 1, -1])
    Tensor([0. , 0.5, 4. ])
    """

    options: ClassVar = {"margin": 1.0, "reduction": "mean"}

    def __init__(self, *, margin: float = 1.0, reduction: str = "mean") -> None:
        super().__init__(reduction=reduction)
        self.margin = margin

    def forward(self, scores: Any, labels: Any) -> Tensor:
        """Scores and labels of the same shape, to a loss."""
        return hinge_loss(scores, labels, margin=self.margin, reduction=self.reduction)


class MultiMarginLoss(Loss):
    """Σ over the wrong classes j of max(0, margin - z_t + z_j)^p, over the number of classes (docs/lectures.md U6).

    The multiclass hinge of J. Weston and C. Watkins, "Multi-class support vector machines", 1998, as in PyTorch: it
    divides by the number of classes.

    Parameters
    ----------
    p
        1, or 2 for squared hinges.
    margin
        By how much the score of the right class must be above those of the others.
    weight
        A factor for the losses of each class; (classes,).
    reduction
        ``"mean"`` over the points, ``"sum"``, or ``"none"``.

    Examples
    --------
    >>> import nn
    >>> nn.MultiMarginLoss(reduction="none")([[2.0, 0.0, 1.5], [0.0, 0.0, 0.0]], [0, 1]).data.round(4)
    array([0.1667, 0.6667])
    """

    options: ClassVar = {"p": 1, "margin": 1.0, "weight": None, "reduction": "mean"}
    weight: Any

    def __init__(self, p: int = 1, margin: float = 1.0, weight: Any = None, *, reduction: str = "mean") -> None:
        super().__init__(reduction=reduction)
        self.p, self.margin = p, margin
        self.register_buffer("weight", weight)

    def forward(self, scores: Any, labels: Any) -> Tensor:
        """Scores (points, classes) and class numbers (points,), to a loss."""
        return multi_margin_loss(scores, labels, self.p, self.margin, self.weight, self.reduction)


def hinge_loss(scores: Any, labels: Any, *, margin: float = 1.0, reduction: str = "mean") -> Tensor:
    """max(0, margin - t z), entry by entry; their mean, their sum, or all of them (``"none"``).

    Raises
    ------
    ValueError
        For labels other than -1 and 1, and where the shapes differ.
    """
    z, t = paired("hinge loss", scores, labels)
    signs = t.data if isinstance(t, Tensor) else t
    if not np.all(np.abs(signs) == 1):
        wrong = signs[np.abs(signs) != 1][0]
        raise ValueError(
            error_message(
                f"the label {wrong} of a hinge loss",
                "labels are -1 and 1; those of 0 and 1 become that by 2 * labels - 1",
            )
        )
    return reduce(relu(margin - t * z), reduction)


def multi_margin_loss(
    scores: Any, labels: Any, p: int = 1, margin: float = 1.0, weight: Any = None, reduction: str = "mean"
) -> Tensor:
    """Σ over the wrong classes j of max(0, margin - z_t + z_j)^p, over the number of classes; see `MultiMarginLoss`.

    Parameters
    ----------
    scores
        (points, classes); or (classes,) for one point.
    labels
        Class numbers, integers (points,).
    p, margin, weight, reduction
        As in `nn.MultiMarginLoss`.

    Raises
    ------
    ValueError
        For a label outside the classes, or shapes that don't go together.
    TypeError
        For labels that are not integers.
    """
    if p not in (1, 2):
        raise ValueError(error_message(f"p={p!r}", "the hinges are summed with p=1, their squares with p=2"))
    z: Any = scores if isinstance(scores, Tensor) else Tensor(scores)
    numbers = np.asarray(labels.data if isinstance(labels, Tensor) else labels)
    if not z.shape or numbers.shape != z.shape[:-1]:
        raise ValueError(
            error_message(
                f"multiclass hinge loss of scores of shape {z.shape} and labels of shape {numbers.shape}",
                "scores are (points, classes), labels are class numbers (points,)",
            )
        )
    classes = z.shape[-1]
    numbers = class_numbers(numbers, classes)
    right = np.take_along_axis(z, numbers[..., None], -1)
    wrong = 1 - one_hot(numbers, classes, z.dtype)
    hinges = relu(margin - right + z) ** p * wrong
    losses = hinges.sum(axis=-1) / classes
    if weight is not None:
        losses = class_weights(weight, classes, z.dtype)[numbers] * losses
    return reduce(losses, reduction)
