"""Every operation beside PyTorch's, in random shapes and forms: values, first and second derivatives.

Where we differ on purpose, a test at the end says so.
"""

from __future__ import annotations

import numpy as np
import pytest
import torch
import torch.nn.functional as F
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

import autograd
from autograd import Tensor
from tests.oracle.comparison import compare

SHAPES = hnp.array_shapes(min_dims=0, max_dims=3, min_side=1, max_side=4)
SEEDS = st.integers(0, 2**32 - 1)
EXAMPLES = settings(max_examples=20)

REAL, POSITIVE, INSIDE, ABOVE = (-2.0, 2.0), (0.2, 2.0), (-0.9, 0.9), (1.1, 3.0)


def numbers(seed, shape, interval=REAL):
    return np.random.default_rng(seed).uniform(*interval, shape)


def distinct(seed, shape):
    """No two entries near each other, and none near 0."""
    rng = np.random.default_rng(seed)
    return (rng.permutation(int(np.prod(shape))).reshape(shape) - 1.3) * 0.37


# --- entry by entry ---

UNARY = {
    "negative": (np.negative, torch.neg, REAL),
    "positive": (np.positive, torch.positive, REAL),
    "absolute": (np.absolute, torch.abs, REAL),
    "square": (np.square, torch.square, REAL),
    "reciprocal": (np.reciprocal, torch.reciprocal, POSITIVE),
    "exp": (np.exp, torch.exp, REAL),
    "exp2": (np.exp2, torch.exp2, REAL),
    "expm1": (np.expm1, torch.expm1, REAL),
    "log": (np.log, torch.log, POSITIVE),
    "log1p": (np.log1p, torch.log1p, POSITIVE),
    "log2": (np.log2, torch.log2, POSITIVE),
    "log10": (np.log10, torch.log10, POSITIVE),
    "sqrt": (np.sqrt, torch.sqrt, POSITIVE),
    "cbrt": (np.cbrt, lambda t: t ** (1 / 3), POSITIVE),
    "sin": (np.sin, torch.sin, REAL),
    "cos": (np.cos, torch.cos, REAL),
    "tan": (np.tan, torch.tan, INSIDE),
    "arcsin": (np.arcsin, torch.arcsin, INSIDE),
    "arccos": (np.arccos, torch.arccos, INSIDE),
    "arctan": (np.arctan, torch.arctan, REAL),
    "sinh": (np.sinh, torch.sinh, REAL),
    "cosh": (np.cosh, torch.cosh, REAL),
    "tanh": (np.tanh, torch.tanh, REAL),
    "arcsinh": (np.arcsinh, torch.arcsinh, REAL),
    "arccosh": (np.arccosh, torch.arccosh, ABOVE),
    "arctanh": (np.arctanh, torch.arctanh, INSIDE),
    "deg2rad": (np.deg2rad, torch.deg2rad, REAL),
    "rad2deg": (np.rad2deg, torch.rad2deg, REAL),
    "sigmoid": (autograd.sigmoid, torch.sigmoid, REAL),
    "softplus": (autograd.softplus, F.softplus, REAL),
    "relu": (autograd.relu, torch.relu, REAL),
    "clip": (lambda x: np.clip(x, -0.5, 1), lambda t: t.clamp(-0.5, 1), REAL),
    "x ** 3": (lambda x: x**3, lambda t: t**3, REAL),
    "x ** 2": (lambda x: x**2, lambda t: t**2, REAL),
    "x ** -1.5": (lambda x: x**-1.5, lambda t: t**-1.5, POSITIVE),
    "x ** 0": (lambda x: x**0, lambda t: t**0, REAL),
    "2 ** x": (lambda x: 2**x, lambda t: 2**t, REAL),
    "3 / x": (lambda x: 3 / x, lambda t: 3 / t, POSITIVE),
    "x % 0.7": (lambda x: x % 0.7, lambda t: t % 0.7, REAL),
    "sign": (lambda x: np.sign(x) * x, lambda t: torch.sign(t) * t, REAL),
    "floor": (lambda x: np.floor(x) * x, lambda t: torch.floor(t) * t, REAL),
    "nan_to_num": (np.nan_to_num, torch.nan_to_num, REAL),
}


