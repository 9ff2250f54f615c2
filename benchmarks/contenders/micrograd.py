"""micrograd: an engine of scalars in a hundred lines of Python."""

from __future__ import annotations

import sys

from micrograd.engine import Value
from micrograd.nn import MLP

from benchmarks import moons

NAME = "micrograd"
DISTRIBUTIONS = ["micrograd"]


class Moons:
    def __init__(self) -> None:
        self.points, self.labels = moons.two_moons()
        self.model = MLP(2, moons.HIDDEN)

    def step(self) -> None:
        self.model.zero_grad()
        self.loss = moons.max_margin_loss(
            self.model, self.model.parameters(), self.points, self.labels, Value, Value.relu
        )
        self.loss.backward()

    def outcome(self) -> list[float]:
        return [float(self.loss.data), *(float(parameter.grad) for parameter in self.model.parameters())]


class Chain:
    def __init__(self, length: int):
        self.length = length
        # Its backward pass calls itself once for each operation between a value and the result.
        sys.setrecursionlimit(length + 1000)

    def step(self) -> None:
        self.x = self.y = Value(1.0001)
        for _ in range(self.length):
            self.y = self.y * self.x
        self.y.backward()

    def outcome(self) -> list[float]:
        return [self.y.data, self.x.grad]
