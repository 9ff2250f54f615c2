"""The project itself, as a user writes it."""

from __future__ import annotations

from typing import Any

import numpy as np

import nn
import optim
from autograd import Tensor, affine, derive, draw, grad, hvp, relu, softmax_cross_entropy, step_through
from benchmarks import moons
from benchmarks.networks import MOMENTUM, Network
from benchmarks.operations import OPERATIONS, operands, summary
from benchmarks.second_order import problem, unpacked

NAME = "Overbar"
DISTRIBUTIONS = ["overbar", "numpy"]


class Training:
    def __init__(self, sizes: list[int], batch: int, learning_rate: float):
        network = Network(tuple(sizes), batch)
        x, self.labels = network.data()
        self.x = Tensor(x)
        layers: list[nn.Module] = []
        for weight, bias in network.parameters():
            linear = nn.Linear(weight.shape[1], weight.shape[0])
            linear.weight.data = weight
            linear.bias.data = bias
            layers += [linear, nn.ReLU()]
        self.model = nn.Sequential(*layers[:-1])
        self.criterion = nn.CrossEntropyLoss()
        self.optimizer = optim.SGD(self.model.parameters(), lr=learning_rate, momentum=MOMENTUM)

    def step(self) -> None:
        self.optimizer.zero_grad()
        loss = self.criterion(self.model(self.x), self.labels)
        loss.backward()
        self.optimizer.step()
        self.loss = loss.detach()

    def outcome(self) -> list[float]:
        return [self.loss.item()]


def value(number: float) -> Tensor:
    return Tensor(number, requires_grad=True)


class Moons:
    def __init__(self) -> None:
        self.points, self.labels = moons.two_moons()
        self.model = moons.MLP(2, moons.HIDDEN, value, relu)
        self.parameters = self.model.parameters()

    def step(self) -> None:
        for parameter in self.parameters:
            parameter.bar = None
        self.loss = moons.max_margin_loss(self.model, self.parameters, self.points, self.labels, value, relu)
        self.loss.backward()

    def outcome(self) -> list[float]:
        return [self.loss.item(), *(parameter.bar.item() for parameter in self.parameters)]


class Chain:
    def __init__(self, length: int):
        self.length = length

    def step(self) -> None:
        self.x = self.y = value(1.0001)
        for _ in range(self.length):
            self.y = self.y * self.x
        self.y.backward()

    def outcome(self) -> list[float]:
        return [self.y.item(), self.x.bar.item()]


class SecondOrder:
    """The gradient of a network's loss, or its product with the Hessian."""

    def __init__(self, product: bool):
        shapes, x, labels, self.point, self.direction = problem()

        def loss(point: Any) -> Any:
            W1, b1, W2, b2 = unpacked(point, shapes)
            return softmax_cross_entropy(affine(np.tanh(affine(x, W1, b1)), W2, b2), labels)

        derivative, product_of = grad(loss), hvp(loss)
        self.run = (lambda: product_of(self.point, self.direction)) if product else (lambda: derivative(self.point))

    def step(self) -> None:
        self.result = self.run()

    def outcome(self) -> list[float]:
        return [float(number) for number in self.result[::97]]


class FanOut:
    """One tensor that is used many times."""

    def __init__(self, uses: int):
        self.uses = uses

    def step(self) -> None:
        self.x = Tensor(np.ones(10), requires_grad=True)
        total = Tensor(0.0)
        for _ in range(self.uses):
            total = total + self.x.sum()
        total.backward()

    def outcome(self) -> list[float]:
        return [float(number) for number in self.x.bar]


class Reads:
    """Single entries read from one array of a million."""

    def __init__(self, reads: int):
        self.reads = reads

    def step(self) -> None:
        self.x = Tensor(np.ones(1_000_000), requires_grad=True)
        total = Tensor(0.0)
        for i in range(self.reads):
            total = total + self.x[i]
        total.backward()

    def outcome(self) -> list[float]:
        return [float(self.x.bar.sum())]


class View:
    """A picture, the formulas or the steps of a graph of so many values."""

    def __init__(self, view: str, values: int):
        x = w = Tensor(1.0, requires_grad=True, name="w")
        for _ in range(values // 2):
            x = np.tanh(x) * w
        self.loss, self.view = x, view

    def step(self) -> None:
        if self.view == "draw":
            draw(self.loss).pipe(format="svg")
        elif self.view == "derive":
            str(derive(self.loss))
        else:
            for _ in step_through(self.loss):
                pass

    def outcome(self) -> list[float]:
        return [self.loss.item()]


class Forward:
    """One operation on small arrays, recorded."""

    def __init__(self, name: str):
        self.function, shapes = OPERATIONS[name]
        self.operands = [Tensor(array, requires_grad=True) for array in operands(shapes)]

    def step(self) -> None:
        self.z = self.function(np, *self.operands)

    def outcome(self) -> list[float]:
        return summary(self.z.data)


class Backward(Forward):
    """The same with its backward pass."""

    def __init__(self, name: str):
        super().__init__(name)
        self.bar = np.ones(self.function(np, *self.operands).shape)

    def step(self) -> None:
        super().step()
        self.z.backward(self.bar)

    def outcome(self) -> list[float]:
        bars = [operand.bar for operand in self.operands]
        return summary(self.z.data, bars)
