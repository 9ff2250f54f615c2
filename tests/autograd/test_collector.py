"""Python's garbage collector beside large graphs."""

import gc

import pytest

from autograd import Tensor
from autograd.collector import GREATEST_PATIENCE, OBJECTS_PER_NODE, relax


@pytest.fixture(autouse=True)
def thresholds():
    before = gc.get_threshold()
    gc.set_threshold(700, 10, 10)
    yield
    gc.set_threshold(*before)


def chain(length):
    x = y = Tensor(1.0, requires_grad=True)
    for _ in range(length):
        y = y * 1.0
    return x, y


def test_small_graphs_leave_it_alone():
    relax(700 // OBJECTS_PER_NODE)
    assert gc.get_threshold() == (700, 10, 10)


def test_after_a_large_graph_it_waits_for_as_many_objects():
    x, y = chain(3_000)
    y.backward()
    assert gc.get_threshold() == (3_001 * OBJECTS_PER_NODE, 10, 10)
    assert x.bar == 1


def test_a_smaller_graph_makes_it_no_less_patient():
    relax(3_000)
    relax(2_000)
    assert gc.get_threshold() == (3_000 * OBJECTS_PER_NODE, 10, 10)


def test_there_is_an_end_to_its_patience():
    relax(10 * GREATEST_PATIENCE)
    assert gc.get_threshold() == (GREATEST_PATIENCE, 10, 10)


def test_it_is_not_called_while_such_a_graph_is_built_again():
    calls = []
    chain(5_000)[1].backward()

    def count(phase, info):
        calls.append(phase)

    gc.collect()
    gc.callbacks.append(count)
    try:
        chain(5_000)[1].backward()
    finally:
        gc.callbacks.remove(count)
    assert len(calls) <= 2, "more than one visit"


@pytest.mark.parametrize("young", [0, GREATEST_PATIENCE + 1])
def test_what_the_user_has_set_is_respected(young):
    gc.set_threshold(young, 10, 10)
    relax(10 * GREATEST_PATIENCE)
    assert gc.get_threshold() == (young, 10, 10)
