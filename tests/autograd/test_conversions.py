"""What Python makes of a tensor: numbers, truth values, indices, lengths. A gradient is not lost in silence."""

import math
import warnings

import numpy as np
import pytest

from autograd import GradientError, GradientWarning, Tensor


def leaf(value):
    return Tensor(np.array(value, dtype=float), requires_grad=True)


def test_conversion_to_numbers():
    assert (float(leaf(2.5)), int(leaf(2.5)), bool(leaf(2.5)), bool(leaf(0.0))) == (2.5, 2, True, False)
    assert float(leaf([[2.5]])) == complex(leaf([2.5])) == 2.5
    assert [10, 20, 30][Tensor(1)] == 20
    assert list(range(Tensor(3))) == [0, 1, 2]
    assert bool(leaf(1.0) > 0)
    assert bool(leaf([[2.0]]))


HERE = r".*\n  at .*test_conversions.py.*\n  Hint: "


@pytest.mark.parametrize(
    ("use", "kind", "text"),
    [
        (lambda t: bool(t), ValueError, r"truth value of a tensor of shape \(2,\) is ambiguous" + HERE + r"use .any\("),
        (lambda t: 1 if t == t else 0, ValueError, r"ambiguous" + HERE),
        (lambda t: float(t), TypeError, r"float\(\) of a tensor of shape \(2,\)" + HERE),
        (lambda t: int(t), TypeError, r"int\(\) of a tensor of shape \(2,\)" + HERE),
        (lambda t: t.item(), ValueError, r"item\(\) of a tensor of shape \(2,\)" + HERE + "name an entry"),
        (lambda t: t.item(5), IndexError, r"item\(t: \(2,\) float64\) failed: index 5" + HERE),
        (lambda t: [1, 2][t], TypeError, r"a tensor \(2,\) float64 where Python wants one whole number" + HERE),
        (lambda t: range(t[0]), TypeError, r"a tensor \(\) float64 where Python wants" + HERE + ".*int"),
        (lambda t: len(t[0]), TypeError, r"len\(\) of a tensor of shape \(\)" + HERE + ".*item"),
        (lambda t: list(t[0]), TypeError, r"iteration of a tensor of shape \(\)" + HERE + ".*item"),
    ],
)
def test_what_is_no_single_number_is_told_with_the_line(use, kind, text):
    with pytest.raises(kind, match=text):
        use(leaf([1.0, 2.0]))


def test_an_empty_tensor_is_neither_true_nor_false():
    with pytest.raises(ValueError, match="ambiguous"):
        bool(Tensor([]))


def test_a_tensor_that_is_differentiated_is_not_written_into_an_array():
    """NumPy shows an error of its own for arrays of floats, and ours as its cause."""
    t = leaf(2.0)
    floats, integers = np.zeros(3), np.zeros(3, int)
    with pytest.raises(ValueError, match="setting an array element") as caught:
        floats[0] = t
    assert isinstance(caught.value.__cause__, GradientError)
    assert "np.stack" in str(caught.value.__cause__)
    with pytest.raises(GradientError, match=r"written into a plain array.*\n  at .*test_conversions.py"):
        integers[0] = t
    assert not floats.any()
    assert not integers.any()
    floats[0], floats[1] = t.item(), t.detach()
    assert floats.tolist() == [2, 2, 0]


def test_a_number_that_was_not_asked_for_by_name_is_a_warning():
    def angle(t):
        return math.exp(t)

    with pytest.warns(GradientWarning, match=r"turned into a plain number.*\n.*np\.exp"):
        assert angle(leaf(1.0)) == math.e
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert angle(Tensor(1.0)) == math.e


def test_numbers_that_are_asked_for_by_name_are_silent():
    t = leaf(1.5)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert (float(t), int(t), math.floor(t), math.trunc(-t), f"{t:.1f}") == (1.5, 1, 1, -1, "1.5")
        assert sum(map(float, [t, t])) == 3


@pytest.mark.parametrize(
    "ask",
    [
        lambda t: np.sum(np.ones(3), initial=t),
        lambda t: np.max(np.ones(3), initial=t),
        lambda t: np.std(np.ones(3), correction=t),
        lambda t: np.interp(5.0, np.ones(3), np.ones(3), right=t),
    ],
)
def test_numpy_is_not_given_a_number_without_its_gradient(ask):
    """As an option of a function that no tensor is the subject of, where no protocol calls the engine."""
    with pytest.raises((GradientError, ValueError)):
        ask(leaf(2.0))
