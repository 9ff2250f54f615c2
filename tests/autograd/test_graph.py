"""The graph: what it records and keeps, how large it may be, and that it is gone when its last name goes."""

import contextlib
import gc
import sys
import weakref

import numpy as np
import pytest

import autograd
from autograd import Tensor, no_grad, primitive
from autograd.graph import Node, firing_order
from autograd.handle import Handle


def leaf(value, **options):
    return Tensor(np.array(value, dtype=float), requires_grad=True, **options)


# --- what is recorded ---


def test_constants_are_not_recorded():
    assert (Tensor(2.0) * 3 + Tensor(1.0)).node is None
    with no_grad():
        assert (leaf(2.0) * 3).node is None


def test_a_node_tells_what_was_computed_from_what():
    x, c = leaf([1.0, 2.0], name="x"), Tensor([3.0, 4.0])
    z = np.sum(x * c, axis=0)
    node = z.node
    assert (node.operation, node.shape, node.dtype) == ("sum", (), np.float64)
    assert node.params == (0, False)
    (product,) = node.inputs
    assert (product.operation, product.shape) == ("multiply", (2,))
    assert product.inputs[0] is x.node
    assert product.inputs[1] is c
    assert x.node.operation == "leaf"
    assert x.node.primitive is None
    assert x.node.inputs == ()
    assert "'x'" in repr(x.node)
    assert "multiply" in repr(product)


def test_the_forward_pass_can_be_replayed_from_the_graph():
    """The graph is a complete record: inputs, constants and parameters."""
    rng = np.random.default_rng(0)
    x, W = leaf(rng.normal(size=(4, 3))), leaf(rng.normal(size=(3, 2)))
    z = np.sum(np.tanh(x @ W)[:, [0, 0, 1]] * np.float32(2), axis=-1) / Tensor([1.0, 2.0, 3.0, 4.0])
    z = np.concatenate([z, np.where(z > 0, z, 0.5), [1.0]]).reshape(3, 3) ** 2
    values = {}
    for node in reversed(firing_order([z.node])):
        if node.primitive is None:
            values[node] = node.kept[0]
        else:
            operands = [values[i] if isinstance(i, Node) else getattr(i, "data", i) for i in node.inputs]
            values[node] = node.primitive.evaluate(operands, node.params)
    np.testing.assert_array_equal(values[z.node], z.data)


def test_numbers_rise():
    x = leaf(1.0)
    y = x * 2
    z = np.exp(y) + x
    assert x.node.number < y.node.number < z.node.number
    for node in firing_order([z.node]):
        assert all(parent.number < node.number for parent in node.parents())


