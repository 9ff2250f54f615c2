"""The machine's own Chromium, without a window."""

from __future__ import annotations

import os
import shutil

from playwright.sync_api import Browser, Playwright

_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
#: What Chromium does of its own accord on the network is switched off; the sandbox needs rights that containers lack.
_ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def launched(playwright: Playwright) -> Browser:
    """The Chromium that CHROMIUM names, or else the first on the PATH."""
    path = os.environ.get("CHROMIUM") or next(filter(None, map(shutil.which, _NAMES)), None)
    assert path, "no Chromium found: apt install chromium, or set CHROMIUM to its path"
    return playwright.chromium.launch(executable_path=path, args=_ARGUMENTS)
