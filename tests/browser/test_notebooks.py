"""The player in notebooks: in JupyterLab, with a kernel and without, and in the page that nbconvert makes."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import nbformat
import pytest
from nbclient import NotebookClient
from nbconvert import HTMLExporter
from playwright.sync_api import BrowserContext, Page, expect

from .conftest import PATIENCE
from .player_page import PlayerPage

CODE = """
import numpy as np
from autograd import Tensor
from autograd.views import step_through

t = Tensor(1.0, requires_grad=True)
x, y = np.cos(t), t**2
f = y + np.exp(x * y)
step_through(f)
"""
ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def notebook() -> nbformat.NotebookNode:
    """A notebook with two players in it, run."""
    cells = [nbformat.v4.new_code_cell(CODE), nbformat.v4.new_code_cell("step_through(y * 2)")]
    made = nbformat.v4.new_notebook(cells=cells)
    made.metadata.kernelspec = {"name": "python3", "display_name": "Python 3", "language": "python"}
    NotebookClient(made, resources={"metadata": {"path": str(ROOT)}}).execute()
    return made


@pytest.fixture(scope="module")
def lab(tmp_path_factory: pytest.TempPathFactory, notebook: nbformat.NotebookNode) -> Iterator[str]:
    """The address of a JupyterLab that has two notebooks: one to be run, one that somebody else has run."""
    folder = tmp_path_factory.mktemp("lab")
    fresh = nbformat.v4.new_notebook(
        cells=[nbformat.v4.new_code_cell(f"import sys; sys.path[:0] = [{str(ROOT)!r}]\n{CODE}")]
    )
    fresh.metadata = notebook.metadata
    nbformat.write(fresh, folder / "fresh.ipynb")
    nbformat.write(notebook, folder / "foreign.ipynb")
    news = folder / "settings" / "@jupyterlab" / "apputils-extension" / "notification.jupyterlab-settings"
    news.parent.mkdir(parents=True)
    news.write_text('{"fetchNews": "false"}')
    settings = {
        "IdentityProvider.token": "secret",
        "ServerApp.open_browser": "False",
        "ServerApp.allow_root": "True",
        "ServerApp.port": "0",
        "LabApp.check_for_updates_class": "jupyterlab.NeverCheckForUpdate",
        "LabApp.news_url": "None",
        "LabApp.extension_manager": "readonly",
        "LabApp.workspaces_dir": str(folder / "workspaces"),
        "LabApp.user_settings_dir": str(folder / "settings"),
    }
    command = [sys.executable, "-m", "jupyterlab", *(f"--{name}={value}" for name, value in settings.items())]
    log = folder / "log"
    with log.open("w") as written:
        server = subprocess.Popen(command, cwd=folder, stdout=written, stderr=written)
    try:
        yield _address(server, log)
    finally:
        server.terminate()
        server.wait()


def _address(server: subprocess.Popen[bytes], log: Path) -> str:
    """Where a JupyterLab that is starting can be reached, as it says itself."""
    for _ in range(PATIENCE // 200):
        if found := re.search(r"(http://(?:localhost|127\.0\.0\.1):\d+)/lab\?token", log.read_text("utf-8")):
            return found[1]
        if server.poll() is not None:
            break
        time.sleep(0.2)
    pytest.fail(f"JupyterLab did not start:\n{log.read_text('utf-8')}")


@pytest.fixture
def page(context: BrowserContext) -> Page:
    return context.new_page()


def opened_in_lab(page: Page, lab: str, name: str) -> PlayerPage:
    page.goto(f"{lab}/lab/tree/{name}?token=secret&reset")
    page.locator(".jp-Notebook .jp-Cell").first.wait_for()
    page.get_by_text("| Idle").wait_for()
    return PlayerPage(page)


def test_in_jupyterlab(page: Page, lab: str) -> None:
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    player = opened_in_lab(page, lab, "fresh.ipynb")
    page.locator(".jp-Cell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")
    player.find("stage").wait_for()
    expect(player.find("count")).to_have_text("step 0 of 18")
    expect(player.find("player")).to_have_attribute("data-theme", "light")
    selected = page.locator(".jp-Cell.jp-mod-selected").count()

    # JupyterLab has its own meanings for these keys, which must not be taken while the player has the keyboard.
    player.find("headline").click()
    before = len(asked)
    for key, position in (("ArrowRight", 1), ("ArrowRight", 2), ("ArrowLeft", 1), ("o", 2), ("End", 18), ("Home", 0)):
        page.keyboard.press(key)
        assert player.position == position
    for key in ("ArrowDown", "ArrowDown", "Enter"):
        page.keyboard.press(key)
    assert player.position > 0
    page.keyboard.press("0")
    page.keyboard.press("p")
    expect(player.find("predict-toggle")).to_have_attribute("aria-pressed", "true")
    # As commands to the notebook, these letters would add cells and delete them.
    player.seek(7)
    player.find("answer").press_sequentially("abddxv0")
    assert player.find("answer").input_value() == "abddxv0"
    assert player.position == 7
    page.wait_for_timeout(300)
    assert page.locator(".jp-Dialog").count() == 0
    assert page.locator(".jp-Cell").count() <= 2
    assert page.locator(".jp-Cell.jp-mod-selected").count() == selected
    player.find("step").click()
    # JupyterLab itself goes on talking to its server.
    strange = [url for url in asked[before:] if "/api/" not in urlsplit(url).path or not url.startswith(lab)]
    assert not strange


def test_jupyterlab_in_dark(page: Page, lab: str) -> None:
    player = opened_in_lab(page, lab, "fresh.ipynb")
    page.locator(".jp-Cell .cm-content").first.click()
    page.keyboard.press("Shift+Enter")
    player.find("stage").wait_for()
    page.get_by_role("menuitem", name="Settings", exact=True).click()
    page.get_by_text("Theme", exact=True).click()
    page.get_by_role("menuitem", name="JupyterLab Dark", exact=True).click()
    expect(player.find("player")).to_have_attribute("data-theme", "dark")


def test_a_notebook_that_is_not_trusted_shows_the_table(page: Page, lab: str) -> None:
    opened_in_lab(page, lab, "foreign.ipynb")
    outputs = page.locator(".jp-OutputArea-output")
    expect(outputs.first).to_contain_text("needs scripts to run")
    rows = outputs.first.locator("tbody tr")
    expect(rows).to_have_count(18)
    expect(rows.nth(5)).to_contain_text("f fires")
    assert page.locator("[data-overbar-player] .stage").count() == 0
    assert '"arrays"' not in outputs.first.inner_text()


def test_in_a_page_of_nbconvert(context: BrowserContext, tmp_path: Path, notebook: nbformat.NotebookNode) -> None:
    body, _ = HTMLExporter().from_notebook_node(notebook)
    # The page would load MathJax and RequireJS for other outputs; the players must not need them.
    asked = []
    context.route(re.compile("^https?:"), lambda route: (asked.append(route.request.url), route.abort()))
    (tmp_path / "notebook.html").write_text(body, "utf-8")
    page = context.new_page()
    page.goto((tmp_path / "notebook.html").as_uri())
    first, second = PlayerPage(page, 0), PlayerPage(page, 1)
    asked.clear()
    first.press("End")
    second.press("ArrowRight")
    assert (first.position, second.position) == (18, 1)
    assert not asked


def test_the_output_has_a_plain_text_too(notebook: nbformat.NotebookNode) -> None:
    data = notebook.cells[0].outputs[0].data
    assert set(data) == {"text/html", "text/plain"}
    assert data["text/plain"].startswith("Step 0 of 18")
    assert len(json.dumps(data)) < 300_000
