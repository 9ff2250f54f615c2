"""The check of a derivation by its characters: each line's TeX, read again, gives what the engine computed."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd import Tensor
from autograd.views.derivation.derive import Derivation
from autograd.views.formulas.expressions import Constant, Name
from tests.views import tex_reader
from tests.views.lines import error_signals

#: A vector of ones.
ONES = r"\mathbf{1}"


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
        found = tex_reader.Unreadable() if ambiguous(equation) else read_as(tex, known, truth)
        if isinstance(found, tex_reader.Unreadable) or (isinstance(found, ValueError) and ONES in tex):
            continue
        read += 1
        assert agree(found, truth, rtol, r"\quad" in equation.tex), f"{equation.tex}\nsays\n{found}\nand not\n{truth}"
    return read, len(derivation.forward_equations) + len(derivation.backward_equations) - read


def ambiguous(equation: Any) -> bool:
    """Whether there is an array with an axis of length 1: a formula does not say if a column is meant as a vector."""
    return any(isinstance(part, Name) and 1 in part.shape for part in equation.right.walk())


def read_as(tex: str, known: dict[str, np.ndarray], truth: np.ndarray) -> Any:
    """What a formula gives, in the shape of the truth, or the error that reading it ends with.

    That is a ValueError where vectors of ones do not fit: they are as many as it takes, which the reader of characters
    cannot always tell.
    """
    try:
        found = tex_reader.evaluate(tex, known)
        return np.reshape(found, truth.shape) if np.size(found) == truth.size else np.broadcast_to(found, truth.shape)
    except IndexError:
        return tex_reader.Unreadable()  # An array with a single entry is written like a number.
    except (tex_reader.Unreadable, ValueError) as error:
        return error


def agree(found: Any, truth: np.ndarray, rtol: float, conditional: bool) -> bool:
    """Whether two arrays are the same, but for rounding; where a side condition fails a formula says nothing."""
    if isinstance(found, Exception):
        return False
    found = np.where(np.isfinite(found) | (not conditional), found, truth)
    scale = np.abs(truth).max(initial=1, where=np.isfinite(truth))
    return bool(np.isclose(found, truth, rtol=rtol, atol=rtol * scale, equal_nan=True).all())
