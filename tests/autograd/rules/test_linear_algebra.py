"""Products in all combinations of ranks, norms, inverses, determinants; and zero vectors and singular matrices."""

import math

import numpy as np
import pytest

from autograd import Tensor, grad
from autograd.rules.linear_algebra import changes_of_cofactors, cofactors, logabsdet
from tests.autograd.case import apart, case, every_check, fixed, matrix, positive, real

norm = np.linalg.norm

MATMUL = [
    ((3,), (3,)),
    ((3,), (3, 2)),
    ((2, 3), (3,)),
    ((2, 3), (3, 2)),
    ((3,), (4, 3, 2)),
    ((4, 2, 3), (3,)),
    ((2, 3), (4, 3, 2)),
    ((4, 2, 3), (3, 2)),
    ((4, 2, 3), (4, 3, 2)),
    ((1, 2, 3), (4, 3, 2)),
    ((2, 1, 2, 3), (4, 3, 2)),
    ((4, 1, 2, 3), (1, 5, 3, 1)),
    ((3,), (2, 4, 3, 1)),
    ((2, 1, 3, 1), (1,)),
    ((2, 0), (0, 3)),
    ((0, 3), (3, 2)),
]
EINSUM = [
    ("ij,jk->ik", (2, 3), (3, 2)),
    ("ij,jk", (2, 3), (3, 2)),
    ("ij,jk->ki", (2, 3), (3, 2)),
    ("ij,kj->", (2, 3), (2, 3)),
    ("i,i->i", (3,), (3,)),
    ("i,j->ij", (3,), (2,)),
    ("ij->ji", (2, 3)),
    ("ij->i", (2, 3)),
    ("ij->", (2, 3)),
    ("ij->ij", (2, 3)),
    ("ii", (3, 3)),
    ("ii->i", (3, 3)),
    ("iij->j", (2, 2, 3)),
    ("iij->i", (2, 2, 3)),
    ("iii->i", (2, 2, 2)),
    ("iii", (2, 2, 2)),
    ("ijij->ij", (2, 3, 2, 3)),
    ("ii,ij->j", (3, 3), (3, 2)),
    ("ij,ji", (2, 3), (3, 2)),
    ("i,ij,j->", (2,), (2, 3), (3,)),
    ("ab,bc,cd->ad", (2, 3), (3, 2), (2, 2)),
    ("bij,bjk->bik", (4, 2, 3), (4, 3, 2)),
    ("...ij,...jk->...ik", (4, 2, 3), (4, 3, 2)),
    ("...ij,...jk->...ik", (5, 4, 2, 3), (4, 3, 2)),
    ("...ij,...jk", (1, 2, 3), (4, 3, 2)),
    ("...i->...", (2, 3)),
    ("i...->...", (2, 3)),
    ("...", (2, 3)),
    ("...,...", (2, 3), (3,)),
    ("i...j->j...i", (2, 3, 2)),
    ("ij , jk -> ik", (2, 3), (3, 2)),
    ("ij,jk->ik", (2, 1), (3, 2)),
    ("i,i->i", (1,), (3,)),
    ("bi,bj,bij->b", (4, 2), (4, 3), (4, 2, 3)),
    (",i->i", (), (3,)),
    ("aB,Bc->ca", (2, 3), (3, 2)),
]
SOLVE = [((2, 2), (2,)), ((2, 2), (2, 3)), ((3, 2, 2), (3, 2, 4)), ((3, 2, 2), (2,)), ((2, 2, 2), (2,))]
SOLVE += [((3, 2, 2), (2, 1)), ((2, 2), (3, 2, 1)), ((1, 2, 2), (3, 2, 1)), ((1, 1), (1,))]

