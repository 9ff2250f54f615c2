"""What happens when an operation is called: on tensors it is computed and recorded, on anything else only computed.

Programs make millions of these calls, so each primitive gets a function of its own, written out for its parameters when
it is declared, as ``dataclasses`` does for ``__init__``. That of ``affine(x, W, b)`` reads, shortened:

    def affine(x, W, b):
        if not (isinstance(x, Handle) or isinstance(W, Handle) or isinstance(b, Handle)):
            return without_tensors((x, W, b), ())
        if isinstance(x, Handle):
            x_value, x_node = x._value, x._node
            x_input = x if x_node is None else x_node
        else:
            x_value, x_node, x_input = x, None, x
        ...                                                               # the same for W and b
        z = forward(x_value, W_value, b_value)
        if x_node is None and W_node is None and b_node is None:
            return constant(z)
        return record(primitive, z, (x_input, W_input, b_input), (), (W_value, x_value))

The last tuple is what the bar rules will ask for. Where an input needs no gradient, less is kept.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from . import errors
from .data import check_unmasked
from .handle import Handle, constant, record
from .recording import anywhere, state
from .signatures import compile_function, tuple_text

if TYPE_CHECKING:
    from .primitives import Primitive

#: The types of operands that need no conversion.
PLAIN = frozenset({np.ndarray, float, int, bool, complex} | {np.dtype(code).type for code in "?bhilqBHILQefdg"})

#: The types of arguments that are certainly no array of another library.
INERT = PLAIN | {type(None), str, tuple, slice, type} | {type(np.dtype(code)) for code in "?bhilqBHILQefdg"}


#: For up to so many inputs, what to keep is spelled out for each set of them.
_SPELLED_OUT = 3


def compile_call(primitive: Primitive) -> Callable[..., Any]:
    """The function that a call of the primitive runs."""
    name, inputs, params = primitive.name, primitive.inputs, primitive.signature.params
    namespace = {
        # Under names of their own, because a parameter may be called ``type``.
        "_isinstance": isinstance,
        "_type": type,
        "_any": any,
        "_Exception": Exception,
        "_PLAIN": PLAIN,
        "_INERT": INERT,
        "_anywhere": anywhere,
        "_state": state,
        "_primitive": primitive,
        "_forward": primitive.forward,
        "_without_tensors": lambda operands, given: without_tensors(primitive, operands, given),
        "_operand": lambda value: operand(primitive, value),
        "_parameter": lambda name, value: parameter(primitive, name, value),
        "_taken": lambda operands: taken(primitive, operands),
        "_failed": lambda values, error: failed(primitive, values, error),
        "_Handle": Handle,
        "_constant": constant,
        "_record": record,
        **primitive.signature.defaults,
    }
    given = tuple_text(params)
    if primitive.variadic is None:
        operands, values = tuple_text(inputs), tuple_text([f"_{x}_value" for x in inputs])
        test = " or ".join(f"_isinstance({x}, _Handle)" for x in inputs) or "False"
        taking = [line for x in inputs for line in _taking(x)]
        nothing_wanted = " and ".join(f"_{x}_node is None" for x in inputs) or "True"
        mask = " | ".join(f"(_{x}_node is not None) << {bit}" for bit, x in enumerate(inputs)) or "0"
        recorded = tuple_text([f"_{x}_input" for x in inputs])
    else:
        operands = values = primitive.variadic
        test = f"_any(_isinstance(_x, _Handle) for _x in {primitive.variadic})"
        taking = [f"_{primitive.variadic}_value, _inputs, _wanted = _taken({primitive.variadic})"]
        nothing_wanted, mask, recorded, values = "not _wanted", "1", "_inputs", f"_{primitive.variadic}_value"
    lines = [
        f"if not ({test}):",
        *_plain_call(primitive),
        f"    return _without_tensors({operands}, {given})",
        *taking,
        *(line for p in params for line in (f"if _isinstance({p}, _Handle):", f"    {p} = _parameter({p!r}, {p})")),
        "try:",
        f"    {', '.join(['_z', *(f'_{p}' for p in primitive.byproducts)])} = _forward({passed_values(primitive)})",
        "except _Exception as _error:",
        f"    raise _failed({values}, _error) from _error",
        f"if {nothing_wanted} or (_anywhere.pauses and not _state.recording):",
        "    return _constant(_z)",
        f"_mask = {mask}",
        *_keeping(primitive),
        f"return _record(_primitive, _z, {recorded}, {given}, _kept)",
    ]
    text = f"def operation({primitive.signature.heads}):\n" + "".join(f"    {line}\n" for line in lines)
    function: Callable[..., Any] = compile_function("operation", text, namespace, name)
    function.__doc__ = primitive.__doc__
    return function


def _plain_call(primitive: Primitive) -> list[str]:
    """Arrays and numbers alone, as the bar rules pass them: nothing to look after."""
    if primitive.variadic is not None:
        return []
    plain = [f"_type({x}) in _PLAIN" for x in primitive.inputs] + [
        f"_type({p}) in _INERT" for p in primitive.signature.params
    ]
    first = "[0]" if primitive.byproducts else ""
    return [
        f"    if {' and '.join(plain)}:",
        "        try:",
        f"            return _forward({primitive.signature.passed(lambda name: name)}){first}",
        "        except Exception as error:",
        f"            raise _failed({tuple_text(primitive.inputs)}, error) from error",
    ]


def _taking(x: str) -> list[str]:
    return [
        f"if _isinstance({x}, _Handle):",
        f"    _{x}_value, _{x}_node = {x}._value, {x}._node",
        f"    _{x}_input = {x} if _{x}_node is None else _{x}_node",
        "else:",
        f"    _{x}_value, _{x}_node = {x} if _type({x}) in _PLAIN else _operand({x}), None",
        f"    _{x}_input = _{x}_value",
    ]


def _keeping(primitive: Primitive) -> list[str]:
    """What to keep, for each set of inputs that need a gradient: first, as the most frequent, for all of them."""

    def kept(wanted: int | None) -> str:
        return primitive.kept_text(wanted, lambda name: _value(primitive, name))

    everything = (1 << len(primitive.inputs)) - 1
    lines = [f"if _mask == {everything}:", f"    _kept = {kept(everything)}"]
    if len(primitive.inputs) <= _SPELLED_OUT:
        for mask in range(everything - 1, 0, -1):
            lines += [f"elif _mask == {mask}:", f"    _kept = {kept(mask)}"]
    else:
        lines += ["else:", f"    _kept = {kept(None)}"]
    return lines


def passed_values(primitive: Primitive) -> str:
    """The argument list with which the forward function is called."""
    return primitive.signature.passed(lambda name: _value(primitive, name))


def _value(primitive: Primitive, name: str) -> str:
    return f"_{name}_value" if name in primitive.inputs else name


def without_tensors(primitive: Primitive, operands: Sequence[Any], params: tuple[Any, ...]) -> Any:
    """A call without a tensor among its inputs: what the forward function gives, or what other arrays make of it."""
    on_tensors = False
    for value in (*operands, *params):
        if type(value) not in INERT:
            if hasattr(value, "__overbar_primitive__"):
                args, kwargs = primitive.signature.arguments(operands, params)
                return value.__overbar_primitive__(primitive, args, kwargs)
            on_tensors = on_tensors or isinstance(value, Handle)
    if on_tensors:
        names = primitive.signature.params
        params = tuple(parameter(primitive, name, value) for name, value in zip(names, params, strict=True))
    values = [value if type(value) in PLAIN else operand(primitive, value) for value in operands]
    try:
        z = primitive.evaluate(values, params)
    except Exception as error:
        raise failed(primitive, values, error) from error
    z = z[0] if primitive.byproducts else z
    return constant(z) if on_tensors else z


def taken(primitive: Primitive, operands: Sequence[Any]) -> tuple[list[Any], tuple[Any, ...], bool]:
    """Of any number of operands the values, what a node records of each, and whether one needs a gradient."""
    values, inputs, wanted = [], [], False
    for value in operands:
        if isinstance(value, Handle):
            values.append(value._value)
            wanted = wanted or value._node is not None
            inputs.append(value if value._node is None else value._node)
        else:
            values.append(value if type(value) in PLAIN else operand(primitive, value))
            inputs.append(values[-1])
    return values, tuple(inputs), wanted


def operand(primitive: Primitive, value: Any) -> Any:
    """An operand that is neither a tensor nor a plain array or number: a list, or an array of another library."""
    if hasattr(value, "__array_function__") or hasattr(value, "__overbar_primitive__"):
        check_unmasked(value)
        return value
    try:
        array = np.asarray(value)
    except ValueError as error:
        raise failed(primitive, [], error) from None
    if array.dtype.kind not in "biufc":
        raise failed(primitive, [], TypeError(f"cannot compute with {errors.describe(value)}"))
    return array


def parameter(primitive: Primitive, name: str, value: Any) -> Any:
    """A parameter that has no bar rule: of a tensor its array, if it requires no gradient."""
    if not isinstance(value, Handle):
        return value
    if value._node is not None:
        raise errors.GradientError(
            errors.message(
                f"{primitive.name} has no bar rule for {name}, and the tensor given for it requires a gradient",
                f"pass {name}.detach() if its gradient is not wanted",
            )
        )
    return value._value


def failed(primitive: Primitive, values: Sequence[Any], error: Exception) -> Exception:
    """The error to raise where the forward function raised one on these values."""
    return errors.forward_error(
        primitive.name, [(primitive.input_name(position), value) for position, value in enumerate(values)], error
    )
