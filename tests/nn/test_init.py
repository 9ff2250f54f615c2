"""Initial values: the formulas, seeds, and what is refused."""

import math

import numpy as np
import pytest

import nn
from autograd import Tensor
from nn import init

OUT, IN = 400, 250


def weight(dtype=np.float64):
    return Tensor(np.full((OUT, IN), np.nan, dtype), requires_grad=True)


SPREADS = {
    "uniform_": (lambda t: init.uniform_(t, -2, 4, rng=0), 6 / math.sqrt(12)),
    "normal_": (lambda t: init.normal_(t, 1, 3, rng=0), 3),
    "xavier_uniform_": (lambda t: init.xavier_uniform_(t, rng=0), math.sqrt(2 / (OUT + IN))),
    "xavier_normal_": (lambda t: init.xavier_normal_(t, gain=5 / 3, rng=0), 5 / 3 * math.sqrt(2 / (OUT + IN))),
    "kaiming_uniform_": (lambda t: init.kaiming_uniform_(t, rng=0), math.sqrt(2 / IN)),
    "kaiming_uniform_ of Linear": (lambda t: init.kaiming_uniform_(t, a=math.sqrt(5), rng=0), math.sqrt(1 / (3 * IN))),
    "kaiming_normal_": (lambda t: init.kaiming_normal_(t, rng=0), math.sqrt(2 / IN)),
    "kaiming_normal_ backward": (lambda t: init.kaiming_normal_(t, mode="fan_out", rng=0), math.sqrt(2 / OUT)),
    "kaiming_normal_ tanh": (lambda t: init.kaiming_normal_(t, nonlinearity="tanh", rng=0), 5 / 3 / math.sqrt(IN)),
}


@pytest.mark.parametrize(("fill", "std"), SPREADS.values(), ids=list(SPREADS))
def test_standard_deviation(fill, std):
    tensor = weight()
    assert fill(tensor) is tensor
    # The standard deviation of 100,000 numbers is within 1 % of its expectation, four standard errors and more.
    assert tensor.data.std() == pytest.approx(std, rel=0.01)


@pytest.mark.parametrize(
    ("fill", "bound"),
    [
        (lambda t: init.xavier_uniform_(t, rng=0), math.sqrt(6 / (OUT + IN))),
        (lambda t: init.kaiming_uniform_(t, rng=0), math.sqrt(6 / IN)),
    ],
)
def test_uniform_bounds(fill, bound):
    values = np.abs(fill(weight()).data)
    assert 0.999 * bound < values.max() <= bound


@pytest.mark.parametrize(
    ("fill", "error", "message"),
    [
        (lambda: init.normal_(np.zeros((3, 2))), TypeError, "ndarray, which is no tensor"),
        (lambda: init.he_normal_(np.zeros((3, 2))), TypeError, "ndarray, which is no tensor"),
        (lambda: init.zeros_(np.zeros(3)), TypeError, "ndarray, which is no tensor"),
        (lambda: init.uniform_(Tensor(np.zeros(3, int))), TypeError, "a tensor of int64"),
        (lambda: init.normal_(weight(), std=-1.0), ValueError, "std=-1.0"),
        (lambda: init.normal_(weight(), std=math.nan), ValueError, "std=nan"),
        (lambda: init.uniform_(weight(), 1.0, 0.0), ValueError, "from 1.0 to 0.0"),
    ],
)
def test_what_cannot_be_filled(fill, error, message):
    state = nn.get_rng_state()
    with pytest.raises(error, match=rf"{message}[\s\S]*Hint"):
        fill()
    assert nn.get_rng_state() == state


def test_filling_is_in_place_keeps_the_dtype_and_records_nothing():
    tensor = weight(np.float32)
    array = tensor.data
    init.normal_(tensor, rng=0)
    assert tensor.data is array
    assert array.dtype == np.float32
    assert tensor.is_leaf
    np.testing.assert_array_equal(array, init.normal_(weight(), rng=0).data.astype(np.float32))


def test_constants():
    assert (init.constant_(weight(), 3).data == 3).all()
    assert (init.ones_(weight()).data == 1).all()
    assert not init.zeros_(weight()).data.any()
    assert init.constant_(Tensor(1.0, requires_grad=True), 2).item() == 2


def test_rng_is_a_generator_or_a_seed_or_the_packages_own():
    rng = np.random.default_rng(7)
    first, second = init.normal_(weight(), rng=rng).data.copy(), init.normal_(weight(), rng=rng).data
    np.testing.assert_array_equal(first, init.normal_(weight(), rng=7).data)
    assert (first != second).any()
    nn.manual_seed(7)
    np.testing.assert_array_equal(first, init.normal_(weight()).data)


@pytest.mark.parametrize(("seed", "kind"), [(-1, ValueError), (0.5, TypeError), ("zero", TypeError)])
def test_what_is_no_seed(seed, kind):
    before = nn.get_rng_state()
    for use in (lambda: nn.manual_seed(seed), lambda: nn.Linear(2, 3, rng=seed)):
        with pytest.raises(kind, match=rf"{seed!r} is no seed.*\n  at .*test_init.py.*\n.*whole number from 0 on"):
            use()
    assert nn.get_rng_state() == before


def test_he_gives_arrays_for_relu_units():
    """docs/lectures.md T2: N(0, 2/η) or U(±√(6/η))."""
    normal, uniform = init.he_normal((OUT, IN), rng=0), init.he_uniform((OUT, IN), rng=0, dtype=np.float64)
    assert type(normal) is type(uniform) is np.ndarray
    assert (normal.dtype, uniform.dtype) == (np.float32, np.float64)
    assert normal.std() == pytest.approx(math.sqrt(2 / IN), rel=0.01)
    assert np.abs(uniform).max() == pytest.approx(math.sqrt(6 / IN), rel=0.001)


def test_fans_of_more_axes():
    assert init.fans((5, 3, 2, 2)) == (12, 20)


def test_gains():
    assert init.calculate_gain("leaky_relu") == math.sqrt(2 / (1 + 0.01**2))
    assert init.calculate_gain("leaky_relu", 1) == init.calculate_gain("linear") == 1
    with pytest.raises(ValueError, match=r"no gain is known for 'swish'[\s\S]*leaky_relu"):
        init.calculate_gain("swish")


def test_what_is_refused_leaves_the_tensor_alone():
    bias = Tensor(np.ones(3))
    with pytest.raises(ValueError, match=r"shape \(3,\) has no fan-in[\s\S]*zeros_"):
        init.kaiming_normal_(bias)
    with pytest.raises(ValueError, match="mode='fan'"):
        init.kaiming_normal_(weight(), mode="fan")
    assert (bias.data == 1).all()
