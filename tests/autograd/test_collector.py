"""Python's garbage collector beside large graphs."""

import gc

import pytest

from autograd import Tensor
from autograd.collector import GREATEST_PATIENCE, Patience


@pytest.fixture(autouse=True)
def thresholds():
    before = gc.get_threshold()
    gc.collect()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


@pytest.fixture
def calls():
    """How often the collector has come."""
    generations = []

    def count(phase, info):
        if phase == "start":
            generations.append(info["generation"])

    gc.callbacks.append(count)
    yield generations
    gc.callbacks.remove(count)


def chain(length):
    x = y = Tensor(1.0, requires_grad=True)
    for _ in range(length):
        y = y * 1.0
    return x, y


def test_it_comes_a_few_times_while_a_graph_grows_and_then_no_more(calls):
    x, y = chain(20_000)
    assert len(calls) <= 12, "doubling 700 eight times is more than the graph's objects"
    y.backward()
    assert x.bar == 1
    del x, y, calls[:]
    chain(20_000)[1].backward()
    assert len(calls) <= 2


def test_it_is_as_patient_as_before_once_something_else_makes_it_come():
    chain(20_000)
    assert gc.get_threshold()[0] > 10_000
    # It comes once for the last of the nodes, and then for these lists only.
    others = [[] for _ in range(4 * gc.get_threshold()[0])]
    assert gc.get_threshold() == (700, 10, 10)
    assert others


def test_small_graphs_that_come_and_go_leave_it_alone():
    for _ in range(2_000):
        chain(10)[1].backward()
    others = [[] for _ in range(10_000)]
    assert gc.get_threshold() == (700, 10, 10)
    assert others


def came_for(patience, nodes):
    """What happens when so many nodes have been made since the last time."""
    patience.number -= nodes
    patience("start", {"generation": 0})


def test_there_is_an_end_to_its_patience():
    patience = Patience()
    for _ in range(20):
        came_for(patience, gc.get_threshold()[0] // 5)
    assert gc.get_threshold() == (GREATEST_PATIENCE, 10, 10)


@pytest.mark.parametrize("young", [900, 2 * GREATEST_PATIENCE])
def test_what_the_user_sets_meanwhile_holds(young):
    patience = Patience()
    came_for(patience, 150)
    assert gc.get_threshold() == (1400, 10, 10)
    gc.set_threshold(young, 10, 10)
    came_for(patience, 0)
    assert gc.get_threshold() == (young, 10, 10)
