"""Derivatives of plain functions, to any order and nested in any way."""

import gc
import threading

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

import autograd
from autograd import (
    GradientWarning,
    Tensor,
    elementwise_grad,
    grad,
    hessian,
    hvp,
    jacobian,
    make_jvp,
    make_vjp,
    no_grad,
    value_and_grad,
)
from tests.autograd.case import numeric_gradient

X = np.array([0.5, -1.0, 2.0])
A = np.array([[1.0, 2.0, 3.0], [0.5, -1.0, 0.25]])


def f(x):
    """Not symmetric in its entries."""
    return np.sum(np.sin(x) * x[::-1] ** 2) + x[0] * x[1]


def g(x):
    """From three numbers to a 2 × 2 matrix."""
    return np.stack([np.exp(x[:2]), x[1:] * x[:2]])


def numeric_jacobian(function, x, step=1e-5):
    columns = []
    for index in np.ndindex(x.shape):
        moved = [x.copy(), x.copy()]
        moved[0][index] += step
        moved[1][index] -= step
        columns.append((function(moved[0]) - function(moved[1])) / (2 * step))
    return np.moveaxis(np.array(columns), 0, -1).reshape(*np.shape(function(x)), *x.shape)


# --- each against finite differences ---


def test_grad():
    (wanted,) = numeric_gradient(lambda points: f(points[0]), [X])
    got = grad(f)(X)
    assert type(got) is np.ndarray
    np.testing.assert_allclose(got, wanted, rtol=1e-7)


def test_value_and_grad():
    value, gradient = value_and_grad(f)(X)
    assert value == f(X)
    np.testing.assert_array_equal(gradient, grad(f)(X))
    assert not isinstance(value, Tensor)


def test_elementwise_grad():
    np.testing.assert_allclose(elementwise_grad(np.tanh)(A), 1 - np.tanh(A) ** 2)
    np.testing.assert_allclose(elementwise_grad(elementwise_grad(np.sin))(A), -np.sin(A))


def test_jacobian():
    got = jacobian(g)(X)
    assert got.shape == (2, 2, 3)
    np.testing.assert_allclose(got, numeric_jacobian(g, X), atol=1e-8)
    np.testing.assert_allclose(jacobian(np.sum)(A), np.ones((2, 3)))
    np.testing.assert_allclose(jacobian(lambda a: a @ a.T)(A), numeric_jacobian(lambda a: a @ a.T, A), atol=1e-8)


def test_hessian():
    got = hessian(f)(X)
    np.testing.assert_allclose(got, numeric_jacobian(grad(f), X), atol=1e-8)
    np.testing.assert_allclose(got, got.T, atol=1e-12)
    assert hessian(lambda a: np.sum(a**3))(A).shape == (2, 3, 2, 3)
    assert hessian(g)(X).shape == (2, 2, 3, 3)


def test_hvp():
    v = np.array([1.0, -2.0, 0.5])
    np.testing.assert_allclose(hvp(f)(X, v), hessian(f)(X) @ v)


def test_make_vjp():
    vjp, value = make_vjp(g)(X)
    np.testing.assert_array_equal(value, g(X))
    for bar in (np.ones((2, 2)), np.array([[1.0, 2.0], [3.0, 4.0]])):
        np.testing.assert_allclose(vjp(bar), np.tensordot(bar, jacobian(g)(X), 2))


def test_make_jvp():
    jvp = make_jvp(g)(X)
    for v in (np.ones(3), np.array([1.0, -2.0, 0.5])):
        value, tangent = jvp(v)
        np.testing.assert_array_equal(value, g(X))
        np.testing.assert_allclose(tangent, jacobian(g)(X) @ v)


