"""Draws the pictures in this folder again: ``python docs/images/make.py``.

Each is an SVG file that is light or dark as the page around it is.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np

import nn
from autograd import Tensor, draw, sigmoid
from autograd.views.drawing.rendering import Picture

HERE = Path(__file__).parent


def logistic_least_squares() -> Picture:
    """One example of logistic least squares (docs/lectures.md E3), after the backward pass."""
    w, b = Tensor(1.0, requires_grad=True), Tensor(0.5, requires_grad=True)
    x, t = 2.0, 1.0
    z = w * x + b
    y = sigmoid(z)
    loss = 0.5 * (y - t) ** 2
    loss.backward()
    return draw(loss)


def multilayer_perceptron() -> Picture:
    """A network of one hidden layer in vectorised form (docs/lectures.md E6), its arrows shaded by the messages."""
    x, t = np.array([1.0, -0.5]), np.array([0.0, 1.0])
    W1 = Tensor([[0.5, -1.0], [1.5, 0.5], [-0.5, 1.0]], requires_grad=True)
    b1 = Tensor([0.0, 0.1, -0.1], requires_grad=True)
    W2 = Tensor([[1.0, -0.5, 0.25], [0.5, 1.0, -1.0]], requires_grad=True)
    b2 = Tensor([0.2, -0.2], requires_grad=True)
    z = W1 @ x + b1
    h = sigmoid(z)
    y = W2 @ h + b2
    L = 0.5 * np.sum((y - t) ** 2)
    L.backward()
    return draw(L, shade_bars=True)


def digits_network() -> Picture:
    """The network that reads handwritten digits, 784–50–10, on a batch of 32, its layers as frames."""
    nn.manual_seed(0)
    model = nn.Sequential(nn.Linear(784, 50), nn.ReLU(), nn.Linear(50, 10))
    loss_function = nn.CrossEntropyLoss()
    images = np.random.default_rng(0).random((32, 784), dtype=np.float32)
    labels = np.arange(32) % 10
    scores = model(images)
    loss = loss_function(scores, labels)
    loss.backward()
    return draw(loss)


def too_large() -> Picture:
    """A graph of 66,000 scalars, folded by lines of code."""
    rng = np.random.default_rng(0)
    W = [[Tensor(weight, requires_grad=True) for weight in row] for row in rng.normal(size=(40, 40))]

    def neuron(weights: list[Tensor], inputs: list[Tensor]) -> Tensor:
        act = Tensor(0.0)
        for weight, value in zip(weights, inputs, strict=True):
            act = act + weight * value
        return np.tanh(act)

    h = [Tensor(value) for value in rng.normal(size=40)]
    for _ in range(20):
        h = [neuron(row, h) for row in W]
    loss = Tensor(0.0)
    for unit in h:
        loss = loss + unit * unit
    return draw(loss)


PICTURES: dict[str, Callable[[], Picture]] = {
    "draw-logistic.svg": logistic_least_squares,
    "draw-mlp.svg": multilayer_perceptron,
    "draw-digits.svg": digits_network,
    "draw-folded.svg": too_large,
}

if __name__ == "__main__":
    for name, make in PICTURES.items():
        (HERE / name).write_bytes(make().pipe("svg"))
        print(HERE / name)
