"""How a picture writes an operation: a sign where mathematics has one, else its name."""

from __future__ import annotations

import inspect
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

import numpy as np

from autograd.graph import Node
from autograd.primitives import Primitive

from .. import numerals, text

#: Operations written between their two operands.
_BETWEEN = {
    "add": "+",
    "subtract": "\N{MINUS SIGN}",
    "multiply": "×",
    "divide": "/",
    "power": "^",
    "matmul": "@",
    "remainder": "%",
}
_SIGNS = {
    **_BETWEEN,
    "negative": "\N{MINUS SIGN}",
    "sum": "Σ",
    "prod": "Π",
    "sigmoid": "σ",
    "sqrt": "√",
    "absolute": "|·|",
    "square": "(·)²",
    "transpose": "(·)ᵀ",
    "inv": "(·)⁻¹",
    "power 2": "(·)²",
    "power 3": "(·)³",
    "power 0.5": "√",
}
#: Parameters whose effect the shape of the result shows.
_SHOWN_BY_SHAPE = frozenset({"shape", "keepdims", "order", "dtype"})


def is_ordered(node: Node) -> bool:
    """Whether an operation stands between two operands that cannot change places."""
    return node.operation in _BETWEEN and node.operation not in ("add", "multiply")


def operation(node: Node, literals: Mapping[int, Any]) -> str:
    """What a node did, with some of its inputs, by position, written into it: plain numbers, and names.

    >>> from autograd import Tensor
    >>> x = Tensor([1.0, 2.0], requires_grad=True)
    >>> [operation((0.5 * x).node, {0: 0.5}), operation((x - 1).node, {1: 1}), operation((x**2).node, {1: 2})]
    ['0.5 ×', '− 1', '(·)²']
    >>> operation((x - 1).node, {1: "one"}), operation((x - 1).node, {0: "x", 1: 1})
    ('− one', 'x − 1')
    >>> [operation(np.maximum(0, x).node, {0: 0}), operation(x.sum(axis=0).node, {})]
    ['maximum(0, ·)', 'Σ axis=0']
    """
    name = node.operation
    written = {
        position: text.line(value, 12) if isinstance(value, str) else numerals.number(value)
        for position, value in literals.items()
    }
    if name == "power" and f"power {literals.get(1)!r}" in _SIGNS:
        return _SIGNS[f"power {literals[1]!r}"]
    sign = _SIGNS.get(name, name)
    if written and name in _BETWEEN:
        return " ".join(filter(None, [written.get(0), sign, written.get(1)]))
    if name == "getitem":
        return text.line(f"[{_index(node.params[0])}]", 24)
    options = _options(node)
    if written:
        operands = [written.get(position, "·") for position in range(len(node.inputs))]
        return f"{sign}({', '.join(operands + options)})"
    return " ".join([sign, *options])


def _options(node: Node) -> list[str]:
    """The parameters that were not left at their defaults, where they are short."""
    if node.primitive is None:
        return []
    defaults = _defaults(node.primitive)
    named = zip(node.primitive.signature.params, node.params, strict=True)
    return [
        text.line(f"{name}={value}", 24)
        for name, value in named
        if name not in _SHOWN_BY_SHAPE and _is_short(value) and defaults.get(name, ...) != value
    ]


@lru_cache(maxsize=1000)
def _defaults(primitive: Primitive) -> dict[str, Any]:
    if not inspect.isfunction(primitive.forward):
        return {}
    parameters = inspect.signature(primitive.forward).parameters
    return {name: parameter.default for name, parameter in parameters.items()}


def _is_short(value: Any) -> bool:
    if isinstance(value, tuple):
        return all(map(_is_short, value))
    return isinstance(value, int | float | str)


def _index(index: Any) -> str:
    """An index as it is written between brackets."""
    if isinstance(index, tuple):
        return ", ".join(map(_index, index))
    if isinstance(index, slice):
        start, stop, step = ("" if part is None else str(part) for part in (index.start, index.stop, index.step))
        return f"{start}:{stop}" + (f":{step}" if step else "")
    if index is Ellipsis:
        return "…"
    return str(index) if index is None or isinstance(index, int | np.integer) else "array"
