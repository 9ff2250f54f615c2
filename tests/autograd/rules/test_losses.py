"""The sigmoid with cross-entropy as one operation."""

import numpy as np
import pytest

from autograd import Tensor, check_grads, sigmoid, sigmoid_cross_entropy
from tests.autograd.case import case, every_check, inside, positive, real

CASES = [
    case("sigmoid_cross_entropy", sigmoid_cross_entropy, real(2, 3), positive(2, 3)),
    case("sigmoid_cross_entropy of numbers", sigmoid_cross_entropy, real(), inside()),
    case("sigmoid_cross_entropy, labels fixed", lambda t: sigmoid_cross_entropy(t, np.float16([1, 0, 1])), real(2, 3)),
]
test_rules = every_check(CASES)


def test_it_is_the_negative_logarithm_of_the_probability():
    t, y = np.linspace(-3, 3, 7), np.array([0, 1, 0.3, 0, 1, 0.5, 1])
    p = 1 / (1 + np.exp(-t))
    np.testing.assert_allclose(sigmoid_cross_entropy(t, y), -y * np.log(p) - (1 - y) * np.log(1 - p))


def test_the_error_signal_is_the_predicted_less_the_true_probability():
    t, y = Tensor([-2.0, 0.0, 3.0], requires_grad=True), np.array([1.0, 0.25, 0.0])
    sigmoid_cross_entropy(t, y).sum().backward()
    np.testing.assert_array_equal(t.bar, sigmoid(t.data) - y)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_scores_of_ten_thousand(dtype):
    t = Tensor(np.array([1e4, 1e4, -1e4, -1e4], dtype), requires_grad=True)
    L = sigmoid_cross_entropy(t, np.array([1, 0, 1, 0], dtype))
    assert L.data.tolist() == [0, 1e4, 1e4, 0]
    L.sum().backward()
    assert t.bar.tolist() == [0, 1, -1, 0]


def test_second_derivatives_at_a_score_of_0():
    """|t| has a kink there, which the loss does not have."""
    t = Tensor(0.0, requires_grad=True)
    sigmoid_cross_entropy(t, 1.0).backward(create_graph=True)
    slope, t.bar = t.bar, None
    slope.backward()
    assert (slope.item(), t.bar) == (-0.5, 0.25)
    check_grads(lambda t: sigmoid_cross_entropy(t, 1.0), order=2)(0.0)
