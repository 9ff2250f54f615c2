"""How NumPy's own functions find what they mean on tensors, through NumPy's two protocols.

A function either has an implementation that records, or is known to have no gradient, or raises an error that names it.
It never silently gives a plain array.
"""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from typing import Any

import numpy as np

from . import errors
from .handle import Handle, constant
from .passive import DIFFERENTIABLE_ARGUMENT, PASSIVE_FUNCTIONS, PASSIVE_UFUNCS
from .primitives import implementations


def implements(*functions: Callable[..., Any]) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Declares a composed function as what NumPy's ``functions`` mean on tensors; it takes their arguments.

    It is called when a tensor is among the arguments, and is written with functions that are differentiable already. A
    declaration replaces the one before it. An operation with bar rules of its own is declared by `primitive`.

    >>> from autograd import Tensor
    >>> @implements(np.kron)
    ... def kron(a, b):
    ...     return np.ravel(np.outer(a, b))
    >>> np.kron(Tensor([1.0, 2.0]), [3.0, 4.0])
    Tensor([3., 4., 6., 8.])
    """

    def declare(composed: Callable[..., Any]) -> Callable[..., Any]:
        for function in functions:
            implementations[function] = composed
        return composed

    return declare


def ufunc(function: np.ufunc, method: str, inputs: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What ``__array_ufunc__`` does: ``np.exp(t)``, ``array * t``, ``np.add.reduce(t)``."""
    if method == "__call__":
        _refuse(function.__name__, kwargs, *_UFUNC_OPTIONS, *kwargs)
        known = implementations.get(function)
        if known is not None:
            return known(*inputs)
        if function in PASSIVE_UFUNCS:
            return apply_passive(function, inputs, {})
    elif (function, method) in implementations:
        axis = kwargs.pop("axis", 0)
        keepdims = {"keepdims": True} if kwargs.pop("keepdims", False) else {}
        _refuse(f"{function.__name__}.{method}", kwargs, "out", "where", "dtype", "initial", *kwargs)
        return implementations[function, method](*inputs, axis=axis, **keepdims)
    elif method == "outer":
        _refuse(f"{function.__name__}.outer", kwargs, *_UFUNC_OPTIONS, *kwargs)
        a, b = inputs
        return function.__call__(np.reshape(a, np.shape(a) + (1,) * np.ndim(b)), b)
    name = function.__name__ if method == "__call__" else f"{function.__name__}.{method}"
    raise _no_rule(f"np.{name}")


def function(function: Callable[..., Any], args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """What ``__array_function__`` does: ``np.sum(t, axis=0)``, ``np.concatenate([t, u])``."""
    known = implementations.get(function)
    if known is not None:
        if len(args) > 2 and len(args) > _plain_arguments(function):
            args, kwargs = _options_by_name(function, args, kwargs)
        # The first argument tells it, almost always.
        if getattr(args[0] if args else None, "_node", None) is None and _are_constants_of_other_kinds(
            (*args, *kwargs.values())
        ):
            return _apply(function, args, kwargs)
        if not kwargs.keys().isdisjoint(_OPTIONS):
            kwargs = {name: value for name, value in kwargs.items() if value is not np._NoValue}
            _refuse(function.__name__, kwargs, *(_OPTIONS - _taken_by(known)))
        try:
            return known(*args, **kwargs)
        except Exception as error:
            if errors.tells_the_line(error):
                raise
            raise _failed(function, args, error) from error
    if function in PASSIVE_FUNCTIONS:
        return apply_passive(function, args, kwargs)
    raise _no_rule(_np_name(function))


#: Options that many of NumPy's functions have, and few of ours.
_OPTIONS = frozenset({"out", "where", "initial", "casting", "dtype", "order", "subok"})


def _options_by_name(function: Callable[..., Any], args: Any, kwargs: dict[str, Any]) -> tuple[Any, dict[str, Any]]:
    """A call's arguments with those that are given by position, from the first such option on, given by name."""
    names, first = _positional_names(function), _plain_arguments(function)
    return args[:first], {**dict(zip(names[first:], args[first:], strict=False)), **kwargs}


@cache
def _plain_arguments(function: Callable[..., Any]) -> int:
    """How many arguments may be given by position before the first of the options."""
    names = _positional_names(function)
    return next((i for i, name in enumerate(names) if name in _OPTIONS), sys.maxsize)


@cache
def _positional_names(function: Callable[..., Any]) -> tuple[str, ...]:
    """What NumPy calls the arguments that may be given by position; nothing for functions that do not tell."""
    try:
        parameters = inspect.signature(function).parameters.values()
    except ValueError:
        return ()
    return tuple(p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD))


