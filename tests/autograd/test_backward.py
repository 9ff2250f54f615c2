"""The backward pass: its order, its sums, what it gives to whom, and what it leaves alone."""

import sys
import threading
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograd import GradientError, Tensor, primitive
from autograd.backward import backward_pass
from autograd.graph import Node, firing_order
from tests.autograd.duck import Duck


def leaf(value, **options):
    return Tensor(np.array(value, dtype=options.pop("dtype", float)), requires_grad=True, **options)


class Record:
    """An observer that writes everything down."""

    def __init__(self):
        self.fired, self.sent = [], []

    def fires(self, node, bar):
        self.fired.append((node, np.array(bar)))

    def sends(self, node, position, message, total):
        self.sent.append((node, position, message, total))


def observed(loss):
    record = Record()
    backward_pass({loss.node: np.ones(loss.shape)[()]}, observer=record)
    return record


# --- order ---


@st.composite
def scalar_graphs(draw):
    """Values computed from two leaves, each from two earlier ones; the last value is the loss."""
    values = [leaf(1.1), leaf(0.7)]
    for _ in range(draw(st.integers(1, 30))):
        x, y = (draw(st.sampled_from(values)) for _ in range(2))
        values.append(draw(st.sampled_from([lambda x, y: x + y, lambda x, y: x * y, lambda x, y: np.sin(x)]))(x, y))
    return values


@given(scalar_graphs())
def test_each_node_fires_once_after_all_its_consumers(values):
    record = observed(values[-1])
    fired = [node for node, _ in record.fired]
    assert len(set(fired)) == len(fired)
    assert set(fired) == set(firing_order([values[-1].node]))
    place = {node: i for i, node in enumerate(fired)}
    edges = [(node, parent) for node in fired for parent in node.parents()]
    assert all(place[node] < place[parent] for node, parent in edges)
    assert len(record.sent) == len(edges)


@given(scalar_graphs())
def test_messages_add_up_to_the_bar(values):
    record = observed(values[-1])
    arrived = {}
    for node, position, message, total in record.sent:
        receiver = node.inputs[position]
        arrived[receiver] = arrived.get(receiver, 0) + message
        assert total == pytest.approx(arrived[receiver], rel=1e-12)
    for node, bar in record.fired[1:]:
        assert bar == pytest.approx(arrived[node], rel=1e-12)


def test_a_value_used_twice_by_one_operation_has_two_edges():
    x = leaf(3.0)
    z = x * x
    assert z.node.inputs == (x.node, x.node)
    assert len(observed(z).sent) == 2
    z.backward()
    assert x.bar == 6


def test_nothing_fires_that_the_loss_was_not_computed_from():
    x = leaf(3.0)
    loss, other = x * x, x * 100
    assert other.node not in [node for node, _ in observed(loss).fired]
    loss.backward()
    assert x.bar == 6
    assert other.bar is None


def test_only_what_leads_to_the_targets_fires():
    x, y = leaf(2.0), leaf(3.0)
    a, b = np.exp(x), np.exp(y)
    record = Record()
    ((node, bar, _),) = backward_pass({(a * b).node: np.float64(1)}, targets=[y.node], observer=record)
    assert node is y.node
    assert bar == pytest.approx(np.exp(5))
    assert a.node not in [node for node, _ in record.fired]
    assert x.node not in [node for node, _ in record.fired]


def test_several_seeds_of_which_one_is_computed_from_the_other():
    x = leaf(2.0)
    y = x * 3
    z = y * 5
    ((_, bar, _),) = backward_pass({z.node: np.float64(1), y.node: np.float64(10)}, targets=[x.node])
    assert bar == 3 * (5 + 10)


# --- sums ---


def test_leaves_add_up_and_what_was_computed_does_not():
    x = leaf([1.0, 2.0])
    y = x * x
    z = y.sum()
    for passes in (1, 2, 3):
        z.backward()
        assert x.bar.tolist() == [2 * passes, 4 * passes]
        assert y.bar.tolist() == [1, 1]
        assert z.bar == 1


def test_a_second_loss_replaces_the_bars_of_what_both_were_computed_from():
    x = leaf(2.0)
    y = x * x
    (3 * y).backward()
    (5 * y).backward()
    assert y.bar == 5
    assert x.bar == 4 * (3 + 5)


