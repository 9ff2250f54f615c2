"""Cross-entropy of a score and a label that is 0 or 1, with the sigmoid fused into it."""

from __future__ import annotations

from typing import Any, ClassVar

import numpy as np

from autograd import Tensor, sigmoid_cross_entropy, softplus

from .labels import check_probabilities
from .pairs import paired
from .reduction import Loss, reduce


class BCEWithLogitsLoss(Loss):
    """-t log σ(z) - (1 - t) log(1 - σ(z)): how unlikely the scores z make the labels t (docs/lectures.md U6, U8, U9).

    Takes the network's scores, without a sigmoid, which it contains; it is exact for scores of any size. The error
    signal is z̄ = L̄ (σ(z) - t).

    Parameters
    ----------
    weight
        A factor for the loss of each entry; broadcasts.
    reduction
        ``"mean"`` over all entries, ``"sum"``, or ``"none"``.
    pos_weight
        A factor for the losses of the positive labels, for which they count that much more (docs/lectures.md T6).

    Examples
    --------
    >>> import nn
    >>> from autograd import Tensor
    >>> scores = Tensor([0.0, 10000.0], requires_grad=True)
    >>> loss = nn.BCEWithLogitsLoss()(scores, [1, 0])
    >>> round(loss.item(), 4)
    5000.3466
    >>> loss.backward()
    >>> scores.bar
    array([-0.25,  0.5 ])
    """

    options: ClassVar = {"weight": None, "reduction": "mean", "pos_weight": None}
    weight: Any
    pos_weight: Any

    def __init__(self, weight: Any = None, *, reduction: str = "mean", pos_weight: Any = None) -> None:
        super().__init__(reduction=reduction)
        self.register_buffer("weight", weight)
        self.register_buffer("pos_weight", pos_weight)

    def forward(self, scores: Any, labels: Any) -> Tensor:
        """Scores and labels of the same shape, to a loss."""
        return binary_cross_entropy_with_logits(
            scores, labels, self.weight, reduction=self.reduction, pos_weight=self.pos_weight
        )


def binary_cross_entropy_with_logits(
    scores: Any, labels: Any, weight: Any = None, *, reduction: str = "mean", pos_weight: Any = None
) -> Tensor:
    """-t log σ(z) - (1 - t) log(1 - σ(z)), entry by entry; their mean, their sum, or all of them (``"none"``).

    Parameters
    ----------
    scores
        Any shape.
    labels
        Of the same shape: 0 and 1, or probabilities. A tensor, an array or a sequence.
    weight, reduction, pos_weight
        As in `nn.BCEWithLogitsLoss`.

    Raises
    ------
    ValueError
        For labels outside 0 to 1, such as -1, and where the shapes differ.
    """
    z, t = paired("binary cross-entropy", scores, labels)
    check_probabilities(t)
    if pos_weight is None:
        losses: Any = sigmoid_cross_entropy(z, t)
    else:
        losses = np.asarray(pos_weight, z.dtype) * t * softplus(-z) + (1 - t) * softplus(z)
    if weight is not None:
        losses = np.asarray(weight, z.dtype) * losses
    return reduce(losses, reduction)