@pytest.mark.parametrize(
    "function", [np.exp, np.cumprod, lambda x: x @ x, lambda x: x[[0, 0, 2]], lambda x: np.sort(x)[1:]]
)
def test_forwards_and_backwards_are_transposes(function):
    """<bar, J v> = <Jᵀ bar, v>."""
    rng = np.random.default_rng(0)
    vjp, value = make_vjp(function)(X)
    bar, v = rng.normal(size=np.shape(value)), rng.normal(size=3)
    _, tangent = make_jvp(function)(X)(v)
    assert np.sum(bar * tangent) == pytest.approx(np.sum(vjp(bar) * v))


# --- arguments ---


def h(x, y, *, scale=1.0):
    return np.sum(x * y**2) * scale


def test_argument_indices():
    x, y = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    np.testing.assert_allclose(grad(h)(x, y), y**2)
    np.testing.assert_allclose(grad(h, 1)(x, y), 2 * x * y)
    np.testing.assert_allclose(grad(h, -1)(x, y), 2 * x * y)
    for argnum in ((0, 1), [0, 1]):
        both = grad(h, argnum)(x, y)
        assert type(both) is tuple
        np.testing.assert_allclose(both[0], y**2)
        np.testing.assert_allclose(both[1], 2 * x * y)
    (only,) = grad(h, (1,))(x, y)
    np.testing.assert_allclose(only, 2 * x * y)
    np.testing.assert_allclose(grad(h, 1)(x, y, scale=3.0), 6 * x * y)


def test_several_arguments_of_every_operator():
    x, y = np.array([1.0, 2.0]), np.array([3.0, 4.0])
    value, (gx, gy) = value_and_grad(h, (0, 1))(x, y)
    assert value == h(x, y)
    np.testing.assert_allclose(gx, y**2)
    np.testing.assert_allclose(gy, 2 * x * y)
    jx, jy = jacobian(lambda x, y: x * y, (0, 1))(x, y)
    np.testing.assert_allclose(jx, np.diag(y))
    np.testing.assert_allclose(jy, np.diag(x))
    blocks = hessian(h, (0, 1))(x, y)
    wanted = [[np.zeros((2, 2)), np.diag(2 * y)], [np.diag(2 * y), np.diag(2 * x)]]
    for row, wanted_row in zip(blocks, wanted, strict=True):
        for block, other in zip(row, wanted_row, strict=True):
            np.testing.assert_allclose(block, other)
    u, v = np.array([1.0, -1.0]), np.array([0.5, 2.0])
    hx, hy = hvp(h, (0, 1))(x, y, (u, v))
    np.testing.assert_allclose(hx, 2 * y * v)
    np.testing.assert_allclose(hy, 2 * y * u + 2 * x * v)
    vjp, _ = make_vjp(lambda x, y: x * y, (0, 1))(x, y)
    np.testing.assert_allclose(vjp(np.array([1.0, 10.0])), [[3, 40], [1, 20]])
    _, tangent = make_jvp(lambda x, y: x * y, (0, 1))(x, y)((u, v))
    np.testing.assert_allclose(tangent, u * y + x * v)


def test_one_argument_twice():
    x = np.array([1.0, 2.0])
    np.testing.assert_allclose(grad(lambda x, y: np.sum(x * y))(x, x), x)


@pytest.mark.parametrize("operator", [grad, jacobian, hessian, elementwise_grad, value_and_grad, make_vjp])
def test_results_are_plain_and_of_the_arguments_dtype(operator):
    for dtype in (np.float32, np.float64, np.longdouble):
        result = operator(lambda x: np.sum(x * x * x))(np.ones(2, dtype))
        if operator is make_vjp:
            result = result[0](dtype(1))
        result = result[1] if operator is value_and_grad else result
        assert type(result) is np.ndarray
        assert result.dtype == dtype


def test_numbers_give_numbers():
    for got in (grad(np.tanh)(0.5), jacobian(np.tanh)(0.5), elementwise_grad(np.tanh)(0.5)):
        assert type(got) is np.float64
        assert got == pytest.approx(1 - np.tanh(0.5) ** 2)
    assert hessian(np.tanh)(0.5) == pytest.approx(-2 * np.tanh(0.5) * (1 - np.tanh(0.5) ** 2))


