"""Several operations made one, because they are always done together: a layer's affine map, and the softmax loss."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from autograd.primitives import primitive

from .labels import class_numbers, probability_rows
from .reductions import log_softmax, softmax


@primitive
def one_hot(y: Any, classes: int, dtype: Any) -> Any:
    """Rows of zeros with a 1 at the class number; (...) to (..., classes), in the given dtype. It has no gradient.

    Zeros only for a number that is no class: `class_numbers` checks.

    >>> one_hot(np.array([1, 0]), 3, float)
    array([[0., 1., 0.],
           [1., 0., 0.]])
    """
    return (np.expand_dims(y, -1) == np.arange(classes)).astype(dtype)


# fmt: off
@primitive(x_bar=lambda z_bar, W: z_bar @ W,
           W_bar=lambda z_bar, x: transpose_times(z_bar, x),
           b_bar=lambda z_bar: z_bar)
def affine(x: Any, W: Any, b: Any) -> Any:
    """z = W x + b for a vector x, and for each row of a batch (docs/lectures.md E6).

    ``x`` is (..., inputs), ``W`` is (outputs, inputs), ``b`` is (outputs,); any float dtypes, of which the result has
    NumPy's promotion. Shapes that don't go together are a ValueError.

    >>> affine(np.array([1.0, 2.0]), np.array([[1.0, 1.0], [0.0, 3.0]]), np.array([0.5, 0.0]))
    array([3.5, 6. ])
    """
    z = rows_times(x, W.T)
    if z.dtype is getattr(b, "dtype", None):
        z += b
        return z
    return z + b


@primitive(x_bar=lambda z_bar, W: z_bar @ W,
           W_bar=lambda z_bar, x: transpose_times(z_bar, x))
def linear(x: Any, W: Any) -> Any:
    """z = W x, for a vector x and for each row of a batch; ``x`` is (..., inputs), ``W`` is (outputs, inputs).

    >>> linear(np.array([1.0, 2.0]), np.array([[1.0, 1.0], [0.0, 3.0]]))
    array([3., 6.])
    """
    return rows_times(x, W.T)


@primitive(byproducts={"residual": lambda t, y: softmax(t) - one_hot(y, t.shape[-1], t.dtype)},
           t_bar=lambda L_bar, residual, reduction: per_row(L_bar, residual.shape, reduction) * residual)
def softmax_cross_entropy(t: Any, y: Any, *, reduction: str = "mean") -> Any:
    """-log softmax(t)[y]: how unlikely the scores ``t`` make the classes ``y`` (docs/lectures.md U8).

    ``t`` is (..., classes), ``y`` holds class numbers and is (...). ``reduction`` is "mean" or "sum" over all rows, or
    "none". Stable for scores of any size. Its error signal is the predicted probabilities less the true ones. A label
    that is not the number of a class is a ValueError, labels that are no integers are a TypeError.

    >>> softmax_cross_entropy(np.array([[0.0, 0.0], [10000.0, 0.0]]), np.array([0, 1]), reduction="none")
    array([6.93147181e-01, 1.00000000e+04])
    """
    classes = t.shape[-1]
    y = class_numbers(y, classes)
    if y.shape != t.shape[:-1]:
        raise ValueError(f"labels of shape {y.shape} for scores of shape {t.shape}")
    if t.dtype.kind not in "fc":
        t = t.astype(np.float64)
    scores = t if len(t.shape) == 2 else t.reshape(-1, classes)
    # In C order, whatever that of the scores: the flat view below is to be of the same numbers.
    residual = np.subtract(scores, np.maximum.reduce(scores, axis=1, keepdims=True), order="C")
    entries = residual.reshape(-1)
    true = np.arange(0, entries.size, classes) + (y if len(y.shape) == 1 else y.reshape(-1))
    score = entries[true]
    np.exp(residual, residual)
    total = np.add.reduce(residual, axis=1, keepdims=True)
    residual /= total
    L = np.log(total[:, 0]) - score
    # p - 1 at the true class; so it is as exact as L is, however likely the class.
    entries[true] = np.expm1(-L)
    if len(t.shape) != 2:
        L, residual = L.reshape(y.shape), residual.reshape(t.shape)
    return reduced(L, reduction), residual


@primitive(byproducts={"p": lambda t: softmax(t)},
           t_bar=lambda L_bar, p, y, reduction: per_row(L_bar, p.shape, reduction) * (p - y),
           y_bar=lambda L_bar, t, reduction:   -per_row(L_bar, t.shape, reduction) * log_softmax(t))
def softmax_cross_entropy_rows(t: Any, y: Any, *, reduction: str = "mean") -> Any:
    """-Σ y log softmax(t): how unlikely the scores ``t`` make labels given as rows that sum to 1 (docs/lectures.md U8).

    ``t`` and ``y`` are (..., classes). The rule holds for labels that sum to 1, and others are a ValueError. The labels
    are taken in the dtype of the scores.

    >>> softmax_cross_entropy_rows(np.array([[0.0, 0.0]]), np.array([[0.25, 0.75]])).round(4)
    np.float64(0.6931)
    """
    if y.shape[-1:] != t.shape[-1:]:
        raise ValueError(f"labels of shape {y.shape} for scores of shape {t.shape}")
    probability_rows(y)
    log_p = log_softmax(t)
    return reduced(-np.add.reduce(y.astype(log_p.dtype, copy=False) * log_p, axis=-1), reduction), np.exp(log_p)
# fmt: on


def reduced(L: Any, reduction: str) -> Any:
    """The losses of the rows, their mean, or their sum."""
    if reduction == "none":
        return L
    if reduction not in ("mean", "sum"):
        raise ValueError(f"reduction={reduction!r} is none of 'mean', 'sum' and 'none'")
    total = np.add.reduce(L, axis=None)
    return total / L.size if reduction == "mean" else total


def per_row(L_bar: Any, shape: tuple[int, ...], reduction: str) -> Any:
    """The error signal of each row's loss, as it multiplies the row."""
    if reduction == "none":
        return L_bar[..., None]
    return L_bar / math.prod(shape[:-1]) if reduction == "mean" else L_bar


def rows_times(x: Any, A: Any) -> Any:
    """x @ A. A call of `np.dot` costs half as much, but it is slow where x has more than two axes."""
    return (
        np.dot(x, A) if 0 < getattr(x, "ndim", 0) < 3 else x @ A
    )  # which refuses single numbers; np.dot scales by them


def transpose_times(z_bar: Any, x: Any) -> Any:
    """z̄ᵀ x summed over the batch; for single vectors the outer product z̄ xᵀ."""
    if len(x.shape) == 1:
        return np.outer(z_bar, x)
    if len(x.shape) == 2:
        return np.dot(z_bar.T, x)
    return np.dot(np.reshape(z_bar, (-1, z_bar.shape[-1])).T, np.reshape(x, (-1, x.shape[-1])))
