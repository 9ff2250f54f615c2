"""PyTorch's eager mode on the CPU."""

from __future__ import annotations

import torch

from benchmarks import moons
from benchmarks.networks import MOMENTUM, Network
from benchmarks.operations import OPERATIONS, operands, summary
from benchmarks.second_order import problem, unpacked

NAME = "PyTorch eager"
DISTRIBUTIONS = ["torch"]


class Training:
    def __init__(self, sizes: list[int], batch: int, learning_rate: float):
        network = Network(tuple(sizes), batch)
        self.x, self.labels = map(torch.from_numpy, network.data())
        layers: list[torch.nn.Module] = []
        for weight, bias in network.parameters():
            linear = torch.nn.Linear(weight.shape[1], weight.shape[0])
            linear.weight.data = torch.from_numpy(weight)
            linear.bias.data = torch.from_numpy(bias)
            layers += [linear, torch.nn.ReLU()]
        self.model = torch.nn.Sequential(*layers[:-1])
        self.criterion = torch.nn.CrossEntropyLoss()
        self.optimizer = torch.optim.SGD(self.model.parameters(), lr=learning_rate, momentum=MOMENTUM)

    def step(self) -> None:
        self.optimizer.zero_grad()
        loss = self.criterion(self.model(self.x), self.labels)
        loss.backward()
        self.optimizer.step()
        self.loss = loss.detach()

    def outcome(self) -> list[float]:
        return [self.loss.item()]


def value(number: float) -> torch.Tensor:
    return torch.tensor(number, dtype=torch.float64, requires_grad=True)


class Moons:
    def __init__(self) -> None:
        self.points, self.labels = moons.two_moons()
        self.model = moons.MLP(2, moons.HIDDEN, value, torch.relu)
        self.parameters = self.model.parameters()

    def step(self) -> None:
        for parameter in self.parameters:
            parameter.grad = None
        self.loss = moons.max_margin_loss(
            self.model, self.parameters, self.points, self.labels.tolist(), value, torch.relu
        )
        self.loss.backward()

    def outcome(self) -> list[float]:
        return [self.loss.item(), *(parameter.grad.item() for parameter in self.parameters)]


class Chain:
    def __init__(self, length: int):
        self.length = length

    def step(self) -> None:
        self.x = self.y = value(1.0001)
        for _ in range(self.length):
            self.y = self.y * self.x
        self.y.backward()

    def outcome(self) -> list[float]:
        return [self.y.item(), self.x.grad.item()]


class SecondOrder:
    """The gradient of a network's loss, or its product with the Hessian, which is the gradient's derivative."""

    def __init__(self, product: bool):
        self.shapes, x, labels, point, direction = problem()
        self.product = product
        self.x, self.labels, self.direction = map(torch.from_numpy, (x, labels, direction))
        self.point = torch.from_numpy(point).requires_grad_()

    def step(self) -> None:
        W1, b1, W2, b2 = unpacked(self.point, self.shapes)
        linear = torch.nn.functional.linear
        loss = torch.nn.functional.cross_entropy(linear(torch.tanh(linear(self.x, W1, b1)), W2, b2), self.labels)
        (self.result,) = torch.autograd.grad(loss, self.point, create_graph=self.product)
        if self.product:
            (self.result,) = torch.autograd.grad(self.result @ self.direction, self.point)

    def outcome(self) -> list[float]:
        return [float(number) for number in self.result.detach()[::97]]


class Forward:
    """One operation on small arrays, recorded."""

    def __init__(self, name: str):
        self.function, shapes = OPERATIONS[name]
        self.operands = [torch.from_numpy(array).requires_grad_() for array in operands(shapes)]

    def step(self) -> None:
        self.z = self.function(torch, *self.operands)

    def outcome(self) -> list[float]:
        return summary(self.z.detach().numpy())


class Backward(Forward):
    """The same with its backward pass."""

    def __init__(self, name: str):
        super().__init__(name)
        self.bar = torch.ones_like(self.function(torch, *self.operands))

    def step(self) -> None:
        super().step()
        self.z.backward(self.bar)

    def outcome(self) -> list[float]:
        bars = [operand.grad.numpy() for operand in self.operands]
        return summary(self.z.detach().numpy(), bars)
