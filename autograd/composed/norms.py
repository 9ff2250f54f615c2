"""Norms of vectors and matrices, in all of NumPy's orders, and the decomposition that some are made of."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from autograd import errors
from autograd.dispatch import implements
from autograd.handle import constant
from autograd.rules import linear_algebra, singular_values
from autograd.rules.shapes import axes_of, entries


@implements(np.linalg.norm)
def norm(x: Any, ord: Any = None, axis: Any = None, keepdims: bool = False) -> Any:
    """`np.linalg.norm`, of vectors along one axis and of matrices over two; of order None over any number of them.

    Where a norm has no derivative its error signal is a subgradient if there is one: 0 for a vector of zeros, equal
    shares for absolute values that tie. At a zero vector only the first derivative is a subgradient; second derivatives
    there mean nothing. The number of entries that are not 0, order 0, has no gradient.
    """
    axes = axes_of(np.ndim(x), axis)
    if ord is None:
        return linear_algebra.norm2(x, axis=axis, keepdims=keepdims)
    if len(axes) == 1:
        return _of_vectors(x, ord, axes[0], keepdims)
    if len(axes) == 2:
        return _of_matrices(x, ord, axes, keepdims)
    raise ValueError(
        errors.message(
            f"norm of order {ord!r} over {len(axes)} axes of an array of shape {np.shape(x)}",
            "name one axis for norms of vectors, or two for norms of matrices; without an order any number will do",
        )
    )


def _of_vectors(x: Any, ord: Any, axis: int, keepdims: bool) -> Any:
    if ord == 2:
        return linear_algebra.norm2(x, axis=axis, keepdims=keepdims)
    if isinstance(ord, str):
        raise _no_order(ord, "vectors", "a number, np.inf or -np.inf")
    size = np.abs(x)
    if ord == np.inf:
        return np.max(size, axis=axis, keepdims=keepdims)
    if ord == -np.inf:
        return np.min(size, axis=axis, keepdims=keepdims)
    if ord == 0:
        return constant(np.linalg.norm(x.data, 0, axis=axis, keepdims=keepdims))
    if ord == 1:
        return np.sum(size, axis=axis, keepdims=keepdims)
    return linear_algebra.normp(x, ord, axis=axis, keepdims=keepdims)


def _of_matrices(x: Any, ord: Any, axes: tuple[int, ...], keepdims: bool) -> Any:
    if ord == "fro":
        return linear_algebra.norm2(x, axis=axes, keepdims=keepdims)
    if ord in (1, -1, np.inf, -np.inf):
        summed, rest = axes if abs(ord) == 1 else axes[::-1]
        sums = np.sum(np.abs(x), axis=summed, keepdims=True)
        result = (np.max if ord > 0 else np.min)(sums, axis=rest, keepdims=True)
        return result if keepdims else np.squeeze(result, axis=axes)
    if ord not in (2, -2, "nuc"):
        raise _no_order(ord, "matrices", "'fro', 'nuc', 1, -1, 2, -2, np.inf or -np.inf")
    matrices = np.moveaxis(x, axes, (-2, -1))
    if ord == "nuc":
        result = singular_values.nuclear_norm(matrices)
    else:
        result = (np.max if ord == 2 else np.min)(singular_values.singular_values(matrices), axis=-1)
    return np.expand_dims(result, tuple(sorted(axes))) if keepdims else result


def _no_order(ord: Any, of: str, orders: str) -> ValueError:
    return ValueError(errors.message(f"norm of order {ord!r} of {of}", f"the order of a norm of {of} is {orders}"))


@implements(np.linalg.vector_norm)
def vector_norm(x: Any, /, *, axis: Any = None, keepdims: bool = False, ord: Any = 2) -> Any:
    """`np.linalg.vector_norm`: over several axes together, or over all where ``axis`` is None."""
    axes = tuple(sorted(axes_of(np.ndim(x), axis)))
    others = tuple(number for number in range(np.ndim(x)) if number not in axes)
    lengths = tuple(np.shape(x)[number] for number in others)
    count = entries(np.shape(x), axes)
    result = norm(np.reshape(np.transpose(x, others + axes), (*lengths, count)), ord, axis=-1)
    return np.expand_dims(result, axes) if keepdims else result


@implements(np.linalg.matrix_norm)
def matrix_norm(x: Any, /, *, keepdims: bool = False, ord: Any = "fro") -> Any:
    """`np.linalg.matrix_norm`: of each of a stack of matrices."""
    return norm(x, ord, axis=(-2, -1), keepdims=keepdims)


class SingularValues(NamedTuple):
    """What `np.linalg.svd` gives, under NumPy's names."""

    U: Any
    S: Any
    Vh: Any


@implements(np.linalg.svd)
def svd(a: Any, full_matrices: bool = True, compute_uv: bool = True, hermitian: bool = False) -> Any:
    """`np.linalg.svd`, of matrices that are not square with ``full_matrices=False`` only."""
    if not compute_uv:
        return singular_values.singular_values(a)
    if full_matrices and np.shape(a)[-1] != np.shape(a)[-2]:
        raise NotImplementedError(
            errors.message(
                f"svd of a matrix of shape {np.shape(a)[-2:]} with full_matrices=True: the vectors beyond the singular "
                "values have no derivative",
                "give full_matrices=False",
            )
        )
    return SingularValues(
        singular_values.left_singular_vectors(a),
        singular_values.singular_values(a),
        singular_values.right_singular_vectors(a),
    )


@implements(np.linalg.svdvals)
def svdvals(x: Any, /) -> Any:
    """`np.linalg.svdvals`."""
    return singular_values.singular_values(x)