# NumPy multiplies float16 matrices of rank 3 and more, and long doubles, without BLAS, so in any dtype.
CASES = [
    *(case(f"matmul {a} @ {b}", lambda x, y: x @ y, real(*a), real(*b)) for a, b in MATMUL),
    case("np.matmul", lambda x, y: np.matmul(x, y), real(2, 3), real(3, 2)),
    case("ndarray @ x", lambda x: np.float16([[1, 2], [3, 4]]) @ x, real(2, 3)),
    case("x @ list", lambda x: x @ np.array([[1, 2], [3, 4]], np.int8), real(3, 2)),
    case("x @ x", lambda x: x @ x, real(2, 2)),
    *(
        case(f"np.dot {a}, {b}", np.dot, real(*a), real(*b))
        for a, b in [((), (2,)), ((2, 3), ()), *MATMUL[:4], ((2, 2, 3), (3,)), ((2, 2, 3), (3, 2)), ((2, 3), (4, 3, 2))]
    ),
    *(
        case(f"np.inner {a}, {b}", np.inner, real(*a), real(*b))
        for a, b in [((), (2,)), ((3,), (3,)), ((2, 3), (3,)), ((2, 3), (4, 2, 3))]
    ),
    *(case(f"np.outer {a}, {b}", np.outer, real(*a), real(*b)) for a, b in [((2,), (3,)), ((2, 2), (3,)), ((), (2,))]),
    case("np.vdot", np.vdot, real(2, 3), real(2, 3)),
    case("np.multiply.outer", np.multiply.outer, real(2), real(3, 2)),
    *(
        case(f"np.tensordot {a}, {b}, {axes}", lambda x, y, axes=axes: np.tensordot(x, y, axes), real(*a), real(*b))
        for a, b, axes in [
            ((2, 3), (3, 2), 1),
            ((2, 3), (2, 3), 2),
            ((2,), (3,), 0),
            ((2, 3, 2), (2, 3), ([1, 0], [1, 0])),
            ((2, 3, 2), (3, 4), (1, 0)),
            ((2, 3, 2), (3, 4), (-2, -2)),
            ((2, 3, 2), (3, 4, 2), ((-1, 1), (2, 0))),
            ((2, 0), (0, 3), 1),
        ]
    ),
    *(
        case(f"np.einsum {form[0]} {form[1:]}", lambda *xs, s=form[0]: np.einsum(s, *xs), *(real(*a) for a in form[1:]))
        for form in EINSUM
    ),
    case("np.einsum of one twice", lambda x: np.einsum("ij,kj->ik", x, x), real(2, 3)),
    case("np.einsum with a constant", lambda x: np.einsum("ij,jk->ik", np.eye(3, dtype=np.float16), x), real(3, 2)),
    case("np.trace", lambda x: np.trace(x), real(3, 3)),
    case("np.trace offset", lambda x: np.trace(x, offset=-1), real(3, 2)),
    case("np.trace axes", lambda x: np.trace(x, 1, 2, 0), real(3, 2, 3)),
    case("np.linalg.trace", lambda x: np.linalg.trace(x), real(2, 3, 3)),
    case("np.linalg.trace offset", lambda x: np.linalg.trace(x, offset=1), real(2, 3, 4)),
    case("np.linalg.diagonal", lambda x: np.linalg.diagonal(x), real(2, 2, 3)),
    case("np.linalg.diagonal offset", lambda x: np.linalg.diagonal(x, offset=-1), real(2, 3, 3)),
    case("x.trace", lambda x: x.trace(), real(2, 2)),
    case("norm", lambda x: norm(x), real(2, 3)),
    case("norm of a number's row", lambda x: norm(x), real(1)),
    *(
        case(f"norm axis={axis} keepdims={keepdims} ord={order}", _f, apart(2, 3, 2), dtypes="fd")
        for axis in (0, -1)
        for keepdims in (False, True)
        for order in (None, 1, 2, 3, 2.5, 1.5, 0.5, -1, -2.5, np.inf, -np.inf)
        for _f in [lambda x, a=axis, k=keepdims, o=order: norm(x, o, axis=a, keepdims=k)]
    ),
    *(
        case(f"norm axis={axis} keepdims={keepdims} ord={order}", _f, apart(2, 3, 2), dtypes="fdg")
        for axis in ((0, 1), (2, 0), (-1, -2))
        for keepdims in (False, True)
        for order in (None, "fro", 1, -1, np.inf, -np.inf)
        for _f in [lambda x, a=axis, k=keepdims, o=order: norm(x, o, axis=a, keepdims=k)]
    ),
    *(
        case(f"norm axis={axis} keepdims={keepdims} ord={order}", _f, real(2, 3, 3), dtypes="fd")
        for axis in ((0, 1), (2, 0), (-1, -2))
        for keepdims in (False, True)
        for order in (2, -2, "nuc")
        for _f in [lambda x, a=axis, k=keepdims, o=order: norm(x, o, axis=a, keepdims=k)]
    ),
    case("norm of a matrix, ord=1", lambda x: norm(x, 1), apart(2, 3)),
    case("np.linalg.vector_norm", lambda x: np.linalg.vector_norm(x), real(2, 3), dtypes="fd"),
    case("vector_norm axes", lambda x: np.linalg.vector_norm(x, axis=(2, 0), ord=3), real(2, 3, 2), dtypes="fd"),
    case("vector_norm keepdims", lambda x: np.linalg.vector_norm(x, axis=(0, 2), keepdims=True), real(2, 3, 2)),
    case("np.linalg.matrix_norm", lambda x: np.linalg.matrix_norm(x, keepdims=True), real(2, 3, 2), dtypes="fd"),
    case("np.linalg.matrix_norm nuc", lambda x: np.linalg.matrix_norm(x, ord="nuc"), real(2, 3, 2), dtypes="fd"),
    case("np.linalg.matmul", lambda x, y: np.linalg.matmul(x, y), real(2, 3), real(3, 2)),
    case("np.linalg.outer", lambda x, y: np.linalg.outer(x, y), real(2), real(3)),
    case("np.linalg.tensordot", lambda x, y: np.linalg.tensordot(x, y, axes=1), real(2, 3), real(3, 2)),
    case("np.vecdot", lambda x, y: np.vecdot(x, y), real(2, 1, 3), real(4, 3)),
    case("np.linalg.vecdot", lambda x, y: np.linalg.vecdot(x, y, axis=0), real(2, 3), real(2, 3)),
    *(
        case(f"np.linalg.matrix_power {n}", lambda x, n=n: np.linalg.matrix_power(x, n), matrix(2, 2), dtypes="fd")
        for n in (-2, 1, 2, 3, 5)
    ),
    case("np.linalg.multi_dot", lambda x, y: np.linalg.multi_dot([x, y, x]), real(2, 3), real(3, 2)),
    case("np.einsum of lists", lambda x, y: np.einsum(x, [0, 1], y, [1, 2], [2, 0]), real(2, 3), real(3, 2)),
    case("np.einsum of lists, no output", lambda x, y: np.einsum(x, [5, 1], y, [1, 2]), real(2, 3), real(3, 2)),
    case("np.einsum of lists, ...", lambda x: np.einsum(x, [..., 1], [...]), real(2, 2, 3)),
    case("np.linalg.inv", np.linalg.inv, matrix(3, 3), dtypes="fd"),
    case("np.linalg.inv of a stack", np.linalg.inv, matrix(2, 2, 2), dtypes="fd"),
    *(case(f"np.linalg.solve {a}, {b}", np.linalg.solve, matrix(*a), real(*b), dtypes="fd") for a, b in SOLVE),
    case("np.linalg.det", np.linalg.det, matrix(3, 3), dtypes="fd"),
    case("np.linalg.det of a stack", np.linalg.det, matrix(2, 2, 2), dtypes="fd"),
    case("np.linalg.det of 1 × 1", np.linalg.det, matrix(1, 1), dtypes="fd"),
    case("np.linalg.det, negative", np.linalg.det, fixed([[0.1, 2.0], [1.5, 0.3]]), dtypes="fd"),
    case("logabsdet", logabsdet, matrix(3, 3), dtypes="fd"),
    case("logabsdet, negative", logabsdet, fixed([[0.1, 2.0], [1.5, 0.3]]), dtypes="fd"),
    case("cofactors", cofactors, matrix(3, 3), dtypes="fd"),
    case("changes_of_cofactors", changes_of_cofactors, matrix(3, 3), real(3, 3), dtypes="fd"),
    case("changes_of_cofactors of a stack", changes_of_cofactors, matrix(2, 2, 2), real(2, 2), dtypes="fd"),
    case("changes_of_cofactors, second", changes_of_cofactors, matrix(3, 3), real(3, 3), real(3, 3), dtypes="fd"),
    case("changes_of_cofactors, third", changes_of_cofactors, *[matrix(4, 4)] * 4, dtypes="fd"),
    case("changes_of_cofactors, singular", changes_of_cofactors, fixed(np.ones((3, 3))), real(3, 3), dtypes="fd"),
    case("np.linalg.det, singular", np.linalg.det, fixed([[1.0, 2.0], [2.0, 4.0]]), dtypes="fd"),
    case("np.linalg.det of zeros", np.linalg.det, fixed(np.zeros((2, 2))), dtypes="fd"),
    case("norm of positive, ord=1.5", lambda x: norm(x, 1.5), positive(3), dtypes="fd"),
]
test_rules = every_check(CASES)


