"""From a graph to equations: which values have a line of their own, in which order, and what stands in each line."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from autograd.graph import Node, firing_order

from ..formulas import algebra
from ..formulas.expressions import Constant, Expression, Name
from ..formulas.presentation import present, rebuilt
from ..formulas.printing import is_small
from ..formulas.reading import Reading
from ..formulas.spelling import Speller
from ..formulas.symbols import Symbol
from ..names import Names
from .equations import Equation

#: How much of a formula may be written again because what it stands for has no name (see `Expression.size`).
REPEATED = 6
#: The longest formula of an unnamed value that is written inside others.
FOLDED = 40

#: Where a message is sent from: the number of the line's value, then the way from there through unnamed values.
Origin = tuple[int, ...]


@dataclass
class Formulas:
    """The two formulas of each node, before they are put in lines."""

    #: By node, its name or the formula folded in for it.
    symbols: dict[Node, Symbol] = field(default_factory=dict)
    #: The names of the nodes that have one, the user's or a generated one.
    names: dict[Node, str] = field(default_factory=dict)
    #: The right sides of the forward pass.
    forward: dict[Node, Expression] = field(default_factory=dict)
    #: All error signals, those of unnamed values too.
    bars: dict[Node, Expression] = field(default_factory=dict)


class Deriver:
    """Finds the equations for ``roots`` and all that they were computed from.

    A value without a name is folded into those that use it, unless the formulas would become long or repetitive. Then
    it is called v_1, v_2, ... (with another letter where the reader's names have a v already); an unnamed loss is
    called L, and a constant array that is not small c_1, c_2, ...
    """

    def __init__(self, roots: list[Node], names: Names) -> None:
        self.roots, self.names = list(dict.fromkeys(roots)), names
        spelled = Speller(names.all())
        self.stem = next((letter for letter in "vuaqgsr" if not spelled.is_taken(letter)), "v")
        self.order = firing_order(roots)
        self.uses = Counter(parent for node in self.order for parent in node.parents())
        #: Constant arrays that got a name here, by that name.
        self.unnamed_constants: dict[str, Any] = {}
        named: set[Node] = set()
        while True:
            formulas, unwieldy = self._read(named)
            if not unwieldy:
                break
            named |= unwieldy
        self._put_in_lines(formulas)

    def _read(self, named: set[Node]) -> tuple[Formulas, set[Node]]:
        """The formulas when the nodes in ``named`` get names; and those that should have one too."""
        formulas = Formulas()
        self.reading = Reading(self.names, formulas.symbols.__getitem__)
        self.taken = set(self.names.all())
        self.numbers: dict[str, Iterator[int]] = defaultdict(lambda: count(1))
        #: The constants that appear by a name, by that name.
        self.constants = self.reading.values
        for node in reversed(self.order):
            formula = None if node.primitive is None else self.reading.value(node).expression
            name = self.names.of(node) or self._generated_name(node, formula, named)
            if name is not None:
                formulas.names[node] = name
                if formula is not None:
                    formulas.forward[node] = formula
                formula = Name(node.shape, name)
            assert formula is not None
            formulas.symbols[node] = Symbol(formula, node.dtype)
        return formulas, self._read_bars(formulas)

    def _generated_name(self, node: Node, formula: Expression | None, named: set[Node]) -> str | None:
        if node in self.roots:
            return self._fresh("L", numbered=len(self.roots) > 1)
        if formula is None or node in named or self._is_unwieldy(formula, self.uses[node]):
            return self._fresh(self.stem)
        return None

    @staticmethod
    def _is_unwieldy(formula: Expression, times: int) -> bool:
        """Whether a formula had better be given a name than be written ``times`` times inside others."""
        return formula.size > FOLDED or (formula.size > 1 and formula.size * (times - 1) > REPEATED)

    def _fresh(self, stem: str, numbered: bool = True) -> str:
        name = stem
        while numbered or name in self.taken:
            name, numbered = f"{stem}_{next(self.numbers[stem])}", False
        self.taken.add(name)
        return name

    def _read_bars(self, formulas: Formulas) -> set[Node]:
        """Fills in the error signals; returns the nodes whose error signals are unwieldy while they have no name."""
        unwieldy = set()
        messages: dict[Node, list[tuple[Origin, Expression]]] = defaultdict(list)
        for root in self.roots:
            messages[root].append(((), algebra.fit(algebra.number(1), root.shape)))
        for node in self.order:
            arrived = sorted(messages.pop(node), key=lambda message: message[0])
            bar = formulas.bars[node] = algebra.total(*(message for _, message in arrived))
            origin: Origin = (node.number,)
            if node in formulas.names:
                bar = Name(node.shape, formulas.names[node], bar=True)
            else:
                origin = arrived[0][0]
                if self._is_unwieldy(bar, sum(1 for _ in node.parents())):
                    unwieldy.add(node)
                    # Next time it has a name. With one here, what it sends is no longer than it will be then.
                    bar = Name(node.shape, "", bar=True)
            symbol = Symbol(bar, node.dtype)
            for position, parent in enumerate(node.inputs):
                if type(parent) is Node:
                    message = self.reading.message(node, position, symbol)
                    messages[parent].append(((*origin, position), message))
        return unwieldy

    def _put_in_lines(self, formulas: Formulas) -> None:
        forward = {node: self._shown(formula) for node, formula in formulas.forward.items()}
        lines = self._backward_order(formulas, forward)
        backward = {node: self._shown(formulas.bars[node]) for node in lines}
        # Where two names would be written alike, the first keeps its way.
        speller = Speller([*formulas.names.values(), *sorted(self.taken)])

        def equation(node: Node, right: Expression, bar: bool) -> Equation:
            return Equation(Name(node.shape, formulas.names[node], bar), right, speller)

        self.nodes = {name: node for node, name in formulas.names.items()}
        self.speller = speller
        self.forward = tuple(equation(node, right, False) for node, right in forward.items())
        self.backward = tuple(equation(node, right, True) for node, right in backward.items())

    def _backward_order(self, formulas: Formulas, forward: dict[Node, Expression]) -> list[Node]:
        """Computed values in firing order, and each leaf behind the value that it receives its last message from.

        Leaves that follow the same value are in the order in which the forward pass mentions them.
        """
        last_sender: dict[Node, Node | None] = {}
        sender: Node | None = None
        for node in self.order:
            if node.primitive is not None and node in formulas.names:
                sender = node
            for parent in node.parents():
                last_sender[parent] = sender
        mentioned: dict[str, int] = {}
        for formula in forward.values():
            for part in formula.walk():
                if isinstance(part, Name):
                    mentioned.setdefault(part.name, len(mentioned))
        followers: dict[Node | None, list[Node]] = defaultdict(list)
        for node in self.order:
            if node.primitive is None:
                followers[last_sender.get(node)].append(node)
        lines = []
        for head in (None, *self.order):
            if head is None or (head.primitive is not None and head in formulas.names):
                lines += [head] if head is not None else []
                lines += sorted(followers[head], key=lambda leaf: mentioned.get(formulas.names[leaf], 0))
        return lines

    def _shown(self, formula: Expression) -> Expression:
        return present(self._with_constants_named(formula), self._letters())

    def _letters(self) -> str:
        """The letters that are free for indices."""
        return "".join(letter for letter in "ijklmnpqrs" if letter not in self.taken)

    def _with_constants_named(self, x: Expression) -> Expression:
        if not isinstance(x, Constant):
            return rebuilt(x, self._with_constants_named)
        name = self.reading.names_of_arrays.get(x.identity)
        if name is None:
            if is_small(x.array):
                return x
            name = self.reading.names_of_arrays[x.identity] = self._fresh("c")
            self.unnamed_constants[name] = x.array
        self.constants[name] = x.array
        return Name(x.shape, name, is_mask=x.array.dtype == bool)
