"""The equations of a trace as the player shows them: of each value, each message and each error signal."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from ...graph import Node
from ..formulas.expressions import Constant, Expression, Indexed, Name
from ..formulas.mathml import mathml
from ..formulas.printing import ATOM, SUM, Written
from ..read_only import read_only
from ..stepping.printers import StepPrinter, StepTexPrinter, StepTextPrinter
from .arrays import Arrays
from .questions import question
from .rounding import found_by_reader
from .trees import Tree, filled, sign, tree

if TYPE_CHECKING:
    from ..stepping.trace import Trace

#: The most messages whose sum is written out.
_TERMS = 4
#: Formulas of more parts than this are not shown.
_LONGEST = 400


class Equation(NamedTuple):
    """An equation in symbols, with the numbers in their places, and as text."""

    symbols: Tree
    numbers: Tree | None
    text: str
    #: What can be asked of the message that it makes.
    question: str = "shape"
    #: What it comes to with the numbers that are shown, if a reader is to find it and it is not about the truth.
    found: Any = None


class Equations:
    """Writes the equations of a trace. Numbers in them are indices into ``arrays``."""

    def __init__(self, trace: Trace, arrays: Arrays) -> None:
        self._trace = trace
        self._arrays = arrays
        self._sent: dict[tuple[Node, int], Equation] = {}
        self._rules = trace.rules
        self._names: dict[tuple[str, bool, bool], Tree] = {}
        self._text = StepTextPrinter(self._rules.speller, self._rules.array_of)

    def name(self, node: Node, bar: bool = False) -> Tree:
        """What a node, or its error signal, is called."""
        return self.name_tree(self._rules.name(node, bar))

    def name_tree(self, name: Name) -> Tree:
        """A name in a formula."""
        key = name.name, name.bar, len(name.shape) == 1 and not name.is_scalar
        if key not in self._names:
            self._names[key] = tree(mathml(StepTexPrinter(self._rules.speller, self._rules.array_of).name(name)))
        return self._names[key]

    def value_tree(self, value: Any, bar: bool, name: str) -> Tree:
        """A value in a formula; an array has its name with it."""
        place = self._arrays.place(value)
        if np.ndim(read_only(value)):
            return ["value", place, "bar" if bar else "", name]
        return ["value", place, "bar"] if bar else ["value", place]

    def constant_title(self, name: str | None, constant: Any) -> Tree:
        """What a constant is called, or how it stands in formulas where it has no name."""
        if name is not None:
            return self.name_tree(Name(np.shape(constant), name))
        return tree(mathml(StepTexPrinter(self._rules.speller, self._rules.array_of).numeral(constant)[0]))

    def computed(self, node: Node) -> Equation:
        """What a node computes its value by."""
        result = self.value_tree(self._trace.values[node], False, self._spoken(node))
        return self._equation(self._rules.name(node), "=", self._rules.value(node), result)

    def sent(self, node: Node, position: int) -> Equation:
        """What a node computes its message to the input at ``position`` by."""
        if (node, position) not in self._sent:
            self._sent[node, position] = self._message(node, position)
        return self._sent[node, position]

    def _message(self, node: Node, position: int) -> Equation:
        receiver = node.inputs[position]
        arrivals = self._trace.arrivals[receiver]
        message = next(arrival.message for arrival in arrivals if arrival.edge == (node, position))
        alone = self._trace.expected(receiver) == 1
        formula = self._rules.message(node, position)
        name = self._spoken(receiver, bar=True) if alone else f"message to {self._spoken(receiver)}"
        result = self.value_tree(message, True, name)
        made = self._equation(self._rules.name(receiver, bar=True), "=" if alone else "+=", formula, result)
        if formula.size > _LONGEST:
            return made
        asked = question(formula)
        found = found_by_reader(formula, self._rules.value_of, message) if asked == "number" else None
        return made._replace(question=asked, found=found)

    def total(self, node: Node) -> Equation:
        """What a node's error signal is the sum of."""
        arrivals = self._trace.arrivals[node]
        if self._trace.expected(node) == len(arrivals) == 1:
            # What the message is the error signal is.
            return self.sent(*arrivals[0].edge)
        formula = self._rules.bar(node)
        left, spoken = self.name(node, bar=True), self._spoken(node, bar=True)
        bar = self.value_tree(self._trace.bars[node], True, spoken)
        if not arrivals:
            given = self._text.numeral(self._trace.bars[node])[0]
            return Equation(["mrow", left, ["mo", "="], bar], None, f"{spoken} = {given}")
        terms = self._terms(node)
        numbers = ["mrow", bar, ["mo", "="], *terms] if len(terms) > 1 else None
        if formula is None:
            words = f"the sum of {self._trace.expected(node)} messages"
            return Equation(_row(left, "=", _words(words)), numbers, f"{spoken} = {words}")
        written = self._equation(self._rules.name(node, bar=True), "=", formula, bar)
        return written._replace(numbers=numbers)

    def _spoken(self, node: Node, bar: bool = False) -> str:
        """What a node, or its error signal, is called in plain text."""
        return self._rules.speller.text(self._trace.labels[node], bar=bar)

    def _terms(self, node: Node) -> list[Tree]:
        """The messages that an error signal is the sum of, the first few and the last, with plus signs between."""
        labels = self._trace.labels
        messages = [
            (arrival.message, f"message from {labels[arrival.edge.node]}") for arrival in self._trace.arrivals[node]
        ]
        if node in self._trace.seeds:
            messages.insert(0, (self._trace.seeds[node], "from outside"))
        shown = [self.value_tree(message, True, name) for message, name in messages]
        if len(shown) > _TERMS:
            shown = [*shown[:2], ["mo", "⋯"], shown[-1]]
        return [part for term in shown for part in (["mo", "+"], term)][1:]

    def _equation(self, left: Name, equals: str, right: Expression, result: Tree) -> Equation:
        if right.size > _LONGEST:
            words = "a formula too long to be shown"
            written = _row(self.name_tree(left), equals, _words(words))
            numbers = _row(result, "=", ["mtext", "…"])
            return Equation(written, numbers, f"{self._text.write(left)} {equals} {words}")
        shown = self._rules.present(right)
        conditions = "".join(map(self._text.beside, self._text.side_conditions(shown)))
        text = f"{self._text.write(left)} {equals} {self._text.write(shown)}{conditions}"
        written = _row(self.name_tree(left), equals, _SymbolsPrinter(self).tree(shown))
        numbers = _NumbersPrinter(self).tree(right)
        same = numbers[0] == "value" and numbers[1] == result[1]
        return Equation(written, numbers if same else _row(result, "=", numbers), text)