def test_constant_tensors_are_arguments_like_arrays():
    assert type(grad(f)(Tensor(X))) is np.ndarray


def test_the_arguments_are_neither_changed_nor_marked():
    x = X.copy()
    x.flags.writeable = False
    for operator in (grad, jacobian, hessian, elementwise_grad):
        operator(f)(x)
    np.testing.assert_array_equal(x, X)
    t = Tensor(X)
    grad(f)(t)
    assert not t.requires_grad
    assert t.bar is None


def test_results_do_not_share_memory_with_anything():
    kept = []

    def remembering(x):
        y = x + 0
        kept.append(y)
        return y.sum()

    one, other = grad(lambda x, y: np.sum(x + y), (0, 1))(X, X)
    assert not np.may_share_memory(one, other)
    gradient = grad(remembering)(X)
    gradient[:] = 9
    np.testing.assert_array_equal(kept[0].data, X)
    vjp, _ = make_vjp(lambda x: +x)(X)
    bar = np.ones(3)
    assert not np.may_share_memory(vjp(bar), bar)
    assert not np.may_share_memory(vjp(bar), vjp(bar))


@pytest.mark.filterwarnings("ignore::autograd.GradientWarning")
def test_what_does_not_depend_on_the_argument():
    assert grad(lambda x: 3.0)(2.0) == 0
    assert grad(lambda x, y: y * y)(2.0, 3.0) == 0
    np.testing.assert_array_equal(jacobian(lambda x: np.ones(2))(X), np.zeros((2, 3)))
    np.testing.assert_array_equal(hessian(np.sum)(X), np.zeros((3, 3)))
    np.testing.assert_array_equal(hessian(lambda x: 1.0)(X), np.zeros((3, 3)))
    np.testing.assert_array_equal(hvp(np.sum)(X, X), np.zeros(3))
    value, tangent = make_jvp(lambda x: np.ones(2))(X)(X)
    np.testing.assert_array_equal(tangent, np.zeros(2))
    np.testing.assert_array_equal(grad(lambda x: np.sum(np.sign(x)))(X), np.zeros(3))
    vjp, value = make_vjp(lambda x: 3.0)(X)
    assert value == 3
    np.testing.assert_array_equal(vjp(1.0), np.zeros(3))


@pytest.mark.parametrize("operator", [grad, value_and_grad, elementwise_grad, jacobian, hessian, make_vjp, make_jvp])
@pytest.mark.parametrize(
    "function",
    [
        lambda x: 3.0,
        lambda x: np.sign(x),
        lambda x: 2 * x.detach(),
        no_grad()(lambda x: 2 * x),
    ],
)
def test_a_value_that_is_recorded_from_nothing_is_a_warning(operator, function):
    with pytest.warns(GradientWarning, match=r"lambda> returned what does not depend on argument 0") as caught:
        operator(function)(2.0)
    assert [warning.filename for warning in caught] == [__file__]


def test_a_derivative_that_is_constant_is_no_reason_for_a_warning():
    """That of a linear function, in whatever way it is computed; nor is an argument among others that is not used."""
    assert grad(grad(lambda x: 2 * x))(3.0) == 0
    assert grad(grad(grad(lambda x: 2 * x)))(3.0) == 0
    assert grad(lambda x: make_jvp(lambda y: 2 * y)(x)(1.0)[1])(3.0) == 0
    assert grad(grad(lambda x, y: x + y), 1)(3.0, 4.0) == 0
    assert grad(lambda v: hvp(lambda x: 2 * x)(3.0, v))(1.0) == 0
    assert grad(lambda x, y: 2 * x, (0, 1))(3.0, 4.0) == (2, 0)

    def by_backward(x):
        (2 * x).backward(create_graph=True)
        return x.bar

    assert grad(by_backward)(3.0) == 0


