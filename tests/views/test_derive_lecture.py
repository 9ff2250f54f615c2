"""The formulas that the lectures derive by hand, from the code that computes the loss."""

import numpy as np

from autograd import (
    Tensor,
    affine,
    primitive,
    relu,
    sigmoid,
    softmax,
    softmax_cross_entropy,
    softmax_cross_entropy_rows,
)
from autograd.views import derive
from tests.views.lines import checked

RNG = np.random.default_rng(4)


def parameter(*shape):
    return Tensor(RNG.normal(size=shape), requires_grad=True)


def texts(equations):
    return [equation.text for equation in equations]


def test_univariate_logistic_least_squares():
    """E3: the slide, line by line."""
    w, b = parameter(), parameter()
    x, t = 2.0, 1.0
    z = w * x + b
    y = sigmoid(z)
    L = 0.5 * (y - t) ** 2
    derivation = checked(derive(L), L)
    assert dict(derivation.forward) == {
        "z": r"z = w\,x + b",
        "y": r"y = \sigma(z)",
        "L": r"L = \frac{1}{2} (y - t)^{2}",
    }
    assert list(derivation.backward.items()) == [
        ("L", r"\bar{L} = 1"),
        ("y", r"\bar{y} = \bar{L} (y - t)"),
        ("z", r"\bar{z} = \bar{y}\,y (1 - y)"),
        ("w", r"\bar{w} = \bar{z}\,x"),
        ("b", r"\bar{b} = \bar{z}"),
    ]


def test_multivariate_chain_rule():
    """E4: f = y + e^{xy} with x = cos t and y = t²; both messages into t, and both into y, as sums."""
    t = Tensor(0.3, requires_grad=True)
    x = np.cos(t)
    y = t**2
    f = y + np.exp(x * y)
    derivation = checked(derive(f), f)
    assert texts(derivation.forward_equations) == ["x = cos(t)", "y = t²", "f = y + e^(x y)"]
    assert dict(derivation.backward) == {
        "f": r"\bar{f} = 1",
        "y": r"\bar{y} = \bar{f} + \bar{f}\,e^{x\,y}\,x",
        "x": r"\bar{x} = \bar{f}\,e^{x\,y}\,y",
        "t": r"\bar{t} = -\bar{x}\,\sin(t) + 2\,\bar{y}\,t",
    }


def test_vectorised_mlp():
    """E6, for one example: the slide, with y(1 − y) for σ′."""
    W1, b1, W2, b2 = parameter(4, 3), parameter(4), parameter(2, 4), parameter(2)
    x, t = RNG.normal(size=3), RNG.normal(size=2)
    z = W1 @ x + b1
    h = sigmoid(z)
    y = W2 @ h + b2
    L = 0.5 * np.sum((y - t) ** 2)
    derivation = checked(derive(L), L)
    assert list(derivation.forward.values()) == [
        r"\mathbf{z} = W_{1}\,\mathbf{x} + \mathbf{b}_{1}",
        r"\mathbf{h} = \sigma(\mathbf{z})",
        r"\mathbf{y} = W_{2}\,\mathbf{h} + \mathbf{b}_{2}",
        r"L = \frac{1}{2}\,\sum_{i} (y_{i} - t_{i})^{2}",
    ]
    assert list(derivation.backward.values()) == [
        r"\bar{L} = 1",
        r"\bar{\mathbf{y}} = \bar{L} (\mathbf{y} - \mathbf{t})",
        r"\overline{W_{2}} = \bar{\mathbf{y}}\,\mathbf{h}^{\top}",
        r"\overline{\mathbf{b}_{2}} = \bar{\mathbf{y}}",
        r"\bar{\mathbf{h}} = W_{2}^{\top}\,\bar{\mathbf{y}}",
        r"\bar{\mathbf{z}} = \bar{\mathbf{h}} \circ \mathbf{h} \circ (1 - \mathbf{h})",
        r"\overline{W_{1}} = \bar{\mathbf{z}}\,\mathbf{x}^{\top}",
        r"\overline{\mathbf{b}_{1}} = \bar{\mathbf{z}}",
    ]


