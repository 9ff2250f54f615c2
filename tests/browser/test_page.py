"""The player on a page of its own."""

from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, Page, expect

from . import examples
from .player_page import PlayerPage

_SCROLLS = "() => document.documentElement.scrollHeight > innerHeight"


def saved(context: BrowserContext, folder: Path, example: examples.Example, width: int, height: int) -> Page:
    stepper, _ = example()
    stepper.save(folder / "backprop.html")
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": height})
    page.goto((folder / "backprop.html").as_uri())
    return page


@pytest.mark.parametrize(("width", "height"), [(1100, 720), (1280, 600), (900, 520)])
def test_all_of_the_player_is_in_the_window(context: BrowserContext, tmp_path: Path, width: int, height: int) -> None:
    page = saved(context, tmp_path, examples.digits_network, width, height)
    player = PlayerPage(page)
    for position in range(player.length + 1):
        player.seek(position)
        box = player.find("player").bounding_box()
        assert box
        assert box["y"] + box["height"] < height
        assert not page.evaluate(_SCROLLS)
        expect(player.find("graph")).to_be_in_viewport(ratio=0.99)
        # The last of what is said of a step can be scrolled to.
        if player.find("why").inner_text():
            player.find("why").scroll_into_view_if_needed()
            expect(player.find("why")).to_be_in_viewport(ratio=0.99)
    player.press("?")
    expect(player.find("help")).to_be_in_viewport()
    details, box = player.find("details").bounding_box(), player.find("player").bounding_box()
    assert details
    assert box
    assert details["y"] + details["height"] <= box["y"] + box["height"] < height


def test_a_step_is_shown_from_its_beginning(context: BrowserContext, tmp_path: Path) -> None:
    player = PlayerPage(saved(context, tmp_path, examples.small_network, 900, 500))
    rule = player.find("rule")
    player.seek(player.length)
    rule.evaluate("rule => new Promise((done) => { rule.onscroll = done; rule.scrollTo(0, 1000); })")
    assert rule.evaluate("rule => rule.scrollTop") > 0
    player.press("ArrowLeft")
    player.press("ArrowRight")
    assert rule.evaluate("rule => rule.scrollTop") == 0


def test_a_question_is_in_the_window(context: BrowserContext, tmp_path: Path) -> None:
    page = saved(context, tmp_path, examples.two_paths, 1000, 500)
    player = PlayerPage(page)
    player.press("p")
    for position in range(player.length + 1):
        player.seek(position)
        if player.find("question").is_visible():
            expect(player.find("answer")).to_be_in_viewport(ratio=0.99)


def test_a_small_window_scrolls(context: BrowserContext, tmp_path: Path) -> None:
    page = saved(context, tmp_path, examples.digits_network, 400, 600)
    assert page.evaluate(_SCROLLS)
    player = PlayerPage(page)
    box = player.find("code").bounding_box()
    assert box
    assert box["height"] == 160
