"""What all optimizers share: parameter groups, closures, zero_grad, and a state that is loaded whole or not at all."""

import copy

import numpy as np
import pytest

import nn
import optim
from autograd import Tensor, no_grad


def leaf(*shape):
    return Tensor(np.ones(shape), requires_grad=True)


def stepped(momentum=0.9, steps=2, dtype=np.float64):
    """A model and its optimizer after some steps."""
    model = nn.MLP([2, 3, 1], dtype=dtype, rng=0)
    optimizer = optim.SGD(
        [
            {"params": [model[0].weight, model[0].bias], "lr": 0.05},
            {"params": model[2].parameters(), "weight_decay": 0.1},
        ],
        lr=0.1,
        momentum=momentum,
    )
    advance(model, optimizer, steps)
    return model, optimizer


def advance(model, optimizer, steps):
    for _ in range(steps):
        nn.MSELoss()(model(np.ones((4, 2))), np.zeros((4, 1))).backward()
        optimizer.step()
        optimizer.zero_grad()


def numbers(model):
    return [parameter.data.copy() for parameter in model.parameters()]


def same_state(state, other):
    assert state["param_groups"] == other["param_groups"]
    assert state["state"].keys() == other["state"].keys()
    for number, entry in state["state"].items():
        assert entry.keys() == other["state"][number].keys()
        for name, array in entry.items():
            np.testing.assert_array_equal(array, other["state"][number][name])
    return True


class TestGroups:
    def test_options_of_groups(self):
        one, other = leaf(1), leaf(1)
        optimizer = optim.SGD([{"params": [one]}, {"params": other, "lr": 0.5}], lr=0.1)
        one.bar = other.bar = np.ones(1)
        optimizer.step()
        assert (one.item(), other.item()) == (0.9, 0.5)
        assert [group["lr"] for group in optimizer.param_groups] == [0.1, 0.5]
        assert optimizer.param_groups[0]["params"] == (one,)

    def test_a_group_added_later(self):
        one, other = leaf(1), leaf(1)
        optimizer = optim.SGD([one], lr=0.1)
        optimizer.add_param_group({"params": [other], "lr": 1.0})
        one.bar = other.bar = np.ones(1)
        optimizer.step()
        assert (one.item(), other.item()) == (0.9, 0.0)

    def test_replaced_parameters(self):
        one, other = leaf(1), leaf(1)
        optimizer = optim.SGD([one], lr=0.1)
        one.bar = other.bar = np.ones(1)
        optimizer.step()
        optimizer.param_groups[0]["params"] = (other,)
        optimizer.step()
        assert (one.item(), other.item()) == (0.9, 0.9)

    def test_generators_of_parameters(self):
        model = nn.MLP([2, 2, 1])
        assert len(optim.SGD(model.parameters(), lr=0.1).param_groups[0]["params"]) == 4
        optimizer = optim.SGD([{"params": layer.parameters()} for layer in (model[0], model[2])], lr=0.1)
        assert [len(group["params"]) for group in optimizer.param_groups] == [2, 2]

    @pytest.mark.parametrize(
        ("params", "error", "message"),
        [
            ([], ValueError, "was given no parameters"),
            (iter(()), ValueError, "an iterator that has been used up is empty"),
            (leaf(1), TypeError, r"an iterable of tensors, not Tensor[\s\S]*model.parameters\(\)"),
            (nn.Linear(1, 1), TypeError, "an iterable of tensors, not Linear"),
            (nn.Linear(1, 1).parameters, TypeError, "an iterable of tensors, not method"),
            ({"params": []}, TypeError, "an iterable of tensors, not dict"),
            ({leaf(1)}, TypeError, "in a set"),
            ([np.ones(1)], TypeError, "trains tensors, not ndarray"),
            ([leaf(1), {"params": []}], TypeError, "trains tensors, not dict"),
            ([{"params": [leaf(1)]}, leaf(1)], TypeError, "not a mixture"),
            ([{"lr": 0.1}], TypeError, "under 'params'"),
            ([leaf(1) * 2], ValueError, "a tensor that was computed"),
            ([Tensor([1, 2])], ValueError, "cannot train int64"),
            ([{"params": [leaf(1)], "learning_rate": 0.1}], ValueError, "no option 'learning_rate'[\\s\\S]*'lr'"),
        ],
        ids=str,
    )
    def test_what_is_refused(self, params, error, message):
        with pytest.raises(error, match=message):
            optim.SGD(params, lr=0.1)

    def test_a_parameter_given_twice(self):
        w = leaf(1)
        for params in ([w, w], [{"params": [w]}, {"params": [w]}]):
            with pytest.raises(ValueError, match="given twice"):
                optim.SGD(params, lr=0.1)

    def test_a_group_that_is_refused_is_not_added(self):
        w = leaf(1)
        optimizer = optim.SGD([w], lr=0.1)
        for group in ({"params": [w]}, {"params": [leaf(1)], "lr": -1}, {"params": [leaf(1), 3]}):
            with pytest.raises((ValueError, TypeError)):
                optimizer.add_param_group(group)
        assert len(optimizer.param_groups) == 1

    def test_repr(self):
        assert repr(optim.SGD([leaf(1)], lr=0.1)) == (
            "SGD (\n  group 0: 1 parameters, lr=0.1, momentum=0, dampening=0, weight_decay=0, nesterov=False, "
            "maximize=False\n)"
        )


