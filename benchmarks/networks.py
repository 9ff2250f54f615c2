"""The networks whose training step is measured, with their first parameters and one batch of data."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

MOMENTUM = 0.9


@dataclass(frozen=True)
class Network:
    """Fully connected layers with ReLU between them, and softmax cross-entropy on class numbers at the end.

    `sizes` has the number of inputs, of units in each hidden layer, and of classes.
    """

    sizes: tuple[int, ...]
    batch: int

    def __str__(self) -> str:
        return f"{'–'.join(map(str, self.sizes))}, {self.batch}"

    def parameters(self) -> list[tuple[Floats, Floats]]:
        """Weights (out, in) with He's variance and small random biases (out,), the same at every call."""
        rng = np.random.default_rng(1)
        layers = []
        for fan_in, fan_out in zip(self.sizes, self.sizes[1:]):
            weight = rng.normal(0, np.sqrt(2 / fan_in), (fan_out, fan_in)).astype(np.float32)
            bias = rng.normal(0, 0.1, fan_out).astype(np.float32)
            layers.append((weight, bias))
        return layers

    def data(self) -> tuple[Floats, NDArray[np.int64]]:
        """Inputs (batch, in), standard normal, and class numbers (batch,), the same at every call."""
        rng = np.random.default_rng(2)
        inputs = rng.normal(0, 1, (self.batch, self.sizes[0])).astype(np.float32)
        labels = rng.integers(0, self.sizes[-1], self.batch)
        return inputs, labels


NETWORKS = [
    Network((2, 16, 16, 2), 32),
    Network((64, 32, 10), 32),
    Network((784, 50, 10), 64),
    Network((784, 128, 10), 64),
    Network((784, 512, 512, 10), 64),
    Network((784, 512, 512, 10), 256),
    Network((784, 1024, 1024, 1024, 10), 512),
]
