"""Arithmetic and choosing: derivatives, and the values chosen where there is none."""

import numpy as np
import pytest

from autograd import Tensor
from tests.autograd.case import apart, case, every_check, fixed, inside, positive, real

MASK = np.array([[True, False, True], [False, True, True]])

CASES = [
    case("x + y", lambda x, y: x + y, real(2, 3), real(2, 3)),
    case("x + y, both broadcast", lambda x, y: x + y, real(2, 1, 3), real(4, 1)),
    case("x + y, numbers", lambda x, y: x + y, real(), real()),
    case("x + x", lambda x: x + x, real(3)),
    case("x + 2", lambda x: x + 2, real(2, 3)),
    case("2.5 + x, a number", lambda x: 2.5 + x, real()),
    case("array + x", lambda x: np.full((3, 2), 2, np.int8) + x, real(2)),
    case("x - y", lambda x, y: x - y, real(2, 3), real(3)),
    case("2 - x", lambda x: 2 - x, real(2, 3)),
    case("x * y", lambda x, y: x * y, real(2, 3), real(2, 3)),
    case("x * y, vector by column", lambda x, y: x * y, real(3), real(2, 1)),
    case("x * y, number by array", lambda x, y: x * y, real(), real(2, 3)),
    case("x * y, of length 1", lambda x, y: x * y, real(1), real(1, 1, 2)),
    case("x * x", lambda x: x * x, real(2, 3)),
    case("x * x, a number", lambda x: x * x, real()),
    case("True * x", lambda x: MASK * x, real(2, 3)),
    case("x / y", lambda x, y: x / y, real(2, 3), real(3)),
    case("x / y, numbers", lambda x, y: x / y, real(), real()),
    case("2 / x", lambda x: 2 / x, real(2, 3)),
    case("x / 2", lambda x: x / 2, real(2, 3)),
    case("x ** 2", lambda x: x**2, real(2, 3)),
    case("x ** 3, a number", lambda x: x**3, real()),
    case("x ** 0.5", lambda x: x**0.5, positive(2, 3)),
    case("x ** -2", lambda x: x**-2, real(2, 3)),
    case("x ** 1", lambda x: x**1, real(2, 3)),
    case("x ** 0", lambda x: x**0 + 0 * x, real(2, 3)),
    case("x ** array", lambda x: x ** np.array([0, 1, 3], np.int8), real(2, 3)),
    case("x ** y", lambda x, y: x**y, positive(2, 3), real(3)),
    case("x ** y at y = 0", lambda x, y: x**y, positive(3), fixed(0.0, 1.0, 2.0)),
    case("x ** y, numbers", lambda x, y: x**y, positive(), real()),
    case("2 ** x", lambda x: 2**x, real(2, 3)),
    case("np.power", lambda x, y: np.power(x, y), positive(2, 1), real(3)),
    case("np.float_power", lambda x: np.float_power(x, 3), real(3), dtypes="dg"),
    case("x % y", lambda x, y: x % y, real(2, 3), fixed(0.7, -0.9, 1.1)),
    case("2.2 % x", lambda x: 2.2 % x, fixed(0.7, -0.9, 1.3)),
    case("divmod(x, y)", lambda x, y: divmod(x, y)[1], real(2, 3), fixed(0.7, -0.9, 1.1)),
    case("divmod(array, x)", lambda x: divmod(np.int8([2, 3, 4]), x)[1], fixed(0.7, -0.9, 1.3)),
    case("np.fmod", lambda x, y: np.fmod(x, y), real(2, 3), fixed(0.7, -0.9, 1.1)),
    case("-x", lambda x: -x, real(2, 3)),
    case("+x", lambda x: +x, real(2, 3)),
    case("abs(x)", lambda x: abs(x), real(2, 3)),
    case("np.fabs", lambda x: np.fabs(x), real(2, 3)),
    case("np.maximum", lambda x, y: np.maximum(x, y), real(2, 3), apart(3)),
    case("np.maximum of a number", lambda x: np.maximum(x, 0), real(2, 3)),
    case("np.minimum", lambda x, y: np.minimum(x, y), real(2, 1), real(3)),
    case("np.fmax", lambda x, y: np.fmax(x, y), real(2, 3), real(3)),
    case("np.fmin", lambda x, y: np.fmin(x, y), real(2, 3), real(3)),
    case("np.clip by numbers", lambda x: np.clip(x, -0.5, 0.9), apart(2, 4)),
    case("np.clip from below", lambda x: np.clip(x, -0.5, None), apart(2, 4)),
    case("np.clip min, max", lambda x: np.clip(x, min=None, max=0.9), apart(2, 4)),
    case("np.clip by tensors", lambda x, a, b: np.clip(x, a, b), apart(2, 4), inside(4), fixed([[0.9], [0.1]])),
    case("x.clip", lambda x: x.clip(-0.5, 0.9), apart(2, 4)),
    case("np.where", lambda x, y: np.where(MASK, x, y), real(2, 3), real(3)),
    case("np.where broadcast", lambda x, y: np.where([[True], [False]], x, y), real(3), real()),
    case("np.where of a tensor", lambda x: np.where(x > 0, x * x, 3), real(2, 3)),
]
test_rules = every_check(CASES)