@pytest.mark.parametrize("name", UNARY)
@EXAMPLES
@given(SHAPES, SEEDS)
def test_functions_of_one_array(name, shape, seed):
    ours, theirs, interval = UNARY[name]
    compare(ours, theirs, [numbers(seed, shape, interval)])


BINARY = {
    "add": (np.add, torch.add, REAL, REAL),
    "subtract": (np.subtract, torch.subtract, REAL, REAL),
    "multiply": (np.multiply, torch.multiply, REAL, REAL),
    "divide": (np.divide, torch.divide, REAL, POSITIVE),
    "power": (np.power, torch.pow, POSITIVE, REAL),
    "remainder": (np.remainder, torch.remainder, REAL, POSITIVE),
    "fmod": (np.fmod, torch.fmod, REAL, POSITIVE),
    "maximum": (np.maximum, torch.maximum, REAL, REAL),
    "minimum": (np.minimum, torch.minimum, REAL, REAL),
    "fmax": (np.fmax, torch.fmax, REAL, REAL),
    "fmin": (np.fmin, torch.fmin, REAL, REAL),
    "logaddexp": (np.logaddexp, torch.logaddexp, REAL, REAL),
    "arctan2": (np.arctan2, torch.arctan2, REAL, REAL),
    "hypot": (np.hypot, torch.hypot, REAL, REAL),
    "where": (lambda x, y: np.where(x > y, x * x, y), lambda t, u: torch.where(t > u, t * t, u), REAL, REAL),
}


@pytest.mark.parametrize("name", BINARY)
@EXAMPLES
@given(hnp.mutually_broadcastable_shapes(num_shapes=2, max_dims=3, max_side=3), SEEDS)
def test_functions_of_two_arrays(name, shapes, seed):
    ours, theirs, first, second = BINARY[name]
    one, other = shapes.input_shapes
    compare(ours, theirs, [numbers(seed, one, first), numbers(seed + 1, other, second)])


@EXAMPLES
@given(hnp.mutually_broadcastable_shapes(num_shapes=3, max_dims=3, max_side=3), SEEDS)
def test_clip_by_arrays(shapes, seed):
    # PyTorch's clamp fails in its backward pass where it is the clamped array that is broadcast.
    _, *bounds = shapes.input_shapes
    x, low, high = (numbers(seed + i, shape) for i, shape in enumerate([shapes.result_shape, *bounds]))
    compare(np.clip, torch.clamp, [x, low, high])


# --- reductions ---


@st.composite
def reductions(draw):
    """A shape, axes to reduce it over (all, one or several), and whether these are kept."""
    shape = draw(hnp.array_shapes(min_dims=1, max_dims=3, max_side=4))
    axes = st.one_of(st.none(), st.integers(-len(shape), len(shape) - 1), hnp.valid_tuple_axes(len(shape), min_size=1))
    return shape, draw(axes), draw(st.booleans())


def over(axis, shape):
    return tuple(range(len(shape))) if axis is None else axis


def torch_prod(t, axis, keepdims):
    axes = sorted({a % t.ndim for a in ((axis,) if isinstance(axis, int) else axis)}, reverse=True)
    for a in axes:
        t = t.prod(a, keepdim=keepdims)
    return t


REDUCTIONS = {
    "sum": (np.sum, lambda t, axis, k: t.sum(axis, keepdim=k)),
    "mean": (np.mean, lambda t, axis, k: t.mean(axis, keepdim=k)),
    "var": (np.var, lambda t, axis, k: t.var(axis, correction=0, keepdim=k)),
    "prod": (np.prod, torch_prod),
    "max": (np.max, lambda t, axis, k: t.amax(axis, keepdim=k)),
    "min": (np.min, lambda t, axis, k: t.amin(axis, keepdim=k)),
    "logsumexp": (autograd.logsumexp, lambda t, axis, k: t.logsumexp(axis, keepdim=k)),
    "norm": (np.linalg.norm, lambda t, axis, k: torch.linalg.vector_norm(t, dim=axis, keepdim=k)),
}


