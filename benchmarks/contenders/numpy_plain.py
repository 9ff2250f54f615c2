"""What a person writes by hand in plain NumPy, working in place where that is easy."""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from benchmarks.networks import MOMENTUM, Network
from benchmarks.operations import OPERATIONS, operands, summary

NAME = "NumPy by hand"
DISTRIBUTIONS = ["numpy"]


class Training:
    def __init__(self, sizes: list[int], batch: int, learning_rate: float):
        network = Network(tuple(sizes), batch)
        self.learning_rate = learning_rate
        self.x, self.labels = network.data()
        self.rows = np.arange(batch)
        self.weights = [np.ascontiguousarray(weight.T) for weight, _ in network.parameters()]
        self.biases = [bias for _, bias in network.parameters()]
        self.weight_velocities = [np.zeros_like(weight) for weight in self.weights]
        self.bias_velocities = [np.zeros_like(bias) for bias in self.biases]

    def step(self) -> None:
        # Forward.
        activations = [self.x]
        for weight, bias in zip(self.weights[:-1], self.biases[:-1]):
            z = activations[-1] @ weight
            z += bias
            activations.append(np.maximum(z, 0, out=z))
        z = activations[-1] @ self.weights[-1]
        z += self.biases[-1]

        # Softmax cross-entropy, and its derivative by z in the same array.
        z -= z.max(axis=1, keepdims=True)
        log_likelihood = z[self.rows, self.labels]
        np.exp(z, out=z)
        total = z.sum(axis=1, keepdims=True)
        self.loss = (np.log(total[:, 0]) - log_likelihood).mean()
        z /= total
        z[self.rows, self.labels] -= 1
        z /= len(z)

        # Backward, updating each layer when its derivatives and those below it have been taken.
        z_bar = z
        for layer in reversed(range(len(self.weights))):
            h = activations[layer]
            weight_bar = h.T @ z_bar
            bias_bar = z_bar.sum(axis=0)
            if layer > 0:
                z_bar = z_bar @ self.weights[layer].T
                z_bar *= h > 0
            self.update(self.weights[layer], self.weight_velocities[layer], weight_bar)
            self.update(self.biases[layer], self.bias_velocities[layer], bias_bar)

    def update(self, parameter: np.ndarray, velocity: np.ndarray, gradient: np.ndarray) -> None:
        velocity *= MOMENTUM
        velocity += gradient
        parameter -= self.learning_rate * velocity

    def outcome(self) -> list[float]:
        return [self.loss.item()]


class MatrixProducts:
    """The matrix products of a training step and nothing else: what no program on the same BLAS can do without."""

    def __init__(self, sizes: list[int], batch: int):
        rng = np.random.default_rng(0)
        self.x = [rng.normal(size=(batch, size)).astype(np.float32) for size in sizes]
        self.weights = [rng.normal(size=pair).astype(np.float32) for pair in pairwise(sizes)]

    def step(self) -> None:
        for layer, weight in enumerate(self.weights):
            np.dot(self.x[layer], weight)
            np.dot(self.x[layer].T, self.x[layer + 1])
            if layer > 0:
                np.dot(self.x[layer + 1], weight.T)

    def outcome(self) -> list[float]:
        return [float(len(self.weights))]


class Forward:
    """One operation on small arrays."""

    def __init__(self, name: str):
        self.function, shapes = OPERATIONS[name]
        self.operands = operands(shapes)

    def step(self) -> None:
        self.z = self.function(np, *self.operands)

    def outcome(self) -> list[float]:
        return summary(self.z)
