"""Layers, losses and SGD against PyTorch: values, gradients, and training runs step by step."""

import itertools

import numpy as np
import pytest
import torch
from hypothesis import given
from hypothesis import strategies as st

import nn
import optim
from autograd import Tensor

CLOSE = {"rtol": 1e-10, "atol": 1e-12}
REDUCTIONS = ["mean", "sum", "none"]

seeds = st.integers(0, 2**32 - 1)
lengths = st.integers(1, 6)

SGD_OPTIONS = [
    {"lr": 0.05, "momentum": momentum, "dampening": dampening, "weight_decay": weight_decay, "nesterov": nesterov}
    for momentum, dampening, weight_decay, nesterov in itertools.product(
        [0, 0.5, 0.9], [0, 0.3], [0, 0.02], [False, True]
    )
    if not nesterov or (momentum and not dampening)
]


def both(array):
    """The same leaf here and in PyTorch."""
    return Tensor(array, requires_grad=True), torch.tensor(array, requires_grad=True)


def backward(ours, theirs, rng):
    """Runs both backward passes, from the same random error signal where the loss has several entries."""
    np.testing.assert_allclose(ours.data, theirs.detach().numpy(), **CLOSE)
    bar = rng.normal(size=ours.shape)
    ours.backward(bar)
    theirs.backward(torch.tensor(bar))


def assert_same_bars(pairs):
    for ours, theirs in pairs:
        np.testing.assert_allclose(ours.bar, theirs.grad.numpy(), **CLOSE)


@given(seed=seeds, batch=st.lists(lengths, max_size=2), inputs=lengths, outputs=lengths, bias=st.booleans())
def test_linear(seed, batch, inputs, outputs, bias):
    rng = np.random.default_rng(seed)
    ours = nn.Linear(inputs, outputs, bias, dtype=np.float64, rng=rng)
    theirs = torch.nn.Linear(inputs, outputs, bias, dtype=torch.float64)
    theirs.load_state_dict({path: torch.tensor(array) for path, array in ours.state_dict().items()})
    x, x_torch = both(rng.normal(size=(*batch, inputs)))
    backward(ours(x), theirs(x_torch), rng)
    assert_same_bars([(x, x_torch), *zip(ours.parameters(), theirs.parameters(), strict=True)])


@given(seed=seeds, shape=st.lists(lengths, max_size=3), reduction=st.sampled_from(REDUCTIONS))
def test_mse_loss(seed, shape, reduction):
    rng = np.random.default_rng(seed)
    (y, y_torch), (t, t_torch) = both(rng.normal(size=shape)), both(rng.normal(size=shape))
    backward(nn.MSELoss(reduction=reduction)(y, t), torch.nn.MSELoss(reduction=reduction)(y_torch, t_torch), rng)
    assert_same_bars([(y, y_torch), (t, t_torch)])


@given(
    seed=seeds,
    shape=st.lists(lengths, min_size=1, max_size=4),
    reduction=st.sampled_from(REDUCTIONS),
    scale=st.sampled_from([1.0, 1e4]),
)
def test_cross_entropy_of_class_numbers(seed, shape, reduction, scale):
    rng = np.random.default_rng(seed)
    classes = shape[1] if len(shape) > 1 else shape[0]
    labels = rng.integers(0, classes, shape[:1] + shape[2:] if len(shape) > 1 else ())
    scores, scores_torch = both(scale * rng.normal(size=shape))
    backward(
        nn.CrossEntropyLoss(reduction=reduction)(scores, labels),
        torch.nn.CrossEntropyLoss(reduction=reduction)(scores_torch, torch.tensor(labels)),
        rng,
    )
    assert_same_bars([(scores, scores_torch)])


