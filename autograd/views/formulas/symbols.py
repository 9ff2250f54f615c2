"""Symbols: arrays that compute formulas instead of numbers.

A symbol speaks NumPy's protocols, so a bar rule runs on symbols as it runs on arrays, and what comes out is the formula
that the rule states.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache, partial
from typing import Any, NoReturn

import numpy as np

from . import arrays
from .algebra import fit
from .coefficients import number
from .expressions import Applied, Argument, Constant, Expression, Identity

#: What ``np.function(...)`` and a primitive mean on symbols; see operations.py, which fills them in.
meanings: dict[Any, Callable[..., Any]] = {}


class Symbol(np.lib.mixins.NDArrayOperatorsMixin):
    """An array whose entries are not numbers but a formula, with shape and dtype.

    >>> from .expressions import Name
    >>> from .plain import text
    >>> z_bar, y = Symbol(Name((), "z", bar=True)), Symbol(Name((), "y"))
    >>> text((z_bar * y * (1 - y)).expression)
    'z̄ y (1 − y)'
    """

    __slots__ = ("dtype", "expression")

    def __init__(self, expression: Expression, dtype: Any = np.float64) -> None:
        self.expression = expression
        self.dtype = np.dtype(dtype)

    @property
    def shape(self) -> tuple[int, ...]:
        """The lengths of the axes."""
        return self.expression.shape

    @property
    def ndim(self) -> int:
        """The number of axes."""
        return len(self.shape)

    @property
    def size(self) -> int:
        """The number of entries."""
        return int(np.prod(self.shape))

    @property
    def T(self) -> Symbol:
        """The axes in reverse."""
        transposed: Symbol = meanings[np.transpose](self)
        return transposed

    @property
    def mT(self) -> Symbol:
        """The last two axes exchanged."""
        return Symbol(arrays.transpose(self.expression), self.dtype)

    def __len__(self) -> int:
        return self.shape[0]

    def __iter__(self) -> Iterator[Symbol]:
        return (self[position] for position in range(len(self)))

    def __getitem__(self, key: Any) -> Symbol:
        return Symbol(arrays.index(self.expression, symbols_in_index(key)), self.dtype)

    __hash__ = object.__hash__

    def astype(self, dtype: Any, **options: Any) -> Symbol:
        """The same values in another dtype."""
        return Symbol(self.expression, dtype)

    def copy(self) -> Symbol:
        """Itself: nobody writes into a formula."""
        return self

    def reshape(self, *shape: Any) -> Any:
        """`np.reshape`."""
        return np.reshape(self, shape[0] if len(shape) == 1 else shape)

    def transpose(self, *axes: Any) -> Any:
        """`np.transpose`."""
        return np.transpose(self, (axes[0] if len(axes) == 1 else axes) or None)

    def __getattr__(self, name: str) -> Any:
        """An array's other methods, such as ``x.sum(axis=0)``: the NumPy function of that name."""
        function = getattr(np, name, None) if hasattr(np.ndarray, name) else None
        if not callable(function):
            raise AttributeError(f"a symbol has no {name!r}: it stands for any array of shape {self.shape}")
        return lambda *args, **kwargs: function(self, *args, **kwargs)

    def __array_ufunc__(self, ufunc: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        kwargs.pop("out", None)
        meaning = meanings.get(ufunc if method == "__call__" else (ufunc, method))
        if meaning is not None:
            return meaning(*inputs, **kwargs)
        if method == "__call__":
            return applied(ufunc, ufunc.__name__, _as_symbols(inputs), kwargs, elementwise=not ufunc.signature)
        return applied(getattr(ufunc, method), f"{ufunc.__name__}.{method}", inputs, kwargs)

    def __array_function__(self, function: Any, types: Iterable[type], args: Any, kwargs: Any) -> Any:
        meaning = meanings.get(function)
        if meaning is not None:
            return meaning(*args, **kwargs)
        return applied(function, function.__name__, args, kwargs)

    def __overbar_primitive__(self, primitive: Any, args: Any, kwargs: Any) -> Any:
        signature, given = primitive.signature, list(args)
        operands: list[Any] = []
        values = dict(kwargs)
        for name in signature.order:
            if name == signature.variadic:
                operands, given = given, []
            elif name not in kwargs:
                values[name] = given.pop(0)
        operands = operands or [values[name] for name in signature.inputs if name != signature.variadic]
        return meaning_of(primitive)(operands, [values[name] for name in signature.params])

    def __array__(self, *args: Any, **kwargs: Any) -> NoReturn:
        self._has_no_numbers()

    def __bool__(self) -> bool:
        self._has_no_numbers()

    def __float__(self) -> float:
        self._has_no_numbers()

    def __int__(self) -> int:
        self._has_no_numbers()

    def __index__(self) -> int:
        self._has_no_numbers()

    def _has_no_numbers(self) -> NoReturn:
        raise TypeError(f"a symbol of shape {self.shape} stands for any array, so it has no numbers")

    def __repr__(self) -> str:
        return f"<Symbol {self.shape} {self.dtype}>"


def meaning_of(primitive: Any) -> Callable[[Any, Any], Any]:
    """``(operands, params) -> Symbol`` for a primitive: what `operations` says, else a function by its name."""
    meaning = meanings.get(primitive)
    if meaning is not None:
        return meaning
    if not inspect.isfunction(primitive.forward):
        # A ufunc or an operator: what that means on symbols.
        return primitive.evaluate  # type: ignore[no-any-return]
    return partial(named_function, primitive)


def named_function(primitive: Any, operands: Any, params: Any, elementwise: bool = False) -> Symbol:
    """A primitive shown as a function of its inputs, by its name; parameters that differ from their default too."""
    signature = primitive.signature
    options = dict(zip(signature.params, params, strict=True))
    args = (_as_symbols(operands), params)
    return applied(primitive, primitive.name, args, {}, options, elementwise)  # type: ignore[no-any-return]


def _options(function: Callable[..., Any], args: Any, kwargs: dict[str, Any]) -> dict[str, Any]:
    """The arguments of a call by their names, as far as the function tells them."""
    try:
        return {**inspect.signature(function).bind(*args, **kwargs).arguments}
    except (TypeError, ValueError):
        return {**{str(position): value for position, value in enumerate(args)}, **kwargs}


@lru_cache(maxsize=1000)
def _defaults(function: Callable[..., Any]) -> dict[str, Any]:
    try:
        parameters = inspect.signature(getattr(function, "forward", function)).parameters
    except (TypeError, ValueError):
        return {}
    return {name: parameter.default for name, parameter in parameters.items()}


def applied(
    function: Callable[..., Any],
    name: str,
    args: Any,
    kwargs: dict[str, Any],
    options: dict[str, Any] | None = None,
    elementwise: bool = False,
) -> Any:
    """A function shown by its name. Its shape is found by calling it on an array of zeros or ones of that shape."""
    from .evaluation import call

    found: list[Expression] = []
    dtypes: list[Any] = []
    template = _templated((args, kwargs), found, dtypes)
    if options is None:
        options = _options(function, args, kwargs)
    defaults = _defaults(function)
    listed = ((key, _shown(value)) for key, value in options.items() if not _same(value, defaults.get(key)))
    shown = tuple((key, value) for key, value in listed if value is not None)
    samples = [_sample(expression, dtype) for expression, dtype in zip(found, dtypes, strict=True)]
    with np.errstate(all="ignore"):
        result = call(function, template, samples)
    made = Applied(np.shape(result), function, name, tuple(found), shown, template, elementwise)
    return Symbol(made, np.asarray(result).dtype)


def expression_of(value: Any) -> Expression:
    """The expression for a symbol, a number or an array that is part of the program."""
    if isinstance(value, Symbol):
        return value.expression
    if isinstance(value, Expression):
        return value
    array = np.asarray(value)
    if array.dtype.kind not in "biuf":
        raise TypeError(f"a formula cannot be written of {type(value).__name__}")
    if not array.ndim:
        return number(value if isinstance(value, bool | int | float | np.generic) else array[()])
    first = array.flat[0] if array.size else 0
    if array.size and (array == first).all():
        return fit(number(first), array.shape)
    if array.ndim == 2 and array.shape[0] == array.shape[1] and (array == np.eye(len(array))).all():
        return Identity(array.shape)
    return constant(array)


def constant(array: Any) -> Constant:
    """An array of the program, which may have a name or be given one."""
    return Constant(array.shape, array, id(array))


def _as_symbols(values: Iterable[Any]) -> tuple[Any, ...]:
    """Numbers among operands as symbols, so that they are shown."""
    return tuple(
        Symbol(number(value), np.asarray(value).dtype) if isinstance(value, int | float | np.generic) else value
        for value in values
    )


def dtype_of(value: Any) -> Any:
    """The dtype of a symbol, an array or a number."""
    return value.dtype if hasattr(value, "dtype") else np.asarray(value).dtype


def symbols_in_index(key: Any) -> Any:
    """An index with its arrays as expressions, and its integers as Python's."""
    if isinstance(key, tuple):
        return tuple(map(symbols_in_index, key))
    if isinstance(key, Symbol):
        return key.expression
    if isinstance(key, list):
        key = np.asarray(key) if key else np.zeros(0, int)
    if isinstance(key, np.ndarray):
        return constant(key) if key.ndim or key.dtype == bool else int(key)
    return key


def _templated(value: Any, found: list[Expression], dtypes: list[Any]) -> Any:
    """The structure of a call with an `Argument` for each symbol and array, which are collected in ``found``."""
    if isinstance(value, tuple | list):
        return type(value)(_templated(item, found, dtypes) for item in value)
    if isinstance(value, dict):
        return {key: _templated(item, found, dtypes) for key, item in value.items()}
    if isinstance(value, Symbol | np.ndarray | Expression):
        found.append(expression_of(value))
        dtypes.append(value.dtype if not isinstance(value, Expression) else np.dtype(float))
        return Argument(len(found) - 1)
    return value


def _sample(expression: Expression, dtype: Any) -> Any:
    """An array of the expression's shape, on which functions can be tried: an index, if integers, of the first."""
    if isinstance(expression, Constant):
        return expression.array
    shape = expression.shape
    if dtype.kind == "f" and len(shape) >= 2 and shape[-1] == shape[-2]:
        return np.broadcast_to(np.eye(shape[-1], dtype=dtype), shape)
    return np.broadcast_to(dtype.type(dtype.kind == "f"), shape)


def _shown(value: Any) -> str | None:
    """A parameter as a formula shows it; None for arrays, which are among the arguments, and for functions."""
    if value is None or isinstance(value, bool | int | str | float):
        return str(value)
    if isinstance(value, tuple | list):
        items = [item for item in map(_shown, value) if item is not None]
        if len(items) == len(value):
            return f"({items[0]},)" if len(items) == 1 else f"({', '.join(items)})"
    return None


def _same(value: Any, default: Any) -> bool:
    return value is default or (isinstance(value, bool | int | float | str) and bool(value == default))
