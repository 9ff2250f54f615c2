"""Products of vectors, matrices and stacks of matrices; norms, inverses, determinants."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from autograd.primitives import primitive

from .determinants import derivative_of_determinants
from .einsum_subscripts import einsum_rule
from .elementwise import nonzero
from .matrices import solved, times_transposed, times_transposed_each, transposed, transposed_times
from .reductions import Axis, spread

# fmt: off
matmul = primitive(operator.matmul, implements=np.matmul,
                   doc="`np.matmul`, of vectors, matrices and stacks of matrices: x̄ = z̄ yᵀ and ȳ = xᵀ z̄.",
                   x_bar=lambda z_bar, x_shape, y: times_transposed(z_bar, y, len(x_shape)),
                   y_bar=lambda z_bar, x, y_shape: transposed_times(x, z_bar, len(y_shape)))


@primitive(operands_bar=lambda z_bar, i, operands, subscripts: einsum_rule(z_bar, i, operands, subscripts))
def einsum(subscripts: str, *operands: Any) -> Any:
    """Products of arrays summed over shared axes, in Einstein's notation with an explicit output.

    An operand's error signal is the product of the output's with all other operands, summed over all other axes.
    """
    return np.einsum(subscripts, *operands, optimize=len(operands) > 2)


@primitive(implements=np.linalg.inv, x_bar=lambda z_bar, z: -transposed(z) @ z_bar @ transposed(z))
def inv(x: Any) -> Any:
    """The inverse of a matrix, or of each of a stack: x̄ = -zᵀ z̄ zᵀ."""
    return np.linalg.inv(x)


@primitive(implements=np.linalg.solve,
           a_bar=lambda x_bar, x, a, b_shape:
               times_transposed_each(-solved(transposed(a), x_bar, len(b_shape) == 1), x, len(b_shape) == 1),
           b_bar=lambda x_bar, a, b_shape: solved(transposed(a), x_bar, len(b_shape) == 1))
def solve(a: Any, b: Any) -> Any:
    """The x of a x = b; ``b`` is a vector, or a matrix or stack of matrices: b̄ = a⁻ᵀ x̄ and ā = -b̄ xᵀ."""
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


@primitive(x_bar=lambda z_bar, x: z_bar[..., None, None] * transposed(np.linalg.inv(x)))
def logabsdet(x: Any) -> Any:
    """log |det x| of a matrix, or of each of a stack, for determinants of any size: x̄ = z̄ x⁻ᵀ."""
    return np.linalg.slogdet(x).logabsdet


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
