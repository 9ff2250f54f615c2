"""HIPS autograd. It is imported by the same name as Overbar's engine, so it lives in an environment of its own."""

from __future__ import annotations

from importlib.metadata import packages_distributions
from typing import Any

if "overbar" in packages_distributions().get("autograd", []):
    raise ImportError("here the name autograd is Overbar's")

from autograd.tracer import getval

import autograd.numpy as np
from autograd import grad, hessian_vector_product, make_vjp, value_and_grad
from benchmarks.networks import MOMENTUM, Network
from benchmarks.operations import OPERATIONS, operands, summary
from benchmarks.second_order import problem, unpacked

NAME = "HIPS autograd"
DISTRIBUTIONS = ["autograd", "numpy"]


def loss_of(parameters: Any, x: Any, labels: Any) -> Any:
    """The loss, in a way in which the backward pass, too, stays in float32: those of maximum and mean would not."""
    h = x
    for weight, bias in parameters[:-1]:
        z = np.dot(h, weight) + bias
        h = z * (z > 0)
    weight, bias = parameters[-1]
    z = np.dot(h, weight) + bias
    z = z - getval(z).max(axis=1, keepdims=True)
    log_likelihood = z[np.arange(len(labels)), labels] - np.log(np.sum(np.exp(z), axis=1))
    return -np.sum(log_likelihood) / x.dtype.type(len(labels))


class Training:
    def __init__(self, sizes: list[int], batch: int, learning_rate: float):
        network = Network(tuple(sizes), batch)
        self.learning_rate = learning_rate
        self.x, self.labels = network.data()
        self.parameters = [(np.ascontiguousarray(weight.T), bias) for weight, bias in network.parameters()]
        self.velocities = [[np.zeros_like(array) for array in layer] for layer in self.parameters]
        self.derivative = value_and_grad(loss_of)

    def step(self) -> None:
        self.loss, bars = self.derivative(self.parameters, self.x, self.labels)
        for layer, velocities, layer_bars in zip(self.parameters, self.velocities, bars):
            for parameter, velocity, bar in zip(layer, velocities, layer_bars):
                velocity *= MOMENTUM
                velocity += bar
                parameter -= self.learning_rate * velocity

    def outcome(self) -> list[float]:
        return [float(self.loss)]


class Chain:
    def __init__(self, length: int):
        def product(x: Any) -> Any:
            y = x
            for _ in range(length):
                y = y * x
            return y

        self.derivative = value_and_grad(product)

    def step(self) -> None:
        self.result = self.derivative(1.0001)

    def outcome(self) -> list[float]:
        return [float(number) for number in self.result]


class SecondOrder:
    """The gradient of a network's loss, or its product with the Hessian."""

    def __init__(self, product: bool):
        shapes, x, labels, self.point, self.direction = problem()

        def loss(point: Any) -> Any:
            W1, b1, W2, b2 = unpacked(point, shapes)
            z = np.dot(np.tanh(np.dot(x, W1.T) + b1), W2.T) + b2
            z = z - np.max(z, axis=1, keepdims=True)
            return -np.mean(z[np.arange(len(labels)), labels] - np.log(np.sum(np.exp(z), axis=1)))

        derivative, product_of = grad(loss), hessian_vector_product(loss)
        self.run = (lambda: product_of(self.point, self.direction)) if product else (lambda: derivative(self.point))

    def step(self) -> None:
        self.result = self.run()

    def outcome(self) -> list[float]:
        return [float(number) for number in self.result[::97]]


class Backward:
    """One operation on small arrays with its backward pass."""

    def __init__(self, name: str):
        function, shapes = OPERATIONS[name]
        self.operands = operands(shapes)
        self.bar = np.ones(function(np, *self.operands).shape)
        self.recorded = make_vjp(lambda *xs: function(np, *xs), tuple(range(len(shapes))))

    def step(self) -> None:
        vjp, self.z = self.recorded(*self.operands)
        self.bars = vjp(self.bar)

    def outcome(self) -> list[float]:
        return summary(self.z, self.bars)