@pytest.mark.parametrize("name", REDUCTIONS)
@EXAMPLES
@given(reductions(), SEEDS)
def test_reductions(name, form, seed):
    (ours, theirs), (shape, axis, keepdims) = REDUCTIONS[name], form
    if name == "norm" and isinstance(axis, tuple) and len(axis) > 2:
        axis = None
    compare(
        lambda x: ours(x, axis=axis, keepdims=keepdims),
        lambda t: theirs(t, over(axis, shape), keepdims),
        [distinct(seed, shape) if name in ("max", "min") else numbers(seed, shape)],
    )


@EXAMPLES
@given(reductions(), SEEDS, st.integers(0, 1))
def test_standard_deviations(form, seed, ddof):
    shape, axis, keepdims = form
    entries = np.ones(shape).sum(axis=axis, keepdims=True).size
    if np.prod(shape) // entries < 2:
        shape, axis = (4, *shape), 0
    compare(
        lambda x: np.std(x, axis=axis, ddof=ddof, keepdims=keepdims),
        lambda t: t.std(over(axis, shape), correction=ddof, keepdim=keepdims),
        [distinct(seed, shape)],
    )


ALONG_AN_AXIS = {
    "cumsum": (np.cumsum, torch.cumsum),
    "cumprod": (np.cumprod, torch.cumprod),
    "softmax": (autograd.softmax, torch.softmax),
    "log_softmax": (autograd.log_softmax, torch.log_softmax),
    "sort": (np.sort, lambda t, axis: t.sort(axis).values),
    "flip": (np.flip, lambda t, axis: t.flip(axis)),
    "diff": (lambda x, axis: np.diff(x, axis=axis), lambda t, axis: t.diff(dim=axis)),
    "roll": (lambda x, axis: np.roll(x, 2, axis), lambda t, axis: t.roll(2, axis)),
    "repeat": (lambda x, axis: np.repeat(x, 3, axis), lambda t, axis: t.repeat_interleave(3, axis)),
    "expand_dims": (np.expand_dims, torch.unsqueeze),
    "stack": (lambda x, axis: np.stack([x, x * x], axis), lambda t, axis: torch.stack([t, t * t], axis)),
    "concatenate": (lambda x, axis: np.concatenate([x, x * x], axis), lambda t, axis: torch.cat([t, t * t], axis)),
    "array_split": (lambda x, axis: np.array_split(x, 2, axis), lambda t, axis: t.tensor_split(2, axis)),
    "swapaxes": (lambda x, axis: np.swapaxes(x, axis, 0), lambda t, axis: t.swapaxes(axis, 0)),
    "moveaxis": (lambda x, axis: np.moveaxis(x, axis, 0), lambda t, axis: t.moveaxis(axis, 0)),
    "take": (lambda x, axis: np.take(x, [0, -1, 0], axis), lambda t, axis: t.index_select(axis, places(t, axis))),
}


def places(t, axis):
    return torch.tensor([0, t.shape[axis] - 1, 0])


@pytest.mark.parametrize("name", ALONG_AN_AXIS)
@EXAMPLES
@given(hnp.array_shapes(min_dims=1, max_dims=3, max_side=4), st.integers(-3, 2), SEEDS)
def test_functions_along_an_axis(name, shape, axis, seed):
    ours, theirs = ALONG_AN_AXIS[name]
    axis = axis % len(shape)
    compare(lambda x: ours(x, axis=axis), lambda t: theirs(t, axis), [distinct(seed, shape)])


@EXAMPLES
@given(hnp.array_shapes(min_dims=1, max_dims=3, max_side=4), st.data(), SEEDS)
def test_take_along_axis(shape, data, seed):
    axis = data.draw(st.integers(0, len(shape) - 1))
    wanted = (*shape[:axis], data.draw(st.integers(0, 5)), *shape[axis + 1 :])
    index = data.draw(hnp.arrays(np.int64, wanted, elements=st.integers(0, shape[axis] - 1)))
    compare(
        lambda x: np.take_along_axis(x, index, axis),
        lambda t: torch.take_along_dim(t, torch.tensor(index), axis),
        [numbers(seed, shape)],
    )


