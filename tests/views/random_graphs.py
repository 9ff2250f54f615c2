"""Expression graphs that Hypothesis draws, out of operations of every page of rules."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
from hypothesis import strategies as st

import autograd as ag
from autograd import Tensor

SHAPES = [(), (3,), (2,), (2, 3), (3, 2), (3, 1), (1, 2), (1,), (2, 2), (2, 2, 3), (2, 3, 2), (2, 1, 3)]


def on_arrays(operation: Callable[[Any], Any], ndim: int = 1, most: int = 9) -> Callable[[Any], Any]:
    """The operation, for arrays of so many axes; nothing is done to others."""
    return lambda x: operation(x) if ndim <= x.ndim <= most else x


def well_conditioned(x: Any) -> Any:
    """A square matrix, or a stack of them, that can be inverted without loss."""
    return np.tanh(x) + 3 * np.eye(x.shape[-1])


def if_square(operation: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The operation, on what `well_conditioned` makes of a square matrix."""
    return lambda x: operation(well_conditioned(x)) if x.ndim >= 2 and x.shape[-1] == x.shape[-2] else x


def labels(scores: Any) -> Any:
    """A class number for each row."""
    return np.arange(int(np.prod(scores.shape[:-1]))).reshape(scores.shape[:-1]) % scores.shape[-1]


def probabilities(scores: Any) -> Any:
    """A distribution over the classes, the same for each row."""
    return np.broadcast_to(np.arange(scores.shape[-1]) + 0.5, scores.shape) * 2 / scores.shape[-1] ** 2


def targets(x: Any) -> Any:
    """Some numbers between 0 and 1 in the shape of x."""
    return np.linspace(0, 1, x.size).reshape(x.shape)


