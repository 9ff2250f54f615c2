"""What is shown depends on the position in time alone, and at the end it is what backward() computes."""

import random
import re

import numpy as np
import pytest
from playwright.sync_api import expect

from . import examples
from .conftest import Opened
from .player_page import PlayerPage

EXAMPLES = [examples.logistic_least_squares, examples.two_paths, examples.small_network, examples.digits_network]


@pytest.mark.parametrize("example", EXAMPLES)
def test_steps_forward_and_back_show_the_same_document(opened: Opened, example: examples.Example) -> None:
    stepper, _ = example()
    player = PlayerPage(opened(stepper))
    assert player.length == len(stepper)
    there = [player.document()]
    for _ in range(len(stepper)):
        player.press("ArrowRight")
        there.append(player.document())
    back = [player.document()]
    for _ in range(len(stepper)):
        player.press("ArrowLeft")
        back.append(player.document())
    assert back[::-1] == there
    assert len(set(there)) == len(there)


def test_a_position_shows_the_same_however_it_was_reached(opened: Opened) -> None:
    stepper, _ = examples.two_paths()
    player = PlayerPage(opened(stepper))
    documents: dict[int, str] = {}
    order = [*range(len(stepper) + 1)] * 2
    random.Random(1).shuffle(order)
    for position in order:
        player.seek(position)
        assert documents.setdefault(position, player.document()) == player.document()


@pytest.mark.parametrize("example", EXAMPLES[:3])
def test_the_final_error_signals_are_those_of_backward(opened: Opened, example: examples.Example) -> None:
    stepper, tensors = example()
    player = PlayerPage(opened(stepper))
    for name, tensor in tensors.items():
        fires = next(step.number for step in stepper if step.action == "fires" and step.name == name)
        player.seek(fires)
        shown = _number(player) if tensor.ndim == 0 else _table(player)
        # Four digits are shown.
        np.testing.assert_allclose(shown, tensor.bar, rtol=1e-3, atol=1e-12)


def test_corners_of_long_arrays_are_those_of_backward(opened: Opened) -> None:
    stepper, tensors = examples.digits_network()
    player = PlayerPage(opened(stepper))
    player.seek(len(stepper))
    fires = next(step.number for step in stepper if step.action == "fires" and step.name == "W1")
    player.seek(fires)
    ends = [0, 1, 2, 3, -4, -3, -2, -1]
    np.testing.assert_allclose(_table(player), tensors["W1"].bar[np.ix_(ends, ends)], rtol=1e-3, atol=1e-12)


def test_the_sum_of_the_messages_grows_on_the_graph(opened: Opened) -> None:
    stepper, tensors = examples.two_paths()
    player = PlayerPage(opened(stepper))
    signal = player.find("node").nth(player.labels().index("t, leaf; value 1; 0 of 2 messages")).locator(".signal")
    first, last = (step for step in stepper if step.action == "sends" and step.receiver_name == "t")
    for position, shown in (
        (first.number - 1, "t¯"),
        (first.number, f"{first.message:.4g}"),
        (last.number - 1, f"{first.message:.4g}"),
        (last.number, f"{float(tensors['t'].bar):.4g}"),
    ):
        player.seek(position)
        expect(signal).to_have_text(shown)


def _number(player: PlayerPage) -> float:
    shown = re.search(r"[:,] (\S+)\.$", player.find("headline").inner_text())
    assert shown
    return float(shown[1].replace("\N{MINUS SIGN}", "-"))


def _table(player: PlayerPage) -> np.ndarray:
    """The numbers behind the error signal's heat map."""
    player.find("operand").first.click()
    rows = player.find("table-body").locator("tbody tr").all()
    cells = [row.locator("td:not(.gap)").all_inner_texts() for row in rows]
    player.button("Close the numbers").click()
    numbers = [[float(cell.replace("\N{MINUS SIGN}", "-")) for cell in row] for row in cells if row]
    return np.array(numbers[0] if len(numbers) == 1 else numbers)
