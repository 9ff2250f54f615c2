"""What is computed in one step, as an equation: in symbols, and the same with numbers in their places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from weakref import proxy

from ...graph import Node
from ..formulas import algebra
from ..formulas.expressions import Constant, Expression, Name
from ..formulas.presentation import present
from ..formulas.reading import Reading
from ..formulas.spelling import Speller
from ..formulas.symbols import Symbol, expression_of
from ..read_only import read_only
from .printers import StepPrinter, StepTexPrinter, StepTextPrinter

if TYPE_CHECKING:
    from .steps import Step
    from .trace import Trace

#: The most messages whose sum is written out.
_TERMS = 4


@dataclass(frozen=True)
class ShownFormula:
    """A formula for a terminal and for a page: Unicode text, and TeX without dollar signs."""

    text: str
    tex: str


@dataclass(frozen=True)
class Rule:
    """What a step computes.

    ``symbols`` is an equation, like z̄ = ȳ y (1 − y); for one of several messages to z, z̄ += ȳ y (1 − y).
    ``numbers`` is its right side with numbers in the places of the names, and what that comes to. Large arrays are
    shown there by their shapes, like [32×50].
    """

    symbols: ShownFormula
    numbers: ShownFormula


class Rules:
    """The formulas of a trace: for each value, each message and each error signal."""

    def __init__(self, trace: Trace) -> None:
        # Weakly, for the trace holds its rules: so it dies, and the graph with it, when the last name for it goes.
        self._trace: Trace = proxy(trace)
        labels = trace.labels
        self._reading = Reading(trace.names, lambda node: Symbol(Name(node.shape, labels[node]), node.dtype))
        names = {*labels.values(), *trace.names.all()}
        self.speller = Speller(sorted(names))
        self._letters = "".join(letter for letter in "ijklmnpqrs" if letter not in names)
        self._nodes = {label: node for node, label in labels.items()}
        self._messages: dict[tuple[Node, int], Expression] = {}
        self._presented: dict[tuple[Node, int], Expression] = {}

    @property
    def constants(self) -> Mapping[str, Any]:
        """The constants that have appeared in formulas by a name."""
        return self._reading.values

    def name(self, node: Node, bar: bool = False) -> Name:
        """What a node, or its error signal, is called in formulas."""
        return Name(node.shape, self._trace.labels[node], bar)

    def value(self, node: Node) -> Expression:
        """What a node computes its value by."""
        return self._reading.value(node).expression

    def message(self, node: Node, position: int) -> Expression:
        """What a node computes its message to the input at ``position`` by."""
        edge = node, position
        if edge not in self._messages:
            bar = Symbol(self.name(node, bar=True), node.dtype)
            self._messages[edge] = self._reading.message(node, position, bar)
        return self._messages[edge]

    def bar(self, node: Node) -> Expression | None:
        """What a node's error signal is the sum of; None where that is too many messages, or only what is given."""
        arrivals, seeds = self._trace.arrivals[node], self._trace.seeds
        if not arrivals or self._trace.expected(node) > _TERMS:
            return None
        given = [expression_of(seeds[node])] if node in seeds else []
        return algebra.add(*given, *(self.message(*arrival.edge) for arrival in arrivals))

    def array_of(self, constant: Constant) -> Any:
        """A constant array: its name where it has one, else the array itself."""
        return self._reading.names_of_arrays.get(constant.identity, constant.array)

    def present(self, formula: Expression) -> Expression:
        """A formula as it is shown: sums over axes as sums over indices."""
        return present(formula, self._letters)

    def value_of(self, name: Name) -> Any:
        """The array that a name in a formula stands for."""
        node = self._nodes.get(name.name)
        if node is None:
            return self._reading.values[name.name]
        return (self._trace.bars if name.bar else self._trace.values)[node]

    def of(self, step: Step) -> Rule:
        """What a step computes."""
        if step.action == "fires":
            formula = self.bar(step.node)
        elif step.position is None:
            formula = self.value(step.node)
        else:
            formula = self.message(step.node, step.position)
        shown = None if formula is None else self._shown(step, formula)
        text, tex = StepTextPrinter, StepTexPrinter
        return Rule(
            ShownFormula(self._symbols(step, shown, text), self._symbols(step, shown, tex)),
            ShownFormula(self._numbers(step, formula, text), self._numbers(step, formula, tex)),
        )

    def _shown(self, step: Step, formula: Expression) -> Expression:
        """The formula of a step as it is shown. Where a single message arrives, the firing shows the same again."""
        edge = step.edge
        if step.action == "fires" and step.expected == 1:
            (edge,) = step.waited_for
        if edge is None:
            return self.present(formula)
        if edge not in self._presented:
            self._presented[edge] = self.present(formula)
        return self._presented[edge]

    def _symbols(self, step: Step, shown: Expression | None, printer_class: type[StepPrinter]) -> str:
        """The equation in symbols, and in parentheses what must not be 0 for it to hold."""
        printer = printer_class(self.speller, self.array_of)
        sums = step.position is not None and step.expected > 1
        left = printer.write(self.name(step.subject, bar=step.phase == "backward"))
        if shown is not None:
            right = printer.write(shown) + "".join(map(printer.beside, printer.side_conditions(shown)))
        elif step.expected == 1:
            right = printer.numeral(step.result)[0]
        else:
            right = printer.words(f"the sum of {step.expected} messages")
        return f"{left} {printer.plus_equals() if sums else '='} {right}"

    def _numbers(self, step: Step, formula: Expression | None, printer_class: type[StepPrinter]) -> str:
        """The right side in numbers, and what it comes to."""
        printer = printer_class(self.speller, self.array_of, self.value_of)
        result = printer.numeral(step.result)[0]
        if step.action == "fires":
            numbers = printer.added(self._terms(step.node, printer))
        else:
            assert formula is not None
            numbers = printer.numbers(formula)
        return result if numbers == result else f"{numbers} = {result}"

    def _terms(self, node: Node, printer: StepPrinter) -> list[str]:
        """The numbers that an error signal is the sum of, the first few and the last."""
        messages = [arrival.message for arrival in self._trace.arrivals[node]]
        if node in self._trace.seeds:
            messages.insert(0, self._trace.seeds[node])
        if len(messages) <= _TERMS:
            return [printer.numeral(message)[0] for message in map(read_only, messages)]
        ends = [printer.numeral(message)[0] for message in map(read_only, (*messages[:2], messages[-1]))]
        return [*ends[:2], printer.dots(), ends[2]]
