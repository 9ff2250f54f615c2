"""Products of matrices in rules: with vectors and stacks in their places, in all of NumPy's combinations of ranks."""

from __future__ import annotations

from typing import Any

import numpy as np


def transposed(x: Any) -> Any:
    """Each matrix of a stack transposed."""
    return x.T if len(x.shape) == 2 else np.swapaxes(x, -1, -2)


def times_transposed(z_bar: Any, y: Any, x_ndim: int) -> Any:
    """z̄ yᵀ, the error signal of an x with ``x_ndim`` axes in z = x y; the engine sums over broadcast stacks."""
    if len(y.shape) == 1:
        return z_bar * y if x_ndim == 1 else z_bar[..., None] * y
    if x_ndim == 1:
        return y @ z_bar if len(y.shape) == 2 else (y @ z_bar[..., None])[..., 0]
    return z_bar @ transposed(y)


def transposed_times(x: Any, z_bar: Any, y_ndim: int) -> Any:
    """xᵀ z̄, the error signal of a y with ``y_ndim`` axes in z = x y; the engine sums over broadcast stacks."""
    if len(x.shape) == 1:
        return x * z_bar if y_ndim == 1 else x[:, None] * z_bar[..., None, :]
    if y_ndim == 1:
        return x.T @ z_bar if len(x.shape) == 2 else (transposed(x) @ z_bar[..., None])[..., 0]
    return transposed(x) @ z_bar


def solved(a: Any, b: Any, of_vectors: bool) -> Any:
    """The x of a x = b for vectors b, of which `np.linalg.solve` takes one, or for matrices."""
    if of_vectors and len(a.shape) > 2:
        return np.linalg.solve(a, b[..., None])[..., 0]
    return np.linalg.solve(a, b)


def times_transposed_each(u: Any, v: Any, of_vectors: bool) -> Any:
    """u vᵀ of vectors, or of matrices."""
    return u[..., :, None] * v[..., None, :] if of_vectors else u @ transposed(v)
