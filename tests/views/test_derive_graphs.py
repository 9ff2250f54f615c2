"""Formulas of graphs that nobody thought of: each line, as it is shown, gives the engine's error signal.

Hypothesis draws expression graphs over numbers, vectors and matrices, with broadcasting, reductions, indexing, fan-out
and unnamed values.
"""

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from autograd import Tensor, affine, relu, sigmoid, softmax
from autograd.views import derive
from tests.views.lines import checked
from tests.views.shown import reading

SHAPES = [(), (3,), (2,), (2, 3), (3, 2), (3, 1), (1, 2), (1,)]
UNARY = {
    "exp": lambda x: np.exp(np.tanh(x)),
    "sigmoid": sigmoid,
    "relu": relu,
    "tanh": np.tanh,
    "softmax": lambda x: softmax(x) if x.ndim else x,
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
    "transpose": lambda x: x.T,
    "sum": np.sum,
    "mean rows": lambda x: np.mean(x, axis=0) if x.ndim else x,
    "sum columns": lambda x: x.sum(axis=-1, keepdims=True) if x.ndim else x,
    "max": lambda x: np.max(x, axis=-1) if x.ndim else x,
    "variance": lambda x: np.var(x, axis=0) if x.ndim else x,
    "norm": lambda x: np.linalg.norm(x) if x.ndim == 1 else x,
    "first": lambda x: x[0] if x.ndim else x,
    "last column": lambda x: x[:, -1] if x.ndim == 2 else x,
    "pair": lambda x: x[[0, -1]] if x.ndim else x,
    "rest": lambda x: x[1:] if x.ndim and len(x) > 1 else x,
    "column": lambda x: x[:, None] if x.ndim == 1 else x,
    "row": lambda x: x[None, :] if x.ndim == 1 else x,
    "flat": lambda x: x.reshape(-1),
}
BINARY = {
    "add": lambda x, y: x + y,
    "subtract": lambda x, y: x - y,
    "multiply": lambda x, y: x * y,
    "divide": lambda x, y: x / (1 + y * y),
    "maximum": np.maximum,
    "where": lambda x, y: np.where(np.arange(2)[:, None] > 0, x, y) if x.ndim == y.ndim == 2 else x + y,
    "matmul": lambda x, y: x @ y,
    "outer": lambda x, y: x[:, None] * y[None, :] if x.ndim == y.ndim == 1 else x * y,
    "affine": lambda x, y: affine(x, y, np.ones(y.shape[0])) if y.ndim == 2 and x.ndim else x * y,
}


@st.composite
def losses(draw):
    """A loss, on leaves and constants that have names or not, through steps that have names or not."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    names = iter("abcdefghklmopqrtuvwxyz")

    def value(data, **options):
        return Tensor(data, name=next(names) if draw(st.booleans()) else None, **options)

    pool = []
    for shape in draw(st.lists(st.sampled_from(SHAPES), min_size=2, max_size=4)):
        pool.append(value(rng.normal(size=shape), requires_grad=not pool or draw(st.booleans())))
    for _ in range(draw(st.integers(1, 8))):
        operation = draw(st.sampled_from([*UNARY, *BINARY]))
        try:
            if operation in UNARY:
                made = UNARY[operation](draw(st.sampled_from(pool)))
            else:
                made = BINARY[operation](draw(st.sampled_from(pool)), draw(st.sampled_from(pool)))
        except (ValueError, IndexError, TypeError):
            # These shapes do not go together.
            continue
        if made.size and np.abs(made.data).max() < 50:
            if draw(st.booleans()) and made.name is None:
                made.name = next(names)
            pool.append(made)
    last = [x for x in pool[-3:] if x.requires_grad] or [pool[0]]
    terms = [np.sum(x * rng.normal(size=x.shape)) if draw(st.booleans()) else np.sum(x) for x in last]
    return sum(terms[1:], terms[0])


@given(losses())
@settings(max_examples=150)
def test_every_line_holds(loss):
    derivation = derive(loss)
    checked(derivation, loss, rtol=1e-7)
    reading(derivation, loss)


@given(losses(), losses())
@settings(max_examples=25)
def test_every_line_holds_for_two_losses(one, other):
    checked(derive(one, other), one, other, rtol=1e-7)


@given(losses())
@settings(max_examples=40)
def test_names_are_told_apart(loss):
    """A name has one line, and no line uses a name that has none and is no constant."""
    derivation = derive(loss)
    assert len(derivation.forward) == len(derivation.forward_equations)
    assert len(derivation.backward) == len(derivation.backward_equations)
    signals = [equation.left for equation in derivation.backward_equations]
    for equation in derivation.backward_equations:
        used = {part for part in equation.right.walk() if getattr(part, "bar", False)}
        assert used <= set(signals[: signals.index(equation.left)]), "an error signal is used before it is known"
