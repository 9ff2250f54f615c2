"""The stepper on the lecture's examples, and what it promises about order, time and tensors."""

from __future__ import annotations

import gc
import itertools
import time
from typing import Any
from weakref import ref

import numpy as np
import pytest

from autograd import GradientError, Tensor, affine, no_grad, relu, sigmoid, softmax_cross_entropy
from autograd.graph import Node
from autograd.views import Stepper, step_through
from autograd.views.stepping.steps import Step


def leaf(value: Any, name: str | None = None) -> Tensor:
    return Tensor(value, requires_grad=True, name=name)


def messages_to(stepper: Stepper, tensor: Tensor) -> list[Step]:
    return [step for step in stepper if step.receiver is not None and step.receiver is tensor.node]


def known(stepper: Stepper) -> list[tuple[Any, ...]]:
    """All that a stepper says of all nodes at its position."""
    state = stepper.state
    rows: list[tuple[Any, ...]] = [(stepper.position, repr(stepper.current))]
    for node in stepper.trace.nodes:
        arrays = [state.value(node), state.total(node), state.bar(node)]
        shown = [None if array is None else (array.shape, array.tobytes()) for array in arrays]
        flags = (state.has_value(node), state.has_fired(node), state.arrived(node), state.waits_for(node))
        rows.append((*shown, *flags))
    return rows


# --- the lecture's examples ---


def test_the_univariate_chain_rule_step_by_step() -> None:
    """docs/lectures.md E3."""
    w, b, x, t = leaf(1.0), leaf(0.5), 2.0, 1.0
    z = w * x + b
    y = sigmoid(z)
    loss = 0.5 * (y - t) ** 2
    stepper = step_through(loss)
    assert stepper.position == 0
    assert stepper.current is None
    story = [(step.action, step.name, step.receiver_name) for step in stepper]
    assert story == [
        ("computes", "v1", None),
        ("computes", "z", None),
        ("computes", "y", None),
        ("computes", "v2", None),
        ("computes", "v3", None),
        ("computes", "loss", None),
        ("fires", "loss", None),
        ("sends", "loss", "v3"),
        ("fires", "v3", None),
        ("sends", "v3", "v2"),
        ("fires", "v2", None),
        ("sends", "v2", "y"),
        ("fires", "y", None),
        ("sends", "y", "z"),
        ("fires", "z", None),
        ("sends", "z", "v1"),
        ("sends", "z", "b"),
        ("fires", "v1", None),
        ("sends", "v1", "w"),
        ("fires", "b", None),
        ("fires", "w", None),
    ]
    slope = y.item() * (1 - y.item())
    (message,) = messages_to(stepper, z)
    assert message.message == pytest.approx((y.item() - t) * slope)
    assert message.operation == "sigmoid"
    assert message.input_name == "x"
    assert message.location is not None
    assert message.location.text == "y = sigmoid(z)"


def test_two_messages_into_t_apart_and_summed() -> None:
    """docs/lectures.md E4: df/dt = (y e^{xy})(−sin t) + (1 + x e^{xy})·2t."""
    t = leaf(0.7)
    x, y = np.cos(t), t**2
    f = y + np.exp(x * y)
    stepper = step_through(f)
    from_y, from_x = messages_to(stepper, t)
    tau, e = 0.7, np.exp(x.item() * y.item())
    assert from_y.node is y.node
    assert from_x.node is x.node
    assert from_x.message == pytest.approx(y.item() * e * -np.sin(tau))
    assert from_y.message == pytest.approx((1 + x.item() * e) * 2 * tau)
    assert (from_y.arrived, from_y.expected) == (1, 2)
    assert (from_x.arrived, from_x.expected) == (2, 2)
    assert from_y.total == from_y.message
    assert from_x.total == from_y.message + from_x.message
    last = stepper[-1]
    assert last.action == "fires"
    assert last.node is t.node
    assert [edge.node for edge in last.waited_for] == [y.node, x.node]
    assert last.result == from_x.total
    # y itself has two uses: one in the sum, one in the product.
    assert [step.expected for step in messages_to(stepper, y)] == [2, 2]