@EXAMPLES
@given(hnp.array_shapes(max_dims=3, max_side=3), st.data(), SEEDS)
def test_changes_of_shape(shape, data, seed):
    order = tuple(data.draw(st.permutations(range(len(shape)))))
    repeats = tuple(data.draw(st.lists(st.integers(1, 2), min_size=len(shape), max_size=4)))
    width = tuple(data.draw(st.lists(st.tuples(*[st.integers(0, 2)] * 2), min_size=len(shape), max_size=len(shape))))
    backwards = [n for pair in reversed(width) for n in pair]
    for ours, theirs in (
        (lambda x: np.transpose(x, order), lambda t: t.permute(order)),
        (lambda x: np.reshape(x, shape[::-1]), lambda t: t.reshape(shape[::-1])),
        (lambda x: np.ravel(x), lambda t: t.ravel()),
        (lambda x: np.ravel(x, "F"), lambda t: t.permute(*reversed(range(t.ndim))).reshape(-1)),
        (lambda x: np.tile(x, repeats), lambda t: t.tile(repeats)),
        (lambda x: np.pad(x, width), lambda t: F.pad(t, backwards)),
        (lambda x: np.broadcast_to(x, (2, *shape)), lambda t: t.expand(2, *shape)),
        (lambda x: np.squeeze(x), lambda t: t.squeeze()),
        (lambda x: np.triu(x[None], 1), lambda t: t[None].triu(1)),
        (lambda x: np.tril(x[None], -1), lambda t: t[None].tril(-1)),
    ):
        compare(ours, theirs, [numbers(seed, shape)])


# --- indexing ---


@settings(max_examples=200)
@given(st.data(), hnp.array_shapes(min_dims=1, max_dims=3, max_side=4), SEEDS)
def test_indexing(data, shape, seed):
    index = data.draw(
        st.one_of(
            hnp.basic_indices(shape, allow_newaxis=True).filter(has_no_negative_step),
            hnp.integer_array_indices(shape, result_shape=hnp.array_shapes(max_dims=2, max_side=4)),
            hnp.arrays(bool, shape),
        )
    )
    torch_index = tuple(map(as_torch, index)) if isinstance(index, tuple) else as_torch(index)
    compare(lambda x: x[index] * x[index], lambda t: t[torch_index] * t[torch_index], [numbers(seed, shape)])


def has_no_negative_step(index):
    """PyTorch has none."""
    parts = index if isinstance(index, tuple) else (index,)
    return all(not isinstance(part, slice) or part.step is None or part.step > 0 for part in parts)


def as_torch(part):
    return torch.tensor(part) if isinstance(part, np.ndarray) else part


# --- linear algebra ---


@st.composite
def matmul_shapes(draw):
    shapes = draw(hnp.mutually_broadcastable_shapes(signature="(n?,k),(k,m?)->(n?,m?)", max_dims=2, max_side=3))
    return shapes.input_shapes


@settings(max_examples=100)
@given(matmul_shapes(), SEEDS)
def test_matmul(shapes, seed):
    compare(np.matmul, torch.matmul, [numbers(seed + i, shape) for i, shape in enumerate(shapes)])


PRODUCTS = {
    "dot": (np.dot, torch.dot, (3,), (3,)),
    "inner": (np.inner, torch.inner, (2, 3), (4, 3)),
    "outer": (np.outer, torch.outer, (2,), (3,)),
    "vdot": (np.vdot, torch.vdot, (3,), (3,)),
    "tensordot": (lambda x, y: np.tensordot(x, y, 2), lambda t, u: torch.tensordot(t, u, 2), (2, 3, 4), (3, 4, 2)),
    "tensordot over pairs": (
        lambda x, y: np.tensordot(x, y, ([0, 2], [1, 0])),
        lambda t, u: torch.tensordot(t, u, ([0, 2], [1, 0])),
        (2, 3, 4),
        (4, 2),
    ),
    "affine": (lambda x, W: autograd.affine(x, W, W[:, 0]), lambda t, W: F.linear(t, W, W[:, 0]), (5, 3), (2, 3)),
    "linear": (autograd.linear, F.linear, (5, 2, 3), (4, 3)),
    "solve": (
        lambda a, b: np.linalg.solve(a @ a.mT + np.eye(3), b),
        lambda a, b: torch.linalg.solve(a @ a.mT + torch.eye(3), b),
        (4, 3, 3),
        (4, 3, 2),
    ),
    "solve for a vector": (
        lambda a, b: np.linalg.solve(a @ a.T + np.eye(3), b),
        lambda a, b: torch.linalg.solve(a @ a.T + torch.eye(3), b),
        (3, 3),
        (3,),
    ),
}


