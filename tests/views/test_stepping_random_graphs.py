"""The stepper on graphs that nobody thought of."""

from __future__ import annotations

from typing import Any

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from autograd import Tensor
from autograd.backward import backward_pass
from autograd.graph import Node
from autograd.scattered import Scattered
from autograd.views import Stepper, step_through
from autograd.views.formulas.evaluation import evaluate
from autograd.views.stepping.text import step_text
from autograd.views.terminal import width

OPERATIONS = [
    lambda a, b: a + b,
    lambda a, b: a * b,
    lambda a, b: a - 2 * b,
    lambda a, b: a * a,
    lambda a, b: np.sin(a),
    lambda a, b: np.sum(b),
    lambda a, b: np.ravel(a)[0] * b,
    lambda a, b: np.ravel(b)[-1],
]


@st.composite
def losses(draw: st.DrawFn) -> tuple[list[Tensor], list[Tensor]]:
    """All values of a random program, and one or two of them, of any shape, at which the backward pass begins."""
    shapes = draw(st.lists(st.sampled_from([(), (3,), (2, 3)]), min_size=1, max_size=3))
    rng = np.random.default_rng(draw(st.integers(0, 1000)))
    values = [Tensor(rng.normal(size=shape), requires_grad=True) for shape in shapes]
    for _ in range(draw(st.integers(1, 10))):
        operation = draw(st.sampled_from(OPERATIONS))
        a, b = draw(st.sampled_from(values)), draw(st.sampled_from(values))
        values.append(operation(a, b))
    return values, draw(st.lists(st.sampled_from(values), min_size=1, max_size=2))


def stepper_of(ends: list[Tensor]) -> Stepper:
    bars = [np.full(end.shape, 1.0 + index) for index, end in enumerate(ends)]
    return step_through(*ends, bar=bars if len(ends) > 1 else bars[0])


def known(stepper: Stepper) -> list[Any]:
    state = stepper.state
    rows: list[Any] = [stepper.current]
    for node in stepper.trace.nodes:
        arrays = [state.value(node), state.total(node), state.bar(node)]
        rows.append([None if array is None else (array.shape, array.tobytes()) for array in arrays])
        rows.append((state.arrived(node), state.waits_for(node)))
    return rows


@given(losses(), st.data())
def test_the_state_at_a_step_does_not_depend_on_the_way_there(
    program: tuple[list[Tensor], list[Tensor]], data: st.DataObject
) -> None:
    _, ends = program
    stepper = stepper_of(ends)
    forward = [known(stepper)]
    while stepper.position < len(stepper):
        stepper.step()
        forward.append(known(stepper))
    for position in data.draw(st.lists(st.integers(0, len(stepper)), max_size=12)):
        stepper.seek(position)
        assert known(stepper) == forward[position]


@given(losses())
def test_no_node_computes_before_its_inputs_or_fires_before_its_consumers(
    program: tuple[list[Tensor], list[Tensor]],
) -> None:
    _, ends = program
    stepper = stepper_of(ends)
    has_value = {node for node in stepper.trace.nodes if node.primitive is None}
    fired: set[Node] = set()
    messages = dict.fromkeys(stepper.trace.nodes, 0)
    uses = dict.fromkeys(stepper.trace.nodes, 0)
    for node in stepper.trace.nodes:
        for parent in node.parents():
            uses[parent] += 1
    for step in stepper:
        if step.action == "computes":
            assert not fired
            assert set(step.node.parents()) <= has_value
            assert step.node not in has_value
            has_value.add(step.node)
        elif step.action == "fires":
            assert has_value == set(stepper.trace.nodes)
            assert step.node not in fired
            assert messages[step.node] == uses[step.node] == len(step.waited_for)
            assert all(edge.node in fired for edge in step.waited_for)
            fired.add(step.node)
        else:
            assert step.node in fired
            assert step.receiver is not None
            assert step.receiver not in fired
            messages[step.receiver] += 1
    assert fired == set(stepper.trace.nodes)


@given(losses())
def test_every_message_and_partial_sum_is_the_engines_own(program: tuple[list[Tensor], list[Tensor]]) -> None:
    _, ends = program
    stepper = stepper_of(ends)
    seen: list[tuple[Node, int | None, Any, Any]] = []

    class Recorder:
        def fires(self, node: Node, bar: Any) -> None:
            seen.append((node, None, bar, bar))

        def sends(self, node: Node, position: int, message: Any, total: Any) -> None:
            seen.append((node, position, message.dense() if isinstance(message, Scattered) else message, total))

    backward_pass(stepper.trace.seeds, observer=Recorder())
    steps = list(stepper)[stepper.trace.forward :]
    assert len(steps) == len(seen)
    for step, (node, position, result, total) in zip(steps, seen, strict=True):
        assert (step.node, step.position) == (node, position)
        assert step.result.tobytes() == np.asarray(result).tobytes()
        assert step.total.tobytes() == np.asarray(total).tobytes()
        assert step.result.shape == step.subject.shape


@given(losses())
def test_the_final_bars_are_those_of_backward(program: tuple[list[Tensor], list[Tensor]]) -> None:
    values, ends = program
    end = stepper_of(ends)[-1].after
    assert all(value.bar is None for value in values)
    if len(ends) > 1:
        return
    ends[0].backward(np.ones(ends[0].shape))
    for value in values:
        if value.node in end.trace.labels:
            np.testing.assert_array_equal(end.bar(value.node), value.bar)
            np.testing.assert_array_equal(end.value(value.node), value.data)


@given(losses())
def test_every_rule_says_what_the_engine_computed(program: tuple[list[Tensor], list[Tensor]]) -> None:
    _, ends = program
    stepper = stepper_of(ends)
    trace, rules = stepper.trace, stepper.trace.rules
    values = {label: trace.values[node] for node, label in trace.labels.items()}
    bars = {label: trace.bars[node] for node, label in trace.labels.items()}
    for step in stepper:
        assert all(width(line) <= 80 for line in step_text(step, 80).splitlines())
        if step.action == "computes":
            formula = rules.value(step.node)
        elif step.position is None:
            formula = rules.bar(step.node)
        else:
            formula = rules.message(step.node, step.position)
        if formula is not None:
            result = evaluate(rules.present(formula), {**values, **rules.constants}, bars)
            np.testing.assert_allclose(result, step.result, rtol=1e-9, atol=1e-9, err_msg=str(step))
