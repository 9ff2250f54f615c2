"""Predict mode asks for the next message before it is shown, and checks the answer."""

import math

import pytest
from playwright.sync_api import expect

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
