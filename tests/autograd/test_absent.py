"""What a tensor has not, though an ndarray or a PyTorch tensor has: the error says what to use."""

import copy

import pytest

from autograd import Tensor

T = Tensor([1.0, 2.0], requires_grad=True)


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("fill", r"\.data"),
        ("sort", r"\.data"),
        ("add_", r"\.data"),
        ("strides", r"t\.data"),
        ("view", r"\.reshape"),
        ("unsqueeze", "np.expand_dims"),
        ("numel", r"\.size"),
        ("cuda", "on the CPU"),
        ("grad_fn", r"\.node"),
        ("median", r"np\.median\(t\)"),
    ],
)
def test_the_error_says_what_to_use(name, hint):
    with pytest.raises(AttributeError, match=rf"'Tensor' object has no .*'{name}'\n.*test_absent.py.*\n.*{hint}"):
        getattr(T, name)


def test_what_tools_look_for_is_told_in_short():
    with pytest.raises(AttributeError, match=r"'Tensor' object has no attribute '_repr_html_'$"):
        T._repr_html_  # noqa: B018
    assert not hasattr(T, "nothing")
    assert copy.deepcopy(T) is not T
