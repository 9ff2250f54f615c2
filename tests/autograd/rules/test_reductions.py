"""Sums, means, products, extremes: every form of axis, and the values chosen at ties, zeros and infinities."""

import numpy as np
import pytest

import autograd
from autograd import Tensor, log_softmax, logsumexp, softmax
from autograd.rules.reductions import linear_recurrence, product_of_others, spread
from tests.autograd.case import apart, case, every_check, fixed, positive, real

AXES = [None, 0, 1, -1, (0,), (0, 2), (-1, 0), (2, 1, 0), ()]

#: Each is a function of (x, axis, keepdims).
REDUCTIONS = {
    "np.sum": (np.sum, real),
    "np.mean": (np.mean, real),
    "np.var": (np.var, apart),
    "np.var ddof=1": (lambda x, **form: np.var(x, ddof=1, **form), apart),
    "np.std": (np.std, apart),
    "np.std ddof=1": (lambda x, **form: np.std(x, ddof=1, **form), apart),
    "np.prod": (np.prod, real),
    "np.max": (np.max, apart),
    "np.min": (np.min, apart),
    "np.amax": (np.amax, apart),
    "np.amin": (np.amin, apart),
    "logsumexp": (logsumexp, real),
}
#: np.var and np.std over no axes divide by 1 (or 0), and the deviation is 0.
OVER_NO_AXES = {"np.sum", "np.mean", "np.prod", "np.max", "np.min", "logsumexp"}

CASES = [
    *(
        case(f"{name} axis={axis} keepdims={keepdims}", _f, make(2, 3, 2))
        for name, (f, make) in REDUCTIONS.items()
        for axis in AXES
        for keepdims in (False, True)
        if axis != () or name in OVER_NO_AXES
        for _f in [lambda x, f=f, axis=axis, keepdims=keepdims: f(x, axis=axis, keepdims=keepdims)]
    ),
    *(case(f"{name} of a number", f, make()) for name, (f, make) in REDUCTIONS.items() if name in OVER_NO_AXES),
    *(case(f"{name} of one entry", f, make(1)) for name, (f, make) in REDUCTIONS.items() if name in OVER_NO_AXES),
    *(
        case(f"{f.__name__} axis={axis}", lambda x, f=f, axis=axis: f(x, axis=axis), real(2, 3, 2))
        for f in (np.cumsum, np.cumprod, softmax, log_softmax)
        for axis in (None, 0, 1, -1)
        if axis is not None or f in (np.cumsum, np.cumprod)
    ),
    *(
        case(f"{f.__name__} axis={axis}", lambda x, f=f, axis=axis: f(x, axis=axis), real(2, 3, 2))
        for f in (softmax, log_softmax)
        for axis in ((0, 1), (-1, 0), (0, 1, 2), None)
    ),
    case("x.sum method", lambda x: x.sum(0, keepdims=True), real(2, 3)),
    case("x.mean method", lambda x: x.mean((0, 1)), real(2, 3)),
    case("x.var method", lambda x: x.var(1, ddof=1), real(2, 3)),
    case("x.std method", lambda x: x.std(1), real(2, 3)),
    case("x.prod method", lambda x: x.prod(-1), real(2, 3)),
    case("x.max method", lambda x: x.max(), apart(2, 3)),
    case("x.min method", lambda x: x.min(0), apart(2, 3)),
    case("x.cumsum method", lambda x: x.cumsum(), real(2, 3)),
    case("x.cumprod method", lambda x: x.cumprod(1), real(2, 3)),
    case("np.add.reduce", lambda x: np.add.reduce(x), real(2, 3)),
    case("np.add.reduce axis", lambda x: np.add.reduce(x, axis=(0, 1), keepdims=True), real(2, 3)),
    case("np.multiply.reduce", lambda x: np.multiply.reduce(x, 1), real(2, 3)),
    case("np.maximum.reduce", lambda x: np.maximum.reduce(x, axis=None), apart(2, 3)),
    case("np.minimum.reduce", lambda x: np.minimum.reduce(x), apart(2, 3)),
    case("np.add.accumulate", lambda x: np.add.accumulate(x), real(2, 3)),
    case("np.multiply.accumulate", lambda x: np.multiply.accumulate(x, 1), real(2, 3)),
    case("prod with one zero", lambda x: np.prod(x), fixed(0.0, 2.0, -3.0)),
    case("prod with two zeros", lambda x: np.prod(x, axis=1), fixed([[0.0, 2.0, 0.0], [0.0, 1.0, 3.0]])),
    case("cumprod with zeros", lambda x: np.cumprod(x), fixed(2.0, 0.0, -3.0, 0.0, 1.5)),
    case("spread", lambda x: spread(x, (2, 3), 1), real(2)),
    case("spread keepdims", lambda x: spread(x, (2, 3), 1, keepdims=True), real(2, 1)),
    case("product_of_others", product_of_others, real(2, 3)),
    case("product_of_others with two zeros", product_of_others, fixed(0.0, 2.0, 0.0, -3.0)),
    case("product_of_others of one", product_of_others, real(2, 1)),
    case("linear_recurrence", lambda a, x: linear_recurrence(a, x, 0), real(4), real(4)),
    case("linear_recurrence axis", lambda a, x: linear_recurrence(a, x, -1), real(2, 3), real(2, 3)),
    case("logsumexp of positive", lambda x: logsumexp(100 * x), positive(3), dtypes="fdg"),
]
test_rules = every_check(CASES)