@pytest.mark.parametrize("name", PRODUCTS)
def test_products(name):
    ours, theirs, *shapes = PRODUCTS[name]
    for seed in range(5):
        compare(ours, theirs, [numbers(seed + i, shape) for i, shape in enumerate(shapes)])


MATRICES = {
    "inv": (np.linalg.inv, torch.linalg.inv),
    "det": (np.linalg.det, torch.linalg.det),
    "trace": (lambda x: np.trace(x, axis1=-2, axis2=-1), lambda t: t.diagonal(dim1=-2, dim2=-1).sum(-1)),
    "diagonal": (lambda x: np.diagonal(x, 1, -2, -1), lambda t: t.diagonal(1, -2, -1)),
    "diag": (lambda x: np.diag(x.reshape(-1)), lambda t: torch.diag(t.reshape(-1))),
    "norm 1": (lambda x: np.linalg.norm(x, 1, (-2, -1)), lambda t: torch.linalg.matrix_norm(t, 1)),
    "norm inf": (lambda x: np.linalg.norm(x, np.inf, (-2, -1)), lambda t: torch.linalg.matrix_norm(t, torch.inf)),
    "norm fro": (lambda x: np.linalg.norm(x, "fro", (-2, -1)), lambda t: torch.linalg.matrix_norm(t)),
    "norm 2": (lambda x: np.linalg.norm(x, 2, (-2, -1)), lambda t: torch.linalg.matrix_norm(t, 2)),
    "norm -2": (lambda x: np.linalg.norm(x, -2, (-2, -1)), lambda t: torch.linalg.matrix_norm(t, -2)),
    "norm nuc": (lambda x: np.linalg.norm(x, "nuc", (-2, -1)), lambda t: torch.linalg.matrix_norm(t, "nuc")),
    "log det": (lambda x: np.linalg.slogdet(x).logabsdet, lambda t: torch.linalg.slogdet(t).logabsdet),
    "singular values": (np.linalg.svdvals, torch.linalg.svdvals),
    "matrix_power": (lambda x: np.linalg.matrix_power(x, -3), lambda t: torch.linalg.matrix_power(t, -3)),
}

VECTOR_NORMS = [0, 0.5, 1, 1.5, 2, 3, -1, -2.5, np.inf, -np.inf]


@pytest.mark.parametrize("order", VECTOR_NORMS)
@EXAMPLES
@given(hnp.array_shapes(max_dims=3, max_side=4), st.data(), SEEDS)
def test_norms_of_vectors(order, shape, data, seed):
    axis, keepdims = data.draw(st.integers(-len(shape), len(shape) - 1)), data.draw(st.booleans())
    compare(
        lambda x: np.linalg.norm(x, order, axis, keepdims),
        lambda t: torch.linalg.vector_norm(t, order, axis, keepdims),
        [distinct(seed, shape)],
    )


@EXAMPLES
@given(st.integers(1, 4), st.integers(1, 4), st.sampled_from([2, -2, "nuc"]), st.booleans(), SEEDS)
def test_norms_of_matrices_that_are_not_square(m, n, order, keepdims, seed):
    compare(
        lambda x: np.linalg.norm(x, order, keepdims=keepdims),
        lambda t: torch.linalg.matrix_norm(t, order, keepdim=keepdims),
        [numbers(seed, (m, n)) + 3 * np.eye(m, n)],
    )


PADDINGS = {"constant": "constant", "edge": "replicate", "reflect": "reflect", "wrap": "circular"}


@pytest.mark.parametrize("mode", PADDINGS)
@EXAMPLES
@given(st.lists(st.integers(2, 4), min_size=1, max_size=3), st.data(), SEEDS)
def test_paddings(mode, lengths, data, seed):
    """PyTorch pads the last axes of a batch of channels, by less than their length where it reflects."""
    width = [data.draw(st.tuples(st.integers(0, n - 1), st.integers(0, n - 1))) for n in lengths]
    options = {"constant_values": 1.5} if mode == "constant" else {}
    backwards = [n for pair in reversed(width) for n in pair]
    compare(
        lambda x: np.pad(x, [(0, 0), (0, 0), *width], mode, **options),
        lambda t: F.pad(t, backwards, PADDINGS[mode], *options.values()),
        [numbers(seed, (2, 1, *lengths))],
    )


