"""Which values have a line, what they are called, and how a derivation shows itself."""

import numpy as np
import pytest

import autograd
from autograd import GradientError, Tensor, sigmoid, softmax
from autograd.views import derive
from tests.views.lines import checked

RNG = np.random.default_rng(7)


def leaf(*shape, name=None):
    return Tensor(RNG.normal(size=shape), requires_grad=True, name=name)


def lines(derivation):
    return [equation.text for equation in (*derivation.forward_equations, *derivation.backward_equations)]


def test_it_is_a_function_of_the_package():
    assert autograd.derive is derive


def test_unnamed_steps_and_their_error_signals_are_folded_in():
    w, x = leaf(), 3.0
    L = (sigmoid(2 * w * x) - 1) ** 2
    derivation = checked(derive(L), L)
    assert lines(derivation) == [
        "L = (σ(2w x) − 1)²",
        "L̄ = 1",
        "w̄ = 4L̄ (σ(2w x) − 1) σ(2w x) (1 − σ(2w x)) x",
    ]


def test_an_unnamed_value_whose_error_signal_would_be_written_twice_gets_a_name():
    w, x = leaf(), leaf()
    L = (sigmoid(2 * w * x) - 1) ** 2
    derivation = checked(derive(L), L)
    assert lines(derivation) == [
        "v₁ = 2w x",
        "L = (σ(v₁) − 1)²",
        "L̄ = 1",
        "v̄₁ = 2L̄ (σ(v₁) − 1) σ(v₁) (1 − σ(v₁))",
        "w̄ = 2v̄₁ x",
        "x̄ = 2v̄₁ w",
    ]


def test_an_unnamed_value_used_often_gets_a_name():
    x = leaf(3)

    def loss():
        return sum(h * k for k, h in enumerate([np.exp(np.sin(x)) * 3] * 3)).sum()

    L = loss()
    derivation = checked(derive(L), L)
    assert list(derivation.forward) == ["v_1", "L"]
    assert list(derivation.backward) == ["L", "v_1", "x"]


def test_a_small_unnamed_value_used_twice_is_repeated():
    x = leaf()

    def twice(y):
        return y * y

    L = twice(-x)
    derivation = checked(derive(L), L)
    assert list(derivation.forward) == ["L"]


def test_a_long_formula_is_cut_in_pieces():
    x = leaf()

    def chain(y):
        for k in range(40):
            y = np.sin(y + k)
        return y

    L = chain(x)
    derivation = checked(derive(L), L)
    assert len(derivation.forward) > 3
    assert max(len(text) for text in lines(derivation)) < 400


def test_generated_names_keep_clear_of_the_users():
    v_1 = leaf(2)
    L = np.sum(Tensor([1.0, 2.0], requires_grad=True) * v_1)
    derivation = checked(derive(L), L)
    assert set(derivation.backward) == {"L", "v_1", "u_1"}


def test_an_unnamed_loss_is_called_L():
    x = leaf()
    derivation = derive(x * 3)
    assert lines(derivation) == ["L = 3x", "L̄ = 1", "x̄ = 3L̄"]


def test_several_losses():
    x = leaf()
    y = x * 2
    z = y * 3
    derivation = checked(derive(y, z), y, z)
    assert lines(derivation) == ["y = 2x", "z = 3y", "z̄ = 1", "ȳ = 1 + 3z̄", "x̄ = 2ȳ"]


def test_a_loss_with_axes_begins_with_ones():
    x = leaf(2, 3)
    y = 2 * x
    derivation = checked(derive(y), y)
    assert derivation.backward["y"] == r"\bar{Y}".replace("Y", "y") + r" = \mathbf{1}_{2 \times 3}"


def test_a_leaf_follows_the_line_that_completes_it():
    a, b, c = leaf(), leaf(), leaf()
    p = a * b
    q = p + c * a
    assert list(derive(q).backward) == ["q", "c", "p", "a", "b"]


def test_nothing_is_computed_or_changed():
    x = leaf()
    y = x * x
    derive(y)
    assert x.bar is None
    assert y.bar is None


def test_constants_collect_in_front():
    x = leaf()
    L = 0.5 * (3 * x) * 4 / 32
    derivation = checked(derive(L), L)
    assert derivation.forward["L"] == r"L = \frac{3}{16}\,x"
    assert derivation.backward["x"] == r"\bar{x} = \frac{3}{16}\,\bar{L}"


