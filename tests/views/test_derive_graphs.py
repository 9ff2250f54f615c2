"""Formulas of graphs that nobody thought of: each line, as it is shown, gives the engine's error signal.

Hypothesis draws expression graphs out of operations of every page of rules, with broadcasting, fan-out and unnamed
values.
"""

import importlib
import pkgutil

import numpy as np
import pytest
from hypothesis import given, settings

import autograd.rules
from autograd import Tensor
from autograd.graph import firing_order
from autograd.primitives import Primitive
from autograd.views import derive
from tests.views.lines import checked
from tests.views.random_graphs import BINARY, SHAPES, UNARY, losses
from tests.views.shown import reading

pytestmark = pytest.mark.filterwarnings("ignore::autograd.GradientWarning")


@given(losses())
@settings(max_examples=150)
def test_every_line_holds(loss):
    derivation = derive(loss)
    checked(derivation, loss, rtol=1e-7)
    reading(derivation, loss)
    assert derivation.mathml


@given(losses(), losses())
@settings(max_examples=25)
def test_every_line_holds_for_two_losses(one, other):
    checked(derive(one, other), one, other, rtol=1e-7)


@given(losses())
@settings(max_examples=40)
def test_names_are_told_apart(loss):
    """A name has one line, and no line uses a name that has none and is no constant."""
    derivation = derive(loss)
    assert len(derivation.forward) == len(derivation.forward_equations)
    assert len(derivation.backward) == len(derivation.backward_equations)
    signals = [equation.left for equation in derivation.backward_equations]
    for equation in derivation.backward_equations:
        used = {part for part in equation.right.walk() if getattr(part, "bar", False)}
        assert used <= set(signals[: signals.index(equation.left)]), "an error signal is used before it is known"


def test_operations_of_every_page_of_rules_are_drawn():
    values = [Tensor(np.ones(shape), requires_grad=True) for shape in SHAPES]
    pages = set()
    for operation in UNARY.values():
        pages |= {page for x in values for page in pages_of(operation(x))}
    for operation in BINARY.values():
        for x in values:
            for y in values:
                try:
                    pages |= pages_of(operation(x, y))
                except (ValueError, IndexError, TypeError):
                    continue
    assert pages >= set(pages_that_declare_primitives())


def pages_that_declare_primitives():
    for page in pkgutil.iter_modules(autograd.rules.__path__):
        module = importlib.import_module(f"autograd.rules.{page.name}")
        if any(isinstance(value, Primitive) and value.__module__ == module.__name__ for value in vars(module).values()):
            yield page.name


def pages_of(result):
    """The pages of rules of the primitives that a result was computed by."""
    primitives = {node.primitive for node in firing_order([result.node])} - {None}
    return {primitive.__module__.rpartition(".")[2] for primitive in primitives}
