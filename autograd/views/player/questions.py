"""What predict mode asks of a message: what a reader can work out from the numbers that the player shows."""

from __future__ import annotations

from math import prod
from typing import Literal

from ..formulas import expressions as e
from .arrays import EDGE, WHOLE

#: At most so many numbers are to be added up for an answer; so many along an axis are shown of arrays of any size.
_TERMS = 2 * EDGE
#: Functions that keep rows apart, so that what is needed of an argument is in the same row.
_BY_ROW = ("softmax", "log_softmax", "onehot")


def question(message: e.Expression) -> Literal["number", "sign", "shape"]:
    """What to ask of a message: a number where one of its corners can be worked out, else the sign there, or the shape.

    >>> Z, W = e.Name((32, 50), "Z", bar=True), e.Name((50, 784), "W")
    >>> question(e.Product((32, 50), 1, 1, (Z, Z), ()))
    'number'
    >>> question(e.MatrixProduct((32, 784), (Z, W)))
    'shape'
    """
    arrays = [part for part in message.walk() if isinstance(part, e.Name | e.Constant)]
    if not _is_aligned(message) and any(prod(array.shape) > WHOLE for array in arrays):
        return "shape"
    if _terms(message) <= _TERMS:
        return "number"
    return "sign" if _has_clear_sign(message) else "shape"


def _is_aligned(message: e.Expression) -> bool:
    """Whether a corner of the message needs only corners of the arrays in it, or axes short enough to be shown."""
    if any(len(part.shape) > 2 for part in message.walk()):
        mixing = e.MatrixProduct | e.Transposed | e.Reduction
        shapes = {part.shape for part in message.walk() if not part.is_scalar}
        if len(shapes) > 1 or any(isinstance(part, mixing) for part in message.walk()):
            return False
    return not any(_moves(part) for part in message.walk())


def _moves(part: e.Expression) -> bool:
    """Whether the entries of a part are elsewhere than those that they are made from."""
    if isinstance(part, e.Applied):
        return not part.elementwise and part.name not in _BY_ROW
    if isinstance(part, e.Reshaped):
        return not part.is_column
    return isinstance(part, e.Indexed | e.Scattered | e.Indices)


def _terms(part: e.Expression) -> int:
    """Of how many numbers, at most, an entry is the sum, a function of several arguments counting as a sum."""
    inner = max(map(_terms, part.parts), default=1)
    if isinstance(part, e.MatrixProduct):
        return inner * prod(_columns(factor) for factor in part.factors[:-1])
    if isinstance(part, e.Reduction):
        return inner * prod(part.array.shape[axis] for axis in part.axes)
    if isinstance(part, e.Indices):
        return inner * prod(part.lengths)
    if isinstance(part, e.Applied) and not part.elementwise and part.name != "onehot":
        return inner * max((length for argument in part.arguments for length in argument.shape), default=1)
    return inner


def _columns(factor: e.Expression) -> int:
    """The columns of a factor in a product of matrices, in which a vector is a column."""
    return factor.shape[-1] if len(factor.shape) > 1 else 1


def _has_clear_sign(part: e.Expression) -> bool:
    """Whether the sign of an entry can be told though the entry itself is a sum of many terms."""
    if _terms(part) <= _TERMS or _is_softmax(part):
        return True
    if isinstance(part, e.Product):
        return all(map(_has_clear_sign, part.parts))
    if isinstance(part, e.Sum):
        # A probability less 0 or 1: negative where the label is.
        probability, *others = part.terms
        return _is_softmax(probability) and len(others) == 1 and _is_negative_label(others[0])
    return isinstance(part, e.Broadcast | e.Transposed) and _has_clear_sign(part.array)


def _is_softmax(part: e.Expression) -> bool:
    return isinstance(part, e.Applied) and part.name == "softmax"


def _is_negative_label(part: e.Expression) -> bool:
    if not (isinstance(part, e.Product) and len(part.over) == 1 and part.multiplier < 0):
        return False
    [label] = part.over
    return isinstance(label, e.Applied) and label.name == "onehot"
