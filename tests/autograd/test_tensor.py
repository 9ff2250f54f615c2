"""Tensor: what it holds, what it refuses, and what can be set on it."""

import copy
import pickle

import numpy as np
import pytest
from hypothesis import given
from hypothesis.extra import numpy as hnp

from autograd import GradientError, Tensor, no_grad


def leaf(value, **options):
    return Tensor(np.array(value, dtype=float), requires_grad=True, **options)


# --- making one ---


@pytest.mark.parametrize(
    ("data", "dtype", "shape"),
    [
        (2, np.int64, ()),
        (2.5, np.float64, ()),
        (True, np.bool_, ()),
        (2 + 1j, np.complex128, ()),
        ([1, 2], np.int64, (2,)),
        ([[1.0], [2.0]], np.float64, (2, 1)),
        ((1.0, 2), np.float64, (2,)),
        ([], np.float64, (0,)),
        (range(3), np.int64, (3,)),
        (np.float16(2), np.float16, ()),
        (np.ones((2, 0, 3), np.float32), np.float32, (2, 0, 3)),
        (np.array(3, np.longdouble), np.longdouble, ()),
        (np.ones(2, np.uint8), np.uint8, (2,)),
        (np.ones(2, ">f8"), np.dtype(">f8"), (2,)),
        ([Tensor(1.0), Tensor(2.0)], np.float64, (2,)),
    ],
)
def test_data_is_kept_as_given(data, dtype, shape):
    t = Tensor(data)
    assert type(t.data) is np.ndarray
    assert (t.dtype, t.shape) == (dtype, shape)
    assert (t.data.dtype, t.data.shape) == (dtype, shape)
    assert (t.ndim, t.size, t.nbytes) == (len(shape), int(np.prod(shape)), t.data.nbytes)
    assert not t.requires_grad
    assert t.bar is None
    assert t.name is None
    assert t.is_leaf


@given(hnp.arrays(hnp.floating_dtypes(), hnp.array_shapes(min_dims=0, min_side=0)))
def test_any_array_of_floats(array):
    for requires_grad in (False, True):
        t = Tensor(array, requires_grad)
        assert (t.dtype, t.shape) == (array.dtype.newbyteorder("=") if not array.ndim else array.dtype, array.shape)
        np.testing.assert_array_equal(t.data, array)


@pytest.mark.parametrize(
    "data", ["text", None, object(), {}, np.array(["a"]), np.array([object()]), np.datetime64("now")]
)
def test_what_holds_no_numbers_is_refused(data):
    with pytest.raises(TypeError, match=r"a tensor holds numbers, not .*\n  at .*test_tensor.py.*\n  Hint"):
        Tensor(data)


@pytest.mark.parametrize("data", [10**30, [[1, -(10**30)]], [0.5, 10**30]])
def test_integers_that_no_array_holds_are_refused(data):
    with pytest.raises(OverflowError, match=r"too large for an array's integers.*\n  at .*test_tensor.py.*\n.*float\("):
        Tensor(data)
    with pytest.raises(TypeError, match="holds numbers"):
        Tensor(np.array([1, 2], object))


def test_a_mask_is_not_forgotten():
    with pytest.raises(TypeError, match=r"masked array.*\n.*test_tensor.py.*\n.*filled"):
        Tensor(np.ma.array([1.0, 2.0], mask=[False, True]))
    assert type(Tensor(np.ma.array([1.0, 2.0]).filled(0)).data) is np.ndarray


def test_nor_is_a_gradient_forgotten_among_masked_arrays():
    """numpy.ma looks for the array in an attribute of its own choice."""
    x, masked = Tensor([1.0, 2.0], requires_grad=True), np.ma.array([1.0, 2.0], mask=[False, True])
    with pytest.raises(TypeError, match=r"masked array.*\n.*test_tensor.py.*\n.*filled"):
        x * masked
    for operation in (lambda: masked * x, lambda: np.ma.exp(x), lambda: np.ma.add(x, 1.0)):
        with pytest.raises(GradientError, match="cannot become a plain array"):
            operation()


def test_rows_of_different_lengths_are_refused():
    with pytest.raises(ValueError, match=r"no array.*\n  at .*test_tensor.py.*\n  Hint: all rows must have the same"):
        Tensor([[1.0], [2.0, 3.0]])


@pytest.mark.parametrize("data", [3, [1, 2], True, np.ones(2, np.uint8), 1j])
def test_only_floats_can_require_a_gradient(data):
    with pytest.raises(
        TypeError, match=r"only floats can require a gradient.*\n  at .*test_tensor.py.*\n.*astype\(float\)"
    ):
        Tensor(data, requires_grad=True)
    t = Tensor(data)
    with pytest.raises(TypeError, match="only floats"):
        t.requires_grad_()
    assert not t.requires_grad
    np.testing.assert_array_equal(t.data, data)


def test_a_name_is_a_string():
    for wrong in (3, b"w", ["w"]):
        with pytest.raises(TypeError, match="name is a string"):
            Tensor(1.0, name=wrong)
    t = leaf(1.0, name="w")
    assert (t.name, t.node.name) == ("w", "w")
    t.name = "v"
    assert (t.name, t.node.name) == ("v", "v")
    with pytest.raises(TypeError, match="name is a string"):
        t.name = 3
    t.name = None
    assert t.name is None


