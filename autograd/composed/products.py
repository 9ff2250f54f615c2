"""Products of vectors, matrices and stacks of them."""

from __future__ import annotations

import functools
import math
import operator
from typing import Any, NamedTuple

import numpy as np

from autograd import errors
from autograd.dispatch import implements
from autograd.handle import Handle, constant
from autograd.rules import arithmetic, linear_algebra
from autograd.rules.einsum_subscripts import explicit_subscripts, subscripts_as_text
from autograd.rules.shapes import axes_of


@implements(np.linalg.matmul)
def matrix_product(x1: Any, x2: Any, /) -> Any:
    """`np.linalg.matmul`."""
    return linear_algebra.matmul(x1, x2)


@implements(np.float_power)
def float_power(x1: Any, x2: Any) -> Any:
    """`np.float_power`: a power of floats of at least 64 bits, also for integers."""
    x1, x2 = (x if isinstance(x, Handle) else constant(np.asarray(x)) for x in (x1, x2))
    wide = np.result_type(x1.dtype, x2.dtype, np.float64)
    return np.power(x1.astype(wide), x2.astype(wide))


@implements(np.vecdot)
def vecdot(x1: Any, x2: Any) -> Any:
    """`np.vecdot`: products of vectors along the last axis, the axes before it broadcast."""
    return np.sum(np.conjugate(x1) * x2, axis=-1)


@implements(np.linalg.vecdot)
def vecdot_along(x1: Any, x2: Any, /, *, axis: int = -1) -> Any:
    """`np.linalg.vecdot`."""
    return np.sum(x1 * x2, axis=axis)


@implements(np.matvec)
def matvec(x1: Any, x2: Any) -> Any:
    """`np.matvec`: stacks of matrices times stacks of vectors."""
    return (x1 @ np.expand_dims(x2, -1))[..., 0]


@implements(np.vecmat)
def vecmat(x1: Any, x2: Any) -> Any:
    """`np.vecmat`: stacks of vectors times stacks of matrices."""
    return (np.expand_dims(np.conjugate(x1), -2) @ x2)[..., 0, :]


@implements(np.cross, np.linalg.cross)
def cross(a: Any, b: Any, axisa: int = -1, axisb: int = -1, axisc: int = -1, axis: int | None = None) -> Any:
    """`np.cross` of vectors with three entries."""
    axisa, axisb, axisc = (axisa, axisb, axisc) if axis is None else (axis, axis, axis)
    a, b = np.moveaxis(a, axisa, -1), np.moveaxis(b, axisb, -1)
    if np.shape(a)[-1] != 3 or np.shape(b)[-1] != 3:
        raise ValueError(
            errors.message(f"cross of shapes {np.shape(a)} and {np.shape(b)}", "give vectors with three entries")
        )
    following, before = [1, 2, 0], [2, 0, 1]
    z = a[..., following] * b[..., before] - a[..., before] * b[..., following]
    return np.moveaxis(z, -1, axisc)


class SignAndLogarithm(NamedTuple):
    """What `np.linalg.slogdet` gives, under NumPy's names."""

    sign: Any
    logabsdet: Any


@implements(np.linalg.slogdet)
def slogdet(a: Any) -> SignAndLogarithm:
    """`np.linalg.slogdet`. The sign has no gradient; the logarithm's is that of a matrix that is not singular."""
    return SignAndLogarithm(constant(np.linalg.slogdet(a.data).sign), linear_algebra.logabsdet(a))


@implements(np.linalg.matrix_power)
def matrix_power(a: Any, n: int) -> Any:
    """`np.linalg.matrix_power`, by repeated squaring."""
    n = operator.index(n)
    if n < 0:
        a, n = np.linalg.inv(a), -n
    power = None
    while n:
        if n % 2:
            power = a if power is None else power @ a
        n //= 2
        a = a @ a if n else a
    return np.broadcast_to(np.eye(np.shape(a)[-1], dtype=a.dtype), np.shape(a)) + 0 * a if power is None else power


@implements(np.linalg.multi_dot)
def multi_dot(arrays: Any) -> Any:
    """`np.linalg.multi_dot`, from left to right."""
    return functools.reduce(np.dot, arrays)


@implements(np.dot)
def dot(a: Any, b: Any) -> Any:
    """`np.dot` in all of its forms."""
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return arithmetic.multiply(a, b)
    if np.ndim(a) <= 2 and np.ndim(b) <= 2:
        return linear_algebra.matmul(a, b)
    return tensordot(a, b, (-1, -2 if np.ndim(b) > 1 else -1))


@implements(np.vdot)
def vdot(a: Any, b: Any) -> Any:
    """`np.vdot` of real arrays."""
    return linear_algebra.matmul(np.ravel(a), np.ravel(b))


@implements(np.inner)
def inner(a: Any, b: Any) -> Any:
    """`np.inner`: products summed over the last axes."""
    if np.ndim(a) == 0 or np.ndim(b) == 0:
        return arithmetic.multiply(a, b)
    return tensordot(a, b, (-1, -1))


@implements(np.outer, np.linalg.outer)
def outer(a: Any, b: Any) -> Any:
    """`np.outer`: all products of an entry of one with an entry of the other."""
    return np.reshape(a, (-1, 1)) * np.reshape(b, (1, -1))


@implements(np.tensordot, np.linalg.tensordot)
def tensordot(a: Any, b: Any, axes: Any = 2) -> Any:
    """`np.tensordot`: products summed over pairs of axes, as one product of matrices."""
    if isinstance(axes, int | np.integer):
        pairs: Any = tuple(range(-int(axes), 0)), tuple(range(int(axes)))
    else:
        pairs = tuple(tuple(np.atleast_1d(side).tolist()) for side in axes)
    over_a, over_b = axes_of(np.ndim(a), pairs[0]), axes_of(np.ndim(b), pairs[1])
    free_a = tuple(n for n in range(np.ndim(a)) if n not in over_a)
    free_b = tuple(n for n in range(np.ndim(b)) if n not in over_b)
    lengths = [np.shape(a)[n] for n in over_a]
    if lengths != [np.shape(b)[n] for n in over_b]:
        raise ValueError(
            errors.message(
                f"tensordot of shapes {np.shape(a)} and {np.shape(b)} over {axes}: lengths differ",
                "name pairs of axes of the same length, the first operand's in one list, the second's in another",
            )
        )
    shape_a, shape_b = [np.shape(a)[n] for n in free_a], [np.shape(b)[n] for n in free_b]
    shared = math.prod(lengths)
    left = np.reshape(np.transpose(a, free_a + over_a), (math.prod(shape_a), shared))
    right = np.reshape(np.transpose(b, over_b + free_b), (shared, math.prod(shape_b)))
    return np.reshape(linear_algebra.matmul(left, right), (*shape_a, *shape_b))


@implements(np.einsum)
def einsum(*operands: Any, optimize: Any = False) -> Any:
    """`np.einsum`, in both of its forms: with subscripts as a string, or as a list of numbers after each operand."""
    subscripts, *arrays = operands
    if not isinstance(subscripts, str):
        subscripts, arrays = subscripts_as_text([subscripts, *arrays])
    return linear_algebra.einsum(explicit_subscripts(subscripts, tuple(map(np.ndim, arrays))), *arrays)