def test_empty_arguments_and_values():
    assert grad(np.sum)(np.zeros(0)).shape == (0,)
    assert jacobian(lambda x: x[:0])(X).shape == (0, 3)
    assert jacobian(lambda x: x * 2)(np.zeros(0)).shape == (0, 0)
    assert hessian(np.sum)(np.zeros(0)).shape == (0, 0)


def test_tensors_that_the_function_closes_over_are_left_alone():
    w = Tensor([2.0, 3.0, 4.0], requires_grad=True)
    (w * w).sum().backward()
    before = w.bar
    gradient = grad(lambda x: np.sum(w * x * x))(X)
    assert w.bar is before
    np.testing.assert_allclose(
        np.asarray(gradient.detach() if isinstance(gradient, Tensor) else gradient), 2 * w.data * X
    )


# --- order ---


def test_every_order_of_one_number():
    derivative = np.sin
    for order in range(1, 7):
        derivative = grad(derivative)
        wanted = [np.sin, np.cos, lambda x: -np.sin(x), lambda x: -np.cos(x)][order % 4](0.7)
        assert derivative(0.7) == pytest.approx(wanted, rel=1e-12)


def test_tanh_to_the_fourth_order():
    t = np.tanh(0.3)
    fourth = grad(grad(grad(grad(np.tanh))))
    assert fourth(0.3) == pytest.approx((1 - t**2) * (16 * t - 24 * t**3))


def test_forward_over_reverse_and_reverse_over_forward():
    v = np.array([1.0, -2.0, 0.5])
    wanted = hessian(f)(X) @ v
    np.testing.assert_allclose(make_jvp(grad(f))(X)(v)[1], wanted)
    np.testing.assert_allclose(grad(lambda x: make_jvp(f)(x)(v)[1])(X), wanted)
    np.testing.assert_allclose(grad(lambda x: np.sum(grad(f)(x) * v))(X), wanted)
    vjp, _ = make_vjp(grad(f))(X)
    np.testing.assert_allclose(vjp(v), wanted)


def test_jacobians_of_jacobians():
    third = jacobian(jacobian(jacobian(lambda x: x**4)))(np.array([2.0]))
    assert third.shape == (1, 1, 1, 1)
    assert third.item() == pytest.approx(48)
    np.testing.assert_allclose(jacobian(hessian(f))(X), numeric_jacobian(hessian(f), X), atol=1e-7)


def test_hvp_of_a_gradient():
    v = np.array([1.0, -2.0, 0.5])
    third = np.tensordot(jacobian(hessian(f))(X), v, 1) @ v
    got = grad(lambda x: np.sum(hvp(f)(x, v) * v))(X)
    np.testing.assert_allclose(got, np.tensordot(v, np.tensordot(v, jacobian(hessian(f))(X), 1), 1))
    np.testing.assert_allclose(third, got)


# --- nesting: no perturbation confusion ---


def test_the_classic_confusion():
    """d/dx x · (d/dy (x + y)) = 1; engines that confuse the two variables give 2."""
    assert grad(lambda x: x * grad(lambda y: x + y)(1.0))(1.0) == 1


def test_a_derivative_of_a_derivative_of_a_product():
    """d/dx [x · d/dy (x y)] at y = 2 is d/dx x² = 2x."""
    assert grad(lambda x: x * grad(lambda y: x * y)(2.0))(3.0) == 6


def test_the_same_point_in_both():
    assert grad(lambda x: grad(lambda y: x**2 * y**3)(x))(2.0) == pytest.approx(12 * 2.0**3)  # d/dx 3x⁴


def test_nesting_over_an_outer_tensor():
    w = Tensor(3.0, requires_grad=True)
    inner = grad(lambda x: w * x**2)(Tensor(2.0))
    assert type(inner) is Tensor
    assert inner.data == 12
    inner.backward()
    assert w.bar == 4


def test_an_outer_tensor_as_the_argument():
    x = Tensor([1.0, 2.0], requires_grad=True)
    slope = grad(lambda x: np.sum(x**3))(x)
    slope.sum().backward()
    assert slope.tolist() == [3, 12]
    assert x.bar.tolist() == [6, 12]


