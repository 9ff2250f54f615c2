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
from functools import cached_property, partial
from typing import Any, cast, overload

import numpy as np

from .calls import compile_call
from .graph import Node
from .handle import handle
from .signatures import Signature, adapt, compile_function, rule_parameters, tuple_text

#: What NumPy's functions, and methods of ufuncs such as ``(np.add, "reduce")``, mean on tensors; see dispatch.py.
implementations: dict[Any, Callable[..., Any]] = {}

Rule = Callable[..., Any]
Edge = tuple[Rule, int, int]
#: What a rule wants of the values that its node keeps, if it is not one of them.
NOTHING, EVERYTHING = -1, -2


class Primitive:
    """An operation that is recorded. Made by `primitive`; called like its forward function.

    Called on tensors it gives a tensor; called on arrays and numbers alone it gives what the forward function gives.

    >>> from autograd import Tensor, sigmoid
    >>> sigmoid(0.0), sigmoid(Tensor(0.0))
    (np.float64(0.5), Tensor(0.5))
    >>> sigmoid
    <primitive sigmoid(x)>
    """

    def __init__(
        self, forward: Callable[..., Any], name: str, rules: Mapping[str, Rule], byproducts: Byproducts, doc: str | None
    ) -> None:
        self.forward = forward
        self.name = self.__name__ = self.__qualname__ = name
        self.__doc__ = doc or forward.__doc__
        self.__module__ = getattr(forward, "__module__", None) or __name__
        #: For each by-product of the forward function, the expression in the inputs that it equals.
        self.byproducts = dict(byproducts)
        self.signature = Signature.of(forward, tuple(rule.removesuffix("_bar") for rule in rules), name)
        #: The names of the differentiable inputs; of a variadic primitive the name of its ``*inputs``.
        self.inputs, self.variadic = self.signature.inputs, self.signature.variadic
        #: The rules as they were declared, by input name.
        self.declared_rules = {x: rules[f"{x}_bar"] for x in self.inputs}
        outputs = set()
        self._wants: dict[str, tuple[str, ...]] = {}
        for x, rule in self.declared_rules.items():
            output, self._wants[x] = rule_parameters(rule, f"{x}_bar", name)
            outputs.add(output)
        if len(outputs) > 1 or outputs & set(self.signature.order):
            raise TypeError(
                f"primitive {name}: the rules must agree on one name for the output, other than a parameter's; "
                f"their first parameters are named after {', '.join(sorted(outputs))}"
            )
        #: What the rules call the output.
        self.output = next(iter(outputs), "z")
        #: The names of the values that rules ask for, in the order in which a node keeps them.
        self.keeps = tuple(dict.fromkeys(want for x in self.inputs for want in self._needs(x)))
        for want in self.keeps:
            self.signature.kept(want, str, self.output, list(self.byproducts))  # an error now for what there is not

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Computes the operation, and records it if an input is a tensor that requires a gradient."""
        # The first call. Python looks a call up in the class: from now on the primitive has one of its own.
        self.__class__ = type("Primitive", (Primitive,), {"__call__": staticmethod(self.method)})
        return self.method(*args, **kwargs)

    # Functions are written out when they are first needed: a program uses few of all the operations there are.

    @cached_property
    def method(self) -> Callable[..., Any]:
        """This operation as a plain function, which Python binds like any method when it stands in a class body."""
        return compile_call(self)

    @cached_property
    def evaluate(self) -> Callable[..., Any]:
        """``evaluate(operands, params)`` calls the forward function with the values of its inputs and of the others."""
        text = f"def evaluate(operands, params): return _forward({self.signature.passed(self.signature.element)})"
        return cast("Callable[..., Any]", compile_function("evaluate", text, {"_forward": self.forward}, self.name))

    @cached_property
    def edges(self) -> tuple[Edge, ...]:
        """For each input ``(rule, wanted, position)``: how the backward pass calls its rule.

        Most rules want one of the kept values, and are called as ``rule(bar, kept[wanted])``. Where ``wanted`` is
        `NOTHING` that is ``rule(bar)``, and where it is `EVERYTHING` it is ``rule(bar, *kept)``.
        """
        return tuple(self._edge(x, position) for position, x in enumerate(self.inputs))

    @property
    def reflected(self) -> Callable[..., Any]:
        """`method` with its two arguments exchanged: what the right operand of an operator does."""
        method = self.method
        return lambda y, x: method(x, y)

    def _needs(self, x: str) -> tuple[str, ...]:
        """What the rule of an input asks for, and what a by-product among this would be computed from."""
        wants = tuple(want for want in self._wants[x] if want != "i" or not self.variadic)
        return wants + tuple(need for want in wants for need in self._recipe(want))

    def _recipe(self, name: str) -> tuple[str, ...]:
        return tuple(inspect.signature(self.byproducts[name]).parameters) if name in self.byproducts else ()

    def _edge(self, x: str, position: int) -> Edge:
        wants, rule = self._wants[x], self.declared_rules[x]
        if not self.variadic and len(wants) < 2:
            return rule, self.keeps.index(wants[0]) if wants else NOTHING, position
        return adapt(rule, wants, self.keeps, self.variadic is not None), EVERYTHING, position

    def variadic_edges(self, node: Node) -> tuple[Edge, ...]:
        """Like `edges`, for a primitive with any number of inputs, whose one rule is told the input's position."""
        rule = self.edges[0][0]
        return tuple((partial(_at_position, rule, i), EVERYTHING, i) for i in range(len(node.inputs)))

    def input_name(self, position: int) -> str:
        """The name of an input: of ``*arrays`` the second is ``arrays[1]``."""
        return f"{self.variadic}[{position}]" if self.variadic else self.inputs[position]

    def kept_text(self, wanted: int | None, source: Callable[[str], str]) -> str:
        """What to keep when the inputs in the bit mask ``wanted`` need a gradient, as the program text of a tuple.

        None stands for what no wanted rule asks for. Without ``wanted`` the text itself looks at ``_mask``.
        """
        texts = []
        for name in self.keeps:
            needed = sum(1 << bit for bit, x in enumerate(self.inputs) if name in self._needs(x))
            text = self.signature.kept(name, source, self.output, list(self.byproducts))
            if wanted is None:
                text = f"{text} if _mask & {needed} else None"
            elif not wanted & needed:
                text = "None"
            texts.append(text)
        return tuple_text(texts)

    def kept_tensors(self, node: Node) -> tuple[Any, ...]:
        """What the node keeps, as tensors that know how they were made: for rules whose result is itself recorded."""
        kept = dict(zip(self.keeps, node.kept, strict=True))
        variadic = self.variadic
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

    def __reduce__(self) -> str:
        """As of any function, a copy is the operation itself, and it is pickled by its name."""
        return self.__name__

    def __repr__(self) -> str:
        return f"<primitive {self.name}({', '.join(self.inputs + self.signature.params)})>"


