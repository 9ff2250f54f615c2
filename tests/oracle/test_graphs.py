"""Random graphs, built alike in PyTorch: values and gradients of all that is held, first and second order."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import numpy as np
import torch
from hypothesis import assume, event, given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import autograd
from autograd import Tensor
from tests.oracle.comparison import assert_same, our_gradient, their_gradient, values_of, waves


@dataclass
class Pair:
    """One value of the graph, in both engines."""

    ours: Tensor
    theirs: torch.Tensor

    @property
    def shape(self):
        return self.ours.shape


# Each step takes values that were computed before and makes a new one. Results stay within a few units of 0, so that
# graphs of any depth are compared to full accuracy.

SMOOTH = [
    (np.tanh, torch.tanh),
    (np.sin, torch.sin),
    (np.cos, torch.cos),
    (np.arctan, torch.arctan),
    (autograd.sigmoid, torch.sigmoid),
    (autograd.softplus, torch.nn.functional.softplus),
    (lambda x: np.exp(-x * x), lambda t: torch.exp(-t * t)),
    (lambda x: np.log1p(np.square(x)), lambda t: torch.log1p(torch.square(t))),
    (lambda x: np.sqrt(x * x + 1), lambda t: torch.sqrt(t * t + 1)),
    (lambda x: 1 / (x**2 + 1.5), lambda t: 1 / (t**2 + 1.5)),
    (lambda x: -x / 2, lambda t: -t / 2),
    (lambda x: np.expm1(np.tanh(x)), lambda t: torch.expm1(torch.tanh(t))),
]
KINKED = [
    (np.absolute, torch.abs),
    (autograd.relu, torch.relu),
    (lambda x: np.clip(x, 0, np.inf), lambda t: t.clamp(min=0)),
    (lambda x: np.where(x > 0, x, 0.1 * x), lambda t: torch.where(t > 0, t, 0.1 * t)),
    (
        lambda x: np.maximum(x, 0) + np.minimum(0.5 * x, 0),
        lambda t: torch.clamp(t, min=0) + torch.clamp(0.5 * t, max=0),
    ),
]
BINARY = [
    (lambda x, y: x + y, lambda t, u: t + u),
    (lambda x, y: x - y, lambda t, u: t - u),
    (lambda x, y: np.tanh(x) * y, lambda t, u: torch.tanh(t) * u),
    (lambda x, y: x / (y * y + 1), lambda t, u: t / (u * u + 1)),
    (lambda x, y: (x * x + 0.5) ** np.tanh(y), lambda t, u: (t * t + 0.5) ** torch.tanh(u)),
    (np.logaddexp, torch.logaddexp),
    (lambda x, y: np.arctan2(x, y * y + 1), lambda t, u: torch.arctan2(t, u * u + 1)),
    (lambda x, y: np.hypot(x, y * y + 1), lambda t, u: torch.hypot(t, u * u + 1)),
]
REDUCTIONS = [
    (lambda x, axis, k: np.mean(x, axis=axis, keepdims=k), lambda t, axis, k: t.mean(axis, keepdim=k)),
    (
        lambda x, axis, k: np.sum(np.tanh(x), axis=axis, keepdims=k),
        lambda t, axis, k: torch.tanh(t).sum(axis, keepdim=k),
    ),
    (lambda x, axis, k: autograd.logsumexp(x, axis, keepdims=k), lambda t, axis, k: t.logsumexp(axis, keepdim=k)),
    (lambda x, axis, k: np.var(x, axis=axis, keepdims=k), lambda t, axis, k: t.var(axis, correction=0, keepdim=k)),
    (
        lambda x, axis, k: np.prod(np.tanh(x), axis=axis, keepdims=k),
        lambda t, axis, k: torch.tanh(t).prod(axis, keepdim=k),
    ),
]
ALONG = [
    (lambda x, axis: np.cumsum(np.tanh(x), axis), lambda t, axis: torch.tanh(t).cumsum(axis)),
    (lambda x, axis: np.cumprod(np.tanh(x), axis), lambda t, axis: torch.tanh(t).cumprod(axis)),
    (lambda x, axis: autograd.softmax(x, axis), lambda t, axis: t.softmax(axis)),
    (lambda x, axis: autograd.log_softmax(x, axis), lambda t, axis: t.log_softmax(axis)),
    (lambda x, axis: np.flip(x, axis), lambda t, axis: t.flip(axis)),
    (lambda x, axis: np.roll(x, 1, axis), lambda t, axis: t.roll(1, axis)),
    (lambda x, axis: np.take(x, [0, -1, 0], axis), lambda t, axis: t.index_select(axis, ends(t, axis))),
    (lambda x, axis: np.repeat(x, 2, axis), lambda t, axis: t.repeat_interleave(2, axis)),
    (lambda x, axis: np.concatenate([x, 0.5 * x], axis), lambda t, axis: torch.cat([t, 0.5 * t], axis)),
    (lambda x, axis: np.split(x, [1], axis)[0], lambda t, axis: t.narrow(axis, 0, 1)),
    (lambda x, axis: np.stack([x, np.sin(x)], axis), lambda t, axis: torch.stack([t, torch.sin(t)], axis)),
]
#: The largest entry, which is one alone.
EXTREMES = [
    (lambda x, axis: np.max(x, axis=axis), lambda t, axis: t.amax(axis)),
    (lambda x, axis: np.min(x, axis=axis), lambda t, axis: t.amin(axis)),
    (lambda x, axis: np.sort(x, axis=axis), lambda t, axis: t.sort(axis).values),
]


SHAPING = [
    (lambda x, order: x.transpose(order), lambda t, order: t.permute(tuple(order))),
    (lambda x, order: x.reshape(-1), lambda t, order: t.reshape(-1)),
    (lambda x, order: x[None], lambda t, order: t[None]),
    (lambda x, order: np.broadcast_to(x, (2, *x.shape)), lambda t, order: t.expand(2, *t.shape)),
    (lambda x, order: np.squeeze(x), lambda t, order: t.squeeze()),
    (lambda x, order: np.tril(x[None]), lambda t, order: t[None].tril()),
]
PRODUCT = (lambda x, y: np.tanh(x @ y), lambda t, u: torch.tanh(t @ u))
#: Of any array a matrix, and its product with itself.
SQUARE = (
    lambda x: np.tanh(x.reshape(x.shape[0], -1) @ x.reshape(x.shape[0], -1).T),
    lambda t: torch.tanh(t.reshape(t.shape[0], -1) @ t.reshape(t.shape[0], -1).T),
)


def ends(t, axis):
    return torch.tensor([0, t.shape[axis] - 1, 0])


def apply(op, *pairs: Pair, **form: Any) -> Pair:
    ours, theirs = op
    return Pair(
        ours(*(pair.ours for pair in pairs), *form.values()), theirs(*(pair.theirs for pair in pairs), *form.values())
    )


KINDS = ["smooth", "kinked", "binary", "reduce", "along", "extreme", "index", "shape", "product"]


def draw_step(draw, values):
    """One more value, computed from those there are."""
    x = draw(st.sampled_from(values))
    kind = draw(st.sampled_from(KINDS))
    axis = draw(st.integers(0, len(x.shape) - 1)) if x.shape else None
    if kind == "binary":
        fits = [value for value in values if broadcastable(x.shape, value.shape)]
        return apply(draw(st.sampled_from(BINARY)), x, draw(st.sampled_from(fits)))
    if kind == "kinked":
        assume(np.min(np.abs(x.ours.data), initial=1) > 1e-9)
        return apply(draw(st.sampled_from(KINKED)), x)
    if axis is None or kind == "smooth":
        return apply(draw(st.sampled_from(SMOOTH)), x)
    if kind == "reduce":
        return apply(draw(st.sampled_from(REDUCTIONS)), x, axis=axis, k=draw(st.booleans()))
    if kind == "along":
        return apply(draw(st.sampled_from(ALONG)), x, axis=axis)
    if kind == "extreme":
        gaps = np.diff(np.sort(x.ours.data, axis=axis), axis=axis)
        assume(np.min(gaps, initial=1) > 1e-9)
        return apply(draw(st.sampled_from(EXTREMES)), x, axis=axis)
    if kind == "index":
        index = draw(
            st.one_of(
                hnp.basic_indices(x.shape).filter(forwards),
                hnp.integer_array_indices(x.shape, result_shape=hnp.array_shapes(max_dims=1, max_side=3)),
            )
        )
        torch_index = tuple(map(as_torch, index)) if isinstance(index, tuple) else as_torch(index)
        return Pair(x.ours[index], x.theirs[torch_index])
    if kind == "shape":
        order = draw(st.permutations(range(len(x.shape))))
        ours, theirs = draw(st.sampled_from(SHAPING))
        return Pair(ours(x.ours, order), theirs(x.theirs, order))
    y = draw(st.sampled_from([value for value in values if products_fit(x.shape, value.shape)] or [None]))
    return apply(PRODUCT, x, y) if y is not None else apply(SQUARE, x)


def broadcastable(one, other):
    return all(a == b or 1 in (a, b) for a, b in zip(reversed(one), reversed(other), strict=False))


def products_fit(one, other):
    return len(one) > 1 and len(other) > 1 and one[-1] == other[-2] and broadcastable(one[:-2], other[:-2])


def forwards(index):
    """PyTorch has no negative steps."""
    parts = index if isinstance(index, tuple) else (index,)
    return all(not isinstance(part, slice) or part.step is None or part.step > 0 for part in parts)


def as_torch(part):
    return torch.tensor(part) if isinstance(part, np.ndarray) else part


@st.composite
def graphs(draw, max_steps=12):
    """Leaves and all values computed from them, in order."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    shapes = draw(st.lists(hnp.array_shapes(min_dims=0, max_dims=3, max_side=3), min_size=1, max_size=3))
    leaves = []
    for shape in shapes:
        array = rng.uniform(-1.5, 1.5, shape)
        leaves.append(Pair(Tensor(array, requires_grad=True), torch.tensor(array, requires_grad=True)))
    values = list(leaves)
    for _ in range(draw(st.integers(1, max_steps))):
        value = draw_step(draw, values)
        if 0 < value.ours.size <= 200:
            values.append(value)
    return leaves, values


