"""Every form of indexing NumPy has, and what comes back through it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograd import Tensor
from autograd.rules.indexing import repeat, scatter, scatter_along_axis
from tests.autograd.case import apart, case, every_check, real

MASK = np.array([[True, False, True], [False, False, True]])

#: Of an array of shape (2, 3, 4).
INDICES = {
    "i": 1,
    "-i": -1,
    "np.int64": np.int64(1),
    "i, j": (1, -2),
    "i, j, k": (1, -2, 3),
    "slice": slice(1, None),
    "step": (slice(None), slice(None, None, 2)),
    "negative step": (slice(None, None, -1), slice(2, 0, -1), slice(None, None, -2)),
    "empty slice": slice(2, 2),
    "...": ...,
    "..., i": (..., 1),
    "i, ...": (0, ...),
    "i, ..., k": (1, ..., slice(1, 3)),
    "()": (),
    "None": None,
    "None mixed": (slice(None), None, 1, ..., None),
    "list": [1, 0],
    "repeated list": [0, 0, 1, 0],
    "empty list": [],
    "array": np.array([1, 1]),
    "0-d array": np.array(1),
    "int8 array": np.array([1, -1, 1], np.int8),
    "2-d array": np.array([[0, 1], [1, 1]]),
    "negative and positive of one place": np.array([1, -1]),
    "array in the middle": (slice(None), [2, 0, 2]),
    "array at the end": (..., np.array([3, 3, 0])),
    "two arrays": ([0, 1, 0], [2, 2, 2]),
    "two arrays broadcast": (np.array([[0], [1]]), [2, 0, 2]),
    "three arrays": ([0, 0], [1, 1], [2, 2]),
    "arrays apart": ([0, 1, 0], slice(None), [2, 2, 2]),
    "array and integer": ([0, 1], 2),
    "array and integer apart": ([0, 1, 0], slice(1, None), 2),
    "array, None": ([1, 0, 1], None),
    "array, None, array": ([1, 0], None, [1, 2]),
    "np.ix_": np.ix_([1, 0], [2, 2, 0]),
    "mask": MASK,
    "mask of all": np.ones((2, 3, 4), bool),
    "mask of none": np.zeros(2, bool),
    "mask of an axis": (slice(None), np.array([True, False, True])),
    "mask as a list": [True, False],
    "mask and array": (np.array([True, True]), [2, 1]),
    "mask and slice": (MASK, slice(None, None, -1)),
    "True": True,
    "False": False,
    "np.True_": np.True_,
    "mask and None": (MASK, None, slice(1, 3)),
    "tensor": Tensor([1, 1]),
    "tensor mask": Tensor(MASK),
    "tensor in a tuple": (slice(None), Tensor([2, 2])),
}

CASES = [
    *(case(f"x[{name}]", lambda x, index=index: x[plain(x, index)], real(2, 3, 4)) for name, index in INDICES.items()),
    case("x[()] of a number", lambda x: x[()], real()),
    case("x[...] of a number", lambda x: x[...], real()),
    case("x[None] of a number", lambda x: x[None], real()),
    case("x[True] of a number", lambda x: x[True], real()),
    case("x[i] + x[i]", lambda x: x[1] + x[1], real(3)),
    case("iteration", lambda x: list(x), real(3, 2)),
    case("unpacking", lambda x: [a * b for a, b in x], real(3, 2)),
    case("np.take", lambda x: np.take(x, [0, 5, 5]), real(2, 3)),
    case("np.take axis", lambda x: np.take(x, [[0, 2], [2, 2]], axis=1), real(2, 3)),
    case("np.take a number", lambda x: np.take(x, 1, axis=-1), real(2, 3)),
    case("np.take wrap", lambda x: np.take(x, [7, -8], mode="wrap"), real(2, 3)),
    case("np.take clip", lambda x: np.take(x, [7, -8, 1], axis=0, mode="clip"), real(2, 3)),
    case("x.take", lambda x: x.take([1, 1], 0), real(2, 3)),
    case("np.take_along_axis", lambda x: np.take_along_axis(x, np.array([[0], [2]]), 1), real(2, 3)),
    case("np.take_along_axis repeated", lambda x: np.take_along_axis(x, np.ones((4, 3), int), 0), real(2, 3)),
    case("np.take_along_axis axis=None", lambda x: np.take_along_axis(x, np.array([5, 5]), None), real(2, 3)),
    case("np.take_along_axis wide", lambda x: np.take_along_axis(x, np.array([[2, 0, 0, 1]]), -1), real(2, 3)),
    case("np.take_along_axis of one row", lambda x: np.take_along_axis(x, np.zeros((4, 2), int), 1), real(1, 3)),
    case("np.repeat", lambda x: np.repeat(x, 2), real(2, 3)),
    case("np.repeat axis", lambda x: np.repeat(x, 3, axis=-1), real(2, 3)),
    case("np.repeat each", lambda x: np.repeat(x, [1, 0, 2], axis=1), real(2, 3)),
    case("np.repeat of a number", lambda x: np.repeat(x, 3), real()),
    case("x.repeat", lambda x: x.repeat(2, axis=0), real(2, 3)),
    case("repeat", lambda x: repeat(x, np.array([0, 0, 2]), 1), real(2, 3)),
    case("scatter", lambda x: scatter(x, ([0, 0, 1],), (2, 3)), real(3, 3)),
    case("scatter slice", lambda x: scatter(x, slice(1, None), (3, 2)), real(2, 2)),
    case("scatter_along_axis", lambda x: scatter_along_axis(x, np.array([[0, 0], [2, 1]]), 1, (2, 3)), real(2, 2)),
    case("np.diagonal", lambda x: np.diagonal(x), real(3, 3)),
    case("np.diagonal offset", lambda x: np.diagonal(x, 1), real(2, 4)),
    case("np.diagonal below", lambda x: np.diagonal(x, -1), real(3, 2)),
    case("np.diagonal beyond", lambda x: np.diagonal(x, 5), real(3, 2)),
    case("np.diagonal axes", lambda x: np.diagonal(x, 1, 2, 0), real(3, 2, 3)),
    case("x.diagonal", lambda x: x.diagonal(axis1=-1, axis2=0), real(3, 2, 3)),
    case("np.diag of a vector", lambda x: np.diag(x), real(3)),
    case("np.diag of a vector k", lambda x: np.diag(x, -2), real(2)),
    case("np.diag of a matrix", lambda x: np.diag(x, 1), real(3, 3)),
    case("np.sort", lambda x: np.sort(x), apart(2, 4)),
    case("np.sort axis", lambda x: np.sort(x, axis=0, kind="stable"), apart(3, 2)),
    case("np.sort axis=None", lambda x: np.sort(x, axis=None), apart(2, 3)),
    case("x.sort by argsort", lambda x: np.take_along_axis(x, np.argsort(plain_of(x), axis=1), 1), apart(2, 3)),
]
test_rules = every_check(CASES)


def plain(x, index):
    """Indices made of tensors index tensors only."""
    if isinstance(x, Tensor):
        return index
    parts = index if isinstance(index, tuple) else (index,)
    plain_parts = tuple(part.data if isinstance(part, Tensor) else part for part in parts)
    return plain_parts if isinstance(index, tuple) else plain_parts[0]


def plain_of(x):
    return x.data if isinstance(x, Tensor) else x


@st.composite
def indexed(draw):
    """An array's shape and any basic or advanced index that fits it."""
    shape = draw(hnp.array_shapes(min_dims=1, max_dims=4, max_side=4))
    basic = hnp.basic_indices(shape, allow_newaxis=True)
    fancy = hnp.integer_array_indices(shape, result_shape=hnp.array_shapes(max_dims=2, max_side=4))
    mask = hnp.arrays(bool, st.sampled_from([shape[:n] for n in range(1, len(shape) + 1)]))
    return shape, draw(st.one_of(basic, fancy, mask))