def bar_of(f, value, dtype=float):
    x = Tensor(np.array(value, dtype), requires_grad=True)
    f(x).sum().backward()
    return x.bar.tolist()


def second_bar_of(f, value):
    """The error signals of the sum of the slopes."""
    x = Tensor(np.array(value, float), requires_grad=True)
    f(x).sum().backward(create_graph=True)
    slope, x.bar = x.bar, None
    slope.sum().backward()
    return x.bar.tolist()


@pytest.mark.parametrize("extreme", [np.max, np.min])
def test_entries_that_tie_share_the_error_signal_equally(extreme):
    sign = 1 if extreme is np.max else -1
    values = sign * np.array([[1.0, 3.0, 3.0], [3.0, 2.0, 0.0]])
    third = pytest.approx(1 / 3)
    assert bar_of(extreme, values) == [[0, third, third], [third, 0, 0]]
    assert bar_of(lambda x: extreme(x, axis=1), values) == [[0, 0.5, 0.5], [1, 0, 0]]
    assert bar_of(lambda x: extreme(x, axis=0, keepdims=True), values) == [[0, 1, 1], [1, 0, 0]]


def test_the_deviation_of_equal_entries_has_the_slope_0():
    assert bar_of(np.std, [2.0, 2.0, 2.0]) == [0, 0, 0]
    assert bar_of(lambda x: np.std(x, axis=0), [[1.0, 2.0], [1.0, 3.0]]) == [[0, -0.5], [0, 0.5]]
    assert np.all(np.isfinite(second_bar_of(np.std, [2.0, 2.0])))


def test_products_with_zeros():
    assert bar_of(np.prod, [0.0, 2.0, 3.0]) == [6, 0, 0]
    assert bar_of(np.prod, [0.0, 2.0, 0.0]) == [0, 0, 0]
    assert bar_of(np.cumprod, [2.0, 0.0, 3.0]) == [1, 8, 0]
    assert second_bar_of(np.prod, [0.0, 0.0, 3.0]) == [3, 3, 0]


@pytest.mark.parametrize("f", [softmax, log_softmax])
def test_scores_of_any_size(f):
    for dtype in "efdg":
        largest = 1e4
        got = bar_of(lambda x: f(x)[..., 0], [[largest, -largest, 0.0], [-largest, largest, largest]], dtype)
        assert np.all(np.isfinite(got))


def test_logsumexp_of_any_size():
    assert bar_of(logsumexp, [1e4, -1e4, 1e4]) == [0.5, 0, 0.5]
    assert bar_of(logsumexp, [0.0, -np.inf]) == [1, 0]
    assert bar_of(logsumexp, [-1e300, -1e300]) == [0.5, 0.5]


@pytest.mark.parametrize("f", [np.sum, np.prod, np.cumsum, np.cumprod])
@pytest.mark.parametrize("shape", [(0,), (0, 3), (3, 0)])
def test_empty_arrays(f, shape):
    x = Tensor(np.zeros(shape), requires_grad=True)
    f(x).sum().backward()
    assert x.bar.shape == shape


@pytest.mark.parametrize("shape", [(3, 0), (0, 3)])
@pytest.mark.parametrize("axis", [0, 1, -1])
@pytest.mark.parametrize("f", [np.prod, np.cumprod])
def test_products_along_an_axis_of_empty_arrays(f, shape, axis):
    """To third order. A Jacobian has no row for an output without entries, and never asks the rules."""
    x = Tensor(np.ones(shape), requires_grad=True)
    z = f(x, axis=axis)
    for _ in range(3):
        x.bar = None
        (z**3).sum().backward(create_graph=True)
        assert x.bar.shape == shape
        z = x.bar


def test_softmax_of_no_rows():
    x = Tensor(np.zeros((0, 3)), requires_grad=True)
    (softmax(x) + log_softmax(x)).sum().backward()
    assert x.bar.shape == (0, 3)


def test_reductions_to_empty_arrays():
    x = Tensor(np.zeros((0, 3)), requires_grad=True)
    for f in (np.sum, np.mean, np.var, np.std, np.prod, np.max, np.min, logsumexp):
        z = f(x, axis=1)
        assert z.shape == (0,)
        x.bar = None
        z.sum().backward()
        assert x.bar.shape == (0, 3)


def test_the_variance_of_one_entry_less_one():
    """0/0, as in NumPy and PyTorch; not an error in the backward pass."""
    for f in (np.var, np.std):
        x = Tensor([1.0], requires_grad=True)
        with np.errstate(all="ignore"), pytest.warns(RuntimeWarning, match="Degrees of freedom"):
            z = f(x, ddof=1)
        with np.errstate(all="ignore"):
            z.backward()
        assert np.isnan(x.bar).all()


def test_axes_that_are_not_there():
    x = Tensor(np.zeros((2, 3)), requires_grad=True)
    for f in (np.sum, np.mean, np.max, np.prod, np.cumsum, softmax, logsumexp):
        with pytest.raises(np.exceptions.AxisError, match=r"axis 2 is out of bounds.*\n.*test_reductions.py"):
            f(x, axis=2)


def test_softmax_is_public():
    assert autograd.softmax is softmax


def test_plain_numbers():
    assert logsumexp(3.0) == 3.0
