"""What to do about an error that NumPy raised: the last part of a message, chosen by what NumPy says and where."""

from __future__ import annotations

from typing import Any

import numpy as np


def hint_for(name: str, operands: list[Any], error: Exception) -> str:
    """What to do about an error that an operation raised on these operands.

    >>> hint_for("sum", [np.zeros((2, 3))], np.exceptions.AxisError(5, 2))
    'the axes are numbered from 0 to 1, or backwards from -1 to -2'
    """
    if isinstance(error, np.exceptions.AxisError):
        return _of_axis(error.ndim)
    if isinstance(error, FloatingPointError | Warning):
        return FLOATING_POINT
    said = str(error)
    if isinstance(error, TypeError) and said.startswith(f"{name}() "):
        return "on tensors the function has fewer options than on arrays; leave this one out"
    for phrase, hint in _PHRASES.items():
        if phrase in said:
            return hint
    shapes = [np.shape(value) for value in operands if hasattr(value, "shape")]
    if isinstance(error, ValueError) and name in _SHAPES and (len(shapes) > 1 or name in _OF_ONE):
        return _SHAPES[name]
    if "broadcast" in said or "shape mismatch" in said:
        return "shapes are aligned at their last axes; two lengths go together when they are equal or one of them is 1"
    if name in _BITS and isinstance(error, TypeError):
        return "bits are those of integers and booleans; floats are compared first, as in (x > 0) & (x < 1)"
    if isinstance(error, IndexError):
        return "an index must lie inside the axis it indexes"
    return "see the operation's docstring for the operands that it takes"


#: Where the user's own setting of NumPy or of Python's warnings turned an infinite value or slope into an error.
FLOATING_POINT = (
    "np.errstate or a filter of warnings makes this an error; keep the values away from there, as with np.maximum"
    "(x, 1e-12), or allow it: with np.errstate(all='ignore')"
)

_BITS = frozenset({"and", "or", "xor", "invert", "left_shift", "right_shift"})

#: What NumPy says, and what to do about it.
_PHRASES = {
    "Singular matrix": "the matrix has no inverse: some of its rows depend on others; adding a small multiple of the "
    "identity is a way out",
    "must be square": "the last two axes must be equally long",
    "at least two-dimensional": "give a matrix, or a stack of matrices: an array with two axes or more",
    "is unsupported in linalg": "NumPy's linear algebra takes float32 and float64; convert with .astype(np.float64)",
    "did not converge": "look for nan and inf among the entries",
    "invalid index to scalar": "a tensor of shape () is one number and has no entries; .item() gives the number",
    "zero-size array to reduction": "give at least one entry, or say with initial=... what the result then is",
    "negative integer powers": "convert with .astype(float) first",
    "too many indices": "an index has at most one entry for each axis",
    "boolean index did not match": "a mask is as long as the axis that it selects from, or has the shape of the array",
    "used as indices must be": "convert with .astype(int), or compare to get a mask of booleans",
    "are valid indices": "convert a float with int(); a tensor has no fields, so strings are no indices",
    "indexing arrays could not be broadcast": "arrays that stand in one index have shapes that broadcast to one; "
    "np.ix_ makes a grid of rows and columns",
    "duplicate value": "name each axis once",
    "repeated axis": "name each axis once",
    "cannot reshape": "the lengths must multiply to the number of entries; one of them may be -1, to be found",
    "only specify one unknown": "only one length may be -1",
    "size not equal to one": "only axes of length 1 can be dropped",
    "axes don't match": "name each axis of the array once",
    "object cannot be interpreted as an integer": "axes and lengths are whole numbers, or tuples of them",
    "zero-dimensional arrays cannot be concatenated": "np.stack joins single numbers",
    "need at least one array": "give one array or more",
    "the subscripts": "each operand has a term, and each of its axes a letter; '...' stands for axes without one",
    "output subscript": "each letter of the output names an axis of an operand",
    "does not have enough dimensions": "products of matrices take vectors and matrices; * multiplies by a number",
}

_OF_ONE = frozenset({"broadcast_to", "softmax_cross_entropy"})

#: How the shapes of an operation's operands must go together, where that is not by broadcasting.
_SHAPES = {
    "matmul": "the last axis of the first operand must be as long as the second to last axis of the second (of a "
    "vector: its only one); axes before these are broadcast",
    "affine": "the last axis of x must be as long as the last axis of W, and b as long as the first axis of W",
    "linear": "the last axis of x must be as long as the last axis of W",
    "concatenate": "the arrays must have equally many axes, of equal lengths but along the axis where they are joined; "
    "np.stack makes a new axis",
    "stack": "all arrays must have the same shape; np.concatenate joins along an axis that they have",
    "einsum": "a letter stands for axes of one length in all operands (or of length 1)",
    "solve": "b is a vector with as many entries as the matrices have rows, or has as many rows as they",
    "broadcast_to": "only axes of length 1 and new axes in front can be repeated",
    "softmax_cross_entropy": "labels are class numbers, one for each row of scores",
    "softmax_cross_entropy_rows": "labels are probabilities, one for each class, in a row for each row of scores",
    "take_along_axis": "the indices have as many axes as the array, of the same lengths or 1 but along the given axis",
}


def _of_axis(ndim: int | None) -> str:
    if ndim == 0:
        return "a single number has no axis; leave the axis out"
    if ndim == 1:
        return "the only axis is 0, or backwards -1"
    if ndim is None:
        return "the axes are numbered from 0, or backwards from -1"
    return f"the axes are numbered from 0 to {ndim - 1}, or backwards from -1 to {-ndim}"
