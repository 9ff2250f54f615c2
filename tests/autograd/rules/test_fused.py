"""The affine map and softmax with cross-entropy as one operation each."""

import numpy as np
import pytest

import autograd
from autograd import Tensor, affine, linear, log_softmax, softmax, softmax_cross_entropy, softmax_cross_entropy_rows
from tests.autograd.case import assert_close, case, every_check, positive, real

ROWS = np.array([[0.2, 0.5, 0.3], [1.0, 0.0, 0.0]])


def share(y):
    """Rows of probabilities: the rule for the scores holds for labels that sum to 1."""
    return y / np.sum(y, axis=-1, keepdims=True)


CASES = [
    case("affine of a vector", affine, real(3), real(2, 3), real(2)),
    case("affine of a batch", affine, real(4, 3), real(2, 3), real(2)),
    case("affine of a batch of batches", affine, real(2, 4, 3), real(2, 3), real(2)),
    case("affine of no rows", affine, real(0, 3), real(2, 3), real(2)),
    case("affine with one bias", affine, real(4, 3), real(2, 3), real(1)),
    case("affine with a bias for each row", affine, real(4, 3), real(2, 3), real(4, 2)),
    case("affine of a constant", lambda W, b: affine(np.ones((4, 3), np.float16), W, b), real(2, 3), real(2)),
    case("linear of a vector", linear, real(3), real(2, 3)),
    case("linear of a batch", linear, real(4, 3), real(2, 3)),
    case("linear of a batch of batches", linear, real(2, 4, 3), real(2, 3)),
    *(
        case(f"softmax_cross_entropy {shape} {how}", _f, real(*shape, 3))
        for shape in [(), (2,), (2, 2)]
        for how in ("mean", "sum", "none")
        for _f in [
            lambda t, shape=shape, how=how: softmax_cross_entropy(t, np.full(shape, 2), reduction=how),
        ]
    ),
    *(
        case(f"softmax_cross_entropy_rows {shape} {how}", _f, real(*shape, 3), positive(*shape, 3))
        for shape in [(), (2,), (2, 2)]
        for how in ("mean", "sum", "none")
        for _f in [lambda t, y, how=how: softmax_cross_entropy_rows(t, share(y), reduction=how)]
    ),
    case("softmax_cross_entropy", lambda t: softmax_cross_entropy(t, np.array([2, 0])), real(2, 3)),
    case("softmax_cross_entropy_rows", lambda t: softmax_cross_entropy_rows(t, np.float16(ROWS)), real(2, 3)),
]
test_rules = every_check(CASES)


def test_affine_writes_into_nothing():
    x, W, b = np.ones((2, 3)), np.ones((2, 3)), np.ones(2)
    for array in (x, W, b):
        array.flags.writeable = False
    affine(x, W, b)
    affine(Tensor(x), Tensor(W, requires_grad=True), Tensor(b))


def test_affine_of_mixed_dtypes():
    W = Tensor(np.ones((2, 3), np.float32), requires_grad=True)
    b = Tensor(np.ones(2, np.float64), requires_grad=True)
    z = affine(np.ones((4, 3), np.float32), W, b)
    assert z.dtype == np.float64
    z.sum().backward()
    assert (W.bar.dtype, b.bar.dtype) == (np.float32, np.float64)


def test_layers_that_do_not_fit_are_told_what_goes_with_what():
    W, b = Tensor(np.ones((2, 3)), requires_grad=True), Tensor(np.ones(2), requires_grad=True)
    with pytest.raises(ValueError, match=r"affine\(x: \(4, 2\) float64, W: \(2, 3\) float64, b: \(2,\)") as caught:
        affine(np.ones((4, 2)), W, b)
    assert "Hint: the last axis of x must be as long as the last axis of W" in str(caught.value)


@pytest.mark.parametrize("x", [3.0, np.float64(3), np.array(3.0), Tensor(3.0)])
def test_a_layer_refuses_a_single_number(x):
    """np.dot would multiply the weights by it."""
    W, b = Tensor(np.ones((2, 2)), requires_grad=True), np.ones(2)
    for layer in (lambda: affine(x, W, b), lambda: linear(x, W)):
        with pytest.raises(ValueError, match=r"(affine|linear)\(x: .*enough dimensions.*\n.*test_fused.py"):
            layer()


