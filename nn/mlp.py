"""MLP: a multi-layer perceptron."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from autograd import Tensor, error_message

from .activations import ReLU
from .linear import Linear
from .module import Module
from .seeding import Seed, generator
from .sequential import Sequential


class MLP(Sequential):
    """Linear layers with an activation between each two of them (docs/lectures.md E6, N7).

    Parameters
    ----------
    sizes
        The number of inputs, of units in each hidden layer, and of outputs.
    activation
        Makes the module that comes after every hidden layer, like ``nn.ReLU``.
    output_activation
        Makes the one after the last layer; None for the plain scores that losses take.
    bias
        Whether the layers have biases.
    init
        Fills each weight, called as ``init(weight, rng=rng)``, like ``nn.init.kaiming_normal_``; biases are then 0.
        None for what `Linear` does.
    dtype
        Of the parameters.
    rng
        A NumPy Generator or a seed for the initial parameters; None for the package's own.

    Examples
    --------
    >>> import nn
    >>> nn.MLP([64, 50, 10])
    MLP(
      (0): Linear(in_features=64, out_features=50, bias=True)
      (1): ReLU()
      (2): Linear(in_features=50, out_features=10, bias=True)
    )
    >>> deep = nn.MLP([2, 16, 16, 1], nn.Tanh, init=nn.init.xavier_uniform_, rng=0)
    """

    def __init__(
        self,
        sizes: Sequence[int],
        activation: Callable[[], Module] = ReLU,
        output_activation: Callable[[], Module] | None = None,
        *,
        bias: bool = True,
        init: Callable[..., Tensor] | None = None,
        dtype: Any = np.float32,
        rng: Seed = None,
    ) -> None:
        try:
            sizes = list(sizes)
        except TypeError:
            raise TypeError(
                error_message(
                    f"an MLP of the sizes {sizes!r}, which is no list",
                    "give the numbers of inputs, of units in each hidden layer, and of outputs in one list, as in "
                    "nn.MLP([2, 16, 2])",
                )
            ) from None
        if len(sizes) < 2:
            raise ValueError(
                error_message(f"an MLP of the sizes {sizes}", "give at least the number of inputs and of outputs")
            )
        rng = generator(rng)
        layers: list[Module] = []
        for inputs, outputs in itertools.pairwise(sizes):
            linear = Linear(inputs, outputs, bias, dtype=dtype, rng=rng)
            if init is not None:
                init(linear.weight, rng=rng)
                if linear.bias is not None:
                    linear.bias.data = np.zeros(outputs, dtype)
            layers += [linear, activation()]
        layers.pop()
        if output_activation is not None:
            layers.append(output_activation())
        super().__init__(*layers)
