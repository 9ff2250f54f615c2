"""Schedules epoch by epoch against PyTorch's."""

import warnings

import numpy as np
import pytest
import torch

import optim
from autograd import Tensor

EPOCHS = 30

CASES = [
    ("StepLR", {"step_size": 7, "gamma": 0.3}),
    ("MultiStepLR", {"milestones": [2, 5, 5, 20], "gamma": 0.3}),
    ("ExponentialLR", {"gamma": 0.8}),
    ("CosineAnnealingLR", {"T_max": 12}),
    ("CosineAnnealingLR", {"T_max": 40, "eta_min": 0.01}),
    ("LinearLR", {}),
    ("LinearLR", {"start_factor": 0.1, "end_factor": 0.7, "total_iters": 8}),
    ("ConstantLR", {"factor": 0.2, "total_iters": 6}),
    ("LambdaLR", {"lr_lambda": lambda epoch: 1 / (1 + epoch)}),
    ("LambdaLR", {"lr_lambda": [lambda epoch: 0.9**epoch, lambda epoch: 1 + epoch % 3]}),
]


def pair():
    """An optimizer of two groups with learning rates of their own, here and in PyTorch."""
    ours = [{"params": [Tensor(1.0, requires_grad=True)]}, {"params": [Tensor(1.0, requires_grad=True)], "lr": 2.0}]
    theirs = [
        {"params": [torch.ones((), requires_grad=True)]},
        {"params": [torch.ones((), requires_grad=True)], "lr": 2.0},
    ]
    return optim.SGD(ours, lr=0.5), torch.optim.SGD(theirs, lr=0.5)


def rates(optimizer):
    return [group["lr"] for group in optimizer.param_groups]


def agree(ours, theirs, schedules, oracles, change=None):
    np.testing.assert_allclose(rates(ours), rates(theirs), rtol=1e-12, atol=1e-15)
    theirs.step()
    for epoch in range(EPOCHS):
        for schedule in schedules:
            schedule.step()
        for oracle in oracles:
            oracle.step()
        if change is not None:
            change(epoch, ours)
            change(epoch, theirs)
        np.testing.assert_allclose(rates(ours), rates(theirs), rtol=1e-12, atol=1e-15, err_msg=f"epoch {epoch}")
        assert schedules[-1].get_last_lr() == rates(ours)


def make(module, optimizer, name, options):
    return getattr(module, name)(optimizer, **options)


@pytest.mark.parametrize(("name", "options"), CASES)
def test_learning_rates_are_pytorchs(name, options):
    ours, theirs = pair()
    schedule = make(optim.lr_scheduler, ours, name, options)
    agree(ours, theirs, [schedule], [make(torch.optim.lr_scheduler, theirs, name, options)])


@pytest.mark.parametrize("first", ["LinearLR", "ConstantLR"])
@pytest.mark.parametrize(("name", "options"), [CASES[0], CASES[1], CASES[2]])
def test_two_schedules_that_are_both_stepped_multiply(first, name, options):
    ours, theirs = pair()
    schedules = [make(optim.lr_scheduler, ours, first, {}), make(optim.lr_scheduler, ours, name, options)]
    oracles = [
        make(torch.optim.lr_scheduler, theirs, first, {}),
        make(torch.optim.lr_scheduler, theirs, name, options),
    ]
    agree(ours, theirs, schedules, oracles)


@pytest.mark.parametrize(("name", "options"), CASES[:3])
def test_a_learning_rate_changed_by_hand_is_gone_on_from(name, options):
    def change(epoch, optimizer):
        if epoch == 4:
            optimizer.param_groups[0]["lr"] /= 10

    ours, theirs = pair()
    schedule = make(optim.lr_scheduler, ours, name, options)
    agree(ours, theirs, [schedule], [make(torch.optim.lr_scheduler, theirs, name, options)], change)


def test_warm_up_and_then_a_cosine():
    ours, theirs = pair()
    both = []
    for module, optimizer in ((optim.lr_scheduler, ours), (torch.optim.lr_scheduler, theirs)):
        warmup = module.LinearLR(optimizer, start_factor=0.1, total_iters=5)
        fall = module.CosineAnnealingLR(optimizer, T_max=EPOCHS - 5)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            both.append(module.SequentialLR(optimizer, schedulers=[warmup, fall], milestones=[5]))
    agree(ours, theirs, both[:1], both[1:])


@pytest.mark.parametrize(
    "options",
    [
        {"patience": 2},
        {"patience": 0, "factor": 0.5, "threshold": 0.2},
        {"patience": 1, "threshold": 0.05, "threshold_mode": "abs", "cooldown": 2, "min_lr": 0.01},
        {"mode": "max", "patience": 3, "factor": 0.3},
        {"mode": "max", "patience": 1, "threshold": 0.1, "threshold_mode": "abs"},
    ],
)
def test_plateaus(options):
    ours, theirs = pair()
    schedule = optim.lr_scheduler.ReduceLROnPlateau(ours, **options)
    oracle = torch.optim.lr_scheduler.ReduceLROnPlateau(theirs, **options)
    rng = np.random.default_rng(0)
    seen = set()
    for epoch in range(60):
        loss = 1 / (1 + epoch) + rng.normal(scale=0.1)
        schedule.step(loss)
        oracle.step(loss)
        np.testing.assert_allclose(rates(ours), rates(theirs), rtol=1e-12)
        seen.add(rates(ours)[0])
    assert len(seen) > 2