def test_fan_out_of_a_weight_message_by_message() -> None:
    """docs/lectures.md E5: w reaches the loss along every class's output; the sum is (y − t) xᵀ."""
    rng = np.random.default_rng(5)
    x, labels = rng.normal(size=2), np.array([0.0, 1.0, 0.0])
    w = [[leaf(rng.normal()) for _ in range(2)] for _ in range(3)]
    b = [leaf(rng.normal()) for _ in range(3)]
    z = [w[k][0] * x[0] + w[k][1] * x[1] + b[k] for k in range(3)]
    e = [np.exp(z_k) for z_k in z]
    two = e[0] + e[1]
    total = two + e[2]
    y = [e_k / total for e_k in e]
    loss = -(labels[0] * np.log(y[0]) + labels[1] * np.log(y[1]) + labels[2] * np.log(y[2]))
    stepper = step_through(loss)
    # e_k is used in y_k and in the total; the total in all three outputs.
    for k in range(3):
        from_y, from_total = messages_to(stepper, e[k])
        assert from_y.node is y[k].node
        assert from_total.node is (total if k == 2 else two).node
        assert from_total.total == from_y.message + from_total.message
    assert [step.node for step in messages_to(stepper, total)] == [y[2].node, y[1].node, y[0].node]
    end = stepper[-1].after
    error = np.array([y_k.item() for y_k in y]) - labels
    bars = np.array([[end.bar(w_kj.node) for w_kj in row] for row in w])
    np.testing.assert_allclose(bars, np.outer(error, x))


def test_the_scalar_network_steps_to_the_numbers_of_the_vectorised_one() -> None:
    """docs/lectures.md E6: sums over indices, and ȳ = L̄(y − t), W̄² = ȳhᵀ, h̄ = W²ᵀȳ, z̄ = h̄ ∘ σ′(z), W̄¹ = z̄xᵀ."""
    rng = np.random.default_rng(6)
    x, t = rng.normal(size=3), rng.normal(size=2)
    W1, b1 = rng.normal(size=(4, 3)), rng.normal(size=4)
    W2, b2 = rng.normal(size=(2, 4)), rng.normal(size=2)
    w1 = [[leaf(W1[i, j]) for j in range(3)] for i in range(4)]
    c1 = [leaf(b1[i]) for i in range(4)]
    w2 = [[leaf(W2[k, i]) for i in range(4)] for k in range(2)]
    c2 = [leaf(b2[k]) for k in range(2)]

    h = [sigmoid(sum((w1[i][j] * x[j] for j in range(3)), c1[i])) for i in range(4)]
    y = [sum((w2[k][i] * h[i] for i in range(4)), c2[k]) for k in range(2)]
    loss = 0.5 * sum((y[k] - t[k]) ** 2 for k in range(2))
    stepper = step_through(loss)
    stepper.seek(len(stepper))

    hidden = 1 / (1 + np.exp(-(W1 @ x + b1)))
    y_bar = W2 @ hidden + b2 - t
    h_bar = W2.T @ y_bar
    z_bar = h_bar * hidden * (1 - hidden)

    def bars(tensors: list[Any]) -> Any:
        return np.array([bars(t) if isinstance(t, list) else stepper.state.bar(t.node) for t in tensors])

    np.testing.assert_allclose(bars(y), y_bar)
    np.testing.assert_allclose(bars(h), h_bar)
    np.testing.assert_allclose(bars(w2), np.outer(y_bar, hidden))
    np.testing.assert_allclose(bars(c2), y_bar)
    np.testing.assert_allclose(bars(w1), np.outer(z_bar, x))
    np.testing.assert_allclose(bars(c1), z_bar)
    # h̄ᵢ = Σₖ ȳₖ w²ₖᵢ: one message from each output, seen one after the other.
    for i in range(4):
        into = messages_to(stepper, h[i])
        assert sorted(float(step.message) for step in into) == pytest.approx(sorted(W2[:, i] * y_bar))
        assert [(step.arrived, step.expected) for step in into] == [(1, 2), (2, 2)]


