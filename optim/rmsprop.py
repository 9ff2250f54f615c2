"""RMSprop: steps divided by a running root mean square of the gradient."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from .optimizer import Optimizer, ParamGroup
from .options import check_not_negative


class RMSprop(Optimizer):
    """RMSprop, as PyTorch's: Tieleman and Hinton, lecture 6.5 of "Neural networks for machine learning", 2012.

    For each parameter w with the error signal w̄, a step is

        g = w̄ + weight_decay · w
        v ← alpha · v + (1 - alpha) g²
        s = g / (√v + eps)                      √(v - a²) if centered, with a ← alpha · a + (1 - alpha) g
        b ← momentum · b + s                    b ← s without momentum
        w ← w - lr · b

    Parameters
    ----------
    params
        The tensors to train, or a list of dicts, one for each group.
    lr
        The learning rate.
    alpha
        How much of the running mean square is left after a step.
    eps
        Keeps the division from one by zero.
    weight_decay
        The strength of the ℓ₂ penalty (weight_decay / 2) · Σ w².
    momentum
        How much of the velocity is left after a step.
    centered
        Whether to divide by the gradient's running standard deviation instead.
    maximize
        Climbs instead of descending.

    Raises
    ------
    ValueError, TypeError
        For options out of range, no parameters, parameters given twice, and tensors that were computed.

    Examples
    --------
    >>> from autograd import Tensor
    >>> import optim
    >>> w = Tensor([1.0, -100.0], requires_grad=True)
    >>> optimizer = optim.RMSprop([w], lr=0.01)
    >>> (w * w).sum().backward()
    >>> optimizer.step()
    >>> w.data.round(6)
    array([  0.9, -99.9])
    """

    slots = ("square_avg", "momentum_buffer", "grad_avg")
    counts_steps = True

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-2,
        alpha: float = 0.99,
        eps: float = 1e-8,
        weight_decay: float = 0,
        momentum: float = 0,
        centered: bool = False,
        *,
        maximize: bool = False,
    ) -> None:
        defaults = {
            "lr": lr,
            "alpha": alpha,
            "eps": eps,
            "weight_decay": weight_decay,
            "momentum": momentum,
            "centered": centered,
            "maximize": maximize,
        }
        super().__init__(params, defaults)

    def check_options(self, options: Mapping[str, Any]) -> None:
        """Raises an error where the options of a group are no good."""
        check_not_negative(options, "lr", "alpha", "eps", "weight_decay", "momentum")

    def step_group(self, group: ParamGroup) -> None:
        """Updates the parameters of a group that have an error signal."""
        lr, alpha, eps, momentum = (float(group[name]) for name in ("lr", "alpha", "eps", "momentum"))
        kept = {"square_avg": True, "momentum_buffer": momentum, "grad_avg": group["centered"]}
        names = [name for name in self.slots if kept[name]]
        for part in group.parts(*names, counted=True):
            slots = dict(zip(names, part.slots))
            g = part.gradient(float(group["weight_decay"]), group["maximize"])
            v = slots["square_avg"]
            np.multiply(v, alpha, v)
            np.add(v, g * g * (1 - alpha), v)
            if group["centered"]:
                a = slots["grad_avg"]
                np.add(a, (g - a) * (1 - alpha), a)
                v = np.maximum(v - a * a, 0)
            s = g / (np.sqrt(v) + eps)
            if momentum:
                b = slots["momentum_buffer"]
                np.multiply(b, momentum, b)
                s = np.add(b, s, b)
            np.multiply(s, lr, part.step)
            for w, step in zip(part.arrays, part.steps):
                np.subtract(w, step, w)
