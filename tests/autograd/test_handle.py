"""What is recorded has a derivative."""

import numpy as np
import pytest

from autograd import Tensor, primitive


@pytest.mark.parametrize(
    "operation",
    [
        lambda x: x * 1j,
        lambda x: np.array([1j, 2]) + x,
        lambda x: np.where(x > 0, x, 1j),
        lambda x: x @ np.array([1j, 1]),
    ],
)
def test_complex_numbers_are_refused_where_they_arise(operation):
    """A real error signal could not be sent back through them."""
    x = Tensor([1.0, 2.0], requires_grad=True)
    with pytest.raises(TypeError, match=r"gives \(.*\) complex128.*\n  at .*test_handle.py.*\n.*detach"):
        operation(x)
    assert operation(x.detach()).dtype == np.complex128


def test_an_operation_that_gives_integers_has_no_derivative():
    counted = primitive(lambda x: x.astype(int), name="counted", x_bar=lambda z_bar: z_bar * 0.5)
    x = Tensor([1.0, 2.0], requires_grad=True)
    with pytest.raises(TypeError, match=r"counted .* gives \(2,\) int64"):
        counted(x)
    assert counted(x.detach()).tolist() == [1, 2]