def bar_of(f, value):
    x = Tensor(np.array(value, float), requires_grad=True)
    f(x).sum().backward()
    return x.bar.tolist()


@pytest.mark.parametrize("order", [None, 1, 1.5, 2, 3, np.inf])
def test_the_norm_of_a_zero_vector_has_the_slope_0(order):
    assert bar_of(lambda x: norm(x, order, axis=-1), [[0.0, 0.0], [0.0, 2.0]]) == [[0, 0], [0, 1]]


def test_the_norm_of_a_zero_vector_has_finite_second_derivatives():
    x = Tensor([0.0, 0.0], requires_grad=True)
    norm(x).backward(create_graph=True)
    slope, x.bar = x.bar, None
    slope.sum().backward()
    assert np.all(np.isfinite(x.bar))


def test_the_norm_of_an_empty_vector():
    assert bar_of(norm, []) == []


@pytest.mark.parametrize(
    ("order", "axis"), [("nuclear", None), (3, None), ("fro", 0), ("nuc", (0,)), (0, (0, 1)), (2, (0, 1, 2))]
)
def test_norms_that_are_not_there_say_so(order, axis):
    x = Tensor(np.ones((2, 2, 2)) if axis == (0, 1, 2) else np.ones((2, 2)), requires_grad=True)
    with pytest.raises(ValueError, match=rf"norm of order {order!r}.*\n.*test_linear_algebra.py.*\n  Hint: "):
        norm(x, order, axis=axis)