@EXAMPLES
@given(hnp.array_shapes(max_dims=3, max_side=4), st.data(), SEEDS)
def test_sums_and_means_of_chosen_entries(shape, data, seed):
    mask = data.draw(hnp.arrays(bool, shape))
    mask.flat[0] = True
    chosen = torch.tensor(mask)
    for ours, theirs in (
        (np.sum, torch.sum),
        (np.mean, torch.mean),
        (np.prod, torch.prod),
        (np.var, lambda t: t.var(correction=0)),
    ):
        compare(
            lambda x, ours=ours: ours(x, where=mask),
            lambda t, theirs=theirs: theirs(t[chosen]),
            [distinct(seed, shape)],
        )


@pytest.mark.parametrize("name", MATRICES)
@EXAMPLES
@given(hnp.array_shapes(min_dims=0, max_dims=1, max_side=3), st.integers(1, 4), SEEDS)
def test_functions_of_matrices(name, stack, n, seed):
    ours, theirs = MATRICES[name]
    compare(ours, theirs, [numbers(seed, (*stack, n, n), INSIDE) + 2.5 * np.eye(n)])


@pytest.mark.parametrize(
    "subscripts",
    ["ij,jk->ik", "ij,jk", "ij,ij->", "ii", "ii->i", "ij->ji", "bij,bjk->bik", "...i,...i->...", "i,ij,j->", "iij->ji"],
)
@pytest.mark.parametrize("seed", range(3))
def test_einsum(subscripts, seed):
    terms = subscripts.partition("->")[0].split(",")
    lengths = {"i": 2, "j": 3, "k": 2, "b": 4}
    arrays = [
        numbers(seed + n, (*(2,) * term.startswith("..."), *(lengths[x] for x in term.strip("."))))
        for n, term in enumerate(terms)
    ]
    compare(lambda *xs: np.einsum(subscripts, *xs), lambda *ts: torch.einsum(subscripts, *ts), arrays)


# --- losses ---


@EXAMPLES
@given(
    st.integers(1, 5), st.integers(1, 5), SEEDS, st.sampled_from([1.0, 100.0]), st.sampled_from(["mean", "sum", "none"])
)
def test_softmax_cross_entropy(rows, classes, seed, size, reduction):
    rng = np.random.default_rng(seed)
    scores, y = rng.normal(size=(rows, classes)) * size, rng.integers(classes, size=rows)
    compare(
        lambda t: autograd.softmax_cross_entropy(t, y, reduction=reduction),
        lambda t: F.cross_entropy(t, torch.tensor(y), reduction=reduction),
        [scores],
    )
    labels = rng.dirichlet(np.ones(classes), size=rows)
    compare(
        lambda t: autograd.softmax_cross_entropy_rows(t, labels, reduction=reduction),
        lambda t: F.cross_entropy(t, torch.tensor(labels), reduction=reduction),
        [scores],
    )


# --- where there is no derivative ---

