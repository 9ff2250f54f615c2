"""Each layer's weights by the unit that comes after it, and what that does in deep networks (docs/lectures.md T2)."""

import math

import numpy as np
import pytest

import nn
from autograd import Tensor
from nn import init


def stds(model):
    return [layer.weight.data.std() for layer in model.modules() if isinstance(layer, nn.Linear)]


@pytest.mark.parametrize(
    ("unit", "variance"),
    [
        (nn.ReLU, 2),
        (lambda: nn.ReLU(at_zero=1), 2),
        (nn.Sigmoid, 12.8),
        (nn.Tanh, 1),
        (nn.Identity, 1),
        (nn.AbsoluteValue, 1),
        (lambda: nn.LeakyReLU(0.5), 1.6),
        (lambda: nn.PReLU(3 * 100, init=0.5), 1.6),
        (nn.ELU, 1.6444),
        (nn.Softplus, 1.6642),
    ],
)
@pytest.mark.parametrize("distribution", ["normal", "uniform"])
def test_variances(unit, variance, distribution):
    model = init.by_unit_(nn.MLP([200, 300, 100], unit), distribution, rng=0)
    hidden, output = stds(model)
    assert hidden == pytest.approx(math.sqrt(variance / 200), rel=0.02)
    assert output == pytest.approx(math.sqrt(1 / 300), rel=0.02)
    bound = np.abs(model[0].weight.data).max() * math.sqrt(200 / variance)
    assert (bound <= math.sqrt(3) + 1e-6) == (distribution == "uniform")


def test_the_output_unit_counts_and_chains_are_entered():
    body = nn.Sequential(nn.Linear(200, 300), nn.Tanh(), nn.Linear(300, 300))
    model = init.by_unit_(nn.Sequential(body, nn.ReLU(), nn.Linear(300, 100), nn.Sigmoid()), rng=0)
    wanted = [math.sqrt(1 / 200), math.sqrt(2 / 300), math.sqrt(12.8 / 300)]
    assert stds(model) == pytest.approx(wanted, rel=0.02)
    softmax = init.by_unit_(nn.MLP([200, 300, 100], output_activation=nn.Softmax), rng=0)
    assert stds(softmax)[1] == pytest.approx(math.sqrt(1 / 300), rel=0.02)


def test_biases_are_0_or_slightly_positive_for_relus():
    model = nn.MLP([4, 5, 5, 3])
    init.by_unit_(model)
    assert not any(layer.bias.data.any() for layer in model[::2])
    init.by_unit_(model, relu_bias=0.1)
    assert [set(layer.bias.data) for layer in model[::2]] == [{np.float32(0.1)}, {np.float32(0.1)}, {0}]
    tanh = init.by_unit_(nn.MLP([4, 5, 3], nn.Tanh, bias=False), relu_bias=0.1)
    assert tanh[0].bias is None


def test_seeds():
    one, same, other = (init.by_unit_(nn.MLP([4, 5, 3]), rng=seed) for seed in (0, 0, 1))
    np.testing.assert_array_equal(one[2].weight.data, same[2].weight.data)
    assert (one[2].weight.data != other[2].weight.data).any()
    assert not np.allclose(one[0].weight.data.ravel()[:15], one[2].weight.data.ravel())


class TestWhatIsRefused:
    def test_changes_nothing(self):
        model = nn.Sequential(nn.Linear(4, 5), nn.ReLU(), nn.Linear(5, 5), nn.HardThreshold())
        before = model.state_dict()
        with pytest.raises(ValueError, match=r"before HardThreshold[\s\S]*lecun_normal_"):
            init.by_unit_(model)
        for path, array in model.state_dict().items():
            np.testing.assert_array_equal(array, before[path])

    @pytest.mark.parametrize("unit", [lambda: nn.ELU(0.5), lambda: nn.Softplus(2)])
    def test_units_with_another_shape_than_the_known(self, unit):
        with pytest.raises(ValueError, match="no initial weights are known"):
            init.by_unit_(nn.MLP([4, 5, 3], unit))

    def test_models_that_are_no_chains(self):
        with pytest.raises(TypeError, match=r"of a Linear[\s\S]*nn\.Sequential"):
            init.by_unit_(nn.Linear(4, 5))

    def test_other_distributions(self):
        with pytest.raises(ValueError, match="distribution='cauchy'"):
            init.by_unit_(nn.MLP([4, 5, 3]), "cauchy")