@cache
def _taken_by(known: Callable[..., Any]) -> frozenset[str]:
    """The options that a declared function has parameters for."""
    order = getattr(getattr(known, "signature", None), "order", None)
    if order is not None:
        return _OPTIONS.intersection(order)
    parameters = inspect.signature(known).parameters
    if any(p.kind is p.VAR_KEYWORD for p in parameters.values()):
        return _OPTIONS - {"out", "casting", "subok"}
    return _OPTIONS.intersection(parameters)


def apply_passive(function: Callable[..., Any], args: Any, kwargs: dict[str, Any]) -> Any:
    """Calls a function that has no gradient on the tensors' arrays; an array that it gives becomes a constant."""
    if len(args) > 1 and _out_of(function, args) is not None:
        _refuse(function.__name__, {"out": _out_of(function, args)}, "out")
    name, position = DIFFERENTIABLE_ARGUMENT.get(function, ("", len(args)))
    if getattr(kwargs.get(name, args[position] if position < len(args) else None), "requires_grad", False):
        raise _no_rule(f"{_np_name(function)}, {name}=...,")
    return _apply(function, args, kwargs, in_sequences=False)


def _are_constants_of_other_kinds(values: Any) -> bool:
    """Whether there are tensors of integers, booleans or complex numbers, and none that is being differentiated.

    What a function gives for these is NumPy's business alone.
    """
    found = False
    for tensor in _tensors_in(values):
        if tensor._node is not None:
            return False
        found = found or tensor._value.dtype.kind != "f"
    return found


def _tensors_in(values: Iterable[Any]) -> Iterator[Handle]:
    """The tensors among these, and in lists and tuples of them."""
    for value in values:
        if isinstance(value, Handle):
            yield value
        elif type(value) in (list, tuple):
            yield from _tensors_in(value)


def _apply(function: Callable[..., Any], args: Any, kwargs: dict[str, Any], in_sequences: bool = True) -> Any:
    """Calls NumPy's function on the tensors' arrays; an array that it gives becomes a constant."""
    _refuse(function.__name__, kwargs, "out")
    try:
        result = function(*values_of(list(args)), **values_of(kwargs))
    except Exception as error:
        raise _failed(function, args, error) from error
    if in_sequences and isinstance(result, tuple | list):
        parts = [constant(part) if isinstance(part, np.ndarray | np.generic) else part for part in result]
        return type(result)(*parts) if hasattr(result, "_fields") else type(result)(parts)
    return constant(result) if isinstance(result, np.ndarray | np.generic) else result


def _out_of(function: Callable[..., Any], args: tuple[Any, ...]) -> Any:
    """What a call gives for ``out`` by its position."""
    try:
        return inspect.signature(function).bind_partial(*args).arguments.get("out")
    except (TypeError, ValueError):
        return None


def values_of(nested: Any) -> Any:
    """Lists, tuples and dicts with the tensors in them replaced by their arrays."""
    if isinstance(nested, Handle):
        return nested._value
    if type(nested) in (list, tuple):
        return type(nested)(map(values_of, nested))
    if type(nested) is dict:
        return {key: values_of(value) for key, value in nested.items()}
    return nested


_UFUNC_OPTIONS = ("out", "where", "dtype", "order", "subok", "casting", "signature", "sig")


def _refuse(name: str, kwargs: dict[str, Any], *options: str) -> None:
    """Refuses options that a recorded operation cannot have, and drops those that ask for nothing."""
    for option in options:
        value = kwargs.pop(option, None)
        nothing = value is None or value is np._NoValue or (option == "where" and value is True)
        if not nothing and (option, value) not in (("order", "K"), ("subok", True), ("casting", "same_kind")):
            hint = {
                "out": "tensors are never written to; use the result",
                "where": "use np.where(condition, result, otherwise)",
                "dtype": "convert with .astype(dtype) first",
            }.get(option, f"leave {option} out")
            raise TypeError(errors.message(f"np.{name}(..., {option}=...) cannot be recorded on tensors", hint))


def _failed(function: Callable[..., Any], args: Any, error: Exception) -> Exception:
    named = [(f"argument {position}", value) for position, value in enumerate(values_of(list(args)), 1)]
    return errors.forward_error(function.__name__, named, error)


def _np_name(function: Callable[..., Any]) -> str:
    """The function as users write it, like ``np.linalg.inv``."""
    module = getattr(function, "__module__", None) or "numpy"
    return f"{module.replace('numpy', 'np', 1)}.{function.__name__}"


def _no_rule(name: str) -> TypeError:
    return TypeError(
        errors.message(
            f"{name} has no bar rule, so it cannot be recorded on a tensor",
            "use .data or .detach() if no gradient is needed through it, or declare it with autograd.primitive",
        )
    )
