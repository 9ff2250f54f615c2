"""Single formulas, as the step-through asks for them."""

from fractions import Fraction

import numpy as np
import pytest

from autograd import Tensor, affine, primitive, softmax_cross_entropy
from autograd.backward import backward_pass
from autograd.scattered import Scattered
from autograd.views.formulas.evaluation import evaluate
from autograd.views.formulas.expressions import Broadcast, Indexed, Letter, Name, Number, Reshaped, Unit
from autograd.views.formulas.plain import TextPrinter
from autograd.views.formulas.single import name_formula, rule_formula, value_formula
from autograd.views.formulas.tex import tex
from autograd.views.names import Names
from autograd.views.values import replay

RNG = np.random.default_rng(3)


def leaf(*shape, name=None):
    return Tensor(RNG.normal(size=shape), requires_grad=True, name=name)


def test_the_rule_of_one_node_in_the_readers_names():
    w, x, b = leaf(name="w"), leaf(name="x"), leaf(name="b")
    z = w * x
    z.name = "z"
    y = z + b
    y.name = "y"
    names = Names.collect([y.node])
    formula = rule_formula(z.node, 0, names)
    assert (formula.tex, formula.text) == (r"\bar{z}\,x", "z̄ x")
    assert formula.mathml.startswith("<math")
    assert rule_formula(y.node, 1, names).tex == r"\bar{y}"
    assert value_formula(z.node, names).tex == r"w\,x"
    assert value_formula(w.node, names).tex == "w"
    assert name_formula("y", bar=True).tex == r"\bar{y}"


def test_a_message_is_summed_over_broadcast_axes():
    X, W, b = leaf(5, 3, name="X"), leaf(2, 3, name="W"), leaf(2, name="b")
    Z = affine(X, W, b)
    Z.name = "Z"
    names = Names.collect([Z.node])
    messages = [rule_formula(Z.node, position, names).text for position in range(3)]
    assert messages == ["Z̄ W", "Z̄ᵀ X", "Σᵢ Z̄ᵢ"]
    assert value_formula(Z.node, names).text == "X Wᵀ + b"


def test_without_names_the_rules_own_are_used():
    [product] = [leaf() * leaf()]
    names = Names.collect([product.node])
    assert rule_formula(product.node, 0, names).text == "z̄ y"
    assert value_formula(product.node, names).text == "x y"


def test_labels_of_a_loss():
    t = leaf(4, 3, name="t")
    y = np.array([0, 2, 1, 1])
    L = softmax_cross_entropy(t, y)
    L.name = "L"
    assert rule_formula(L.node, 0, Names.collect([L.node])).text == "¼L̄ (softmax(t) − onehot((0, 2, 1, 1)))"


def test_numbers_in_the_place_of_names():
    w, x = leaf(name="w"), leaf(name="x")
    z = w * (x + 1)
    names = Names.collect([z.node])
    shown = {("z", True): "0.5", ("y", False): "(−2)"}
    formula = rule_formula(z.node, 0, names)
    assert formula.text_with(lambda name, bar: shown.get((name, bar))) == "0.5 (−2)"
    assert formula.text_with(lambda name, bar: None) == formula.text


@primitive(x_bar=lambda z_bar, x: float(z_bar) * 2 * x)
def square(x):
    return x * x


def test_a_rule_that_cannot_be_read():
    x = leaf(name="x")
    z = square(x)
    names = Names.collect([z.node])
    assert rule_formula(z.node, 0, names).text == "square.x_bar(z̄, x)"
    assert value_formula(z.node, names).text == "square(x)"


class Messages:
    """Checks each message of a pass against its formula."""

    def __init__(self, names, values):
        self.names, self.values, self.bars, self.count = names, values, {}, 0

    def fires(self, node, bar):
        self.bars[node] = bar

    def sends(self, node, position, message, total):
        formula = rule_formula(node, position, self.names)
        called = {self.names.of(other): other for other in (node, *node.parents())}
        values = {name: self.values[other] for name, other in called.items()}
        expected = message.dense() if isinstance(message, Scattered) else message
        found = evaluate(formula.expression, values, {self.names.of(node): self.bars[node]})
        np.testing.assert_allclose(found, expected, rtol=1e-12)
        self.count += 1


def test_formulas_of_messages_give_the_messages():
    W, b, x = leaf(3, 2, name="W"), leaf(3, name="b"), leaf(2, name="x")
    z = W @ x + b
    h = np.tanh(z)
    L = np.sum(h * h) + h[1] ** 3 + np.max(x)
    values = replay_all(L)
    for number, node in enumerate(values):
        node.name = node.name or f"u{number}"
    messages = Messages(Names.collect([L.node]), values)
    backward_pass({L.node: np.float64(1)}, observer=messages)
    assert messages.count == 15


def replay_all(loss):
    from autograd.graph import firing_order

    return replay(firing_order([loss.node]))


@pytest.mark.parametrize("name", ["W1", "x_hat", "theta", "loss", "net.hidden.weight", "h[0]", "d['key']", "ꀀ", "a b"])
def test_every_name_can_be_written(name):
    formula = name_formula(name, (3,), bar=True)
    assert formula.expression == Name((3,), name, True)
    assert formula.tex.startswith((r"\bar{", r"\overline{"))
    assert formula.mathml.count("<mover") >= 1


def test_a_number_out_of_an_array_of_three_axes_is_no_column():
    assert not Reshaped((1, 1, 1), Name((), "x")).is_column
    assert not Reshaped((), Name((1, 1, 1), "x")).is_column
    assert Reshaped((3, 1), Name((3,), "x")).is_column


@pytest.mark.parametrize(
    ("array", "in_tex", "in_text"),
    [
        (Unit((3,), 0), r"(\mathbf{e}_{0})_{i}", "(e₀)ᵢ"),
        (Broadcast((2, 3), Number((), Fraction(1))), r"(\mathbf{1}_{2 \times 3})_{i}", "(𝟏[2×3])ᵢ"),
        (Indexed((3,), Name((2, 3), "X"), (0,)), r"(X_{0})_{i}", "(X₀)ᵢ"),
    ],
)
def test_an_entry_of_what_has_a_subscript_stands_in_parentheses(array, in_tex, in_text):
    entry = Indexed(array.shape[1:], array, (Letter("i"),))
    assert (tex(entry), TextPrinter().write(entry)) == (in_tex, in_text)
