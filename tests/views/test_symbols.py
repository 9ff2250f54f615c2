"""Symbols compute formulas: NumPy's protocols, simplification, and how expressions are written."""

import numpy as np
import pytest

from autograd import sigmoid, softmax
from autograd.views.formulas import reading as reading  # declares what functions mean on symbols
from autograd.views.formulas.evaluation import evaluate
from autograd.views.formulas.expressions import Name
from autograd.views.formulas.plain import text
from autograd.views.formulas.presentation import present
from autograd.views.formulas.symbols import Symbol
from autograd.views.formulas.tex import tex


def symbol(name, *shape):
    return Symbol(Name(shape, name))


def written(x):
    return text(present(x.expression))


a, b, c = symbol("a"), symbol("b"), symbol("c")
w, u, v = symbol("w", 2), symbol("u", 3), symbol("v", 3)
M, N = symbol("M", 2, 3), symbol("N", 3, 2)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (lambda a, b, c: 1 * a, "a"),
        (lambda a, b, c: a + 0, "a"),
        (lambda a, b, c: 0 * a, "0"),
        (lambda a, b, c: np.negative(np.negative(a)), "a"),
        (lambda a, b, c: a - (-b), "a + b"),
        (lambda a, b, c: 0.5 * (2 * a), "a"),
        (lambda a, b, c: 2 * a * 3 / 4, "(3/2) a"),
        (lambda a, b, c: a**1, "a"),
        (lambda a, b, c: a**0, "1"),
        (lambda a, b, c: a * a * a, "a³"),
        (lambda a, b, c: a**2 * a, "a³"),
        (lambda a, b, c: a / b / b, "a / b²"),
        (lambda a, b, c: 1 + a + 2, "3 + a"),
        (lambda a, b, c: a * (b + c), "a (b + c)"),
        (lambda a, b, c: (a + b) ** 2, "(a + b)²"),
        (lambda a, b, c: a ** (b + 1), "a^(b + 1)"),
        (lambda a, b, c: (a**b) ** 2, "(aᵇ)²"),
        (lambda a, b, c: (-a) ** 2, "(−a)²"),
        (lambda a, b, c: -(a**2), "−a²"),
        (lambda a, b, c: a / (b * c), "a / (b c)"),
        (lambda a, b, c: a * (b / c), "a b / c"),
        (lambda a, b, c: 1 / (a / b), "b / a"),
        (lambda a, b, c: a - (b - c), "a − (b − c)"),
        (lambda a, b, c: a * -b, "−a b"),
        (lambda a, b, c: 2 * 3**a, "2 · 3ᵃ"),
        (lambda a, b, c: np.exp(a) ** 2, "(eᵃ)²"),
        (lambda a, b, c: np.exp(-a * b), "e^(−a b)"),
        (lambda a, b, c: np.sqrt(a + b) * c, "√(a + b) c"),
        (lambda a, b, c: sigmoid(a) * b, "σ(a) b"),
        (lambda a, b, c: a * (b > 0), "a [b > 0]"),
        (lambda a, b, c: np.where(a > b, a, b), "{a if a > b; b otherwise}"),
        (lambda a, b, c: np.where(a > b, a, 0), "a [a > b]"),
        (lambda a, b, c: (a > 0) & (b < 1), "[a > 0 and b < 1]"),
        (lambda a, b, c: ~(a > 0), "[a ≤ 0]"),
        (lambda a, b, c: np.maximum(a, 0), "max(a, 0)"),
        (lambda a, b, c: np.abs(a - b), "|a − b|"),
    ],
)
def test_numbers(formula, expected):
    x = formula(a, b, c)
    assert written(x) == expected
    numbers = {"a": 0.7, "b": -0.3, "c": 1.9}
    truth = formula(*map(np.float64, numbers.values()))
    np.testing.assert_allclose(evaluate(x.expression, numbers), truth, rtol=1e-12)


