"""Declaring an operation: in a line, in every form, with errors that come at once and say what is wrong."""

import copy
import functools
import gc
import inspect
import operator
import pickle
import pydoc
import time

import numpy as np
import pytest

import autograd
from autograd import GradientError, Primitive, Tensor, primitive
from autograd.primitives import implementations
from tests.autograd.case import assert_close, numeric_gradient


def leaf(value):
    return Tensor(np.array(value, dtype=float), requires_grad=True)


def check(f, *values):
    """First and second derivatives by finite differences."""
    arrays = [np.array(value, dtype=float) for value in values]

    def gradient(points):
        tensors = [leaf(point) for point in points]
        f(*tensors).sum().backward(create_graph=True)
        return tensors, [tensor.bar for tensor in tensors]

    def slope(points):
        _, bars = gradient(points)
        return sum(float((bar.data * np.cos(np.arange(bar.size)).reshape(bar.shape)).sum()) for bar in bars)

    tensors, bars = gradient(arrays)
    for bar, wanted in zip(bars, numeric_gradient(lambda points: np.sum(f(*points)), arrays), strict=True):
        assert_close(bar.data, wanted)
    for tensor in tensors:
        tensor.bar = None
    along = sum((bar * np.cos(np.arange(bar.size)).reshape(bar.shape)).sum() for bar in bars)
    if along.requires_grad:
        along.backward()
    for tensor, wanted in zip(tensors, numeric_gradient(slope, arrays), strict=True):
        assert_close(tensor.bar if tensor.bar is not None else np.zeros(tensor.shape), wanted)


# --- forms of declarations ---


def test_in_one_line():
    cube = primitive(lambda x: x * x * x, x_bar=lambda z_bar, x: z_bar * 3 * x * x)
    check(cube, [1.5, -0.5])
    assert cube(2.0) == 8
    assert cube(np.array([2.0])).tolist() == [8]
    assert type(cube(Tensor(2.0))) is Tensor
    assert isinstance(cube, Primitive)


def test_as_a_decorator():
    @primitive(x_bar=lambda p_bar, p, x: p_bar * p / x * 1.5)
    def power_of_one_and_a_half(x):
        """x¹·⁵."""
        return x**1.5

    check(power_of_one_and_a_half, [0.5, 2.0])
    assert power_of_one_and_a_half.__name__ == "power_of_one_and_a_half"
    assert power_of_one_and_a_half.__doc__ == "x¹·⁵."
    assert repr(power_of_one_and_a_half) == "<primitive power_of_one_and_a_half(x)>"
    assert power_of_one_and_a_half(leaf(4.0)).node.operation == "power_of_one_and_a_half"


def test_help_is_about_the_operation():
    def cube(x):
        """The third power."""
        return x * x * x

    declared = primitive(cube, x_bar=lambda z_bar, x: z_bar * 3 * x * x)
    for _ in ("before the first call", "after it"):
        shown = pydoc.render_doc(declared, renderer=pydoc.plaintext)
        assert "cube = <primitive cube(x)>\n    The third power." in shown
        assert "forward" not in shown
        declared(2.0)


