"""The calls of elementwise operations, spelled out: scalar programs make millions of them.

They do what `Primitive.__call__` does, without the steps that an operation of one or two inputs and no parameters does
not need; and they are plain functions, so that a tensor's operators can be these very functions.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from . import primitives
from .primitives import PLAIN, Primitive
from .recording import anywhere, state


class Unary(Primitive):
    """An elementwise operation of one input."""

    def __init__(self, *declaration: Any) -> None:
        super().__init__(*declaration)
        self._method = _unary(self)

    @property
    def method(self) -> Callable[..., Any]:
        """This operation as a plain function of one input."""
        return self._method

    def __call__(self, x: Any) -> Any:
        return self._method(x)


class Binary(Primitive):
    """An elementwise operation of two inputs."""

    def __init__(self, *declaration: Any) -> None:
        super().__init__(*declaration)
        self._method = _binary(self)

    @property
    def method(self) -> Callable[..., Any]:
        """This operation as a plain function of two inputs."""
        return self._method

    @property
    def reflected(self) -> Callable[..., Any]:
        """This operation as a plain function of its second and its first input: the operator of the right operand."""
        operation = self._method
        return lambda y, x: operation(x, y)

    def __call__(self, x: Any, y: Any) -> Any:
        return self._method(x, y)


def _unary(self: Unary) -> Callable[[Any], Any]:
    forward, keep = self.forward, self.keeper(1)
    general = super(Unary, self).__call__

    def operation(x: Any) -> Any:
        if not isinstance(x, primitives.Tensor):
            return general(x)
        value, node = x._data, x._node
        try:
            z = forward(value)
        except Exception as error:
            raise self.failed([(self.inputs[0], value)], error) from error
        if node is None or (anywhere.pauses and not state.recording):
            return primitives.constant(z)
        return primitives.record(self, z, (node,), (), keep(z, (value,), (), ()))

    return operation


def _binary(self: Binary) -> Callable[[Any, Any], Any]:
    forward, keep, keep_for_x, keep_for_y = self.forward, self.keeper(3), self.keeper(1), self.keeper(2)
    keeps_nothing, keeps_inputs = not self.keeps, self.keeps == self.inputs
    general = super(Binary, self).__call__

    def operation(x: Any, y: Any) -> Any:
        if isinstance(x, primitives.Tensor):
            x_value, x_node = x._data, x._node
            if isinstance(y, primitives.Tensor):
                y_value, y_node = y._data, y._node
            else:
                y_value, y_node = y if type(y) in PLAIN else self.operand(y), None
        elif isinstance(y, primitives.Tensor):
            y_value, y_node = y._data, y._node
            x_value, x_node = x if type(x) in PLAIN else self.operand(x), None
        else:
            return general(x, y)
        values = (x_value, y_value)
        try:
            z = forward(x_value, y_value)
        except Exception as error:
            raise self.failed(list(zip(self.inputs, values, strict=True)), error) from error
        if anywhere.pauses and not state.recording:
            return primitives.constant(z)
        if x_node is None:
            if y_node is None:
                return primitives.constant(z)
            x_input = x if isinstance(x, primitives.Tensor) else x_value
            return primitives.record(self, z, (x_input, y_node), (), keep_for_y(z, values, (), ()))
        if y_node is None:
            y_input = y if isinstance(y, primitives.Tensor) else y_value
            return primitives.record(self, z, (x_node, y_input), (), keep_for_x(z, values, (), ()))
        kept = () if keeps_nothing else values if keeps_inputs else keep(z, values, (), ())
        return primitives.record(self, z, (x_node, y_node), (), kept)

    return operation
