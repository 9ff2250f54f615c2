"""SGD: stochastic gradient descent, with momentum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from numbers import Real
from typing import Any

import numpy as np

from autograd import error_message

from .optimizer import Optimizer, ParamGroup


class SGD(Optimizer):
    """Gradient descent with momentum, weight decay, dampening and Nesterov's variant, exactly as PyTorch's.

    For each parameter w with the error signal w̄, a step is (docs/lectures.md T8)

        g = w̄ + weight_decay · w
        v ← momentum · v + (1 - dampening) · g        v ← g in the first step
        g = g + momentum · v if nesterov, else v      with momentum only
        w ← w - lr · g

    Arrays are updated in place and keep their dtype. A parameter without an error signal is left as it is, and so is
    its velocity v.

    Parameters
    ----------
    params
        The tensors to train, or a list of dicts, one for each group, with tensors under ``"params"`` and the group's
        own ``lr``, ``momentum`` and so on.
    lr
        The learning rate, ε in the lectures.
    momentum
        How much of the velocity is left after a step, β in the lectures.
    weight_decay
        The strength of the ℓ₂ penalty (weight_decay / 2) · Σ w².
    dampening
        Less of the gradient goes into the velocity.
    nesterov
        Looks ahead along the velocity; wants momentum, and no dampening.

    Raises
    ------
    ValueError, TypeError
        For negative or missing options, Nesterov's variant without momentum or with dampening, no parameters,
        parameters given twice, and tensors that were computed.

    Examples
    --------
    >>> from autograd import Tensor
    >>> import optim
    >>> w = Tensor(1.0, requires_grad=True)
    >>> optimizer = optim.SGD([w], lr=0.1, momentum=0.9)
    >>> for _ in range(3):
    ...     loss = w * w
    ...     loss.backward()
    ...     optimizer.step()
    ...     optimizer.zero_grad()
    ...     print(round(w.item(), 4))
    0.8
    0.46
    0.062
    """

    slots = ("momentum_buffer",)

    def __init__(
        self,
        params: Iterable[Any],
        lr: float | None = None,
        momentum: float = 0,
        *,
        weight_decay: float = 0,
        dampening: float = 0,
        nesterov: bool = False,
    ) -> None:
        defaults = {
            "lr": lr,
            "momentum": momentum,
            "dampening": dampening,
            "weight_decay": weight_decay,
            "nesterov": nesterov,
        }
        super().__init__(params, defaults)

    def check_options(self, options: Mapping[str, Any]) -> None:
        """Raises an error where the options of a group are no good."""
        for name in ("lr", "momentum", "weight_decay", "dampening"):
            value: Any = options[name]
            if not isinstance(value, Real):
                raise TypeError(error_message(f"{name}={value!r}", f"{name} is a number"))
            if name != "dampening" and not float(value) >= 0:
                raise ValueError(error_message(f"{name}={value!r}", f"{name} is not negative"))
        if options["nesterov"] and (not options["momentum"] or options["dampening"]):
            raise ValueError(
                error_message(
                    f"nesterov=True with momentum={options['momentum']} and dampening={options['dampening']}",
                    "Nesterov's variant wants a momentum and no dampening",
                )
            )

    def step_group(self, group: ParamGroup) -> None:
        """Updates the parameters of a group that have an error signal."""
        lr, momentum, nesterov = float(group["lr"]), float(group["momentum"]), group["nesterov"]
        weight_decay, dampening = float(group["weight_decay"]), float(group["dampening"])
        for part in group.parts("momentum_buffer") if momentum else group.parts():
            arrays, gradients, steps = part.arrays, part.gradients, part.steps
            if weight_decay:
                for w, gradient, step in zip(arrays, gradients, steps):
                    np.multiply(w, weight_decay, step)
                    np.add(step, gradient, step)
                g = part.step
            elif len(gradients) == 1:
                g = gradients[0]
            else:
                g = np.concatenate(gradients, axis=None, out=part.step)
            if momentum:
                (v,) = part.slots
                if part.first:
                    v[...] = g
                else:
                    np.multiply(v, momentum, v)
                    np.add(v, g * (1 - dampening) if dampening else g, v)
                g = g + momentum * v if nesterov else v
            np.multiply(g, lr, part.step)
            for w, step in zip(arrays, steps):
                np.subtract(w, step, w)
