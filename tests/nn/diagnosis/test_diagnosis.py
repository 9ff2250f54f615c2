"""What a diagnosis tells: norms, saturated and dead units, of the latest call (docs/lectures.md U3, U5)."""

import gc
import itertools
import weakref

import numpy as np
import pytest

import nn
from autograd import no_grad

RNG = np.random.default_rng(0)
X = RNG.normal(size=(8, 4))
LABELS = RNG.integers(0, 3, 8)


class Branches(nn.Module):
    """Calls one activation twice, and computes something outside of any module."""

    def __init__(self):
        self.first, self.second = nn.Linear(4, 5, dtype=np.float64, rng=0), nn.Linear(5, 3, dtype=np.float64, rng=1)
        self.act = nn.Tanh()

    def forward(self, x):
        return self.act(self.second(self.act(self.first(x)))) * 2


def outputs(model, x):
    """The outputs of a chain, one by one."""
    found = []
    for layer in model:
        x = layer(x)
        found.append(x)
    return found


class TestNorms:
    def test_are_those_of_the_activations_and_error_signals(self):
        model = nn.MLP([4, 6, 3], dtype=np.float64, rng=0)
        diagnosis = nn.Diagnosis(model)
        nn.CrossEntropyLoss()(model(X), LABELS).backward()
        hs = outputs(model, X)
        nn.CrossEntropyLoss()(hs[-1], LABELS).backward()
        assert [layer.name for layer in diagnosis] == ["0", "1", "2"]
        for layer, h in zip(diagnosis, hs, strict=True):
            assert (layer.points, layer.units) == h.shape
            root_mean_square = np.sqrt(np.mean(np.linalg.norm(h.data, axis=1) ** 2))
            assert layer.activation_norm == pytest.approx(root_mean_square)
            assert layer.error_norm == pytest.approx(np.sqrt(np.mean(np.linalg.norm(h.bar, axis=1) ** 2)))

    def test_no_error_signals_before_the_backward_pass(self):
        model = nn.MLP([4, 6, 3], rng=0)
        diagnosis = nn.Diagnosis(model)
        loss = nn.CrossEntropyLoss()(model(X), LABELS)
        assert {layer.error_norm for layer in diagnosis} == {None}
        loss.backward()
        assert all(layer.error_norm > 0 for layer in diagnosis)

    def test_the_latest_call_counts(self):
        model = nn.MLP([4, 6, 3], rng=0)
        diagnosis = nn.Diagnosis(model)
        nn.CrossEntropyLoss()(model(X), LABELS).backward()
        with no_grad():
            model(X[:2])
        assert [(layer.points, layer.error_norm) for layer in diagnosis] == [(2, None)] * 3

    def test_very_small_error_signals_are_not_0(self):
        model = nn.Sequential(nn.Identity(), nn.Linear(1, 1, dtype=np.float32, rng=0))
        diagnosis = nn.Diagnosis(model)
        model(np.ones((2, 1), np.float32)).backward(np.full((2, 1), 1e-30, np.float32))
        assert diagnosis["1"].error_norm == pytest.approx(1e-30)

    @pytest.mark.parametrize("create_graph", [False, True])
    def test_of_tensors_and_of_single_points(self, create_graph):
        model = nn.Linear(4, 3, dtype=np.float64, rng=0)
        diagnosis = nn.Diagnosis(model)
        model(X[0]).sum().backward(create_graph=create_graph)
        [layer] = diagnosis
        assert (layer.name, layer.points, layer.units) == ("Linear", 1, 3)
        assert layer.error_norm == pytest.approx(np.sqrt(3))


class TestVanishingAndExploding:
    """Error signals by layer, from the first to the last (docs/lectures.md U3)."""

    @staticmethod
    def errors(depth, unit, gain):
        model = nn.MLP([20] * (depth + 1) + [1], unit, dtype=np.float64, rng=0)
        for layer in model:
            if isinstance(layer, nn.Linear):
                nn.init.normal_(layer.weight, std=gain / np.sqrt(20), rng=depth)
        with nn.Diagnosis(model) as diagnosis:
            model(np.random.default_rng(1).normal(size=(50, 20))).sum().backward()
        return [layer.error_norm for layer in diagnosis if layer.kind == "Linear"]

    def test_sigmoids_let_them_vanish_with_depth(self):
        """Each layer multiplies by a slope of at most 1/4."""
        ratios = {depth: self.errors(depth, nn.Sigmoid, 1.0) for depth in (2, 5, 10)}
        first_to_last = [errors[0] / errors[-1] for errors in ratios.values()]
        assert first_to_last[0] > 10 * first_to_last[1] > 1000 * first_to_last[2]
        deepest = ratios[10]
        assert all(before < after / 2 for before, after in itertools.pairwise(deepest))

    def test_relus_of_large_weights_let_them_explode(self):
        errors = self.errors(10, nn.ReLU, 4.0)
        assert errors[0] > 1e3 * errors[-1]
        activations = self.errors(10, nn.ReLU, np.sqrt(2))
        assert 0.05 < activations[0] / activations[-1] < 20