def bars(f, *values):
    """The error signals of f's inputs, where its output's are 1."""
    tensors = [Tensor(np.asarray(value, float), requires_grad=True) for value in values]
    f(*tensors).sum().backward()
    return [tensor.bar.tolist() for tensor in tensors]


def test_the_slope_of_an_absolute_value_at_0_is_0():
    assert bars(abs, [-2.0, 0.0, -0.0, 3.0]) == [[-1, 0, 0, 1]]


@pytest.mark.parametrize("function", [np.maximum, np.minimum, np.fmax, np.fmin])
def test_values_that_tie_share_the_error_signal(function):
    assert bars(function, [1.0, 0.0], [1.0, -0.0]) == [[0.5, 0.5], [0.5, 0.5]]
    assert bars(lambda x: function(x, x), [2.0]) == [[1]]


@pytest.mark.parametrize(("function", "received"), [(np.fmax, [1.0, 0.0]), (np.fmin, [1.0, 0.0])])
def test_not_a_number_loses_against_a_number(function, received):
    assert bars(function, [1.0, np.nan], [np.nan, 2.0]) == [received, received[::-1]]


def test_a_clipped_value_passes_its_error_signal_on_inside_and_at_both_ends():
    assert bars(lambda x: np.clip(x, 0, 1), [-0.1, 0.0, 0.5, 1.0, 1.1]) == [[0, 1, 1, 1, 0]]
    assert bars(np.clip, [-1.0, 0.5, 3.0], 0.0, 1.0) == [[0, 1, 0], 1, 1]


def test_bounds_that_cross_give_the_upper_one():
    assert bars(np.clip, [-1.0, 0.5, 3.0], 1.0, 0.0) == [[0, 0, 0], 0, 3]


def test_clip_keeps_integers():
    clipped = np.clip(Tensor([1, 2, 3]), 2, None)
    assert clipped.dtype == np.dtype(int)


@pytest.mark.parametrize(
    ("exponent", "slope"), [(0, 0), (0.0, 0), (1, 1), (1.0, 1), (2, 0), (3.0, 0), (np.float32(0), 0)]
)
def test_powers_at_0(exponent, slope):
    for value in (0.0, [0.0]):
        (got,) = bars(lambda x: x**exponent, value)
        assert np.ravel(got) == [slope]


def test_powers_of_0_by_a_tensor():
    assert bars(lambda x, y: x**y, [0.0, 0.0, 0.0], [0.0, 1.0, 2.0]) == [[0, 1, 0], [0, 0, 0]]


def test_second_derivatives_of_powers_at_0():
    for exponent, wanted in ((0, 0), (1, 0), (2, 2), (3, 0), (4.0, 0)):
        x = Tensor(0.0, requires_grad=True)
        (x**exponent).backward(create_graph=True)
        slope, x.bar = x.bar, None
        if slope.requires_grad:
            slope.backward()
        assert (0 if x.bar is None else x.bar) == wanted


def test_where_chooses_error_signals_too():
    """A slope that is infinite on the side that was not chosen does not come through where the inside is safe."""
    x = Tensor([0.0, 4.0], requires_grad=True)
    safe = np.where(x > 0, x, 1)
    np.where(x > 0, np.sqrt(safe), 0).sum().backward()
    assert x.bar.tolist() == [0, 0.25]


def test_where_with_a_condition_alone_gives_places():
    (places,) = np.where(Tensor([1.0, -1.0, 2.0], requires_grad=True) > 0)
    assert list(places) == [0, 2]


def test_float_power_is_of_wide_floats():
    assert np.float_power(Tensor(np.array([200], np.uint8)), 2).data == 40000.0
    np.testing.assert_array_equal(np.float_power(Tensor([2, 4]), -1).data, [0.5, 0.25])
    x = Tensor(np.float32(3), requires_grad=True)
    z = np.float_power(x, 2)
    z.backward()
    assert (z.dtype, x.bar, x.bar.dtype) == (np.float64, 6, np.float32)
    assert np.float_power(2, x).item() == 8.0
