"""What a stepper prints in a terminal."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import nn
from autograd import Tensor, affine, sigmoid, softmax_cross_entropy
from autograd.views import Stepper, numerals, step_through
from autograd.views.terminal import width


def leaf(value: Any, name: str | None = None) -> Tensor:
    return Tensor(value, requires_grad=True, name=name)


def two_paths() -> Stepper:
    t = leaf(0.5)
    x, y = np.cos(t), t**2
    f = y + np.exp(x * y)
    return step_through(f)


def network() -> Stepper:
    rng = np.random.default_rng(0)
    x = rng.normal(size=(32, 784))
    W1, b1 = leaf(rng.normal(size=(50, 784)) / 28), leaf(np.zeros(50))
    W2, b2 = leaf(rng.normal(size=(10, 50)) / 7), leaf(np.zeros(10))
    hidden_units = sigmoid(affine(x, W1, b1))
    scores = affine(hidden_units, W2, b2)
    loss = softmax_cross_entropy(scores, rng.integers(0, 10, 32)).mean()
    return step_through(loss)


def chain(length: int) -> Stepper:
    h = x = leaf(0.5)
    for _ in range(length):
        h = np.sin(h * x)
    return step_through(h)


def row(stepper: Stepper, name: str, columns: int = 120) -> str:
    """The line of the list that is about a value."""
    lines = stepper.text(columns, 60).splitlines()
    return next(line for line in lines if line.lstrip("►◄ ").startswith(f"{name} "))


def test_the_start() -> None:
    stepper = two_paths()
    assert stepper.text(80, 24).splitlines() == [
        "Step 0 of 18: the start, where only leaves and constants have values",
        "  to come     5 steps forward, 13 backward",
        "",
        "   value  made by  is",
        "   t      leaf     0.5",
        "   x      cos(t)   ·",
        "   y      t ** 2   ·",
        "   v1     x * y    ·",
        "   v2     exp(v1)  ·",
        "   f      y + v2   ·",
    ]


def test_a_message_arrives_and_another_is_awaited() -> None:
    stepper = two_paths()
    stepper.run_to("t", phase="backward")
    text = stepper.text(80, 24)
    assert text.startswith("Step 15 of 18, backward pass: y sends a message to t: 1 of 2\n")
    assert "stopped at  backward pass, name t" in text
    assert row(stepper, "y").startswith("►")
    assert row(stepper, "t").startswith("◄")
    assert row(stepper, "t").endswith("2.093 + …     1 of 2, awaits x")
    assert row(stepper, "x").endswith("1 of 1, can fire")
    assert row(stepper, "f").endswith("1 of 1")
    stepper.run_back_to(phase="forward")
    assert "messages" not in stepper.text(80, 24)
    assert " of " not in row(stepper, "t")


def test_the_mark_is_below_what_was_computed() -> None:
    stepper = two_paths()
    stepper.seek(2)
    code, mark = stepper.text(80, 24).splitlines()[1:3]
    assert "x, y = np.cos(t), t**2" in code
    assert "test_stepping_text.py:" in code
    assert code[mark.index("~") : mark.rindex("~") + 1] == "t**2"


def test_the_mark_counts_characters_and_not_bytes() -> None:
    ȳ, 名 = leaf(0.5), leaf(2.0)
    loss = ȳ * 名 + np.sin(ȳ * 2)
    stepper = step_through(loss)
    step = stepper.run_to("sin")
    assert step is not None
    code, mark = str(step).splitlines()[1:3]
    before = "  code        loss = ȳ * 名 + "
    assert code.startswith(before)
    assert mark == " " * width(before) + "~" * len("np.sin(ȳ * 2)")


def test_inside_a_layer_the_code_is_where_the_user_called_it() -> None:
    nn.manual_seed(0)
    model = nn.Sequential(nn.Linear(2, 3), nn.ReLU(), nn.Linear(3, 1))
    loss = model(np.ones((1, 2), np.float32)).sum()
    stepper = step_through(loss)
    for operation in ("affine", "relu"):
        stepper.seek(0)
        while stepper.run_to(operation=operation) is not None:
            assert stepper.current is not None
            lines = stepper.current.location, stepper.text(100).splitlines()[2]
            assert "loss = model(np.ones((1, 2), np.float32)).sum()" in lines[1]
            assert lines[0] is not None
            assert lines[0].text in lines[1]


def test_a_long_line_of_code_is_cut_around_the_mark() -> None:
    x = leaf(0.5)
    y = np.exp(x * 1.0000000000000000001) + np.exp(x * 2.0000000000000000002) + np.exp(x * 3) + np.log(x * 4)
    stepper = step_through(y)
    stepper.run_to("log")
    code, mark = stepper.text(80, 24).splitlines()[2:4]
    assert code[mark.index("~") : mark.rindex("~") + 1] == "np.log(x * 4)"
    assert "…" in code
    assert width(code) <= 80


@pytest.mark.parametrize("columns", [40, 80, 120])
@pytest.mark.parametrize("make", [two_paths, network, lambda: chain(30)])
def test_every_step_fits_in_the_terminal(make: Any, columns: int) -> None:
    stepper = make()
    for position in range(len(stepper) + 1):
        stepper.seek(position)
        lines = stepper.text(columns, 24).splitlines()
        assert max(map(width, lines)) <= columns
        assert all(line == line.rstrip() for line in lines)


@pytest.mark.parametrize("position", [0, 3, 100, 200, 350, 600])
def test_of_a_large_graph_the_part_around_the_step_is_shown(position: int) -> None:
    stepper = chain(100)
    step = stepper.seek(position)
    lines = stepper.text(80, 24).splitlines()
    assert len(lines) < 24
    shown = [line.split()[0] if line[0] not in "►◄" else line.split()[1] for line in lines[lines.index("") + 2 :]]
    if step is not None:
        assert step.name in shown
        assert step.receiver_name in [None, *shown]
    left_out = sum(int(line.split()[1]) for line in lines if line.startswith("   ⋮ "))
    assert left_out + len([name for name in shown if name != "⋮"]) == 201


def test_the_size_is_the_terminals(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "60")
    monkeypatch.setenv("LINES", "20")
    stepper = chain(100)
    stepper.seek(300)
    assert str(stepper) == stepper.text(60, 20)
    assert str(stepper) != stepper.text(80, 20)


def test_a_name_cannot_steer_the_terminal() -> None:
    w = leaf(2.0, "\x1b[2Jevil\n\u202e")
    loss = 3 * w
    stepper = step_through(loss)
    for position in range(len(stepper) + 1):
        stepper.seek(position)
        text = stepper.text(80, 24)
        assert "\x1b" not in text
        assert "\u202e" not in text
        assert "\\x1b[2Jevil\\n\\u202e" in text
    assert "\x1b" not in repr(stepper)
    assert "\n" not in repr(stepper.current)


def test_arrays_say_shape_and_range() -> None:
    stepper = network()
    step = stepper.run_to("W2", phase="backward")
    assert step is not None
    low, high = numerals.number(step.message.min()), numerals.number(step.message.max())
    assert f"message     10×50 from {low} to {high}" in str(step)
    assert "10×50" in row(stepper, "W2")
    assert "awaits hidden_units" not in row(stepper, "W2")


def test_where_it_is_narrow_the_operations_give_way_to_what_is_awaited() -> None:
    stepper = network()
    stepper.run_to("W2", phase="backward")
    narrow = next(line for line in stepper.text(80, 24).splitlines() if line.lstrip().startswith("b1 "))
    assert narrow.endswith("0 of 1, awaits v1")
    # An operation without its operands says more than half of a long line of them.
    assert " affine  " in row(stepper, "v1", 80)
    assert "affine(x, W1, b1)" in row(stepper, "v1")


def test_not_a_number_is_counted() -> None:
    x = leaf(np.linspace(-1, 1, 30))
    with np.errstate(invalid="ignore"):
        y = np.sqrt(x)
    stepper = step_through(y.sum())
    stepper.step()
    assert "15 NaN" in row(stepper, "y")
    assert "result      30 from 0.1857 to 1, 15 NaN" in stepper.text(80, 24)


def test_code_that_cannot_be_read() -> None:
    namespace: dict[str, Any] = {"leaf": leaf}
    exec(compile("y = leaf(2.0) * 3", "<no such file>", "exec"), namespace)
    stepper = step_through(namespace["y"])
    stepper.step()
    assert "code        <no such file>:1" in stepper.text(80, 24)
