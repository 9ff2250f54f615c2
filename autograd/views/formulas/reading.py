"""A recorded computation read through its primitives and their bar rules, with symbols in place of arrays."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Protocol

import numpy as np

from autograd.broadcasting import unbroadcast
from autograd.graph import Node
from autograd.primitives import Primitive
from autograd.scattered import Scattered
from autograd.signatures import shape_of
from autograd.tensor import Tensor

from . import readable_primitives  # noqa: F401  (declares what functions and primitives mean on symbols)
from .expressions import Applied, Argument, Expression, Name
from .symbols import Symbol, constant, expression_of, meaning_of


class Naming(Protocol):
    """What knows the names of values, as `autograd.views.names.Names` does."""

    def of(self, value: Any) -> str | None:
        """The name of a node or of a constant; None where it has none."""

    def of_input(self, node: Node, position: int) -> str | None:
        """The name of what stands at ``node.inputs[position]``; None where it has none."""


class Reading:
    """Formulas for the values and messages of a graph, given how its nodes are written."""

    def __init__(self, names: Naming, value_of: Callable[[Node], Symbol]) -> None:
        self.names = names
        self.value_of = value_of
        #: The names of constant arrays, by the arrays' identity.
        self.names_of_arrays: dict[int, str] = {}
        #: The constants that have a name, by that name.
        self.values: dict[str, Any] = {}

    def operand(self, node: Node, position: int) -> Any:
        """A node's input: a symbol, or a number that has no name."""
        entry = node.inputs[position]
        if type(entry) is Node:
            return self.value_of(entry)
        name = self.names.of_input(node, position)
        value = entry._value if isinstance(entry, Tensor) else entry
        if not isinstance(value, np.ndarray | np.generic | int | float):
            value = np.asarray(value)
        if name is not None:
            self.values[name] = value
            return Symbol(Name(np.shape(value), name), np.asarray(value).dtype)
        if np.ndim(value):
            # As it is, also where it is all zeros: the reader looks for every term of the program.
            return Symbol(constant(value), value.dtype)
        return value[()] if isinstance(value, np.ndarray) else value

    def _operands(self, node: Node) -> list[Any]:
        return [self.operand(node, position) for position in range(len(node.inputs))]

    def _params(self, node: Node) -> list[Any]:
        return [self._param(param) for param in node.params]

    def _param(self, param: Any) -> Any:
        """Arrays among the parameters as symbols; their names are put in at the end."""
        if isinstance(param, tuple):
            for part in param:
                self._param(part)
            return param
        name = self.names.of(param) if isinstance(param, np.ndarray | np.generic) else None
        if name is not None:
            self.names_of_arrays[id(param)] = name
            self.values[name] = param
        if isinstance(param, np.ndarray) and param.ndim:
            return Symbol(constant(param), param.dtype)
        if name is not None:
            return Symbol(Name((), name), param.dtype)
        if isinstance(param, np.integer | np.ndarray) and param.dtype.kind in "iu":
            return int(param)
        if isinstance(param, np.ndarray):
            return Symbol(expression_of(param), param.dtype)
        return param

    def value(self, node: Node) -> Symbol:
        """The formula for a computed value, in terms of its inputs."""
        primitive = node.primitive
        assert primitive is not None
        operands, params = self._operands(node), self._params(node)
        try:
            result = meaning_of(primitive)(operands, params)
        except Exception:
            result = None
        if not isinstance(result, Symbol) or result.shape != node.shape:
            result = _opaque(primitive, primitive.name, node.shape, operands, node.params)
        return Symbol(result.expression, node.dtype)

    def message(self, node: Node, position: int, bar: Symbol) -> Expression:
        """What a node sends to one of its inputs when its error signal is ``bar``.

        A rule that does more than NumPy can say on symbols is shown as a function, by its name.
        """
        primitive = node.primitive
        assert primitive is not None
        shape = node.inputs[position].shape
        known = self._known(primitive, node, position)
        variadic = primitive.signature.variadic
        rule = primitive.declared_rules[primitive.inputs[0 if variadic else position]]
        wants = _parameters(rule)
        arguments = [known[want]() for want in wants]
        try:
            message = rule(bar, *arguments)
            if not isinstance(message, Symbol):
                message = Symbol(expression_of(message), bar.dtype)
            message = unbroadcast(message, shape)
        except Exception:
            message = None
        if message is None:
            name = f"{primitive.name}.{primitive.inputs[0 if variadic else position]}_bar"
            message = _opaque(_conforming(rule, shape), name, shape, [bar, *arguments])
        expression: Expression = message.expression
        return expression

    def _known(self, primitive: Primitive, node: Node, position: int) -> Mapping[str, Callable[[], Any]]:
        """By name, what a bar rule may ask for."""
        variadic = primitive.signature.variadic
        known: dict[str, Callable[[], Any]] = {primitive.output: lambda: self.value_of(node), "i": lambda: position}
        for name, param in zip(primitive.signature.params, self._params(node), strict=True):
            known[name] = lambda param=param: param  # type: ignore[misc]
        if variadic is not None:
            known[variadic] = lambda: tuple(map(_as_symbol, self._operands(node)))
            known[f"{variadic}_shape"] = lambda: tuple(map(shape_of, self._operands(node)))
            return known
        for place, name in enumerate(primitive.inputs):
            known[name] = lambda place=place: self.operand(node, place)  # type: ignore[misc]
            known[f"{name}_shape"] = lambda place=place: shape_of(self.operand(node, place))  # type: ignore[misc]
        for name, recipe in primitive.byproducts.items():
            needs = _parameters(recipe, skip=0)
            known[name] = lambda recipe=recipe, needs=needs: recipe(*(known[need]() for need in needs))  # type: ignore[misc]
        return known


@lru_cache(maxsize=1000)
def _parameters(rule: Callable[..., Any], skip: int = 1) -> tuple[str, ...]:
    return tuple(inspect.signature(rule).parameters)[skip:]


def _as_symbol(value: Any) -> Symbol:
    return value if isinstance(value, Symbol) else Symbol(expression_of(value), np.asarray(value).dtype)


def _opaque(
    function: Callable[..., Any], name: str, shape: tuple[int, ...], values: list[Any], params: Any = None
) -> Symbol:
    """A function of symbols shown by its name alone, whose shape is known."""
    arguments = [value.expression for value in values if isinstance(value, Symbol)]
    places = iter(range(len(arguments)))
    template = tuple(Argument(next(places)) if isinstance(value, Symbol) else value for value in values)
    args = template if params is None else (template, params)
    return Symbol(Applied(shape, function, name, tuple(arguments), (), (args, {})))


def _conforming(rule: Callable[..., Any], shape: tuple[int, ...]) -> Callable[..., Any]:
    """A rule whose message is made to fit its receiver, as the engine does it."""

    def message(*args: Any) -> Any:
        result = rule(*args)
        return unbroadcast(result.dense() if isinstance(result, Scattered) else np.asarray(result), shape)

    return message
