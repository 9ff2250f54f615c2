"""NumPy's own functions on tensors: they record, or are known to have no gradient, or say that they cannot."""

import numpy as np
import pytest

import autograd
from autograd import GradientError, Tensor, implements, primitive
from autograd.passive import DIFFERENTIABLE_ARGUMENT, PASSIVE_FUNCTIONS, PASSIVE_UFUNCS
from autograd.primitives import implementations


def leaf(value):
    return Tensor(np.array(value, dtype=float), requires_grad=True)


def public_functions(module):
    """What NumPy's namespace offers that asks arguments for ``__array_function__``, by name."""
    found = {name: getattr(module, name) for name in dir(module) if not name.startswith("_")}
    return {name: f for name, f in found.items() if hasattr(f, "_implementation") and callable(f)}


UFUNCS = {name: f for name in dir(np) if isinstance(f := getattr(np, name), np.ufunc)}
FUNCTIONS = public_functions(np) | {f"linalg.{n}": f for n, f in public_functions(np.linalg).items()}


# --- every function of NumPy ---


@pytest.mark.parametrize("name", UFUNCS)
def test_every_ufunc_records_or_is_passive_or_refuses(name):
    """None gives a plain array: that would be a gradient lost without a word."""
    function = UFUNCS[name]
    args = [leaf([[0.5, 0.25], [0.125, 0.75]]) for _ in range(function.nin)]
    if function in PASSIVE_UFUNCS:
        if not any("d" in types.partition("->")[0] for types in function.types):
            args = [Tensor([1, 2])] * function.nin  # bitwise operations take no floats
        if function in DIFFERENTIABLE_ARGUMENT:
            args[1] = args[1].detach()
        z = function(*args)
        assert type(z) is Tensor
        assert not z.requires_grad
    elif function in implementations:
        with np.errstate(invalid="ignore"):
            results = function(*args)
        results = results if isinstance(results, tuple) else (results,)
        assert all(type(z) is Tensor for z in results)
        assert any(z.requires_grad for z in results)
    else:
        with pytest.raises(
            TypeError, match=rf"np\.{function.__name__} has no bar rule[\s\S]*test_dispatch.py[\s\S]*Hint"
        ):
            function(*args)


def test_no_ufunc_is_both_differentiable_and_passive():
    assert not PASSIVE_UFUNCS & set(implementations)
    assert not PASSIVE_FUNCTIONS & set(implementations)


#: Functions of NumPy without a rule: each must refuse a tensor, constant or not, by name.
REFUSED = {
    "interp": lambda t: np.interp(t, [0, 1], [0, 1]),
    "fft.fft": lambda t: np.fft.fft(t),
    "convolve": lambda t: np.convolve(t, t),
    "percentile": lambda t: np.percentile(t, 50),
    "nanmedian": lambda t: np.nanmedian(t),
    "linalg.qr": lambda t: np.linalg.qr(np.outer(t, t)),
    "linalg.cholesky": lambda t: np.linalg.cholesky(np.outer(t, t)),
    "kron": lambda t: np.kron(t, t),
    "unique": lambda t: np.unique(t),
    "copyto": lambda t: np.copyto(np.zeros(2), t),
    "copyto ": lambda t: np.full_like(np.zeros(2), t),
    "put_along_axis": lambda t: np.put_along_axis(np.zeros(2), np.array([0]), t[:1], 0),
    "einsum_path": lambda t: np.einsum_path("i,i", t, t),
    "linspace": lambda t: np.linspace(t, 1.0),
    "save": lambda t: np.save("/nowhere/at/all.npy", t),
    "imag": lambda t: np.imag(t),
    "choose": lambda t: np.choose([0, 1], t),
    "insert": lambda t: np.insert(t, 0, 1.0),
    "partition": lambda t: np.partition(t, 1),
    "add.at": lambda t: np.add.at(np.zeros(2), [0, 1], t),
    "add.reduceat": lambda t: np.add.reduceat(t, [0, 1]),
    "subtract.reduce": lambda t: np.subtract.reduce(t),
    "maximum.accumulate": lambda t: np.maximum.accumulate(t),
    "divide.accumulate": lambda t: np.divide.accumulate(t),
    "nextafter": lambda t: np.nextafter(t, 1),
    "frexp": lambda t: np.frexp(t),
    "modf": lambda t: np.modf(t),
    "copysign": lambda t: np.copysign(t, 1.0),
}


