"""Linear, the activations, Flatten, Identity and MLP."""

import numpy as np
import pytest

import nn
import nn.functional as F
from autograd import Tensor, check_grads

X = np.random.default_rng(5).normal(size=(4, 3))


class TestLinear:
    def test_is_the_affine_map(self):
        linear = nn.Linear(3, 2, dtype=np.float64, rng=0)
        expected = X @ linear.weight.data.T + linear.bias.data
        np.testing.assert_allclose(linear(X).data, expected, rtol=1e-14)
        np.testing.assert_allclose(linear(X[0]).data, expected[0], rtol=1e-14)
        np.testing.assert_allclose(linear(X.reshape(2, 2, 3)).data, expected.reshape(2, 2, 2), rtol=1e-14)

    def test_without_bias(self):
        linear = nn.Linear(3, 2, bias=False, dtype=np.float64)
        assert linear.bias is None
        np.testing.assert_allclose(linear(X).data, X @ linear.weight.data.T, rtol=1e-14)
        assert list(linear.state_dict()) == ["weight"]

    def test_gradients(self):
        check_grads(F.linear, order=2)(X, X[:2] + 1, X[0, :2])
        check_grads(F.linear, order=2)(X, X[:2] + 1)

    def test_float32_stays_float32(self):
        y = nn.Linear(3, 2)(X.astype(np.float32))
        y.sum().backward()
        assert y.dtype == np.float32

    @pytest.mark.parametrize("features", [1, 7, 100])
    def test_initial_values_fill_the_interval_of_pytorch(self, features):
        linear = nn.Linear(features, 4000, rng=0)
        bound = 1 / np.sqrt(features)
        for values in (linear.weight.data, linear.bias.data):
            assert np.abs(values).max() <= bound
            assert np.abs(values).max() > 0.99 * bound
            assert abs(values.std() - bound / np.sqrt(3)) < 0.03 * bound

    def test_seeds(self):
        assert (nn.Linear(3, 2, rng=1).weight.data == nn.Linear(3, 2, rng=1).weight.data).all()
        assert (nn.Linear(3, 2, rng=1).weight.data != nn.Linear(3, 2, rng=2).weight.data).any()
        rng = np.random.default_rng(1)
        first, second = nn.Linear(3, 2, rng=rng), nn.Linear(3, 2, rng=rng)
        assert (first.weight.data == nn.Linear(3, 2, rng=1).weight.data).all()
        assert (first.weight.data != second.weight.data).any()
        single, double = nn.Linear(3, 2, rng=1), nn.Linear(3, 2, rng=1, dtype=np.float64)
        assert (single.weight.data == double.weight.data.astype(np.float32)).all()

    def test_manual_seed_starts_the_packages_own_numbers_anew(self):
        nn.manual_seed(3)
        first = nn.Linear(3, 2).weight.data
        np.random.seed(0)  # noqa: NPY002 (NumPy's global state plays no part)
        second = nn.Linear(3, 2).weight.data
        assert isinstance(nn.manual_seed(3), np.random.Generator)
        assert (nn.Linear(3, 2).weight.data == first).all()
        assert (nn.Linear(3, 2).weight.data == second).all()

    def test_bad_sizes(self):
        with pytest.raises(TypeError, match=r"in_features is a whole number, not 2\.5"):
            nn.Linear(2.5, 1)
        with pytest.raises(ValueError, match="out_features is -1"):
            nn.Linear(2, -1)
        with pytest.raises(TypeError, match="only floats"):
            nn.Linear(2, 1, dtype=int)

    def test_numpy_sizes(self):
        assert nn.Linear(np.int64(2), np.int64(3)).weight.shape == (3, 2)


@pytest.mark.parametrize(
    ("layer", "expected"),
    [
        (nn.ReLU(), np.maximum(X, 0)),
        (nn.Sigmoid(), 1 / (1 + np.exp(-X))),
        (nn.Tanh(), np.tanh(X)),
        (nn.Softmax(), np.exp(X) / np.exp(X).sum(1, keepdims=True)),
        (nn.Softmax(dim=0), np.exp(X) / np.exp(X).sum(0, keepdims=True)),
        (nn.LogSoftmax(), X - np.log(np.exp(X).sum(1, keepdims=True))),
        (nn.LogSoftmax(dim=0), X - np.log(np.exp(X).sum(0, keepdims=True))),
        (nn.Identity(54, unused=True), X),
    ],
    ids=repr,
)
def test_activations(layer, expected):
    np.testing.assert_allclose(layer(Tensor(X)).data, expected, rtol=1e-13)
    check_grads(layer, order=2)(X)
    np.testing.assert_allclose(np.asarray(layer(X)), expected, rtol=1e-13)


