"""Every rule that the engine has stands in a table of cases."""

import importlib
import pkgutil
from pathlib import Path

import pytest

import autograd
import autograd.rules
from autograd import Primitive, Tensor
from autograd.graph import Node
from tests.autograd import test_composed
from tests.autograd.case import leaves, nodes_of

PAGES = [
    importlib.import_module(f"autograd.rules.{page.name}") for page in pkgutil.iter_modules(autograd.rules.__path__)
]
MODULES = [
    importlib.import_module(f"tests.autograd.rules.{path.stem}")
    for path in sorted(Path(__file__).parent.glob("test_*.py"))
    if path.stem != "test_every_rule"
]
TABLES = [module for module in [*MODULES, test_composed] if hasattr(module, "CASES")]

#: A slope changed on purpose, and a step that warns of its slope of 0: test_units.py holds them to what they promise.
NO_DERIVATIVE = {autograd.sigmoid_with_slope_constant, autograd.hard_threshold}

RULES = {
    f"{made.name}, {x}_bar": (made, position)
    for page in PAGES
    for made in vars(page).values()
    if isinstance(made, Primitive) and made not in NO_DERIVATIVE
    for position, x in enumerate(made.inputs)
}


def edges(outputs):
    """Each rule that a backward pass from these tensors runs: a primitive and the position of an input."""
    return {
        (node.primitive, 0 if node.primitive.variadic else position)
        for node in nodes_of(outputs)
        for position, parent in enumerate(node.inputs)
        if isinstance(parent, Node)
    }


@pytest.fixture(scope="module")
def covered():
    return set().union(*(edges(case.outputs(leaves(case.inputs()))) for table in TABLES for case in table.CASES))


@pytest.mark.parametrize("name", RULES)
def test_every_rule_is_in_a_table(name, covered):
    assert RULES[name] in covered


def test_rule_pages_are_found():
    assert len(RULES) > 100
    assert len({made for made, _ in RULES.values()}) > 80


def test_every_page_of_rules_has_a_page_of_tests():
    with_rules = {
        page.__name__.rpartition(".")[2] for page in PAGES if any(isinstance(v, Primitive) for v in vars(page).values())
    }
    with_tests = {table.__name__.rpartition("test_")[2] for table in TABLES}
    assert with_rules <= with_tests


def test_a_case_is_run_on_tensors():
    case = TABLES[0].CASES[0]
    assert all(isinstance(z, Tensor) for z in case.outputs(leaves(case.inputs())))
