"""Small functions made from parameter names.

A primitive's forward function and bar rules say by their parameters' names what they need. Here those names are turned,
once at declaration, into functions that pick exactly these things, as fast as if they had been written by hand.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

Empty = inspect.Parameter.empty


@dataclass(frozen=True)
class Signature:
    """The parameters of a forward function, sorted by what they are to differentiation.

    ``inputs`` are differentiable and come first or, if ``variadic``, as ``*name``; ``params`` are all others.
    """

    inputs: tuple[str, ...]
    variadic: str | None
    params: tuple[str, ...]
    #: ``bind(*args, **kwargs) -> (operands, params)``: what a call passes, in the order of this signature.
    bind: Callable[..., tuple[tuple[Any, ...], tuple[Any, ...]]]
    #: ``evaluate(operands, params) -> output``: calls the forward function with them.
    evaluate: Callable[[Sequence[Any], Sequence[Any]], Any]

    @classmethod
    def of(cls, forward: Callable[..., Any], inputs: tuple[str, ...], name: str) -> Signature:
        """Reads a forward function; ``inputs`` are the parameters that have a bar rule."""
        if not inspect.isfunction(forward):
            return cls._of_positional(forward, inputs, name)
        parameters = inspect.signature(forward).parameters
        unknown = [given for given in inputs if given not in parameters]
        if unknown:
            raise TypeError(f"primitive {name}: a rule {unknown[0]}_bar, but {name} has no parameter {unknown[0]!r}")
        if any(p.kind is p.VAR_KEYWORD for p in parameters.values()):
            raise TypeError(f"primitive {name}: parameters must be named one by one, not gathered by **")
        variadic = next((p.name for p in parameters.values() if p.kind is p.VAR_POSITIONAL), None)
        if variadic is not None and set(inputs) != {variadic}:
            raise TypeError(f"primitive {name}: with *{variadic}, the one rule it can have is {variadic}_bar")
        ordered = tuple(p for p in parameters if p in inputs)
        params = tuple(p for p in parameters if p not in inputs)

        namespace: dict[str, Any] = {"forward": forward}
        heads: list[str] = []
        passed: list[str] = []
        for p in parameters.values():
            if p.kind is p.KEYWORD_ONLY and variadic is None and not any(h.startswith("*") for h in heads):
                heads.append("*")
            head = f"*{p.name}" if p.kind is p.VAR_POSITIONAL else p.name
            if p.default is not Empty:
                namespace[f"default_{p.name}"] = p.default
                head += f"=default_{p.name}"
            heads.append(head)
            if p.kind is p.VAR_POSITIONAL:
                passed.append("*operands")
            else:
                source = (
                    f"operands[{ordered.index(p.name)}]" if p.name in ordered else f"params[{params.index(p.name)}]"
                )
                passed.append(f"{p.name}={source}" if p.kind is p.KEYWORD_ONLY else source)
        operands = variadic if variadic else _tuple(ordered)
        bind = compile_function(name, f"lambda {', '.join(heads)}: ({operands}, {_tuple(params)})", namespace)
        evaluate = compile_function(name, f"lambda operands, params: forward({', '.join(passed)})", namespace)
        return cls(ordered, variadic, params, bind, evaluate)

    @classmethod
    def _of_positional(cls, forward: Callable[..., Any], inputs: tuple[str, ...], name: str) -> Signature:
        """For a NumPy ufunc or a built-in operator, all of whose arguments are inputs."""
        arity = getattr(forward, "nin", len(inputs))
        if len(inputs) != arity:
            raise TypeError(f"primitive {name}: {arity} inputs need {arity} bar rules, and {len(inputs)} were given")
        bind = compile_function(name, f"lambda {', '.join(inputs)}, /: ({_tuple(inputs)}, ())", {})
        return cls(inputs, None, (), bind, lambda operands, params: forward(*operands))


def keeper(signature: Signature, output: str, names: Sequence[str], byproducts: Sequence[str]) -> Any:
    """``keep(z, operands, params, byproducts) -> tuple``: the values that rules ask for by these names, in order.

    An empty name stands for a value that no wanted rule asks for; None is kept in its place.
    """
    sources = [_source(signature, output, name, byproducts) if name else "None" for name in names]
    text = f"lambda z, operands, params, byproducts: ({''.join(f'{source}, ' for source in sources)})"
    return compile_function("keep", text, {"shape_of": shape_of})


def adapt(rule: Callable[..., Any], wants: Sequence[str], names: Sequence[str]) -> Any:
    """The rule as a function of ``(bar, *names)``, or of ``(bar, i, *names)`` where it wants the position ``i``."""
    if list(wants) == list(names):
        return rule
    head = ["bar", *(["i"] if "i" in wants else []), *names]
    text = f"lambda {', '.join(head)}: rule({', '.join(['bar', *wants])})"
    return compile_function(getattr(rule, "__name__", "rule"), text, {"rule": rule})


def rule_parameters(rule: Callable[..., Any], rule_name: str, name: str) -> tuple[str, tuple[str, ...]]:
    """The name of the output, from the rule's first parameter ``<output>_bar``, and the other parameters' names."""
    first, *others = inspect.signature(rule).parameters
    if not first.endswith("_bar"):
        raise TypeError(
            f"primitive {name}: the first parameter of the rule {rule_name} is the output's error signal; "
            f"name it after the output, like z_bar, not {first!r}"
        )
    return first.removesuffix("_bar"), tuple(others)


def shape_of(value: Any) -> Any:
    """The shape of an array, and () of a Python number."""
    return getattr(value, "shape", ())


def compile_function(name: str, text: str, namespace: Mapping[str, Any]) -> Any:
    """Compiles a lambda and gives it a name, which Python shows in the errors it raises about arguments."""
    function = eval(compile(text, f"<primitive {name}>", "eval"), dict(namespace))
    function.__name__ = function.__qualname__ = name
    return function


def _source(signature: Signature, output: str, name: str, byproducts: Sequence[str]) -> str:
    stem = name.removesuffix("_shape")
    if name == output:
        return "z"
    if name in byproducts:
        return f"byproducts[{list(byproducts).index(name)}]"
    if name == signature.variadic:
        return "tuple(operands)"
    if name in signature.inputs:
        return f"operands[{signature.inputs.index(name)}]"
    if name in signature.params:
        return f"params[{signature.params.index(name)}]"
    if name != stem and stem == signature.variadic:
        return "tuple(map(shape_of, operands))"
    if name != stem and stem in signature.inputs:
        return f"shape_of(operands[{signature.inputs.index(stem)}])"
    raise TypeError(
        f"a bar rule asks for {name!r}, which is none of: the output {output}, "
        f"the parameters {', '.join(signature.inputs + signature.params)}, and the shapes <parameter>_shape"
    )


def _tuple(names: Sequence[str]) -> str:
    return f"({''.join(f'{name}, ' for name in names)})"
