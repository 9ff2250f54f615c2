"""micrograd's demonstration, written for any scalar that can be added, multiplied and rectified.

The notebook that comes with micrograd separates two moons of 100 points with an MLP of scalars, 2–16–16–1,
by the max-margin loss with L2 regularisation over the whole data set. The network here is micrograd's own
`nn.py` with the class of the scalars left open: the same Python operations on them in the same order, and the
same random weights.
"""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from sklearn.datasets import make_moons

Scalar = Any
Model = Callable[[list[Scalar]], Scalar]

SEED = 1337
HIDDEN = [16, 16, 1]
ALPHA = 1e-4


def two_moons() -> tuple[np.ndarray, np.ndarray]:
    """The demonstration's points (100, 2) and labels (100,), which are −1 or 1.

    It also seeds the generator that the weights are then drawn from, as the demonstration does.
    """
    np.random.seed(SEED)  # noqa: NPY002 (the demonstration's way, and so its data)
    random.seed(SEED)
    points, labels = make_moons(n_samples=100, noise=0.1)
    return points, labels * 2 - 1


class Neuron:
    """A weighted sum and a bias, rectified if `nonlinear`."""

    def __init__(
        self, inputs: int, nonlinear: bool, value: Callable[[float], Scalar], relu: Callable[[Scalar], Scalar]
    ):
        self.weights = [value(random.uniform(-1, 1)) for _ in range(inputs)]
        self.bias = value(0.0)
        self.nonlinear = nonlinear
        self.relu = relu

    def __call__(self, x: Sequence[Scalar]) -> Scalar:
        activation = sum((wi * xi for wi, xi in zip(self.weights, x)), self.bias)
        return self.relu(activation) if self.nonlinear else activation


class MLP:
    """Layers of neurons: `MLP(2, [16, 16, 1], ...)`."""

    def __init__(
        self,
        inputs: int,
        outputs: list[int],
        value: Callable[[float], Scalar],
        relu: Callable[[Scalar], Scalar],
    ):
        sizes = [inputs, *outputs]
        self.layers = [
            [Neuron(sizes[i], i != len(outputs) - 1, value, relu) for _ in range(sizes[i + 1])]
            for i in range(len(outputs))
        ]

    def __call__(self, x: list[Scalar]) -> Scalar:
        for layer in self.layers:
            x = [neuron(x) for neuron in layer]
        return x[0]

    def parameters(self) -> list[Scalar]:
        """All weights and biases, in micrograd's order."""
        return [p for layer in self.layers for neuron in layer for p in [*neuron.weights, neuron.bias]]


def max_margin_loss(
    model: Model,
    parameters: list[Scalar],
    points: Sequence[Sequence[float]],
    labels: Sequence[float],
    value: Callable[[float], Scalar],
    relu: Callable[[Scalar], Scalar],
) -> Scalar:
    """The demonstration's loss, line for line."""
    inputs = [list(map(value, row)) for row in points]
    scores = list(map(model, inputs))
    losses = [relu(1 + -yi * scorei) for yi, scorei in zip(labels, scores)]
    data_loss = sum(losses) * (1.0 / len(losses))
    reg_loss = ALPHA * sum(p * p for p in parameters)
    return data_loss + reg_loss
