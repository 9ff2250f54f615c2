"""The player in a webview such as VS Code's notebooks have.

VS Code itself is not run here. What is rebuilt is what its notebooks do to an output: it is put into a sandboxed frame
as markup, its scripts are run anew one by one, the page around it has VS Code's classes, variables and policy, lets
nothing through to the network, and listens to the keys that nobody has taken.
"""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest
from playwright.sync_api import BrowserContext, expect

from autograd.views.player import as_script, fragment

from . import examples
from .player_page import PlayerPage

_POLICY = (
    "default-src 'none'; script-src 'unsafe-inline' 'unsafe-eval'; style-src 'unsafe-inline'; img-src https: data:; "
    "font-src https:; connect-src https:"
)
_WEBVIEW = """<!doctype html>
<html lang="en" style="--vscode-foreground: FOREGROUND; --vscode-editor-background: BACKGROUND">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="POLICY">
<style>
  body { background-color: transparent; color: var(--vscode-foreground); font: 13px sans-serif; overflow: hidden }
  table, thead, tr, th, td, tbody { border: none !important }
  #container { position: absolute; width: 100%; top: 0; white-space: initial }
</style>
</head>
<body class="THEME" data-vscode-theme-kind="THEME">
<div id="container"><div class="output_container"><div class="output"></div></div></div>
<script>
  self.require = {};
  self.unclaimed = [];
  addEventListener("keydown", (event) => self.unclaimed.push(event.key));
  const element = document.createElement("div");
  element.innerHTML = OUTPUT;
  document.querySelector(".output").append(element);
  for (const script of [...element.getElementsByTagName("script")]) {
    const again = document.createElement("script");
    again.text = script.innerText;
    if (script.type) again.setAttribute("type", script.type);
    element.append(again);
    again.remove();
  }
</script>
</body>
</html>"""
_PAGE = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>Editor</title></head>
<body style="background: #1f1f1f"><iframe title="Notebook" sandbox="allow-scripts allow-same-origin allow-forms
allow-pointer-lock allow-downloads" style="width: 860px; height: 720px; border: 0" srcdoc="WEBVIEW"></iframe></body>
</html>"""

THEMES = [
    ("vscode-dark", "#cccccc", "#1f1f1f", "dark"),
    ("vscode-light", "#3b3b3b", "#ffffff", "light"),
    ("vscode-high-contrast", "#ffffff", "#000000", "dark"),
]


@pytest.mark.parametrize(("kind", "foreground", "background", "theme"), THEMES, ids=[theme[0] for theme in THEMES])
def test_in_a_webview(
    context: BrowserContext, tmp_path: Path, kind: str, foreground: str, background: str, theme: str
) -> None:
    stepper, _ = examples.two_paths()
    filled = {
        "FOREGROUND": foreground,
        "BACKGROUND": background,
        "POLICY": _POLICY,
        "THEME": kind,
        "OUTPUT": as_script(fragment(stepper)),
    }
    webview = _WEBVIEW
    for place, text in filled.items():
        webview = webview.replace(place, text)
    file = tmp_path / "editor.html"
    file.write_text(_PAGE.replace("WEBVIEW", escape(webview)), "utf-8")
    page = context.new_page()
    wrong: list[str] = []
    page.on("console", lambda message: wrong.append(message.text) if message.type == "error" else None)
    page.on("pageerror", lambda error: wrong.append(str(error)))
    page.on("request", lambda request: wrong.append(request.url) if request.url != file.as_uri() else None)
    page.goto(file.as_uri())
    frame = page.frame_locator("iframe")
    player = PlayerPage(page, frame=frame)
    expect(player.find("count")).to_have_text("step 0 of 18")
    expect(player.find("player")).to_have_attribute("data-theme", theme)
    expect(frame.get_by_text("needs scripts to run")).to_be_hidden()

    player.find("headline").click()
    for key, position in (("ArrowRight", 1), ("o", 2), ("ArrowLeft", 1), ("End", 18), ("Home", 0), ("Shift", 0)):
        page.keyboard.press(key)
        assert player.position == position
    player.node("y").click()
    assert player.find("headline").inner_text().startswith("power computes y")
    player.button("Predict").click()
    player.seek(7)
    player.find("answer").press_sequentially("0.5*b")
    player.find("answer").fill("1")
    page.keyboard.press("Enter")
    assert player.find("verdict").inner_text().startswith("Right")
    # The editor has bindings of its own for many keys, and takes those that come through.
    assert frame.locator("body").evaluate("() => self.unclaimed") == ["Shift"]

    # The editor's theme changes while the player is there.
    other = next(row for row in THEMES if row[3] != theme)
    frame.locator("body").evaluate(
        """(body, [kind, foreground]) => {
            document.documentElement.style.setProperty("--vscode-foreground", foreground);
            body.className = body.dataset.vscodeThemeKind = kind;
        }""",
        list(other[:2]),
    )
    expect(player.find("player")).to_have_attribute("data-theme", other[3])
    assert not wrong
