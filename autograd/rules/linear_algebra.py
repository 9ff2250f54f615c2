"""Products of vectors, matrices and stacks of matrices; norms, inverses, determinants."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from autograd.primitives import primitive

from .determinants import derivative_of_determinants
from .einsum_subscripts import einsum_rule
from .elementwise import nonzero
from .reductions import Axis, spread

# fmt: off
matmul = primitive(operator.matmul, implements=np.matmul,
                   x_bar=lambda z_bar, x_shape, y: matmul_x_bar(z_bar, len(x_shape), y),
                   y_bar=lambda z_bar, x, y_shape: matmul_y_bar(z_bar, x, len(y_shape)))


@primitive(operands_bar=lambda z_bar, i, operands, subscripts: einsum_rule(z_bar, i, operands, subscripts))
def einsum(subscripts: str, *operands: Any) -> Any:
    """Products of arrays summed over shared axes, in Einstein's notation with an explicit output."""
    return np.einsum(subscripts, *operands, optimize=len(operands) > 2)


@primitive(implements=np.linalg.inv, x_bar=lambda z_bar, z: -transposed(z) @ z_bar @ transposed(z))
def inv(x: Any) -> Any:
    """The inverse of a matrix, or of each of a stack."""
    return np.linalg.inv(x)


@primitive(implements=np.linalg.solve,
           a_bar=lambda x_bar, x, a, b_shape:
               outer_product(-solved(transposed(a), x_bar, len(b_shape) == 1), x, len(b_shape) == 1),
           b_bar=lambda x_bar, a, b_shape: solved(transposed(a), x_bar, len(b_shape) == 1))
def solve(a: Any, b: Any) -> Any:
    """The x of a x = b; ``b`` is a vector, or a matrix or stack of matrices."""
    return np.linalg.solve(a, b)


@primitive(x_bar=lambda c_bar, x: changes_of_cofactors(x, c_bar))
def cofactors(x: Any) -> Any:
    """The matrix of cofactors, det(x) x⁻ᵀ, which is there for singular matrices too."""
    return derivative_of_determinants(x)


@primitive(xs_bar=lambda d_bar, i, xs: changes_of_cofactors(*(xs if i == 0 else xs[:i] + xs[i + 1:]), d_bar))
def changes_of_cofactors(*xs: Any) -> Any:
    """The k-th derivative of the cofactors of a matrix x in k directions, given as (x, direction, direction, ...).

    It is there for singular matrices too, and is its own derivative's: det(x) is linear in each row of x, so that every
    derivative of it is a sum of products of entries in which all directions and the error signal play the same part.
    """
    return derivative_of_determinants(*xs)


@primitive(implements=np.linalg.det, x_bar=lambda z_bar, x: z_bar[..., None, None] * cofactors(x))
def det(x: Any) -> Any:
    """The determinant of a matrix, or of each of a stack. Its error signal is finite also for singular matrices."""
    return np.linalg.det(x)


@primitive(x_bar=lambda z_bar, z, x, axis, keepdims:
               x * spread(z_bar / nonzero(z), x.shape, axis, keepdims=keepdims))
def norm2(x: Any, axis: Axis = None, *, keepdims: bool = False) -> Any:
    """The Euclidean length √Σx² over the axes. Of a zero vector the error signal is 0, a subgradient."""
    return np.sqrt(np.add.reduce(x * x, axis=axis, keepdims=keepdims))


@primitive(x_bar=lambda z_bar, z, x, p, axis, keepdims:
               spread(np.where(z == 0, 0, z_bar), x.shape, axis, keepdims=keepdims) * np.sign(x)
               * (nonzero(np.abs(x)) / nonzero(spread(z, x.shape, axis, keepdims=keepdims))) ** (p - 1))
def normp(x: Any, p: float, axis: Axis = None, *, keepdims: bool = False) -> Any:
    """The p-norm (Σ|x|ᵖ)^(1/p) over the axes, p ≠ 0. At an entry that is 0 the error signal is 0, a subgradient."""
    return np.add.reduce(np.abs(x) ** p, axis=axis, keepdims=keepdims) ** (1 / p)
# fmt: on


def transposed(x: Any) -> Any:
    """Each matrix of a stack transposed."""
    return x.T if len(x.shape) == 2 else np.swapaxes(x, -1, -2)


def matmul_x_bar(z_bar: Any, x_ndim: int, y: Any) -> Any:
    """z̄ yᵀ, in all of NumPy's combinations of vectors, matrices and stacks; the engine sums over broadcast stacks."""
    if len(y.shape) == 1:
        return z_bar * y if x_ndim == 1 else z_bar[..., None] * y
    if x_ndim == 1:
        return y @ z_bar if len(y.shape) == 2 else (y @ z_bar[..., None])[..., 0]
    return z_bar @ transposed(y)


def matmul_y_bar(z_bar: Any, x: Any, y_ndim: int) -> Any:
    """xᵀ z̄, in all of NumPy's combinations of vectors, matrices and stacks; the engine sums over broadcast stacks."""
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


def outer_product(u: Any, v: Any, of_vectors: bool) -> Any:
    """u vᵀ of vectors, or of matrices."""
    return u[..., :, None] * v[..., None, :] if of_vectors else u @ transposed(v)
