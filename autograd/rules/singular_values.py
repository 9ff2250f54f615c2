"""Singular values and vectors: the x = u diag(s) vᵀ of a matrix, or of each of a stack, with as many as its short side.

From J. Townsend, "Differentiating the singular value decomposition", 2016.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd.primitives import primitive

from .elementwise import nonzero
from .matrices import transposed


# fmt: off
@primitive(x_bar=lambda s_bar, x: left_singular_vectors(x) * s_bar[..., None, :] @ right_singular_vectors(x))
def singular_values(x: Any) -> Any:
    """s, (..., k), the largest first. Where one is 0, or two are equal, the error signal is a subgradient of their sum.

    >>> singular_values(np.array([[3.0, 0.0], [0.0, -4.0]]))
    array([4., 3.])
    """
    return np.linalg.svd(x, compute_uv=False)


@primitive(x_bar=lambda u_bar, u, x:
               error_signal_of_left(u_bar, u, singular_values(x), transposed(right_singular_vectors(x))))
def left_singular_vectors(x: Any) -> Any:
    """u, (..., m, k), for x of shape (..., m, n). Vectors of equal singular values have no derivative; theirs is 0."""
    return np.linalg.svd(x, full_matrices=False)[0]


@primitive(x_bar=lambda vh_bar, vh, x: transposed(
               error_signal_of_left(transposed(vh_bar), transposed(vh), singular_values(x), left_singular_vectors(x))))
def right_singular_vectors(x: Any) -> Any:
    """vᵀ, (..., k, n), for x of shape (..., m, n). Vectors of equal singular values have no derivative; theirs is 0."""
    return np.linalg.svd(x, full_matrices=False)[2]


@primitive(x_bar=lambda z_bar, x: z_bar[..., None, None] * orthogonal_factor(x))
def nuclear_norm(x: Any) -> Any:
    """The sum of the singular values. The error signal u vᵀ is a subgradient where one of them is 0."""
    return np.add.reduce(np.linalg.svd(x, compute_uv=False), axis=-1)


@primitive(x_bar=lambda q_bar, q, x:
               error_signal_of_factor(q_bar, q, left_singular_vectors(x), singular_values(x),
                                      transposed(right_singular_vectors(x))))
def orthogonal_factor(x: Any) -> Any:
    """u vᵀ, the orthogonal factor of the polar decomposition of x."""
    u, _, vh = np.linalg.svd(x, full_matrices=False)
    return u @ vh
# fmt: on


def error_signal_of_left(u_bar: Any, u: Any, s: Any, v: Any) -> Any:
    """x̄ = u ((f ∘ (uᵀ ū - ūᵀ u)) diag(s)) vᵀ + (ū - u uᵀ ū) diag(1/s) vᵀ, where fᵢⱼ = 1 / (sⱼ² - sᵢ²)."""
    a = transposed(u) @ u_bar
    gaps = s[..., None, :] ** 2 - s[..., :, None] ** 2
    inside = u @ ((a - transposed(a)) / np.where(gaps == 0, np.inf, gaps) * s[..., None, :])
    if u.shape[-2] > u.shape[-1]:
        inside = inside + (u_bar - u @ a) / nonzero(s)[..., None, :]
    return inside @ transposed(v)


def error_signal_of_factor(q_bar: Any, q: Any, u: Any, s: Any, v: Any) -> Any:
    """x̄ = u ((a - aᵀ) / (sᵢ + sⱼ)) vᵀ for a = uᵀ q̄ v, and what lies outside of the spaces of u and of v, over s."""
    a = transposed(u) @ q_bar @ v
    x_bar = u @ ((a - transposed(a)) / nonzero(s[..., None, :] + s[..., :, None])) @ transposed(v)
    if u.shape[-2] > u.shape[-1]:
        x_bar = x_bar + (q_bar @ v - u @ a) / nonzero(s)[..., None, :] @ transposed(v)
    if v.shape[-2] > v.shape[-1]:
        x_bar = x_bar + u / nonzero(s)[..., None, :] @ (transposed(u) @ q_bar - a @ transposed(v))
    return x_bar
