"""The pictures in docs/images, and the command that makes them."""

from __future__ import annotations

import runpy
from pathlib import Path
from typing import Any

import pytest

from tests.views.drawings import Read, texts_in_svg

FOLDER = Path(__file__).parents[2] / "docs" / "images"


@pytest.fixture(scope="module")
def pictures() -> dict[str, Any]:
    made: dict[str, Any] = runpy.run_path(str(FOLDER / "make.py"))["PICTURES"]
    return made


@pytest.mark.parametrize("name", ["draw-logistic.svg", "draw-mlp.svg", "draw-digits.svg", "draw-folded.svg"])
def test_what_is_kept_is_what_the_command_draws(name: str, pictures: dict[str, Any]) -> None:
    kept = texts_in_svg((FOLDER / name).read_bytes())
    drawn = texts_in_svg(pictures[name]().pipe("svg"))
    assert sorted(kept) == sorted(drawn)


def test_the_digits_network_is_drawn_layer_by_layer(pictures: dict[str, Any]) -> None:
    read = Read(pictures["draw-digits.svg"]())
    frames = read.frames()
    assert set(frames) == {"model: Sequential", "loss_function: CrossEntropyLoss"}
    assert set(frames["model: Sequential"][1]) == {"0: Linear", "1: ReLU", "2: Linear"}
    assert next(texts for texts in read.boxes.values() if "(50, 784)" in texts)[0] == "weight"
