"""A headless Chromium, and pages with players in it. No page may ask anything of the network."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from autograd.views import Stepper
from autograd.views.player import fragment

from .chromium import launched

_PAGE = """<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Players</title></head>
<body><main><h1>Players</h1>BODY</main></body>
</html>"""

Opened = Callable[..., Page]

#: The longest that something may take to come, in milliseconds: a bound for what fails, on a machine that is busy.
PATIENCE = 60_000
expect.set_options(timeout=PATIENCE)

#: Players fit the graph into its frame when they are first laid out, which is after the page was loaded.
_LAID_OUT = """() => [...document.querySelectorAll("[data-overbar-player]")]
    .every((host) => host.shadowRoot.querySelector(".graph").style.getPropertyValue("--graph-height"))"""


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests."""
    with sync_playwright() as playwright:
        running = launched(playwright)
        yield running
        running.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh profile, in which messages do not travel but are there at once."""
    made = browser.new_context(reduced_motion="reduce", viewport={"width": 1100, "height": 900})
    made.set_default_timeout(PATIENCE)
    yield made
    made.close()


@pytest.fixture
def opened(context: BrowserContext, tmp_path: Path) -> Iterator[Opened]:
    """Opens a page that holds the given steppers' players; fails if it logs an error or asks for any other address."""
    wrong: list[str] = []

    def open_page(*steppers: Stepper, around: str = "PLAYERS") -> Page:
        file = tmp_path / "players.html"
        body = around.replace("PLAYERS", "\n".join(map(fragment, steppers)))
        file.write_text(_PAGE.replace("BODY", body), "utf-8")
        page = context.new_page()
        page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: wrong.append(str(error)))
        page.on("request", lambda request: wrong.append(request.url) if request.url != file.as_uri() else None)
        page.goto(file.as_uri())
        page.wait_for_function(_LAID_OUT)
        return page

    yield open_page
    assert not wrong
