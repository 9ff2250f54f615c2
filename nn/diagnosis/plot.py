"""A diagnosis as a plot."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from autograd import error_message
from nn.figure import ERRORS, GREEN, PURPLE, VALUES, Plot, style, subplots

from .layer import LayerDiagnosis

#: How many layers' names fit below the axis.
_LABELS = 24


def plot(layers: Sequence[LayerDiagnosis]) -> Plot:
    """Norms by layer; below them, where there are units that can be, the shares of saturated and of dead ones."""
    if not layers:
        raise ValueError(error_message("a plot of no layers", "call the model first"))
    shares = any(layer.saturated is not None or layer.dead is not None for layer in layers)
    figure: Plot
    figure, axes = subplots(
        1 + shares,
        sharex=True,
        squeeze=False,
        height=3.2 + 1.6 * shares,
        gridspec_kw={"height_ratios": [2, 1] if shares else [1]},
    )
    with style():
        _norms(axes[0, 0], layers)
        if shares:
            _shares(axes[1, 0], layers)
        bottom = axes[-1, 0]
        step = math.ceil(len(layers) / _LABELS)
        labels = [f"{layer.name} {layer.kind}" for layer in layers]
        bottom.set_xticks(range(0, len(layers), step), labels[::step], rotation=45, ha="right", rotation_mode="anchor")
        bottom.set_xlim(-0.5, len(layers) - 0.5)
    return figure


def _norms(axes: Any, layers: Sequence[LayerDiagnosis]) -> None:
    """What is 0 has no place on a logarithmic scale, and leaves a gap."""
    numbers = range(len(layers))
    activations = [layer.activation_norm or math.nan for layer in layers]
    errors = [layer.error_norm or math.nan for layer in layers]
    axes.plot(numbers, activations, color=VALUES, marker="o", markersize=4, label="‖activations‖")
    if any(layer.error_norm is not None for layer in layers):
        axes.plot(numbers, errors, color=ERRORS, marker="s", markersize=4, linestyle="--", label="‖error signals‖")
    axes.set_yscale("log")
    axes.set_ylabel("norm of a point")
    _legend(axes)


def _shares(axes: Any, layers: Sequence[LayerDiagnosis]) -> None:
    """No layer has both kinds of bars, and those of one with outputs of nan have no height."""
    for kind, color in (("saturated", PURPLE), ("dead", GREEN)):
        found = [
            (number, math.nan if math.isnan(layer.activation_norm) else len(units) / layer.units)
            for number, layer in enumerate(layers)
            if (units := getattr(layer, kind)) is not None
        ]
        if found:
            places, heights = zip(*found, strict=True)
            axes.bar(places, heights, width=0.5, color=color, label=kind)
    axes.set_ylim(0, 1)
    axes.set_ylabel("share of units")
    _legend(axes)


def _legend(axes: Any) -> None:
    """Above the axes, where it hides nothing."""
    axes.legend(loc="lower right", bbox_to_anchor=(1, 1), borderaxespad=0.2, ncols=2)
