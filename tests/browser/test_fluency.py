"""A long trace stays fluid: how much of the document a step touches does not grow with the number of steps.

Times depend on the machine, so what is counted is the work that the browser is given.
"""

import pytest

from . import examples
from .conftest import Opened
from .player_page import PlayerPage

#: Makes moves one by one and counts, for each, the elements whose attributes, texts or children changed.
_TOUCHED = """([root, moves]) => {
    const touched = [];
    const observer = new MutationObserver(() => {});
    observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
    const scrubber = root.querySelector(".scrubber");
    for (const move of moves) {
        if (move === "step") {
            root.querySelector(".step").click();
        } else {
            scrubber.value = move;
            scrubber.dispatchEvent(new Event("input"));
        }
        touched.push(new Set(observer.takeRecords().map((record) => record.target)).size);
    }
    return touched;
}"""


#: So many elements may change in one step. There are some 12,000 of them in the player of this trace.
MOST = 60


def touched(player: PlayerPage, moves: list[int | str]) -> list[int]:
    root = player.find("player").element_handle()
    return [int(count) for count in player.page.evaluate(_TOUCHED, [root, moves])]


@pytest.fixture(scope="module")
def long_chain() -> tuple[examples.Stepper, dict[str, examples.Tensor]]:
    return examples.long_chain(500)


def test_a_step_of_a_long_trace_touches_little(opened: Opened, long_chain: tuple[examples.Stepper, object]) -> None:
    stepper, _ = long_chain
    assert len(stepper) > 2000
    player = PlayerPage(opened(stepper))
    player.seek(1)
    counts = touched(player, ["step"] * (len(stepper) - 1))
    assert player.position == len(stepper)
    assert max(counts) <= MOST
    short, _ = examples.long_chain(10)
    again = PlayerPage(opened(short))
    again.seek(1)
    assert max(counts) <= max(touched(again, ["step"] * (len(short) - 1))) + 5


def test_scrubbing_touches_what_changes_on_the_way(opened: Opened, long_chain: tuple[examples.Stepper, object]) -> None:
    stepper, _ = long_chain
    player = PlayerPage(opened(stepper))
    positions = list(range(0, len(stepper), 7))
    player.seek(positions[0])
    counts = touched(player, positions[1:])
    # Of the graph, seven steps change more than one does; all else changes once.
    assert max(counts) <= 2 * MOST
