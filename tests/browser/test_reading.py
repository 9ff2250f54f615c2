"""The player can be used by keyboard and screen reader, in light and dark, and read where scripts do not run."""

from pathlib import Path

import numpy as np
import pytest
from playwright.sync_api import Browser, expect

from autograd import Tensor
from autograd.views import Stepper, step_through

from . import examples
from .conftest import Opened
from .player_page import PlayerPage

_VIOLATIONS = """async () => {
    const { violations } = await axe.run();
    return violations.map(({ id, nodes }) => [id, ...nodes.map((node) => node.html + node.failureSummary)]);
}"""
_REACHABLE = """root => [...root.querySelectorAll("button, select, input, [tabindex]")]
    .filter((control) => control.tabIndex >= 0 && control.checkVisibility()).length"""
#: The number of the element that has the keyboard, among all in the player; null outside of it.
_FOCUSED = """() => {
    const { shadowRoot } = document.querySelector("[data-overbar-player]");
    const place = [...shadowRoot.querySelectorAll("*")].indexOf(shadowRoot.activeElement);
    return place < 0 ? null : place;
}"""
AXE = Path(__file__).parents[2] / ".npm" / "node_modules" / "axe-core" / "axe.min.js"


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("example", [examples.two_paths, examples.small_network, examples.digits_network])
def test_axe_finds_nothing(opened: Opened, example: examples.Example, scheme: str) -> None:
    assert AXE.exists(), "make test-browser installs axe-core"
    stepper, _ = example()
    page = opened(stepper)
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.reload()
    player = PlayerPage(page)
    expect(player.find("player")).to_have_attribute("data-theme", scheme)
    page.evaluate(AXE.read_text("utf-8"))
    found = []
    for position in range(len(stepper) + 1):
        player.seek(position)
        if position == len(stepper) // 2:
            player.press("?")
        if position == len(stepper) - 2:
            player.press("p")
        found += page.evaluate(_VIOLATIONS)
    assert not found


def test_every_step_is_announced(opened: Opened) -> None:
    stepper, _ = examples.two_paths()
    player = PlayerPage(opened(stepper))
    expect(player.find("live")).to_have_attribute("aria-live", "polite")
    heard = [player.announced]
    for step in stepper:
        player.press("ArrowRight")
        heard.append(player.announced)
        assert step.headline in heard[-1]
        assert f"Step {step.number} of {len(stepper)}" in heard[-1]
    assert len(set(heard)) == len(stepper) + 1
    sent = next(step for step in stepper if step.action == "sends" and step.receiver_name == "x")
    assert sent.rule.symbols.text in heard[sent.number]


def test_boxes_say_what_is_known_of_them(opened: Opened) -> None:
    stepper, _ = examples.two_paths()
    player = PlayerPage(opened(stepper))
    assert player.labels()[0] == "t, leaf; value 1; 0 of 2 messages"
    player.press("End")
    assert player.labels()[0] == "t, leaf; value 1; error signal 2.41; 2 of 2 messages"


def test_every_control_can_be_reached_with_the_tab_key(opened: Opened) -> None:
    stepper, _ = examples.small_network()
    page = opened(stepper)
    player = PlayerPage(page)
    player.seek(7)
    expected = player.find("player").evaluate(_REACHABLE)
    reached = set()
    for _ in range(expected + 2):
        page.keyboard.press("Tab")
        reached.add(page.evaluate(_FOCUSED))
    assert len(reached - {None}) == expected


@pytest.mark.parametrize(
    ("attributes", "theme"),
    [
        ("", "light"),
        ("data-jp-theme-light='false' style='color: #eee; background: #111'", "dark"),
        ("class='vscode-dark' style='color: rgb(204, 204, 204)'", "dark"),
        ("style='color: #222; background: white'", "light"),
    ],
)
def test_the_theme_is_that_of_the_page(opened: Opened, attributes: str, theme: str) -> None:
    stepper, _ = examples.two_paths()
    player = PlayerPage(opened(stepper, around=f"<div {attributes}>PLAYERS</div>"))
    expect(player.find("player")).to_have_attribute("data-theme", theme)


def test_the_theme_follows_the_page_when_it_changes(opened: Opened) -> None:
    stepper, _ = examples.two_paths()
    page = opened(stepper)
    player = PlayerPage(page)
    expect(player.find("player")).to_have_attribute("data-theme", "light")
    page.evaluate("() => { document.body.style.color = '#eee'; }")
    expect(player.find("player")).to_have_attribute("data-theme", "dark")
    page.evaluate("() => { document.body.style.color = ''; }")
    page.emulate_media(color_scheme="dark")
    expect(player.find("player")).to_have_attribute("data-theme", "dark")


def test_without_scripts_the_steps_are_a_table(browser: Browser, tmp_path: Path) -> None:
    stepper, _ = examples.two_paths()
    stepper.save(tmp_path / "backprop.html")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "backprop.html").as_uri())
    rows = page.locator("tbody tr").all_inner_texts()
    assert len(rows) == len(stepper)
    for row, step in zip(rows, stepper, strict=True):
        assert row.split("\t")[:3] == [f"{step.number} of {len(stepper)}", step.headline, step.rule.symbols.text]
    assert page.get_by_text("needs scripts to run").is_visible()
    assert '"graph"' not in page.locator("body").inner_text()
    context.close()


