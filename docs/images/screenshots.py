"""Takes the screenshots in this folder again: ``make screenshots``.

They show the player of `step_through` in the middle of a backward pass, on a light page and on a dark one.
"""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
from playwright.sync_api import sync_playwright

from autograd import Tensor, affine, sigmoid, softmax_cross_entropy
from autograd.views import Stepper, step_through
from tests.browser.chromium import launched
from tests.browser.player_page import PlayerPage

HERE = Path(__file__).parent


def multilayer_perceptron() -> Stepper:
    """A network of one hidden layer on five examples, as its second layer's weights get their error signal."""
    rng = np.random.default_rng(7)
    X, t = rng.normal(size=(5, 4)), np.array([0, 2, 1, 2, 0])
    W1, b1 = Tensor(rng.normal(size=(6, 4)), requires_grad=True), Tensor(rng.normal(size=6) / 2, requires_grad=True)
    W2, b2 = Tensor(rng.normal(size=(3, 6)), requires_grad=True), Tensor(rng.normal(size=3) / 2, requires_grad=True)
    z = affine(X, W1, b1)
    h = sigmoid(z)
    y = affine(h, W2, b2)
    L = softmax_cross_entropy(y, t)
    stepper = step_through(L)
    stepper.run_to("W2", phase="backward")
    return stepper


if __name__ == "__main__":
    with TemporaryDirectory() as folder, sync_playwright() as playwright:
        file = Path(folder, "player.html")
        multilayer_perceptron().save(file)
        browser = launched(playwright)
        for scheme in ("light", "dark"):
            page = browser.new_page(
                viewport={"width": 1000, "height": 700},
                color_scheme=scheme,  # type: ignore[arg-type]
                device_scale_factor=1.5,
                reduced_motion="reduce",
            )
            page.goto(file.as_uri())
            picture = HERE / f"player-{scheme}.png"
            # Its corners are round, and what is behind them is the reader's page.
            page.add_style_tag(content="html, body { background: transparent !important }")
            PlayerPage(page).host.screenshot(path=picture, omit_background=True)
            print(picture)
        browser.close()
