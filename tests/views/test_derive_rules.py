"""Every bar rule of every primitive, read on symbols: the formula gives what the rule gives on numbers.

The graphs are those of the tables by which the rules themselves are tested.
"""

import importlib
import pkgutil

import numpy as np
import pytest

import autograd.rules
import tests.autograd.rules
import tests.autograd.test_composed
from autograd import Tensor
from autograd.graph import firing_order
from autograd.primitives import Primitive
from autograd.rules.shaping import identity
from autograd.views import derive
from autograd.views.formulas.expressions import Applied, Expression
from tests.autograd.case import case, real
from tests.views.lines import checked
from tests.views.shown import reading

PAGES = [f"autograd.rules.{page.name}" for page in pkgutil.iter_modules(autograd.rules.__path__)]
TABLES = [f"tests.autograd.rules.{page.name}" for page in pkgutil.iter_modules(tests.autograd.rules.__path__)]
TABLES.append("tests.autograd.test_composed")
COMPOSED = tests.autograd.test_composed.CASES
#: Operations that no table calls because no function of NumPy's means them.
OTHERS = [case("identity", identity, real(2, 3))]
CASES = [
    pytest.param(made, id=f"{table.rpartition('test_')[2]}: {made}")
    for table in TABLES
    for name in ("CASES", "ON_PURPOSE")
    for made in getattr(importlib.import_module(table), name, [])
] + [pytest.param(made, id=str(made)) for made in OTHERS]


def loss_of(case):
    """The case's loss on named leaves, or None where its result is a constant."""
    leaves = [Tensor(x, requires_grad=True, name=name) for x, name in zip(case.inputs(), "xyuvw")]
    loss = case.loss(leaves)
    return loss if isinstance(loss, Tensor) and loss.requires_grad else None


def shown_by_name(expression: Expression) -> set[str]:
    return {part.name for part in expression.walk() if isinstance(part, Applied)}


@pytest.mark.filterwarnings("ignore::autograd.GradientWarning")
@pytest.mark.parametrize("case", CASES)
def test_formulas_give_what_the_rules_give(case):
    loss = loss_of(case)
    if loss is None:
        return
    derivation = checked(derive(loss), loss)
    if case not in COMPOSED:
        # Of what is composed of many operations, not every line can be read by the tests' reader of TeX.
        reading(derivation, loss)
    if str(case) == "x[True] of a number":
        return  # a truth value as the index of a number is shown by its name only
    for equation in derivation.backward_equations:
        opaque = {name for name in shown_by_name(equation.right) if name.endswith("_bar")}
        assert not opaque, f"{equation.text}: the rule could not be read"


def test_every_rule_is_read():
    """No primitive of the library is missing from the tables above, and none of its inputs."""
    declared = {
        (value, position)
        for page in PAGES
        for value in vars(importlib.import_module(page)).values()
        if isinstance(value, Primitive)
        for position in range(len(value.inputs))
    }
    read = set()
    for parameters in CASES:
        loss = loss_of(*parameters.values)
        for node in firing_order([loss.node]) if loss is not None else ():
            if node.primitive is not None:
                for position, parent in enumerate(node.inputs):
                    if hasattr(parent, "primitive"):
                        read.add((node.primitive, 0 if node.primitive.variadic else position))
    assert len(declared) > 80
    missing = sorted(f"{primitive.name}, {primitive.input_name(position)}" for primitive, position in declared - read)
    assert not missing


def test_unbroadcasting_is_part_of_the_formula():
    x, y = Tensor(np.ones((2, 1)), requires_grad=True), Tensor(np.ones(3), requires_grad=True)
    z = x + y
    loss = np.sum(z * z)
    derivation = checked(derive(loss), loss)
    assert [equation.text for equation in derivation.backward_equations[-2:]] == ["x̄ = Σᵢ z̄[:, i]", "ȳ = Σᵢ z̄ᵢ"]
