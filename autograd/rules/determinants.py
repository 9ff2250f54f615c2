"""Derivatives of determinants, to any order, of singular matrices too."""

from __future__ import annotations

from itertools import permutations
from typing import Any

import numpy as np

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


def derivative_of_determinants(x: Any, *directions: Any) -> Any:
    """The gradient of det(x), differentiated in further directions; ``x`` is (..., n, n), and so are the directions.

    Without a direction it is the matrix of cofactors. In the bases in which x is the diagonal of its singular values s,

        d det / dE₀ ... dEₖ = Σ (product of all s but s[i₀], ..., s[iₖ]) · Σ ± E₀[i₀, π(i₀)] ... Eₖ[iₖ, π(iₖ)]

    where i₀, ..., iₖ are all choices of k + 1 different places, and π their permutations, with their signs. Nothing is
    divided by. The cost is that of n to the power k + 1 entries; k is the order of the derivative, less 1.

    >>> derivative_of_determinants(np.array([[0.0, 0.0], [0.0, 5.0]]))
    array([[5., 0.],
           [0., 0.]])
    """
    u, s, vh = np.linalg.svd(x)
    rotated = [np.swapaxes(u, -1, -2) @ e @ np.swapaxes(vh, -1, -2) for e in directions]
    count, n = len(directions) + 1, s.shape[-1]
    others = products_of_others(s, count)
    rows = _LETTERS[:count]
    total: Any = 0
    for order in permutations(range(count)):
        columns = "".join(rows[place] for place in order)
        factors = ",".join(f"...{rows[place]}{columns[place]}" for place in range(1, count))
        output = rows[0] if order[0] == 0 else rows[0] + columns[0]
        term = np.einsum(f"...{rows}{',' if factors else ''}{factors}->...{output}", others, *rotated, optimize=True)
        total = total + sign(order) * (term[..., None] * np.eye(n, dtype=s.dtype) if order[0] == 0 else term)
    handedness = np.linalg.det(u) * np.linalg.det(vh)
    return handedness[..., None, None] * (u @ total @ vh)


def products_of_others(s: Any, count: int) -> Any:
    """For each choice of ``count`` places along the last axis, the product of the entries at all others.

    The result has ``count`` axes in place of the last one; it is 0 where two of the places are the same.

    >>> products_of_others(np.array([2.0, 3.0, 5.0]), 2)
    array([[0., 5., 3.],
           [5., 0., 2.],
           [3., 2., 0.]])
    """
    n = s.shape[-1]
    places = np.indices((n,) * count)
    in_order = np.sort(places, axis=0)
    products = np.all(in_order[1:] != in_order[:-1], axis=0).astype(s.dtype)
    for place in range(n):
        factor = np.reshape(s[..., place], s.shape[:-1] + (1,) * count)
        products = products * np.where(np.any(places == place, axis=0), 1, factor)
    return products


def sign(order: tuple[int, ...]) -> int:
    """1 for an even permutation, -1 for an odd one.

    >>> sign((1, 2, 0)), sign((1, 0, 2))
    (1, -1)
    """
    inversions = sum(order[i] > order[j] for j in range(len(order)) for i in range(j))
    return -1 if inversions % 2 else 1
