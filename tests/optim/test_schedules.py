"""Schedules: what they have beside their formulas, which tests/oracle compares with PyTorch's."""

import math

import numpy as np
import pytest

import optim
from autograd import Tensor
from optim import lr_scheduler, momentum_scheduler


def optimizer(**options):
    return optim.SGD([Tensor(1.0, requires_grad=True)], **{"lr": 0.5, **options})


MAKERS = {
    "StepLR": lambda o: lr_scheduler.StepLR(o, 3, 0.5),
    "MultiStepLR": lambda o: lr_scheduler.MultiStepLR(o, [2, 5], 0.5),
    "ExponentialLR": lambda o: lr_scheduler.ExponentialLR(o, 0.9),
    "CosineAnnealingLR": lambda o: lr_scheduler.CosineAnnealingLR(o, 10),
    "LinearLR": lambda o: lr_scheduler.LinearLR(o, total_iters=4),
    "ConstantLR": lambda o: lr_scheduler.ConstantLR(o, total_iters=4),
    "LambdaLR": lambda o: lr_scheduler.LambdaLR(o, lambda epoch: 0.9**epoch),
    "SequentialLR": lambda o: lr_scheduler.SequentialLR(
        o, [lr_scheduler.LinearLR(o, total_iters=3), lr_scheduler.ExponentialLR(o, 0.9)], [3]
    ),
    "LinearMomentum": lambda o: momentum_scheduler.LinearMomentum(o, total_iters=8),
    "LambdaMomentum": lambda o: momentum_scheduler.LambdaMomentum(o, lambda epoch: 1 - 1 / (epoch + 2)),
}


@pytest.fixture(params=MAKERS)
def make(request):
    return MAKERS[request.param]


def values(opt, schedule, epochs):
    """The options of the group in each epoch; then the schedule is stepped."""
    seen = []
    for _ in range(epochs):
        seen.append((opt.param_groups[0]["lr"], opt.param_groups[0]["momentum"]))
        schedule.step()
    return seen


def test_value_tells_beforehand_what_step_will_do(make):
    opt = optimizer()
    schedule = make(opt)
    initial = opt.param_groups[0][f"initial_{schedule.option}"]
    at = ("lr", "momentum").index(schedule.option)
    assert [pair[at] for pair in values(opt, schedule, 12)] == [schedule.value(epoch, initial) for epoch in range(12)]


def test_a_run_goes_on_exactly_from_saved_states(make):
    opt = optimizer()
    whole = values(opt, make(opt), 12)

    opt = optimizer()
    schedule = make(opt)
    start = values(opt, schedule, 5)
    saved = opt.state_dict(), schedule.state_dict()
    opt = optimizer()
    schedule = make(opt)
    opt.load_state_dict(saved[0])
    schedule.load_state_dict(saved[1])
    assert start + values(opt, schedule, 7) == whole


def test_a_plateau_goes_on_exactly_from_saved_states():
    losses = [3.0, 2.0, 2.5, 2.1, 2.2, 2.3, 1.0, 1.1, 1.2, 1.3]

    def make():
        opt = optimizer()
        return opt, lr_scheduler.ReduceLROnPlateau(opt, factor=0.5, patience=1, cooldown=1)

    def rates(opt, schedule, losses):
        return [(schedule.step(loss), opt.param_groups[0]["lr"]) for loss in losses]

    whole = rates(*make(), losses)
    assert len({rate for _, rate in whole}) == 3
    for cut in range(len(losses)):
        opt, schedule = make()
        start = rates(opt, schedule, losses[:cut])
        fresh_opt, fresh = make()
        fresh_opt.load_state_dict(opt.state_dict())
        fresh.load_state_dict(schedule.state_dict())
        assert start + rates(fresh_opt, fresh, losses[cut:]) == whole


