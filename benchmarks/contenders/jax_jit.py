"""JAX on the CPU: the whole step, update included, compiled into one function."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp

from benchmarks.networks import MOMENTUM, Network
from benchmarks.second_order import problem, unpacked

NAME = "JAX jit"
DISTRIBUTIONS = ["jax", "jaxlib"]


def loss_of(parameters: Any, x: Any, labels: Any) -> Any:
    h = x
    for weight, bias in parameters[:-1]:
        h = jnp.maximum(h @ weight.T + bias, 0)
    weight, bias = parameters[-1]
    scores = h @ weight.T + bias
    return -jax.nn.log_softmax(scores)[jnp.arange(len(labels)), labels].mean()


class Training:
    def __init__(self, sizes: list[int], batch: int, learning_rate: float):
        network = Network(tuple(sizes), batch)
        self.x, self.labels = map(jnp.asarray, network.data())
        self.parameters = [(jnp.asarray(weight), jnp.asarray(bias)) for weight, bias in network.parameters()]
        self.velocities = jax.tree.map(jnp.zeros_like, self.parameters)

        @jax.jit
        def step(parameters: Any, velocities: Any, x: Any, labels: Any) -> Any:
            loss, bars = jax.value_and_grad(loss_of)(parameters, x, labels)
            velocities = jax.tree.map(lambda v, bar: MOMENTUM * v + bar, velocities, bars)
            parameters = jax.tree.map(lambda w, v: w - learning_rate * v, parameters, velocities)
            return loss, parameters, velocities

        self.compiled = step

    def step(self) -> None:
        self.loss, self.parameters, self.velocities = self.compiled(
            self.parameters, self.velocities, self.x, self.labels
        )
        # Calls return before they are done.
        self.loss.block_until_ready()
        jax.block_until_ready(self.parameters)

    def outcome(self) -> list[float]:
        return [self.loss.item()]


class SecondOrder:
    """The gradient of a network's loss, or its product with the Hessian."""

    def __init__(self, product: bool):
        jax.config.update("jax_enable_x64", True)
        shapes, *given = problem()
        x, labels, self.point, self.direction = map(jnp.asarray, given)

        def loss(point: Any) -> Any:
            W1, b1, W2, b2 = unpacked(point, shapes)
            scores = jnp.tanh(x @ W1.T + b1) @ W2.T + b2
            return -jax.nn.log_softmax(scores)[jnp.arange(len(labels)), labels].mean()

        gradient = jax.grad(loss)
        product_of = jax.jit(lambda point, direction: jax.jvp(gradient, (point,), (direction,))[1])
        compiled = jax.jit(gradient)
        self.run = (lambda: product_of(self.point, self.direction)) if product else (lambda: compiled(self.point))

    def step(self) -> None:
        self.result = self.run().block_until_ready()

    def outcome(self) -> list[float]:
        return [float(number) for number in self.result[::97]]
