"""Declaring an operation: a forward function, and one bar rule for each differentiable input.

For z = x * y the declaration says, and only says,

    multiply = primitive(operator.mul, implements=np.multiply,
                         x_bar=lambda z_bar, y: z_bar * y,
                         y_bar=lambda z_bar, x: z_bar * x)

A rule is a pure expression in plain NumPy. What it needs it asks for by name: the error signal of the output
(``z_bar``), the output (``z``), an input's value (``x``), an input's shape only (``x_shape``), or another parameter of
the forward function (``axis``). So the engine knows what to keep for the backward pass, and keeps nothing else.

Because a rule is nothing but that, the same line is run on arrays (numbers), on tensors (higher-order gradients), on
symbols (the formula a reader sees) and on other array libraries.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from functools import partial
from typing import Any, overload
from weakref import ref

import numpy as np

from . import errors
from .graph import Node, next_number
from .provenance import user_frame
from .recording import state
from .signatures import Signature, adapt, keeper, rule_parameters

#: What NumPy's functions, and methods of ufuncs such as ``(np.add, "reduce")``, mean on tensors; see dispatch.py.
implementations: dict[Any, Callable[..., Any]] = {}

Rule = Callable[..., Any]


class Primitive:
    """An operation that is recorded. Made by `primitive`; called like its forward function.

    Called on tensors it gives a tensor; called on arrays and numbers alone it gives what the forward function gives.
    """

    def __init__(
        self,
        forward: Callable[..., Any],
        name: str,
        rules: Mapping[str, Rule],
        byproducts: Mapping[str, Callable[..., Any]],
    ) -> None:
        self.forward = forward
        self.name = name
        self.__name__ = self.__qualname__ = name
        self.__doc__ = forward.__doc__
        self.__module__ = getattr(forward, "__module__", None) or __name__
        self.byproducts = dict(byproducts)
        self.signature = Signature.of(forward, tuple(rule.removesuffix("_bar") for rule in rules), name)
        self.inputs = self.signature.inputs
        self.bind, self.evaluate = self.signature.bind, self.signature.evaluate
        self._declare_rules(rules)

    def _declare_rules(self, rules: Mapping[str, Rule]) -> None:
        ordered = {name: rules[f"{name}_bar"] for name in self.inputs}
        outputs, self._wants = set(), {}
        for name, rule in ordered.items():
            output, self._wants[name] = rule_parameters(rule, f"{name}_bar", self.name)
            outputs.add(output)
        if len(outputs) > 1 or outputs & {*self.inputs, *self.signature.params}:
            raise TypeError(
                f"primitive {self.name}: the rules must agree on one name for the output, other than an input's; "
                f"their first parameters are named after {', '.join(sorted(outputs))}"
            )
        self.output = next(iter(outputs), "z")
        wanted = [want for name in self.inputs for want in self._wants[name] if want != "i"]
        recipes = [need for want in wanted for need in self._recipe(want)]
        #: The names of the values that rules ask for, in the order in which a node keeps them.
        self.keeps: tuple[str, ...] = tuple(dict.fromkeys(wanted + recipes))
        #: One function ``(bar, *kept)`` for each input; a variadic primitive's takes ``(bar, i, *kept)``.
        self.rules: tuple[Rule, ...] = tuple(
            adapt(ordered[name], self._wants[name], self.keeps) for name in self.inputs
        )
        #: The rules as they were declared, by input name.
        self.declared_rules = ordered
        self._keepers: dict[int, Callable[..., Any]] = {}
        everything = (1 << len(self.inputs)) - 1
        self.keep_all = self._keeper(everything)

    def _recipe(self, name: str) -> tuple[str, ...]:
        """The inputs that a by-product is computed from, which a second derivative will need."""
        return tuple(inspect.signature(self.byproducts[name]).parameters) if name in self.byproducts else ()

    def _keeper(self, wanted: int) -> Callable[..., Any]:
        """The function that picks what to keep when the inputs in the bit mask ``wanted`` need a gradient."""
        if self.signature.variadic:
            wanted = 1
        keep = self._keepers.get(wanted)
        if keep is None:
            wants = {want for bit, name in enumerate(self.inputs) if wanted >> bit & 1 for want in self._wants[name]}
            wants |= {need for want in wants for need in self._recipe(want)}
            names = [name if name in wants else "" for name in self.keeps]
            keep = self._keepers[wanted] = keeper(self.signature, self.output, names, list(self.byproducts))
        return keep

    def rules_of(self, node: Node) -> tuple[Rule, ...]:
        """One function ``(bar, *kept)`` for each input of the node."""
        if self.signature.variadic:
            return tuple(partial(_at_position, self.rules[0], i) for i in range(len(node.inputs)))
        return self.rules

    def input_name(self, position: int) -> str:
        """The name of an input: of ``*arrays`` the second is ``arrays[1]``."""
        if self.signature.variadic:
            return f"{self.signature.variadic}[{position}]"
        return self.inputs[position]

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        try:
            operands, params = self.bind(*args, **kwargs)
        except TypeError as error:
            raise self._failed([], error) from None
        values: list[Any] = []
        inputs: list[Any] = []
        wanted, bit, on_tensors = 0, 1, False
        for operand in operands:
            if isinstance(operand, Tensor):
                on_tensors = True
                values.append(operand._data)
                node = operand._node
                if node is None:
                    inputs.append(operand)
                else:
                    wanted |= bit
                    inputs.append(node)
            else:
                value = operand if type(operand) in _PLAIN else self._operand(operand)
                values.append(value)
                inputs.append(value)
            bit <<= 1
        for param in params:
            if isinstance(param, Tensor):
                on_tensors = True
                params = self._constants(params)
        if not on_tensors:
            for operand in (*operands, *params):
                if hasattr(operand, "__overbar_primitive__"):
                    return operand.__overbar_primitive__(self, args, kwargs)
        try:
            z = self.evaluate(values, params)
        except Exception as error:
            raise self._failed(self._named(values), error) from error
        byproducts: tuple[Any, ...] = ()
        if self.byproducts:
            z, *byproducts = z
        if not on_tensors:
            return z
        if not wanted or not state.recording:
            return Tensor._constant(z)
        return record(self, z, tuple(inputs), params, self._keeper(wanted)(z, values, params, byproducts))

    def _operand(self, operand: Any) -> Any:
        """An operand that is neither a tensor nor a plain array or number: a list, or an array of another library."""
        if hasattr(operand, "__array_function__") or hasattr(operand, "__overbar_primitive__"):
            return operand
        try:
            value = np.asarray(operand)
        except ValueError as error:
            raise self._failed([], error) from None
        if value.dtype.kind not in "biufc":
            raise self._failed([], TypeError(f"cannot compute with {errors.describe(operand)}"))
        return value

    def _constants(self, params: tuple[Any, ...]) -> tuple[Any, ...]:
        """The parameters that have no bar rule, with tensors among them replaced by their arrays."""
        for name, param in zip(self.signature.params, params, strict=True):
            if isinstance(param, Tensor) and param._node is not None:
                raise errors.GradientError(
                    errors.message(
                        f"{self.name} has no bar rule for {name}, and the tensor given for it requires a gradient",
                        f"pass {name}.detach() if its gradient is not wanted",
                    )
                )
        return tuple(param._data if isinstance(param, Tensor) else param for param in params)

    def _named(self, values: list[Any]) -> list[tuple[str, Any]]:
        return [(self.input_name(position), value) for position, value in enumerate(values)]

    def _failed(self, operands: list[tuple[str, Any]], error: Exception) -> Exception:
        return errors.forward_error(self.name, operands, error)

    def kept_tensors(self, node: Node) -> tuple[Any, ...]:
        """What the node keeps, as tensors that know how they were made: for rules whose result is itself recorded."""
        kept = dict(zip(self.keeps, node.kept, strict=True))
        variadic = self.signature.variadic
        if variadic is None:
            for name, parent in zip(self.inputs, node.inputs, strict=True):
                if kept.get(name) is not None:
                    kept[name] = _as_input(kept[name], parent)
        elif kept.get(variadic) is not None:
            kept[variadic] = tuple(map(_as_input, kept[variadic], node.inputs))
        if kept.get(self.output) is not None:
            kept[self.output] = _as_input(kept[self.output], node)
        for name, recipe in self.byproducts.items():
            if kept.get(name) is not None:
                kept[name] = recipe(*(kept[need] for need in self._recipe(name)))
        return tuple(kept.values())

    def __repr__(self) -> str:
        return f"<primitive {self.name}({', '.join(self.inputs + self.signature.params)})>"


class Unary(Primitive):
    """An elementwise operation of one input; called often, so its call is spelled out."""

    def __call__(self, x: Any) -> Any:
        if not isinstance(x, Tensor):
            return super().__call__(x)
        value, node = x._data, x._node
        try:
            z = self.forward(value)
        except Exception as error:
            raise self._failed([(self.inputs[0], value)], error) from error
        if node is None or not state.recording:
            return Tensor._constant(z)
        return record(self, z, (node,), (), self.keep_all(z, (value,), (), ()))


class Binary(Primitive):
    """An elementwise operation of two inputs; called often, so its call is spelled out."""

    def __call__(self, x: Any, y: Any) -> Any:
        if isinstance(x, Tensor):
            x_value, x_node = x._data, x._node
            if isinstance(y, Tensor):
                y_value, y_node = y._data, y._node
            elif type(y) in _PLAIN:
                y_value, y_node = y, None
            else:
                y_value, y_node = self._operand(y), None
        elif isinstance(y, Tensor):
            y_value, y_node = y._data, y._node
            x_value, x_node = x if type(x) in _PLAIN else self._operand(x), None
        else:
            return super().__call__(x, y)
        try:
            z = self.forward(x_value, y_value)
        except Exception as error:
            raise self._failed(self._named([x_value, y_value]), error) from error
        if not state.recording:
            return Tensor._constant(z)
        values = (x_value, y_value)
        if x_node is None:
            if y_node is None:
                return Tensor._constant(z)
            x_input = x if isinstance(x, Tensor) else x_value
            return record(self, z, (x_input, y_node), (), self._keeper(2)(z, values, (), ()))
        if y_node is None:
            y_input = y if isinstance(y, Tensor) else y_value
            return record(self, z, (x_node, y_input), (), self._keeper(1)(z, values, (), ()))
        return record(self, z, (x_node, y_node), (), self.keep_all(z, values, (), ()))


def record(
    primitive: Primitive | None, z: Any, inputs: tuple[Any, ...], params: tuple[Any, ...], kept: tuple[Any, ...]
) -> Tensor:
    """Makes the tensor that holds ``z`` and the node that remembers how it was made."""
    tensor = _new_tensor(Tensor)
    node = _new_node(Node)
    if type(z) is _float64:
        node.shape, node.dtype = (), _FLOAT64
    else:
        node.shape, node.dtype = z.shape, z.dtype
        if not node.shape and type(z) is _ndarray:
            z = z[()]
    node.primitive = primitive
    node.inputs = inputs
    node.params = params
    node.kept = kept
    node.number = next_number()
    node.name = None
    frame = user_frame(2)
    node.code, node.instruction = frame.f_code, frame.f_lasti
    node.scope = state.scope
    node.tensor = ref(tensor)
    tensor._data = z
    tensor._node = node
    tensor._bar = None
    tensor._name = None
    return tensor


Implements = Callable[..., Any] | tuple[Callable[..., Any], ...]
Byproducts = Mapping[str, Callable[..., Any]]


@overload
def primitive(
    forward: Callable[..., Any],
    /,
    *,
    implements: Implements = (),
    name: str | None = None,
    byproducts: Byproducts | None = None,
    **rules: Rule,
) -> Primitive: ...


@overload
def primitive(
    *, implements: Implements = (), name: str | None = None, byproducts: Byproducts | None = None, **rules: Rule
) -> Callable[[Callable[..., Any]], Primitive]: ...


def primitive(
    forward: Callable[..., Any] | None = None,
    /,
    *,
    implements: Implements = (),
    name: str | None = None,
    byproducts: Byproducts | None = None,
    **rules: Rule,
) -> Any:
    """Declares an operation by its forward function and one bar rule for each differentiable input.

    As a decorator of the forward function, or called with a NumPy ufunc:

    >>> import numpy as np
    >>> from autograd import Tensor, primitive
    >>> @primitive(x_bar=lambda z_bar, x: z_bar * np.exp(-x * x))
    ... def bump(x):
    ...     return np.sqrt(np.pi) / 2 * np.vectorize(__import__("math").erf)(x)
    >>> x = Tensor([0.0, 1.0], requires_grad=True)
    >>> bump(x).sum().backward()
    >>> x.bar.round(4)
    array([1.    , 0.3679])

    Parameters
    ----------
    forward
        A function of arrays, or a ufunc. Its parameters that have a rule are the differentiable inputs; all others are
        constants. It may take any number of inputs as ``*xs``; the rule ``xs_bar`` then may ask for the position ``i``.
    implements
        The NumPy function or functions that shall mean this operation on tensors.
    name
        How messages and pictures call it; by default the forward function's name.
    byproducts
        Values that ``forward`` computes on the way and hands over after the output, ``(z, p, ...)``, so that rules need
        not compute them again; for each, the expression in the inputs that it equals, like ``p=lambda t: softmax(t)``.
    **rules
        ``x_bar=lambda z_bar, ...: expression`` for each differentiable input ``x``. The first parameter is the error
        signal of the output and names it; the others are found by name: ``z``, ``x``, ``x_shape``, ``axis``, ...
        The engine itself sums over axes along which an input was broadcast.

    Raises
    ------
    TypeError
        Where a rule asks for a name that is not there, or a ufunc's input has no rule.
    """
    if forward is None:
        return partial(primitive, implements=implements, name=name, byproducts=byproducts, **rules)
    for rule in rules:
        if not rule.endswith("_bar"):
            raise TypeError(
                f"primitive(): unexpected keyword {rule!r}; a bar rule is named after its input, like x_bar"
            )
    positional = not inspect.isfunction(forward)
    kind = {1: Unary, 2: Binary}.get(len(rules), Primitive) if positional else Primitive
    functions = implements if isinstance(implements, tuple) else (implements,)
    if isinstance(forward, np.ufunc) and not functions:
        functions = (forward,)
    short = name or (getattr(functions[0], "__name__", "") if positional and functions else "") or forward.__name__
    made = kind(forward, short, rules, byproducts or {})
    for function in functions:
        implementations[function] = made
    return made


def _as_input(value: Any, parent: Any) -> Any:
    return Tensor._wrap(value, parent) if type(parent) is Node else parent


def _at_position(rule: Rule, i: int, bar: Any, *kept: Any) -> Any:
    return rule(bar, i, *kept)


_float64, _ndarray = np.float64, np.ndarray
_FLOAT64 = np.dtype(np.float64)
_PLAIN = frozenset({np.ndarray, float, int, bool, complex} | {np.dtype(code).type for code in "?bhilqBHILQefdg"})
_new_node = Node.__new__

# At the bottom, because a tensor's operators are primitives and a primitive's results are tensors.
from .tensor import Tensor as Tensor  # noqa: E402

_new_tensor = Tensor.__new__