def test_of_a_ufunc_and_of_a_built_in_operator():
    fmod = primitive(
        np.fmod, name="mine", implements=(), x_bar=lambda z_bar: z_bar, y_bar=lambda z_bar, x, y: -z_bar * (x // y)
    )
    try:
        check(fmod, [1.5, 2.5], [0.7, 0.9])
    finally:
        from autograd.rules.arithmetic import fmod as original

        implementations[np.fmod] = original
    times = primitive(operator.mul, x_bar=lambda z_bar, y: z_bar * y, y_bar=lambda z_bar, x: z_bar * x)
    check(times, [1.5, 2.0], [[3.0], [4.0]])
    assert times.name == "mul"


def test_with_parameters_by_position_by_name_and_by_default():
    @primitive(x_bar=lambda z_bar, x, scale, shift: z_bar * scale * np.cos(x * scale + shift))
    def wave(x, scale, shift=0.5, *, sign=1):
        return np.sin(x * scale + shift) * sign

    x = np.array([0.3, 0.6])
    for call in (
        lambda x: wave(x, 2.0),
        lambda x: wave(x, 2.0, 0.1),
        lambda x: wave(x, shift=0.1, scale=2.0),
        lambda x: wave(x=x, scale=2.0),
        lambda x: wave(x, 2.0, sign=1),
    ):
        check(call, x)
        np.testing.assert_array_equal(call(leaf(x)).data, call(x))
    assert wave(leaf(x), 2.0, sign=1).node.params == (2.0, 0.5, 1)


def test_with_inputs_among_the_parameters():
    @primitive(
        a_bar=lambda z_bar, b, n: z_bar * b * n,
        b_bar=lambda z_bar, a, n: z_bar * a * n,
    )
    def product(n, a, flag=True, *, b):
        return n * a * b

    check(lambda a, b: product(3, a, b=b), [1.0, 2.0], [3.0])
    check(lambda a: product(3, a, b=2.0), [1.0, 2.0])
    check(lambda b: product(3, 2.0, False, b=b), [1.0, 2.0])


def test_with_any_number_of_inputs():
    @primitive(xs_bar=lambda z_bar, i, xs, weights, z: z_bar * weights[i] * 2 * xs[i])
    def weighted_squares(*xs, weights):
        return sum(w * x * x for w, x in zip(weights, xs, strict=True))

    check(lambda *xs: weighted_squares(*xs, weights=(1.0, 2.0, 3.0)), [1.0, 2.0], [0.5, 0.25], 3.0)
    x = leaf([1.0])
    z = weighted_squares(x, np.array([2.0]), x, weights=(1.0, 2.0, 3.0))
    z.sum().backward()
    assert x.bar.tolist() == [2 + 6]
    assert weighted_squares.input_name(2) == "xs[2]"


def test_any_number_may_be_none():
    joined = primitive(lambda *xs: np.float64(len(xs)), name="counted", xs_bar=lambda z_bar, i: z_bar)
    assert joined() == 0
    assert joined(1.0, 2.0) == 2


def test_with_by_products():
    """What the forward function computes on the way is kept, and the second derivative knows how it was computed."""
    calls = []

    @primitive(byproducts={"e": lambda x: np.exp(x)}, x_bar=lambda z_bar, e: z_bar * e / (1 + e))
    def softplus(x):
        calls.append(x)
        e = np.exp(x)
        return np.log(1 + e), e

    check(softplus, [0.5, -1.0])
    assert softplus(np.array([0.0])) == np.log(2)
    assert softplus(0.0) == np.log(2)
    assert softplus(Tensor(0.0)).node is None
    calls.clear()
    softplus(leaf(1.0)).backward()
    assert len(calls) == 1


def test_rules_may_use_any_expression_of_numpy_and_other_primitives():
    @primitive(
        x_bar=lambda z_bar, x, x_shape: (
            np.broadcast_to(z_bar, x_shape) * autograd.sigmoid(x) * (1 - autograd.sigmoid(x))
        )
    )
    def total_sigmoid(x):
        return autograd.sigmoid(x).sum()

    check(total_sigmoid, [[0.5, -1.0], [2.0, 0.0]])


def test_shapes_only():
    @primitive(x_bar=lambda z_bar, x_shape: np.ones(x_shape) * z_bar)
    def total(x):
        return np.sum(x)

    x = leaf(np.ones((2, 3)))
    z = total(x)
    assert z.node.kept == ((2, 3),)
    check(total, np.ones((2, 3)))


def test_unbroadcasting_is_the_engines():
    @primitive(x_bar=lambda z_bar, y: z_bar * y, y_bar=lambda z_bar, x: z_bar * x)
    def times(x, y):
        return x * y

    check(times, [1.0, 2.0, 3.0], [[1.0], [2.0]])
    check(times, 2.0, [[1.0], [2.0]])


def test_without_rules_it_only_computes():
    """For other arrays and for formulas; it is a constant to differentiation."""
    doubled = primitive(lambda x: 2 * x, name="doubled")
    assert doubled(np.array([1.0])).tolist() == [2]
    z = doubled(Tensor([1.0]))
    assert type(z) is Tensor
    assert not z.requires_grad
    with pytest.raises(GradientError, match="doubled has no bar rule for x"):
        doubled(leaf([1.0]))


def test_rules_may_be_functions_with_names():
    def scaled(z_bar, factor):
        return z_bar * factor

    def scale(x, factor):
        return x * factor

    check(lambda x: primitive(scale, x_bar=scaled)(x, 3.0), [1.0])


@pytest.mark.parametrize("names", [("error", "state"), ("z_value", "_z"), ("isinstance", "type"), ("self", "params")])
def test_parameters_may_have_any_name(names):
    """The call function is written out as program text, with names of its own."""
    a, b = names
    namespace = {}
    exec(f"def f({a}, {b}): return {a} * {b}", namespace)
    exec(
        f"rules = dict({a}_bar=lambda out_bar, {b}: out_bar * {b}, {b}_bar=lambda out_bar, {a}: out_bar * {a})",
        namespace,
    )
    operation = primitive(namespace["f"], name="f", **namespace["rules"])
    check(operation, [1.0, 2.0], [3.0, 4.0])


def test_an_output_may_have_any_name():
    check(primitive(lambda x: 2 * x, name="doubled", x_bar=lambda loss_bar: 2 * loss_bar), [1.0])
    check(primitive(lambda x: np.exp(x), name="e", x_bar=lambda z_shape_bar, z_shape: z_shape_bar * z_shape), [1.0])


def test_many_inputs():
    """Sixteen, like the weights of a recurrent cell, are declared and called in no time."""
    names = [f"x{i}" for i in range(16)]
    namespace = {}
    exec(f"def total({', '.join(names)}): return {' + '.join(names)}", namespace)
    start = time.process_time()
    operation = primitive(namespace["total"], **{f"{name}_bar": lambda z_bar: z_bar for name in names})
    assert time.process_time() - start < 2  # as program text for each choice of inputs it would take minutes
    tensors = [leaf(1.0) if i % 2 else 1.0 for i in range(16)]
    operation(*tensors).backward()
    assert all(tensor.bar == 1 for tensor in tensors[1::2])


# --- wrong declarations ---


@pytest.mark.parametrize(
    ("declare", "message"),
    [
        (lambda: primitive(lambda x: x, y_bar=lambda z_bar: z_bar), r"a rule y_bar, but .* has no parameter 'y'"),
        (lambda: primitive(lambda x: x, x_bar=lambda z_bar, w: z_bar), r"asks for 'w', which is none of: .*x"),
        (lambda: primitive(lambda x: x, x_bar=lambda z_bar, w_shape: z_bar), "asks for 'w_shape'"),
        (lambda: primitive(lambda x, n: x, x_bar=lambda z_bar, n_shape: z_bar), "asks for 'n_shape'"),
        (lambda: primitive(lambda x: x, x_bar=lambda z_bar, z, i: z_bar), "asks for 'i'"),
        (
            lambda: primitive(lambda x: x, x_bar=lambda bar: bar),
            r"first parameter of the rule x_bar .* like z_bar, not 'bar'",
        ),
        (lambda: primitive(lambda x: x, x_bar=lambda: 0), "x_bar"),
        (lambda: primitive(lambda x: x, x_bar=3), "x_bar"),
        (lambda: primitive(lambda x: x, xbar=lambda z_bar: z_bar), r"unexpected keyword 'xbar'; .* like x_bar"),
        (
            lambda: primitive(lambda x, y: x + y, x_bar=lambda z_bar: z_bar, y_bar=lambda w_bar: w_bar),
            "must agree on one name for the output.*w, z",
        ),
        (
            lambda: primitive(lambda x: x, x_bar=lambda x_bar: x_bar),
            "one name for the output, other than a parameter's",
        ),
        (lambda: primitive(lambda **x: x, x_bar=lambda z_bar: z_bar), r"not gathered by \*\*"),
        (
            lambda: primitive(lambda a, *xs: a, a_bar=lambda z_bar: z_bar),
            r"with \*xs, the one rule it can have is xs_bar",
        ),
        (lambda: primitive(np.hypot, x_bar=lambda z_bar: z_bar), "2 inputs need 2 bar rules, and 1 were given"),
        (lambda: primitive(np.exp), "1 inputs need 1 bar rules, and 0 were given"),
    ],
)
def test_a_wrong_declaration_is_an_error_at_once(declare, message):
    known = dict(implementations)
    with pytest.raises(TypeError, match=message):
        declare()
    assert implementations == known


def test_a_wrong_declaration_names_the_primitive():
    with pytest.raises(TypeError, match="bump"):

        @primitive(x_bar=lambda z_bar, nothing: z_bar)
        def bump(x):
            return x


# --- wrong calls ---


def test_a_wrong_call_names_operation_and_line():
    @primitive(x_bar=lambda z_bar, n: z_bar * n)
    def times(x, n):
        return x * n

    for call in (
        lambda: times(leaf(1.0)),
        lambda: times(leaf(1.0), 1, 2),
        lambda: times(leaf(1.0), m=1),
        lambda: times(),
    ):
        with pytest.raises(TypeError, match="times"):
            call()


def test_what_the_forward_function_raises_keeps_its_kind_and_tells_more():
    class Odd(Exception):
        pass

    for kind in (
        ValueError,
        TypeError,
        IndexError,
        KeyError,
        ZeroDivisionError,
        NotImplementedError,
        FloatingPointError,
    ):

        @primitive(x_bar=lambda z_bar: z_bar)
        def failing(x, kind=kind):
            raise kind("no luck")

        with pytest.raises(
            kind, match=r"failing\(x: \(2,\) float64\) failed: .*no luck.*\n  at .*test_primitives.py"
        ) as caught:
            failing(leaf([1.0, 2.0]))
        assert type(caught.value.__cause__) is kind

    @primitive(x_bar=lambda z_bar: z_bar)
    def odd(x):
        raise Odd("no luck")

    with pytest.raises(RuntimeError, match="no luck") as caught:
        odd(leaf(1.0))
    assert type(caught.value.__cause__) is Odd


def test_a_tensor_for_a_parameter_without_a_rule():
    @primitive(x_bar=lambda z_bar, n: z_bar * n)
    def times(x, n):
        return x * n

    assert times(leaf(2.0), Tensor(3.0)).data == 6
    z = times(leaf(2.0), Tensor(3.0))
    assert type(z.node.params[0]) is not Tensor
    with pytest.raises(GradientError, match=r"times has no bar rule for n.*\n  at .*test_primitives.py.*\n.*n.detach"):
        times(leaf(2.0), leaf(3.0))
    with pytest.raises(GradientError, match="no bar rule for n"):
        times(2.0, n=leaf(3.0))
    assert type(times(2.0, Tensor(3.0))) is Tensor


def test_without_tensors_it_gives_what_the_forward_function_gives():
    marker = object()
    given = primitive(lambda x, n: marker, name="given", x_bar=lambda z_bar: z_bar)
    assert given(1.0, 2) is marker


def test_constants_are_computed_and_not_recorded():
    squared = primitive(lambda x: x * x, name="squared", x_bar=lambda z_bar, x: 2 * x * z_bar)
    assert squared(Tensor(3.0)).node is None
    with autograd.no_grad():
        assert squared(leaf(3.0)).node is None


def test_declarations_do_not_leave_cycles():
    gc.collect()
    gc.disable()
    try:
        primitive(lambda x: x, name="short_lived", x_bar=lambda z_bar: z_bar)(leaf(1.0))
    finally:
        gc.enable()


# --- all rules ---


def test_copies_are_the_operation_itself():
    """A module may hold one as its activation."""
    for operation in (autograd.sigmoid, autograd.softmax_cross_entropy, primitive(np.sinh, x_bar=lambda z_bar: z_bar)):
        assert copy.copy(operation) is operation
        assert copy.deepcopy([operation])[0] is operation
    assert pickle.loads(pickle.dumps(autograd.sigmoid)) is autograd.sigmoid


def test_rules_ask_for_their_inputs_by_name():
    """Every rule of the engine starts with the error signal of its output."""
    for made in {made for made in implementations.values() if isinstance(made, Primitive)}:
        for rule in made.declared_rules.values():
            assert next(iter(inspect.signature(rule).parameters)) == f"{made.output}_bar"


def test_of_a_partial_function():
    def scaled(x, k):
        return k * x

    triple = primitive(functools.partial(scaled, k=3.0), x_bar=lambda z_bar: 3.0 * z_bar)
    x = leaf(2.0)
    triple(x).backward()
    assert (triple.name, x.bar) == ("scaled", 3.0)
