"""Players disturb neither each other nor the page, and nothing that a user wrote becomes part of the page's code."""

import linecache
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

import nn
from autograd import Tensor
from autograd.views import Stepper, step_through

from . import examples
from .conftest import Opened
from .player_page import PlayerPage

HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    "<!--<script>",
    "]]>&lt;b&gt;",
    "${alert(1)}`\"'\\",
    "a\u2028b\u2029c",
    "\u202e\u0007evil",
    "__proto__",
    "\\href{javascript:alert(1)}{x}",
    "}$\\end{math}",
]


def test_two_players_on_a_page_are_independent(opened: Opened) -> None:
    page = opened(examples.logistic_least_squares()[0], examples.two_paths()[0])
    first, second = PlayerPage(page, 0), PlayerPage(page, 1)
    untouched = second.document()
    first.press("ArrowRight")
    first.seek(9)
    first.button("Zoom in").click()
    first.button("Predict").click()
    first.press("?")
    assert second.document() == untouched
    second.press("End")
    second.find("play").click()
    assert first.position == 9
    assert first.length != second.length


def test_the_same_stepper_may_be_shown_twice(opened: Opened) -> None:
    stepper, _ = examples.two_paths()
    page = opened(stepper, stepper)
    first, second = PlayerPage(page, 0), PlayerPage(page, 1)
    first.press("ArrowRight")
    second.seek(4)
    assert (first.position, second.position) == (1, 4)


def test_a_player_leaves_nothing_in_the_page(opened: Opened) -> None:
    names = "() => [...Object.getOwnPropertyNames(window), document.documentElement.className, document.body.className]"
    stepper, _ = examples.two_paths()
    empty = opened().evaluate(names)
    page = opened(stepper)
    PlayerPage(page).seek(9)
    assert page.evaluate(names) == empty


def test_the_styles_of_page_and_player_do_not_mix(opened: Opened) -> None:
    stepper, _ = examples.two_paths()
    styles = "<style>button { display: none !important } * { font-size: 50px }</style>"
    page = opened(stepper, around=f"{styles}<button class='step'>mine</button>PLAYERS")
    player = PlayerPage(page)
    expect(player.button("Step")).to_be_visible()
    assert player.find("headline").evaluate("x => getComputedStyle(x).fontSize") == "14px"
    assert not page.locator("main > .step").is_visible()


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_shown_as_text(opened: Opened, name: str) -> None:
    page = opened(_named(name))
    player = PlayerPage(page)
    player.press("End")
    assert not page.locator("img").count()
    scripts = page.locator("script").count()
    assert scripts == 2
    shown = "".join("\N{REPLACEMENT CHARACTER}" if letter in "\u202e\u0007" else letter for letter in name)
    assert " ".join(shown.split()) in player.find("headline").inner_text()
    assert f"{' '.join(shown.split())}," in " ".join(player.labels())


def test_a_line_of_code_is_shown_as_text(opened: Opened) -> None:
    x = Tensor([1.0, 2.0], requires_grad=True)
    y = np.sum(x * len("</script><img src=x onerror=alert(1)>"))
    player = PlayerPage(opened(step_through(y)))
    player.seek(1)
    assert "</script><img src=x onerror=alert(1)>" in player.find("code").locator(".current").inner_text()


def test_names_of_files_modules_and_constants_are_shown_as_text(opened: Opened) -> None:
    hostile = HOSTILE[0]
    code = f"""
class Named(nn.Module):
    def forward(self, x):
        return np.sum(x * Tensor([1.0, 2.0], name={hostile!r}))

Named.__name__ = Named.__qualname__ = {hostile!r}
loss = Named()(Tensor([3.0, 4.0], requires_grad=True))
"""
    made: dict[str, Any] = {"nn": nn, "np": np, "Tensor": Tensor}
    linecache.cache[hostile] = (len(code), None, code.splitlines(True), hostile)
    exec(compile(code, hostile, "exec"), made)
    page = opened(step_through(made["loss"]))
    player = PlayerPage(page)
    assert not page.locator("img").count()
    player.press("ArrowRight")
    assert player.find("file").inner_text() == hostile
    assert hostile in player.find("group-label").inner_text()
    assert f"{hostile}, constant; value array of shape (2,)" in " ".join(player.labels())


@pytest.mark.parametrize("name", HOSTILE)
def test_names_are_shown_as_text_where_scripts_do_not_run(browser: Browser, tmp_path: Path, name: str) -> None:
    stepper = _named(name)
    stepper.save(tmp_path / "backprop.html")
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((tmp_path / "backprop.html").as_uri())
    assert not page.locator("img").count()
    assert page.locator("tbody tr").count() == len(stepper)
    shown = "".join("\N{REPLACEMENT CHARACTER}" if letter in "\u202e\u0007" else letter for letter in name)
    assert f"{' '.join(shown.split())} fires" in page.locator("tbody").inner_text()
    context.close()


def test_no_request_leaves_a_saved_page(page_of_its_own: Page) -> None:
    player = PlayerPage(page_of_its_own)
    player.press("End")
    assert player.position == player.length


@pytest.fixture
def page_of_its_own(context, tmp_path):  # type: ignore[no-untyped-def]
    stepper, _ = examples.two_paths()
    stepper.save(tmp_path / "backprop.html")
    page = context.new_page()
    requests: list[str] = []
    page.on("request", lambda request: requests.append(request.url))
    page.goto((tmp_path / "backprop.html").as_uri())
    yield page
    assert requests == [(tmp_path / "backprop.html").as_uri()]


def _named(name: str) -> Stepper:
    w = Tensor(2.0, requires_grad=True, name=name)
    loss = (w * 3) ** 2
    return step_through(loss)


def test_on_a_page_of_its_own_the_player_has_the_keyboard(page_of_its_own: Page) -> None:
    player = PlayerPage(page_of_its_own)
    expect(player.find("player")).to_be_focused()
    page_of_its_own.keyboard.press("ArrowRight")
    assert player.position == 1


def test_a_saved_page_in_a_frame_leaves_the_keyboard_where_it_is(context: BrowserContext, tmp_path: Path) -> None:
    stepper, _ = examples.two_paths()
    stepper.save(tmp_path / "backprop.html")
    (tmp_path / "outer.html").write_text("<input autofocus><iframe src='backprop.html'></iframe>", "utf-8")
    page = context.new_page()
    page.goto((tmp_path / "outer.html").as_uri())
    framed = PlayerPage(page, frame=page.frame_locator("iframe"))
    expect(framed.find("count")).to_have_text("step 0 of 18")
    expect(framed.find("player")).not_to_be_focused()
    page.keyboard.type("x")
    assert page.locator("input").input_value() == "x"


def test_a_player_among_other_things_leaves_the_keyboard_where_it_is(opened: Opened) -> None:
    stepper, _ = examples.two_paths()
    page = opened(stepper)
    page.keyboard.press("ArrowRight")
    assert PlayerPage(page).position == 0