@pytest.mark.parametrize("name", REFUSED)
@pytest.mark.parametrize("requires_grad", [True, False])
def test_a_function_without_a_rule_is_refused_by_name(name, requires_grad):
    t = Tensor([0.5, 0.25], requires_grad)
    with pytest.raises(
        TypeError, match=rf"np\.{name.strip()} has no bar rule.*\n  at .*test_dispatch.py.*\n  Hint: use .data"
    ):
        REFUSED[name](t)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_no_function_of_numpy_gives_a_plain_array_of_what_wants_a_gradient(name):
    """Whatever it is called with, the answer is a tensor, something that has no gradient, or an error."""
    function = FUNCTIONS[name]
    for args in (
        [leaf([[0.5, 0.25], [0.125, 0.75]])],
        [leaf([0.5, 0.25])] * 2,
        [[leaf([0.5]), leaf([0.25])]],
        [leaf(0.5), 1],
    ):
        try:
            result = function(*args)
        except Exception:
            continue
        if function not in PASSIVE_FUNCTIONS:
            parts = result if isinstance(result, list | tuple) else [result]
            plain = [part for part in parts if isinstance(part, np.ndarray) and part.dtype.kind == "f"]
            assert not plain, name


# --- functions that have no gradient ---


def test_passive_functions_give_constant_tensors():
    t = leaf([[1.2, -0.7], [3.4, 0.0]])
    for f in (np.sign, np.floor, np.ceil, np.trunc, np.rint, np.round, np.isnan, np.argmax, np.argsort, np.zeros_like):
        z = f(t)
        assert type(z) is Tensor
        assert z.node is None
        np.testing.assert_array_equal(z.data, f(t.data))
    assert np.shape(t) == (2, 2)
    assert np.ndim(t) == 2
    assert np.size(t) == 4
    assert np.allclose(t, t.data) is True
    assert np.array_equal(t, t)
    assert np.result_type(t, np.float32) == np.float64
    assert [list(places) for places in np.nonzero(t)] == [[0, 0, 1], [0, 1, 0]]


def test_passive_functions_do_not_stop_the_gradient_of_others():
    x = leaf([1.2, -0.7])
    (x * np.sign(x) + np.floor(x)).sum().backward()
    assert x.bar.tolist() == [1, -1]


@pytest.mark.parametrize(
    "call",
    [
        lambda w: np.bincount(np.array([0, 1, 1]), weights=w),
        lambda w: np.bincount(np.array([0, 1, 1]), w),
        lambda w: np.histogram(np.ones(3), weights=w),
        lambda w: np.full_like(Tensor([1.0, 2.0, 3.0]), w),
        lambda w: np.heaviside(Tensor([0.0, 1.0, 0.0]), w),
    ],
)
def test_arguments_of_passive_functions_that_have_a_gradient_are_refused(call):
    """np.bincount has none with respect to places, but one with respect to weights."""
    with pytest.raises((TypeError, GradientError), match=r"np\.\w+, (weights|fill_value|x2)=..., has no bar rule"):
        call(leaf([1.0, 2.0, 3.0]))


