"""Undoing broadcasting."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograd import Tensor
from autograd.broadcasting import unbroadcast


@st.composite
def broadcasts(draw):
    """A shape, and one that it is broadcast to; lengths of 0 and 1 among them."""
    shape = draw(hnp.array_shapes(min_dims=0, max_dims=4, min_side=0, max_side=3))
    larger = [draw(st.integers(0, 3)) if length == 1 else length for length in shape]
    return shape, (*draw(hnp.array_shapes(min_dims=0, max_dims=2, min_side=0, max_side=3)), *larger)


@given(broadcasts())
def test_it_is_the_transpose_of_broadcasting(shapes):
    """<broadcast x, m> = <x, unbroadcast m> for whole numbers, exactly."""
    shape, larger = shapes
    x = np.arange(float(np.prod(shape))).reshape(shape)
    message = np.arange(float(np.prod(larger))).reshape(larger) - 3
    back = unbroadcast(message, shape)
    assert back.shape == shape
    assert np.sum(np.broadcast_to(x, larger) * message) == np.sum(x * back)


@given(broadcasts())
def test_on_tensors_it_records(shapes):
    shape, larger = shapes
    message = Tensor(np.ones(larger), requires_grad=True)
    back = unbroadcast(message, shape)
    assert back.shape == shape
    back.backward(np.ones(shape))
    assert message.bar.shape == larger
    assert np.all(message.bar == 1)


@given(broadcasts())
def test_smaller_messages_are_repeated(shapes):
    shape, larger = shapes
    repeated = unbroadcast(np.ones(shape), larger)
    if shape == () or len(shape) == len(larger):
        assert repeated.shape == larger


@given(hnp.mutually_broadcastable_shapes(num_shapes=3, max_dims=3, max_side=3, min_side=0))
def test_any_shapes_that_go_together(shapes):
    """The bars of x + y·z have the shapes of x, y and z, and the sums that calculus says."""
    arrays = [np.arange(float(np.prod(shape))).reshape(shape) + i for i, shape in enumerate(shapes.input_shapes)]
    x, y, z = (Tensor(array, requires_grad=True) for array in arrays)
    out = x + y * z
    assert out.shape == shapes.result_shape
    bar = np.arange(float(out.size)).reshape(out.shape)
    out.backward(bar)
    for tensor, message in ((x, bar), (y, bar * arrays[2]), (z, bar * arrays[1])):
        assert tensor.bar.shape == tensor.shape
        assert tensor.bar.sum() == np.broadcast_to(message, out.shape).sum()


def test_shapes_that_do_not_go_together():
    assert unbroadcast(np.ones(5), (2,)) is None
    assert unbroadcast(np.ones((2, 3)), (3, 2)) is None