def test_an_inner_derivative_at_a_point_of_its_own():
    """What is computed from the inner variable is a constant to the outer derivative, which gives a plain number."""
    slope = grad(lambda x: x * grad(lambda y: x * y**2)(1.5))(2.0)
    assert type(slope) is np.float64
    assert slope == 12  # d/dx 3x²
    mixed = jacobian(lambda x: grad(lambda y: np.sum(x**2 * y**3))(X))(X)
    assert type(mixed) is np.ndarray
    np.testing.assert_allclose(mixed, np.diag(6 * X * X**2))
    assert type(make_vjp(lambda x: make_jvp(lambda y: x * y * y)(1.5)(1.0)[1])(2.0)[0](1.0)) is np.float64


def test_three_levels():
    value = grad(lambda x: x * grad(lambda y: y * x * grad(lambda z: x * y * z**2)(y))(x))(1.5)
    # The innermost is 2xyz at z = y: 2xy². Then d/dy (2x²y³) = 6x²y² at y = x: 6x⁴. Then d/dx 6x⁵ = 30x⁴.
    assert value == pytest.approx(30 * 1.5**4)


def test_forward_within_forward():
    def tangent(function, x):
        return make_jvp(function)(x)(1.0)[1]

    assert tangent(lambda x: x * tangent(lambda y: x + y, 1.0), 1.0) == 1
    assert tangent(lambda x: tangent(lambda y: x**2 * y**3, x), 2.0) == pytest.approx(96)


def test_closures_that_outlive_their_derivative():
    """A tensor that escapes from an inner function is a constant to later derivatives."""
    escaped = []
    grad(lambda x: (escaped.append(x), x * x)[1])(3.0)
    assert grad(lambda y: y * np.asarray(escaped[0].data))(2.0) == 3


@given(st.lists(st.sampled_from(["grad", "vjp", "jvp", "jacobian"]), min_size=1, max_size=4))
def test_any_nesting_of_operators_is_the_derivative_of_that_order(operators):
    derive = {
        "grad": grad,
        "jacobian": jacobian,
        "vjp": lambda function: lambda x: make_vjp(function)(x)[0](1.0),
        "jvp": lambda function: lambda x: make_jvp(function)(x)(1.0)[1],
    }
    function = np.exp
    for operator in operators:
        function = derive[operator](function)
    assert function(0.4) == pytest.approx(np.exp(0.4), rel=1e-12)


# --- surroundings ---


def test_recording_may_be_off_around_them():
    with no_grad():
        assert grad(np.square)(3.0) == 6
        np.testing.assert_allclose(hessian(lambda x: np.sum(x**3))(np.array([2.0])), [[12]])
        assert make_jvp(np.square)(3.0)(1.0)[1] == 6