def test_decimals_stay_decimals():
    x = leaf()
    L = 0.3 * x / 7
    assert derive(L).forward["L"] == r"L = \frac{0.3}{7}\,x"


def test_pi_is_pi():
    x = leaf()
    L = np.sin(2 * np.pi * x)
    derivation = checked(derive(L), L)
    assert lines(derivation)[0] == "L = sin(2π x)"


def test_sums_over_broadcast_axes():
    b, W, X = leaf(3), leaf(2, 3), RNG.normal(size=(4, 2))
    Y = X @ W + b
    L = Y.sum() * 2
    derivation = checked(derive(L), L)
    assert lines(derivation)[-1] == "b̄ = Σᵢ Ȳᵢ"


def test_an_entry_of_an_array_sends_a_unit_vector():
    x = leaf(3)
    first, last = x[0], x[-1]
    L = first * last
    derivation = checked(derive(L), L)
    assert derivation.forward["last"] == r"\mathrm{last} = x_{-1}"
    assert (
        derivation.backward["x"]
        == r"\bar{\mathbf{x}} = \overline{\mathrm{first}}\,\mathbf{e}_{0} + \overline{\mathrm{last}}\,\mathbf{e}_{2}"
    )


def test_a_unit_vector_picks_one_term_out_of_a_sum():
    """Lecture claim U7, a row of softmax's Jacobian: yₖ (eₖ − y)."""
    z = leaf(3)
    y = softmax(z)
    L = y[1]
    assert lines(checked(derive(L), L))[-1] == "z̄ = y ∘ (ȳ − Σᵢ ȳᵢ yᵢ)"
    L = softmax(z)[1]
    assert lines(checked(derive(L), L))[-1] == "z̄ = softmax(z) ∘ (L̄ e₁ − L̄ softmax(z)₁)"
    x = leaf(2)
    for L, line in [
        (np.concatenate([x, x])[2], "x̄ = L̄ e₀"),
        (np.outer(x, x)[0, 1], "x̄ = L̄ x₁ e₀ + L̄ x₀ e₁"),
        (x[np.int64(1)], "x̄ = L̄ e₁"),
        (np.sum(np.concatenate([x, x[:1]])[1:] * x[0]), None),
    ]:
        derivation = checked(derive(L), L)
        assert line in (None, lines(derivation)[-1])
        assert derivation.mathml


def test_a_stack_of_matrices_times_a_vector_keeps_its_parentheses():
    S, v, q, u = leaf(2, 3, 4), leaf(4), leaf(2), leaf(3)
    L = q @ (S @ v) @ u
    assert "q̄ = L̄ (S v) u" in lines(checked(derive(L), L))


def test_products_of_matrices_are_flat_so_that_like_terms_meet():
    v, X = leaf(2), leaf(3, 2)
    L = v @ X.T @ X @ v
    assert "X̄ = 2L̄ X v vᵀ" in lines(checked(derive(L), L))


def test_the_softmax_of_a_column_says_that_it_is_over_rows():
    """A column is written like a vector, whose softmax would be another."""
    x = leaf(3, 1)
    y = np.log(softmax(np.exp(x)))
    L = np.sum(y * y)
    derivation = checked(derive(L), L)
    assert lines(derivation)[0] == "y = log(softmax[axis=1](exp(x)))"
    z = softmax(np.exp(leaf(1, 3)))
    L = np.sum(z * z)
    assert lines(checked(derive(L), L))[0].startswith("z = softmax(exp(")


def test_a_vector_that_is_laid_out_as_a_matrix_is_not_shown_as_a_row():
    A, c = leaf(2, 2), RNG.normal(size=4)
    L = np.sum(np.linalg.inv(A).reshape(4) * c)
    derivation = checked(derive(L), L)
    assert lines(derivation)[-1] == "Ā = −L̄ (A⁻¹)ᵀ reshape[2×2](c) (A⁻¹)ᵀ"