ELEMENTWISE = {
    "exp": lambda x: np.exp(np.tanh(x)),
    "tanh": np.tanh,
    "square": lambda x: x**2,
    "cube": lambda x: 0.5 * x**3,
    "root": lambda x: np.sqrt(x * x + 1),
    "negative": lambda x: -x,
    "log": lambda x: np.log(1 + x**2),
    "sin": lambda x: np.sin(3 * x),
    "clip": lambda x: np.clip(x, -0.5, None),
    "abs": np.abs,
    "shift": lambda x: 1 - x,
    "divided": lambda x: 2 / (1 + x**2),
    "power of 2": lambda x: 2 ** np.tanh(x),
    "masked": lambda x: np.where(x > 0, x, np.exp(x)),
    "scaled": lambda x: x / np.sqrt(3),
}
UNITS = {
    "sigmoid": ag.sigmoid,
    "relu": ag.relu,
    "softplus": ag.softplus,
    "leaky relu": lambda x: ag.leaky_relu(x, 0.2),
    "elu": lambda x: ag.elu(x, 1.5),
    "relu at 0": lambda x: ag.relu_at_zero(x, 0.5),
    "slow sigmoid": lambda x: ag.sigmoid_with_slope_constant(x, 0.1),
    "threshold": ag.hard_threshold,
    "softmax": on_arrays(ag.softmax),
    "log softmax": on_arrays(ag.log_softmax),
}
REDUCTIONS = {
    "sum": np.sum,
    "mean rows": on_arrays(lambda x: np.mean(x, axis=0)),
    "sum columns": on_arrays(lambda x: x.sum(axis=-1, keepdims=True)),
    "sum of all but rows": on_arrays(lambda x: np.sum(x, axis=(0, -1)), 2),
    "max": on_arrays(lambda x: np.max(x, axis=-1)),
    "min kept": on_arrays(lambda x: np.min(x, axis=0, keepdims=True)),
    "product": on_arrays(lambda x: np.prod(np.tanh(x), axis=-1)),
    "variance": on_arrays(lambda x: np.var(x, axis=0)),
    "deviation": on_arrays(lambda x: np.std(x, axis=-1, keepdims=True)),
    "log of sum": on_arrays(lambda x: ag.logsumexp(x, axis=-1)),
    "running sum": on_arrays(lambda x: np.cumsum(x, axis=-1)),
    "norm": on_arrays(np.linalg.norm, 1, 1),
}
SHAPING = {
    "transpose": lambda x: x.T,
    "swap": on_arrays(lambda x: np.swapaxes(x, 0, 1), 2),
    "move": on_arrays(lambda x: np.moveaxis(x, 0, -1), 2),
    "column": on_arrays(lambda x: x[:, None], 1, 1),
    "row": on_arrays(lambda x: x[None, :], 1, 1),
    "flat": lambda x: x.reshape(-1),
    "flat the other way": lambda x: np.ravel(x.T),
    "flip": on_arrays(np.flip),
    "roll": on_arrays(lambda x: np.roll(x, 1, axis=0)),
    "pad": on_arrays(lambda x: np.pad(x, 1), 1, 1),
    "tile": on_arrays(lambda x: np.tile(x, 2), 1, 1),
    "twice": on_arrays(lambda x: np.concatenate([x, x])),
    "stack": lambda x: np.stack([x, -x]),
    "triangle": on_arrays(np.tril, 2, 2),
    "repeated": lambda x: np.broadcast_to(x, (2, *x.shape)),
}
INDEXING = {
    "first": on_arrays(lambda x: x[0]),
    "last column": on_arrays(lambda x: x[..., -1], 2),
    "pair": on_arrays(lambda x: x[[0, -1]]),
    "rest": lambda x: x[1:] if x.ndim and len(x) > 1 else x,
    "backwards": on_arrays(lambda x: x[::-1]),
    "corner": on_arrays(lambda x: x[0, 0], 2),
    "places": on_arrays(lambda x: x[[0, -1, 0], [0, 0, -1]], 2, 2),
    "mask": lambda x: x[np.arange(len(x)) != 1] if x.ndim and len(x) > 1 else x,
    "repeat": on_arrays(lambda x: np.repeat(x, 2, axis=0), 1, 2),
    "along": on_arrays(lambda x: np.take_along_axis(x, labels(x)[..., None], axis=-1)),
}
LINEAR_ALGEBRA = {
    "inverse": if_square(np.linalg.inv),
    "determinant": if_square(np.linalg.det),
    "logarithm of the determinant": if_square(lambda x: np.linalg.slogdet(x)[1]),
    "sum of singular values": if_square(lambda x: np.linalg.norm(x, "nuc", axis=(-2, -1))),
    "trace": if_square(lambda x: np.einsum("...ii->...", x)),
    "gram": on_arrays(lambda x: x @ np.swapaxes(x, -1, -2), 2),
    "einsum of one": on_arrays(lambda x: np.einsum("ij->j", x), 2, 2),
}
LOSSES = {
    "cross-entropy": on_arrays(lambda x: ag.softmax_cross_entropy(x, labels(x)), 1, 2),
    "losses": on_arrays(lambda x: ag.softmax_cross_entropy(x, labels(x), reduction="none"), 2, 2),
    "soft cross-entropy": on_arrays(lambda x: ag.softmax_cross_entropy_rows(x, probabilities(x)), 1, 2),
    "sigmoid cross-entropy": lambda x: ag.sigmoid_cross_entropy(x, targets(x)),
}
KINDS = [ELEMENTWISE, UNITS, REDUCTIONS, SHAPING, INDEXING, LINEAR_ALGEBRA, LOSSES]
UNARY = {name: operation for kind in KINDS for name, operation in kind.items()}
BINARY = {
    "add": lambda x, y: x + y,
    "subtract": lambda x, y: x - y,
    "multiply": lambda x, y: x * y,
    "divide": lambda x, y: x / (1 + y * y),
    "maximum": np.maximum,
    "minimum": np.minimum,
    "power": lambda x, y: (1 + x * x) ** np.tanh(y),
    "prelu": lambda x, y: ag.prelu(x, np.tanh(y)) if not y.ndim else x * y,
    "where": lambda x, y: np.where(np.arange(2)[:, None] > 0, x, y) if x.ndim == y.ndim == 2 else x + y,
    "matmul": lambda x, y: x @ y,
    "outer": lambda x, y: x[:, None] * y[None, :] if x.ndim == y.ndim == 1 else x * y,
    "affine": lambda x, y: ag.affine(x, y, np.ones(y.shape[0])) if y.ndim == 2 and x.ndim else x * y,
    "linear": lambda x, y: ag.linear(x, y) if y.ndim == 2 and x.ndim else x * y,
    "solve": lambda x, y: np.linalg.solve(well_conditioned(x), y),
    "einsum": lambda x, y: np.einsum("ij,kj->ki", x, y),
    "stacked einsum": lambda x, y: np.einsum("bij,bkj->bik", x, y),
    "einsum to a vector": lambda x, y: np.einsum("ij,ij->i", x, y),
    "concatenate": lambda x, y: np.concatenate([x, y]),
}


@st.composite
def losses(draw: Any) -> Any:
    """A loss, on leaves and constants that have names or not, through steps that have names or not."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    given = iter("abcdefghklmopqrtuvwxyz")

    def value(data: Any, **options: Any) -> Tensor:
        return Tensor(data, name=next(given) if draw(st.booleans()) else None, **options)

    pool: list[Any] = []
    for shape in draw(st.lists(st.sampled_from(SHAPES), min_size=2, max_size=4)):
        pool.append(value(rng.normal(size=shape), requires_grad=not pool or draw(st.booleans())))
    for _ in range(draw(st.integers(1, 8))):
        operation = draw(st.sampled_from([*draw(st.sampled_from([*KINDS, BINARY, BINARY, BINARY]))]))
        try:
            if operation in UNARY:
                made = UNARY[operation](draw(st.sampled_from(pool)))
            else:
                made = BINARY[operation](draw(st.sampled_from(pool)), draw(st.sampled_from(pool)))
        except (ValueError, IndexError, TypeError):
            # These shapes do not go together.
            continue
        if 0 < made.size <= 60 and np.abs(made.data).max() < 50:
            if draw(st.booleans()) and made.name is None:
                made.name = next(given)
            pool.append(made)
    last = [x for x in pool[-3:] if x.requires_grad] or [pool[0]]
    terms = [np.sum(x * rng.normal(size=x.shape)) if draw(st.booleans()) else np.sum(x) for x in last]
    return sum(terms[1:], terms[0])
