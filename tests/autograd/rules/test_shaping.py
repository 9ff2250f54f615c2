"""Reshaping, joining, repeating, padding."""

import numpy as np
import pytest

from autograd import Tensor
from autograd.rules.shaping import identity
from tests.autograd.case import apart, case, every_check, real

CASES = [
    case("np.reshape", lambda x: np.reshape(x, (3, 2)), real(2, 3)),
    case("np.reshape -1", lambda x: np.reshape(x, -1), real(2, 3)),
    case("np.reshape of a number", lambda x: np.reshape(x, (1, 1)), real()),
    case("np.reshape to a number", lambda x: np.reshape(x, ()), real(1, 1)),
    case("x.reshape", lambda x: x.reshape(3, -1), real(2, 3)),
    case("x.reshape tuple", lambda x: x.reshape((6,)), real(2, 3)),
    case("np.ravel", lambda x: np.ravel(x), real(2, 3)),
    case("x.ravel", lambda x: x.ravel(), real(2, 3)),
    case("x.flatten", lambda x: x.flatten(), real(2, 3)),
    case("np.transpose", lambda x: np.transpose(x), real(2, 3, 4)),
    case("np.transpose axes", lambda x: np.transpose(x, (2, 0, 1)), real(2, 3, 4)),
    case("np.transpose negative axes", lambda x: np.transpose(x, (-1, 0, -2)), real(2, 3, 4)),
    case("np.permute_dims", lambda x: np.permute_dims(x, (1, 2, 0)), real(2, 3, 4)),
    case("x.T", lambda x: x.T, real(2, 3)),
    case("x.T of a vector", lambda x: x.T, real(3)),
    case("x.mT", lambda x: x.mT, real(2, 3, 4)),
    case("x.transpose", lambda x: x.transpose(1, 0, 2), real(2, 3, 4)),
    case("x.transpose tuple", lambda x: x.transpose((1, 0)), real(2, 3)),
    case("np.swapaxes", lambda x: np.swapaxes(x, 0, -1), real(2, 3, 4)),
    case("x.swapaxes", lambda x: x.swapaxes(0, 1), real(2, 3)),
    case("np.moveaxis", lambda x: np.moveaxis(x, 0, -1), real(2, 3, 4)),
    case("np.moveaxis of two", lambda x: np.moveaxis(x, (0, 2), (1, 0)), real(2, 3, 4)),
    case("np.rollaxis", lambda x: np.rollaxis(x, 2), real(2, 3, 4)),
    case("np.rollaxis start", lambda x: np.rollaxis(x, 0, 2), real(2, 3, 4)),
    case("np.rollaxis negative", lambda x: np.rollaxis(x, -1, -2), real(2, 3, 4)),
    case("np.expand_dims", lambda x: np.expand_dims(x, 1), real(2, 3)),
    case("np.expand_dims of two", lambda x: np.expand_dims(x, (0, -1)), real(2, 3)),
    case("np.squeeze", lambda x: np.squeeze(x), real(2, 1, 3, 1)),
    case("np.squeeze axis", lambda x: np.squeeze(x, axis=(1,)), real(2, 1, 3, 1)),
    case("x.squeeze", lambda x: x.squeeze(-1), real(2, 1)),
    case("np.atleast_1d", lambda x: np.atleast_1d(x), real()),
    case("np.atleast_1d of two", lambda x, y: np.atleast_1d(x, y), real(), real(2)),
    case("np.atleast_2d", lambda x: np.atleast_2d(x), real(3)),
    case("np.atleast_2d of a number", lambda x: np.atleast_2d(x), real()),
    case("np.broadcast_to", lambda x: np.broadcast_to(x, (2, 3)), real(3)),
    case("np.broadcast_to of a number", lambda x: np.broadcast_to(x, (2, 3)), real()),
    case("np.broadcast_to inner", lambda x: np.broadcast_to(x, (4, 2, 3)), real(2, 1)),
    case("np.broadcast_to nothing", lambda x: np.broadcast_to(x, (0, 3)), real(3)),
    case("np.broadcast_to the same", lambda x: np.broadcast_to(x, (3,)), real(3)),
    case("np.broadcast_arrays", lambda x, y: np.broadcast_arrays(x, y), real(3), real(2, 1)),
    case("identity", lambda x: identity(x), real(2, 3)),
    case("np.copy", lambda x: np.copy(x), real(2, 3)),
    case("x.copy", lambda x: x.copy(), real(2)),
    case("x.astype", lambda x: x.astype(np.float64) + x.astype(np.longdouble), real(2, 3)),
    case("x.astype to a narrower dtype", lambda x: x.astype(x.dtype).astype(np.longdouble), real()),
    case("np.astype", lambda x: np.astype(x, np.longdouble), real(2, 3)),
    case("np.concatenate", lambda x, y: np.concatenate([x, y]), real(2, 3), real(1, 3)),
    case("np.concatenate axis", lambda x, y: np.concatenate((x, y, x), axis=-1), real(2, 3), real(2, 1)),
    case("np.concatenate axis=None", lambda x, y: np.concatenate([x, y], axis=None), real(2, 3), real()),
    case("np.concatenate with constants", lambda x: np.concatenate([[0, 1], x, np.zeros(0, np.int8)]), real(2)),
    case("np.concatenate of nothing", lambda x, y: np.concatenate([x, y]), real(0), real(2)),
    case("np.stack", lambda x, y: np.stack([x, y]), real(2, 3), real(2, 3)),
    case("np.stack axis", lambda x, y: np.stack([x, y], axis=-1), real(2, 3), real(2, 3)),
    case("np.stack axis=1", lambda x, y: np.stack((x, y, x), 1), real(2, 3), real(2, 3)),
    case("np.stack of numbers", lambda x, y: np.stack([x, y, np.float16(2)]), real(), real()),
    case("np.append", lambda x, y: np.append(x, y), real(2), real(2, 2)),
    case("np.append axis", lambda x, y: np.append(x, y, axis=1), real(2, 1), real(2, 2)),
    case("np.vstack", lambda x, y: np.vstack([x, y]), real(3), real(2, 3)),
    case("np.hstack", lambda x, y: np.hstack([x, y]), real(2, 1), real(2, 3)),
    case("np.hstack of vectors", lambda x, y: np.hstack([x, y]), real(2), real()),
    case("np.dstack", lambda x, y: np.dstack([x, y]), real(2, 3), real(2, 3)),
    case("np.dstack of vectors", lambda x, y: np.dstack([x, y]), real(3), real(3)),
    case("np.column_stack", lambda x, y: np.column_stack([x, y]), real(3), real(3, 2)),
    case("np.tile", lambda x: np.tile(x, 2), real(3)),
    case("np.tile of a matrix", lambda x: np.tile(x, (2, 3)), real(2, 1)),
    case("np.tile with more axes", lambda x: np.tile(x, (2, 1, 3)), real(2, 2)),
    case("np.tile with fewer axes", lambda x: np.tile(x, (3,)), real(2, 2)),
    case("np.tile of a number", lambda x: np.tile(x, 3), real()),
    case("np.tile never", lambda x: np.tile(x, (0, 2)), real(2)),
    case("np.flip", lambda x: np.flip(x), real(2, 3)),
    case("np.flip axis", lambda x: np.flip(x, 0), real(2, 3)),
    case("np.flip axes", lambda x: np.flip(x, (0, -1)), real(2, 3)),
    case("np.fliplr", lambda x: np.fliplr(x), real(2, 3)),
    case("np.flipud", lambda x: np.flipud(x), real(2, 3)),
    *(case(f"np.rot90 k={k}", lambda x, k=k: np.rot90(x, k), real(2, 3)) for k in (-1, 0, 1, 2, 3, 5)),
    case("np.rot90 axes", lambda x: np.rot90(x, axes=(2, 0)), real(2, 3, 2)),
    case("np.roll", lambda x: np.roll(x, 2), real(2, 3)),
    case("np.roll axis", lambda x: np.roll(x, -1, axis=1), real(2, 3)),
    case("np.roll axes", lambda x: np.roll(x, (1, -2), axis=(0, 1)), real(2, 3)),
    case("np.roll one shift", lambda x: np.roll(x, 1, axis=(0, 1)), real(2, 3)),
    case("np.roll shifts by an array", lambda x: np.roll(x, np.array([1, 2]), axis=(0, 1)), real(2, 3)),
    case("np.pad", lambda x: np.pad(x, 1), real(2, 3)),
    case("np.pad pair", lambda x: np.pad(x, (1, 2)), real(2, 3)),
    case("np.pad pairs", lambda x: np.pad(x, ((1, 0), (0, 2))), real(2, 3)),
    case("np.pad value", lambda x: np.pad(x, ((1, 0), (0, 2)), constant_values=3), real(2, 3)),
    *(
        case(f"np.pad {mode}", lambda x, mode=mode: np.pad(x, ((1, 2), (0, 1)), mode=mode), apart(3, 2))
        for mode in ("edge", "reflect", "symmetric", "wrap", "maximum", "minimum", "mean", "linear_ramp")
    ),
    case("np.pad far", lambda x: np.pad(x, ((5, 7), (0, 1)), mode="reflect"), real(3, 2)),
    case("np.pad constants", lambda x: np.pad(x, 1, constant_values=((1, 2), (3, 4))), real(2, 3)),
    case("np.pad a learned constant", lambda x, c: np.pad(x * c, 1, constant_values=c), real(2, 3), real()),
    case("np.pad learned constants", lambda x, c: np.pad(x * c[0], 2, constant_values=c), real(2, 3), real(2)),
    case("np.pad dict", lambda x: np.pad(x, {1: 2, 0: (0, 1)}), real(2, 3)),
    case("np.pad odd", lambda x: np.pad(x, ((2, 1), (1, 0)), "reflect", reflect_type="odd"), real(3, 2)),
    case("np.pad odd, symmetric", lambda x: np.pad(x, ((3, 1), (1, 2)), "symmetric", reflect_type="odd"), real(3, 2)),
    case("np.pad a mean of some", lambda x: np.pad(x, 2, "mean", stat_length=((2, 1), (3, 9))), real(3, 4)),
    *(case(f"np.reshape {o}", lambda x, o=o: np.reshape(x, (3, -1), o), real(2, 3, 4)) for o in "FA"),
    *(case(f"np.ravel {o}", lambda x, o=o: np.ravel(x, o), real(2, 3, 4)) for o in "FAK"),
    case("x.reshape F", lambda x: x.reshape(3, 2, order="F"), real(2, 3)),
    case("np.atleast_3d", lambda x, y, z: np.atleast_3d(x, y, z), real(), real(2), real(2, 3)),
    case("np.matrix_transpose", lambda x: np.matrix_transpose(x), real(2, 3, 4)),
    case("np.unstack", lambda x: np.unstack(x, axis=1), real(2, 3)),
    case("np.dsplit", lambda x: np.dsplit(x, 2), real(2, 3, 4)),
    case("np.concatenate dtype", lambda x: np.concatenate([x, [1]], dtype=np.longdouble), real(2)),
    case("np.stack dtype", lambda x: np.stack([x, np.ones(2)], dtype=np.longdouble), real(2)),
    case("np.vstack dtype", lambda x: np.vstack([x, x], dtype=np.longdouble), real(2)),
    case("np.hstack dtype", lambda x: np.hstack([x, x], dtype=np.longdouble), real(2)),
    case("np.triu", lambda x: np.triu(x), real(3, 3)),
    case("np.triu k", lambda x: np.triu(x, 1), real(2, 3)),
    case("np.triu of a stack", lambda x: np.triu(x, k=-1), real(2, 3, 3)),
    case("np.triu of a vector", lambda x: np.triu(x), real(3)),
    case("np.tril", lambda x: np.tril(x), real(3, 3)),
    case("np.tril k", lambda x: np.tril(x, -1), real(3, 2)),
    *(
        case(f"np.split {cut} axis={axis}", lambda x, cut=cut, axis=axis: np.split(x, cut, axis=axis), real(4, 6))
        for cut, axis in [(2, 0), (3, 1), (3, -1), ([1, 3], 0), ([2], 1), ([-2], 1), ([0, 4], 0), ((1, 9), 0), ([], 0)]
    ),
    case("np.split at an array", lambda x: np.split(x, np.array([1, 2])), real(4)),
    case("np.array_split", lambda x: np.array_split(x, 3), real(5, 2)),
    case("np.array_split into more", lambda x: np.array_split(x, 4), real(2)),
    case("np.vsplit", lambda x: np.vsplit(x, 2), real(4, 2)),
    case("np.hsplit", lambda x: np.hsplit(x, 2), real(2, 4)),
    case("np.hsplit of a vector", lambda x: np.hsplit(x, [1]), real(4)),
]
test_rules = every_check(CASES)


