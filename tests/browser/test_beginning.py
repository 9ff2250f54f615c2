"""What of a graph that is too large for its frame is seen at the beginning."""

from collections.abc import Callable

import numpy as np
import pytest

import nn
from autograd import Tensor
from autograd.views import Stepper, step_through

from .conftest import Opened
from .player_page import PlayerPage

#: What a screen reader says of the boxes that are whole in the frame.
_WHOLE = """buttons => {
    const frame = buttons[0].closest(".graph").getBoundingClientRect();
    const boxes = buttons.map((button) => [button.ariaLabel, button.parentElement.getBoundingClientRect()]);
    return boxes.filter(([, box]) => box.left >= frame.left && box.right <= frame.right)
        .filter(([, box]) => box.top >= frame.top && box.bottom <= frame.bottom).map(([label]) => label.split(",")[0]);
}"""


class Block(nn.Module):
    def __init__(self, features: int) -> None:
        super().__init__()
        self.fc1, self.fc2 = nn.Linear(features, features), nn.Linear(features, features)

    def forward(self, x: Tensor) -> Tensor:
        return x + self.fc2(np.tanh(self.fc1(x)))


def residual_network() -> Stepper:
    nn.manual_seed(0)
    blocks = nn.Sequential(*[Block(4) for _ in range(6)])
    head = nn.Linear(4, 1)
    x = np.linspace(-1, 1, 32).reshape(8, 4)
    loss = np.mean((head(blocks(x)) - 1) ** 2)
    return step_through(loss)


def recurrent_network() -> Stepper:
    W, U = Tensor(np.eye(3) / 2, requires_grad=True), Tensor(np.ones((3, 2)), requires_grad=True)
    h = np.zeros(3)
    for x in np.linspace(-1, 1, 24).reshape(12, 2):
        h = np.tanh(W @ h + U @ x)
    loss = np.sum(h**2)
    return step_through(loss)


@pytest.mark.parametrize("width", [800, 1100, 1280])
@pytest.mark.parametrize(
    ("example", "first"),
    [(residual_network, {"x", "0.fc1.weight", "0.fc1.bias", "v1", "v2"}), (recurrent_network, {"W", "v1", "v3"})],
)
def test_the_boxes_of_the_first_step_are_in_sight(
    opened: Opened, example: Callable[[], Stepper], first: set[str], width: int
) -> None:
    page = opened(example())
    page.set_viewport_size({"width": width, "height": 900})
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => setTimeout(done)))")
    player = PlayerPage(page)
    home = player.transform
    assert first <= set(player.find("run").evaluate_all(_WHOLE))
    player.seek(1)
    # What is there need not be moved to.
    assert player.transform == home


def test_fitting_a_graph_that_fits_shows_all_of_it(opened: Opened) -> None:
    player = PlayerPage(opened(residual_network()))
    player.press("0")
    assert set(player.find("run").evaluate_all(_WHOLE)) == {label.split(",")[0] for label in player.labels()}
