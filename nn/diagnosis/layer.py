"""What is found out about one layer from its outputs and their error signals."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import numpy as np

from autograd import Tensor
from nn.activations import HardThreshold, ReLU, Sigmoid, Tanh
from nn.module import Module

#: How near a unit's output is to a limit where the unit is called saturated, as a part of the way between its limits.
#: The slope of a sigmoid is there less than a fifth of its greatest.
MARGIN = 0.05

_LIMITS: tuple[tuple[type[Module], float, float], ...] = ((Sigmoid, 0.0, 1.0), (Tanh, -1.0, 1.0))
_RECTIFIERS = (ReLU, HardThreshold)


@dataclass(frozen=True)
class LayerDiagnosis:
    """The units of one layer, at one call.

    An output (..., units) is looked at as (points, units); one with a single axis is one point.
    """

    #: The layer's path in the model, with a number from the second call on; the model itself has its class's name.
    name: str
    #: The layer's class.
    kind: str
    points: int
    units: int
    #: ‖h‖ of a point, its root mean square over the points; nan where an output is nan.
    activation_norm: float
    #: The same of the error signals h̄; None until a ``backward()`` has reached the layer.
    error_norm: float | None
    #: The numbers of the units that are saturated: that have, for at least half of the points, an output in the
    #: outermost 5 % between their limits. None where units have no limits (docs/lectures.md U3). A unit that has an
    #: output of nan is not among them.
    saturated: Any
    #: The numbers of the units that are dead: that no point activates. None where units cannot be dead
    #: (docs/lectures.md U5).
    dead: Any

    @classmethod
    def of(cls, name: str, module: Module, output: Tensor) -> LayerDiagnosis:
        """Looks at a module's output."""
        h = _points(output.data)
        bar = output.bar
        if isinstance(bar, Tensor):
            bar = bar.data
        return cls(
            name=name,
            kind=type(module).__name__,
            points=h.shape[0],
            units=h.shape[1],
            activation_norm=_norm(h),
            error_norm=None if bar is None else _norm(_points(bar)),
            saturated=_saturated(module, h),
            dead=np.flatnonzero(np.all(h <= 0, axis=0)) if isinstance(module, _RECTIFIERS) else None,
        )


def _points(array: Any) -> Any:
    """(points, units)."""
    return array.reshape(-1, array.shape[-1] if array.ndim else 1)


def _norm(rows: Any) -> float:
    # The largest entry is taken out, so that squares of very small error signals do not vanish.
    largest = float(np.max(np.abs(rows), initial=0))
    if not largest or not math.isfinite(largest):
        return largest
    return largest * math.sqrt(np.sum(np.square(rows / largest, dtype=np.float64)) / len(rows))


def _saturated(module: Module, h: Any) -> Any:
    for kind, low, high in _LIMITS:
        if isinstance(module, kind):
            margin = MARGIN * (high - low)
            outermost = (h < low + margin) | (h > high - margin)
            found = (2 * np.sum(outermost, axis=0) >= max(len(h), 1)) & ~np.isnan(h).any(axis=0)
            return np.flatnonzero(found)
    return None
