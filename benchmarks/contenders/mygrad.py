"""MyGrad, with its guarding of memory switched off, as its documentation advises for speed."""

from __future__ import annotations

import mygrad
import numpy as np
from mygrad.nnet.activations import relu
from mygrad.nnet.losses import softmax_crossentropy

from benchmarks import moons
from benchmarks.networks import MOMENTUM, Network
from benchmarks.operations import OPERATIONS, operands, summary

NAME = "MyGrad"
DISTRIBUTIONS = ["mygrad", "numpy"]

mygrad.turn_memory_guarding_off()


class Training:
    def __init__(self, sizes: list[int], batch: int, learning_rate: float):
        network = Network(tuple(sizes), batch)
        self.learning_rate = learning_rate
        self.x, self.labels = network.data()
        self.layers = [
            (mygrad.tensor(np.ascontiguousarray(weight.T)), mygrad.tensor(bias))
            for weight, bias in network.parameters()
        ]
        self.velocities = {id(parameter): np.zeros_like(parameter.data) for layer in self.layers for parameter in layer}

    def step(self) -> None:
        h = self.x
        for weight, bias in self.layers[:-1]:
            h = relu(mygrad.matmul(h, weight) + bias)
        weight, bias = self.layers[-1]
        self.loss = softmax_crossentropy(mygrad.matmul(h, weight) + bias, self.labels)
        self.loss.backward()
        for layer in self.layers:
            for parameter in layer:
                velocity = self.velocities[id(parameter)]
                velocity *= MOMENTUM
                velocity += parameter.grad
                parameter.data[...] -= self.learning_rate * velocity

    def outcome(self) -> list[float]:
        return [self.loss.item()]


class Moons:
    def __init__(self) -> None:
        self.points, self.labels = moons.two_moons()
        self.model = moons.MLP(2, moons.HIDDEN, mygrad.tensor, relu)
        self.parameters = self.model.parameters()

    def step(self) -> None:
        self.loss = moons.max_margin_loss(
            self.model, self.parameters, self.points, self.labels.tolist(), mygrad.tensor, relu
        )
        self.loss.backward()

    def outcome(self) -> list[float]:
        return [self.loss.item(), *(parameter.grad.item() for parameter in self.parameters)]


class Chain:
    def __init__(self, length: int):
        self.length = length

    def step(self) -> None:
        self.x = self.y = mygrad.tensor(1.0001)
        for _ in range(self.length):
            self.y = self.y * self.x
        self.y.backward()

    def outcome(self) -> list[float]:
        return [self.y.item(), self.x.grad.item()]


class Forward:
    """One operation on small arrays, recorded."""

    def __init__(self, name: str):
        self.function, shapes = OPERATIONS[name]
        self.operands = [mygrad.tensor(array) for array in operands(shapes)]

    def step(self) -> None:
        self.z = self.function(mygrad, *self.operands)

    def outcome(self) -> list[float]:
        return summary(self.z.data)


class Backward(Forward):
    """The same with its backward pass."""

    def __init__(self, name: str):
        super().__init__(name)
        self.bar = np.ones(self.function(mygrad, *self.operands).shape)

    def step(self) -> None:
        super().step()
        self.z.backward(self.bar)

    def outcome(self) -> list[float]:
        bars = [operand.grad for operand in self.operands]
        return summary(self.z.data, bars)
