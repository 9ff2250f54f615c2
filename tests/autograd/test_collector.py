"""Python's garbage collector beside large graphs."""

import gc

import pytest

from autograd import Tensor
from autograd.collector import LARGE, PATIENCE, relax


@pytest.fixture(autouse=True)
def thresholds():
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


def test_small_graphs_leave_it_alone():
    relax(LARGE - 1)
    assert gc.get_threshold() == (700, 10, 10)


def test_a_large_graph_makes_it_wait_longer():
    x = Tensor(1.0, requires_grad=True)
    y = x
    for _ in range(LARGE):
        y = y * 1.0
    y.backward()
    assert gc.get_threshold() == (PATIENCE, 10, 10)
    assert x.bar == 1


@pytest.mark.parametrize("young", [0, PATIENCE + 1])
def test_what_the_user_has_set_is_respected(young):
    gc.set_threshold(young, 10, 10)
    relax(LARGE)
    assert gc.get_threshold() == (young, 10, 10)