def test_signs_that_are_also_names():
    """With variables called e and sigma, formulas do not say e for Euler's number, unit vectors, or σ for sigmoid."""
    e, sigma = leaf(3), leaf()
    y = e[1] * sigma
    L = np.exp(y) + sigmoid(y)
    derivation = checked(derive(L), L)
    assert lines(derivation) == [
        "y = e₁ σ",
        "L = exp(y) + logistic(y)",
        "L̄ = 1",
        "ȳ = L̄ exp(y) + L̄ logistic(y) (1 − logistic(y))",
        "ē = ȳ σ δ₁",
        "σ̄ = ȳ e₁",
    ]


def test_index_letters_are_none_of_the_names():
    i, j = leaf(3), leaf(3)
    L = np.sum(i * j)
    assert lines(derive(L))[0] == "L = Σₖ iₖ jₖ"


def test_unnamed_constants_are_listed():
    x = leaf(2, 3)
    L = np.sum(x * RNG.normal(size=(2, 3)))
    derivation = checked(derive(L), L)
    assert str(derivation).splitlines() == [
        "Forward pass",
        "  L = Σᵢⱼ x[i, j] c₁[i, j]",
        "",
        "Backward pass",
        "  L̄ = 1",
        "  x̄ = L̄ c₁",
        "",
        "Constants",
        "  c₁ ∈ ℝ^(2×3)",
    ]
    assert r"c_{1} &\in \mathbb{R}^{2 \times 3}" in derivation.latex


def test_small_constants_are_written_out():
    x = leaf(3)
    L = np.sum(x * np.array([1.0, 2.0, 0.5]))
    derivation = checked(derive(L), L)
    assert lines(derivation)[-1] == "x̄ = L̄ (1, 2, ½)"


def test_guards_against_division_by_zero_are_side_conditions():
    x = leaf(3)
    n = np.linalg.norm(x)
    derivation = checked(derive(n), n)
    assert derivation.backward["x"] == r"\bar{\mathbf{x}} = \frac{\bar{n}\,\mathbf{x}}{n} \quad (n \neq 0)"
    zero = Tensor(np.zeros(3), requires_grad=True)
    n = np.linalg.norm(zero)
    checked(derive(n), n)


def test_the_whole_in_tex():
    w = leaf()
    L = w * 3
    assert derive(L).latex.splitlines() == [
        r"\begin{array}{l}",
        r"\textbf{Forward pass} \\",
        r"\begin{aligned}",
        r"L &= 3\,w",
        r"\end{aligned} \\[1ex]",
        r"\textbf{Backward pass} \\",
        r"\begin{aligned}",
        r"\bar{L} &= 1 \\",
        r"\bar{w} &= 3\,\bar{L}",
        r"\end{aligned}",
        r"\end{array}",
    ]


def test_a_notebook_is_given_display_mathematics():
    w = leaf()
    L = w * 3
    derivation = derive(L)
    assert derivation._repr_latex_() == f"$$\n{derivation.latex}\n$$"


def test_long_derivations_are_shown_in_part_and_printed_whole():
    x = leaf()
    values = [x]
    for _ in range(300):
        values.append(np.sin(values[-1]))
    derivation = derive(values[-1])
    assert len(str(derivation).splitlines()) > 600
    shown = repr(derivation).splitlines()
    assert len(shown) < 250
    assert shown[100].endswith("⋮ (201 more lines)")
    assert r"\text{(201 more lines)}" in derivation._repr_latex_()


def test_the_mappings_cannot_be_changed():
    w = leaf()
    L = w * 3
    with pytest.raises(TypeError):
        derive(L).forward["L"] = "other"


def test_names_are_escaped():
    x = leaf(name="<img src=x onerror=alert(1)>")
    L = x * leaf(name=r"\evil{$&")
    derivation = checked(derive(L), L)
    for tex in derivation.latex, *derivation.backward.values():
        assert "<img" not in tex
        assert r"\evil" not in tex
    assert "<img" not in derivation.mathml.replace("&lt;", "")


def test_names_written_alike_are_told_apart():
    W1, W_1 = leaf(), leaf()
    L = W1 * W_1
    assert derive(L).forward["L"] == r"L = W_{1}\,\mathrm{W\_1}"


def test_what_cannot_be_derived():
    with pytest.raises(TypeError, match=r"no tensor(.|\n)*Hint"):
        derive()
    with pytest.raises(TypeError, match=r"takes tensors, not 3(.|\n)*Hint"):
        derive(3.0)
    with pytest.raises(GradientError, match=r"requires no gradient(.|\n)*requires_grad=True"):
        derive(Tensor([1.0, 2.0]) * 2)


