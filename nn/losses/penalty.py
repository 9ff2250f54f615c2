"""The ℓ₂ penalty, as a term of the loss."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import numpy as np

from autograd import Tensor, error_message


def l2_penalty(weights: Iterable[Any] | Tensor, strength: float) -> Tensor:
    """(strength / 2) Σ w² over all entries of the weights: a term to add to a loss (docs/lectures.md U10).

    It adds strength · w to the error signal of every weight. The option ``weight_decay=strength`` of `optim.SGD`,
    `Adam`, `RMSprop` and `Adagrad` adds the same term to w̄ itself: the steps are the same, with momentum too, and the
    penalty is missing from the loss that you see. Only `optim.AdamW` differs: it decays the weights apart from w̄, by a
    factor of 1 - lr · weight_decay in each step. A penalty λ ‖w‖² without the ½, as in ridge regression, has the
    strength 2 λ.

    Parameters
    ----------
    weights
        The tensors to keep small. Biases are better left out: ``(w for w in model.parameters() if w.ndim > 1)``.
    strength
        A number that is not negative.

    Examples
    --------
    >>> w = Tensor([3.0, -4.0], requires_grad=True)
    >>> penalty = l2_penalty([w], 0.1)
    >>> penalty.item()
    1.25
    >>> penalty.backward()
    >>> w.bar
    array([ 0.3, -0.4])
    """
    tensors = [weights] if isinstance(weights, Tensor) else list(weights)
    if not tensors:
        raise ValueError(error_message("an ℓ₂ penalty of no weights", "give tensors, like model.parameters()"))
    if not strength >= 0:
        raise ValueError(error_message(f"strength={strength!r}", "the strength of a penalty is not negative"))
    total: Any = np.sum(np.square(tensors[0]))
    for w in tensors[1:]:
        total = total + np.sum(np.square(w))
    return total * (strength / 2)  # type: ignore[no-any-return]
