"""Adam and AdamW: steps scaled by running means of the gradient and of its square."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, ClassVar

import numpy as np

from .optimizer import Optimizer, ParamGroup
from .options import check_fractions, check_not_negative


class Adam(Optimizer):
    """Adam, as PyTorch's: Kingma and Ba, "Adam: a method for stochastic optimization", 2015.

    For each parameter w with the error signal w̄, step t = 1, 2, ... is

        g = w̄ + weight_decay · w
        m ← β₁ m + (1 - β₁) g
        v ← β₂ v + (1 - β₂) g²
        w ← w - lr · m̂ / (√v̂ + eps)        m̂ = m / (1 - β₁ᵗ), v̂ = v / (1 - β₂ᵗ)

    Parameters
    ----------
    params
        The tensors to train, or a list of dicts, one for each group.
    lr
        The learning rate: about how far a weight moves in a step.
    betas
        β₁ and β₂: how much of the running means is left after a step.
    eps
        Keeps the division from one by zero.
    weight_decay
        The strength of the ℓ₂ penalty (weight_decay / 2) · Σ w², which goes through the running means with the rest of
        the gradient; `AdamW` decays the weights themselves.
    amsgrad
        Divides by the largest √v̂ so far: Reddi et al., "On the convergence of Adam and beyond", 2018.
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
    >>> optimizer = optim.Adam([w], lr=0.1)
    >>> (w * w).sum().backward()
    >>> optimizer.step()
    >>> w.data
    array([  0.9, -99.9])
    """

    slots = ("exp_avg", "exp_avg_sq", "max_exp_avg_sq")
    counts_steps = True
    #: Whether weight decay shrinks the weights apart from the gradient's step.
    decoupled: ClassVar[bool] = False

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 0,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
    ) -> None:
        defaults = {
            "lr": lr,
            "betas": betas,
            "eps": eps,
            "weight_decay": weight_decay,
            "amsgrad": amsgrad,
            "maximize": maximize,
        }
        super().__init__(params, defaults)

    def check_options(self, options: Mapping[str, Any]) -> None:
        """Raises an error where the options of a group are no good."""
        check_not_negative(options, "lr", "eps", "weight_decay")
        check_fractions(options, "betas", 2)

    def step_group(self, group: ParamGroup) -> None:
        """Updates the parameters of a group that have an error signal."""
        lr, eps, weight_decay = float(group["lr"]), float(group["eps"]), float(group["weight_decay"])
        beta1, beta2 = map(float, group["betas"])
        names = self.slots if group["amsgrad"] else self.slots[:2]
        for part in group.parts(*names, counted=True):
            t = part.taken + 1
            if self.decoupled and weight_decay:
                for w in part.arrays:
                    np.multiply(w, 1 - lr * weight_decay, w)
            g = part.gradient(0.0 if self.decoupled else weight_decay, group["maximize"])
            m, v, *largest = part.slots
            np.add(m, (g - m) * (1 - beta1), m)
            np.multiply(v, beta2, v)
            np.add(v, g * g * (1 - beta2), v)
            if largest:
                v = np.maximum(largest[0], v, out=largest[0])
            root = np.sqrt(v) / math.sqrt(1 - beta2**t) + eps
            np.multiply(m / root, lr / (1 - beta1**t), part.step)
            for w, step in zip(part.arrays, part.steps):
                np.subtract(w, step, w)


class AdamW(Adam):
    """Adam that decays the weights apart from the gradient's step, as PyTorch's: Loshchilov and Hutter, "Decoupled
    weight decay regularization", 2019.

    A step begins with w ← (1 - lr · weight_decay) · w, and is then that of `Adam` without weight decay. The parameters
    are those of `Adam`; ``weight_decay`` is 0.01 unless given.

    >>> from autograd import Tensor
    >>> import optim
    >>> w = Tensor([1.0, -100.0], requires_grad=True)
    >>> optimizer = optim.AdamW([w], lr=0.1, weight_decay=0.5)
    >>> (w * w).sum().backward()
    >>> optimizer.step()
    >>> w.data
    array([  0.85, -94.9 ])
    """

    decoupled = True

    def __init__(
        self,
        params: Iterable[Any],
        lr: float = 1e-3,
        betas: tuple[float, float] = (0.9, 0.999),
        eps: float = 1e-8,
        weight_decay: float = 1e-2,
        amsgrad: bool = False,
        *,
        maximize: bool = False,
    ) -> None:
        super().__init__(params, lr, betas, eps, weight_decay, amsgrad, maximize=maximize)
