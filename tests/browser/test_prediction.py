"""Predict mode asks for the next message before it is shown, and checks the answer."""

import math
import re

import numpy as np
import pytest
from playwright.sync_api import expect

from autograd import Tensor, sigmoid
from autograd.views import Stepper, step_through
from autograd.views.stepping.steps import Step

from . import examples
from .conftest import Opened
from .player_page import PlayerPage


@pytest.fixture
def player(opened: Opened) -> PlayerPage:
    """At y's message to t, 3.855, which is 2 t times the error signal 1.927."""
    stepper, _ = examples.two_paths()
    player = PlayerPage(opened(stepper))
    player.button("Predict").click()
    player.seek(14)
    player.press("ArrowRight")
    assert player.position == 15
    return player


MESSAGE = 2 * (1 + math.cos(1) * math.exp(math.cos(1)))


def answer(player: PlayerPage, text: str) -> str:
    player.find("answer").fill(text)
    player.page.keyboard.press("Enter")
    return player.find("verdict").inner_text()


def test_the_question_comes_before_the_answer(player: PlayerPage) -> None:
    assert player.find("asked").inner_text() == "What message does y send to t?"
    expect(player.find("answer")).to_be_focused()
    assert player.find("token").inner_text() == "?"
    assert "3.855" not in player.text()
    assert "0 of 2" in player.find("arrivals-title").inner_text()
    assert player.find("numbers").is_hidden()
    assert player.find("symbols").is_visible()


@pytest.mark.parametrize(
    "right", ["3.855", "3,855".replace(",", "."), "1.927*2*1", "2 * 1.927", "(1 + 0.9274)*2", "3.8548e0"]
)
def test_a_right_answer_reveals_the_message(player: PlayerPage, right: str) -> None:
    assert answer(player, right) == "Right: it is 3.855. 1 of 1 right at the first try."
    assert player.position == 15
    assert "3.855" in player.find("numbers").inner_text().replace("\n", "")
    assert player.find("token").inner_text() == "3.85"
    expect(player.button("Step")).to_be_focused()


@pytest.mark.parametrize(
    ("wrong", "hint"),
    [
        (str(-MESSAGE), "The size is right, the sign is not."),
        (str(MESSAGE / 2), "It is off by a factor of two."),
        (str(2 * MESSAGE), "It is off by a factor of two."),
        ("17", "Not this time."),
    ],
)
def test_a_wrong_answer_is_told_what_is_wrong_and_stays_hidden(player: PlayerPage, wrong: str, hint: str) -> None:
    assert answer(player, wrong) == f"{hint} Try again, or have it shown."
    assert "3.855" not in player.text()
    assert answer(player, "3.855") == "Right: it is 3.855. 0 of 1 right at the first try."


@pytest.mark.parametrize("junk", ["", "two", "1 +", "alert(1)", "((((", "1 2", "constructor", "exp", "1/0"])
def test_what_is_no_number_is_no_answer(player: PlayerPage, junk: str) -> None:
    shown = answer(player, junk)
    assert shown.startswith("Type a number") or junk == "1/0"
    assert player.find("token").inner_text() == "?"


def test_functions_may_be_used(player: PlayerPage) -> None:
    assert answer(player, "2*(1 + cos(1)*exp(cos(1)))").startswith("Right")


def test_having_it_shown(player: PlayerPage) -> None:
    player.button("Show it").click()
    assert player.find("verdict").inner_text() == "It is 3.855. 0 of 1 right at the first try."
    assert player.find("token").inner_text() == "3.85"


def test_the_sum_and_the_senders_signal_are_told_from_the_message(player: PlayerPage) -> None:
    player.button("Show it").click()
    player.press("ArrowRight")
    player.press("ArrowRight")
    assert player.find("asked").inner_text() == "What message does x send to t?"
    # t̄ = 3.855 - 1.444, and x̄ = e^(xy) y = 1.717
    assert answer(player, "2.41").startswith("That is the sum of all that has arrived")
    assert answer(player, "1.717").startswith("That is the error signal of x itself")
    assert answer(player, "-1.717*sin(1)").startswith("Right")