def test_with_scripts_the_table_is_not_shown(opened: Opened) -> None:
    stepper, _ = examples.two_paths()
    page = opened(stepper)
    expect(page.get_by_text("needs scripts to run")).to_be_hidden()


def long_names() -> Stepper:
    weights, inputs = Tensor([0.5, 1.5], requires_grad=True), Tensor([1.0, 2.0], requires_grad=True)
    hidden_units = weights * inputs
    hidden_activation_of_the_network = np.tanh(hidden_units)
    output_of_the_network = hidden_activation_of_the_network**2 * hidden_units
    the_total_squared_error_of_the_network = np.sum(output_of_the_network)
    return step_through(the_total_squared_error_of_the_network)


def test_long_names_stay_within_their_boxes(opened: Opened) -> None:
    player = PlayerPage(opened(long_names()))
    overflowing = player.find("node").evaluate_all(
        """boxes => boxes.flatMap((box) => [".name", ".signal"].map((name) => [box, box.querySelector(name)]))
            .filter(([box, cell]) => cell.querySelector("math"))
            .map(([box, cell]) => [cell.querySelector("math").getBoundingClientRect(), cell.getBoundingClientRect()])
            .filter(([math, cell]) => math.left < cell.left || math.right > cell.right).length"""
    )
    assert overflowing == 0
    activation = player.node("hidden_activation_of_the_network").locator("..")
    assert activation.locator(".name").inner_text().startswith("hidden_activation")
    assert activation.locator(".name").inner_text().strip().endswith("…")
    assert "…" in activation.locator(".signal").inner_text()
    expect(player.node("hidden_activation_of_the_network")).to_have_attribute(
        "title", "hidden_activation_of_the_network = tanh(hidden_units)"
    )
    assert player.node("weights").locator("..").locator(".name").inner_text() == "weights"


def test_titles_of_one_line_stand_for_formulas_of_several(opened: Opened) -> None:
    x, m = Tensor([0.5, 1.5, -1.0], requires_grad=True), np.array([True, False, True])
    y = np.where(m, x, np.zeros(3))
    page = opened(step_through(np.sum(y)))
    player = PlayerPage(page)
    title = player.node("y").locator("..").locator(".name")
    assert title.inner_text().strip().endswith("where(…)")
    math, cell = title.locator("math").bounding_box(), title.bounding_box()
    assert math
    assert cell
    assert cell["y"] <= math["y"]
    assert math["y"] + math["height"] <= cell["y"] + cell["height"]
    player.seek(1)
    assert "otherwise" in player.find("symbols").inner_text()


def test_messages_are_counted_beside_the_title(opened: Opened) -> None:
    player = PlayerPage(opened(long_names()))
    box = player.node("hidden_units").locator("..")
    title, dots = box.locator(".name math").bounding_box(), box.locator(".dots").bounding_box()
    assert title
    assert dots
    assert dots["width"] > 10
    assert title["x"] + title["width"] <= dots["x"]


def test_words_are_set_apart(opened: Opened) -> None:
    weights, inputs = Tensor(0.5, requires_grad=True), Tensor(2.0, requires_grad=True)
    product = weights * inputs
    page = opened(step_through(product * product))
    player = PlayerPage(page)
    player.seek(1)
    spaces = player.find("symbols").locator("mspace")
    box = spaces.bounding_box()
    assert box
    assert box["width"] == pytest.approx(0.4 * 21, abs=0.5)


@pytest.mark.parametrize(
    ("file", "title", "said"),
    [
        # As IPython compiles a cell under %%time.
        ("<timed exec>", "notebook cell", "IPython keeps no source of what runs under %%time."),
        ("<string>", "<string>", "The source of this code cannot be read."),
    ],
)
def test_code_without_source_is_said_to_have_none(opened: Opened, file: str, title: str, said: str) -> None:
    known: dict[str, Tensor] = {"x": Tensor(3.0, requires_grad=True)}
    exec(compile("z = x * x\ny = z + 1", file, "exec"), known)
    v = known["y"] * 2
    player = PlayerPage(opened(step_through(v)))
    for position in (1, 2):
        player.seek(position)
        assert player.find("file").inner_text() == title
        assert player.find("no-code").inner_text().startswith(said)
        expect(player.find("code")).to_be_hidden()
    player.seek(3)
    assert player.find("file").inner_text() == "test_reading.py"
    assert player.find("code").locator("mark").inner_text() == 'known["y"] * 2'
    expect(player.find("no-code")).to_be_hidden()


def test_narrow_pages_do_not_scroll_sideways(opened: Opened) -> None:
    stepper, _ = examples.digits_network()
    page = opened(stepper)
    for width in (1400, 900, 620, 360):
        page.set_viewport_size({"width": width, "height": 800})
        for position in (0, 3, 12):
            PlayerPage(page).seek(position)
            assert page.evaluate("() => document.documentElement.scrollWidth <= innerWidth")
