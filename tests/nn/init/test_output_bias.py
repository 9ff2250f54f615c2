"""Output biases from the labels: the first loss is that of the best constant predictor (docs/lectures.md T3)."""

import numpy as np
import pytest

import nn
import nn.functional as F
from autograd import Tensor
from nn import init

RNG = np.random.default_rng(0)
X = RNG.normal(size=(200, 6))
VALUES = 40 + RNG.normal(size=(200, 2))
BINARY = (RNG.uniform(size=200) < 0.9).astype(int)
NUMBERS = RNG.choice(4, 200, p=[0.7, 0.2, 0.08, 0.02])
ROWS = RNG.dirichlet([5, 1, 1, 0.2], 200)


def network(outputs):
    """A network that does not yet look at its inputs: its last weights are 0."""
    model = nn.MLP([6, 8, outputs], dtype=np.float64, rng=0)
    init.zeros_(model[-1].weight)
    return model


class TestTheFirstLossIsThatOfTheBestConstantPredictor:
    def test_linear(self):
        model = network(2)
        init.output_bias_(model[-1].bias, VALUES, "linear")
        np.testing.assert_allclose(model(X).data, np.tile(VALUES.mean(axis=0), (200, 1)))
        assert nn.MSELoss()(model(X), VALUES).item() == pytest.approx(VALUES.var(axis=0).mean())

    def test_sigmoid(self):
        model = network(1)
        init.output_bias_(model[-1].bias, BINARY, "sigmoid")
        m = BINARY.mean()
        np.testing.assert_allclose(F.sigmoid(model(X)).data, m)
        entropy = -m * np.log(m) - (1 - m) * np.log(1 - m)
        assert nn.BCEWithLogitsLoss()(model(X), BINARY[:, None]).item() == pytest.approx(entropy)

    @pytest.mark.parametrize(
        "labels", [NUMBERS, NUMBERS.tolist(), Tensor(NUMBERS), ROWS], ids=["n", "list", "t", "rows"]
    )
    def test_softmax(self, labels):
        model = network(4)
        init.output_bias_(model[-1].bias, labels, "softmax")
        shares = ROWS.mean(axis=0) if labels is ROWS else np.bincount(NUMBERS) / 200
        np.testing.assert_allclose(F.softmax(model(X)).data, np.tile(shares, (200, 1)))
        entropy = -np.sum(shares * np.log(shares))
        assert nn.CrossEntropyLoss()(model(X), labels).item() == pytest.approx(entropy)

    def test_rows_in_half_precision_sum_to_one_as_well_as_they_can(self):
        bias = init.output_bias_(Tensor(np.zeros(4)), ROWS.astype(np.float16), "softmax")
        np.testing.assert_allclose(F.softmax(bias.data), ROWS.mean(axis=0), atol=1e-3)

    def test_no_other_constant_does_better(self):
        """The error signal of the bias is 0: it is at the minimum."""
        for outputs, labels, unit, criterion in (
            (2, VALUES, "linear", nn.MSELoss()),
            (4, NUMBERS, "softmax", nn.CrossEntropyLoss()),
            (1, BINARY[:, None], "sigmoid", nn.BCEWithLogitsLoss()),
        ):
            model = network(outputs)
            init.output_bias_(model[-1].bias, labels, unit)
            criterion(model(X), labels).backward()
            np.testing.assert_allclose(model[-1].bias.bar, 0, atol=1e-12)

    def test_with_initial_weights_the_first_loss_is_nearer_to_it(self):
        losses = {}
        for with_bias in (False, True):
            model = init.by_unit_(nn.MLP([6, 8, 4], dtype=np.float64), rng=0)
            model[-1].weight.data *= 0.1
            if with_bias:
                init.output_bias_(model[-1].bias, NUMBERS, "softmax")
            losses[with_bias] = nn.CrossEntropyLoss()(model(X), NUMBERS).item()
        shares = np.bincount(NUMBERS) / 200
        entropy = -np.sum(shares * np.log(shares))
        assert losses[False] == pytest.approx(np.log(4), rel=0.05)
        assert losses[True] == pytest.approx(entropy, rel=0.05)


def test_nine_in_ten():
    """The lecture's example: 90 % of the points are in the class, so the output defaults to 0.9."""
    bias = init.output_bias_(Tensor(np.zeros(1)), [1] * 9 + [0], "sigmoid")
    assert F.sigmoid(bias.data) == pytest.approx(0.9)


def test_fills_in_place_and_keeps_the_dtype():
    layer = nn.Linear(3, 4)
    array = layer.bias.data
    assert init.output_bias_(layer.bias, NUMBERS, "softmax") is layer.bias
    assert layer.bias.data is array
    assert array.dtype == np.float32


class TestWhatIsRefused:
    def test_a_class_that_never_occurs(self):
        bias = Tensor(np.zeros(3))
        with pytest.raises(ValueError, match=r"output unit 1 is 0[\s\S]*smoothing=1"):
            init.output_bias_(bias, [0, 2, 2], "softmax")
        assert not bias.data.any()
        for smoothing in (-0.1, np.nan, np.inf):
            with pytest.raises(ValueError, match="smoothing="):
                init.output_bias_(bias, [0, 1, 2], "softmax", smoothing=smoothing)
        init.output_bias_(bias, [0, 2, 2], "softmax", smoothing=1)
        np.testing.assert_allclose(F.softmax(bias.data), [2 / 6, 1 / 6, 3 / 6])

    def test_a_class_that_always_occurs(self):
        bias = Tensor(np.zeros(1))
        with pytest.raises(ValueError, match="output unit 0 is 1"):
            init.output_bias_(bias, [1, 1], "sigmoid")
        assert F.sigmoid(init.output_bias_(bias, [1, 1], "sigmoid", smoothing=1).data) == pytest.approx(3 / 4)

    @pytest.mark.parametrize(
        ("labels", "unit", "message"),
        [
            ([0.0, 2.0], "sigmoid", "from 0 to 2 for sigmoid units"),
            ([[0.0], [1.0]], "softmax", r"shape \(2, 1\)"),
            ([0, 4], "softmax", "integers from 0"),
            ([0.0, 1.0], "softmax", "integers from 0"),
            (np.zeros((2, 2)), "linear", r"shape \(2, 2\) for output units with biases of shape \(4,\)"),
            (np.zeros((0, 4)), "linear", "of shape"),
            ([1.0], "tanh", "unit='tanh'"),
            ([0.0, np.nan, 1.0], "sigmoid", "label 0 of point 1 is nan"),
            ([[0.0] * 4, [0.0, np.inf, 0.0, 0.0]], "linear", "label 1 of point 1 is inf"),
            ([[0.25] * 4, [0.5] * 4], "softmax", "row 1 of the label probabilities sums to 2"),
        ],
    )
    def test_labels(self, labels, unit, message):
        bias = Tensor(np.zeros(1 if unit == "sigmoid" else 4))
        with pytest.raises(ValueError, match=message):
            init.output_bias_(bias, labels, unit)
        assert not bias.data.any()