class _SignPrinter(StepTexPrinter):
    """Writes a formula with a sign in the place of each name, so that formulas of one form are converted once."""

    def __init__(self, equations: Equations, value_of: Callable[[Name], Any] | None) -> None:
        super().__init__(equations._rules.speller, equations._rules.array_of, value_of)
        self._equations = equations
        self._values: list[Tree] = []

    def tree(self, formula: Expression) -> Tree:
        """The formula as MathML."""
        return filled(_converted(self.written_out(formula)), self._values)

    def written_out(self, formula: Expression) -> str:
        """The formula in TeX."""
        return self.write(formula)

    def put(self, value: Tree) -> str:
        """A sign in the place of a part of the formula."""
        self._values.append(value)
        return sign(len(self._values) - 1)


class _SymbolsPrinter(_SignPrinter):
    """Writes a formula in symbols."""

    def __init__(self, equations: Equations) -> None:
        super().__init__(equations, None)

    def written_out(self, formula: Expression) -> str:
        """The formula in TeX, and what must not be 0 for it to hold."""
        return self.write(formula) + "".join(map(self.beside, self.side_conditions(formula)))

    def name(self, x: Name) -> str:
        return self.put(self._equations.name_tree(x))


class _NumbersPrinter(_SignPrinter):
    """Writes a formula with numbers and arrays in the places of names."""

    def __init__(self, equations: Equations) -> None:
        super().__init__(equations, equations._rules.value_of)
        self._scalars: set[str] = set()

    def _name(self, x: Name) -> Written:
        assert self._value_of is not None
        return self._sign(self._value_of(x), x.bar, self.speller.text(x.name, bar=x.bar))

    def _constant(self, x: Constant) -> Written:
        array = self._array_of(x)
        return self._sign(x.array, False, array if isinstance(array, str) else "constant")

    def _indexed(self, x: Indexed) -> Written:
        if isinstance(x.array, Name) and all(type(part) is int for part in x.index):
            assert self._value_of is not None
            return self._sign(read_only(self._value_of(x.array))[x.index], x.array.bar, "")
        return StepPrinter._indexed(self, x)

    def numeral(self, value: Any) -> Written:
        return self._sign(value, False, "constant")

    def joined(self, pieces: Sequence[str]) -> str:
        """Factors side by side, with a dot before each that is a number."""
        text = pieces[0]
        for piece in pieces[1:]:
            dotted = piece[0].isdigit() or piece[0] in self._scalars or piece.startswith(("(", r"\left(", r"\frac"))
            text += rf" \cdot {piece}" if dotted else rf"\,{piece}"
        return text

    def _sign(self, value: Any, bar: bool, name: str) -> Written:
        letter = self.put(self._equations.value_tree(value, bar, name))
        if np.size(value) != 1:
            return letter, ATOM
        self._scalars.add(letter)
        # A negative number needs parentheses where a difference would.
        return letter, SUM if np.asarray(read_only(value)).item() < 0 else ATOM


@lru_cache(maxsize=1000)
def _converted(tex: str) -> Tree:
    return tree(mathml(tex))


def _words(text: str) -> Tree:
    return ["mtext", text.replace(" ", "\N{NO-BREAK SPACE}")]


def _row(left: Tree, equals: str, right: Tree) -> Tree:
    return ["mrow", left, ["mo", equals], right]