def test_threads():
    results = {}
    threads = [
        threading.Thread(target=lambda n=n: results.update({n: hessian(lambda x: np.sum(x**3))(np.array([float(n)]))}))
        for n in range(5)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert {n: result.item() for n, result in results.items()} == {n: 6.0 * n for n in range(5)}


def test_nothing_is_left_to_the_collector():
    grad(f)(X)
    gc.collect()
    gc.disable()
    try:
        for operator in (grad, jacobian, hessian, elementwise_grad):
            operator(f)(X)
        hvp(f)(X, X)
        make_vjp(g)(X)[0](np.ones((2, 2)))
        make_jvp(g)(X)(X)
        assert gc.collect() == 0
    finally:
        gc.enable()


def test_names_and_docstrings():
    gradient = grad(f)
    assert gradient.__name__ == "grad_of_f"
    assert "Not symmetric" in gradient.__doc__
    for operator in (grad, value_and_grad, elementwise_grad, jacobian, hvp, make_vjp, make_jvp):
        assert "f" in operator(f).__name__


# --- errors ---


def test_a_value_that_is_no_single_number():
    with pytest.raises(TypeError, match=r"(grad|shape) .*\(3,\)[\s\S]*test_transforms.py[\s\S]*jacobian"):
        grad(lambda x: x * 2)(X)
    with pytest.raises(TypeError, match=r"\(3,\)"):
        hvp(lambda x: x * 2)(X, X)


@pytest.mark.parametrize("value", [3, [1, 2], np.array([1, 2]), "text", None, True])
def test_arguments_that_have_no_derivative(value):
    with pytest.raises(TypeError, match=r"float|number"):
        grad(lambda x: np.sum(x))(value)


def test_argument_indices_that_are_not_there():
    for argnum in (1, -2, (0, 3)):
        with pytest.raises(TypeError, match="argnum"):
            grad(np.tanh, argnum)(1.0)


def test_values_that_are_several():
    for value in ((1.0, 2.0), [1.0], {"a": 1.0}):
        with pytest.raises(TypeError, match=type(value).__name__):
            grad(lambda x, value=value: value)(1.0)


def test_error_signals_and_vectors_of_a_wrong_shape():
    with pytest.raises(ValueError, match=r"\(2,\)"):
        make_vjp(np.square)(X)[0](np.ones(2))
    with pytest.raises(ValueError, match=r"\(2,\)"):
        make_jvp(np.square)(X)(np.ones(2))
    with pytest.raises(ValueError, match=r"\(2,\)"):
        hvp(f)(X, np.ones(2))


def test_errors_inside_the_function_are_the_functions():
    def broken(x):
        raise KeyError("mine")

    with pytest.raises(KeyError, match="mine"):
        grad(broken)(1.0)
    assert autograd.is_grad_enabled()


WRONG = {
    "a list": (
        lambda: jacobian(lambda x: [x[0], x[1]])(X),
        r"returned a list of \(\) float64, .*\n.*np.stack",
    ),
    "shapes": (lambda: grad(lambda x: (x, x[0]))(X), r"a tuple of \(3,\) float64, \(\) float64; .*\n.*np.stack"),
    "nothing": (lambda: grad(lambda x: None)(X), r"returned None; .*\n.*return"),
    "text": (lambda: grad(lambda x: "2")(X), r"returned a str; .*\n.*number"),
    "a dict": (lambda: grad(lambda x: {"y": x})(X), r"returned a dict; .*\n.*number"),
    "no function": (lambda: grad(3.0), r"grad of 3.0, which is no function\n.*grad\(f\)\(x\)"),
    "dict": (lambda: grad(lambda d: d["a"])({"a": 1.0}), r"argument 0 is {'a': 1.0}; derivatives\n.*arguments"),
    "argnum": (lambda: grad(np.tanh, 1.5)(1.0), r"argnum is 1.5\n.*position"),
    "no vector": (lambda: hvp(np.sum)(X), r"hvp of sum was given 1 arguments\n.*and then the vector"),
    "vector": (
        lambda: hvp(np.sum)(X, X[:2]),
        r"a vector of shape \(2,\) for .* of shape \(3,\)\n.*its arg",
    ),
    "vectors": (lambda: hvp(np.dot, (0, 1))(X, X, (X,)), r"1 vectors given for 2 arguments\n.*tuple of vectors"),
    "direction": (lambda: make_jvp(np.square)(X)(1.0), r"a direction of shape \(\) for an argument of shape \(3,\)"),
    "directions": (lambda: make_jvp(np.dot, (0, 1))(X, X)(X), r"one direction given for 2 arguments\n.*tuple of"),
}


@pytest.mark.parametrize("what", WRONG)
def test_what_is_wrong_is_told_with_the_line_and_what_to_do(what):
    wrong, text = WRONG[what]
    what_was_wrong, hint = text.split(r"\n") if r"\n" in text else (text, "")
    with pytest.raises(
        (TypeError, ValueError), match=rf"{what_was_wrong}.*\n  at .*test_transforms.py.*\n  Hint: {hint}"
    ):
        wrong()