def test_leaves_own_their_array_and_constants_share_it():
    array = np.ones(3)
    assert not np.may_share_memory(leaf(array).data, array)
    assert Tensor(array).data is array


def test_a_tensor_of_a_tensor_that_wants_a_gradient():
    """The gradient would be lost without a word."""
    x = leaf(2.0)
    with pytest.raises(GradientError, match="detach"):
        Tensor(x)
    assert Tensor(x.detach()).data == 2
    assert Tensor(x.detach(), requires_grad=True).data == 2


# --- the array ---


def test_the_array_of_a_number_is_one_array():
    x = leaf(3.0)
    assert x.data is x.data
    x.data[...] = 4
    assert x.data == 4
    (x * x).backward()
    assert x.bar == 8


def test_setting_the_data_of_a_leaf():
    x = leaf([1.0, 2.0])
    node = x.node
    x.data = [3, 4]
    assert x.data.tolist() == [3, 4]
    assert x.dtype == np.float64
    x.data -= 1
    (x * x).sum().backward()
    assert x.bar.tolist() == [4, 6]
    assert x.node is node


def test_the_data_of_a_leaf_keeps_shape_and_dtype():
    x = Tensor(np.ones(2, np.float32), requires_grad=True)
    x.data = np.array([1.5, 2.5])
    assert x.dtype == np.float32
    for wrong in (1.0, [1.0, 2.0, 3.0], [[1.0, 2.0]]):
        with pytest.raises(ValueError, match=r"data of shape .* given to a tensor of shape \(2,\).*\n.*test_tensor.py"):
            x.data = wrong
    with pytest.raises(TypeError, match="holds numbers"):
        x.data = "text"
    with pytest.raises(TypeError, match="complex"):
        x.data = np.array([1j, 2j])
    assert x.data.tolist() == [1.5, 2.5]


def test_the_data_of_a_constant_may_become_anything():
    t = Tensor([1.0, 2.0])
    t.data = [[3]]
    assert (t.shape, t.dtype) == ((1, 1), np.int64)


def test_the_data_of_what_was_computed_stays():
    z = leaf(2.0) * 3
    with pytest.raises(GradientError, match=r"computed by multiply; its data cannot be replaced.*\n.*\n.*detach"):
        z.data = 5.0
    assert z.data == 6


def test_item_and_tolist():
    assert leaf([[1.0, 2.0]]).item(0, 1) == 2
    assert type(leaf(2.0).item()) is float
    assert leaf([1.0, 2.0]).tolist() == [1, 2]
    with pytest.raises(ValueError, match="not a single number"):
        leaf([1.0, 2.0]).item()


# --- the bar ---


def test_setting_a_bar():
    x = Tensor(np.ones(2, np.float32), requires_grad=True)
    array = np.array([1.0, 2.0])
    x.bar = array
    assert (type(x.bar), x.bar.dtype) == (np.ndarray, np.float32)
    array[:] = 9
    assert x.bar.tolist() == [1, 2]
    x.sum().backward()
    assert x.bar.tolist() == [2, 3]
    for wrong in (1.0, [1.0], np.ones((2, 1))):
        with pytest.raises(ValueError, match=r"error signal of shape .* given to a tensor of shape \(2,\)"):
            x.bar = wrong
    with pytest.raises(TypeError):
        x.bar = "text"
    assert x.bar.tolist() == [2, 3]


def test_a_constant_can_have_a_bar():
    t = Tensor([1.0, 2.0])
    t.bar = [3, 4]
    assert t.bar.tolist() == [3, 4]
    t.requires_grad_()
    assert t.bar.tolist() == [3, 4]


# --- starting and stopping ---


def test_requires_grad_can_be_switched_on_and_off():
    array = np.ones(2)
    t = Tensor(array, name="t")
    assert t.requires_grad_() is t
    assert t.requires_grad
    assert t.name == "t"
    assert not np.may_share_memory(t.data, array)
    (t * 2).sum().backward()
    t.requires_grad = False
    assert not t.requires_grad
    assert (t * 2).node is None
    assert t.name == "t"
    assert t.bar.tolist() == [2, 2]
    t.requires_grad_(False)
    assert not t.requires_grad


def test_what_was_computed_cannot_stop_requiring_its_gradient():
    z = leaf(1.0) * 2
    with pytest.raises(GradientError, match="detach"):
        z.requires_grad_(False)
    assert z.requires_grad


def test_requires_grad_counts_also_without_recording():
    with no_grad():
        assert Tensor(1.0, requires_grad=True).requires_grad


def test_detach_shares_the_array_and_drops_the_graph():
    x = leaf([1.0, 2.0], name="x")
    d = x.detach()
    assert not d.requires_grad
    assert d.data is x.data
    assert d.name == "x"
    z = (x * d).sum()
    z.backward()
    assert x.bar.tolist() == [1, 2]
    assert d.bar is None


# --- conversion to arrays ---