def test_vectorised_mlp_on_a_batch():
    """E6 through `affine`: rows are examples, and the bias, which is broadcast over them, receives a sum."""
    W1, b1, W2, b2 = parameter(4, 3), parameter(4), parameter(2, 4), parameter(2)
    X, T = RNG.normal(size=(5, 3)), RNG.normal(size=(5, 2))
    Z = affine(X, W1, b1)
    H = np.tanh(Z)
    Y = affine(H, W2, b2)
    loss = np.mean((Y - T) ** 2)
    derivation = checked(derive(loss), loss)
    assert texts(derivation.forward_equations) == [
        "Z = X W₁ᵀ + b₁",
        "H = tanh(Z)",
        "Y = H W₂ᵀ + b₂",
        "loss = (1/10) Σᵢⱼ (Y[i, j] − T[i, j])²",
    ]
    assert texts(derivation.backward_equations) == [
        "loss_bar = 1",
        "Ȳ = (1/5) loss_bar (Y − T)",
        "W̄₂ = Ȳᵀ H",
        "b̄₂ = Σᵢ Ȳᵢ",
        "H̄ = Ȳ W₂",
        "Z̄ = H̄ ∘ (1 − H ∘ H)",
        "W̄₁ = Z̄ᵀ X",
        "b̄₁ = Σᵢ Z̄ᵢ",
    ]


def test_the_batch_written_with_operators():
    W, b = parameter(2, 3), parameter(2)
    X = RNG.normal(size=(5, 3))
    Z = X @ W.T + b
    L = Z.sum()
    derivation = checked(derive(L), L)
    assert texts(derivation.backward_equations) == ["L̄ = 1", "Z̄ = L̄ 𝟏[5×2]", "W̄ = Z̄ᵀ X", "b̄ = Σᵢ Z̄ᵢ"]


def test_softmax_regression_with_cross_entropy():
    """U8: the error signal of the scores is the prediction less the label."""
    W, b = parameter(4, 3), parameter(4)
    x, t = RNG.normal(size=3), np.array([0.2, 0.3, 0.5, 0.0])
    z = W @ x + b
    L = softmax_cross_entropy_rows(z, t)
    derivation = checked(derive(L), L)
    assert texts(derivation.forward_equations) == ["z = W x + b", "L = −Σᵢ tᵢ log(softmax(z)ᵢ)"]
    assert texts(derivation.backward_equations) == ["L̄ = 1", "z̄ = L̄ (softmax(z) − t)", "W̄ = z̄ xᵀ", "b̄ = z̄"]


def test_softmax_regression_with_class_numbers():
    W, b = parameter(4, 3), parameter(4)
    x, y = RNG.normal(size=3), np.int64(2)
    z = W @ x + b
    L = softmax_cross_entropy(z, y)
    derivation = checked(derive(L), L)
    assert derivation.forward["L"] == r"L = -\log(\operatorname{softmax}(\mathbf{z})_{y})"
    assert (
        derivation.backward["z"] == r"\bar{\mathbf{z}} = \bar{L} (\operatorname{softmax}(\mathbf{z}) - \mathbf{e}_{y})"
    )


def test_softmax_regression_on_a_batch():
    W, b = parameter(4, 3), parameter(4)
    X, y = RNG.normal(size=(5, 3)), np.array([0, 3, 1, 1, 2])
    Z = affine(X, W, b)
    L = softmax_cross_entropy(Z, y)
    derivation = checked(derive(L), L)
    assert derivation.forward["L"] == r"L = -\frac{1}{5}\,\sum_{i} \log(\operatorname{softmax}(Z)_{i,y_{i}})"
    assert texts(derivation.backward_equations) == [
        "L̄ = 1",
        "Z̄ = (1/5) L̄ (softmax(Z) − onehot(y))",
        "W̄ = Z̄ᵀ X",
        "b̄ = Σᵢ Z̄ᵢ",
    ]