Implements = Callable[..., Any] | tuple[Callable[..., Any], ...]
Byproducts = Mapping[str, Callable[..., Any]]


@overload
def primitive(
    forward: Callable[..., Any],
    /,
    *,
    implements: Implements = (),
    name: str | None = None,
    doc: str | None = None,
    byproducts: Byproducts | None = None,
    **rules: Rule,
) -> Primitive: ...


@overload
def primitive(
    *,
    implements: Implements = (),
    name: str | None = None,
    doc: str | None = None,
    byproducts: Byproducts | None = None,
    **rules: Rule,
) -> Callable[[Callable[..., Any]], Primitive]: ...


def primitive(
    forward: Callable[..., Any] | None = None,
    /,
    *,
    implements: Implements = (),
    name: str | None = None,
    doc: str | None = None,
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
        The NumPy function or functions that shall mean this operation on tensors. A ufunc given as ``forward`` does
        so by itself, unless it has a meaning already.
    name
        How messages and pictures call it; by default the forward function's name.
    doc
        Its docstring; by default the forward function's.
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
        return partial(primitive, implements=implements, name=name, doc=doc, byproducts=byproducts, **rules)
    for rule in rules:
        if not rule.endswith("_bar"):
            raise TypeError(
                f"primitive(): unexpected keyword {rule!r}; a bar rule is named after its input, like x_bar"
            )
    functions = implements if isinstance(implements, tuple) else (implements,)
    if isinstance(forward, np.ufunc) and not functions and forward not in implementations:
        functions = (forward,)
    named_after = functions[0] if functions and not inspect.isfunction(forward) else forward
    # What is made by `functools.partial` is called like its function.
    short = name or str(getattr(getattr(named_after, "func", named_after), "__name__", type(named_after).__name__))
    made = Primitive(forward, short, rules, byproducts or {}, doc)
    for function in functions:
        implementations[function] = made
    return made


def _as_input(value: Any, parent: Any) -> Any:
    return handle(value, parent) if type(parent) is Node else parent


def _at_position(rule: Rule, i: int, bar: Any, *kept: Any) -> Any:
    return rule(bar, i, *kept)
