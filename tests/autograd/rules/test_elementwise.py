"""Functions of single entries: derivatives, and what they give at poles, kinks and far out."""

import numpy as np
import pytest

import autograd
from autograd import Tensor
from tests.autograd.case import above, case, every_check, inside, positive, real

UNARY = {
    **dict.fromkeys([np.exp, np.exp2, np.expm1, np.square, np.reciprocal, np.cbrt], real),
    **dict.fromkeys([np.log, np.log2, np.log10, np.log1p, np.sqrt], positive),
    **dict.fromkeys([np.sin, np.cos, np.sinh, np.cosh, np.tanh, np.arctan, np.arcsinh], real),
    **dict.fromkeys([np.tan, np.arcsin, np.arccos, np.arctanh], inside),
    **dict.fromkeys([np.deg2rad, np.radians, np.rad2deg, np.degrees], real),
    **dict.fromkeys([autograd.sigmoid, autograd.softplus, autograd.relu], real),
    np.arccosh: above,
}
BINARY = [np.logaddexp, np.arctan2, np.hypot]

CASES = [
    *(case(f.__name__, f, make(2, 3)) for f, make in UNARY.items()),
    *(case(f"{f.__name__} of a number", f, make()) for f, make in UNARY.items()),
    *(case(f.__name__, f, real(2, 3), real(3)) for f in BINARY),
    *(case(f"{f.__name__} of numbers", f, real(), real()) for f in BINARY),
    *(case(f"{f.__name__} of one tensor", lambda x, f=f: f(1, f(x, 2)), real(3)) for f in BINARY),
]
test_rules = every_check(CASES)

METHODS = ["exp", "log", "sqrt", "abs", "sin", "cos", "tanh", "sigmoid", "relu", "softmax", "log_softmax"]


def bar_at(f, value):
    x = Tensor(value, requires_grad=True)
    f(x).sum().backward()
    return x.bar.tolist()


def test_the_slope_of_relu_at_0_is_0():
    assert bar_at(autograd.relu, [-1.0, -0.0, 0.0, 2.0]) == [0, 0, 0, 1]


@pytest.mark.parametrize("function", [autograd.sigmoid, autograd.softplus, autograd.relu, np.tanh])
@pytest.mark.parametrize("dtype", ["e", "f", "d", "g"])
def test_far_out_nothing_overflows(function, dtype):
    far = np.array([-1e4, 1e4], dtype)
    x = Tensor(far, requires_grad=True)
    function(x).sum().backward()
    assert np.all(np.isfinite(x.bar))
    assert x.bar[0] == pytest.approx(0, abs=1e-3)


def test_logaddexp_far_out():
    assert bar_at(lambda x: np.logaddexp(x, 0), [-1000.0, 1000.0]) == [0, 1]
    assert bar_at(lambda x: np.logaddexp(x, 3), [-np.inf]) == [0]
    assert bar_at(lambda x: np.logaddexp(x, 3), [np.inf]) == [1]
    large = Tensor(np.float32(-3e5), requires_grad=True)
    np.logaddexp(large, np.float32(-3e5)).backward()
    assert large.bar == 0.5


@pytest.mark.parametrize("function", [np.sqrt, np.cbrt, np.log])
def test_a_vertical_slope_is_infinite(function):
    """There is no subgradient, so there is nothing finite to choose."""
    with np.errstate(divide="ignore"):
        assert bar_at(function, [0.0]) == [np.inf]


def test_no_angle_and_no_direction_at_the_origin():
    for function in (np.arctan2, np.hypot):
        x, y = Tensor(0.0, requires_grad=True), Tensor(0.0, requires_grad=True)
        function(x, y).backward()
        assert (x.bar, y.bar) == (0, 0)


def test_second_derivatives_of_the_sigmoid_at_its_ends():
    x = Tensor([-800.0, 800.0], requires_grad=True)
    autograd.sigmoid(x).sum().backward(create_graph=True)
    slope, x.bar = x.bar, None
    slope.sum().backward()
    assert x.bar.tolist() == [0, 0]


@pytest.mark.parametrize("name", METHODS)
def test_methods_with_pytorchs_names(name):
    function = getattr(np, name, None) or getattr(autograd, name)
    x = Tensor([[0.5, 1.5]], requires_grad=True)
    np.testing.assert_array_equal(getattr(x, name)().data, function(x).data)