def loss_of(values):
    """A number to which every value contributes."""
    ours = sum((value.ours * waves(value.shape, n + 1)).sum() for n, value in enumerate(values))
    theirs = sum((value.theirs * torch.tensor(waves(value.shape, n + 1))).sum() for n, value in enumerate(values))
    return ours, theirs


@settings(max_examples=1200)
@given(graphs())
def test_values_and_gradients_of_two_orders(graph):
    leaves, values = graph
    event(f"{len(values)} values")
    for value in values:
        assert_same(value.ours.data, value.theirs.detach().numpy(), "value")
    ours, theirs = loss_of(values)
    xs, ts = [leaf.ours for leaf in leaves], [leaf.theirs for leaf in leaves]
    our_bars, their_bars = our_gradient(ours, xs, create_graph=True), their_gradient(theirs, ts, create_graph=True)
    for bar, grad in zip(our_bars, their_bars, strict=True):
        assert_same(values_of(bar), grad.detach().numpy(force=True), "gradient")
    our_sum = sum((bar * waves(bar.shape, 3)).sum() for bar in our_bars)
    their_sum = sum((grad * torch.tensor(waves(tuple(grad.shape), 3))).sum() for grad in their_bars)
    for bar, grad in zip(our_gradient(our_sum, xs), their_gradient(their_sum, ts), strict=True):
        assert_same(values_of(bar), grad.detach().numpy(force=True), "second derivative")