def test_playing_and_stepping_over_stop_at_each_question(player: PlayerPage) -> None:
    player.seek(5)
    player.press("o")
    assert player.position == 7
    assert player.find("asked").is_visible()
    player.button("Show it").click()
    player.find("speed").select_option("25")
    player.press("Space")
    expect(player.find("count")).to_have_text("step 8 of 18")
    expect(player.find("play")).to_have_attribute("aria-label", "Play")
    assert player.find("asked").is_visible()


def test_going_back_hides_nothing_that_was_shown(player: PlayerPage) -> None:
    answer(player, "3.855")
    player.press("ArrowLeft")
    player.press("ArrowRight")
    assert player.find("token").inner_text() == "3.85"


def test_the_mode_is_switched_by_its_key_too(player: PlayerPage) -> None:
    player.press("p")
    assert player.find("question").is_hidden()
    assert player.find("token").inner_text() == "3.85"
    expect(player.button("Predict")).to_have_attribute("aria-pressed", "false")
    player.press("P")
    assert player.find("token").inner_text() == "?"


def test_typing_an_answer_is_no_command(player: PlayerPage) -> None:
    player.find("answer").press_sequentially("0p o-+?")
    assert player.find("answer").input_value() == "0p o-+?"
    assert player.position == 15
    assert player.find("help").is_hidden()
    player.page.keyboard.press("ArrowLeft")
    assert player.position == 15


def test_arrays_are_asked_for_by_one_number_or_by_their_shape(opened: Opened) -> None:
    stepper, tensors = examples.small_network()
    player = PlayerPage(opened(stepper))
    sent = next(step for step in stepper if step.action == "sends" and step.receiver_name == "b2")
    player.press("p")
    player.seek(sent.number)
    largest = int(abs(tensors["b2"].bar).argmax())
    assert player.find("asked").inner_text() == f"Which number has the message from y to b2 at [{largest}]?"
    assert answer(player, str(tensors["b2"].bar[largest])).startswith("Right")


def test_long_arrays_are_asked_for_by_their_shape(opened: Opened) -> None:
    stepper, _ = examples.digits_network()
    player = PlayerPage(opened(stepper))
    sent = next(step for step in stepper if step.action == "sends" and step.receiver_name == "W1")
    player.press("p")
    player.seek(sent.number)
    assert player.find("asked").inner_text() == "What shape has the message from v1 to W1?"
    assert answer(player, "big").startswith("Type a shape")
    assert answer(player, "784 by 50").startswith("It is shaped otherwise.")
    assert answer(player, "50 x 784") == "Right: it is (50, 784). 0 of 1 right at the first try."


def asked_of(player: PlayerPage, stepper: Stepper, sender: str, receiver: str) -> Step:
    """Goes to a message that is to be predicted."""
    sent = next(s for s in stepper if s.action == "sends" and (s.name, s.receiver_name) == (sender, receiver))
    if not player.find("asked").is_visible():
        player.press("p")
    player.seek(sent.number)
    return sent


def number_shown(player: PlayerPage, name: str, index: str) -> float:
    """What the table of an array in the rule shows at an index, as in the question."""
    player.find("operand").get_by_text(name, exact=True).click()
    expect(player.find("table-title")).to_contain_text(name)
    table = player.find("table-body")
    row, _, column = index.rpartition(", ")
    heads = table.locator("thead td, thead th").all_inner_texts()
    rows = {line[0]: line for line in table.locator("tbody tr").evaluate_all(_CELLS)}
    shown = rows[row][heads.index(column)].replace("\N{MINUS SIGN}", "-")
    player.button("Close the numbers").click()
    return float(shown)


_CELLS = "rows => rows.map((row) => [...row.cells].map((cell) => cell.textContent))"
_INDEX = re.compile(r"at \[([\d, ]+)\]\?$")


def index_asked(player: PlayerPage) -> str:
    found = _INDEX.search(player.find("asked").inner_text())
    assert found
    return found[1]