def test_a_tensor_that_is_differentiated_does_not_become_a_plain_array():
    x = leaf([1.0, 2.0])
    conversions = [
        lambda: np.asarray(x),
        lambda: np.array(x),
        lambda: np.array([x, x]),
        lambda: np.array([x[0], x[1]]),
        lambda: np.asarray(x * 2, dtype=np.float32),
        lambda: np.ones(2).__setitem__(slice(None), x),
        lambda: x.numpy(),
        lambda: np.ascontiguousarray(x),
        lambda: np.asanyarray(x),
    ]
    for convert in conversions:
        with pytest.raises(GradientError, match=r"cannot become a plain array.*\n  at .*test_tensor.py.*\n.*\.data or"):
            convert()


def test_a_constant_becomes_a_plain_array():
    t = Tensor(np.arange(3.0))
    assert np.asarray(t) is t.data
    assert type(np.asarray(Tensor(2.0))) is np.ndarray
    assert np.asarray(t, dtype=np.float32).dtype == np.float32
    assert not np.may_share_memory(np.array(t), t.data)
    assert np.array([t, t]).shape == (2, 3)
    assert np.array([Tensor(1.0), Tensor(2.0)]).tolist() == [1, 2]
    assert t.numpy() is t.data
    with pytest.raises(ValueError, match="copy"):
        np.array(t, dtype=np.float32, copy=False)


# --- copies ---


def test_deep_copies_are_leaves_of_their_own():
    x = leaf([1.0, 2.0], name="x")
    (x * x).sum().backward()
    y = copy.deepcopy(x)
    assert y.data.tolist() == [1, 2]
    assert y.bar.tolist() == [2, 4]
    assert (y.name, y.requires_grad) == ("x", True)
    for one, other in ((x.data, y.data), (x.bar, y.bar)):
        assert not np.may_share_memory(one, other)
    (y * 3).sum().backward()
    assert x.bar.tolist() == [2, 4]
    assert y.bar.tolist() == [5, 7]
    assert y.node is not x.node


def test_deep_copies_keep_what_is_one_thing_one_thing():
    x = leaf(1.0)
    a, b = copy.deepcopy([x, x])
    assert a is b
    assert copy.deepcopy(Tensor([1, 2])).data.tolist() == [1, 2]


def test_deep_copies_of_a_leaf_whose_bar_has_a_graph():
    x = leaf(3.0)
    (x * x * x).backward(create_graph=True)
    y = copy.deepcopy(x)
    assert float(y.bar) == 27
    assert y.data == 3


def test_what_was_computed_is_not_copied_deeply():
    with pytest.raises(GradientError, match=r"only leaves can be copied deeply.*\n  at .*test_tensor.py.*\n.*detach"):
        copy.deepcopy(leaf(1.0) * 2)


def test_a_shallow_copy_is_the_same_value():
    x = leaf(3.0)
    y = copy.copy(x)
    (y * y).backward()
    assert y.node is x.node
    assert x.bar == y.bar == 6
    assert copy.copy(Tensor(2.0)).data == 2


def test_tensors_are_not_pickled():
    """Files of this library hold plain arrays; a graph is not written."""
    for held in (leaf(1.0), Tensor(1.0), [leaf(1.0) * 2]):
        with pytest.raises(TypeError, match=r"cannot be pickled.*\n.*test_tensor.py.*\n  Hint: .*\.data.*state_dict"):
            pickle.dumps(held)


# --- what it looks like ---


@pytest.mark.parametrize(
    ("tensor", "text"),
    [
        (Tensor(2.5), "Tensor(2.5)"),
        (Tensor([1, 2]), "Tensor([1, 2])"),
        (Tensor(np.float32(1)), "Tensor(1., dtype=float32)"),
        (leaf(1.0), "Tensor(1., requires_grad=True)"),
        (leaf([1.0], name="w"), "Tensor([1.], name='w', requires_grad=True)"),
        (leaf(1.0) * 2, "Tensor(2., made_by=multiply)"),
        (Tensor([]), "Tensor([])"),
    ],
)
def test_repr(tensor, text):
    assert repr(tensor) == text
    assert str(tensor) == text


def test_a_large_tensor_is_shown_in_short():
    assert len(repr(Tensor(np.zeros((1000, 1000))))) < 1000


def test_subclasses_keep_their_name_and_compute_tensors():
    class Weight(Tensor):
        __slots__ = ()

    w = Weight([1.0], requires_grad=True)
    assert repr(w).startswith("Weight(")
    assert type(w * 2) is Tensor
    assert type(copy.deepcopy(w)) is Weight


def test_deep_copies_of_a_subclass_have_what_it_hangs_on_its_tensors():
    class Weight(Tensor):
        def __init__(self, data, groups):
            super().__init__(data, requires_grad=True)
            self.groups, self.twin = groups, self

    w = Weight([1.0], [1, 2])
    copied = copy.deepcopy(w)
    assert copied.groups == [1, 2]
    assert copied.groups is not w.groups
    assert copied.twin is copied


def test_nothing_else_can_be_hung_on_a_tensor():
    with pytest.raises(AttributeError):
        leaf(1.0).weight_decay = 3