def test_the_vectorised_network_says_shapes_and_parameters() -> None:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(5, 3))
    W, b = leaf(rng.normal(size=(4, 3))), leaf(np.zeros(4))
    h = sigmoid(affine(x, W, b))
    loss = (h**2).sum()
    stepper = step_through(loss)
    (to_W,) = messages_to(stepper, W)
    (to_b,) = messages_to(stepper, b)
    assert to_W.input_name == "W"
    assert to_W.message.shape == (4, 3)
    # The message to b, which was broadcast over the batch, is summed over it.
    assert to_b.message.shape == (4,)
    np.testing.assert_allclose(to_b.message, (2 * h.data**2 * (1 - h.data)).sum(axis=0))


# --- time ---


def small_graph() -> Tensor:
    t = leaf(0.7)
    x, y = np.cos(t), t**2
    return y + np.exp(x * y) * x


def test_steps_forward_and_back_return_to_the_same_states() -> None:
    stepper = step_through(small_graph())
    seen = [known(stepper)]
    while stepper.position < len(stepper):
        stepper.step()
        seen.append(known(stepper))
    assert len(seen) == len(stepper) + 1
    assert all(before != after for before, after in itertools.pairwise(seen))
    for expected in reversed(seen[:-1]):
        stepper.back()
        assert known(stepper) == expected


def test_moves() -> None:
    stepper = step_through(small_graph())
    first = stepper.step()
    assert first is not None
    assert first == stepper[0] == stepper.current
    assert first.number == stepper.position == 1
    assert stepper.step(3) == stepper[3]
    assert stepper.back(2) == stepper[1]
    assert stepper.back(99) is None
    assert stepper.position == 0
    assert stepper.back() is None
    assert stepper.step(99) == stepper[-1]
    assert stepper.step() == stepper[-1]
    assert stepper.seek(0) is None
    assert [step.number for step in stepper] == list(range(1, len(stepper) + 1))
    assert [step.number for step in stepper[2:5]] == [3, 4, 5]
    assert stepper.position == 0
    assert repr(stepper) == f"<Stepper at 0 of {len(stepper)} steps>"


@pytest.mark.parametrize(
    ("move", "error", "message"),
    [
        (lambda stepper: stepper.seek(2.0), TypeError, "the number of a step is a whole number, not 2.0"),
        (lambda stepper: stepper.step("3"), TypeError, "a number of steps is a whole number, not '3'"),
        (lambda stepper: stepper.step(-1), ValueError, r"from 0 on, not -1; back\(\) goes the other way"),
        (lambda stepper: stepper.back(-1), ValueError, r"from 0 on, not -1; step\(\) goes the other way"),
        (lambda stepper: stepper[99], IndexError, "there are 22 steps, and none at place 99: the last is at 21"),
        (lambda stepper: stepper[-23], IndexError, "none at place -23"),
        (lambda stepper: stepper["z"], TypeError, "the place of a step is a whole number, not 'z'"),
    ],
)
def test_moves_that_cannot_be_made(move: Any, error: type[Exception], message: str) -> None:
    stepper = step_through(small_graph())
    stepper.seek(np.int64(2))
    with pytest.raises(error, match=message):
        move(stepper)
    assert stepper.position == 2


@pytest.mark.parametrize("position", [-1, 1000])
def test_seeking_beyond_the_ends_is_an_error_and_moves_nothing(position: int) -> None:
    stepper = step_through(small_graph())
    stepper.step()
    with pytest.raises(IndexError, match="from 0 to"):
        stepper.seek(position)
    assert stepper.position == 1


