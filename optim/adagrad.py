"""Adagrad: steps divided by the root of the sum of all squared gradients so far."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from .optimizer import Optimizer, ParamGroup
from .options import check_not_negative


class Adagrad(Optimizer):
    """Adagrad, as PyTorch's: Duchi, Hazan and Singer, "Adaptive subgradient methods for online learning and stochastic
    optimization", 2011.

    For each parameter w with the error signal w̄, step t = 1, 2, ... is

        g = w̄ + weight_decay · w
        v ← v + g²                              v = initial_accumulator_value at first
        w ← w - lr / (1 + (t - 1) lr_decay) · g / (√v + eps)

    Parameters
    ----------
    params
        The tensors to train, or a list of dicts, one for each group.
    lr
        The learning rate.
    lr_decay
        How fast the learning rate falls with the number of steps.
    weight_decay
        The strength of the ℓ₂ penalty (weight_decay / 2) · Σ w².
    initial_accumulator_value
        What the sum of squares starts from.
    eps
        Keeps the division from one by zero.
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
    >>> optimizer = optim.Adagrad([w], lr=0.1)
    >>> (w * w).sum().backward()
    >>> optimizer.step()
    >>> w.data
    array([  0.9, -99.9])
    """

    slots = ("sum",)
    counts_steps = True

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-2,
        lr_decay: float = 0,
        weight_decay: float = 0,
        initial_accumulator_value: float = 0,
        eps: float = 1e-10,
        *,
        maximize: bool = False,
    ) -> None:
        defaults = {
            "lr": lr,
            "lr_decay": lr_decay,
            "weight_decay": weight_decay,
            "initial_accumulator_value": initial_accumulator_value,
            "eps": eps,
            "maximize": maximize,
        }
        super().__init__(params, defaults)

    def check_options(self, options: Mapping[str, Any]) -> None:
        """Raises an error where the options of a group are no good."""
        check_not_negative(options, "lr", "lr_decay", "weight_decay", "initial_accumulator_value", "eps")

    def step_group(self, group: ParamGroup) -> None:
        """Updates the parameters of a group that have an error signal."""
        lr, lr_decay, eps = (float(group[name]) for name in ("lr", "lr_decay", "eps"))
        for part in group.parts("sum", counted=True):
            g = part.gradient(float(group["weight_decay"]), group["maximize"])
            (v,) = part.slots
            if part.first:
                v[...] = group["initial_accumulator_value"]
            np.add(v, g * g, v)
            np.multiply(g / (np.sqrt(v) + eps), lr / (1 + part.taken * lr_decay), part.step)
            for w, step in zip(part.arrays, part.steps):
                np.subtract(w, step, w)
