"""A tensor's operators, in the habits of NumPy and of Python."""

import operator

import numpy as np
import pytest

from autograd import GradientError, Tensor, no_grad


def leaf(value):
    return Tensor(np.array(value, dtype=float), requires_grad=True)


A = np.array([[1.5, -2.0, 0.25], [3.0, -0.5, 2.0]])

BINARY = {
    name: getattr(operator, name)
    for name in ["add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "eq", "ne", "lt", "le", "gt", "ge"]
} | {"divmod": divmod}


@pytest.mark.parametrize("other", [2, 2.0, np.float32(2), np.int8(2), True, np.array([1.0, 2.0, 3.0]), [1.0, 2.0, 4.0]])
@pytest.mark.parametrize("op", BINARY.values(), ids=BINARY)
@pytest.mark.parametrize("kind", ["leaf", "constant"])
def test_operators_are_numpys_from_both_sides(op, other, kind):
    t = leaf(np.abs(A)) if kind == "leaf" else Tensor(np.abs(A))
    for got, wanted in (
        (op(t, other), op(np.abs(A), np.asarray(other))),
        (op(other, t), op(np.asarray(other), np.abs(A))),
    ):
        pairs = zip(got, wanted, strict=True) if isinstance(got, tuple) else [(got, wanted)]
        for one, expected in pairs:
            assert type(one) is Tensor
            np.testing.assert_array_equal(one.data, expected)
            assert one.dtype == np.asarray(expected).dtype


DIFFERENTIABLE = ("add", "sub", "mul", "truediv", "mod", "pow")


@pytest.mark.parametrize("name", BINARY)
def test_which_operators_record(name):
    z = BINARY[name](leaf(2.0), 3.0)
    z = z[1] if name == "divmod" else z
    assert z.requires_grad == (name in DIFFERENTIABLE or name == "divmod")


@pytest.mark.parametrize("scalar", [np.float64(2), np.float32(2), np.int64(2), np.longdouble(2), np.bool_(True)])
@pytest.mark.parametrize("op", [operator.add, operator.sub, operator.mul, operator.truediv, operator.pow])
def test_numpys_own_numbers_leave_the_operation_to_the_tensor(op, scalar):
    if op is operator.sub and isinstance(scalar, np.bool_):
        scalar = np.int8(1)
    for t in (leaf(3.0), leaf([3.0, 4.0])):
        z = op(scalar, t)
        assert type(z) is Tensor
        assert z.requires_grad
        np.testing.assert_allclose(np.asarray(z.detach()), op(scalar, t.data))


def test_python_numbers_do_not_widen():
    t = Tensor(np.ones(2, np.float32), requires_grad=True)
    for z in (t + 1, 2.0 * t, t / 3, t**2, 2**t, 1 - t, t % 2):
        assert z.dtype == np.float32


def test_unary_operators():
    t = leaf(A)
    np.testing.assert_array_equal((-t).data, -A)
    np.testing.assert_array_equal((+t).data, A)
    np.testing.assert_array_equal(abs(t).data, abs(A))
    assert (~Tensor([True, False])).tolist() == [False, True]
    assert (~Tensor([1, 2])).tolist() == [-2, -3]


def test_logic_of_comparisons():
    t = leaf([1.0, 2.0, 3.0])
    assert ((t > 1) & (t < 3)).tolist() == [False, True, False]
    assert ((t < 2) | (t > 2)).tolist() == [True, False, True]
    assert ((t < 2) ^ np.array([True, True, False])).tolist() == [False, True, False]
    assert (np.array([True, True, False]) & (t > 1)).tolist() == [False, True, False]


def test_in_place_operators_make_new_tensors():
    """As with numbers: the name moves on, the old tensor stays as it was."""
    x = leaf([1.0, 2.0])
    y = x
    y += 1
    y *= 2
    assert x.data.tolist() == [1, 2]
    assert y.data.tolist() == [4, 6]
    y.sum().backward()
    assert x.bar.tolist() == [2, 2]


def test_arrays_are_not_changed_in_place_by_tensors():
    """NumPy would have to forget the gradient."""
    for change in (operator.iadd, operator.isub, operator.imul, operator.itruediv, operator.ipow, operator.imatmul):
        array = np.ones((2, 2))
        with pytest.raises(TypeError, match=r"np\.\w+\(..., out=...\) cannot be recorded.*\n  at .*test_operators.py"):
            change(array, leaf(np.full((2, 2), 2.0)))
        assert array.tolist() == [[1, 1], [1, 1]]


def test_operands_that_are_no_numbers():
    t = leaf([1.0, 2.0])
    for op in (operator.add, operator.mul, operator.pow, operator.matmul):
        for other in ("text", None, object(), {}):
            with pytest.raises(TypeError):
                op(t, other)
            with pytest.raises(TypeError):
                op(other, t)


def test_comparisons_never_fail_for_equality():
    t = leaf([1.0, 2.0])
    assert (t == "text") is False or not np.any(np.asarray(t == "text"))
    assert not np.any(np.asarray(t == None))  # noqa: E711
    assert np.all(np.asarray(t != None))  # noqa: E711


@pytest.mark.parametrize("op", [operator.eq, operator.lt, operator.ge, operator.ne])
def test_comparisons_of_what_does_not_fit(op):
    with pytest.raises(ValueError, match=r"\(2,\).*\(3,\)[\s\S]*test_operators.py"):
        op(leaf([1.0, 2.0]), np.ones(3))
    with pytest.raises(ValueError, match=r"\(3,\).*\(2,\)[\s\S]*test_operators.py"):
        op(np.ones(3), leaf([1.0, 2.0]))


def test_rounding():
    assert round(leaf(2.567), 1).data == 2.6
    assert round(leaf([2.5, 3.5])).tolist() == [2, 4]
    assert not round(leaf(2.5)).requires_grad
    assert leaf(2.567).round(2).data == 2.57


def test_format():
    assert f"{leaf(2.567):.2f}" == "2.57"
    assert f"{Tensor(3):03d}" == "003"
    assert f"{leaf([1.0])}" == "Tensor([1.], requires_grad=True)"
    with pytest.raises(
        TypeError, match=r"format '.2f' of a tensor of shape \(2,\).*\n  at .*test_operators.py.*\n.*np.round"
    ):
        f"{leaf([1.0, 2.0]):.2f}"
    with pytest.raises(TypeError, match=r"format '.2f' of w of shape \(1, 1\)"):
        f"{Tensor([[1.0]], name='w'):.2f}"


def test_length_iteration_and_membership():
    t = leaf([[1.0, 2.0], [3.0, 4.0]])
    assert len(t) == 2
    assert [row.tolist() for row in t] == [[1, 2], [3, 4]]
    assert all(row.requires_grad for row in t)
    assert 3.0 in t
    assert 5.0 not in t
    (a, b), _ = t
    (a * b).backward()
    assert t.bar.tolist() == [[2, 1], [0, 0]]
    for use in (len, list, lambda t: 1.0 in t and t[0]):
        with pytest.raises((TypeError, IndexError)):
            use(leaf(1.0))


def test_tensors_hash_by_identity():
    x, y = leaf(1.0), leaf(1.0)
    assert len({x, y, x}) == 2
    assert {x: "x"}[x] == "x"


def test_python_sum_and_sorted():
    t = leaf([3.0, 1.0, 2.0])
    total = sum(t)
    assert total.data == 6
    total.backward()
    assert t.bar.tolist() == [1, 1, 1]
    assert [float(x) for x in sorted(t)] == [1, 2, 3]
    assert float(max(t)) == 3


# --- writing ---


def test_writing_into_constants():
    t = Tensor(np.zeros(3))
    t[1] = 5
    t[Tensor([0, 2])] = Tensor([7.0, 9.0])
    assert t.tolist() == [7, 5, 9]


def test_nothing_is_written_where_a_gradient_would_be_lost():
    x, c = leaf([1.0, 2.0]), Tensor([1.0, 2.0])
    for target, value in ((x, 5.0), (x * 2, 5.0), (c, x[0]), (c, x)):
        with pytest.raises(GradientError, match=r"cannot be written into.*\n  at .*test_operators.py.*\n.*np\.where"):
            target[0] = value
    assert x.tolist() == c.tolist() == [1, 2]


# --- bits ---


@pytest.mark.parametrize("op", [operator.and_, operator.or_, operator.xor, operator.lshift, operator.rshift])
def test_operators_of_bits(op):
    integers = np.array([1, 6, 3])
    for other in (2, np.int64(2), np.array([1, 2, 3]), [1, 2, 3]):
        for got, wanted in (
            (op(Tensor(integers), other), op(integers, np.asarray(other))),
            (op(other, Tensor(integers)), op(np.asarray(other), integers)),
        ):
            assert type(got) is Tensor
            np.testing.assert_array_equal(got.data, wanted)


@pytest.mark.parametrize(
    "use", [lambda t: t & t, lambda t: t | 1, lambda t: t ^ t, lambda t: ~t, lambda t: t << 1, lambda t: 1 >> t]
)
def test_floats_have_no_bits(use):
    with pytest.raises(
        TypeError, match=r"\(2,\) float64.*\n  at .*test_operators.py.*\n  Hint: .*integers and booleans"
    ):
        use(leaf([1.0, 2.0]))


@pytest.mark.parametrize("start", [[5.0], [[1.0, 2.0]], 5.0])
def test_without_recording_a_leaf_is_updated_in_place(start):
    """The training loop by hand, as people write it with PyTorch."""
    parameters = [leaf(start)]
    (w,) = parameters
    for _ in range(3):
        loss = ((w - 1) ** 2).sum()
        loss.backward()
        with no_grad():
            for p in parameters:
                p -= 0.1 * p.bar
                p.bar = None
    np.testing.assert_allclose(w.data, 1 + 0.8**3 * (np.array(start) - 1))
    assert w.requires_grad


def test_a_graph_notices_that_a_leaf_was_updated_in_place():
    w = leaf([1.0, 2.0])
    loss = (w * w).sum()
    with no_grad():
        w *= 2
    with pytest.raises(GradientError, match="changed since"):
        loss.backward()


@pytest.mark.parametrize("name", ["iadd", "isub", "imul", "itruediv", "ipow", "imatmul"])
def test_augmented_assignment_is_numpys(name):
    operation, other = getattr(operator, name), np.array([[2.0, 1.0], [0.5, 3.0]])
    wanted = operation(np.array([[1.5, 2.0], [3.0, 0.5]]), other)
    for kind in ("leaf", "computed", "constant"):
        t = leaf([[1.5, 2.0], [3.0, 0.5]])
        x = {"leaf": t, "computed": +t, "constant": t.detach()}[kind]
        recorded = operation(x, Tensor(other))
        assert recorded is not x
        assert recorded.requires_grad == (kind != "constant")
        np.testing.assert_array_equal(recorded.data, wanted)
        with no_grad():
            updated = operation(x, Tensor(other))
        assert (updated is x) == (kind == "leaf")
        np.testing.assert_array_equal(updated.data, wanted)


def test_an_update_that_does_not_fit_changes_nothing():
    w = leaf([1.0, 2.0])
    with no_grad(), pytest.raises(ValueError, match=r"(?s)isub, in place,\(x: \(2,\) float64.*test_operators.py.*Hint"):
        w -= np.ones(3)
    assert w.data.tolist() == [1.0, 2.0]


def test_lists_of_places_may_be_changed_after_their_use():
    x, places, nested = leaf(np.arange(4.0)), [0, 1], [[0, 1], [2, 2]]
    total = x[places].sum() + 10 * x[nested].sum()
    places[0] = nested[0][0] = 3
    total.backward()
    assert x.bar.tolist() == [11.0, 11.0, 20.0, 0.0]
