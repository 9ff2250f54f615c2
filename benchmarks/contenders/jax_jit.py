"""JAX on the CPU: the whole step, update included, compiled into one function."""

from __future__ import annotations

from typing import Any

import jax
import jax.numpy as jnp

from benchmarks.networks import MOMENTUM, Network

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
