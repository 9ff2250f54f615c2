"""check_grads: that it passes what is right, and catches what is wrong."""

import numpy as np
import pytest

from autograd import Tensor, check_grads, grad, primitive

X = np.array([0.5, -1.0, 2.0])


@pytest.mark.parametrize("order", [1, 2, 3])
@pytest.mark.parametrize(
    ("f", "args"),
    [
        (np.sin, (X,)),
        (lambda x, y: x @ y, (np.ones((2, 3)), X)),
        (lambda x, n: x**n, (np.abs(X), 3)),
        (lambda x, scale, flag: x * scale if flag else x, (X, 2.0, True)),
        (np.tanh, (0.3,)),
        (lambda x: np.linalg.inv(x + 3 * np.eye(2)), (np.ones((2, 2)),)),
        (lambda x: x[[0, 0, 2]] * x[1], (X,)),
        (np.sum, (X,)),
    ],
)
def test_right_derivatives_pass(f, args, order):
    assert check_grads(f, order=order)(*args) is None


def wrong_first():
    return primitive(lambda x: np.sin(x), name="wrong", x_bar=lambda z_bar, x: z_bar * np.cos(x) * 1.001)


def wrong_second():
    """The first derivative is right; what it is computed from is not the whole of it."""
    cos = primitive(lambda x: np.cos(x), name="cos", x_bar=lambda z_bar, x: -z_bar * np.sin(x) * 1.001)
    return primitive(lambda x: np.sin(x), name="wrong", x_bar=lambda z_bar, x: z_bar * cos(x))


def wrong_for_one_argument():
    return primitive(
        lambda x, y: x * y, name="wrong", x_bar=lambda z_bar, y: z_bar * y, y_bar=lambda z_bar, x: z_bar * x * x
    )


def not_a_number():
    return primitive(lambda x: np.sin(x), name="wrong", x_bar=lambda z_bar, x: z_bar * np.nan * x)


def wrong_for_one_entry():
    return primitive(lambda x: x * 1, name="wrong", x_bar=lambda z_bar: z_bar * np.array([1.0, 1.0, 1.01]))


@pytest.mark.parametrize(
    ("make", "args", "message"),
    [
        (
            wrong_first,
            (X,),
            r"order 1 of wrong with respect to argument 0 at \(\d,\): the rules give .*differences give",
        ),
        (wrong_second, (X,), "order 2 of wrong with respect to argument 0"),
        (wrong_for_one_argument, (X, X + 3), "order 1 of wrong with respect to argument 1"),
        (not_a_number, (X,), "order 1 of wrong.*nan"),
        (wrong_for_one_entry, (X,), r"argument 0 at \(2,\)"),
        (wrong_first, (0.3,), "order 1 of wrong with respect to argument 0: "),
    ],
)
def test_wrong_derivatives_are_caught(make, args, message):
    with pytest.raises(AssertionError, match=message):
        check_grads(make())(*args)


def test_a_wrong_second_derivative_passes_at_the_first_order():
    check_grads(wrong_second(), order=1)(X)


def test_a_gradient_that_is_lost_is_caught():
    def lossy(x):
        return np.sum(x * (x.data if isinstance(x, Tensor) else x))

    with pytest.raises(AssertionError, match="order 1 of lossy"):
        check_grads(lossy)(X)


def test_functions_of_autograd_can_be_checked():
    check_grads(grad(lambda x: np.sum(np.exp(x) * x)))(X)


def test_tolerances():
    check_grads(wrong_first(), order=1, rtol=1e-2)(X)


def test_the_points_are_not_changed():
    x = X.copy()
    x.flags.writeable = False
    check_grads(np.exp)(x)
    np.testing.assert_array_equal(x, X)


def test_what_cannot_be_checked():
    with pytest.raises(TypeError, match="nothing to check"):
        check_grads(np.exp)(3)
    with pytest.raises(ValueError, match="order"):
        check_grads(np.exp, order=0)


def test_single_precision_is_checked_in_double():
    check_grads(np.exp)(X.astype(np.float32))
