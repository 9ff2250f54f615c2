"""SGD: stochastic gradient descent, with momentum."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from autograd import error_message

from .optimizer import Optimizer, ParamGroup
from .options import check_not_negative, check_numbers


class SGD(Optimizer):
    """Gradient descent with momentum, weight decay, dampening and Nesterov's variant, exactly as PyTorch's.

    For each parameter w with the error signal w̄, a step is

        g = w̄ + weight_decay · w
        v ← momentum · v + (1 - dampening) · g        v ← g in the first step
        g = g + momentum · v if nesterov, else v      with momentum only
        w ← w - lr · g

    With ``first_lr`` it is the lecture's (docs/lectures.md T8), where ε is ``lr``, ε′ ``first_lr`` and β ``momentum``:

        m ← β m - ε g                                 m ← -ε′ g in the first step
        w ← w + m

    While ε stays the same and ε′ = ε, the two take the same path: m is -ε v. They part when a schedule changes ε: the
    lecture's m keeps the steps as long as they were, and PyTorch's rule changes them all at once.

    Arrays are updated in place and keep their dtype. A parameter without an error signal is left as it is, and so is
    its velocity.

    Parameters
    ----------
    params
        The tensors to train, or a list of dicts, one for each group, with tensors under ``"params"`` and the group's
        own ``lr``, ``momentum`` and so on.
    lr
        The learning rate, ε in the lectures.
    momentum
        How much of the velocity is left after a step, β in the lectures.
    first_lr
        ε′, the learning rate of the first step, or None for PyTorch's rule. It may be large where momentum asks for a
        small ε. Not with dampening or Nesterov's variant.
    weight_decay
        The strength of the ℓ₂ penalty (weight_decay / 2) · Σ w².
    dampening
        Less of the gradient goes into the velocity.
    nesterov
        Looks ahead along the velocity; wants momentum, and no dampening.
    maximize
        Climbs instead of descending.

    All after ``momentum`` are given by name. PyTorch takes dampening before weight decay, which few remember, and a
    number in the wrong place would train on without a word.

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
    may_be_none = ("first_lr",)

    def __init__(
        self,
        params: Iterable[Any],
        lr: float | None = None,
        momentum: float = 0,
        *,
        first_lr: float | None = None,
        weight_decay: float = 0,
        dampening: float = 0,
        nesterov: bool = False,
        maximize: bool = False,
    ) -> None:
        defaults = {
            "lr": lr,
            "momentum": momentum,
            "dampening": dampening,
            "weight_decay": weight_decay,
            "nesterov": nesterov,
            "maximize": maximize,
            "first_lr": first_lr,
        }
        super().__init__(params, defaults)

    def check_options(self, options: Mapping[str, Any]) -> None:
        """Raises an error where the options of a group are no good."""
        check_not_negative(options, "lr", "momentum", "weight_decay")
        check_numbers(options, "dampening")
        if options["nesterov"] and (not options["momentum"] or options["dampening"]):
            raise ValueError(
                error_message(
                    f"nesterov=True with momentum={options['momentum']} and dampening={options['dampening']}",
                    "Nesterov's variant wants a momentum and no dampening",
                )
            )
        if options["first_lr"] is not None:
            check_not_negative(options, "first_lr")
            if options["nesterov"] or options["dampening"]:
                raise ValueError(
                    error_message(
                        f"first_lr={options['first_lr']} with nesterov={options['nesterov']} "
                        f"and dampening={options['dampening']}",
                        "the lecture's momentum has neither; leave out first_lr, or those",
                    )
                )

    def step_group(self, group: ParamGroup) -> None:
        """Updates the parameters of a group that have an error signal."""
        lr, momentum, nesterov, first_lr = (
            float(group["lr"]),
            float(group["momentum"]),
            group["nesterov"],
            group["first_lr"],
        )
        weight_decay, dampening, maximize = float(group["weight_decay"]), float(group["dampening"]), group["maximize"]
        for part in group.parts("momentum_buffer") if momentum or first_lr is not None else group.parts():
            g = part.gradient(weight_decay, maximize)
            if first_lr is not None:
                # -m is kept in the step's room, to be subtracted below.
                (m,) = part.slots
                np.multiply(g, first_lr if part.first else lr, part.step)
                np.multiply(m, momentum, m)
                np.subtract(m, part.step, m)
                np.negative(m, part.step)
            else:
                if momentum:
                    (v,) = part.slots
                    if part.first:
                        v[...] = g
                    else:
                        np.multiply(v, momentum, v)
                        np.add(v, g * (1 - dampening) if dampening else g, v)
                    g = g + momentum * v if nesterov else v
                np.multiply(g, lr, part.step)
            for w, step in zip(part.arrays, part.steps):
                np.subtract(w, step, w)