def test_what_is_known_at_the_start() -> None:
    w = leaf(2.0)
    loss = w * 3
    stepper = step_through(loss)
    state = stepper.state
    assert w.node is not None
    assert loss.node is not None
    assert state.value(w.node) == 2
    assert state.value(loss.node) is None
    assert state.total(loss.node) is None
    assert state.bar(loss.node) is None
    assert (state.arrived(loss.node), state.expected(loss.node)) == (0, 1)
    assert [edge.node for edge in state.waits_for(w.node)] == [loss.node]


def test_nothing_has_arrived_at_the_end_of_the_forward_pass() -> None:
    stepper = step_through(small_graph())
    stepper.seek(stepper.trace.forward)
    for node in stepper.trace.nodes:
        assert stepper.state.has_value(node)
        assert stepper.state.arrived(node) == 0
        assert stepper.state.total(node) is None
    stepper.step()
    assert [stepper.state.arrived(node) for node in stepper.trace.nodes][-2:] == [0, 1]


def test_the_error_signal_is_there_when_the_node_fires_and_not_before() -> None:
    stepper = step_through(small_graph())
    for step in stepper:
        if step.action == "fires":
            assert step.before.bar(step.node) is None
            np.testing.assert_array_equal(step.after.bar(step.node), step.total)
            assert step.arrived == step.expected


# --- tensors ---


def test_final_bars_are_those_of_backward() -> None:
    rng = np.random.default_rng(1)
    W = leaf(rng.normal(size=(3, 4)))
    h = np.tanh(W @ rng.normal(size=4))
    loss = (h * h[0]).sum() + (W[1] * W[1, 2]).sum()
    end = step_through(loss)[-1].after
    bars = [end.bar(tensor.node) for tensor in (W, h, loss) if tensor.node is not None]
    assert W.bar is h.bar is loss.bar is None
    loss.backward()
    for bar, tensor in zip(bars, (W, h, loss), strict=True):
        np.testing.assert_array_equal(bar, tensor.bar)


def test_bars_that_are_there_stay_as_they_are() -> None:
    w = leaf([1.0, 2.0])
    loss = (w * w).sum()
    loss.backward()
    bar = w.bar
    held = bar.copy()
    stepper = step_through(loss)
    stepper.seek(len(stepper))
    assert w.bar is bar
    np.testing.assert_array_equal(bar, held)


def test_arrays_cannot_be_written_to() -> None:
    w = leaf([1.0, 2.0])
    loss = (w * w).sum()
    for step in step_through(loss):
        if step.result.ndim:
            with pytest.raises(ValueError, match="read-only"):
                step.result[0] = 0
    w.data[0] = 5.0
    assert w.data[0] == 5


def test_a_sum_that_was_handed_out_does_not_grow() -> None:
    w = leaf([1.0, 2.0, 3.0])
    loss = w[0] + w[1] + w[2]
    totals = [step.total for step in messages_to(step_through(loss), w)]
    np.testing.assert_array_equal(totals, [[0, 0, 1], [0, 1, 1], [1, 1, 1]])


def test_each_use_of_a_value_sends_a_message_of_its_own() -> None:
    x = leaf(3.0)
    y = x * x
    stepper = step_through(y)
    into = messages_to(stepper, x)
    assert [(step.node, step.position) for step in into] == [(y.node, 0), (y.node, 1)]
    assert [float(step.total) for step in into] == [3, 6]


def test_several_losses_and_their_error_signals() -> None:
    w = leaf([1.0, 2.0])
    y = w * w
    loss = y.sum()
    stepper = step_through(loss, y, bar=[None, [10.0, 20.0]])
    # The pass begins at y too: one message from outside, one from the sum.
    assert y.node is not None
    (step,) = messages_to(stepper, y)
    assert (step.arrived, step.expected) == (2, 2)
    np.testing.assert_array_equal(step.total, [11, 21])
    np.testing.assert_array_equal(step.before.total(y.node), [10, 20])
    np.testing.assert_array_equal(step_through(y, bar=[1.0, 0.0])[-1].result, [2, 0])
    np.testing.assert_array_equal(step_through(loss, loss)[-1].result, [4, 8])


