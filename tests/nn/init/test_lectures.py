"""The lectures' initial weights (docs/lectures.md T1, T2)."""

import math

import numpy as np
import pytest

import nn
from autograd import Tensor, elementwise_grad
from nn import init

OUT, IN = 400, 250


def weight(dtype=np.float64):
    return Tensor(np.full((OUT, IN), np.nan, dtype), requires_grad=True)


NORMAL = {"he_normal_": 2, "sigmoid_normal_": 12.8, "lecun_normal_": 1}
UNIFORM = {"he_uniform_": 6, "sigmoid_uniform_": 38.4, "lecun_uniform_": 3}


@pytest.mark.parametrize(("name", "variance"), NORMAL.items())
def test_normal(name, variance):
    w = getattr(init, name)(weight(), rng=0).data
    # 100,000 numbers: their standard deviation is within 1 % of its expectation, four standard errors and more.
    assert w.std() == pytest.approx(math.sqrt(variance / IN), rel=0.01)
    assert abs(w.mean()) < 0.02 * w.std()
    assert np.abs(w).max() > 3.5 * w.std()


@pytest.mark.parametrize(("name", "square"), UNIFORM.items())
def test_uniform(name, square):
    w = np.abs(getattr(init, name)(weight(), rng=0).data)
    bound = math.sqrt(square / IN)
    assert 0.999 * bound < w.max() <= bound
    assert w.mean() == pytest.approx(bound / 2, rel=0.01)


def test_both_distributions_have_the_same_variance():
    """U(±√a) has the variance a / 3: of the uniform and of the normal weights of a unit it is the same."""
    for normal, uniform in zip(NORMAL, UNIFORM, strict=True):
        spreads = [getattr(init, name)(weight(), rng=0).data.std() for name in (normal, uniform)]
        assert spreads[0] == pytest.approx(spreads[1], rel=0.02)


@pytest.mark.parametrize("name", [*NORMAL, *UNIFORM])
def test_seeds_dtypes_and_what_is_refused(name):
    fill = getattr(init, name)
    tensor = weight(np.float32)
    assert fill(tensor, rng=7) is tensor
    np.testing.assert_array_equal(tensor.data, fill(weight(), rng=7).data.astype(np.float32))
    nn.manual_seed(7)
    np.testing.assert_array_equal(tensor.data, fill(weight(np.float32)).data)
    assert (fill(weight(np.float32), rng=8).data != tensor.data).any()
    with pytest.raises(ValueError, match="no fan-in"):
        fill(Tensor(np.zeros(3)))


def test_where_pytorchs_names_mean_the_same():
    for mine, theirs, unit in (
        ("he_normal_", init.kaiming_normal_, "relu"),
        ("he_uniform_", init.kaiming_uniform_, "relu"),
        ("lecun_normal_", init.kaiming_normal_, "linear"),
        ("lecun_uniform_", init.kaiming_uniform_, "linear"),
    ):
        got, wanted = getattr(init, mine)(weight(), rng=0), theirs(weight(), nonlinearity=unit, rng=0)
        np.testing.assert_allclose(got.data, wanted.data, rtol=0, atol=1e-15)


class TestGains:
    @pytest.mark.parametrize(("unit", "function"), [("sigmoid", nn.Sigmoid()), ("tanh", nn.Tanh())])
    def test_are_kumars(self, unit, function):
        """1 / (g′(0)² (1 + g(0)²)) for a unit that is differentiable at 0, by the engine's own derivative."""
        slope = elementwise_grad(function)(0.0)
        assert init.unit_gain(unit) ** 2 == pytest.approx(1 / (slope**2 * (1 + function(np.array(0.0)) ** 2)))

    @pytest.mark.parametrize(("unit", "function"), [("elu", nn.ELU()), ("softplus", nn.Softplus())])
    def test_give_outputs_of_variance_1_for_inputs_of_variance_1(self, unit, function):
        """The inputs are such outputs too, so their mean square is 1 + m², and z is from N(0, gain² (1 + m²))."""
        nodes, weights = np.polynomial.hermite_e.hermegauss(120)
        weights /= weights.sum()
        mean = 0.0
        for _ in range(200):
            outputs = function(init.unit_gain(unit) * math.sqrt(1 + mean**2) * nodes)
            mean = weights @ outputs
        assert weights @ (outputs - mean) ** 2 == pytest.approx(1, abs=1e-3)

    def test_of_rectifiers(self):
        assert init.unit_gain("relu") ** 2 == pytest.approx(2)
        assert init.unit_gain("leaky_relu", 0) == init.unit_gain("relu")
        assert init.unit_gain("leaky_relu", -1) == init.unit_gain("absolute_value") == 1
        assert init.unit_gain("leaky_relu", 0.5) == init.calculate_gain("leaky_relu", 0.5)

    def test_of_what_is_unknown(self):
        with pytest.raises(ValueError, match=r"'swish'[\s\S]*leaky_relu, linear, maxout, relu, sigmoid"):
            init.unit_gain("swish")


def test_t1s_weights_give_the_sum_of_a_units_weights_a_deviation_of_1():
    """Standard deviation 1/√η: the sum of all incoming weights has the mean 0 and the standard deviation 1."""
    sums = init.lecun_normal_(weight(), rng=0).data.sum(axis=1)
    assert sums.std() == pytest.approx(1, rel=0.15)
    assert abs(sums.mean()) < 0.2
