"""The formulas of steps: they are the lecture's, and they say what the engine computed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from autograd import Tensor, affine, primitive, relu, sigmoid, softmax_cross_entropy
from autograd.views import Stepper, step_through
from autograd.views.formulas.evaluation import evaluate


def leaf(value: Any, name: str | None = None) -> Tensor:
    return Tensor(value, requires_grad=True, name=name)


def rules(stepper: Stepper) -> list[tuple[str, str]]:
    return [(step.rule.symbols.text, step.rule.numbers.text) for step in stepper]


def test_the_univariate_chain_rule() -> None:
    """docs/lectures.md E3: L̄ = 1, ȳ = L̄ (y − t), z̄ = ȳ σ′(z), w̄ = z̄ x, b̄ = z̄."""
    w, b, x, t = leaf(0.5), leaf(1.0), -2.0, 1.0
    z = w * x + b
    y = sigmoid(z)
    r = y - t
    L = 0.5 * r**2
    assert rules(step_through(L)) == [
        ("v₁ = w x", "0.5 · (−2) = −1"),
        ("z = v₁ + b", "−1 + 1 = 0"),
        ("y = σ(z)", "σ(0) = 0.5"),
        ("r = y − t", "0.5 − 1 = −0.5"),
        ("v₂ = r²", "(−0.5)² = 0.25"),
        ("L = ½v₂", "½ · 0.25 = 0.125"),
        ("L̄ = 1", "1"),
        ("v̄₂ = ½L̄", "½ · 1 = 0.5"),
        ("v̄₂ = ½L̄", "0.5"),
        ("r̄ = 2v̄₂ r", "2 · 0.5 · (−0.5) = −0.5"),
        ("r̄ = 2v̄₂ r", "−0.5"),
        ("ȳ = r̄", "−0.5"),
        ("ȳ = r̄", "−0.5"),
        ("z̄ = ȳ y (1 − y)", "−0.5 · 0.5 · (1 − 0.5) = −0.125"),
        ("z̄ = ȳ y (1 − y)", "−0.125"),
        ("v̄₁ = z̄", "−0.125"),
        ("b̄ = z̄", "−0.125"),
        ("v̄₁ = z̄", "−0.125"),
        ("w̄ = v̄₁ x", "−0.125 · (−2) = 0.25"),
        ("b̄ = z̄", "−0.125"),
        ("w̄ = v̄₁ x", "0.25"),
    ]


def test_two_messages_into_t() -> None:
    """docs/lectures.md E4: t̄ = x̄ dx/dt + ȳ dy/dt."""
    t = leaf(1.0)
    x, y = np.cos(t), t**2
    f = y + np.exp(x * y)
    stepper = step_through(f)
    assert [step.rule.symbols.text for step in stepper if step.receiver is t.node] == ["t̄ += 2ȳ t", "t̄ += −x̄ sin(t)"]
    last = stepper[-1].rule
    assert last.symbols.text == "t̄ = 2ȳ t − x̄ sin(t)"
    assert last.symbols.tex == r"\bar{t} = 2\,\bar{y}\,t - \bar{x}\,\sin(t)"
    assert last.numbers.text == "3.855 − 1.444 = 2.41"


def test_the_vectorised_network() -> None:
    """docs/lectures.md E6, for a batch whose examples are rows."""
    rng = np.random.default_rng(0)
    x = rng.normal(size=(6, 5))
    W1, b1 = leaf(rng.normal(size=(7, 5))), leaf(np.zeros(7))
    W2, b2 = leaf(rng.normal(size=(8, 7))), leaf(np.zeros(8))
    z = affine(x, W1, b1)
    h = relu(z)
    y = affine(h, W2, b2)
    L = softmax_cross_entropy(y, rng.integers(0, 8, 6)).mean()
    sent = {
        step.receiver_name: (step.rule.symbols.text, step.rule.numbers.text)
        for step in step_through(L)
        if step.receiver is not None
    }
    assert sent["W2"] == ("W̄₂ = ȳᵀ h", "[6×8]ᵀ [6×7] = [8×7]")
    assert sent["b2"][0] == "b̄₂ = Σᵢ ȳᵢ"
    assert sent["h"] == ("h̄ = ȳ W₂", "[6×8] [8×7] = [6×7]")
    assert sent["z"][0] == "z̄ = h̄ ∘ [h > 0]"
    assert sent["W1"] == ("W̄₁ = z̄ᵀ x", "[6×7]ᵀ [6×5] = [7×5]")


def test_small_vectors_are_written_out() -> None:
    x = leaf([1.0, -2.0])
    y = x * np.array([0.5, 3.0])
    stepper = step_through(y.sum())
    assert stepper[0].rule.numbers.text.endswith("= (0.5, −6)")
    assert stepper[-1].rule.numbers.text == "(0.5, 3)"


def test_many_messages_are_counted() -> None:
    x = leaf(2.0)
    y = sum((k * x for k in range(1, 11)), 0.0)
    rule = step_through(y)[-1].rule
    assert rule.symbols.text == "x̄ = the sum of 10 messages"
    assert rule.symbols.tex == r"\bar{x} = \text{the\ sum\ of\ 10\ messages}"
    assert rule.numbers.text == "10 + 9 + … + 1 = 55"


def test_the_given_error_signal_is_one_of_the_terms() -> None:
    y = leaf(3.0)
    loss = 2 * y
    stepper = step_through(loss, y, bar=[None, 10.0])
    assert stepper[-1].rule.symbols.text == "ȳ = 10 + 2 loss_bar"
    assert stepper[-1].reason == "y was waiting for loss, and the backward pass begins at it too"
    assert stepper[-1].rule.numbers.text == "10 + 2 = 12"


def test_what_must_not_be_zero_stands_behind_the_rule() -> None:
    x = leaf([3.0, 4.0])
    r = np.hypot(x[0], x[1])
    (_, step) = (step for step in step_through(r) if step.node is r.node and step.receiver is not None)
    assert step.rule.symbols.text == "v̄₂ = r̄ v₂ / r  (r ≠ 0)"
    assert step.rule.symbols.tex.endswith(r"\quad (r \neq 0)")
    assert step.rule.numbers.text == "1 · 4 / 5 = 0.8"


def test_numbers_in_tex() -> None:
    x = leaf(-1e-9)
    y = x * np.inf
    stepper = step_through(y)
    assert stepper[0].rule.numbers.tex == r"(-1 \cdot 10^{-9}) \infty = -\infty"


def test_a_rule_that_symbols_cannot_follow_is_named() -> None:
    @primitive(x_bar=lambda z_bar, x: z_bar * float(x))
    def stubborn(x: Any) -> Any:
        return x * x / 2

    x = leaf(3.0)
    y = stubborn(x)
    (step,) = (step for step in step_through(y) if step.receiver is not None)
    assert "stubborn" in step.rule.symbols.text
    assert step.rule.numbers.text.endswith("= 3")


def scalars() -> Tensor:
    t = leaf(0.7)
    x, y = np.cos(t), t**2
    return y / x + np.exp(x * y) * np.log(y + t) - np.sqrt(t) * np.tanh(3 * x)


def arrays() -> Tensor:
    rng = np.random.default_rng(1)
    A, v = leaf(rng.normal(size=(3, 4))), leaf(rng.normal(size=4))
    h = np.maximum(A * v, A[0] - v[1]) @ np.linspace(0, 1, 4)
    return (h * np.mean(A, axis=1) - v[:3] ** 2).sum() + A[1, 2] ** 3


@pytest.mark.parametrize("make", [scalars, arrays])
def test_the_formulas_evaluate_to_what_the_engine_computed(make: Any) -> None:
    stepper = step_through(make())
    trace = stepper.trace
    values = {label: trace.values[node] for node, label in trace.labels.items()}
    bars = {label: trace.bars[node] for node, label in trace.labels.items()}
    for step in stepper:
        formula = (
            trace.rules.value(step.node)
            if step.action == "computes"
            else trace.rules.bar(step.node)
            if step.position is None
            else trace.rules.message(step.node, step.position)
        )
        assert step.rule.symbols.text
        if formula is not None:
            known = {**values, **trace.rules.constants}
            result = evaluate(trace.rules.present(formula), known, bars)
            np.testing.assert_allclose(result, step.result, err_msg=step.rule.symbols.text)


def test_numbers_are_written_in_the_notation_of_the_symbols() -> None:
    W, b = leaf(np.ones((3, 2))), leaf(np.zeros(3))
    x, t = np.ones((5, 2)), np.array([0, 1, 2, 1, 0])
    E = softmax_cross_entropy(affine(x, W, b), t)
    v = leaf([0.0, 1.0, 2.0])
    q = np.sum(v * v)
    rules = [step.rule for step in [*step_through(E), *step_through(q)]]
    numbers = {rule.symbols.text: rule.numbers.text for rule in rules if rule.numbers.text[0] != "["}
    assert numbers["E = −(1/5) Σᵢ log(softmax(v₁)[i, tᵢ])"] == "(1/5) Σ (−log(softmax([5×3])[[5]])) = 1.099"
    assert "b̄ = Σᵢ v̄₁[i]" in {rule.symbols.text for rule in rules}
    assert "Σᵢ [5×3]ᵢ = (−0.06667, −0.06667, 0.1333)" in {rule.numbers.text for rule in rules}
    assert numbers["q = Σᵢ v₁[i]"] == "Σ (0, 1, 4) = 5"
    assert "1 · 𝟏 = (1, 1, 1)" in {rule.numbers.text for rule in rules}
    assert r"1 \cdot \mathbf{1} = (1, 1, 1)" in {rule.numbers.tex for rule in rules}
