"""A tensor's operators: arithmetic, comparison, logic of bits, indexing, and what Python converts a tensor to."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NoReturn, cast

import numpy as np

from . import conversions, errors
from .handle import Handle, constant
from .recording import state
from .rules import arithmetic, indexing, linear_algebra
from .written import mark_written

if TYPE_CHECKING:
    from .primitives import Primitive
    from .tensor import Tensor


class _Operation:
    """A primitive as a method. It is written out when it is first used, and then stands in the class itself."""

    def __init__(self, primitive: Primitive, reflected: bool = False) -> None:
        self._primitive, self._reflected = primitive, reflected

    def __set_name__(self, owner: type, name: str) -> None:
        self._owner, self._name = owner, name

    def __get__(self, instance: Any, owner: type | None = None) -> Any:
        method = self._primitive.reflected if self._reflected else self._primitive.method
        setattr(self._owner, self._name, method)
        return method.__get__(instance, owner)


def _in_place(operation: Callable[[Any, Any], Any]) -> Callable[[Any, Any], Any]:
    return lambda tensor, other: _updated(tensor, operation, other)


class Operators:
    """What Python's syntax asks of a tensor. Each operator is an operation of a rule page, or a NumPy function."""

    __slots__ = ()

    _value: Any
    _node: Any

    # Arithmetic: the operators are the operations themselves.

    __add__, __radd__ = _Operation(arithmetic.add), _Operation(arithmetic.add, reflected=True)
    __sub__, __rsub__ = _Operation(arithmetic.subtract), _Operation(arithmetic.subtract, reflected=True)
    __mul__, __rmul__ = _Operation(arithmetic.multiply), _Operation(arithmetic.multiply, reflected=True)
    __truediv__, __rtruediv__ = _Operation(arithmetic.divide), _Operation(arithmetic.divide, reflected=True)
    __pow__, __rpow__ = _Operation(arithmetic.power), _Operation(arithmetic.power, reflected=True)
    __mod__, __rmod__ = _Operation(arithmetic.remainder), _Operation(arithmetic.remainder, reflected=True)
    __matmul__, __rmatmul__ = _Operation(linear_algebra.matmul), _Operation(linear_algebra.matmul, reflected=True)
    __neg__, __pos__ = _Operation(arithmetic.negative), _Operation(arithmetic.positive)
    __abs__ = _Operation(arithmetic.absolute)

    def __floordiv__(self, other: Any) -> Tensor:
        return cast("Tensor", np.floor_divide(self, other))

    def __rfloordiv__(self, other: Any) -> Tensor:
        return cast("Tensor", np.floor_divide(other, self))

    def __divmod__(self, other: Any) -> tuple[Tensor, Tensor]:
        return cast("tuple[Tensor, Tensor]", np.divmod(self, other))

    def __rdivmod__(self, other: Any) -> tuple[Tensor, Tensor]:
        return cast("tuple[Tensor, Tensor]", np.divmod(other, self))

    # Augmented assignment gives the name to a new tensor, with one exception: see `_updated`.

    __iadd__: Any = _in_place(operator.iadd)
    __isub__: Any = _in_place(operator.isub)
    __imul__: Any = _in_place(operator.imul)
    __itruediv__: Any = _in_place(operator.itruediv)
    __ipow__: Any = _in_place(operator.ipow)
    __imatmul__: Any = _in_place(operator.imatmul)

    # Comparison, entry by entry; the result has no gradient. Tensors hash by identity.

    def __eq__(self, other: object) -> Any:
        return _compare(operator.eq, self, other)

    def __ne__(self, other: object) -> Any:
        return _compare(operator.ne, self, other)

    def __lt__(self, other: Any) -> Any:
        return _compare(operator.lt, self, other)

    def __le__(self, other: Any) -> Any:
        return _compare(operator.le, self, other)

    def __gt__(self, other: Any) -> Any:
        return _compare(operator.gt, self, other)

    def __ge__(self, other: Any) -> Any:
        return _compare(operator.ge, self, other)

    __hash__ = object.__hash__

    # Logic and shifts of bits, of integers and booleans; nor have these a gradient.

    def __invert__(self) -> Any:
        return np.invert(self)

    def __and__(self, other: Any) -> Any:
        return _compare(operator.and_, self, other)

    __rand__ = __and__

    def __or__(self, other: Any) -> Any:
        return _compare(operator.or_, self, other)

    __ror__ = __or__

    def __xor__(self, other: Any) -> Any:
        return _compare(operator.xor, self, other)

    __rxor__ = __xor__

    def __lshift__(self, other: Any) -> Any:
        return np.left_shift(self, other)

    def __rlshift__(self, other: Any) -> Any:
        return np.left_shift(other, self)

    def __rshift__(self, other: Any) -> Any:
        return np.right_shift(self, other)

    def __rrshift__(self, other: Any) -> Any:
        return np.right_shift(other, self)

    # Conversion to Python's own numbers

    def __bool__(self) -> bool:
        return conversions.as_bool(self._value)

    def __float__(self) -> float:
        """The number, without its gradient, as `item` gives it.

        Writing a tensor that is being differentiated into an entry of a plain array, ``array[0] = t``, is an error;
        NumPy may show it as a ValueError about a sequence, with ours as its cause. A call that wants a number without
        saying so, like ``math.exp(t)``, is computed with a `GradientWarning`.
        """
        return conversions.as_float(self._value, self._node is not None)

    def __int__(self) -> int:
        return conversions.as_int(self._value, self._node is not None)

    def __index__(self) -> int:
        return conversions.as_index(self._value)

    def __trunc__(self) -> int:
        return conversions.as_int(self._value, self._node is not None)

    def __round__(self, digits: int = 0) -> Any:
        return np.round(self, digits)

    def __format__(self, spec: str) -> str:
        return conversions.as_text(self._value, cast("Tensor", self).name, spec) if spec else str(self)

    # Indexing

    def __getitem__(self, index: Any) -> Tensor:
        return cast("Tensor", indexing.getitem(self, _plain_index(index)))

    def __setitem__(self, index: Any, value: Any) -> None:
        if self._node is not None or getattr(value, "requires_grad", False):
            _cannot_write("a tensor that is being differentiated cannot be written into")
        cast("Tensor", self).data[_plain_index(index)] = value

    def __len__(self) -> int:
        return conversions.length(self._value)

    def __iter__(self) -> Iterator[Tensor]:
        conversions.check_iterable(self._value)
        return (self[i] for i in range(len(self._value)))

    def __contains__(self, value: Any) -> bool:
        return bool((self == value).any())


