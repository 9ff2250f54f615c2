"""Where a run stops, and what it says of it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pytest

from autograd import Tensor, sigmoid
from autograd.views import Breakpoint, Stepper, step_through
from autograd.views.stepping.steps import Step


def leaf(value: Any, name: str | None = None) -> Tensor:
    return Tensor(value, requires_grad=True, name=name)


def network() -> Stepper:
    w, b = leaf(2.0), leaf(0.5)
    z = w * 3.0 + b
    h = sigmoid(z)
    loss = h * h  # the line of the loss
    return step_through(loss)


SOURCE = Path(__file__).read_text(encoding="utf-8").splitlines()
LOSS_LINE = next(number for number, line in enumerate(SOURCE, 1) if "the line of the loss" in line)


def stops(stepper: Stepper, *target: Any, **conditions: Any) -> list[str]:
    """Where a run from the start stops, again and again."""
    found = []
    stepper.seek(0)
    while stepper.run_to(*target, **conditions) is not None:
        found.append(repr(stepper.current).split(": ")[1][:-1])
    return found


def test_an_operation_stops_where_it_computes_and_where_it_fires() -> None:
    assert stops(network(), operation="sigmoid") == ["'h' computes", "'h' fires"]
    assert stops(network(), "multiply") == ["'v1' computes", "'loss' computes", "'loss' fires", "'v1' fires"]


def test_a_name_stops_where_the_value_gets_something() -> None:
    expected = ["'h' computes", "'loss' sends to 'h'", "'loss' sends to 'h'", "'h' fires"]
    assert stops(network(), name="h") == stops(network(), "h") == expected


def test_a_tensor_or_node_is_as_good_as_its_name() -> None:
    w = leaf(2.0)
    loss = w * w
    stepper = step_through(loss)
    assert stops(stepper, w) == stops(stepper, w.node) == stops(stepper, "w")


def test_a_line_stops_where_it_computes_and_where_it_fires() -> None:
    expected = ["'loss' computes", "'loss' fires"]
    assert stops(network(), line=LOSS_LINE) == expected
    assert stops(network(), line=f"test_stepping_breakpoints.py:{LOSS_LINE}") == expected
    assert stops(network(), f"views/test_stepping_breakpoints.py:{LOSS_LINE}") == expected


def test_a_step_number_is_a_place_to_run_to() -> None:
    stepper = network()
    assert stepper.run_to(5) == stepper[4]
    assert stepper.run_back_to(2) == stepper[1]
    with pytest.raises(IndexError, match="from 0 to"):
        stepper.run_to(1000)
    with pytest.raises(TypeError, match="cannot go together"):
        stepper.run_to(3, phase="forward")
    assert stepper.position == 2


def test_the_backward_pass() -> None:
    stepper = network()
    first = stepper.run_to(phase="backward")
    assert first is not None
    assert first.number == stepper.trace.forward + 1
    assert stepper.hit == "backward pass"
    assert stops(stepper, "h", phase="forward") == ["'h' computes"]


def test_back_in_time() -> None:
    stepper = network()
    stepper.seek(len(stepper))
    step = stepper.run_back_to("h")
    assert repr(step) == "<Step 8: 'h' fires>"
    assert stepper.current == step
    step = stepper.run_back_to(operation="sigmoid")
    assert repr(step) == "<Step 3: 'h' computes>"
    assert stepper.run_back_to("h") is None
    assert stepper.position == 3
    assert stepper.hit == "nothing hit before step 3"


def test_a_run_that_hits_nothing_stays_and_says_so() -> None:
    stepper = network()
    stepper.seek(4)
    assert stepper.run_to(non_finite=True) is None
    assert stepper.position == 4
    assert stepper.hit == "nothing hit after step 4"
    stepper.step()
    assert stepper.hit is None


# --- numbers ---


def test_the_first_value_that_is_not_finite() -> None:
    x = leaf([0.5, 0.0, 2.0])
    a = 3 * x
    with np.errstate(divide="ignore"):
        y = np.log(a)
    stepper = step_through(y.sum())
    step = stepper.run_to(non_finite=True)
    assert step is not None
    assert step.node is y.node
    assert stepper.hit == "the value of y is not finite: 1 of 3 entries"


def test_the_first_error_signal_that_is_not_finite() -> None:
    x = leaf(0.0)
    y = np.sqrt(x)
    loss = 2 * y
    stepper = step_through(loss)
    step = stepper.run_to(non_finite=True)
    assert repr(step) == "<Step 6: 'y' sends to 'x'>"
    assert stepper.hit == "the message to x is not finite"


def test_a_sum_of_finite_messages_that_is_not_finite() -> None:
    x = leaf(0.1)
    loss = 2 * x + (1e308 * x + 1e308 * x)
    stepper = step_through(loss)
    step = stepper.run_to(phase="backward", non_finite=True)
    assert step is not None
    assert (step.arrived, step.expected) == (2, 3)
    assert np.isfinite(step.message)
    assert stepper.hit == "backward pass, the sum of the messages to x is not finite"


def test_magnitudes() -> None:
    x = leaf([1.0, -20.0])
    y = x * 10
    z = y * 1e-4
    stepper = step_through(z.sum())
    assert stops(stepper, above=199.0) == ["'y' computes"]
    stepper.seek(0)
    stepper.run_to(above=199.0)
    assert stepper.hit == "the value of y has magnitude 200, above 199"
    assert stops(stepper, below=1e-3)[0] == "'z' sends to 'y'"
    assert stops(stepper, above=1e-5, below=1e-3, phase="backward")[:2] == ["'z' sends to 'y'", "'y' fires"]
    # NaN is neither above nor below.
    with np.errstate(invalid="ignore"):
        assert stops(step_through(np.sqrt(leaf(-1.0))), above=0.0, phase="forward") == []


# --- combinations ---


def test_either_of_two() -> None:
    stepper = network()
    either = Breakpoint(operation="sigmoid", phase="backward") | Breakpoint(name="v1")
    assert stops(stepper, either) == ["'v1' computes", "'h' fires", "'z' sends to 'v1'", "'v1' fires"]
    stepper.seek(3)
    stepper.run_to(either)
    assert stepper.hit == "backward pass, operation sigmoid"
    three = either | Breakpoint(name="b")
    assert stops(stepper, three)[-1] == "'b' fires"
    # What one of them names need not be in this graph.
    assert stops(stepper, Breakpoint(operation="exp") | Breakpoint(operation="sigmoid")) == [
        "'h' computes",
        "'h' fires",
    ]


def test_all_conditions_of_one() -> None:
    assert stops(network(), Breakpoint(operation="multiply", phase="backward", above=0.99)) == ["'loss' fires"]


# --- mistakes ---


@pytest.mark.parametrize(
    ("target", "conditions", "message"),
    [
        (["hh"], {}, "no value named 'hh' in this graph; there is h"),
        ([], {"operation": "sigmod"}, "no operation 'sigmod' in this graph; there is sigmoid"),
        ([], {"line": 1}, "nothing in this graph was made in line 1; there is test_stepping_breakpoints.py:"),
        (["other.py:12"], {}, "nothing in this graph was made in line other.py:12"),
        ([Tensor(1.0)], {}, "a constant"),
        ([leaf(1.0)], {}, "is not in this graph"),
        ([], {"phase": "sideways"}, "'forward' or 'backward', not 'sideways'"),
        ([Breakpoint(name="q") | Breakpoint(name="r")], {}, "no value named 'q'"),
    ],
)
def test_what_is_not_there_is_named_with_what_is(target: list[Any], conditions: Any, message: str) -> None:
    stepper = network()
    stepper.seek(2)
    with pytest.raises(ValueError, match=message):
        stepper.run_to(*target, **conditions)
    assert stepper.position == 2
    assert stepper.hit is None


def test_a_breakpoint_needs_a_condition() -> None:
    with pytest.raises(TypeError, match="needs a condition"):
        Breakpoint()
    with pytest.raises(TypeError, match="needs a condition"):
        network().run_to()
    with pytest.raises(TypeError, match="conditions already"):
        network().run_to(Breakpoint(name="h"), phase="forward")
    with pytest.raises(TypeError):
        Breakpoint(name="h") | "z"


@pytest.mark.parametrize(
    ("target", "conditions", "message"),
    [
        ([], {"opration": "add"}, "no condition opration=; there are operation=, name=, line="),
        (["h"], {"value": 1}, "no condition value=; there are"),
        ([], {"above": "1"}, "above is a number, not '1'"),
        ([], {"line": 1.5}, "line is a number, or text like 'model.py:12', not 1.5"),
        ([], {"name": 3}, "name is text, not 3"),
        ([2.5], {}, "a run goes to a step's number, a name, .* not to 2.5"),
    ],
)
def test_what_no_breakpoint_can_mean(target: list[Any], conditions: Any, message: str) -> None:
    stepper = network()
    stepper.seek(2)
    with pytest.raises(TypeError, match=message):
        stepper.run_to(*target, **conditions)
    assert stepper.position == 2


def test_a_breakpoint_of_ones_own() -> None:
    class LongReach(Breakpoint):
        def hit(self, step: Step) -> str | None:
            return "far" if step.expected > 1 and step.arrived == step.expected else None

    assert stops(network(), LongReach(phase="backward"))[0] == "'loss' sends to 'h'"
