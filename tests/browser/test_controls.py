"""Every control, by mouse and by keyboard."""

import numpy as np
import pytest
from playwright.sync_api import expect

from autograd import Tensor
from autograd.views import step_through

from . import examples
from .conftest import Opened
from .player_page import PlayerPage


@pytest.fixture
def player(opened: Opened) -> PlayerPage:
    stepper, _ = examples.two_paths()
    return PlayerPage(opened(stepper))


#: The steps of this example: 5 forward; then f fires and sends two messages.
FORWARD, LENGTH = 5, 18


@pytest.mark.parametrize(
    ("button", "key", "start", "end"),
    [
        ("Step", "ArrowRight", 3, 4),
        ("Step", "ArrowRight", LENGTH, LENGTH),
        ("Step back", "ArrowLeft", 3, 2),
        ("Step back", "ArrowLeft", 0, 0),
        ("To the beginning", "Home", 7, 0),
        ("To the end", "End", 7, LENGTH),
        ("Step over", "o", 2, 3),
        ("Step over", "o", FORWARD, FORWARD + 3),
        ("Step over", "O", FORWARD + 1, FORWARD + 3),
    ],
)
def test_moving_in_time(player: PlayerPage, button: str, key: str, start: int, end: int) -> None:
    player.seek(start)
    player.button(button).click(force=True)
    assert player.position == end
    player.seek(start)
    player.press(key)
    assert player.position == end
    player.seek(start)
    player.button(button).focus()
    player.page.keyboard.press("Enter")
    assert player.position == end


def test_a_button_keeps_the_keyboard_at_the_end(player: PlayerPage) -> None:
    player.seek(LENGTH - 1)
    player.button("Step").focus()
    player.page.keyboard.press("Enter")
    expect(player.button("Step")).to_be_focused()
    expect(player.button("Step")).to_have_attribute("aria-disabled", "true")
    player.page.keyboard.press("ArrowLeft")
    assert player.position == LENGTH - 1


@pytest.mark.parametrize("by", ["mouse", "space", "enter"])
def test_playing_and_pausing(player: PlayerPage, by: str) -> None:
    def toggle() -> None:
        if by == "mouse":
            player.find("play").click()
        elif by == "space":
            player.press("Space")
        else:
            player.find("play").focus()
            player.page.keyboard.press("Enter")

    toggle()
    expect(player.find("play")).to_have_attribute("aria-label", "Pause")
    expect(player.find("count")).not_to_have_text(f"step 0 of {LENGTH}")
    toggle()
    expect(player.find("play")).to_have_attribute("aria-label", "Play")
    paused_at = player.position
    player.page.wait_for_timeout(1500)
    assert player.position == paused_at < LENGTH


def test_playing_stops_at_the_end_and_begins_anew(player: PlayerPage) -> None:
    player.find("speed").focus()
    player.page.keyboard.press("End")
    assert player.find("speed").input_value() == "25"
    player.seek(LENGTH - 3)
    player.find("play").click()
    expect(player.find("count")).to_have_text(f"step {LENGTH} of {LENGTH}")
    expect(player.find("play")).to_have_attribute("aria-label", "Play")
    player.find("play").click()
    expect(player.find("count")).to_have_text(f"step {LENGTH} of {LENGTH}")


def test_the_scrubber(player: PlayerPage) -> None:
    box = player.find("scrubber").bounding_box()
    assert box
    player.page.mouse.click(box["x"] + box["width"] / 2, box["y"] + box["height"] / 2)
    assert player.position == LENGTH // 2
    player.page.keyboard.press("ArrowLeft")
    assert player.position == LENGTH // 2 - 1
    player.page.keyboard.press("Home")
    assert player.position == 0
    said = player.find("headline").inner_text()
    expect(player.find("scrubber")).to_have_attribute("aria-valuetext", f"0 of {LENGTH}: {said}")


def test_clicking_a_node_runs_to_it(player: PlayerPage) -> None:
    player.node("y").click()
    assert player.find("headline").inner_text().startswith("power computes y")
    player.node("y").click()
    assert player.find("headline").inner_text().startswith("y fires")
    player.node("y").click()
    assert player.find("headline").inner_text().startswith("power computes y")
    player.node("t").click()
    assert player.find("headline").inner_text().startswith("t fires")