def test_a_lone_leaf_fires() -> None:
    w = leaf(2.0, "w")
    (step,) = step_through(w)
    assert repr(step) == "<Step 1: 'w' fires>"
    assert step.result == 1


def test_what_cannot_be_stepped_through() -> None:
    w = leaf([1.0, 2.0])
    with no_grad():
        constant = w.sum()
    with pytest.raises(TypeError, match="needs a tensor"):
        step_through()
    with pytest.raises(TypeError, match=r"2\.0, which is no tensor"):
        step_through(2.0)  # type: ignore[arg-type]
    with pytest.raises(GradientError, match="requires no gradient"):
        step_through(constant)
    with pytest.raises(GradientError, match=r"(?s)shape \(2,\) without an error signal.*test_stepping.py.*bar="):
        step_through(w)
    with pytest.raises(ValueError, match=r"error signal of shape \(3,\)"):
        step_through(w, bar=[1.0, 2.0, 3.0])
    with pytest.raises(ValueError, match="2 losses was given 1 error signal"):
        step_through(w, w, bar=[1.0])
    assert w.bar is None


def test_a_loss_whose_leaves_have_changed_since_is_refused() -> None:
    w = leaf([1.0, 2.0])
    loss = (w * w).sum()
    w.data -= 0.1
    with pytest.raises(GradientError, match=r"(?s)\(2,\), which has been changed since.*compute the loss again"):
        step_through(loss)
    loss = (w * w).sum()
    w.data = np.array([1.0, 2.0])
    with pytest.raises(GradientError, match=r"(?s)gives 5 and not 4\.42: a leaf .*compute the loss again"):
        step_through(loss)


def test_a_stepper_and_its_graph_die_with_the_last_name_for_them() -> None:
    """Without the garbage collector: large graphs must not linger."""
    w = leaf(2.0)
    stepper = step_through((w * w) ** 2)
    stepper.step()
    str(stepper)
    step = stepper.run_to(w)
    assert step is not None
    assert step.rule
    trace = ref(stepper.trace)
    gc.disable()
    try:
        del stepper, step
        assert trace() is None
    finally:
        gc.enable()


def test_names_given_by_the_user_are_kept_apart_from_invented_ones() -> None:
    v1, v3 = leaf(2.0), np.array(3.0)
    loss = (v1 * v3 + 1) ** 2
    stepper = step_through(loss)
    assert [step.name for step in stepper if step.action == "computes"] == ["v2", "v4", "loss"]


# --- size ---


def test_the_digit_network_is_stepped_through_at_once() -> None:
    rng = np.random.default_rng(0)
    x, labels = rng.normal(size=(32, 784)), rng.integers(0, 10, 32)
    W1, b1 = leaf(rng.normal(size=(50, 784)) / 28), leaf(np.zeros(50))
    W2, b2 = leaf(rng.normal(size=(10, 50)) / 7), leaf(np.zeros(10))
    loss = softmax_cross_entropy(affine(relu(affine(x, W1, b1)), W2, b2), labels).mean()
    begin = time.perf_counter()
    stepper = step_through(loss)
    for position in range(len(stepper) + 1):
        stepper.seek(position)
        str(stepper)
    assert time.perf_counter() - begin < 5
    loss.backward()
    assert W1.node is not None
    np.testing.assert_array_equal(stepper.state.bar(W1.node), W1.bar)


def test_a_long_trace_with_a_long_sum_stays_quick() -> None:
    """A weight read 2,000 times, entry by entry: the sums of its messages are not all kept, nor each made anew."""
    w = leaf(np.linspace(0, 1, 2_000))
    loss: Any = 0.0
    for i in range(2_000):
        loss = loss + w[i] * w[i]
    begin = time.perf_counter()
    stepper = step_through(loss)
    assert isinstance(w.node, Node)
    counts = [step.after.total(w.node).nonzero()[0].size for step in messages_to(stepper, w)]
    assert counts[-1] == 1_999
    str(stepper)
    assert time.perf_counter() - begin < 20