CONSTANTS = {
    "complex": np.array([[1 + 2j, 0.5], [0.25j, -1]]),
    "integers": np.array([[3, -4], [1, 2]]),
    "booleans": np.array([[True, False], [True, True]]),
}
OF_ANY_KIND = {
    "sum": lambda x: np.sum(x, axis=0),
    "var": lambda x: np.var(x),
    "mean where": lambda x: np.mean(x, where=x != 0),
    "norm": lambda x: np.linalg.norm(x),
    "norm 1": lambda x: np.linalg.norm(x, 1),
    "svd": lambda x: np.linalg.svd(x, compute_uv=False),
    "slogdet": lambda x: np.linalg.slogdet(x),
    "inv": lambda x: np.linalg.inv(x),
    "pad mean": lambda x: np.pad(x, 1, "mean"),
    "pad ramp": lambda x: np.pad(x, 2, "linear_ramp"),
    "vdot": lambda x: np.vdot(x, x),
    "median": lambda x: np.median(x),
    "stack": lambda x: np.stack([x, x]),
    "split": lambda x: np.split(x, 2),
    "average": lambda x: np.average(np.ones((2, 2)), weights=x),
}


@pytest.mark.parametrize("kind", CONSTANTS)
@pytest.mark.parametrize("name", OF_ANY_KIND)
def test_constants_that_are_no_floats_are_numpys_business(name, kind):
    function, array = OF_ANY_KIND[name], CONSTANTS[kind]
    got, wanted = function(Tensor(array)), function(array)
    assert isinstance(got, list | tuple) == isinstance(wanted, list | tuple)
    for one, expected in zip(*([r] if isinstance(r, Tensor | np.ndarray | np.generic) else r for r in (got, wanted))):
        assert type(one) is Tensor
        assert one.dtype == np.asarray(expected).dtype
        np.testing.assert_array_equal(one.data, expected)


def test_one_tensor_that_is_differentiated_among_integers_is_enough_to_record():
    x, n = leaf([1.0, 2.0]), Tensor([1, 2])
    for z in (np.stack([n, x]), np.average(n, weights=x), np.where(n > 1, n, x), np.block([[n, x], [x, n]])):
        assert z.requires_grad


# --- options ---


@pytest.mark.parametrize(
    ("name", "call"),
    [
        ("out", lambda t, a: np.exp(t, out=a)),
        ("out", lambda t, a: np.add(a, t, a)),
        ("out", lambda t, a: np.sum(t, axis=0, out=a)),
        ("out", lambda t, a: np.concatenate([t, t], out=a)),
        ("out", lambda t, a: np.add.reduce(t, out=a)),
        ("out", lambda t, a: np.clip(t, 0, 1, out=a)),
        ("out", lambda t, a: np.multiply.outer(t, t, out=a)),
        ("out", lambda t, a: np.sign(t, out=a)),
        ("out", lambda t, a: np.matmul(t, t, out=a)),
        ("where", lambda t, a: np.exp(t, where=a > 0)),
        ("out", lambda t, a: np.sum(t, 0, None, a)),
        ("out", lambda t, a: t.sum(out=a)),
        ("out", lambda t, a: np.take(t, [0, 1], 0, a)),
        ("where", lambda t, a: np.add.reduce(t, where=a > 0)),
        ("dtype", lambda t, a: np.exp(t, dtype=np.float32)),
        ("dtype", lambda t, a: np.add.reduce(t, dtype=np.float32)),
        ("initial", lambda t, a: np.add.reduce(t, initial=1)),
        ("casting", lambda t, a: np.add(t, 1, casting="unsafe")),
        ("order", lambda t, a: np.add(t, 1, order="F")),
        ("axes", lambda t, a: np.matmul(t, t, axes=[0, 0, ()])),
    ],
)
def test_options_that_cannot_be_recorded_are_refused(name, call):
    array = np.ones(2)
    with pytest.raises(TypeError, match=rf"{name}[\s\S]*test_dispatch.py"):
        call(leaf([1.0, 2.0]), array)
    assert array.tolist() == [1, 1]


