"""What Adam, AdamW, RMSprop and Adagrad have beside their formulas, which tests/oracle compares with PyTorch's."""

import copy

import numpy as np
import pytest

import optim
from autograd import Tensor

ADAPTIVE = [optim.Adam, optim.AdamW, optim.RMSprop, optim.Adagrad]


def parameters(dtype=np.float64):
    return [Tensor(np.full(shape, 2.0, dtype), requires_grad=True) for shape in [(3, 2), (2,), ()]]


def run(optimizer, params, steps):
    """Steps of the given numbers; the gradients of each are its own, and the same in every run."""
    for step in steps:
        rng = np.random.default_rng(step)
        for param in params:
            param.bar = np.asarray(rng.normal(size=param.shape), param.dtype)
        optimizer.step()


@pytest.mark.parametrize("kind", ADAPTIVE)
@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_a_run_goes_on_bit_for_bit_from_a_saved_state(kind, dtype):
    whole, parted = parameters(dtype), parameters(dtype)
    run(kind(whole, lr=0.1), whole, range(6))
    first = kind(parted, lr=0.1)
    run(first, parted, range(3))
    second = kind(parted, lr=7.0)
    second.load_state_dict(first.state_dict())
    run(second, parted, range(3, 6))
    for one, other in zip(whole, parted):
        assert other.dtype == dtype
        np.testing.assert_array_equal(one.data, other.data)


@pytest.mark.parametrize("kind", ADAPTIVE)
def test_a_copy_goes_its_own_way(kind):
    params = parameters()
    optimizer = kind(params, lr=0.1)
    run(optimizer, params, range(2))
    twin_optimizer, twins = copy.deepcopy((optimizer, params))
    run(optimizer, params, range(2, 4))
    run(twin_optimizer, twins, range(2, 4))
    for param, twin in zip(params, twins):
        assert param is not twin
        np.testing.assert_array_equal(param.data, twin.data)


@pytest.mark.parametrize("kind", ADAPTIVE)
def test_the_size_of_the_gradient_hardly_matters(kind):
    """What they are for: a first step as long for a gradient of 10⁻³ as for one of 10³."""
    w = Tensor(np.zeros(2), requires_grad=True)
    optimizer = kind([w], lr=0.1, eps=1e-12)
    w.bar = np.array([1e-3, 1e3])
    optimizer.step()
    np.testing.assert_allclose(w.data[0], w.data[1], rtol=1e-6)
    assert w.data[0] < 0


@pytest.mark.parametrize(
    ("kind", "options"),
    [
        (optim.Adam, {"lr": -1.0}),
        (optim.Adam, {"eps": -1e-8}),
        (optim.Adam, {"betas": (0.9, 1.0)}),
        (optim.AdamW, {"weight_decay": -0.1}),
        (optim.RMSprop, {"alpha": -0.5}),
        (optim.RMSprop, {"momentum": float("nan")}),
        (optim.Adagrad, {"lr_decay": -0.1}),
        (optim.Adagrad, {"initial_accumulator_value": -1}),
    ],
)
def test_options_out_of_range_are_refused_by_name(kind, options):
    with pytest.raises(ValueError, match=next(iter(options))):
        kind(parameters(), **options)


@pytest.mark.parametrize("betas", [0.9, (0.9,), (0.9, "0.99"), None])
def test_betas_that_are_not_two_numbers_are_refused(betas):
    with pytest.raises((TypeError, ValueError), match="betas"):
        optim.Adam(parameters(), betas=betas)


@pytest.mark.parametrize("step", [-1, 2.5, float("nan"), [1, 2], None, "two"])
def test_a_number_of_steps_that_is_none_is_refused_and_nothing_changes(step):
    params = parameters()
    optimizer = optim.Adam(params, lr=0.1)
    run(optimizer, params, range(2))
    before, bad = optimizer.state_dict(), optimizer.state_dict()
    bad["state"][1]["step"] = step
    with pytest.raises(ValueError, match="step"):
        optimizer.load_state_dict(bad)
    np.testing.assert_equal(optimizer.state_dict(), before)


def test_a_state_of_another_optimizer_is_refused():
    params = parameters()
    other = optim.RMSprop(params, lr=0.1)
    run(other, params, range(1))
    with pytest.raises(ValueError, match="betas"):
        optim.Adam(params).load_state_dict(other.state_dict())


def test_centred_rmsprop_survives_a_variance_that_rounding_makes_negative():
    w = Tensor(np.array([1.0], np.float32), requires_grad=True)
    optimizer = optim.RMSprop([w], lr=1e-3, alpha=0.5, centered=True)
    for _ in range(200):
        w.bar = np.array([0.1], np.float32)
        optimizer.step()
    assert np.isfinite(w.data).all()
