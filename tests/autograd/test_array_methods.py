"""A tensor's methods, in the habits of NumPy."""

import numpy as np
import pytest

from autograd import Tensor


def leaf(value):
    return Tensor(np.array(value, dtype=float), requires_grad=True)


A = np.array([[1.5, -2.0, 0.25], [3.0, -0.5, 2.0]])

# --- methods ---

METHODS = {
    "sum": ((), {"axis": 0, "keepdims": True}),
    "mean": ((1, None, None, True), {}),
    "var": ((), {"axis": 0, "ddof": 1}),
    "std": ((), {"axis": (0, 1)}),
    "prod": ((1,), {"initial": 2, "where": A > 0}),
    "max": ((0, None, True), {}),
    "min": ((), {}),
    "cumsum": ((1, np.float32), {}),
    "cumprod": ((0,), {}),
    "reshape": ((3, 2), {}),
    "ravel": (("F",), {}),
    "flatten": ((), {"order": "F"}),
    "transpose": ((1, 0), {}),
    "swapaxes": ((0, 1), {}),
    "squeeze": ((), {}),
    "repeat": ((2,), {"axis": 1}),
    "take": (([0, 7], 1, None, "wrap"), {}),
    "compress": (([True, False],), {"axis": 0}),
    "diagonal": ((1,), {}),
    "trace": ((), {"offset": 1}),
    "dot": ((np.ones(3),), {}),
    "clip": ((-1, 1), {}),
    "astype": ((np.float32,), {}),
    "copy": ((), {}),
    "round": ((1,), {}),
    "argmax": ((), {"axis": 1}),
    "argmin": ((0,), {"keepdims": True}),
    "argsort": ((), {"axis": 0}),
    "all": ((), {"axis": 0}),
    "any": ((), {}),
    "nonzero": ((), {}),
    "item": ((1, 2), {}),
    "tolist": ((), {}),
    "tobytes": ((), {}),
}
WITHOUT_GRADIENT = {"round", "argmax", "argmin", "argsort", "all", "any"}


@pytest.mark.parametrize("name", METHODS)
def test_methods_are_numpys(name):
    args, kwargs = METHODS[name]
    t = leaf(A)
    got, wanted = getattr(t, name)(*args, **kwargs), getattr(A, name)(*args, **kwargs)
    if isinstance(got, Tensor):
        assert got.requires_grad == (name not in WITHOUT_GRADIENT)
        got = got.data
        assert got.dtype == wanted.dtype
    np.testing.assert_array_equal(got, wanted)


@pytest.mark.parametrize("name", ["T", "mT", "real", "ndim", "size", "itemsize", "nbytes", "shape", "dtype"])
def test_attributes_are_numpys(name):
    got, wanted = getattr(leaf(A), name), getattr(A, name)
    np.testing.assert_array_equal(got.data if isinstance(got, Tensor) else got, wanted)


def test_a_flattened_tensor_is_a_copy():
    x = leaf(A)
    assert not np.may_share_memory(x.flatten().data, x.data)


def test_the_conjugate_of_real_numbers():
    x = Tensor([1.0, 2.0], requires_grad=True)
    (x.conj() * x.conjugate() * x.real).sum().backward()
    assert x.bar.tolist() == [3.0, 12.0]
    assert Tensor([1j]).conj().data == [-1j]