def test_running_to_a_node_from_the_keyboard(player: PlayerPage) -> None:
    player.node("t").focus()
    for _ in range(2):
        player.page.keyboard.press("ArrowDown")
    expect(player.node("y")).to_be_focused()
    player.page.keyboard.press("Enter")
    assert player.find("headline").inner_text().startswith("power computes y")
    player.page.keyboard.press("ArrowUp")
    player.page.keyboard.press("ArrowUp")
    player.page.keyboard.press("ArrowUp")
    expect(player.node("t")).to_be_focused()
    player.page.keyboard.press("Enter")
    assert player.find("headline").inner_text().startswith("t fires")


def test_the_tab_key_reaches_one_node_only(player: PlayerPage) -> None:
    assert player.find("run").evaluate_all("all => all.filter(x => x.tabIndex === 0).length") == 1


def test_zooming(player: PlayerPage) -> None:
    home = player.transform
    player.button("Zoom in").click()
    larger = player.transform
    assert _scale(larger) == pytest.approx(1.25 * _scale(home), rel=1e-3)
    player.button("Zoom out").click()
    assert _scale(player.transform) == pytest.approx(_scale(home), rel=1e-3)
    player.press("+")
    assert player.transform == larger
    player.press("-")
    assert _scale(player.transform) == pytest.approx(_scale(home), rel=1e-3)
    player.button("Zoom in").click()
    player.button("Fit the graph").click()
    fitted = player.transform
    player.press("+")
    player.press("0")
    assert player.transform == fitted


def test_the_wheel_zooms_only_with_control(player: PlayerPage) -> None:
    home, stage = player.transform, player.find("stage").element_handle()
    player.find("graph").hover()
    player.page.mouse.wheel(0, -200)
    player.page.wait_for_timeout(100)
    assert player.transform == home
    player.page.keyboard.down("Control")
    player.page.mouse.wheel(0, -200)
    player.page.keyboard.up("Control")
    player.page.wait_for_function("([stage, home]) => stage.style.transform !== home", arg=[stage, home])
    assert _scale(player.transform) > _scale(home)


def test_panning(player: PlayerPage) -> None:
    home = player.transform
    player.press("Shift+ArrowRight")
    assert _shift(player.transform)[0] == pytest.approx(_shift(home)[0] - 60, abs=0.2)
    player.press("Shift+ArrowLeft")
    player.press("Shift+ArrowDown")
    assert _shift(player.transform)[1] == pytest.approx(_shift(home)[1] - 60, abs=0.2)
    player.press("Shift+ArrowUp")
    assert player.transform == home


def test_dragging_moves_the_graph_and_is_no_click(player: PlayerPage) -> None:
    home, box = player.transform, player.node("y").bounding_box()
    assert box
    x, y = box["x"] + 20, box["y"] + 20
    player.page.mouse.move(x, y)
    player.page.mouse.down()
    player.page.mouse.move(x + 70, y + 30, steps=4)
    player.page.mouse.up()
    assert player.position == 0
    assert _shift(player.transform) == pytest.approx((_shift(home)[0] + 70, _shift(home)[1] + 30), abs=0.3)
    # The player forgets the drag in a task of its own, after that of the click that ends it.
    player.page.evaluate("() => new Promise((done) => setTimeout(done))")
    player.node("y").click()
    assert player.position > 0


def test_the_firing_node_is_kept_in_sight(opened: Opened) -> None:
    stepper, _ = examples.long_chain(40)
    player = PlayerPage(opened(stepper))
    for position in range(0, len(stepper) + 1, 7):
        player.seek(position)
        if position:
            busy = player.find("node").and_(player.page.locator(".computing, .firing, .sending"))
            expect(busy).to_be_in_viewport(ratio=0.99)