def test_momentum_rises_from_a_half_to_nine_tenths():
    """The advice of docs/lectures.md T8."""
    opt = optimizer(momentum=0.5)
    schedule = momentum_scheduler.LinearMomentum(opt, start=0.5, end=0.9, total_iters=20)
    betas = [beta for _, beta in values(opt, schedule, 25)]
    np.testing.assert_allclose(betas[:21], np.linspace(0.5, 0.9, 21))
    assert betas[20:] == [0.9] * 5
    assert schedule.get_last_momentum() == [0.9]


def test_a_schedule_for_each_of_two_options():
    opt = optimizer(momentum=0.5)
    falling, rising = lr_scheduler.ExponentialLR(opt, 0.5), momentum_scheduler.LinearMomentum(opt, total_iters=2)
    falling.step()
    rising.step()
    assert (opt.param_groups[0]["lr"], opt.param_groups[0]["momentum"]) == (0.25, 0.7)


def test_a_group_added_later_falls_from_the_learning_rate_that_it_is_given():
    opt = optimizer()
    schedule = lr_scheduler.ExponentialLR(opt, 0.5)
    schedule.step()
    opt.add_param_group({"params": [Tensor(1.0, requires_grad=True)], "lr": 8.0})
    schedule.step()
    assert schedule.get_last_lr() == [0.125, 4.0]


def test_an_optimizer_without_the_option_is_refused():
    adam = optim.Adam([Tensor(1.0, requires_grad=True)])
    with pytest.raises(ValueError, match="no option 'momentum'"):
        momentum_scheduler.LinearMomentum(adam)
    with pytest.raises(TypeError, match="not float"):
        lr_scheduler.ExponentialLR(0.1, 0.9)


@pytest.mark.parametrize("factor", [-1.0, math.nan, "0.5", None])
def test_a_function_that_gives_no_learning_rate_is_refused(factor):
    with pytest.raises((TypeError, ValueError)):
        lr_scheduler.LambdaLR(optimizer(), lambda epoch: factor)


@pytest.mark.parametrize(
    "bad",
    [
        {},
        {"last_epoch": 3},
        {"last_epoch": "3", "step_size": 3, "gamma": 0.5},
        {"last_epoch": -3, "step_size": 3, "gamma": 0.5},
        {"last_epoch": 3, "step_size": None, "gamma": 0.5},
        {"last_epoch": 3, "step_size": 3, "gamma": 0.5, "power": 2},
        None,
        [1, 2, 3],
    ],
)
def test_a_state_that_does_not_fit_is_refused_and_nothing_changes(bad):
    schedule = MAKERS["StepLR"](optimizer())
    before = schedule.state_dict()
    with pytest.raises(ValueError, match="does not fit this StepLR"):
        schedule.load_state_dict(bad)
    assert schedule.state_dict() == before


@pytest.mark.parametrize(
    "make",
    [
        lambda o: lr_scheduler.StepLR(o, 0),
        lambda o: lr_scheduler.CosineAnnealingLR(o, 0),
        lambda o: lr_scheduler.LinearLR(o, start_factor=0.0),
        lambda o: lr_scheduler.LinearLR(o, total_iters=0),
        lambda o: lr_scheduler.ConstantLR(o, factor=2.0),
        lambda o: lr_scheduler.LambdaLR(o, [abs, abs]),
        lambda o: lr_scheduler.SequentialLR(o, [lr_scheduler.ExponentialLR(o, 0.9)], [3]),
        lambda o: lr_scheduler.SequentialLR(o, [lr_scheduler.ExponentialLR(optimizer(), 0.9)], []),
        lambda o: lr_scheduler.ReduceLROnPlateau(o, mode="least"),
        lambda o: lr_scheduler.ReduceLROnPlateau(o, factor=1.0),
        lambda o: momentum_scheduler.LinearMomentum(o, end=1.0),
    ],
)
def test_options_that_make_no_schedule_are_refused(make):
    with pytest.raises(ValueError, match="Hint"):
        make(optimizer())
