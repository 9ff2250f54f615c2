"""From a graph to equations: which values have a line of their own, and what stands in each line."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import count
from typing import Any

import numpy as np

from ..graph import Node, firing_order
from . import algebra
from .equations import Equation
from .expressions import Constant, Expression, Name
from .names import Names
from .presentation import present, rebuilt
from .printing import is_small
from .reading import Reading
from .spelling import Speller
from .symbols import Symbol

#: An unnamed value that is used several times is repeated up to this size (see `Expression.size`).
REPEATED = 4
#: An unnamed value is written inside others up to this size.
FOLDED = 40


class Deriver:
    """Finds the equations for ``roots`` and all that they were computed from.

    Values without a name are folded into those that use them, unless they would make long formulas: then they are given
    the names v_1, v_2, ...
    """

    def __init__(self, roots: list[Node], names: Names) -> None:
        self.roots, self.names = roots, names
        self.order = firing_order(roots)
        self.uses: dict[Node, int] = defaultdict(int)
        for node in self.order:
            for parent in node.parents():
                self.uses[parent] += 1
        too_long: set[Node] = set()
        while True:
            long_bars = self._derive(too_long)
            if not long_bars:
                break
            too_long |= long_bars
        self._finish()

    def _derive(self, too_long: set[Node]) -> set[Node]:
        """Fills in the formulas; returns the nodes whose error signals, folded, were too long."""
        self.symbols: dict[Node, Symbol] = {}
        self.own_names: dict[Node, str] = {}
        self.right_sides: dict[Node, Expression] = {}
        self.reading = Reading(self.names, self.symbols.__getitem__)
        self._taken = {name for node in self.order if (name := self.names.of(node))}
        numbers, constants = count(1), count(1)
        for node in reversed(self.order):
            formula = None if node.primitive is None else self.reading.value(node).expression
            name = self.names.of(node) or self._generated(node, formula, too_long)
            if formula is not None and name is not None:
                self.right_sides[node] = formula
            if name is not None:
                self.own_names[node] = name
                formula = Name(node.shape, name)
            self.symbols[node] = Symbol(formula, node.dtype)
        return self._derive_bars()

    def _generated(self, node, formula, too_long):
        if node in self.roots:
            return self._fresh("L", count(1) if len(self.roots) > 1 else None)
        if formula is None or node in too_long or formula.size > FOLDED or (self.uses[node] > 1 and formula.size > REPEATED):
            return self._fresh("v", count(1))
        return None

    def _fresh(self, stem, numbers):
        name = stem if numbers is None and stem not in self._taken else next(n for i in (numbers or count(1)) if (n := f"{stem}_{i}") not in self._taken)
        self._taken.add(name)
        return name

    def _derive_bars(self):
        messages = defaultdict(list)
        self.bars = {}
        long = set()
        for root in self.roots:
            messages[root].append((np.inf, 0, algebra.fit(algebra.number(1), root.shape)))
        for node in self.order:
            bar = algebra.add(*(m for *_, m in sorted(messages[node], key=lambda m: m[:2])))
            self.bars[node] = bar
            name = self.own_names.get(node)
            if name is None and bar.size > FOLDED:
                long.add(node)
            if node.primitive is None:
                continue
            bar = Symbol(bar if name is None else Name(node.shape, name, True), node.dtype)
            for position, parent in enumerate(node.inputs):
                if type(parent) is Node:
                    messages[parent].append((node.number, position, self.reading.message(node, position, bar)))
        return long

    def _finish(self):
        speller = Speller(self._taken)
        fin = lambda x: present(self._named(x))
        self.forward = tuple(Equation(Name(n.shape, self.own_names[n]), fin(x), speller) for n, x in self.right_sides.items())
        self.backward = tuple(Equation(Name(n.shape, self.own_names[n], True), fin(self.bars[n]), speller) for n in self.order if n in self.own_names)

    def _named(self, x):
        if isinstance(x, Constant):
            name = self.reading.constants.get(x.identity)
            if name is None and not is_small(x.array):
                name = self.reading.constants[x.identity] = self._fresh("c", count(1))
            return x if name is None else Name(x.shape, name)
        return rebuilt(x, self._named)