SAME_CHOICE = {
    "absolute at 0": (np.absolute, torch.abs, [[0.0, -0.0]]),
    "relu at 0": (autograd.relu, torch.relu, [[0.0]]),
    "maximum of equals": (np.maximum, torch.maximum, [[1.0, 2.0], [1.0, 3.0]]),
    "minimum of equals": (np.minimum, torch.minimum, [[1.0, 2.0], [1.0, 3.0]]),
    "fmax with nan": (np.fmax, torch.fmax, [[1.0, np.nan], [np.nan, 3.0]]),
    "clip at its bounds": (lambda x: np.clip(x, 0, 1), lambda t: t.clamp(0, 1), [[-1.0, 0.0, 0.5, 1.0, 2.0]]),
    "clip at bounds that are tensors": (np.clip, torch.clamp, [[0.0, 1.0, 5.0], [0.0, 0.0, 3.0], [1.0, 1.0, 2.0]]),
    "largest of equals": (np.max, torch.amax, [[1.0, 3.0, 3.0, 3.0]]),
    "smallest of equals": (np.min, torch.amin, [[3.0, 1.0, 1.0]]),
    "deviation of equals": (np.std, lambda t: t.std(correction=0), [[2.0, 2.0, 2.0]]),
    "norm of zeros": (np.linalg.norm, torch.linalg.norm, [[0.0, 0.0]]),
    "3-norm of zeros": (lambda x: np.linalg.norm(x, 3), lambda t: torch.linalg.norm(t, 3), [[0.0, 0.0]]),
    "1-norm of zeros": (lambda x: np.linalg.norm(x, 1), lambda t: torch.linalg.norm(t, 1), [[0.0, 2.0]]),
    "greatest norm of equals": (lambda x: np.linalg.norm(x, np.inf), lambda t: t.norm(torch.inf), [[1.0, -1.0]]),
    "0 ** y": (np.power, torch.pow, [[0.0, 0.0, 0.0], [0.0, 1.0, 2.0]]),
    "x ** 0": (lambda x: x**0, lambda t: t**0, [[0.0, 1.0]]),
    "product of zeros": (np.prod, torch.prod, [[0.0, 2.0, 0.0, 3.0]]),
    "product with a zero": (np.prod, torch.prod, [[0.0, 2.0, 3.0]]),
    "running product with zeros": (np.cumprod, lambda t: t.cumprod(0), [[2.0, 0.0, 3.0, 0.0]]),
    "arctan2 at the origin": (np.arctan2, torch.arctan2, [[0.0], [0.0]]),
    "logsumexp with -inf": (autograd.logsumexp, lambda t: t.logsumexp(0), [[-np.inf, 0.0, 1.0]]),
    "softmax with -inf": (autograd.softmax, lambda t: t.softmax(0), [[-np.inf, 0.0, 1.0]]),
    "sqrt at 0": (np.sqrt, torch.sqrt, [[0.0, 4.0]]),
}


@pytest.mark.parametrize("name", SAME_CHOICE)
def test_the_choice_is_pytorchs(name):
    ours, theirs, arrays = SAME_CHOICE[name]
    with np.errstate(divide="ignore"):
        compare(ours, theirs, [np.array(array) for array in arrays], order=1)


def bars(f, *arrays):
    tensors = [Tensor(np.array(array, dtype=float), requires_grad=True) for array in arrays]
    f(*tensors).sum().backward()
    return [tensor.bar.tolist() for tensor in tensors]


def grads(f, *arrays):
    tensors = [torch.tensor(array, dtype=torch.float64, requires_grad=True) for array in arrays]
    f(*tensors).sum().backward()
    return [tensor.grad.tolist() for tensor in tensors]


def test_hypot_at_the_origin_has_the_subgradient_0_and_no_nan():
    assert bars(np.hypot, [0.0], [0.0]) == [[0], [0]]
    assert np.isnan(grads(torch.hypot, [0.0], [0.0])).all()


def test_fmax_of_equals_shares_as_maximum_does():
    assert bars(np.fmax, [1.0], [1.0]) == [[0.5], [0.5]]
    assert grads(torch.fmax, [1.0], [1.0]) == [[1], [0]]
    assert bars(np.fmin, [1.0], [1.0]) == [[0.5], [0.5]]
    assert grads(torch.fmin, [1.0], [1.0]) == [[1], [0]]


def test_determinants_of_singular_matrices_have_their_true_gradient():
    singular = [[0.0, 0.0], [0.0, 5.0]]
    assert bars(np.linalg.det, singular) == [[[5, 0], [0, 0]]]
    assert grads(torch.linalg.det, singular) == [[[0, 0], [0, 0]]]


def test_one_of_equal_entries_is_not_singled_out_along_an_axis():
    """PyTorch's max along an axis gives the index of one entry, too, and sends everything there; its amax shares."""
    assert bars(lambda x: np.max(x, axis=0), [1.0, 1.0]) == [[0.5, 0.5]]
    assert grads(lambda t: t.max(0).values, [1.0, 1.0]) == [[1, 0]]


def test_logsumexp_of_numbers_that_are_all_large():
    """The error signal is computed from the differences, not from the rounded sum."""
    assert bars(autograd.logsumexp, [-1e300, -1e300]) == [[0.5, 0.5]]
    assert grads(lambda t: t.logsumexp(0), [-1e300, -1e300]) == [[1, 1]]
