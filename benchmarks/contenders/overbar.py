"""The project itself, as a user writes it."""

from __future__ import annotations

import nn
import optim
from autograd import Tensor, relu
from benchmarks import moons
from benchmarks.networks import MOMENTUM, Network

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
        self.loss = self.criterion(self.model(self.x), self.labels)
        self.loss.backward()
        self.optimizer.step()

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
