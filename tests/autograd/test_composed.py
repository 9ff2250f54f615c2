"""NumPy functions made of primitives; those about shapes, indices and products are with their rule pages."""

import numpy as np
import pytest

from autograd import Tensor
from tests.autograd.case import apart, case, every_check, fixed, positive, real

WEIGHTS = np.array([0.5, 1.0, 2.0])

CASES = [
    case("np.nan_to_num", lambda x: np.nan_to_num(x), real(2, 3)),
    case("np.average", lambda x: np.average(x), real(2, 3)),
    case("np.average axis", lambda x: np.average(x, axis=(0, 1)), real(2, 3)),
    case("np.average weights", lambda x: np.average(x, axis=1, weights=WEIGHTS.astype(np.float16)), real(2, 3)),
    case("np.average of all, weights", lambda x, w: np.average(x, weights=w), real(2, 3), positive(2, 3)),
    case("np.average of an axis, weights", lambda x, w: np.average(x, axis=0, weights=w), real(3, 2), positive(3)),
    case("np.ptp", lambda x: np.ptp(x), apart(2, 3)),
    case("np.ptp axis", lambda x: np.ptp(x, axis=-1), apart(2, 3)),
    case("np.diff", lambda x: np.diff(x), real(2, 4)),
    case("np.diff twice", lambda x: np.diff(x, 2, axis=0), real(4, 2)),
    case("np.diff never", lambda x: np.diff(x, 0) + 0 * x, real(3)),
]
test_rules = every_check(CASES)


def test_replaced_numbers_receive_no_error_signal():
    x = Tensor([1.0, np.nan, np.inf, -np.inf], requires_grad=True)
    z = np.nan_to_num(x, nan=7.0, posinf=8.0, neginf=9.0)
    assert z.tolist() == [1, 7, 8, 9]
    z.sum().backward()
    assert x.bar.tolist() == [1, 0, 0, 0]


def test_weights_without_an_axis_are_one_for_each_entry():
    with pytest.raises(TypeError, match=r"average[\s\S]*need an axis[\s\S]*test_composed.py"):
        np.average(Tensor(np.ones((2, 3)), requires_grad=True), weights=np.ones(3))


def test_the_range_of_entries_that_tie():
    x = Tensor([1.0, 3.0, 3.0, 1.0], requires_grad=True)
    np.ptp(x).backward()
    assert x.bar.tolist() == [-0.5, 0.5, 0.5, -0.5]


def test_differences_of_constants_are_constants():
    assert np.diff(Tensor([1.0, 4.0])).node is None


@pytest.mark.parametrize("f", [np.nan_to_num, np.ptp, np.diff])
def test_lists_of_numbers_are_numpys(f):
    assert isinstance(f([1.0, 2.0]), np.ndarray | np.generic)


def test_one_row_is_not_spread_by_accident():
    """The weights of np.average belong to one axis."""
    x = fixed([[1.0, 2.0], [3.0, 4.0]])(None)
    t = Tensor(x, requires_grad=True)
    np.testing.assert_allclose(
        np.average(t, axis=0, weights=[1.0, 3.0]).data, np.average(x, axis=0, weights=[1.0, 3.0])
    )
