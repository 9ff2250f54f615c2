"""Singular values and vectors; and matrices whose singular values are equal or 0."""

import numpy as np
import pytest

from autograd import Tensor, check_grads, grad
from autograd.rules.singular_values import (
    left_singular_vectors,
    nuclear_norm,
    orthogonal_factor,
    right_singular_vectors,
    singular_values,
)
from tests.autograd.case import case, every_check, matrix, real

SHAPES = [(3, 3), (4, 2), (2, 4), (2, 3, 2), (1, 1)]

# A vector is there but for its sign, and its square without.
CASES = [
    *(case(f"singular_values {shape}", singular_values, real(*shape), dtypes="fd") for shape in SHAPES),
    *(case(f"nuclear_norm {shape}", nuclear_norm, real(*shape), dtypes="fd") for shape in SHAPES),
    *(case(f"orthogonal_factor {shape}", orthogonal_factor, matrix(*shape), dtypes="fd") for shape in SHAPES[:4]),
    *(
        case(f"{f.__name__} {shape}", lambda x, f=f: f(x) ** 2, real(*shape), dtypes="fd")
        for f in (left_singular_vectors, right_singular_vectors)
        for shape in [(2, 2), (3, 3)]
    ),
    *(
        case(f"left_singular_vectors {shape}", lambda x: left_singular_vectors(x) ** 2, real(*shape), dtypes="fd")
        for shape in [(4, 2), (2, 4), (2, 3, 2)]
    ),
    *(
        case(f"right_singular_vectors {shape}", lambda x: right_singular_vectors(x) ** 2, real(*shape), dtypes="fd")
        for shape in [(4, 2), (2, 4), (2, 3, 2)]
    ),
    case("np.linalg.svd, put together", lambda x: put_together(np.linalg.svd(x)), real(3, 3), dtypes="fd"),
    case("np.linalg.svd, reduced", lambda x: put_together(np.linalg.svd(x, False)), real(4, 2), dtypes="fd"),
    case("np.linalg.svd, values", lambda x: np.linalg.svd(x, compute_uv=False), real(4, 2), dtypes="fd"),
    case("np.linalg.svdvals", lambda x: np.linalg.svdvals(x), real(2, 4), dtypes="fd"),
]
test_rules = every_check(CASES)


def put_together(decomposed):
    """Weighted, so that it is not the matrix itself."""
    return decomposed.U * decomposed.S**2 @ decomposed.Vh


def test_singular_vectors_beyond_the_singular_values_are_refused():
    x = Tensor(np.ones((3, 2)), requires_grad=True)
    with pytest.raises(NotImplementedError, match=r"full_matrices=True.*\n.*test_sing.*\n.*full_matrices=F"):
        np.linalg.svd(x)


def test_norms_where_singular_values_are_0_or_equal_have_a_subgradient():
    for x in (np.zeros((2, 3)), np.eye(3), np.ones((3, 3)), np.diag([2.0, 2.0, 0.0])):
        for order in (2, -2, "nuc"):
            slope = grad(lambda x, order=order: np.linalg.norm(x, order))(x)
            assert np.linalg.norm(slope, 2) <= 1 + 1e-12
            if order != -2:  # norms are convex, and the smallest singular value is no norm
                for other in np.random.default_rng(0).normal(size=(20, *x.shape)):
                    bound = np.linalg.norm(x, order) + np.sum(slope * (other - x))
                    assert np.linalg.norm(other, order) >= bound - 1e-12


def test_second_derivatives_of_the_nuclear_norm_where_singular_values_are_equal():
    check_grads(nuclear_norm, order=2)(np.eye(3))
    check_grads(nuclear_norm, order=2)(2 * np.eye(3)[:2])