def test_the_number_of_entries_that_are_not_0_has_no_gradient():
    x = Tensor([0.0, 2.0, -3.0], requires_grad=True)
    count = norm(x, 0)
    assert (count.item(), count.dtype, count.requires_grad) == (2, np.float64, False)


@pytest.mark.parametrize("order", [0.5, -1, -2.5])
def test_entries_that_are_0_have_the_slope_0_in_norms_with_a_pole_there(order):
    with np.errstate(divide="ignore"):
        z = np.linalg.norm([0.0, 2.0, -3.0], order)
        bar = bar_of(lambda x: norm(x, order), [0.0, 2.0, -3.0])
    wanted = [0, (2 / z) ** (order - 1), -((3 / z) ** (order - 1))] if z else [0, 0, 0]
    np.testing.assert_allclose(bar, wanted)


def test_determinants_of_singular_matrices():
    assert bar_of(np.linalg.det, [[0.0, 0.0], [0.0, 5.0]]) == [[5, 0], [0, 0]]
    assert bar_of(np.linalg.det, [[0.0]]) == [[1]]
    np.testing.assert_allclose(bar_of(np.linalg.det, [[1.0, 2.0], [2.0, 4.0]]), [[4, -2], [-2, 1]], atol=1e-12)
    np.testing.assert_allclose(bar_of(np.linalg.det, np.diag([0.0, 0.0, 1.0])), np.zeros((3, 3)), atol=1e-12)