class SlowArray(Duck):
    """Lets other threads run before it adds."""

    def copy(self):
        return self

    def astype(self, dtype, copy=True):
        return self

    def __add__(self, other):
        time.sleep(0.02)
        return SlowArray(self.plain + other)


def test_passes_of_several_threads_add_up():
    w = leaf([1.0, 2.0])
    w.bar = SlowArray(np.zeros(2))
    threads = [threading.Thread(target=(2 * w).sum().backward) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert w.bar.plain.tolist() == [8, 8]


def test_a_bar_set_to_none_starts_again():
    x = leaf(2.0)
    z = x * x
    z.backward()
    x.bar = None
    z.backward()
    assert x.bar == 4


def test_bar_and_grad_are_one_thing():
    x = leaf(2.0)
    (x * x).backward()
    assert x.grad == 4
    x.grad = None
    assert x.bar is None
    x.bar = 7.0
    assert x.grad == 7


def test_the_bar_that_a_pass_adds_to_is_not_written_into():
    """It may be in the user's hands."""
    x = leaf([1.0, 2.0])
    x.sum().backward()
    before = x.bar
    x.sum().backward()
    assert before.tolist() == [1, 1]
    assert x.bar.tolist() == [2, 2]


def test_messages_of_smaller_shape_are_repeated_and_then_summed():
    """A rule may leave it to the engine to repeat what it gives; such a message is not summed in place."""
    column_sums = primitive(lambda x: x.sum(0), name="column_sums", x_bar=lambda z_bar: z_bar * 1.0)
    x = leaf(np.ones((2, 3)))
    (column_sums(x) + column_sums(x) * 2 + column_sums(x)).sum().backward()
    assert x.bar.tolist() == [[4, 4, 4], [4, 4, 4]]
    x.bar[0] = 0


def test_the_first_bar():
    x = leaf([1.0, 2.0, 3.0])
    for bar in ([1, 10, 100], np.array([1.0, 10.0, 100.0]), np.float32([1, 10, 100]), Tensor([1.0, 10.0, 100.0])):
        x.bar = None
        z = x * 2
        z.backward(bar)
        assert x.bar.tolist() == [2, 20, 200]
        assert z.bar.tolist() == [1, 10, 100]


@pytest.mark.parametrize("shape", [(), (1,), (1, 1)])
def test_a_single_entry_needs_no_first_bar(shape):
    x = leaf(np.full(shape, 3.0))
    (x * x).backward()
    assert x.bar.shape == shape
    assert x.bar.item() == 6


def test_a_leaf_may_be_the_loss():
    x = leaf(3.0)
    x.backward()
    x.backward()
    assert x.bar == 2


# --- who gets what ---


def test_tensors_that_are_held_get_their_bars():
    x = leaf(2.0)
    y = x * x
    z = np.exp(y)
    kept = [z * 3]
    kept[0].backward()
    assert (kept[0].bar, z.bar) == (1, 3)
    assert y.bar == pytest.approx(3 * np.exp(4))


def test_tensors_that_are_not_held_do_not_keep_bars():
    x = leaf(np.ones(1000))
    loss = np.exp(np.exp(x)).sum()
    loss.backward()
    inner = [node for node in firing_order([loss.node]) if node is not loss.node and node is not x.node]
    assert len(inner) == 2
    assert all(node.bar is None for node in inner)


@pytest.mark.parametrize("dtype", ["e", "f", "d", "g"])
@pytest.mark.parametrize("shape", [(), (1,), (0,), (2, 3)])
def test_bars_have_the_shape_and_dtype_of_their_tensors(dtype, shape):
    x = leaf(np.ones(shape), dtype=dtype)
    h = x * np.float32(2)
    loss = np.sum(h.astype(np.float64) * 3)
    loss.backward()
    for tensor in (x, h, loss):
        assert type(tensor.bar) is np.ndarray
        assert (tensor.bar.shape, tensor.bar.dtype) == (tensor.shape, tensor.dtype)
    assert x.bar.dtype == dtype


def test_a_number_has_a_bar_that_is_an_array_and_stays_the_same():
    x = leaf(3.0)
    (x * x).backward()
    assert x.bar is x.bar
    assert type(x.bar) is np.ndarray
    x.bar[...] = 5
    assert x.bar == 5


ALIASING = {
    "x + y": lambda x, y: x + y,
    "x - y": lambda x, y: x - y,
    "+x": lambda x, y: (+x) + (+y),
    "reshape": lambda x, y: x.reshape(-1) + y.ravel(),
    "transpose": lambda x, y: x.T + y.T,
    "slices": lambda x, y: x[:, :2] + y[:, :2],
    "broadcast": lambda x, y: np.broadcast_to(x, (2, 2, 3)) + y,
    "concatenate": lambda x, y: np.concatenate([x, y]),
    "stack": lambda x, y: np.stack([x, y]),
    "split": lambda x, y: sum(np.split(x, 3, axis=1)) + y[:, :1],
    "flip": lambda x, y: np.flip(x) + np.flip(y),
    "sum": lambda x, y: x.sum() + y.sum(),
    "where": lambda x, y: np.where(True, x, y) + np.where(np.ones((2, 3), bool), x, y),
    "astype": lambda x, y: x.astype(np.float64) + y,
    "the same twice": lambda x, y: x + x + y + y,
}


@pytest.mark.parametrize("create_graph", [False, True])
@pytest.mark.parametrize("f", ALIASING.values(), ids=ALIASING)
def test_no_two_bars_share_memory(f, create_graph):
    """Each may be changed by whoever holds it: an optimizer that clips, a student who plays."""
    x, y = leaf(np.ones((2, 3))), leaf(np.ones((2, 3)))
    first = f(x, y)
    second = first + first
    loss = second.sum()
    bar = np.ones(())
    loss.backward(bar, create_graph=create_graph)
    held = [x, y, first, second, loss]
    bars = [tensor.bar.data if create_graph else tensor.bar for tensor in held]
    memory = [*bars, *(tensor.data for tensor in held), bar]
    for i, one in enumerate(bars):
        assert one.flags.writeable
        assert not any(np.may_share_memory(one, other) for other in memory[:i] + memory[i + 1 :])


def test_a_first_bar_that_the_user_changes_afterwards():
    x, bar = leaf([1.0, 2.0]), np.array([1.0, 1.0])
    z = +x
    z.backward(bar)
    bar[:] = 99
    assert x.bar.tolist() == [1, 1]
    assert z.bar.tolist() == [1, 1]
    z.bar[:] = 77
    assert bar.tolist() == [99, 99]


GLOBAL = np.array([5.0, 7.0])


@pytest.mark.parametrize(
    "rule",
    [
        lambda z_bar, x: x,
        lambda z_bar, z: z,
        lambda z_bar: GLOBAL,
        lambda z_bar: GLOBAL[::-1],
        lambda z_bar, c: c,
        lambda z_bar, c: c.T,
        lambda z_bar: z_bar,
        lambda z_bar: np.broadcast_to(z_bar[0], (2,)),
    ],
)
@pytest.mark.parametrize("uses", [1, 2])
@pytest.mark.parametrize("create_graph", [False, True])
def test_a_rule_may_give_back_any_array_without_its_being_changed(rule, uses, create_graph):
    def copy(x, c):
        return x * 1

    operation = primitive(copy, x_bar=rule)
    x, c = leaf([1.0, 2.0]), np.array([3.0, 4.0])
    arrays = [c, GLOBAL]
    before = [array.copy() for array in arrays]
    outputs = [operation(x, c) for _ in range(uses)]
    loss = sum(outputs).sum()
    loss.backward(create_graph=create_graph)
    for tensor in (x, *outputs):
        bar = tensor.bar.data if create_graph else tensor.bar
        assert not any(np.may_share_memory(bar, other) for other in (*arrays, x.data, *(z.data for z in outputs)))
        bar += 100
    assert x.data.tolist() == [1, 2]
    for array, old in zip(arrays, before, strict=True):
        np.testing.assert_array_equal(array, old)


def test_no_array_of_the_user_is_written_to():
    rng = np.random.default_rng(0)
    arrays = {name: rng.normal(size=(3, 3)) for name in "abc"}
    for array in arrays.values():
        array.flags.writeable = False
    before = {name: array.copy() for name, array in arrays.items()}
    x, y, c = Tensor(arrays["a"], requires_grad=True), Tensor(arrays["b"], requires_grad=True), Tensor(arrays["c"])
    z = x @ y + c * x - np.exp(x) / (2 + y * y)
    z += c
    z[1:].sum().backward()
    z.sum().backward(create_graph=True)
    for name, array in arrays.items():
        np.testing.assert_array_equal(array, before[name])


# --- failing ---


def failing(message="broken"):
    def rule(z_bar):
        raise ValueError(message)

    return primitive(lambda x: x * 1, name="broken", x_bar=rule)


def test_a_pass_that_fails_changes_nothing():
    x, y = leaf(2.0), leaf(3.0)
    (x * y).backward()
    h = x * x
    good = h * y
    good.backward()
    before = [(tensor.bar.copy(), tensor.bar) for tensor in (x, y, h, good)]
    with pytest.raises(ValueError, match="broken"):
        (good + failing()(h)).backward()
    for tensor, (value, bar) in zip((x, y, h, good), before, strict=True):
        assert tensor.bar is bar
        assert bar == value


def test_an_error_in_a_rule_names_operation_input_signal_and_the_line_that_recorded_it():
    x = leaf([1.0, 2.0])
    z = failing("no such luck")(x)
    line = sys._getframe().f_lineno - 1
    with pytest.raises(ValueError, match="no such luck") as caught:
        z.sum().backward()
    text = str(caught.value)
    assert "the bar rule of broken for x failed in the backward pass, on an error signal (2,) float64" in text
    assert f'test_backward.py", line {line}: z = failing("no such luck")(x)' in text
    assert "Hint: check the rule x_bar" in text
    assert isinstance(caught.value.__cause__, ValueError)


@pytest.mark.parametrize("create_graph", [False, True])
def test_a_rule_that_gives_a_wrong_shape(create_graph):
    wrong = primitive(lambda x: x.sum(), name="wrong", x_bar=lambda z_bar: z_bar * np.ones(5))
    x = leaf([1.0, 2.0])
    z = wrong(x)
    line = sys._getframe().f_lineno - 1
    with pytest.raises(ValueError, match=r"the bar rule of wrong for x gave .*\(5,\) float64.* shape \(2,\)") as caught:
        z.backward(create_graph=create_graph)
    assert f'test_backward.py", line {line}' in str(caught.value)
    assert x.bar is None


def test_the_loss_must_be_one_number_or_have_a_first_bar():
    x = leaf([1.0, 2.0])
    with pytest.raises(GradientError, match=r"shape \(2,\) without an error signal.*\n.*test_backward.py.*\n.*Hint"):
        (x * 2).backward()
    with pytest.raises(ValueError, match=r"shape \(2,\) with an error signal of shape \(3,\)"):
        (x * 2).backward(np.ones(3))
    with pytest.raises(ValueError, match=r"error signal of shape \(1,\)"):
        x.sum().backward([1.0])
    assert x.bar is None


def test_a_loss_that_nothing_was_recorded_of():
    for constant in (Tensor(2.0), Tensor(2.0) * 3, np.sign(leaf(2.0)), leaf(2.0) > 1, leaf(2.0).detach()):
        with pytest.raises(GradientError, match=r"requires no gradient.*\n.*test_backward.py.*\n.*requires_grad=True"):
            constant.backward()


def test_warnings_of_a_rule_are_not_swallowed():
    x = leaf(0.0)
    z = np.sqrt(x)
    with pytest.warns(RuntimeWarning, match="divide by zero"):
        z.backward()


# --- derivatives of the backward pass ---


def test_bars_are_tensors_after_create_graph():
    x, h = leaf(3.0), None
    h = x * x
    loss = h * x
    loss.backward(create_graph=True)
    for tensor in (x, h, loss):
        assert type(tensor.bar) is Tensor
        assert (tensor.bar.shape, tensor.bar.dtype) == (tensor.shape, tensor.dtype)
    assert x.bar.data == 27


def test_derivatives_of_every_order():
    x = leaf(2.0)
    y = x**5
    for wanted in (80.0, 160.0, 240.0, 240.0, 120.0):
        x.bar = None
        y.backward(create_graph=True)
        y = x.bar
        assert y.data == wanted


def test_bars_are_tensors_also_where_a_rule_ignores_its_error_signal():
    constant = primitive(lambda x: x.sum(), name="constant", x_bar=lambda z_bar, x_shape: np.ones(x_shape))
    x = leaf([1.0, 2.0, 3.0])
    y = x[::-1]
    (constant(y) + constant(y[[0, 0]]) + x[[1, 1]].sum()).backward(create_graph=True)
    assert type(y.bar) is Tensor
    assert type(x.bar) is Tensor
    assert x.bar.data.tolist() == [1, 3, 3]


def test_a_first_bar_that_is_itself_differentiated():
    x, v = leaf([1.0, 2.0]), leaf([3.0, 4.0])
    (x * x).backward(v, create_graph=True)
    (x.bar * np.array([10.0, 100.0])).sum().backward()
    assert v.bar.tolist() == [20, 400]


def test_bars_with_and_without_a_graph_add_up():
    x = leaf(3.0)
    (x * x).backward(create_graph=True)
    (x * x).backward()
    (x * x).backward(create_graph=True)
    assert float(x.bar) == 18


def test_create_graph_records_also_where_recording_is_off():
    from autograd import no_grad

    x = leaf(3.0)
    y = x**3
    with no_grad():
        y.backward(create_graph=True)
    slope, x.bar = x.bar, None
    slope.backward()
    assert x.bar == 18


def test_a_pass_without_create_graph_records_nothing():
    x = leaf([1.0, 2.0])
    z = np.sum(np.exp(x) * np.sin(x))
    newest = (x * 1).node.number
    z.backward()
    assert (x * 1).node.number == newest + 1


# --- cost ---


def calls_of_a_pass(loss):
    """How many Python functions a backward pass calls: a measure of work that no other program disturbs."""
    count = 0

    def profile(frame, event, argument):
        nonlocal count
        count += event in ("call", "c_call")

    sys.setprofile(profile)
    try:
        loss.backward()
    finally:
        sys.setprofile(None)
    return count


SHAPES_OF_GRAPHS = {
    "chain": lambda x, n: _repeat(lambda y: y * 0.5, x, n).sum(),
    "fan-out": lambda x, n: _total([x * 0.5 for _ in range(n)]).sum(),
    "single reads": lambda x, n: _total([x[i % 7] for i in range(n)]),
    "fancy reads": lambda x, n: _total([x[[i % 7, i % 5]] for i in range(n)]).sum(),
    "ladder": lambda x, n: _ladder(x, n).sum(),
}


def _repeat(f, x, n):
    for _ in range(n):
        x = f(x)
    return x


def _total(terms):
    while len(terms) > 1:
        terms = [sum(terms[i : i + 2]) for i in range(0, len(terms), 2)]
    return terms[0]


def _ladder(x, n):
    """2ⁿ paths."""
    for _ in range(n):
        x = x * 0.5 + x * 0.5
    return x


@pytest.mark.parametrize("build", SHAPES_OF_GRAPHS.values(), ids=SHAPES_OF_GRAPHS)
def test_work_grows_linearly_with_the_graph(build):
    x = leaf(np.ones(8))
    small, large = (calls_of_a_pass(build(x, n)) for n in (200, 2000))
    assert large < 11 * small


def test_ten_thousand_single_reads_of_a_large_array():
    """Each message holds one entry. Written out, the messages would be 80 GB."""
    x = leaf(np.ones(1_000_000))
    terms = [x[i * 7] for i in range(10_000)]
    _total(terms).backward()
    assert x.bar.sum() == 10_000
    assert x.bar[7 * 9999] == 1


def test_messages_of_single_reads_are_not_written_out(monkeypatch):
    from autograd.scattered import Scattered

    written = []
    dense = Scattered.dense
    monkeypatch.setattr(Scattered, "dense", lambda self: written.append(self) or dense(self))
    x = leaf(np.ones(100))
    _total([x[i] for i in range(100)]).backward()
    assert len(written) == 1


def test_ten_thousand_uses_of_an_array_are_summed_in_place():
    x = leaf(np.ones(1000))
    terms = [x * 2.0 for _ in range(10_000)]
    loss = _total(terms).sum()
    del terms
    loss.backward()
    assert set(x.bar) == {20_000}


def test_nodes_are_not_compared_by_value():
    x = leaf(1.0)
    assert isinstance(x.node, Node)
    assert x.node != (x * 1).node
