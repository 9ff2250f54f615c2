"""A backward pass through values that have been overwritten is an error; every other one goes on as before."""

import numpy as np
import pytest

import nn
import optim
from autograd import GradientError, Tensor, mark_written, step_through


def perceptron(rng=0):
    model = nn.Sequential(nn.Linear(3, 4, rng=rng), nn.Tanh(), nn.Linear(4, 2, rng=rng))
    points = np.random.default_rng(1).normal(size=(5, 3)).astype(np.float32)
    return model, points


@pytest.mark.parametrize("optimizer", [optim.SGD, optim.Adam, optim.AdamW, optim.RMSprop, optim.Adagrad])
def test_a_second_backward_pass_after_a_step_would_use_other_weights(optimizer):
    model, points = perceptron()
    trained = optimizer(model.parameters(), lr=0.1)
    loss = (model(points) ** 2).mean()
    loss.backward()
    trained.step()
    bars = [parameter.bar.copy() for parameter in model.parameters()]
    with pytest.raises(GradientError, match=r"(?s)affine ask for the value of .*\n  at .*test_written.*loss again"):
        loss.backward()
    with pytest.raises(GradientError, match="affine ask for the value"):
        step_through(loss)
    for parameter, bar in zip(model.parameters(), bars, strict=True):
        np.testing.assert_array_equal(parameter.bar, bar)
    (model(points) ** 2).mean().backward()


def test_the_message_names_the_parameter():
    w = Tensor([1.0, 2.0], requires_grad=True, name="slopes")
    loss = (w * w).sum()
    mark_written([w])
    with pytest.raises(GradientError, match="value of slopes, which has been changed since"):
        loss.backward()


def test_a_graph_that_keeps_no_old_value_of_a_parameter_goes_on():
    """Of a single affine map the rules ask for the points alone."""
    model, points = nn.Linear(3, 2, rng=0), np.ones((5, 3), np.float32)
    trained = optim.SGD(model.parameters(), lr=0.1)
    scores = model(points)
    scores.sum().backward()
    trained.step()
    trained.zero_grad()
    scores.sum().backward()
    np.testing.assert_array_equal(model.weight.bar, np.full((2, 3), 5, np.float32))


def test_what_was_computed_before_a_step_and_is_used_after_it():
    """The loss is younger than the step, and a part of its graph older."""
    w = Tensor([1.0, 2.0], requires_grad=True)
    trained = optim.SGD([w], lr=0.1)
    penalty = (w * w).sum()
    (w * 3).sum().backward()
    trained.step()
    with pytest.raises(GradientError, match="multiply"):
        (penalty + (w * 3).sum()).backward()


def test_a_view_of_a_parameter_is_its_value_too():
    w = Tensor([[1.0, 2.0], [3.0, 4.0]], requires_grad=True)
    column = w[:, 0]
    loss = (column * column).sum()
    mark_written([w])
    with pytest.raises(GradientError, match="multiply"):
        loss.backward()


def test_several_inputs_that_are_kept_together():
    w = Tensor([1.0, 2.0], requires_grad=True)
    loss = np.einsum("i,i->", w, w)
    mark_written([w])
    with pytest.raises(GradientError, match="einsum"):
        loss.backward()


def test_an_update_by_hand():
    w = Tensor([1.0, 2.0], requires_grad=True)
    loss = (w * w).sum()
    loss.backward()
    array = w.data
    w.data -= 0.1 * w.bar
    assert w.data is array
    with pytest.raises(GradientError, match="multiply"):
        loss.backward()


def test_new_data_leave_the_old_graph_its_values():
    w = Tensor([1.0, 2.0], requires_grad=True)
    loss = (w * w).sum()
    w.data = np.array([5.0, 5.0])
    loss.backward()
    assert w.bar.tolist() == [2.0, 4.0]


def test_an_update_of_one_number_by_hand():
    w = Tensor(3.0, requires_grad=True)
    loss = w * w
    loss.backward()
    w.data -= 0.1 * w.bar
    assert w.data == pytest.approx(2.4)
    w.bar = None
    loss.backward()
    assert w.bar == 6.0


def test_a_second_derivative_after_a_step():
    w = Tensor([1.0, 2.0], requires_grad=True)
    trained = optim.SGD([w], lr=0.1)
    (w**3).sum().backward(create_graph=True)
    slope, w.bar = w.bar, Tensor([1.0, 1.0])
    trained.step()
    with pytest.raises(GradientError, match="which has been changed since"):
        slope.sum().backward()


def test_a_parameter_that_was_not_updated_is_not_changed():
    model, points = perceptron()
    first, _, last = model
    trained = optim.SGD(model.parameters(), lr=0.1)
    loss = (model(points) ** 2).mean()
    loss.backward()
    last.weight.bar = None
    trained.step()
    trained.zero_grad()
    loss.backward()
    assert first.weight.bar is not None


def test_initial_weights_after_the_loss():
    model, points = perceptron()
    loss = (model(points) ** 2).mean()
    nn.init.ones_(model[2].weight)
    with pytest.raises(GradientError, match="affine"):
        loss.backward()
