"""Error signals that are zero almost everywhere."""

import numpy as np
import pytest

from autograd.scattered import Scattered, add_at, is_basic

INDICES = [0, -1, slice(1, 3), (slice(None), 1), ..., None, (), [0, 0, 2], np.array([1, 1]), (np.array([0, 2]), [1, 1])]
INDICES += [np.array([True, False, True]), True, (None, 1), np.array(1), (0, np.array([2, 2, 0]))]


@pytest.mark.parametrize("index", INDICES, ids=repr)
def test_sums(index):
    shape = (3, 3)
    values = np.ones(np.zeros(shape)[index].shape)
    wanted = np.zeros(shape)
    np.add.at(wanted, index, values)
    scattered = Scattered(values, index, shape)
    np.testing.assert_array_equal(scattered.dense(), wanted)
    own = np.ones(shape)
    assert scattered.added_to(own, owned=True) is own
    np.testing.assert_array_equal(own, wanted + 1)
    foreign = np.ones(shape)
    foreign.flags.writeable = False
    np.testing.assert_array_equal(scattered.added_to(foreign, owned=False), wanted + 1)


def test_dtypes():
    scattered = Scattered(np.ones(2, np.float32), [0, 0], (3,))
    assert scattered.dtype == np.float32
    assert scattered.dense().dtype == np.float32
    assert scattered.astype(np.float64).dense().tolist() == [2, 0, 0]


def test_a_number_in_an_array_without_axes():
    assert Scattered(np.float64(2), (), ()).dense() == 2


def test_repeated_places_are_counted():
    assert add_at(np.zeros(2), [0, 0, 1], np.ones(3)).tolist() == [2, 1]


@pytest.mark.parametrize(
    ("index", "basic"),
    [
        (0, True),
        ((0, ..., None, slice(3)), True),
        (np.int64(1), True),
        (True, False),
        ([0], False),
        (np.array(0), False),
    ],
)
def test_which_indices_name_no_place_twice(index, basic):
    assert is_basic(index) is basic
