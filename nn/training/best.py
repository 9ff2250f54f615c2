"""BestWeights: the weights that a model had in its best epoch."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from autograd import error_message
from nn.module import Module


class BestWeights:
    """A copy of a model's state at the best value of some number so far; for early stopping, and for afterwards.

    Parameters
    ----------
    model
        The model whose state is kept.
    mode
        ``"min"`` where smaller is better, as for a loss; ``"max"`` as for an accuracy.

    Attributes
    ----------
    value : float
        The best value so far.
    waited : int
        How many values have come since that were no better.

    Examples
    --------
    >>> import nn
    >>> model = nn.Linear(1, 1)
    >>> best = BestWeights(model)
    >>> for loss in 0.5, 0.3, 0.4, 0.6:
    ...     nn.init.constant_(model.weight, loss)
    ...     better = best.update(loss)
    Parameter([[0.5]], dtype=float32, requires_grad=True)
    Parameter([[0.3]], dtype=float32, requires_grad=True)
    Parameter([[0.4]], dtype=float32, requires_grad=True)
    Parameter([[0.6]], dtype=float32, requires_grad=True)
    >>> best.value, best.waited
    (0.3, 2)
    >>> best.restore()
    >>> model.weight.data
    array([[0.3]], dtype=float32)
    """

    def __init__(self, model: Module, mode: str = "min") -> None:
        if mode not in ("min", "max"):
            raise ValueError(error_message(f"mode={mode!r}", "give 'min' or 'max'"))
        self.model = model
        self.mode = mode
        self.value = math.inf if mode == "min" else -math.inf
        self.waited = 0
        self._weights: dict[str, Any] | None = None

    def update(self, value: float) -> bool:
        """Takes in the value of an epoch, and copies the model's state if it is better than all before."""
        value = float(value)
        better = value < self.value if self.mode == "min" else value > self.value
        if better:
            self.value, self.waited, self._weights = value, 0, self.model.state_dict()
        else:
            self.waited += 1
        return better

    def restore(self) -> None:
        """Puts the model back into its best state; leaves it alone where there was none."""
        if self._weights is not None:
            self.model.load_state_dict(self._weights)

    def state_dict(self) -> dict[str, Any]:
        """The best value, how many have come since, and the best state."""
        return {"value": self.value, "waited": self.waited, "weights": self._weights}

    def load_state_dict(self, state_dict: Any) -> None:
        """Goes on from a `state_dict`.

        Raises
        ------
        ValueError
            Where it is none, or that of another model. Nothing is changed then.
        """
        if not isinstance(state_dict, Mapping) or state_dict.keys() != self.state_dict().keys():
            raise ValueError(error_message("no state of BestWeights", "load what its state_dict() returned"))
        value, waited, weights = state_dict["value"], state_dict["waited"], state_dict["weights"]
        if weights is not None:
            now = self.model.state_dict()
            self.model.load_state_dict(weights)  # an error leaves the model as it is
            self.model.load_state_dict(now)
        self.value, self.waited, self._weights = float(value), int(waited), weights