def test_tanh_is_a_stretched_sigmoid():
    np.testing.assert_allclose(nn.Tanh()(X), 2 * nn.Sigmoid()(2 * X) - 1, rtol=1e-13)


class TestFlatten:
    def test_shapes(self):
        x = Tensor(np.zeros((2, 3, 4, 5)))
        assert nn.Flatten()(x).shape == (2, 60)
        assert nn.Flatten(0)(x).shape == (120,)
        assert nn.Flatten(1, 2)(x).shape == (2, 12, 5)
        assert nn.Flatten(-2)(x).shape == (2, 3, 20)
        assert nn.Flatten()(np.zeros((0, 3, 4))).shape == (0, 12)

    def test_order_and_gradient(self):
        check_grads(nn.Flatten())(X.reshape(2, 2, 3))
        assert nn.Flatten()(np.arange(8).reshape(2, 2, 2)).tolist() == [[0, 1, 2, 3], [4, 5, 6, 7]]

    def test_errors(self):
        with pytest.raises(ValueError, match=r"of an array of shape \(3,\)[\s\S]*start_dim=0"):
            nn.Flatten()(np.zeros(3))
        with pytest.raises(ValueError, match="from axis 2 back to axis 1"):
            nn.Flatten(2, 1)(np.zeros((2, 2, 2)))


class TestMLP:
    def test_layers(self):
        mlp = nn.MLP([4, 3, 2, 1], nn.Tanh, nn.Sigmoid)
        kinds = [type(layer).__name__ for layer in mlp]
        assert kinds == ["Linear", "Tanh", "Linear", "Tanh", "Linear", "Sigmoid"]
        assert len({id(layer) for layer in mlp}) == 6

    def test_is_the_sequential_of_the_same_layers(self):
        mlp = nn.MLP([3, 5, 2], rng=0)
        rng = np.random.default_rng(0)
        chain = nn.Sequential(nn.Linear(3, 5, rng=rng), nn.ReLU(), nn.Linear(5, 2, rng=rng))
        np.testing.assert_array_equal(mlp(X).data, chain(X).data)
        chain.load_state_dict(mlp.state_dict())

    def test_init_and_bias(self):
        mlp = nn.MLP([300, 200, 2], init=nn.init.kaiming_normal_, rng=0)
        assert abs(mlp[0].weight.data.std() - np.sqrt(2 / 300)) < 0.002
        assert not mlp[0].bias.data.any()
        assert nn.MLP([3, 2, 1], bias=False)[2].bias is None

    def test_dtype_and_seed(self):
        assert {p.dtype for p in nn.MLP([2, 2, 2], dtype=np.float64).parameters()} == {np.dtype(np.float64)}
        one, other = (nn.MLP([2, 3, 1], init=nn.init.xavier_uniform_, rng=4) for _ in range(2))
        np.testing.assert_array_equal(one(X[:, :2]).data, other(X[:, :2]).data)

    def test_slices_are_sequential(self):
        assert type(nn.MLP([2, 3, 1])[:2]) is nn.Sequential

    def test_needs_two_sizes(self):
        with pytest.raises(ValueError, match=r"an MLP of the sizes \[3\]"):
            nn.MLP([3])

    def test_takes_its_sizes_in_one_list(self):
        with pytest.raises(
            TypeError, match=r"sizes 2, which is no list\n  at .*test_layers.py.*\n.*nn.MLP\(\[2, 16, 2"
        ):
            nn.MLP(2, [16, 16], 2)


def test_gradient_of_an_mlp_is_the_one_written_by_hand():
    """docs/lectures.md E6, vectorised: the lecture's lines, for a batch."""
    rng = np.random.default_rng(1)
    model = nn.MLP([3, 4, 2], nn.Sigmoid, dtype=np.float64, rng=rng)
    t = rng.normal(size=(4, 2))
    loss = 0.5 * nn.MSELoss(reduction="sum")(model(X), t)
    loss.backward()

    W1, b1, W2, b2 = (parameter.data for parameter in model.parameters())
    z = X @ W1.T + b1
    h = 1 / (1 + np.exp(-z))
    y = h @ W2.T + b2
    y_bar = y - t
    W2_bar, b2_bar = y_bar.T @ h, y_bar.sum(0)
    h_bar = y_bar @ W2
    z_bar = h_bar * h * (1 - h)
    W1_bar, b1_bar = z_bar.T @ X, z_bar.sum(0)

    np.testing.assert_allclose(loss.item(), 0.5 * ((y - t) ** 2).sum(), rtol=1e-13)
    for parameter, expected in zip(model.parameters(), (W1_bar, b1_bar, W2_bar, b2_bar), strict=True):
        np.testing.assert_allclose(parameter.bar, expected, rtol=1e-12)
