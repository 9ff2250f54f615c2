"""The computations that the browser steps through."""

from collections.abc import Callable

import numpy as np

from autograd import Tensor, affine, sigmoid, softmax_cross_entropy
from autograd.views import Stepper, step_through

#: Makes a stepper, and the tensors whose error signals backward() computed, by name.
Example = Callable[[], tuple[Stepper, dict[str, Tensor]]]


def logistic_least_squares() -> tuple[Stepper, dict[str, Tensor]]:
    """Lecture 004's univariate example (docs/lectures.md E3)."""
    w = Tensor(1.0, requires_grad=True)
    b = Tensor(0.5, requires_grad=True)
    x, t = 2.0, 1.0
    z = w * x + b
    y = sigmoid(z)
    L = 0.5 * (y - t) ** 2
    stepper = step_through(L)
    L.backward()
    return stepper, {"w": w, "b": b, "z": z, "y": y, "L": L}


def two_paths() -> tuple[Stepper, dict[str, Tensor]]:
    """Lecture 004's multivariate example (docs/lectures.md E4)."""
    t = Tensor(1.0, requires_grad=True)
    x, y = np.cos(t), t**2
    f = y + np.exp(x * y)
    stepper = step_through(f)
    f.backward()
    return stepper, {"t": t, "x": x, "y": y, "f": f}


def small_network() -> tuple[Stepper, dict[str, Tensor]]:
    """A network with two layers and arrays short enough to be carried whole."""
    rng = np.random.default_rng(3)
    X, t = rng.normal(size=(5, 4)), rng.normal(size=(5, 2))
    W1, b1 = Tensor(rng.normal(size=(3, 4)), requires_grad=True), Tensor(np.zeros(3), requires_grad=True)
    W2, b2 = Tensor(rng.normal(size=(2, 3)), requires_grad=True), Tensor(np.zeros(2), requires_grad=True)
    h = sigmoid(affine(X, W1, b1))
    y = affine(h, W2, b2)
    loss = np.sum((y - t) ** 2)
    stepper = step_through(loss)
    loss.backward()
    return stepper, {"W1": W1, "b1": b1, "W2": W2, "b2": b2, "h": h, "y": y, "loss": loss}


def digits_network() -> tuple[Stepper, dict[str, Tensor]]:
    """The 784-50-10 network at batch 32."""
    rng = np.random.default_rng(0)
    X = rng.random((32, 784)) * (rng.random((32, 784)) > 0.8)
    labels = rng.integers(0, 10, 32)
    W1, b1 = Tensor(rng.normal(size=(50, 784)) / 28, requires_grad=True), Tensor(np.zeros(50), requires_grad=True)
    W2, b2 = Tensor(rng.normal(size=(10, 50)) / 7, requires_grad=True), Tensor(np.zeros(10), requires_grad=True)
    h = sigmoid(affine(X, W1, b1))
    scores = affine(h, W2, b2)
    loss = softmax_cross_entropy(scores, labels).mean()
    stepper = step_through(loss)
    loss.backward()
    return stepper, {"W1": W1, "b1": b1, "W2": W2, "b2": b2, "h": h, "scores": scores, "loss": loss}


def long_chain(values: int = 500) -> tuple[Stepper, dict[str, Tensor]]:
    """About four steps for each of so many values."""
    a = Tensor(0.5, requires_grad=True)
    x = a
    for _ in range(values):
        x = x * a + 0.25 if _ % 2 else np.tanh(x)
    stepper = step_through(x)
    x.backward()
    return stepper, {"a": a, "x": x}