class TestSaturation:
    def test_units_that_are_near_their_limits_for_most_points(self):
        scores = np.array([[0.0, 9.0, -9.0, 9.0, 9.0], [0.0, 9.0, 9.0, 0.0, -9.0], [0.0, 9.0, 0.0, 0.0, -9.0]])
        for unit in (nn.Sigmoid(), nn.Tanh()):
            with nn.Diagnosis(unit) as diagnosis:
                unit(scores)
            [layer] = diagnosis
            assert layer.saturated.tolist() == [1, 2, 4]
            assert layer.dead is None

    @pytest.mark.parametrize(("unit", "low", "high"), [(nn.Sigmoid(), 0, 1), (nn.Tanh(), -1, 1)])
    def test_the_margin_is_a_twentieth_of_the_range(self, unit, low, high):
        inside, outside = low + 0.051 * (high - low), low + 0.049 * (high - low)
        inverse = (lambda z: np.log(z / (1 - z))) if low == 0 else np.arctanh
        with nn.Diagnosis(unit) as diagnosis:
            unit(inverse(np.array([[inside, outside, low + high - inside, low + high - outside]])))
        assert diagnosis.layers[0].saturated.tolist() == [1, 3]

    def test_other_units_have_no_limits(self):
        unit = nn.Softplus()
        with nn.Diagnosis(unit) as diagnosis:
            unit(X)
        assert diagnosis.layers[0].saturated is None


class TestDeadUnits:
    def test_are_those_that_no_point_activates(self):
        model = nn.MLP([4, 6, 3], dtype=np.float64, rng=0)
        model[0].bias.data[[1, 4]] = -100
        diagnosis = nn.Diagnosis(model)
        model(X)
        alive = np.flatnonzero(~(outputs(model, X)[1].data > 0).any(axis=0))
        assert diagnosis["1"].dead.tolist() == alive.tolist()
        assert {1, 4} <= set(diagnosis["1"].dead)
        assert diagnosis["0"].dead is None

    def test_they_learn_nothing(self):
        model = nn.MLP([4, 6, 3], dtype=np.float64, rng=0)
        model[0].bias.data[2] = -100
        diagnosis = nn.Diagnosis(model)
        nn.CrossEntropyLoss()(model(X), LABELS).backward()
        for unit in range(6):
            assert model[0].weight.bar[unit].any() == (unit not in diagnosis["1"].dead)

    def test_slightly_positive_biases_leave_fewer(self):
        """Narrow inputs: a unit whose score is a little below 0 for one point is so for all of them."""
        x = 1 + 0.1 * RNG.normal(size=(100, 4))
        dead = []
        for bias in (0.0, 0.5):
            model = nn.init.by_unit_(nn.MLP([4, 200, 1], dtype=np.float64), relu_bias=bias, rng=0)
            with nn.Diagnosis(model) as diagnosis:
                model(x)
            dead.append(len(diagnosis["1"].dead))
        assert dead[1] < 0.8 * dead[0]


class TestWatching:
    def test_a_module_called_twice_has_two_lines_and_the_models_own_output_one(self):
        model = Branches()
        diagnosis = nn.Diagnosis(model)
        model(X)
        names = [layer.name for layer in diagnosis]
        assert names == ["first", "act", "second", "act (2)", "Branches"]
        assert diagnosis["act"].units == 5
        assert diagnosis["act (2)"].units == 3
        assert len(diagnosis) == 5

    def test_chains_in_chains_have_the_paths_of_their_layers(self):
        model = nn.Sequential({"body": nn.Sequential(nn.Linear(4, 2), nn.ReLU()), "head": nn.Linear(2, 1)})
        diagnosis = nn.Diagnosis(model)
        model(X)
        assert [layer.name for layer in diagnosis] == ["body.0", "body.1", "head"]

    def test_calls_of_parts_alone_are_not_the_models(self):
        model = nn.MLP([4, 6, 3])
        diagnosis = nn.Diagnosis(model)
        model[0](X)
        assert not diagnosis.layers
        model(X)
        model[0](X[:1])
        assert {layer.points for layer in diagnosis} == {8}

    def test_it_stops(self):
        model = nn.MLP([4, 6, 3])
        with nn.Diagnosis(model) as diagnosis:
            model(X)
        model(X[:1])
        assert {layer.points for layer in diagnosis} == {8}
        assert not any(module._hooks for module in model.modules())

    def test_a_call_that_fails_leaves_it_working(self):
        model = nn.MLP([4, 6, 3])
        diagnosis = nn.Diagnosis(model)
        with pytest.raises(ValueError, match="affine"):
            model(X[:, :3])
        model(X)
        assert len(diagnosis) == 3

    def test_it_keeps_no_model_alive(self):
        model = nn.MLP([4, 6, 3])
        nn.Diagnosis(model)
        model(X)
        watched = weakref.ref(model)
        del model
        gc.collect()
        assert watched() is None

    def test_an_unknown_layer(self):
        model = nn.MLP([4, 6, 3])
        diagnosis = nn.Diagnosis(model)
        with pytest.raises(LookupError, match="call the model"):
            diagnosis["1"]
        model(X)
        with pytest.raises(LookupError, match="'0', '1', '2'"):
            diagnosis["relu"]

    def test_of_what_is_no_module(self):
        with pytest.raises(TypeError, match=r"give an nn\.Module"):
            nn.Diagnosis([nn.ReLU()])
