"""What is computed in one step, as an equation: in symbols, and the same with numbers in their places."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from ..graph import Node
from . import algebra
from .expressions import Constant, Expression, Name
from .presentation import present
from .read_only import read_only
from .reading import Reading
from .spelling import Speller
from .step_printers import StepPrinter, StepTexPrinter, StepTextPrinter
from .symbols import Symbol

if TYPE_CHECKING:
    from .steps import Step
    from .trace import Trace

#: The most messages whose sum is written out.
_TERMS = 4


@dataclass(frozen=True)
class Formula:
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

    symbols: Formula
    numbers: Formula


class Rules:
    """The formulas of a trace: for each value, each message and each error signal."""

    def __init__(self, trace: Trace) -> None:
        self._trace = trace
        self._reading = Reading(trace.names, lambda node: Symbol(self.name(node), node.dtype))
        names = {*trace.labels.values(), *trace.names.all()}
        self.speller = Speller(sorted(names))
        self._letters = "".join(letter for letter in "ijklmnpqrs" if letter not in names)
        self._nodes = {label: node for node, label in trace.labels.items()}

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
        return self._reading.message(node, position, Symbol(self.name(node, bar=True), node.dtype))

    def bar(self, node: Node) -> Expression | None:
        """What a node's error signal is the sum of; None where that is too many messages, or one from outside."""
        arrivals = self._trace.arrivals[node]
        if node in self._trace.seeds or len(arrivals) > _TERMS:
            return None
        return algebra.add(*(self.message(*arrival.edge) for arrival in arrivals))

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
        texts = [self._written(step, printer) for printer in (StepTextPrinter, StepTexPrinter)]
        (symbols, numbers), (symbols_tex, numbers_tex) = texts
        return Rule(Formula(symbols, symbols_tex), Formula(numbers, numbers_tex))

    def _written(self, step: Step, printer_class: type[StepPrinter]) -> tuple[str, str]:
        """The equation in symbols, and the one in numbers."""
        plain = printer_class(self.speller, self.array_of)
        node, sign = step.node, "="
        result = plain.numeral(step.result)[0]
        if step.action == "fires":
            left, right = self.name(node, bar=True), self._bar_written(step, plain)
            terms = self._terms(node, plain)
            numbers = f"{plain.added(terms)} = {result}" if len(terms) > 1 else result
        else:
            if step.position is None or step.receiver is None:
                left, formula = self.name(node), self.value(node)
            else:
                left, formula = self.name(step.receiver, bar=True), self.message(node, step.position)
                sign = "=" if step.expected == 1 else plain.plus_equals()
            right = plain.write(self.present(formula))
            numbers = printer_class(self.speller, self.array_of, self.value_of).numbers(formula)
            numbers = numbers if numbers == result else f"{numbers} = {result}"
        return f"{plain.write(left)} {sign} {right}", numbers

    def _bar_written(self, step: Step, printer: StepPrinter) -> str:
        formula = self.bar(step.node)
        if formula is not None:
            return printer.write(self.present(formula))
        if step.expected == 1:
            return printer.numeral(step.result)[0]
        return printer.words(f"the sum of {step.expected} messages")

    def _terms(self, node: Node, printer: StepPrinter) -> list[str]:
        """The numbers that an error signal is the sum of, the first few and the last."""
        messages = [arrival.message for arrival in self._trace.arrivals[node]]
        if node in self._trace.seeds:
            messages.insert(0, self._trace.seeds[node])
        if len(messages) <= _TERMS:
            return [printer.numeral(message)[0] for message in map(read_only, messages)]
        ends = [printer.numeral(message)[0] for message in map(read_only, (*messages[:2], messages[-1]))]
        return [*ends[:2], printer.dots(), ends[2]]