@settings(max_examples=800)
@given(graphs())
def test_the_bars_of_all_that_is_held(graph):
    """Also of intermediate values; and two backward passes add up on the leaves alone, as PyTorch's do."""
    leaves, values = graph
    for value in values:
        value.theirs.retain_grad()
    ours, theirs = loss_of(values)
    ours.backward()
    theirs.backward(retain_graph=True)
    for value in values:
        assert_same(value.ours.bar, value.theirs.grad.numpy(force=True), "bar")
    ours.backward()
    theirs.backward()
    for leaf in leaves:
        assert_same(leaf.ours.bar, leaf.theirs.grad.numpy(force=True), "bar of two passes")


@settings(max_examples=300)
@given(graphs(max_steps=6), st.data())
def test_forward_mode(graph, data):
    """Tangents, which are transposes of transposes here, beside PyTorch's, which has rules of its own for them."""
    leaves, values = graph
    leaf = data.draw(st.sampled_from(leaves))
    v = waves(leaf.shape, 2)
    # The tangent is the derivative by the error signal of the pulled-back error signal.
    last = values[-1]
    seed = Tensor(np.zeros(last.shape), requires_grad=True)
    leaf.ours.bar = None
    tangent = np.zeros(last.shape)
    last.ours.backward(seed, create_graph=True)
    if isinstance(leaf.ours.bar, Tensor) and leaf.ours.bar.requires_grad:
        pulled = leaf.ours.bar
        seed.bar = None
        (pulled * v).sum().backward()
        tangent = np.zeros(last.shape) if seed.bar is None else seed.bar
    theirs = torch.zeros(last.shape, dtype=torch.float64, requires_grad=True)
    (pulled_grad,) = torch.autograd.grad(last.theirs, leaf.theirs, theirs, create_graph=True, allow_unused=True)
    wanted = np.zeros(last.shape)
    if pulled_grad is not None and pulled_grad.requires_grad:
        (grad,) = torch.autograd.grad((pulled_grad * torch.tensor(v)).sum(), theirs, allow_unused=True)
        wanted = wanted if grad is None else grad.numpy(force=True)
    assert_same(tangent, wanted, "tangent")