def test_wrong_shapes_are_told_with_the_line():
    x = Tensor(np.zeros((2, 3)), requires_grad=True)
    wrong = {
        "reshape": lambda: x.reshape(4),
        "transpose": lambda: x.transpose(0, 2),
        "squeeze": lambda: np.squeeze(x, 0),
        "broadcast_to": lambda: np.broadcast_to(x, (3, 2)),
        "concatenate": lambda: np.concatenate([x, np.zeros((2, 2))]),
        "stack": lambda: np.stack([x, np.zeros(2)]),
        "split": lambda: np.split(x, 2, axis=1),
    }
    for name, call in wrong.items():
        with pytest.raises(ValueError, match=name) as caught:
            call()
        assert "test_shaping.py" in str(caught.value), name


@pytest.mark.parametrize(
    ("wrong", "kind", "text"),
    [
        (lambda x: np.pad(x, 1, mode="median"), NotImplementedError, "'median', which has no rule"),
        (lambda x: np.pad(x, 1, mode=lambda *args: None), NotImplementedError, "which has no rule"),
        (lambda x: np.pad(x, 3, mode="reflect", reflect_type="odd"), NotImplementedError, "at most 1 entries"),
        (lambda x: np.pad(x, 1, mode="edge", constant_values=3), ValueError, "'edge' with constant_values"),
        (lambda x: np.pad(x, 1, mode="mean", end_values=3), ValueError, "its one option is stat_length"),
        (lambda x: np.pad(x, -1), ValueError, "none is negative"),
        (lambda x: np.pad(x, 1.5), ValueError, "whole numbers"),
        (lambda x: np.pad(x[:0], 1, mode="mean"), ValueError, "axis 0, which is empty"),
        (lambda x: np.reshape(x, (2, 1), order="K"), ValueError, "reshape in the order 'K'"),
    ],
)
def test_paddings_and_orders_that_are_not_there(wrong, kind, text):
    with pytest.raises(kind, match=text) as caught:
        wrong(Tensor([1.0, 2.0], requires_grad=True))
    assert "test_shaping.py" in str(caught.value)