@given(seed=seeds, shape=st.lists(lengths, min_size=1, max_size=4), reduction=st.sampled_from(REDUCTIONS))
def test_cross_entropy_of_rows(seed, shape, reduction):
    rng = np.random.default_rng(seed)
    axis = 1 if len(shape) > 1 else 0
    weights = rng.exponential(size=shape)
    (t, t_torch), (y, y_torch) = both(rng.normal(size=shape)), both(weights / weights.sum(axis, keepdims=True))
    backward(
        nn.CrossEntropyLoss(reduction=reduction)(t, y),
        torch.nn.CrossEntropyLoss(reduction=reduction)(t_torch, y_torch),
        rng,
    )
    assert_same_bars([(t, t_torch), (y, y_torch)])


@pytest.mark.parametrize("name", ["ReLU", "Sigmoid", "Tanh", "Softmax", "LogSoftmax", "Flatten", "Identity"])
def test_layers_without_parameters(name):
    rng = np.random.default_rng(0)
    arguments = {"dim": 1} if "oftmax" in name else {}
    x, x_torch = both(np.append(0.0, rng.normal(size=119)).reshape(4, 5, 6))
    backward(getattr(nn, name)(**arguments)(x), getattr(torch.nn, name)(**arguments)(x_torch), rng)
    assert_same_bars([(x, x_torch)])


def networks(seed):
    """The same small network here and in PyTorch."""
    ours = nn.MLP([5, 7, 4, 3], nn.Tanh, dtype=np.float64, rng=seed)
    theirs = torch.nn.Sequential(
        torch.nn.Linear(5, 7), torch.nn.Tanh(), torch.nn.Linear(7, 4), torch.nn.Tanh(), torch.nn.Linear(4, 3)
    ).double()
    theirs.load_state_dict({path: torch.tensor(array) for path, array in ours.state_dict().items()})
    return ours, theirs


def assert_same_state(optimizer, theirs):
    state, expected = optimizer.state_dict(), theirs.state_dict()
    buffers = {number: entry.get("momentum_buffer") for number, entry in expected["state"].items()}
    buffers = {number: buffer for number, buffer in buffers.items() if buffer is not None}
    assert state["state"].keys() == buffers.keys()
    for number, buffer in buffers.items():
        np.testing.assert_allclose(state["state"][number]["momentum_buffer"], buffer.numpy(), **CLOSE)
    for group, other in zip(state["param_groups"], expected["param_groups"], strict=True):
        assert group.pop("first_lr") is None  # the lecture's first step, which PyTorch does not have
        assert group == {name: other[name] for name in group}


@pytest.mark.parametrize("options", SGD_OPTIONS, ids=str)
def test_sgd_step_by_step(options):
    ours, theirs = networks(seed=1)
    optimizer, optimizer_torch = (
        optim.SGD(ours.parameters(), **options),
        torch.optim.SGD(theirs.parameters(), **options),
    )
    criterion, criterion_torch = nn.CrossEntropyLoss(), torch.nn.CrossEntropyLoss()
    rng = np.random.default_rng(2)
    for _ in range(15):
        xs, ts = rng.normal(size=(6, 5)), rng.integers(0, 3, 6)
        loss, loss_torch = criterion(ours(xs), ts), criterion_torch(theirs(torch.tensor(xs)), torch.tensor(ts))
        np.testing.assert_allclose(loss.data, loss_torch.item(), **CLOSE)
        loss.backward()
        loss_torch.backward()
        optimizer.step()
        optimizer_torch.step()
        optimizer.zero_grad()
        optimizer_torch.zero_grad()
        for parameter, other in zip(ours.parameters(), theirs.parameters(), strict=True):
            np.testing.assert_allclose(parameter.data, other.detach().numpy(), **CLOSE)
        assert_same_state(optimizer, optimizer_torch)


group_options = st.fixed_dictionaries(
    {},
    optional={
        "lr": st.floats(0, 0.1),
        "momentum": st.floats(0.1, 0.95),
        "dampening": st.floats(0, 1),
        "weight_decay": st.floats(0, 0.1),
    },
)


