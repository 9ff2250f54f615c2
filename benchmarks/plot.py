"""The ratios of training steps as a picture, for light pages and for dark ones."""

from __future__ import annotations

from pathlib import Path

import matplotlib as mpl
import numpy as np

from benchmarks.facts import LARGE, SMALL, TRAINING, WIDE, Facts
from nn.figure import ERRORS, GREEN, INK, PURPLE, VALUES, subplots

COLORS = {"NumPy by hand": VALUES, "PyTorch eager": ERRORS, "JAX jit": PURPLE, "MyGrad": GREEN, "HIPS autograd": INK}
MARKERS = {"NumPy by hand": "o", "PyTorch eager": "s", "JAX jit": "D", "MyGrad": "^", "HIPS autograd": "v"}


def training(facts: Facts, path: Path) -> None:
    """A dot for each network and contender, with its quartiles."""
    networks = SMALL + WIDE + LARGE
    figure, axis = subplots(width=7.6, height=4.2)
    rows = np.arange(len(networks))[::-1]
    for shift, (name, color) in zip(np.linspace(0.28, -0.28, len(COLORS)), COLORS.items()):
        measured = [facts.get(TRAINING.format(network, name)) for network in networks]
        if not all(measured):
            continue
        low, middle, high = np.quantile(np.array(measured), [0.25, 0.5, 0.75], axis=1)
        spread = [middle - low, high - middle]
        axis.errorbar(middle, rows + shift, xerr=spread, fmt=MARKERS[name], color=color, markersize=5, label=name)
    axis.axvline(1, color=INK, linewidth=1)
    axis.set_xscale("log")
    ticks = [0.2, 0.3, 0.5, 0.7, 1, 1.5, 2, 3]
    axis.set_xticks(ticks, [f"{tick:g}" for tick in ticks])
    axis.xaxis.set_minor_locator(mpl.ticker.NullLocator())
    axis.set_yticks(rows, networks)
    axis.set_xlabel("Overbar's time for a training step, as a multiple of the other's")
    axis.legend(loc="upper center", bbox_to_anchor=(0.4, 1.12), ncols=5, columnspacing=1)
    figure.savefig(path, metadata={"Date": None})