class TestDepth:
    """The principle: the output of a unit shall have the variance of its inputs, however deep the network."""

    @staticmethod
    def sizes(unit, fill, depth=20, width=200):
        """The root mean square of a unit's activations, after the first hidden layer and after the last."""
        rng = np.random.default_rng(0)
        model = nn.MLP([width] * (depth + 1), unit, unit, init=fill, dtype=np.float64, rng=rng)
        with nn.Diagnosis(model) as diagnosis:
            model(rng.normal(size=(100, width)))
        # An Identity only passes on what the linear layer gave, and has no line.
        kind = "Linear" if unit is nn.Identity else unit.__name__
        sizes = [layer.activation_norm / math.sqrt(width) for layer in diagnosis if layer.kind == kind]
        return sizes[0], sizes[-1]

    @pytest.mark.parametrize("fill", [init.he_normal_, init.he_uniform_])
    def test_relus_keep_their_size(self, fill):
        first, last = self.sizes(nn.ReLU, fill)
        assert 0.5 < last / first < 2

    @pytest.mark.parametrize("fill", [init.lecun_normal_, init.lecun_uniform_])
    def test_linear_units_keep_their_size(self, fill):
        first, last = self.sizes(nn.Identity, fill)
        assert 0.5 < last / first < 2

    def test_relus_with_the_weights_of_linear_units_fade_and_with_those_of_sigmoids_explode(self):
        first, last = self.sizes(nn.ReLU, init.lecun_normal_)
        assert last < first / 100
        first, last = self.sizes(nn.ReLU, init.sigmoid_normal_)
        assert last > 100 * first

    def test_tanh_units_shrink_a_little_and_saturate_with_the_weights_of_sigmoids(self):
        first, last = self.sizes(nn.Tanh, init.lecun_normal_)
        assert 0.2 < last / first < 1
        assert self.sizes(nn.Tanh, init.sigmoid_normal_)[1] > 0.7

    @pytest.mark.parametrize("unit", [nn.ReLU, nn.LeakyReLU, nn.PReLU, nn.AbsoluteValue, nn.ELU, nn.Softplus])
    @pytest.mark.parametrize("distribution", ["normal", "uniform"])
    def test_by_unit_keeps_the_variance_of_units_without_an_upper_bound(self, unit, distribution):
        """Measured after the fifth layer, where the inputs of the network no longer matter, and after the fortieth."""
        ratios = []
        for seed in range(3):
            h, variances = Tensor(np.random.default_rng(100 + seed).normal(size=(100, 200))), []
            model = nn.MLP([200] * 41, unit, unit, dtype=np.float64)
            for layer in init.by_unit_(model, distribution, rng=seed):
                h = layer(h)
                if isinstance(layer, unit):
                    variances.append(h.data.var())
            assert len(variances) == 40
            ratios.append(variances[-1] / variances[4])
        # A layer of 200 units has a spread of its own: the product of 35 of them wanders by a factor of 2 or so.
        assert 1 / 3 < np.exp(np.mean(np.log(ratios))) < 3

    def test_differences_between_points_fade_in_sigmoid_units_much_slower_with_their_own_weights(self):
        """With the weights of linear units all points look the same after a few layers."""
        spreads = {}
        for fill in (init.sigmoid_normal_, init.sigmoid_uniform_, init.lecun_normal_):
            rng = np.random.default_rng(0)
            model = nn.MLP([200] * 11, nn.Sigmoid, nn.Sigmoid, init=fill, dtype=np.float64, rng=rng)
            spreads[fill] = model(rng.normal(size=(100, 200))).data.std(axis=0).mean()
        assert min(spreads[init.sigmoid_normal_], spreads[init.sigmoid_uniform_]) > 100 * spreads[init.lecun_normal_]


class TestMaxout:
    """A layer whose units are its own (docs/lectures.md U1)."""

    @pytest.mark.parametrize("pieces", [1, 2, 3, 5])
    def test_its_layer_is_filled_so_that_sizes_stay(self, pieces):
        rng = np.random.default_rng(0)
        layers = [nn.Maxout(200, 200, pieces, dtype=np.float64, rng=rng) for _ in range(10)]
        model = init.by_unit_(nn.Sequential(*layers), rng=rng)
        assert not any(layer.linear.bias.data.any() for layer in layers)
        sizes, h = [], rng.normal(size=(100, 200))
        for layer in layers:
            h = layer(h).data
            sizes.append(math.sqrt(np.mean(h**2)))
        assert len(model) == 10
        assert 0.7 < sizes[-1] / sizes[0] < 1.4

    def test_the_gain_is_that_of_the_largest_of_several(self):
        largest = np.random.default_rng(0).normal(size=(200_000, 4)).max(axis=1)
        assert init.unit_gain("maxout", pieces=4) ** 2 == pytest.approx(1 / np.mean(largest**2), rel=0.01)
        # Of two numbers the larger and the smaller have together the sum of their squares, and each half of it.
        assert init.unit_gain("maxout") == pytest.approx(1, rel=1e-9)
        with pytest.raises(ValueError, match="pieces=0"):
            init.unit_gain("maxout", pieces=0)

    def test_a_layer_before_it_is_linear(self):
        model = init.by_unit_(nn.Sequential(nn.Linear(200, 300), nn.Maxout(300, 100)), rng=0)
        assert model[0].weight.data.std() == pytest.approx(math.sqrt(1 / 200), rel=0.02)


def test_layers_inside_other_modules_are_not_passed_over_in_silence():
    class Block(nn.Module):
        def __init__(self):
            self.inner = nn.Linear(4, 4)

        def forward(self, x):
            return x + self.inner(x)

    model = nn.Sequential(nn.Linear(4, 4), nn.ReLU(), Block(), nn.Linear(4, 2))
    before = model.state_dict()
    with pytest.raises(ValueError, match=r"Block has layers in it[\s\S]*he_normal_"):
        init.by_unit_(model)
    np.testing.assert_equal(model.state_dict(), before)


def test_what_has_no_layers_is_left_as_it_is():
    normalize = nn.data.Normalize(4).fit(np.arange(8.0).reshape(2, 4))
    model = init.by_unit_(nn.Sequential(normalize, nn.Flatten(), nn.Linear(4, 5), nn.PReLU(5)), rng=0)
    np.testing.assert_array_equal(model[0].mean, [2, 3, 4, 5])
    assert set(model[3].weight.data) == {0.25}