@pytest.mark.parametrize(
    "x", [np.diag([1.0, 2.0, 3.0, 4.0]), np.ones((4, 4)), np.diag([2.0, 0, 0, 0]), np.zeros((4, 4))]
)
def test_determinants_have_all_derivatives_everywhere(x):
    """det(x + t e) is a polynomial in t, whose coefficients are the derivatives along e."""
    e = np.random.default_rng(0).normal(size=(4, 4))
    t = np.arange(5.0)
    coefficients = np.linalg.solve(np.vander(t, increasing=True), np.linalg.det(x + t[:, None, None] * e))
    along = lambda t: np.linalg.det(x + t * e)  # noqa: E731
    for order in range(1, 6):
        along = grad(along)
        wanted = math.factorial(order) * coefficients[order] if order < 5 else 0
        np.testing.assert_allclose(along(0.0), wanted, rtol=1e-9, atol=1e-9)


def test_a_singular_matrix_has_no_inverse():
    x = Tensor(np.zeros((2, 2)), requires_grad=True)
    with pytest.raises(np.linalg.LinAlgError, match=r"inv\(x: \(2, 2\) float64\).*\n.*test_linear_algebra.py"):
        np.linalg.inv(x)


def test_matrices_that_do_not_fit():
    x = Tensor(np.ones((2, 3)), requires_grad=True)
    with pytest.raises(ValueError, match=r"matmul\(x: \(2, 3\) float64, y: \(2, 3\) float64\)") as caught:
        x @ x
    assert "test_linear_algebra.py" in str(caught.value)
    assert "Hint: the last axis of the first operand" in str(caught.value)


def test_a_product_of_matrices_refuses_numbers():
    x = Tensor(2.0, requires_grad=True)
    for wrong in (lambda: x @ 3.0, lambda: 3.0 @ x, lambda: np.matmul(x, 3.0), lambda: x @ np.ones(3)):
        with pytest.raises((TypeError, ValueError), match="matmul"):
            wrong()


def test_options_of_matmul_are_not_passed_over():
    """Ignored, they would give wrong numbers."""
    a = Tensor(np.ones((2, 2)), requires_grad=True)
    with pytest.raises(TypeError, match="axes"):
        np.matmul(a, a, axes=[(1, 0), (0, 1), (0, 1)])


@pytest.mark.parametrize("subscripts", ["ij,jk->ik", "ijk", "i", "ij->ijz", "i.j"])
def test_subscripts_that_do_not_fit(subscripts):
    x = Tensor(np.ones((2, 3)), requires_grad=True)
    with pytest.raises(ValueError, match=r"subscripts|einsum"):
        np.einsum(subscripts, x)


def test_einsum_without_subscripts_says_so():
    x = Tensor(np.ones((2, 3)), requires_grad=True)
    for args in ((x,), (x, x), (x, [0, 1], 3)):
        with pytest.raises((TypeError, ValueError), match=r"einsum[\s\S]*test_linear_algebra.py"):
            np.einsum(*args)


def test_a_product_of_many_operands_goes_back_as_quickly_as_forward(monkeypatch):
    """In the order that einsum itself would take: all axes at once would be 60⁴ products, here for each operand."""
    operands = [Tensor(np.random.default_rng(k).normal(size=(60, 60)), requires_grad=True) for k in range(3)]
    calls, original = [], np.einsum
    z = np.einsum("ij,jk,kl->il", *operands)
    monkeypatch.setattr(np, "einsum", lambda *args, **kwargs: calls.append(kwargs) or original(*args, **kwargs))
    z.backward(np.ones(z.shape))
    assert len(calls) == 3
    assert all(call["optimize"] for call in calls)