@pytest.mark.parametrize("example", [examples.small_network, examples.digits_network])
def test_an_entry_can_be_worked_out_from_the_numbers_that_are_shown(opened: Opened, example: examples.Example) -> None:
    stepper, _ = example()
    player = PlayerPage(opened(stepper))
    sent = asked_of(player, stepper, "h", "v1")
    assert player.find("asked").inner_text().startswith("Which number has the message from h to v1 at [")
    expect(player.find("numbers")).to_contain_text("?")
    assert player.find("numbers").locator(".heat-map").count() == 3
    shape = f"({', '.join(map(str, sent.result.shape))})"
    assert player.find("operand").all_inner_texts() == [f"h\u0304 {shape}", f"h {shape}"]
    index = index_asked(player)
    h_bar, h = number_shown(player, f"h\u0304 {shape}", index), number_shown(player, f"h {shape}", index)
    assert player.find("question").is_visible()
    assert answer(player, f"{h_bar} * {h} * (1 - {h})").startswith("Right: it is ")
    assert player.find("operand").count() == 3


def test_a_message_that_is_the_error_signal_unchanged_shows_that(opened: Opened) -> None:
    X = Tensor(np.arange(6.0).reshape(2, 3), requires_grad=True)
    Y = X + np.ones((2, 3))
    loss = np.sum(Y**2)
    stepper = step_through(loss)
    player = PlayerPage(opened(stepper))
    asked_of(player, stepper, "Y", "X")
    assert player.find("numbers").inner_text().strip().startswith("?")
    assert player.find("operand").all_inner_texts() == ["\u0232 (2, 3)"]
    assert answer(player, str(number_shown(player, "\u0232 (2, 3)", index_asked(player)))).startswith("Right")


def test_a_sign_is_asked_for_where_it_is_clear_and_the_number_is_not(opened: Opened) -> None:
    stepper, _ = examples.digits_network()
    player = PlayerPage(opened(stepper))
    sent = asked_of(player, stepper, "v2", "scores")
    row, column = map(int, index_asked(player).split(", "))
    assert player.find("asked").inner_text() == (
        f"Is the message from v2 to scores positive or negative at [{row}, {column}]?"
    )
    is_label = number_shown(player, "labels (32,)", str(row)) == column
    assert (sent.result[row, column] < 0) == is_label
    assert answer(player, "perhaps") == "Type + or \N{MINUS SIGN} or 0."
    right, wrong = ("negative", "+") if is_label else ("positive", "\N{MINUS SIGN}")
    assert answer(player, wrong) == "It has another sign. Try again, or have it shown."
    assert answer(player, right) == f"Right: it is {right}. 0 of 1 right at the first try."


def test_sums_of_many_numbers_are_not_asked_for(opened: Opened) -> None:
    stepper, _ = examples.digits_network()
    player = PlayerPage(opened(stepper))
    asked_of(player, stepper, "scores", "b2")
    assert player.find("asked").inner_text() == "What shape has the message from scores to b2?"
    assert answer(player, "10") == "Right: it is (10,). 1 of 1 right at the first try."


def test_the_shape_of_a_number_is_empty(opened: Opened) -> None:
    w = Tensor(0.5, requires_grad=True)
    loss = np.sum(w * np.linspace(0, 1, 30))
    stepper = step_through(loss)
    player = PlayerPage(opened(stepper))
    asked_of(player, stepper, "v1", "w")
    assert player.find("asked").inner_text() == "What shape has the message from v1 to w?"
    assert answer(player, "30").startswith("It is shaped otherwise.")
    assert answer(player, "()").startswith("Right: it is ().")


@pytest.mark.parametrize("width", [1280, 900, 500])
def test_the_question_stays_in_sight_beside_the_numbers(opened: Opened, width: int) -> None:
    stepper, _ = examples.digits_network()
    page = opened(stepper)
    page.set_viewport_size({"width": width, "height": 900})
    player = PlayerPage(page)
    asked_of(player, stepper, "h", "v1")
    player.find("operand").first.click()
    table, question = player.find("table").bounding_box(), player.find("question").bounding_box()
    assert table
    assert question
    assert question["x"] + question["width"] <= table["x"] or question["y"] + question["height"] <= table["y"]