@pytest.mark.parametrize(
    ("formula", "expected"),
    [
        (lambda a, w, u, v, M, N: a * u, "a u"),
        (lambda a, w, u, v, M, N: u * v * a, "a u ∘ v"),
        (lambda a, w, u, v, M, N: u * (v + 1), "u ∘ (v + 1)"),
        (lambda a, w, u, v, M, N: u**2, "u∘²"),
        (lambda a, w, u, v, M, N: M @ v, "M v"),
        (lambda a, w, u, v, M, N: w @ M, "Mᵀ w"),
        (lambda a, w, u, v, M, N: u @ v, "uᵀ v"),
        (lambda a, w, u, v, M, N: M @ N, "M N"),
        (lambda a, w, u, v, M, N: (M @ N).T, "Nᵀ Mᵀ"),
        (lambda a, w, u, v, M, N: M.T.T, "M"),
        (lambda a, w, u, v, M, N: (2 * M) @ v, "2M v"),
        (lambda a, w, u, v, M, N: (a * M + N.T) @ v, "(a M + Nᵀ) v"),
        (lambda a, w, u, v, M, N: (M * N.T) @ v, "(M ∘ Nᵀ) v"),
        (lambda a, w, u, v, M, N: u * (M @ v)[0], "(M v)₀ u"),
        (lambda a, w, u, v, M, N: w * (M @ v), "w ∘ (M v)"),
        (lambda a, w, u, v, M, N: np.outer(w, v), "w vᵀ"),
        (lambda a, w, u, v, M, N: w[:, None] * v, "w vᵀ"),
        (lambda a, w, u, v, M, N: w[:, None] * M, "(w 𝟏ᵀ) ∘ M"),
        (lambda a, w, u, v, M, N: M * v, "M ∘ v"),
        (lambda a, w, u, v, M, N: v[None, :] + M, "v + M"),
        (lambda a, w, u, v, M, N: np.sum(M, axis=0), "Σᵢ Mᵢ"),
        (lambda a, w, u, v, M, N: np.sum(M, axis=1), "Σᵢ M[:, i]"),
        (lambda a, w, u, v, M, N: np.sum(2 * M * N.T), "2 Σᵢⱼ M[i, j] N[j, i]"),
        (lambda a, w, u, v, M, N: np.sum(a * u), "a Σᵢ uᵢ"),
        (lambda a, w, u, v, M, N: np.sum(u - a), "Σᵢ (uᵢ − a)"),
        (lambda a, w, u, v, M, N: np.mean(u), "(1/3) Σᵢ uᵢ"),
        (lambda a, w, u, v, M, N: M - M.mean(axis=1, keepdims=True), "M − (1/3) (Σᵢ M[:, i]) 𝟏ᵀ"),
        (lambda a, w, u, v, M, N: np.sum(np.broadcast_to(a, (4,))), "4a"),
        (lambda a, w, u, v, M, N: np.sum(np.broadcast_to(v, (4, 3)), axis=0), "4v"),
        (lambda a, w, u, v, M, N: np.max(M, axis=1), "maxᵢ M[:, i]"),
        (lambda a, w, u, v, M, N: np.prod(u), "∏ᵢ uᵢ"),
        (lambda a, w, u, v, M, N: softmax(M)[0], "softmax(M)₀"),
        (lambda a, w, u, v, M, N: M[1, 2] * M[0], "M[1, 2] M₀"),
        (lambda a, w, u, v, M, N: u.sum() + v.max(), "Σᵢ uᵢ + maxᵢ vᵢ"),
        (lambda a, w, u, v, M, N: np.flip(M, axis=1), "flip[axis=1](M)"),
    ],
)
def test_arrays(formula, expected):
    x = formula(a, w, u, v, M, N)
    assert written(x) == expected
    rng = np.random.default_rng(0)
    arrays = {name: rng.normal(size=shape) for name, shape in zip("awuvMN", [(), 2, 3, 3, (2, 3), (3, 2)])}
    truth = formula(*(array[()] for array in map(np.asarray, arrays.values())))
    for expression in (x.expression, present(x.expression)):
        np.testing.assert_allclose(evaluate(expression, arrays), truth, rtol=1e-12)
        assert expression.shape == np.shape(truth)


def test_tex_of_what_text_has_no_room_for():
    cases = np.where(a > b, a / 2, b)
    assert tex(cases.expression) == (
        r"\begin{cases} \frac{1}{2}\,a & \text{if } a > b \\ b & \text{otherwise} \end{cases}"
    )
    assert tex((a / (2 * b)).expression) == r"\frac{a}{2\,b}"
    assert tex(((u + v) ** 2).expression) == r"(\mathbf{u} + \mathbf{v})^{\circ 2}"


def test_formulas_have_shapes_and_dtypes():
    assert (M @ v).shape == (2,)
    assert (M[:, None] * N.T).shape == (2, 2, 3)
    assert (u > 0).dtype == bool
    assert Symbol(Name((), "h"), np.float32).astype(float).dtype == np.float64


def test_a_symbol_has_no_numbers():
    for convert in (float, int, bool, np.asarray, lambda x: [1, 2][x]):
        with pytest.raises(TypeError, match="has no numbers"):
            convert(a)
    with pytest.raises(AttributeError, match="any array of shape"):
        _ = u.nonsense
