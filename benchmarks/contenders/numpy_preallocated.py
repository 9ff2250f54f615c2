"""The same by hand with every buffer made beforehand, as a very careful person might write it."""

from __future__ import annotations

import numpy as np

from benchmarks.networks import MOMENTUM, Network

NAME = "NumPy, preallocated"
DISTRIBUTIONS = ["numpy"]


class Training:
    def __init__(self, sizes: list[int], batch: int, learning_rate: float):
        network = Network(tuple(sizes), batch)
        self.learning_rate = learning_rate
        self.x, self.labels = network.data()
        self.rows = np.arange(batch)
        self.weights = [np.ascontiguousarray(weight.T) for weight, _ in network.parameters()]
        self.biases = [bias for _, bias in network.parameters()]
        parameters = [*self.weights, *self.biases]
        self.velocities = [np.zeros_like(parameter) for parameter in parameters]
        self.steps = [np.empty_like(parameter) for parameter in parameters]
        self.bars = [np.empty_like(parameter) for parameter in parameters]
        self.activations = [np.empty((batch, size), np.float32) for size in sizes[1:]]
        self.activation_bars = [np.empty((batch, size), np.float32) for size in sizes[1:-1]]
        self.masks = [np.empty((batch, size), bool) for size in sizes[1:-1]]
        self.one_per_row = np.empty((batch, 1), np.float32)

    def step(self) -> None:
        # Forward.
        h = self.x
        for weight, bias, z in zip(self.weights, self.biases, self.activations):
            np.matmul(h, weight, out=z)
            np.add(z, bias, out=z)
            if z is not self.activations[-1]:
                np.maximum(z, 0, out=z)
            h = z

        # Softmax cross-entropy, and its derivative by z in the same array.
        one = self.one_per_row
        np.max(z, axis=1, keepdims=True, out=one)
        np.subtract(z, one, out=z)
        log_likelihood = z[self.rows, self.labels]
        np.exp(z, out=z)
        np.sum(z, axis=1, keepdims=True, out=one)
        self.loss = (np.log(one[:, 0]) - log_likelihood).mean()
        np.divide(z, one, out=z)
        z[self.rows, self.labels] -= 1
        np.divide(z, len(z), out=z)

        # Backward.
        layers = len(self.weights)
        z_bar = z
        for layer in reversed(range(layers)):
            h = self.activations[layer - 1] if layer > 0 else self.x
            np.matmul(h.T, z_bar, out=self.bars[layer])
            np.sum(z_bar, axis=0, out=self.bars[layers + layer])
            if layer > 0:
                h_bar, mask = self.activation_bars[layer - 1], self.masks[layer - 1]
                np.matmul(z_bar, self.weights[layer].T, out=h_bar)
                np.greater(h, 0, out=mask)
                np.multiply(h_bar, mask, out=h_bar)
                z_bar = h_bar

        for parameter, velocity, step, bar in zip(
            [*self.weights, *self.biases], self.velocities, self.steps, self.bars
        ):
            np.multiply(velocity, MOMENTUM, out=velocity)
            np.add(velocity, bar, out=velocity)
            np.multiply(velocity, self.learning_rate, out=step)
            np.subtract(parameter, step, out=parameter)

    def outcome(self) -> list[float]:
        return [self.loss.item()]