class TestStep:
    def test_closure_runs_with_recording_and_its_value_comes_back(self):
        w = leaf(2)
        optimizer = optim.SGD([w], lr=0.5)

        def closure():
            optimizer.zero_grad()
            loss = (w * w).sum()
            loss.backward()
            return loss

        with no_grad():
            loss = optimizer.step(closure)
        assert loss.item() == 2.0
        assert w.data.tolist() == [0.0, 0.0]
        assert optimizer.step() is None

    def test_nothing_is_recorded(self):
        w = leaf(2)
        w.bar = np.ones(2)
        optim.SGD([w], lr=0.5).step()
        assert w.is_leaf
        assert w.requires_grad

    def test_zero_grad(self):
        w, v = leaf(2), leaf(1)
        optimizer = optim.SGD([w, v], lr=0.5)
        w.bar = np.ones(2)
        bar = w.bar
        optimizer.zero_grad(set_to_none=False)
        assert w.bar.tolist() == [0.0, 0.0]
        assert bar.tolist() == [1.0, 1.0]
        assert v.bar is None
        optimizer.zero_grad()
        assert w.bar is None

    def test_an_optimizer_of_ones_own(self):
        class Signs(optim.Optimizer):
            def __init__(self, params, lr):
                super().__init__(params, {"lr": lr})

            def step_group(self, group):
                for part in group.parts():
                    for w, gradient in zip(part.arrays, part.gradients, strict=True):
                        w -= group["lr"] * np.sign(gradient)

        w = Tensor([1.0, -5.0], requires_grad=True)
        optimizer = Signs([w], lr=0.5)
        (w * w).sum().backward()
        optimizer.step()
        assert w.data.tolist() == [0.5, -4.5]
        with pytest.raises(NotImplementedError, match=r"Optimizer defines no step_group\(\)"):
            optim.Optimizer([w], {}).step()