def test_firing_order_is_the_program_backwards():
    x = leaf(1.0)
    made = [x]
    for _ in range(20):
        made.append(made[-1] * made[len(made) // 2])
    assert firing_order([made[-1].node]) == [tensor.node for tensor in reversed(made)]
    assert firing_order([made[3].node, made[5].node])[0] is made[5].node
    assert firing_order([]) == []


# --- what is kept ---


def array_of(tensor):
    return weakref.ref(tensor.data)


@pytest.mark.parametrize(
    ("operation", "kept"),
    [
        (lambda x, y: x + y, (False, False)),
        (lambda x, y: x - y, (False, False)),
        (lambda x, y: x * y, (True, True)),
        (lambda x, y: x / y, (False, True)),
        (lambda x, y: np.concatenate([x, y]), (False, False)),
        (lambda x, y: np.sum(x) + np.mean(y, axis=0), (False, False)),
        (lambda x, y: x.reshape(5, 2).T + y.reshape(2, 5), (False, False)),
        (lambda x, y: np.exp(x) + np.sin(y), (False, True)),
        (lambda x, y: x[2:5] * 3 + y[[0, 0, 1]], (False, False)),
        (lambda x, y: np.where(x > y, x, y), (False, False)),
    ],
)
def test_what_no_rule_needs_is_not_kept(operation, kept):
    """The memory of an activation is given back as soon as only the graph would hold it."""
    x, y = leaf(np.arange(1.0, 11)), leaf(np.arange(1.0, 11))
    a, b = x * 1, y * 1
    arrays = array_of(a), array_of(b)
    z = operation(a, b)
    del a, b
    assert tuple(array() is not None for array in arrays) == kept
    assert z.requires_grad


def test_what_only_the_rule_of_a_constant_needs_is_not_kept():
    x, c = leaf(np.ones(3)), Tensor(np.full(3, 2.0))
    a = x * 1
    array = array_of(a)
    z = a * c
    del a
    assert array() is None
    z.sum().backward()
    assert x.bar.tolist() == [2, 2, 2]


def test_shapes_are_kept_without_their_arrays():
    x = leaf(np.ones((2, 3)))
    z = np.sum(x, axis=1)
    assert (2, 3) in z.node.kept
    assert not any(isinstance(kept, np.ndarray) for kept in z.node.kept)


# --- size ---


@pytest.fixture
def without_collector():
    gc.collect()
    gc.freeze()  # so that looking for what is new does not look through everything else
    gc.disable()
    yield
    gc.enable()
    gc.unfreeze()


def test_a_chain_of_a_million_operations(without_collector):
    """Forward, backward and freed; nothing of it by recursion, and nothing left to the garbage collector."""
    x = leaf(1.0)
    node = x.node
    names = sys.getrefcount(node)
    y = x
    for _ in range(1_000_000):
        y = y * 0.999999
    y.backward()
    assert x.bar == pytest.approx(np.exp(-1), rel=1e-5)
    assert sys.getrefcount(node) == names + 1
    y = None
    assert sys.getrefcount(node) == names


def test_a_deep_graph_survives_a_small_stack():
    limit = sys.getrecursionlimit()
    x = leaf(1.0)
    sys.setrecursionlimit(200)
    try:
        y = x
        for _ in range(10_000):
            y = np.sin(y) + 0.1 * y
        y.backward(create_graph=True)
        x.bar.backward()
    finally:
        sys.setrecursionlimit(limit)
    assert np.isfinite(float(x.bar))


# --- freedom from cycles ---


def live_objects():
    """The engine's objects that are alive now."""
    return sum(isinstance(thing, Node | Handle) for thing in gc.get_objects())


PROGRAMS = {}


def program(function):
    PROGRAMS[function.__name__] = function
    return function


@program
def plain():
    x = leaf(np.ones(3))
    h = np.exp(x) * x
    (h[1:] + h[:-1]).sum().backward()


@program
def never_differentiated():
    x = leaf(np.ones(3))
    return np.exp(x) @ x


@program
def fused():
    W, b = leaf(np.ones((2, 3))), leaf(np.ones(2))
    loss = autograd.softmax_cross_entropy(autograd.affine(np.ones((4, 3)), W, b), np.zeros(4, int))
    loss.backward()


@program
def joined():
    x = leaf(np.ones(3))
    np.concatenate([x, x * 2, np.stack([x, x]).ravel()]).sum().backward()


@program
def with_a_first_bar():
    x = leaf(np.ones(3))
    (x * x).backward(Tensor(np.ones(3), requires_grad=True))


@program
def create_graph():
    x = leaf(3.0)
    (x * x * x).backward(create_graph=True)


@program
def create_graph_of_arrays():
    x = leaf(np.ones(3))
    h = np.tanh(x) * x
    loss = np.sum(h**3)
    loss.backward(create_graph=True)


@program
def create_graph_twice():
    x = leaf(3.0)
    y = np.exp(np.sin(x))
    y.backward(create_graph=True)
    slope, x.bar = x.bar, None
    slope.backward(create_graph=True)


@program
def create_graph_with_a_penalty():
    x, w = leaf(np.ones(3)), leaf(np.ones(3))
    loss = np.sum(np.exp(w * x))
    loss.backward(create_graph=True)
    penalty = np.sum(w.bar**2)
    w.bar = x.bar = None
    penalty.backward()


@program
def functional():
    autograd.hessian(lambda x: np.sum(np.exp(x) ** 2))(np.ones(2))
    autograd.make_jvp(np.tanh)(np.ones(2))(np.ones(2))


@program
def error_forward():
    x = leaf(np.ones(3))
    h = x * 2
    with pytest.raises(ValueError, match="add"):
        h + np.ones(4)


@program
def error_backward():
    def rule(z_bar):
        raise ValueError("broken")

    broken = primitive(lambda x: x * 1, name="broken", x_bar=rule)
    x = leaf(np.ones(3))
    loss = np.sum(broken(x * 2))
    with pytest.raises(ValueError, match="broken"):
        loss.backward()


@pytest.mark.parametrize("function", PROGRAMS.values(), ids=PROGRAMS)
def test_a_graph_dies_with_its_last_name(function, without_collector):
    function()  # what is made once and kept, like caches, is there now
    gc.collect()
    before = live_objects()
    function()
    after = live_objects()
    # pytest.raises keeps the error, whose traceback holds frames: a cycle of its own.
    if function.__name__.startswith("error"):
        gc.collect()
        after = live_objects()
    assert after == before


@pytest.mark.parametrize("function", [p for n, p in PROGRAMS.items() if not n.startswith("error")])
def test_the_collector_finds_nothing(function, without_collector):
    function()
    gc.collect()
    function()
    assert gc.collect() == 0


def test_an_error_that_is_caught_holds_the_graph_no_longer_than_itself(without_collector):
    def attempt():
        h = leaf(np.ones(3)) * 2
        with contextlib.suppress(ValueError):
            h + np.ones(4)

    attempt()
    gc.collect()
    before = live_objects()
    attempt()
    assert live_objects() == before


def test_the_loss_goes_and_the_leaves_stay(without_collector):
    x = leaf(np.ones(3))
    h = np.exp(x)
    loss = h.sum()
    loss.backward()
    nodes = weakref.ref(h), weakref.ref(loss)
    del h, loss
    assert [node() for node in nodes] == [None, None]
    assert x.bar.shape == (3,)


def test_a_large_array_is_freed_with_the_tensor(without_collector):
    x = leaf(np.ones(10))
    z = np.exp(x)
    array = weakref.ref(z.data)
    z.sum().backward()
    del z
    assert array() is None
