"""The lecture's momentum (docs/lectures.md T8): its own lines, beside the optimizer's."""

import numpy as np
import pytest

import optim
from autograd import Tensor


def bowl(w):
    """An ill-conditioned quadratic, ½ (w₀² + 25 w₁²)."""
    return (w * w * np.array([1.0, 25.0])).sum() / 2


def gradient(w):
    return w * np.array([1.0, 25.0])


def lecture_path(w, beta, lr, first_lr, steps):
    """m ← -ε′∇J; repeat w ← w + m; m ← βm - ε∇J, as the lecture prints it."""
    path = []
    m = -first_lr * gradient(w)
    for _ in range(steps):
        w = w + m
        m = beta * m - lr * gradient(w)
        path.append(w)
    return np.array(path)


def optimizer_path(start, steps, **options):
    w = Tensor(start.copy(), requires_grad=True)
    optimizer = optim.SGD([w], **options)
    path = []
    for _ in range(steps):
        optimizer.zero_grad()
        bowl(w).backward()
        optimizer.step()
        path.append(w.data.copy())
    return np.array(path)


START = np.array([3.0, 1.0])


@pytest.mark.parametrize("first_lr", [0.0, 0.01, 0.02, 0.07])
def test_first_lr_gives_the_lectures_path(first_lr):
    path = optimizer_path(START, 50, lr=0.02, momentum=0.9, first_lr=first_lr)
    np.testing.assert_allclose(path, lecture_path(START, 0.9, 0.02, first_lr, 50), rtol=1e-12, atol=1e-14)


def test_with_an_equal_first_step_it_is_pytorchs_path():
    lecture = optimizer_path(START, 50, lr=0.02, momentum=0.9, first_lr=0.02)
    np.testing.assert_allclose(lecture, optimizer_path(START, 50, lr=0.02, momentum=0.9), rtol=1e-11, atol=1e-13)


def test_with_another_first_step_it_is_not():
    lecture = optimizer_path(START, 50, lr=0.02, momentum=0.9, first_lr=0.04)
    assert np.abs(lecture - optimizer_path(START, 50, lr=0.02, momentum=0.9)).max() > 0.1


def test_without_momentum_only_the_first_step_differs():
    path = optimizer_path(START, 2, lr=0.01, first_lr=0.02)
    first = START - 0.02 * gradient(START)
    np.testing.assert_allclose(path, [first, first - 0.01 * gradient(first)], rtol=1e-12)


def test_fifty_steps_with_momentum_get_closer_and_overshoot():
    """The lecture's picture: 50 steps without momentum stay away from the minimum, and with it come close, past it."""
    plain = optimizer_path(START, 50, lr=0.02)
    heavy = optimizer_path(START, 50, lr=0.02, momentum=0.9, first_lr=0.02)
    assert np.linalg.norm(heavy[-1]) < np.linalg.norm(plain[-1]) / 3
    assert (plain[:, 0] > 0).all()
    assert heavy[:, 0].min() < -0.5


def test_the_first_step_is_each_parameters_own():
    """A parameter that gets its first error signal late takes its first step, of ε′, then."""
    early, late = Tensor(np.ones(3), requires_grad=True), Tensor(np.ones(2), requires_grad=True)
    optimizer = optim.SGD([early, late], lr=0.1, momentum=0.5, first_lr=0.3)
    early.bar = np.ones(3)
    optimizer.step()
    early.bar, late.bar = np.ones(3), np.ones(2)
    optimizer.step()
    np.testing.assert_allclose(early.data, 1 - 0.3 + (-0.5 * 0.3 - 0.1))
    np.testing.assert_allclose(late.data, 1 - 0.3)


def test_a_learning_rate_changed_later_leaves_the_lectures_momentum_alone():
    """m has the ε of each step in it, and PyTorch's v is multiplied by the present one."""
    w = Tensor(0.0, requires_grad=True)
    optimizer = optim.SGD([w], lr=1.0, momentum=0.5, first_lr=1.0)
    w.bar = np.array(1.0)
    optimizer.step()
    optimizer.param_groups[0]["lr"] = 0.0
    optimizer.step()
    assert w.item() == -1.5


@pytest.mark.parametrize("other", [{"nesterov": True}, {"dampening": 0.1}])
def test_the_lectures_first_step_is_refused_beside_what_the_lecture_lacks(other):
    with pytest.raises(ValueError, match="first_lr"):
        optim.SGD([Tensor(1.0, requires_grad=True)], lr=0.1, momentum=0.9, first_lr=0.1, **other)


def test_a_negative_first_lr_is_refused():
    with pytest.raises(ValueError, match="first_lr"):
        optim.SGD([Tensor(1.0, requires_grad=True)], lr=0.1, first_lr=-0.1)


def test_the_state_of_a_run_in_mid_course_is_taken_over():
    whole = optimizer_path(START, 10, lr=0.02, momentum=0.9, first_lr=0.05)
    w = Tensor(START.copy(), requires_grad=True)
    optimizer = optim.SGD([w], lr=0.02, momentum=0.9, first_lr=0.05)
    for step in range(10):
        if step == 4:
            saved = optimizer.state_dict()
            optimizer = optim.SGD([w], lr=9.0)
            optimizer.load_state_dict(saved)
        optimizer.zero_grad()
        bowl(w).backward()
        optimizer.step()
    np.testing.assert_array_equal(w.data, whole[-1])
