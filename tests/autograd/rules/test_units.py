"""Activation functions with a choice in them: derivatives, and what they give at kinks and far out."""

import warnings

import numpy as np
import pytest

import autograd
from autograd import GradientWarning, Tensor, check_grads
from tests.autograd.case import case, every_check, real

CASES = [
    case("relu_at_zero", lambda x: autograd.relu_at_zero(x, 1), real(2, 3)),
    case("relu_at_zero of a number", lambda x: autograd.relu_at_zero(x, 0.5), real()),
    case("leaky_relu", lambda x: autograd.leaky_relu(x, 0.1), real(2, 3)),
    case("leaky_relu of a number", lambda x: autograd.leaky_relu(x, 0.1), real()),
    case("leaky_relu with slope -1", lambda x: autograd.leaky_relu(x, -1), real(2, 3)),
    case("prelu with a slope for each unit", autograd.prelu, real(4, 3), real(3)),
    case("prelu with one slope", autograd.prelu, real(4, 3), real(1)),
    case("prelu of numbers", autograd.prelu, real(), real()),
    case("elu", lambda x: autograd.elu(x, 1.0), real(2, 3)),
    case("elu with another alpha", lambda x: autograd.elu(x, 0.3), real(2, 3)),
    case("elu of a number", lambda x: autograd.elu(x, 1.0), real()),
]
test_rules = every_check(CASES)


def bar_at(f, values, bar=1.0):
    x = Tensor(values, requires_grad=True)
    f(x).backward(np.full(x.shape, bar))
    return x.bar.tolist()


@pytest.mark.parametrize("at_zero", [0, 0.25, 1])
def test_the_slope_of_relu_at_0_is_a_choice(at_zero):
    assert bar_at(lambda x: autograd.relu_at_zero(x, at_zero), [-1.0, -0.0, 0.0, 2.0], 3.0) == [
        0,
        3 * at_zero,
        3 * at_zero,
        3,
    ]


def test_at_0_the_others_have_the_slope_of_the_left_side():
    assert bar_at(lambda x: autograd.leaky_relu(x, 0.1), [0.0]) == [0.1]
    assert bar_at(lambda x: autograd.prelu(x, 0.1), [0.0]) == [0.1]
    assert bar_at(lambda x: autograd.elu(x, 0.5), [0.0]) == [0.5]


@pytest.mark.parametrize("f", [lambda x: autograd.elu(x, 1.0), lambda x: autograd.leaky_relu(x, 0.5)])
@pytest.mark.parametrize("dtype", ["e", "f", "d"])
def test_far_out_nothing_overflows(f, dtype):
    x = Tensor(np.array([-1e4, 1e4], dtype), requires_grad=True)
    z = f(x)
    z.sum().backward()
    assert np.all(np.isfinite(z.data))
    assert np.all(np.isfinite(x.bar))


class TestSlopeConstant:
    def test_the_value_is_the_sigmoids(self):
        x = np.linspace(-5, 5, 11)
        assert np.array_equal(autograd.sigmoid_with_slope_constant(x, 0.1), autograd.sigmoid(x))

    def test_the_constant_is_added_to_the_slope(self):
        z = autograd.sigmoid(np.array([-800.0, 0.0, 1.0]))
        got = bar_at(lambda x: autograd.sigmoid_with_slope_constant(x, 0.1), [-800.0, 0.0, 1.0], 2.0)
        np.testing.assert_allclose(got, 2 * (z * (1 - z) + 0.1))

    def test_it_is_no_derivative(self):
        with pytest.raises(AssertionError, match="derivative of order 1"):
            check_grads(lambda x: autograd.sigmoid_with_slope_constant(x, 0.1))(0.3)

    def test_the_changed_slope_is_differentiated_again_as_it_is(self):
        x = Tensor(0.3, requires_grad=True)
        autograd.sigmoid_with_slope_constant(x, 0.1).backward(create_graph=True)
        slope, x.bar = x.bar, None
        slope.backward()
        z = autograd.sigmoid(0.3)
        np.testing.assert_allclose(x.bar, (1 - 2 * z) * (z * (1 - z) + 0.1))


class TestHardThreshold:
    def test_values(self):
        z = autograd.hard_threshold(np.array([-1.0, 0.0, 1e-300, 2.0], np.float32))
        assert z.tolist() == [0, 0, 0, 1]
        assert z.dtype == np.float32

    def test_a_backward_pass_through_it_sends_zeros_and_says_so(self):
        w = Tensor(np.ones(3), requires_grad=True)
        v = Tensor(np.ones(3), requires_grad=True)
        z = (v * autograd.hard_threshold(w)).sum()
        with pytest.warns(GradientWarning, match="no slope") as caught:
            z.backward()
        assert caught[0].filename == __file__
        assert w.bar.tolist() == [0, 0, 0]
        assert v.bar.tolist() == [1, 1, 1]

    def test_nothing_is_said_where_nothing_before_it_is_trained(self):
        w = Tensor(np.ones(3), requires_grad=True)
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            autograd.hard_threshold(w)
            v = Tensor(np.ones(3), requires_grad=True)
            (v * autograd.hard_threshold(w.detach())).sum().backward()
        assert w.bar is None

    def test_it_is_said_once_for_a_line(self):
        w = Tensor(1.0, requires_grad=True)
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("default")
            for _ in range(3):
                autograd.hard_threshold(w).backward()
        assert len(caught) == 1