def test_softmax_and_logarithm_apart():
    """U7: through the Jacobian of softmax, y ∘ (ȳ − ȳᵀ y)."""
    W, b = parameter(4, 3), parameter(4)
    x, t = RNG.normal(size=3), np.array([0.0, 1.0, 0.0, 0.0])
    z = W @ x + b
    y = softmax(z)
    L = -np.sum(t * np.log(y))
    derivation = checked(derive(L), L)
    assert texts(derivation.backward_equations) == [
        "L̄ = 1",
        "ȳ = −L̄ t / y",
        "z̄ = y ∘ (ȳ − Σᵢ ȳᵢ yᵢ)",
        "W̄ = z̄ xᵀ",
        "b̄ = z̄",
    ]


def test_softmax_of_rows_repeats_their_sums():
    Z = parameter(5, 3)
    P = softmax(Z)
    y = np.array([0, 2, 1, 1, 0])
    L = -np.mean(np.log(P[np.arange(5), y]))
    derivation = checked(derive(L), L)
    assert derivation.forward["L"] == r"L = -\frac{1}{5}\,\sum_{i} \log(P_{i,y_{i}})"
    assert derivation.backward_equations[-1].text == "Z̄ = P ∘ (P̄ − (Σᵢ P̄[:, i] ∘ P[:, i]) 𝟏ᵀ)"


def test_l2_regularised_network():
    """U10: softmax, cross-entropy and ReLU with a penalty; the pre-activation has no name and is folded in."""
    W1, b1, W2, b2 = parameter(4, 3), parameter(4), parameter(2, 4), parameter(2)
    X, y = RNG.normal(size=(5, 3)), np.array([0, 1, 1, 0, 1])
    lam = 0.01
    H = relu(affine(X, W1, b1))
    Z = affine(H, W2, b2)
    E = softmax_cross_entropy(Z, y)
    J = E + lam * (np.sum(W1**2) + np.sum(W2**2)) / 2
    derivation = checked(derive(J), J)
    assert texts(derivation.forward_equations)[-1] == "J = E + ½λ (Σᵢⱼ W₁[i, j]² + Σᵢⱼ W₂[i, j]²)"
    assert texts(derivation.backward_equations) == [
        "J̄ = 1",
        "Ē = J̄",
        "Z̄ = (1/5) Ē (softmax(Z) − onehot(y))",
        "W̄₂ = Z̄ᵀ H + J̄ λ W₂",
        "b̄₂ = Σᵢ Z̄ᵢ",
        "H̄ = Z̄ W₂",
        "W̄₁ = (H̄ ∘ [H > 0])ᵀ X + J̄ λ W₁",
        "b̄₁ = Σᵢ H̄ᵢ ∘ [Hᵢ > 0]",
    ]


@primitive(x_bar=lambda z_bar, x: z_bar * np.exp(-x * x))
def bump(x):
    from math import erf

    return np.sqrt(np.pi) / 2 * np.vectorize(erf)(x)


def test_a_primitive_of_the_user():
    x = parameter(3)
    z = bump(x)
    L = np.sum(z)
    derivation = checked(derive(L), L)
    assert texts(derivation.forward_equations) == ["z = bump(x)", "L = Σᵢ zᵢ"]
    assert texts(derivation.backward_equations) == ["L̄ = 1", "z̄ = L̄ 𝟏", "x̄ = z̄ ∘ exp(−x ∘ x)"]


@primitive(x_bar=lambda z_bar, x: np.array([2 * float(entry) for entry in z_bar]))
def doubled(x):
    return 2 * x


def test_a_rule_that_needs_numbers_is_shown_by_its_name():
    x = parameter(3)
    z = doubled(x)
    L = np.sum(z * z)
    derivation = checked(derive(L), L)
    assert derivation.backward_equations[-1].text == "x̄ = doubled.x_bar(z̄, x)"
