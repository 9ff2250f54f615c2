"""Einstein's notation in all the ways of writing it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograd import Tensor
from autograd.rules.einsum_subscripts import explicit_subscripts
from tests.autograd.case import assert_close, numeric_gradient


@st.composite
def products(draw):
    """Subscripts for one to three operands, with repeated and broadcast axes, and the operands' shapes."""
    lengths = dict(zip("abcd", draw(st.tuples(*[st.integers(1, 3)] * 4)), strict=True))
    terms = draw(st.lists(st.text("abcd", max_size=3), min_size=1, max_size=3))
    present = sorted(set("".join(terms)))
    output = "".join(draw(st.permutations(present))[: draw(st.integers(0, len(present)))]) if present else ""
    dots = draw(st.booleans())
    left = ",".join(f"...{term}" if dots else term for term in terms)
    explicit = draw(st.booleans())
    shapes = [
        (
            *(2,) * draw(st.integers(0, 1)) * dots,
            *(1 if draw(st.integers(0, 9)) == 0 and term.count(x) == 1 else lengths[x] for x in term),
        )
        for term in terms
    ]
    return f"{left}->{'...' * dots}{output}" if explicit else left, shapes


@given(products())
def test_any_product(product):
    subscripts, shapes = product
    rng = np.random.default_rng(0)
    arrays = [rng.uniform(0.5, 1.5, shape) for shape in shapes]
    wanted = np.einsum(subscripts, *arrays)
    tensors = [Tensor(array, requires_grad=True) for array in arrays]
    z = np.einsum(subscripts, *tensors)
    np.testing.assert_allclose(z.data, wanted)
    weight = np.cos(np.arange(wanted.size)).reshape(wanted.shape)
    z.backward(weight)
    numeric = numeric_gradient(lambda points: np.sum(np.einsum(subscripts, *points) * weight), arrays)
    for tensor, slope in zip(tensors, numeric, strict=True):
        assert_close(tensor.bar, slope)


@pytest.mark.parametrize(
    ("subscripts", "ranks", "explicit"),
    [
        ("ba", (2,), "ba->ab"),
        ("ij,jk", (2, 2), "ij,jk->ik"),
        ("ii", (2,), "ii->"),
        ("ij -> j i", (2,), "ij->ji"),
        ("...i", (3,), "ABi->ABi"),
        ("...i,...i->...", (3, 2), "ABi,Bi->AB"),
        ("...", (2,), "AB->AB"),
        ("A...,A", (2, 1), "AB,A->B"),
    ],
)
def test_explicit_forms(subscripts, ranks, explicit):
    assert explicit_subscripts(subscripts, ranks) == explicit


@pytest.mark.parametrize(("subscripts", "ranks"), [("ij,jk", (2,)), ("ij", (3,)), ("ij", (1,)), ("...ij", (1,))])
def test_subscripts_for_other_operands(subscripts, ranks):
    with pytest.raises(ValueError, match="subscripts"):
        explicit_subscripts(subscripts, ranks)
