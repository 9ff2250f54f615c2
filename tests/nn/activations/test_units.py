"""Every unit of the lectures as layer and as function: derivatives and identities (docs/lectures.md U1, U2)."""

import numpy as np
import pytest

import nn
import nn.functional as F
from autograd import GradientWarning, Tensor, check_grads, elementwise_grad

POINTS = np.array([-30.0, -2.5, -1.0, -0.3, 0.2, 1.0, 2.5, 30.0])

UNITS = {
    "Sigmoid": (nn.Sigmoid(), F.sigmoid, lambda x: 1 / (1 + np.exp(-x))),
    "Tanh": (nn.Tanh(), F.tanh, lambda x: (np.exp(2 * x) - 1) / (np.exp(2 * x) + 1)),
    "ReLU": (nn.ReLU(), F.relu, lambda x: np.maximum(0, x)),
    "ReLU, slope 1 at 0": (nn.ReLU(at_zero=1), lambda x: F.relu(x, at_zero=1), lambda x: np.maximum(0, x)),
    "AbsoluteValue": (nn.AbsoluteValue(), F.absolute_value, lambda x: np.maximum(0, x) - np.minimum(0, x)),
    "LeakyReLU": (nn.LeakyReLU(0.1), lambda x: F.leaky_relu(x, 0.1), lambda x: np.maximum(0.1 * x, x)),
    "PReLU": (
        nn.PReLU(init=0.25, dtype=np.float64),
        lambda x: F.prelu(x, 0.25),
        lambda x: np.maximum(0, x) + 0.25 * np.minimum(0, x),
    ),
    "Softplus": (nn.Softplus(), F.softplus, lambda x: np.log(1 + np.exp(x))),
    "Softplus, beta 2": (nn.Softplus(2), lambda x: F.softplus(x, 2), lambda x: np.log(1 + np.exp(2 * x)) / 2),
    "ELU": (nn.ELU(), F.elu, lambda x: np.where(x > 0, x, np.exp(x) - 1)),
    "ELU, alpha 0.5": (nn.ELU(0.5), lambda x: F.elu(x, 0.5), lambda x: np.where(x > 0, x, 0.5 * (np.exp(x) - 1))),
}
layers_and_functions = pytest.mark.parametrize(("layer", "function", "formula"), UNITS.values(), ids=list(UNITS))


@layers_and_functions
def test_layer_and_function_are_the_formula(layer, function, formula):
    np.testing.assert_allclose(np.asarray(function(POINTS)), formula(POINTS), rtol=1e-14, atol=1e-12)
    np.testing.assert_array_equal(_values(layer(POINTS)), function(POINTS))


@layers_and_functions
def test_layer_and_function_send_back_the_slope(layer, function, formula):
    check_grads(function, order=2)(POINTS[1:-1])
    by_layer, by_function = (Tensor(POINTS, requires_grad=True) for _ in range(2))
    layer(by_layer).sum().backward()
    function(by_function).sum().backward()
    np.testing.assert_array_equal(by_layer.bar, by_function.bar)


@layers_and_functions
def test_any_shape_and_float32_stays_float32(layer, function, formula):
    for shape in [(), (3,), (2, 3), (2, 3, 4)]:
        z = function(Tensor(np.ones(shape, np.float32), requires_grad=True))
        assert (z.shape, z.dtype) == (shape, np.float32)


@layers_and_functions
def test_lists_are_taken_like_arrays(layer, function, formula):
    for points in ([0, 1], (0.0, 1.0), [[-1.0, 2.0], [0.5, 3.0]]):
        np.testing.assert_array_equal(function(points), function(np.array(points)))
        np.testing.assert_array_equal(_values(layer(points)), _values(layer(np.array(points))))


def _values(z):
    return z.data if isinstance(z, Tensor) else z