def test_a_long_graph_fits_no_smaller_than_can_be_seen(opened: Opened) -> None:
    stepper, _ = examples.long_chain(300)
    player = PlayerPage(opened(stepper))
    player.press("0")
    smallest = _scale(player.transform)
    busy = player.find("node").and_(player.page.locator(".computing, .firing, .sending"))
    for position in (1, len(stepper) // 2, len(stepper)):
        player.seek(position)
        expect(busy).to_be_in_viewport(ratio=0.99)
        for _ in range(15):
            player.press("Shift+ArrowLeft")
        player.press("0")
        expect(busy).to_be_in_viewport(ratio=0.99)
        box = busy.bounding_box()
        assert box
        assert box["width"] > 12
        assert box["height"] > 5
    for _ in range(3):
        player.press("-")
    assert _scale(player.transform) == smallest


def test_numbers_on_demand(opened: Opened) -> None:
    stepper, _ = examples.small_network()
    player = PlayerPage(opened(stepper))
    player.seek(2)
    player.find("numbers").locator(".heat-map").first.click()
    expect(player.find("table")).to_be_visible()
    assert player.find("table-title").inner_text() == "h (5, 3)"
    assert player.find("table-body").locator("tbody th").all_inner_texts() == ["0", "1", "2", "3", "4"]
    player.button("Close the numbers").click()
    expect(player.find("table")).to_be_hidden()
    heat = player.find("operand").first
    heat.focus()
    player.page.keyboard.press("Enter")
    expect(player.find("table")).to_be_visible()
    player.page.keyboard.press("Escape")
    expect(player.find("table")).to_be_hidden()
    expect(heat).to_be_focused()
    heat.click()
    player.press("ArrowRight")
    expect(player.find("table")).to_be_hidden()


def test_help(player: PlayerPage) -> None:
    player.button("Keys and mouse").click()
    expect(player.find("help")).to_be_visible()
    player.page.keyboard.press("Escape")
    expect(player.find("help")).to_be_hidden()
    player.press("?")
    expect(player.find("help")).to_be_visible()


def test_the_line_of_code_is_marked(player: PlayerPage) -> None:
    player.seek(2)
    assert player.find("code").locator("mark").inner_text() == "t**2"
    assert player.find("code").locator(".current").inner_text().strip() == "x, y = np.cos(t), t**2"
    player.seek(0)
    assert player.find("code").locator("mark").count() == 0


def test_marked_code_is_brought_into_sight_sideways(opened: Opened) -> None:
    a, b = Tensor(0.5, requires_grad=True), Tensor(0.25, requires_grad=True)
    # fmt: off
    the_first_intermediate_result_of_all, another_one = np.sin(a) * b + 3.0 * a, np.tanh(a * b) + np.exp(b - a)
    c = another_one * the_first_intermediate_result_of_all
    # fmt: on
    page = opened(step_through(c))
    page.set_viewport_size({"width": 1280, "height": 800})
    player = PlayerPage(page)
    marks = []
    for position in range(1, 11):
        player.seek(position)
        code, mark = player.find("code").bounding_box(), player.find("code").locator("mark").bounding_box()
        assert code
        assert mark
        marks.append(player.find("code").locator("mark").inner_text())
        assert code["x"] + 49 <= mark["x"]
        assert mark["x"] + mark["width"] <= code["x"] + code["width"]
    assert marks[-2:] == ["np.tanh(a * b) + np.exp(b - a)", "another_one * the_first_intermediate_result_of_all"]
    player.seek(1)
    shifted = player.find("code").evaluate("code => code.scrollLeft")
    player.seek(10)
    assert player.find("code").evaluate("code => code.scrollLeft") < shifted


def test_messages_travel_where_motion_is_welcome(opened: Opened, browser: object) -> None:
    stepper, _ = examples.two_paths()
    page = opened(stepper)
    page.emulate_media(reduced_motion="no-preference")
    player = PlayerPage(page)
    player.seek(FORWARD + 1)
    # In one call, for the message has arrived in less than a second.
    moving = """root => {
        root.querySelector(".step").click();
        return root.querySelector(".token").getAnimations().length;
    }"""
    assert player.find("player").evaluate(moving) == 1
    page.emulate_media(reduced_motion="reduce")
    assert player.find("player").evaluate(moving) == 0


def _scale(transform: str) -> float:
    return float(transform.rpartition("scale(")[2].rstrip(")"))


def _shift(transform: str) -> tuple[float, float]:
    x, y = transform.partition("translate(")[2].partition(")")[0].split(",")
    return float(x.strip().removesuffix("px")), float(y.strip().removesuffix("px"))