class TestState:
    def test_layout(self):
        _, optimizer = stepped()
        state = optimizer.state_dict()
        assert list(state["state"]) == [0, 1, 2, 3]
        assert [group["params"] for group in state["param_groups"]] == [[0, 1], [2, 3]]
        assert state["param_groups"][0]["lr"] == 0.05
        assert state["state"][0]["momentum_buffer"].shape == (3, 2)

    def test_without_momentum_there_is_no_state(self):
        assert stepped(momentum=0)[1].state_dict()["state"] == {}
        assert stepped(steps=0)[1].state_dict()["state"] == {}

    @pytest.mark.parametrize("steps", [0, 3])
    def test_a_run_goes_on_bit_for_bit(self, steps):
        model, optimizer = stepped()
        twin, other = stepped(steps=steps)
        twin.load_state_dict(model.state_dict())
        other.load_state_dict(optimizer.state_dict())
        advance(model, optimizer, 3)
        advance(twin, other, 3)
        for array, expected in zip(numbers(twin), numbers(model), strict=True):
            np.testing.assert_array_equal(array, expected)

    def test_state_of_some_parameters_only(self):
        params = [leaf(2), leaf(3)]
        optimizer = optim.SGD(params, lr=0.1, momentum=0.9)
        params[1].bar = np.ones(3)
        optimizer.step()
        state = optimizer.state_dict()
        assert list(state["state"]) == [1]
        twins = [leaf(2), leaf(3)]
        twin = optim.SGD(twins, lr=0.1, momentum=0.9)
        twin.load_state_dict(state)
        assert same_state(twin.state_dict(), state)

    def test_arrays_are_copied_both_ways(self):
        _, optimizer = stepped()
        state = optimizer.state_dict()
        before = copy.deepcopy(state)
        state["state"][0]["momentum_buffer"][...] = 7
        state["param_groups"][0]["lr"] = 7
        assert same_state(optimizer.state_dict(), before)
        optimizer.load_state_dict(before)
        before["state"][0]["momentum_buffer"][...] = 7
        assert not (optimizer.state_dict()["state"][0]["momentum_buffer"] == 7).any()

    def test_loading_changes_options(self):
        _, optimizer = stepped()
        state = optimizer.state_dict()
        state["param_groups"][1].update(lr=0.7, initial_lr=0.9)
        optimizer.load_state_dict(state)
        assert optimizer.param_groups[1]["lr"] == 0.7
        assert optimizer.param_groups[1]["initial_lr"] == 0.9
        assert len(optimizer.param_groups[1]["params"]) == 2

    def test_the_parameters_dtype_is_kept(self):
        _, double = stepped()
        model, single = stepped(dtype=np.float32)
        single.load_state_dict(double.state_dict())
        assert single.state[model[0].weight]["momentum_buffer"].dtype == np.float32

    @pytest.mark.parametrize(
        ("spoil", "message"),
        [
            (lambda s: s.pop("state"), "no dict with 'state' and 'param_groups'"),
            (lambda s: s.update(param_groups=3), "no list of dicts"),
            (lambda s: s["param_groups"].pop(), r"its groups have \[2\] parameters, and the optimizer's \[2, 2\]"),
            (lambda s: s["param_groups"][1]["params"].pop(), r"its groups have \[2, 1\] parameters"),
            (lambda s: s["param_groups"][1].pop("lr"), "its group 1 has no option 'lr'"),
            (lambda s: s["param_groups"][1].update(lr=-1), "lr=-1"),
            (lambda s: s["param_groups"][0].update(nesterov=True, momentum=0), "nesterov=True"),
            (lambda s: s["state"].update({9: {}}), "a state for parameter 9"),
            (lambda s: s.update(state=[]), "'state' is no dict of dicts"),
            (lambda s: s["state"].update({1: np.zeros(3)}), "'state' is no dict of dicts"),
            (lambda s: s["state"][3].update(exp_avg=np.zeros(1)), "keeps 'exp_avg' of parameter 3"),
            (
                lambda s: s["state"][3].update(momentum_buffer=np.zeros(2)),
                r"'momentum_buffer' of parameter 3 is \(2,\) float64, and the parameter \(1,\) float64",
            ),
            (lambda s: s["state"][3].update(momentum_buffer=np.zeros(1, complex)), r"is \(1,\) complex128"),
        ],
    )
    def test_a_bad_state_dict_changes_nothing(self, spoil, message):
        model, optimizer = stepped()
        before, weights = optimizer.state_dict(), numbers(model)
        state = copy.deepcopy(before)
        state["param_groups"][0]["lr"] = 123
        state["state"][0]["momentum_buffer"][...] = 123
        spoil(state)
        with pytest.raises(ValueError, match=message):
            optimizer.load_state_dict(state)
        assert same_state(optimizer.state_dict(), before)
        for array, expected in zip(numbers(model), weights, strict=True):
            np.testing.assert_array_equal(array, expected)

    def test_what_is_no_state_dict(self):
        with pytest.raises(ValueError, match="no dict with"):
            stepped()[1].load_state_dict(None)
