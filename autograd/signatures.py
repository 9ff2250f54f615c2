"""What a primitive's parameters are to differentiation, and program text made from their names.

A forward function and its bar rules say by their parameters' names what they take and need. The text of small functions
is put together from these names, once, when the primitive is declared; they are then as fast as if written by hand.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from types import CodeType
from typing import Any, NamedTuple


class Signature(NamedTuple):
    """The parameters of a forward function.

    ``inputs`` are differentiable; if ``variadic``, there is one, given as ``*name``. ``params`` are all others.
    """

    name: str
    inputs: tuple[str, ...]
    variadic: str | None
    params: tuple[str, ...]
    #: The parameter list as program text, in which the default of ``axis`` is called ``_default_axis``.
    heads: str
    defaults: Mapping[str, Any]
    #: The parameters that can only be passed by name.
    named: frozenset[str]
    #: All parameters in order.
    order: tuple[str, ...]

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
        heads: list[str] = []
        defaults: dict[str, Any] = {}
        for p in parameters.values():
            if p.kind is p.KEYWORD_ONLY and not any(head.startswith("*") for head in heads):
                heads.append("*")
            head = f"*{p.name}" if p.kind is p.VAR_POSITIONAL else p.name
            if p.default is not p.empty:
                defaults[f"_default_{p.name}"] = p.default
                head += f"=_default_{p.name}"
            heads.append(head)
        return cls(
            name=name,
            inputs=tuple(p for p in parameters if p in inputs),
            variadic=variadic,
            params=tuple(p for p in parameters if p not in inputs),
            heads=", ".join(heads),
            defaults=defaults,
            named=frozenset(p.name for p in parameters.values() if p.kind is p.KEYWORD_ONLY),
            order=tuple(parameters),
        )

    @classmethod
    def _of_positional(cls, forward: Callable[..., Any], inputs: tuple[str, ...], name: str) -> Signature:
        """For a NumPy ufunc or a built-in operator, all of whose arguments are inputs."""
        arity = getattr(forward, "nin", len(inputs))
        if len(inputs) != arity:
            raise TypeError(f"primitive {name}: {arity} inputs need {arity} bar rules, and {len(inputs)} were given")
        return cls(name, inputs, None, (), ", ".join([*inputs, "/"]), {}, frozenset(), inputs)

    def passed(self, source: Callable[[str], str]) -> str:
        """The argument list of a call, as program text; ``source`` tells what to pass for a parameter."""
        texts = []
        for name in self.order:
            star = "*" if name == self.variadic else f"{name}=" if name in self.named else ""
            texts.append(f"{star}{source(name)}")
        return ", ".join(texts)

    def arguments(self, operands: Sequence[Any], params: Sequence[Any]) -> tuple[tuple[Any, ...], dict[str, Any]]:
        """The positional and the named arguments of a call with these values."""
        values = dict(zip(self.params, params, strict=True))
        if self.variadic is None:
            values |= zip(self.inputs, operands, strict=True)
        args: list[Any] = []
        for name in self.order:
            if name == self.variadic:
                args.extend(operands)
            elif name not in self.named:
                args.append(values[name])
        return tuple(args), {name: values[name] for name in self.named}

    def element(self, name: str) -> str:
        """Where a parameter is found, as program text, in the sequences ``operands`` and ``params``."""
        if name == self.variadic:
            return "operands"
        if name in self.inputs:
            return f"operands[{self.inputs.index(name)}]"
        return f"params[{self.params.index(name)}]"

    def kept(self, want: str, source: Callable[[str], str], output: str, byproducts: Sequence[str]) -> str:
        """What a rule asks for under the name ``want``, as program text; ``source`` tells where the parameters are."""
        stem = want.removesuffix("_shape")
        if want == output:
            return "_z"
        if want in byproducts:
            return f"_{want}"
        if want == self.variadic:
            return f"_tuple({source(want)})"
        if want in self.order:
            return source(want)
        if want != stem and stem == self.variadic:
            return f"_tuple(_map(_shape_of, {source(stem)}))"
        if want != stem and stem in self.inputs:
            return f"_shape_of({source(stem)})"
        raise TypeError(
            f"primitive {self.name}: a bar rule asks for {want!r}, which is none of: the output {output}, "
            f"the parameters {', '.join(self.order)}, and the shapes <parameter>_shape"
        )


def adapt(rule: Callable[..., Any], wants: Sequence[str], names: Sequence[str], variadic: bool) -> Any:
    """The rule as a function of ``(bar, *names)``; a variadic primitive's as one of ``(bar, i, *names)``."""
    head = ["bar", *(["i"] if variadic else []), *names]
    if ["bar", *wants] == head:
        return rule
    text = f"def rule({', '.join(head)}): return _rule({', '.join(['bar', *wants])})"
    return compile_function("rule", text, {"_rule": rule}, "rule")


def rule_parameters(rule: Callable[..., Any], rule_name: str, name: str) -> tuple[str, tuple[str, ...]]:
    """The name of the output, from the rule's first parameter ``<output>_bar``, and the other parameters' names."""
    if not callable(rule):
        raise TypeError(f"primitive {name}: the rule {rule_name} is a function of error signals, not {rule!r}")
    first, *others = _parameter_names(rule) or ("",)
    if not first.endswith("_bar"):
        raise TypeError(
            f"primitive {name}: the first parameter of the rule {rule_name} is the output's error signal; "
            f"name it after the output, like z_bar, not {first!r}"
        )
    return first.removesuffix("_bar"), tuple(others)


def _parameter_names(rule: Callable[..., Any]) -> Sequence[str]:
    code = getattr(rule, "__code__", None)
    if code is None or code.co_kwonlyargcount:
        return tuple(inspect.signature(rule).parameters)
    # As rules are lambdas, almost always: what `inspect` would find, in a tenth of the time.
    names: Sequence[str] = code.co_varnames[: code.co_argcount]
    return names


def shape_of(value: Any) -> Any:
    """The shape of an array, and () of a Python number."""
    return getattr(value, "shape", ())


def compile_function(defined: str, text: str, namespace: Mapping[str, Any], name: str) -> Any:
    """The function that a program text defines, under a name of its own."""
    made: dict[str, Any] = {"_shape_of": shape_of, "_tuple": tuple, "_map": map, **namespace}
    exec(_compiled(text), made)
    function = made[defined]
    function.__name__ = function.__qualname__ = name
    return function


@cache
def _compiled(text: str) -> CodeType:
    """Many operations have the same text: compiling is slow, and is done once for all of them."""
    return compile(text, "<primitive>", "exec")


def tuple_text(texts: Sequence[str]) -> str:
    """The program text of a tuple.

    >>> tuple_text(["x", "y"]), tuple_text(["x"]), tuple_text([])
    ('(x, y, )', '(x, )', '()')
    """
    return f"({''.join(f'{text}, ' for text in texts)})"
