"""What is computed in one step, as a formula: in symbols, and the same with numbers in their places."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from .steps import Step


@dataclass(frozen=True)
class Formula:
    """A formula for a terminal and for a page."""

    text: str
    tex: str


@dataclass(frozen=True)
class Rule:
    """What a step computes, in symbols and in numbers."""

    symbols: Formula
    numbers: Formula


def rule_of(step: Step) -> Rule:
    """The formula of a step."""
    if step.action == "computes":
        text = f"{step.name} = {step.operation}(...)"
    elif step.action == "fires":
        text = f"{step.name}_bar = {' + '.join(['message'] * step.expected)}"
    else:
        text = f"{step.receiver_name}_bar += ({step.operation}'s rule {step.input_name}_bar)"
    formula = Formula(text, rf"\text{{{text}}}")
    return Rule(formula, formula)
