"""Optimizers step by step against PyTorch's, through every usual option."""

import numpy as np
import pytest
import torch

import optim
from autograd import Tensor

#: Steps are compared to rounding: the formulas are the same, the order of the roundings is not. Where
#: larger numbers cancel (in a velocity, in the centred mean square), their rounding is left: some 200 epsilons.
CLOSE = {np.float64: {"rtol": 1e-12, "atol": 1e-14}, np.float32: {"rtol": 1e-4, "atol": 1e-6}}

CASES = [
    ("SGD", {"lr": 0.05}),
    ("SGD", {"lr": 0.05, "weight_decay": 0.3}),
    ("SGD", {"lr": 0.05, "momentum": 0.9}),
    ("SGD", {"lr": 0.05, "momentum": 0.9, "dampening": 0.4, "weight_decay": 0.1}),
    ("SGD", {"lr": 0.05, "momentum": 0.9, "nesterov": True, "weight_decay": 0.1}),
    ("SGD", {"lr": 0.05, "momentum": 0.5, "maximize": True, "weight_decay": 0.1}),
    ("Adam", {}),
    ("Adam", {"lr": 0.1, "betas": (0.8, 0.95), "eps": 1e-3}),
    ("Adam", {"lr": 0.1, "weight_decay": 0.3}),
    ("Adam", {"lr": 0.1, "amsgrad": True}),
    ("Adam", {"lr": 0.1, "maximize": True, "weight_decay": 0.1}),
    ("AdamW", {}),
    ("AdamW", {"lr": 0.1, "weight_decay": 0.5, "amsgrad": True}),
    ("AdamW", {"lr": 0.1, "maximize": True}),
    ("RMSprop", {}),
    ("RMSprop", {"lr": 0.05, "alpha": 0.8, "eps": 1e-4, "weight_decay": 0.2}),
    ("RMSprop", {"lr": 0.05, "momentum": 0.7}),
    ("RMSprop", {"lr": 0.05, "centered": True}),
    ("RMSprop", {"lr": 0.05, "centered": True, "momentum": 0.7, "weight_decay": 0.2, "maximize": True}),
    ("Adagrad", {}),
    ("Adagrad", {"lr": 0.3, "lr_decay": 0.2, "weight_decay": 0.1}),
    ("Adagrad", {"lr": 0.3, "initial_accumulator_value": 0.5, "eps": 1e-3, "maximize": True}),
]


class Twins:
    """The same parameters, of several shapes, in Overbar and in PyTorch, with the same gradients."""

    def __init__(self, name, options, dtype=np.float64):
        self.rng = np.random.default_rng(5)
        starts = [self.rng.normal(size=shape).astype(dtype) for shape in [(3, 4), (4,), (), (150, 150)]]
        self.ours = [Tensor(start.copy(), requires_grad=True) for start in starts]
        self.theirs = [torch.tensor(start, requires_grad=True) for start in starts]
        self.optimizer = getattr(optim, name)(self.ours, **options)
        self.oracle = getattr(torch.optim, name)(self.theirs, **options)
        self.dtype = dtype

    def step(self, without=()):
        for number, (mine, other) in enumerate(zip(self.ours, self.theirs)):
            if number in without:
                mine.bar = other.grad = None
            else:
                gradient = np.asarray(self.rng.normal(size=mine.shape), self.dtype)
                mine.bar, other.grad = gradient, torch.from_numpy(gradient.copy())
        self.optimizer.step()
        self.oracle.step()
        for mine, other in zip(self.ours, self.theirs):
            assert mine.dtype == self.dtype
            np.testing.assert_allclose(mine.data, other.detach().numpy(), **CLOSE[self.dtype])


@pytest.mark.parametrize("dtype", [np.float64, np.float32], ids=["float64", "float32"])
@pytest.mark.parametrize(("name", "options"), CASES)
def test_the_path_is_pytorchs(name, options, dtype):
    twins = Twins(name, options, dtype)
    for _ in range(8):
        twins.step()


@pytest.mark.parametrize(("name", "options"), CASES)
def test_parameters_without_a_gradient_fall_behind_as_they_do_in_pytorch(name, options):
    twins = Twins(name, options)
    twins.step(without={0, 3})
    twins.step()
    twins.step(without={1})
    twins.step()


@pytest.mark.parametrize(("name", "options"), CASES)
def test_a_state_of_pytorchs_is_taken_over(name, options):
    twins = Twins(name, options)
    twins.step(without={1})
    twins.step()
    state = twins.oracle.state_dict()
    arrays = {
        number: {key: value.numpy() for key, value in entry.items() if value is not None}
        for number, entry in state["state"].items()
    }
    fresh = getattr(optim, name)(twins.ours, **{**options, "lr": 7.0})
    fresh.load_state_dict({"state": arrays, "param_groups": state["param_groups"]})
    twins.optimizer = fresh
    twins.step()
    twins.step()


@pytest.mark.parametrize(("name", "options"), CASES)
def test_the_state_has_pytorchs_names_and_values(name, options):
    twins = Twins(name, options)
    twins.step()
    twins.step()
    ours, theirs = twins.optimizer.state_dict(), twins.oracle.state_dict()
    kept = {
        number: {key: value for key, value in entry.items() if value is not None}
        for number, entry in theirs["state"].items()
        if any(value is not None for value in entry.values())
    }
    assert ours["state"].keys() == kept.keys()
    for number, entry in kept.items():
        assert ours["state"][number].keys() == entry.keys()
        for key, value in entry.items():
            np.testing.assert_allclose(ours["state"][number][key], value.numpy(), **CLOSE[np.float64], err_msg=key)
    for ours_group, theirs_group in zip(ours["param_groups"], theirs["param_groups"]):
        for option in ours_group.keys() - {"first_lr"}:
            assert ours_group[option] == theirs_group[option], option


@pytest.mark.parametrize("name", ["SGD", "Adam", "AdamW", "RMSprop", "Adagrad"])
def test_default_options_are_pytorchs(name):
    given = {"lr": 0.1} if name == "SGD" else {}
    ours = getattr(optim, name)([Tensor(1.0, requires_grad=True)], **given).defaults
    theirs = getattr(torch.optim, name)([torch.tensor(1.0, requires_grad=True)], **given).defaults
    assert {option: theirs.get(option) for option in ours} == ours


def test_the_lectures_momentum_takes_pytorchs_path_when_its_first_step_is_as_long():
    twins = Twins("SGD", {"lr": 0.05, "momentum": 0.9, "weight_decay": 0.1})
    twins.optimizer = optim.SGD(twins.ours, lr=0.05, momentum=0.9, weight_decay=0.1, first_lr=0.05)
    for _ in range(30):
        twins.step()
