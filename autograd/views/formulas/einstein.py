"""Einstein's notation, where what it says is a transpose, a sum or a product of matrices."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np


def written_out(subscripts: str, operands: Sequence[Any]) -> Any:
    """What ``np.einsum`` of one or two operands amounts to, in other functions of NumPy; None where it is more.

    >>> x, y = np.arange(6.0).reshape(2, 3), np.ones((4, 3))
    >>> np.array_equal(written_out("ij,kj->ik", [x, y]), x @ y.T)
    True
    >>> written_out("ij,kj,kj->ik", [x, y, y]), written_out("ii->i", [np.eye(3)])
    (None, None)
    """
    left, arrow, result = subscripts.replace(" ", "").partition("->")
    terms = left.split(",")
    if not arrow or "." in left or any(len(set(term)) < len(term) for term in (*terms, result)):
        return None
    if len(operands) == 1:
        return _summed(operands[0], terms[0], result)
    if len(operands) == 2:
        return _multiplied(operands[0], operands[1], terms[0], terms[1], result)
    return None


def _summed(x: Any, term: str, result: str) -> Any:
    """``x`` summed over the axes that are not in the result, which then are put in their order."""
    axes = tuple(axis for axis, letter in enumerate(term) if letter not in result)
    left = [letter for letter in term if letter in result]
    total = np.sum(x, axis=axes) if axes else x
    order = tuple(map(left.index, result))
    return total if order == tuple(range(len(order))) else np.transpose(total, order)


def _multiplied(x: Any, y: Any, a: str, b: str, result: str) -> Any:
    if sorted(a) == sorted(b):
        return _summed(x * _summed(y, b, a), a, result)
    if not a or not b:
        return _summed(x * y, a + b, result)
    stacked = _common_start(a, b, result)
    a, b, result = a[stacked:], b[stacked:], result[stacked:]
    if (stacked and {len(a), len(b), len(result)} != {2}) or max(len(a), len(b)) > 2:
        return None
    shared = [letter for letter in a if letter in b]
    if not shared and a + b == result:
        return np.outer(x, y) if len(result) == 2 else None
    if len(shared) != 1 or shared[0] in result or len(result) < len(a) + len(b) - 2:
        return None
    first, second = a.replace(shared[0], ""), b.replace(shared[0], "")
    if result == first + second:
        return _last(x, a, shared[0]) @ _first(y, b, shared[0])
    return _last(y, b, shared[0]) @ _first(x, a, shared[0]) if result == second + first else None


def _common_start(*terms: str) -> int:
    """How many letters all terms begin with."""
    return next(
        (place for place, letters in enumerate(zip(*terms)) if len(set(letters)) > 1), min(len(term) for term in terms)
    )


def _last(x: Any, term: str, letter: str) -> Any:
    """A matrix, or a stack of them, with the letter's axis last."""
    return x if term[-1] == letter else np.swapaxes(x, -1, -2)


def _first(x: Any, term: str, letter: str) -> Any:
    return x if term[0] == letter else np.swapaxes(x, -1, -2)