def test_the_loss_is_the_logarithm_of_the_probability():
    t = np.random.default_rng(0).normal(size=(4, 3))
    y = np.array([0, 2, 1, 1])
    losses = -np.log(softmax(t)[np.arange(4), y])
    for how, wanted in (("none", losses), ("mean", losses.mean()), ("sum", losses.sum())):
        np.testing.assert_allclose(softmax_cross_entropy(t, y, reduction=how), wanted)
        np.testing.assert_allclose(softmax_cross_entropy_rows(t, np.eye(3)[y], reduction=how), wanted)


def test_the_error_signal_is_the_predicted_less_the_true_probability():
    t = Tensor([[1.0, 2.0, 3.0], [0.0, 0.0, 0.0]], requires_grad=True)
    softmax_cross_entropy_rows(t, ROWS, reduction="sum").backward()
    np.testing.assert_allclose(t.bar, softmax(t.data) - ROWS)


@pytest.mark.parametrize("size", [1e4, 1e300])
@pytest.mark.parametrize("loss", [softmax_cross_entropy, softmax_cross_entropy_rows])
def test_scores_of_any_size(loss, size):
    t = Tensor([[size, 0.0, -size], [-size, size, 0.0]], requires_grad=True)
    y = np.array([0, 0]) if loss is softmax_cross_entropy else np.eye(3)[[0, 0]]
    z = loss(t, y, reduction="none")
    assert z.data.tolist() == [0, 2 * size]
    z.sum().backward()
    assert t.bar.tolist() == [[0, 0, 0], [-1, 1, 0]]


def test_the_rule_of_rows_is_that_of_the_plain_expression_for_labels_that_sum_to_1():
    rng = np.random.default_rng(0)
    scores, labels = rng.normal(size=(2, 3)), rng.dirichlet(np.ones(3), size=2)
    bars = []
    for loss in (softmax_cross_entropy_rows, lambda t, y: -np.mean(np.sum(y * log_softmax(t), axis=-1))):
        t, y = Tensor(scores, requires_grad=True), Tensor(labels, requires_grad=True)
        loss(t, y).sum().backward(create_graph=True)
        slopes = (t.bar, y.bar)
        t.bar = y.bar = None
        (slopes[0] * np.array([[1.0, -2.0, 0.5]])).sum().backward()
        bars.append((slopes[0].data, slopes[1].data, t.bar))
    for one, other in zip(*bars, strict=True):
        assert_close(one, other, 1e-12)


def test_one_hot():
    assert autograd.one_hot(np.array([2, 0]), 3, np.float32).tolist() == [[0, 0, 1], [1, 0, 0]]


@pytest.mark.parametrize("y", [np.int8([2, 0]), Tensor([2, 0])])
def test_labels_of_any_integer_type(y):
    t = Tensor(np.ones((2, 3)), requires_grad=True)
    softmax_cross_entropy(t, y, reduction="sum").backward()
    np.testing.assert_allclose(t.bar, np.full((2, 3), 1 / 3) - np.eye(3)[[2, 0]])


@pytest.mark.parametrize(
    ("labels", "kind", "text"),
    [
        ([0, 3], ValueError, "the label 3 of point 1 is outside the 3 classes"),
        ([-1, 0], ValueError, "the label -1 of point 0 is outside the 3 classes"),
        ([1, 2, 0], ValueError, r"labels of shape \(3,\) for scores of shape \(2, 3\)"),
        ([0.0, 1.0], TypeError, "labels of shape .* are class numbers, and these are float64"),
    ],
)
def test_labels_that_are_no_class_numbers(labels, kind, text):
    t = Tensor(np.ones((2, 3)), requires_grad=True)
    with pytest.raises(kind, match=rf"softmax_cross_entropy\(t: .* failed: {text}\n.*test_fused.py") as e:
        softmax_cross_entropy(t, labels)
    assert str(e.value).count("Hint: ") == 1


@pytest.mark.parametrize(
    ("rows", "text"),
    [
        ([[0.5, 0.5, 0.0], [0.5, 0.4, 0.0]], "row 1 of the label probabilities sums to 0.9, not to 1"),
        ([[1.0, 0.0, 0.0], [np.nan, 1.0, 0.0]], "row 1 .* sums to nan, not to 1"),
        ([[1.0], [1.0]], r"labels of shape \(2, 1\) for scores of shape \(2, 3\)"),
    ],
)
def test_labels_that_are_no_rows_of_probabilities(rows, text):
    t = Tensor(np.ones((2, 3)), requires_grad=True)
    with pytest.raises(ValueError, match=rf"softmax_cross_entropy_rows\(t: .* failed: {text}\n.*test_fused.py") as e:
        softmax_cross_entropy_rows(t, rows)
    assert str(e.value).count("Hint: ") == 1
