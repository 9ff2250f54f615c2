"""SGD: every combination of its options against the formulas, in packs and alone, and what is refused."""

import copy
import itertools

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import optim
from autograd import Tensor
from optim.pack import LIMIT

SHAPES = [(3, 2), (), (4,), (0,), (2, 1, 2)]
OPTIONS = [
    {"lr": 0.1, "momentum": momentum, "dampening": dampening, "weight_decay": weight_decay, "nesterov": nesterov}
    for momentum, dampening, weight_decay, nesterov in itertools.product([0, 0.9], [0, 0.3], [0, 0.01], [False, True])
    if not nesterov or (momentum and not dampening)
]


def leaves(shapes=SHAPES, dtype=np.float64):
    rng = np.random.default_rng(0)
    return [Tensor(rng.normal(size=shape).astype(dtype), requires_grad=True) for shape in shapes]


def formula(w, v, w_bar, lr, momentum, dampening, weight_decay, nesterov):
    """One step as the docstring of SGD has it; v is None before the first."""
    g = w_bar + weight_decay * w
    if momentum:
        v = g if v is None else momentum * v + (1 - dampening) * g
        g = g + momentum * v if nesterov else v
    return w - lr * g, v


@pytest.mark.parametrize("options", OPTIONS, ids=str)
def test_steps_are_those_of_the_formulas(options):
    rng = np.random.default_rng(1)
    params = leaves()
    optimizer = optim.SGD(params, **options)
    expected = [(param.data.copy(), None) for param in params]
    for _ in range(4):
        for param in params:
            param.bar = rng.normal(size=param.shape)
        expected = [formula(w, v, param.bar, **options) for param, (w, v) in zip(params, expected, strict=True)]
        optimizer.step()
        for param, (w, _) in zip(params, expected, strict=True):
            np.testing.assert_allclose(param.data, w, rtol=1e-13)


@given(
    st.sampled_from(OPTIONS),
    st.lists(st.lists(st.booleans(), min_size=5, max_size=5), min_size=1, max_size=6),
)
def test_parameters_without_an_error_signal_wait(options, present):
    """Also their velocities do; each parameter's own first step begins them."""
    rng = np.random.default_rng(2)
    params = leaves()
    optimizer = optim.SGD(params, **options)
    expected = [(param.data.copy(), None) for param in params]
    for row in present:
        for i, (param, there) in enumerate(zip(params, row, strict=True)):
            param.bar = rng.normal(size=param.shape) if there else None
            if there:
                expected[i] = formula(*expected[i], param.bar, **options)
        optimizer.step()
    for param, (w, v) in zip(params, expected, strict=True):
        np.testing.assert_allclose(param.data, w, rtol=1e-13)
        kept = optimizer.state[param].get("momentum_buffer")
        if v is None:
            assert kept is None
        else:
            np.testing.assert_allclose(kept, v, rtol=1e-13)


