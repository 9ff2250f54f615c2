"""The check of a derivation by its characters: each line's TeX, read again, gives what the engine computed."""

from __future__ import annotations

import numpy as np

from autograd import Tensor
from autograd.views.derivation.derive import Derivation
from autograd.views.formulas.expressions import Constant, Name
from tests.views import tex_reader
from tests.views.lines import error_signals


def reading(derivation: Derivation, *losses: Tensor, rtol: float = 1e-5) -> tuple[int, int]:
    """Reads every line; returns how many were read, and how many could not be."""
    values, signals = derivation.values(), error_signals(*losses)
    bars = {name: np.asarray(signals[node]) for name, node in derivation.nodes.items()}
    known = {}
    for equation in (*derivation.forward_equations, *derivation.backward_equations):
        for side in equation.sides:
            for part in side.expression.walk():
                if isinstance(part, Name):
                    value = np.asarray((bars if part.bar else values)[part.name])
                    value = value if value.dtype == bool else value.astype(float)
                    for bold in (False, True):
                        known[equation.speller.tex(part.name, bar=part.bar, bold=bold)] = value
    read = 0
    for equation in (*derivation.forward_equations, *derivation.backward_equations):
        truth = np.asarray(bars[equation.name] if equation.left.bar else values[equation.name])
        tex = equation.sides[1].tex.partition(r" \quad ")[0]
        if any(isinstance(part, Constant) and part.array.ndim > 1 for part in equation.right.walk()):
            continue
        try:
            found = tex_reader.evaluate(tex, known)
        except tex_reader.Unreadable:
            continue
        read += 1
        if np.size(found) > truth.size:
            # A reader takes a column for the vector that it is written like, where the formula has others.
            found = tex_reader.evaluate(tex, {name: as_vector(value) for name, value in known.items()})
        found = np.reshape(found, truth.shape) if np.size(found) == truth.size else np.broadcast_to(found, truth.shape)
        # Where a side condition does not hold, the formula says nothing.
        found = np.where(np.isfinite(found) | (r"\quad" not in equation.tex), found, truth)
        scale = np.abs(truth).max(initial=1, where=np.isfinite(truth))
        close = np.isclose(found, truth, rtol=rtol, atol=rtol * scale, equal_nan=True)
        assert close.all(), f"{equation.tex}\nsays\n{found}\nand not\n{truth}"
    return read, len(derivation.forward_equations) + len(derivation.backward_equations) - read


def as_vector(value: np.ndarray) -> np.ndarray:
    """A column as a vector; any other array as it is."""
    return value[:, 0] if value.ndim == 2 and value.shape[1] == 1 else value