@given(indexed())
def test_any_index(shape_and_index):
    """Each entry receives the error signals of the places it was taken to, as often as it was taken."""
    shape, index = shape_and_index
    numbers = np.arange(float(np.prod(shape))).reshape(shape)
    x = Tensor(numbers, requires_grad=True)
    z = x[index]
    taken = numbers[index]
    np.testing.assert_array_equal(z.data, taken)
    bar = np.cos(np.arange(taken.size)).reshape(taken.shape)
    z.backward(bar)
    wanted = np.bincount(np.ravel(taken).astype(int), np.ravel(bar), numbers.size).reshape(shape)
    np.testing.assert_allclose(x.bar, wanted, atol=1e-12)
    written = Tensor(numbers, requires_grad=True)
    written[index].backward(Tensor(bar), create_graph=True)
    np.testing.assert_allclose(written.bar.data, wanted, atol=1e-12)


@pytest.mark.parametrize("index", [2, (0, 5), [7], (0, 0, 0)])
def test_places_outside_are_told_with_the_line(index):
    x = Tensor(np.zeros((2, 3)), requires_grad=True)
    with pytest.raises(IndexError, match=r"getitem\(x: \(2, 3\) float64\).*\n.*test_indexing.py.*\n.*Hint"):
        x[index]


@pytest.mark.parametrize("index", ["a", 1.0, (0, 1.5), [0.5]])
def test_indices_that_are_none(index):
    x = Tensor(np.zeros((2, 3)), requires_grad=True)
    with pytest.raises((IndexError, TypeError), match="getitem"):
        x[index]


def test_a_tensor_that_wants_a_gradient_is_no_index():
    x, i = Tensor([1.0, 2.0], requires_grad=True), Tensor(1.0, requires_grad=True)
    with pytest.raises((IndexError, TypeError)):
        x[i]


def test_equal_entries_are_sorted_one_to_one():
    x = Tensor([1.0, 1.0, 0.0, 1.0], requires_grad=True)
    np.sort(x).backward(np.array([1.0, 2.0, 4.0, 8.0]))
    assert x.bar[2] == 1
    assert sorted(x.bar) == [1, 2, 4, 8]
