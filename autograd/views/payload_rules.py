"""The equations of a trace as the player shows them: of each value, each message and each error signal."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from ..graph import Node
from .payload_arrays import Arrays
from .payload_formulas import Tree

if TYPE_CHECKING:
    from .trace import Trace


class Equation(NamedTuple):
    """An equation in symbols, with the numbers in their places, and as text."""

    symbols: Tree
    numbers: Tree | None
    text: str


class Rules:
    """Interim: plain text."""

    def __init__(self, trace: Trace, arrays: Arrays) -> None:
        self._trace = trace
        self._arrays = arrays

    def name(self, node: Node) -> Tree:
        return ["mi", self._trace.labels[node]]

    def bar_name(self, node: Node) -> Tree:
        return ["mover", self.name(node), ["mo", "¯"]]

    def constant_name(self, name: str | None, constant: Any) -> Tree:
        return ["mi", name or "const"]

    def computed(self, node: Node) -> Equation:
        return Equation(["mrow", self.name(node), ["mo", "="], ["mtext", node.operation]], None, "text")

    def sent(self, node: Node, position: int) -> Equation:
        return Equation(["mrow", self.bar_name(node.inputs[position]), ["mo", "="], ["mtext", "rule"]], None, "rule")

    def total(self, node: Node) -> Equation:
        return Equation(["mrow", self.bar_name(node), ["mo", "="], ["mtext", "sum"]], None, "rule")