def test_options_that_ask_for_nothing_are_taken():
    t = leaf([1.0, 2.0])
    for z in (
        np.exp(t, out=None),
        np.exp(t, where=True, dtype=None, casting="same_kind", order="K", subok=True),
        np.sum(t, axis=None, dtype=None, out=None, keepdims=False),
        np.sum(t, axis=0, initial=np._NoValue, where=np._NoValue),
        np.add.reduce(t, axis=0, keepdims=False),
        np.reshape(t, (2, 1), order="C"),
        np.sum(t, 0, None, None, True),
        np.max(t, 0, None, True),
        np.take(t, [0, 1], 0, None, "wrap"),
        np.concatenate([t, t], axis=0, out=None, casting="same_kind"),
    ):
        assert z.requires_grad


# --- finding the implementation ---


def test_mixed_arguments_record():
    t, a = leaf([1.0, 2.0]), np.array([3.0, 4.0])
    for z in (
        np.add(a, t),
        np.where(a > 3, t, a),
        np.concatenate([a, t]),
        np.stack([t, a]),
        np.dot(a, t),
        np.maximum(a, t),
        np.einsum("i,i->", a, t),
        np.take(t, np.array([0])),
        np.vstack([a, a, t]),
        a @ t,
        [3.0, 4.0] * t,
    ):
        assert type(z) is Tensor
        assert z.requires_grad


def test_lists_of_tensors_are_not_silently_converted():
    t = leaf([1.0, 2.0])
    for call in (lambda: np.sum([t, t]), lambda: np.exp([t, t]), lambda: np.add(np.ones(2), [t[0], t[1]])):
        with pytest.raises((GradientError, TypeError)):
            call()


def test_implements_declares_what_a_function_of_numpy_means():
    assert np.kron not in implementations

    @implements(np.kron)
    def kron(a, b):
        return np.reshape(np.multiply.outer(a, b), (-1,))

    try:
        x = leaf([1.0, 2.0])
        z = np.kron(x, np.array([1.0, 10.0]))
        assert z.tolist() == [1, 10, 2, 20]
        z.sum().backward()
        assert x.bar.tolist() == [11, 11]
    finally:
        del implementations[np.kron]


def test_a_primitive_may_implement_functions_of_numpy():
    made = primitive(lambda x: np.sinc(x), name="sinc", implements=np.sinc, x_bar=lambda z_bar, x: z_bar * np.cos(x))
    try:
        x = leaf([0.0])
        np.sinc(x).sum().backward()
        assert x.bar == 1
        assert implementations[np.sinc] is made
    finally:
        del implementations[np.sinc]


def test_errors_of_composed_functions_tell_operation_shapes_and_line():
    x = leaf(np.ones((2, 3)))
    wrong = {
        "split": lambda: np.split(x, 2, axis=1),
        "tensordot": lambda: np.tensordot(x, x, 1),
        "diagonal": lambda: np.diagonal(x[0]),
        "einsum": lambda: np.einsum("ij,jk", x, x, x),
        "vstack": lambda: np.vstack([x, np.ones(2)]),
        "norm": lambda: np.linalg.norm(x, "nuclear"),
        "take": lambda: np.take(x, [7], axis=1),
        "repeat": lambda: np.repeat(x, [1, 2, 3, 4], axis=0),
        "diff": lambda: np.diff(x, axis=5),
        "average": lambda: np.average(x, weights=np.ones(4), axis=0),
        "take_along_axis": lambda: np.take_along_axis(x, np.array([0]), 1),
        "cumsum": lambda: np.cumsum(x, axis=2),
        "broadcast_to": lambda: np.broadcast_to(x, (2, 4)),
        "pad": lambda: np.pad(x, ((1, 2, 3),)),
    }
    for name, call in wrong.items():
        with pytest.raises((ValueError, IndexError, NotImplementedError, np.exceptions.AxisError)) as caught:
            call()
        text = str(caught.value)
        assert "test_dispatch.py" in text, (name, text)
        assert "Hint" in text, (name, text)


def test_the_public_names_are_there():
    for name in set(autograd.__all__) - {"Stepper", "derive", "draw", "step_through"}:
        assert getattr(autograd, name).__doc__, name
    with pytest.raises(AttributeError, match="no attribute 'nothing'"):
        autograd.nothing  # noqa: B018