def _updated(tensor: Any, operation: Callable[[Any, Any], Any], other: Any) -> Any:
    """``w -= step`` of a leaf while nothing is recorded: its array is changed in place, as a training loop means it."""
    if tensor._node is None or tensor._node.primitive is not None or state.recording:
        return NotImplemented
    value = other._value if isinstance(other, Handle) else other
    try:
        operation(tensor.data, value)
    except Exception as error:
        operands = [("x", tensor._value), ("y", value)]
        raise errors.forward_error(f"{operation.__name__}, in place,", operands, error) from error
    mark_written((tensor,))
    return tensor


def _compare(comparison: Callable[[Any, Any], Any], x: Any, y: Any) -> Any:
    y = y._value if isinstance(y, Handle) else y
    try:
        result = comparison(x._value, y)
    except Exception as error:
        raise errors.forward_error(comparison.__name__.rstrip("_"), [("x", x._value), ("y", y)], error) from error
    return result if result is NotImplemented else constant(np.asarray(result))


def _plain_index(index: Any) -> Any:
    """An index with the constant tensors in it replaced by their arrays.

    Lists are copied: the backward pass will ask for the index, and by then a program may have put other places into
    them. Arrays are not, for formulas call them by the reader's name for the very array.
    """
    if isinstance(index, tuple):
        return tuple(map(_plain_index, index))
    if isinstance(index, Handle):
        return index._value
    return [_plain_index(item) for item in index] if isinstance(index, list) else index


def _cannot_write(what: str) -> NoReturn:
    raise errors.GradientError(
        errors.message(
            what,
            "use np.where or np.concatenate to make a new tensor, or write into .data where no gradient is needed",
        )
    )