def test_packs_change_nothing():
    """Large, small and single parameters, and two dtypes, step as each would alone."""
    shapes = [(LIMIT // 2,), (LIMIT // 3,), (3,), (LIMIT + 1,), (LIMIT // 3,), (2, 2)]
    options = {"lr": 0.1, "momentum": 0.9, "weight_decay": 0.01}
    rng = np.random.default_rng(3)

    def mixed():
        return leaves(shapes) + leaves(shapes, np.float32)

    together, alone = mixed(), mixed()
    optimizer = optim.SGD(together, **options)
    optimizers = [optim.SGD([param], **options) for param in alone]
    for _ in range(3):
        for param, other in zip(together, alone, strict=True):
            param.bar = other.bar = rng.normal(size=param.shape)
        optimizer.step()
        for single in optimizers:
            single.step()
    for param, other in zip(together, alone, strict=True):
        np.testing.assert_array_equal(param.data, other.data)
        assert param.dtype == other.dtype


def test_updates_are_in_place_in_the_parameters_dtype():
    for dtype in (np.float16, np.float32, np.float64):
        (param,) = leaves([(3,)], dtype)
        array = param.data
        param.bar = np.ones(3)
        optim.SGD([param], lr=np.float64(0.5), momentum=0.5, nesterov=True).step()
        assert param.data is array
        assert array.dtype == dtype


def test_error_signals_are_not_written_to():
    for shapes in ([(2,)], [(2,), (3,)]):
        params = leaves(shapes)
        for param in params:
            param.bar = np.ones(param.shape)
            param.bar.flags.writeable = False
        optimizer = optim.SGD(params, lr=0.1, momentum=0.9, weight_decay=0.1, nesterov=True)
        optimizer.step()
        optimizer.step()
        assert all((param.bar == 1).all() for param in params)


def test_an_error_signal_that_is_a_tensor():
    w = Tensor([1.0, 2.0], requires_grad=True)
    (w * w).sum().backward(create_graph=True)
    optim.SGD([w], lr=0.25).step()
    assert w.data.tolist() == [0.5, 1.0]


def test_transposed_data():
    first, second = leaves([(2, 3), (4,)])
    twin = Tensor(first.data.copy(), requires_grad=True)
    first.data = np.asfortranarray(first.data)
    for param in (first, second, twin):
        param.bar = np.arange(param.size, dtype=float).reshape(param.shape)
    optim.SGD([first, second], lr=0.1, momentum=0.9).step()
    optim.SGD([twin], lr=0.1, momentum=0.9).step()
    np.testing.assert_array_equal(first.data, twin.data)


def test_options_may_change_between_steps():
    """A schedule changes lr; momentum that comes later begins with the gradient of its own first step."""
    (w,) = leaves([(2,)])
    optimizer = optim.SGD([w], lr=0.1, dampening=0.5)
    expected, v = w.data.copy(), None
    for lr, momentum in [(0.1, 0), (0.2, 0.9), (0.1, 0.9), (0.1, 0), (0.1, 0.5)]:
        optimizer.param_groups[0].update(lr=lr, momentum=momentum)
        w.bar = w.data + 1
        expected, v = formula(expected, v, w.bar, lr, momentum, 0.5, 0, False)
        optimizer.step()
        np.testing.assert_allclose(w.data, expected, rtol=1e-14)


def test_weight_decay_is_the_gradient_of_the_penalty():
    """docs/lectures.md U10: weight_decay λ is the penalty λ/2 · Σ w²."""
    one, other = leaves([(3,)]) + leaves([(3,)])
    np.cos(one).sum().backward()
    optim.SGD([one], lr=0.1, weight_decay=0.2).step()
    (np.cos(other).sum() + 0.2 / 2 * (other * other).sum()).backward()
    optim.SGD([other], lr=0.1).step()
    np.testing.assert_allclose(one.data, other.data, rtol=1e-15)


def test_momentum_of_the_lecture():
    """docs/lectures.md T8: m ← -ε∇J; repeat w ← w + m; m ← βm - ε∇J(w)."""
    eps, beta = 0.05, 0.8
    w = Tensor([3.0, -2.0], requires_grad=True)
    curvature = np.array([1.0, 4.0])
    optimizer = optim.SGD([w], lr=eps, momentum=beta)

    lecture = w.data.copy()
    m = -eps * curvature * lecture
    for _ in range(50):
        lecture = lecture + m
        m = beta * m - eps * curvature * lecture

        (0.5 * curvature * w * w).sum().backward()
        optimizer.step()
        optimizer.zero_grad()
        np.testing.assert_allclose(w.data, lecture, rtol=1e-11, atol=1e-15)


def test_deepcopy_goes_on_by_itself():
    params = leaves([(2,), (3,)])
    optimizer = optim.SGD(params, lr=0.1, momentum=0.9)
    for param in params:
        param.bar = np.ones(param.shape)
    optimizer.step()
    twins, twin = copy.deepcopy((params, optimizer))
    for _ in range(2):
        optimizer.step()
        twin.step()
    for param, other in zip(params, twins, strict=True):
        np.testing.assert_array_equal(param.data, other.data)
        assert not np.shares_memory(param.data, other.data)


@pytest.mark.parametrize("name", ["lr", "momentum", "weight_decay"])
@pytest.mark.parametrize("value", [-0.1, float("nan")])
def test_negative_options(name, value):
    with pytest.raises(ValueError, match=f"{name}={value}[\\s\\S]*Hint: {name} is not negative"):
        optim.SGD(leaves(), **{"lr": 0.1, name: value})


@pytest.mark.parametrize("name", ["lr", "momentum", "weight_decay", "dampening"])
def test_options_are_numbers(name):
    with pytest.raises(TypeError, match=f"{name}='0.1'"):
        optim.SGD(leaves(), **{"lr": 0.1, name: "0.1"})


@pytest.mark.parametrize("options", [{}, {"momentum": 0.9, "dampening": 0.1}])
def test_nesterov_wants_momentum_and_no_dampening(options):
    with pytest.raises(ValueError, match="nesterov=True with momentum="):
        optim.SGD(leaves(), lr=0.1, nesterov=True, **options)


def test_lr_is_required():
    with pytest.raises(ValueError, match=r"a parameter group without lr"):
        optim.SGD(leaves())
    one, other = leaves([(1,), (1,)])
    optim.SGD([{"params": one, "lr": 0.1}, {"params": other, "lr": 0.2}])
    with pytest.raises(ValueError, match=r"a parameter group without lr"):
        optim.SGD([{"params": one, "lr": 0.1}, {"params": other}])


def test_what_pytorch_orders_differently_goes_by_name():
    with pytest.raises(TypeError, match="positional"):
        optim.SGD(leaves(), 0.1, 0.9, 0.0)