def saturated(weight: float) -> Stepper:
    w, x, t = Tensor(weight, requires_grad=True), 2.0, 0.0
    z = w * x
    y = sigmoid(z)
    L = 0.5 * (y - t) ** 2
    return step_through(L)


@pytest.mark.parametrize(("weight", "shown"), [(4.0, "0.999665"), (6.0, "0.99999386"), (10.0, "1\u22122.06e\u22129")])
def test_what_is_near_one_is_shown_as_exactly_as_its_rules_need(opened: Opened, weight: float, shown: str) -> None:
    stepper = saturated(weight)
    player = PlayerPage(opened(stepper))
    asked_of(player, stepper, "y", "z")
    value = player.node("y").locator("..").locator(".value span")
    assert value.inner_text() == shown
    number, box = value.bounding_box(), player.node("y").locator("..").locator(".value").bounding_box()
    assert number
    assert box
    assert box["x"] <= number["x"]
    assert number["x"] + number["width"] <= box["x"] + box["width"]
    assert answer(player, "0").startswith("Not this time.")
    assert answer(player, f"({shown})*({shown})*(1-({shown}))").startswith("Right: it is ")
    # In a formula it stands in parentheses where it is a difference itself.
    numbers = "".join(player.find("numbers").inner_text().split())
    assert ("(1\u22122.06e\u22129)" in numbers) == (weight == 10)


def test_an_answer_from_rounded_numbers_is_right(opened: Opened) -> None:
    # To four digits, the first two are 100, which changes how far the third is from the mean.
    x = Tensor([100.01, 100.02, 99.98], requires_grad=True)
    L = np.var(x)
    stepper = step_through(L)
    player = PlayerPage(opened(stepper))
    sent = asked_of(player, stepper, "L", "x")
    index = int(index_asked(player))
    assert index == 2
    assert sent.result[index] == pytest.approx(-0.01556, rel=1e-3)
    player.find("operand").get_by_text("x (3,)", exact=True).click()
    assert player.find("table-body").locator("tbody td").all_inner_texts() == ["100", "100", "99.98"]
    player.button("Close the numbers").click()
    assert answer(player, "0.01").startswith("Not this time.")
    assert answer(player, "2/3*(99.98 - (100 + 100 + 99.98)/3)").startswith("Right with the numbers as they are shown")


@pytest.mark.parametrize("right", ["\N{MINUS SIGN}∞", "-∞", "-inf", "-Infinity", "\N{MINUS SIGN}inf", "-1/0"])
def test_infinity_may_be_typed_as_it_is_shown(opened: Opened, right: str) -> None:
    player = infinite_message(opened)
    for wrong in ("1", "nan"):
        assert answer(player, wrong).startswith("It is not a finite number.")
    for wrong in ("∞", "inf", "+Infinity", "1/0"):
        assert answer(player, wrong).startswith("The size is right, the sign is not.")
    assert answer(player, right) == "Right: it is \N{MINUS SIGN}∞. 0 of 1 right at the first try."


def infinite_message(opened: Opened) -> PlayerPage:
    x = Tensor(0.0, requires_grad=True)
    with np.errstate(divide="ignore"):
        L = -np.log(x)
        stepper = step_through(L)
    player = PlayerPage(opened(stepper))
    asked_of(player, stepper, "v1", "x")
    return player


def test_nan_may_be_typed(opened: Opened) -> None:
    x = Tensor(np.inf, requires_grad=True)
    with np.errstate(invalid="ignore"):
        y = x * 0.0
        L = y * y
        stepper = step_through(L)
    player = PlayerPage(opened(stepper))
    asked_of(player, stepper, "y", "x")
    assert answer(player, "two").startswith("Type a number")
    assert answer(player, "0").startswith("It is no number.")
    assert answer(player, "NaN").startswith("Right: it is NaN.")
