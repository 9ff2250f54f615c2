"""Single formulas, for the step-through: a value's, a message's, a name; each in TeX, in text and in MathML."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from autograd.graph import Node

from .expressions import Constant, Expression, Name
from .mathml import mathml
from .plain import TextPrinter
from .presentation import present, rebuilt
from .printing import is_small
from .reading import Naming, Reading
from .spelling import Speller
from .symbols import Symbol
from .tex import TexPrinter


@dataclass(frozen=True)
class Formula:
    """A formula that can be written down in several ways."""

    expression: Expression
    speller: Speller = field(default_factory=Speller, repr=False, compare=False)

    @property
    def tex(self) -> str:
        """In TeX, without dollar signs; side conditions, as for a division, stand behind it."""
        printer = TexPrinter(self.speller)
        conditions = (rf" \quad ({condition})" for condition in printer.side_conditions(self.expression))
        return printer.write(self.expression) + "".join(conditions)

    @property
    def text(self) -> str:
        """In plain Unicode text, for a terminal."""
        printer = TextPrinter(self.speller)
        conditions = (f"  ({condition})" for condition in printer.side_conditions(self.expression))
        return printer.write(self.expression) + "".join(conditions)

    @property
    def mathml(self) -> str:
        """As a MathML element, which browsers typeset themselves. Needs latex2mathml."""
        return mathml(self.tex)

    def text_with(self, shown: Callable[[str, bool], str | None]) -> str:
        """In plain text with something else in the place of names, such as their numbers.

        ``shown(name, bar)`` gives what to write for a name, or for its error signal; None for the name itself.

        >>> product = Symbol(Name((), "z", bar=True)) * Symbol(Name((), "x"))
        >>> Formula(product.expression).text_with(lambda name, bar: "0.5" if bar else "(−2)")
        '0.5 (−2)'
        """
        return _Replacing(self.speller, shown).write(self.expression)


class _Replacing(TextPrinter):
    def __init__(self, speller: Speller, shown: Callable[[str, bool], str | None]) -> None:
        super().__init__(speller)
        self.shown = shown

    def name(self, x: Name) -> str:
        replaced = self.shown(x.name, x.bar)
        return super().name(x) if replaced is None else replaced


def rule_formula(node: Node, position: int, names: Naming) -> Formula:
    """The message that a node sends to one of its inputs: the bar rule in symbols, with the reader's names.

    Where an input was broadcast, the formula has the sum that the engine takes.

    Parameters
    ----------
    node
        What fires.
    position
        Which of ``node.inputs`` receives the message.
    names
        What values are called. The node's output and inputs, where they have no name, are called what the rule calls
        them.

    Examples
    --------
    >>> from autograd import Tensor
    >>> from autograd.views.names import Names
    >>> w = Tensor(2.0, requires_grad=True, name="w")
    >>> z = w * Tensor(3.0, name="x")
    >>> rule_formula(z.node, 0, Names.collect([z.node])).text
    'z̄ x'
    """
    reading = _reading(node, names)
    bar = Symbol(Name(node.shape, _name(node, node, names), bar=True), node.dtype)
    return _finished(reading.message(node, position, bar), reading)


def value_formula(node: Node, names: Naming) -> Formula:
    """How a node's value is computed from its inputs; of a leaf, its name."""
    reading = _reading(node, names)
    if node.primitive is None:
        return name_formula(_name(node, node, names), node.shape)
    return _finished(reading.value(node).expression, reading)


def name_formula(name: str, shape: tuple[int, ...] = (), *, bar: bool = False) -> Formula:
    r"""A name alone, or the sign for its error signal; a vector's is bold.

    >>> name_formula("W1", (3, 2), bar=True).tex
    '\\overline{W_{1}}'
    """
    return Formula(Name(shape, name, bar))


def _reading(node: Node, names: Naming) -> Reading:
    def value_of(other: Node) -> Symbol:
        return Symbol(Name(other.shape, _name(other, node, names)), other.dtype)

    return Reading(names, value_of)


def _name(value: Node, node: Node, names: Naming) -> str:
    """The name of a node or of one of its inputs; for want of one, what the node's primitive calls it."""
    name = names.of(value)
    if name is not None:
        return name
    if node.primitive is None or value is node:
        return "z" if node.primitive is None else node.primitive.output
    return node.primitive.input_name(node.inputs.index(value))


def _finished(expression: Expression, reading: Reading) -> Formula:
    def with_names(x: Expression) -> Expression:
        if isinstance(x, Constant) and (x.identity in reading.names_of_arrays or not is_small(x.array)):
            name = reading.names_of_arrays.setdefault(x.identity, "c")
            return Name(x.shape, name, is_mask=x.array.dtype == bool)
        return rebuilt(x, with_names)

    expression = with_names(expression)
    taken = {part.name for part in expression.walk() if isinstance(part, Name)}
    free = "".join(letter for letter in "ijklmnpqrs" if letter not in taken)
    return Formula(present(expression, free), Speller(taken))