@given(
    options=st.sampled_from([options for options in SGD_OPTIONS if not options["nesterov"]]),
    groups=st.lists(group_options, min_size=3, max_size=3),
    used=st.lists(st.lists(st.booleans(), min_size=6, max_size=6), min_size=1, max_size=6),
)
def test_sgd_with_groups_schedules_and_parameters_that_sit_out(options, groups, used):
    ours, theirs = networks(seed=3)

    def grouped(model):
        return [{"params": model[2 * i].parameters(), **group} for i, group in enumerate(groups)]

    optimizer, optimizer_torch = optim.SGD(grouped(ours), **options), torch.optim.SGD(grouped(theirs), **options)
    rng = np.random.default_rng(4)
    for number, row in enumerate(used):
        for parameter, other, there in zip(ours.parameters(), theirs.parameters(), row, strict=True):
            bar = rng.normal(size=parameter.shape)
            parameter.bar, other.grad = (bar, torch.tensor(bar)) if there else (None, None)
        for group, other in zip(optimizer.param_groups, optimizer_torch.param_groups, strict=True):
            group["lr"] = other["lr"] = group["lr"] / (1 + number)
        optimizer.step()
        optimizer_torch.step()
        for parameter, other in zip(ours.parameters(), theirs.parameters(), strict=True):
            np.testing.assert_allclose(parameter.data, other.detach().numpy(), **CLOSE)
        assert_same_state(optimizer, optimizer_torch)


def test_a_state_dict_goes_from_pytorch_to_here_and_back():
    ours, theirs = networks(seed=5)
    options = {"lr": 0.1, "momentum": 0.9}
    optimizer, optimizer_torch = (
        optim.SGD(ours.parameters(), **options),
        torch.optim.SGD(theirs.parameters(), **options),
    )
    for parameter in theirs.parameters():
        parameter.grad = torch.ones_like(parameter)
    optimizer_torch.step()
    ours.load_state_dict(theirs.state_dict())
    optimizer.load_state_dict(optimizer_torch.state_dict())
    for parameter, other in zip(ours.parameters(), theirs.parameters(), strict=True):
        parameter.bar, other.grad = np.full(parameter.shape, 2.0), torch.full_like(other, 2.0)
    optimizer.step()
    optimizer_torch.step()
    for parameter, other in zip(ours.parameters(), theirs.parameters(), strict=True):
        np.testing.assert_allclose(parameter.data, other.detach().numpy(), **CLOSE)


@pytest.mark.parametrize("name", ["kaiming_normal_", "kaiming_uniform_", "xavier_normal_", "xavier_uniform_"])
@pytest.mark.parametrize("shape", [(300, 200), (60, 20, 5, 5)])
def test_initializers_have_the_same_spread(name, shape):
    ours, theirs = Tensor(np.zeros(shape)), torch.zeros(shape, dtype=torch.float64)
    getattr(nn.init, name)(ours, rng=0)
    generator = torch.Generator().manual_seed(0)
    getattr(torch.nn.init, name)(theirs, generator=generator)
    # Two samples of 30,000 numbers or more.
    assert ours.data.std() == pytest.approx(theirs.std().item(), rel=0.03)
    assert abs(ours.data).max() == pytest.approx(theirs.abs().max().item(), rel=0.03 if "uniform" in name else 0.3)


@pytest.mark.parametrize("nonlinearity", ["linear", "sigmoid", "tanh", "relu", "leaky_relu", "selu"])
def test_gains(nonlinearity):
    assert nn.init.calculate_gain(nonlinearity) == pytest.approx(torch.nn.init.calculate_gain(nonlinearity))


def test_repr_is_pytorchs():
    def network(package):
        layers = [package.Linear(3, 2), package.ReLU(), package.Linear(2, 1, bias=False), package.Softmax(dim=-1)]
        return package.Sequential(*layers, package.Sequential(package.Flatten(), package.Sigmoid()))

    assert repr(network(nn)) == repr(network(torch.nn))