class TestIdentities:
    def test_tanh_is_a_sigmoid_of_twice_its_argument(self):
        """tanh(x) = 2σ(2x) - 1, and not 2σ(x) - 1, as a slide's heading has it."""
        np.testing.assert_allclose(F.tanh(POINTS), 2 * F.sigmoid(2 * POINTS) - 1, rtol=1e-14)
        assert not np.allclose(F.tanh(POINTS), 2 * F.sigmoid(POINTS) - 1)

    def test_the_slope_of_softplus_is_the_sigmoid(self):
        np.testing.assert_array_equal(elementwise_grad(F.softplus)(POINTS), F.sigmoid(POINTS))

    def test_the_slope_of_the_sigmoid(self):
        z = F.sigmoid(POINTS)
        np.testing.assert_array_equal(elementwise_grad(F.sigmoid)(POINTS), z * (1 - z))

    def test_variations_on_the_relu(self):
        """max(0, x) + α min(0, x): the absolute value for α = -1, the ReLU for 0, nothing at all for 1."""
        for slope, function in ((-1, F.absolute_value), (0, F.relu), (1, lambda x: x)):
            np.testing.assert_array_equal(F.leaky_relu(POINTS, slope), function(POINTS))
            np.testing.assert_array_equal(F.prelu(POINTS, slope), function(POINTS))
            x, y = Tensor(POINTS, requires_grad=True), Tensor(POINTS, requires_grad=True)
            F.leaky_relu(x, slope).sum().backward()
            function(y).sum().backward()
            np.testing.assert_array_equal(x.bar, y.bar)

    def test_elu_is_not_the_maximum_that_a_slide_has(self):
        """max(α (eˣ - 1), x) is eˣ - 1 everywhere for α = 1."""
        slide = np.maximum(np.exp(POINTS) - 1, POINTS)
        np.testing.assert_array_equal(slide, np.exp(POINTS) - 1)
        negative = POINTS < 0
        np.testing.assert_allclose(F.elu(POINTS)[negative], slide[negative], rtol=1e-14)
        np.testing.assert_array_equal(F.elu(POINTS)[~negative], POINTS[~negative])


class TestTheSlopeOfReLUAtZero:
    def test_is_0_unless_another_is_chosen(self):
        for layer, slope in ((nn.ReLU(), 0), (nn.ReLU(at_zero=1), 1), (nn.ReLU(at_zero=0.5), 0.5)):
            x = Tensor([-1.0, 0.0, 1.0], requires_grad=True)
            layer(x).sum().backward()
            assert x.bar.tolist() == [0, slope, 1]

    def test_must_be_a_subgradient(self):
        with pytest.raises(ValueError, match=r"at_zero=2[\s\S]*from 0 to 1"):
            nn.ReLU(at_zero=2)
        with pytest.raises(ValueError, match=r"at_zero=-0.1"):
            F.relu(POINTS, at_zero=-0.1)

    def test_is_shown(self):
        assert repr(nn.ReLU()) == "ReLU()"
        assert repr(nn.ReLU(at_zero=1)) == "ReLU(at_zero=1)"


class TestOptionsThatAreRefused:
    @pytest.mark.parametrize("beta", [0, -1.0, np.nan, np.inf])
    def test_softplus_needs_a_positive_beta(self, beta):
        for make in (lambda: nn.Softplus(beta), lambda: F.softplus(POINTS, beta)):
            with pytest.raises(ValueError, match=r"beta=[\s\S]*above 0"):
                make()

    @pytest.mark.parametrize("constant", [-0.1, np.nan, np.inf])
    def test_the_slope_constant_is_not_negative(self, constant):
        for make in (lambda: nn.Sigmoid(slope_constant=constant), lambda: F.sigmoid(POINTS, slope_constant=constant)):
            with pytest.raises(ValueError, match=r"slope_constant=[\s\S]*not negative"):
                make()


class TestHardThreshold:
    def test_is_a_step(self):
        assert nn.HardThreshold()(np.array([-1.0, 0.0, 1e-9])).tolist() == [0, 0, 1]

    def test_training_through_it_warns_and_moves_nothing_before_it(self):
        model = nn.Sequential(nn.Linear(3, 4, rng=0), nn.HardThreshold(), nn.Linear(4, 1, rng=1))
        with pytest.warns(GradientWarning, match="hard threshold"):
            nn.MSELoss()(model(np.ones((5, 3))), np.zeros((5, 1))).backward()
        assert not model[0].weight.bar.any()
        assert model[2].bias.bar.any()