def test_a_product_is_a_sum_or_a_product_of_matrices_also_in_einsteins_notation():
    X, W, v = leaf(4, 3), leaf(2, 3), leaf(2)
    Z = np.einsum("ij,kj->ik", X, W)
    s = np.einsum("ik,k->i", Z, v)
    L = np.sum(s)
    assert lines(checked(derive(L), L)) == [
        "Z = X Wᵀ",
        "s = Z v",
        "L = Σᵢ sᵢ",
        "L̄ = 1",
        "s̄ = L̄ 𝟏",
        "v̄ = Zᵀ s̄",
        "Z̄ = s̄ vᵀ",
        "X̄ = Z̄ W",
        "W̄ = Z̄ᵀ X",
    ]


def test_cases_that_differ_by_a_number_are_a_product():
    x = Tensor([1.0, 0.0, -1.0], requires_grad=True)
    L = np.sum(np.maximum(np.exp(x) * np.sin(x), 0) ** 2)
    derivation = checked(derive(L), L)
    assert "2L̄ max(v₁, 0) ∘ {½ if v₁ = 0; 1 if v₁ > 0; 0 otherwise}" in lines(derivation)[-2]


def test_scores_over_the_root_of_their_dimension():
    Q, K = leaf(2, 3), leaf(2, 3)
    S = Q @ K.T / np.sqrt(3)
    L = np.sum(S)
    assert lines(checked(derive(L), L))[-2:] == ["Q̄ = S̄ K / √3", "K̄ = S̄ᵀ Q / √3"]
    assert r"\frac{Q\,K^{\top}}{\sqrt{3}}" in derive(L).forward["S"]


def test_an_unrolled_loop():
    w, u = leaf(), leaf()
    h = 0.5
    for x in (1.0, 2.0):
        h = np.tanh(u * h + w * x)
    assert lines(checked(derive(h), h))[:4] == ["v₁ = ½u + w", "h₁ = tanh(v₁)", "v₂ = u h₁ + w x", "h = tanh(v₂)"]


def test_entries_of_lists_of_weights():
    w2 = [[leaf(), leaf()], [leaf(), leaf()]]
    L = w2[1][1] * w2[0][1] ** 2
    derivation = checked(derive(L), L)
    assert lines(derivation)[0] == "L = w₂[1,1] w₂[0,1]²"
    assert derivation.forward["L"] == r"L = w^{(2)}_{1,1} (w^{(2)}_{0,1})^{2}"


def test_a_mask_is_a_constant_of_zeros_and_ones():
    x = leaf(3)
    y = np.exp(x)[np.array([True, False, True])]
    L = np.sum(y)
    derivation = checked(derive(L), L)
    assert str(derivation).endswith("c₁ ∈ {0, 1}³")
    assert r"\in \{0, 1\}^{3}" in derivation.latex


def test_what_was_flattened_in_another_order_is_transposed_again():
    x, w = leaf(2, 3), leaf(6)
    L = np.sum(np.ravel(x.T) * w)
    assert lines(checked(derive(L), L))[-2:] == ["x̄ = L̄ reshape[3×2](w)ᵀ", "w̄ = L̄ reshape[6](xᵀ)"]


def test_a_choice_between_a_value_and_0_is_shown_as_the_program_says_it():
    x = Tensor([1.0, np.inf, -1.0], requires_grad=True)
    y = np.where(np.array([True, False, True]), x, 0)
    L = np.sum(y)
    derivation = checked(derive(L), L)
    assert lines(derivation) == ["y = {x if c₁; 0 otherwise}", "L = Σᵢ yᵢ", "L̄ = 1", "ȳ = L̄ 𝟏", "x̄ = ȳ ∘ c₁"]


def test_a_power_with_an_exponent_that_varies():
    """How the rule steps around 0⁰ is a side condition, not a case in the exponent."""
    a, b = leaf(), leaf()
    base = a * a
    r = base**b
    derivation = checked(derive(r), r)
    assert lines(derivation)[-3:] == [
        "b̄ = r̄ r log(base)  (base ≠ 0)",
        "base_bar = r̄ b base^(b − 1)  (b² + base² ≠ 0)",
        "ā = 2 base_bar a",
    ]