@pytest.mark.parametrize("order", ["C", "F", "A", "K"])
@pytest.mark.parametrize("axes", [(0, 1, 2), (2, 1, 0), (1, 0, 2)])
def test_the_order_of_entries_is_numpys_for_arrays_of_any_layout(order, axes):
    array = np.transpose(np.arange(24.0).reshape(2, 3, 4), axes)
    t = Tensor(0.0)
    t.data = array
    assert t.data.strides == array.strides
    np.testing.assert_array_equal(np.ravel(t, order).data, np.ravel(array, order))
    np.testing.assert_array_equal(t.flatten(order).data, array.flatten(order))
    if order != "K":
        np.testing.assert_array_equal(np.reshape(t, (6, 4), order).data, np.reshape(array, (6, 4), order))


def test_conversion_to_what_has_no_gradient():
    x = Tensor([1.5, -2.5], requires_grad=True)
    assert not x.astype(int).requires_grad
    assert not x.astype(bool).requires_grad
    assert x.astype(int).data.tolist() == [1, -2]
    with pytest.raises(TypeError, match="complex"):
        x.astype(complex)


def test_a_conversion_that_changes_nothing():
    x = Tensor([1.5], requires_grad=True)
    assert x.astype(float, copy=False) is x
    assert x.astype(float) is not x
