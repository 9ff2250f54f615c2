"""What a tensor can do that an ndarray can: operators, and methods with NumPy's names; a few with PyTorch's."""

from __future__ import annotations

import operator
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, NoReturn, cast

import numpy as np

from . import errors
from .handle import Handle, constant
from .rules import arithmetic, elementwise, indexing, linear_algebra, reductions, shaping

if TYPE_CHECKING:
    from .tensor import Tensor


class ArrayMethods:
    """The operators and methods of a tensor. Each is an operation of one of the rule pages, or a NumPy function."""

    __slots__ = ()

    _data: Any
    _node: Any

    # Arithmetic: the operators are the operations themselves.

    __add__, __radd__ = arithmetic.add.method, arithmetic.add.reflected
    __sub__, __rsub__ = arithmetic.subtract.method, arithmetic.subtract.reflected
    __mul__, __rmul__ = arithmetic.multiply.method, arithmetic.multiply.reflected
    __truediv__, __rtruediv__ = arithmetic.divide.method, arithmetic.divide.reflected
    __pow__, __rpow__ = arithmetic.power.method, arithmetic.power.reflected
    __mod__, __rmod__ = arithmetic.remainder.method, arithmetic.remainder.reflected
    __matmul__, __rmatmul__ = linear_algebra.matmul.method, linear_algebra.matmul.reflected
    __neg__, __pos__, __abs__ = arithmetic.negative.method, arithmetic.positive.method, arithmetic.absolute.method

    def __floordiv__(self, other: Any) -> Tensor:
        return cast("Tensor", np.floor_divide(self, other))

    def __rfloordiv__(self, other: Any) -> Tensor:
        return cast("Tensor", np.floor_divide(other, self))

    def __divmod__(self, other: Any) -> tuple[Tensor, Tensor]:
        return cast("tuple[Tensor, Tensor]", np.divmod(self, other))

    def __rdivmod__(self, other: Any) -> tuple[Tensor, Tensor]:
        return cast("tuple[Tensor, Tensor]", np.divmod(other, self))

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

    # Conversion to Python's own numbers

    def __bool__(self) -> bool:
        return bool(self._data)

    def __float__(self) -> float:
        return float(self._data)

    def __int__(self) -> int:
        return int(self._data)

    def __index__(self) -> int:
        return operator.index(self._data)

    def __round__(self, digits: int = 0) -> Any:
        return self.round(digits)

    def __format__(self, spec: str) -> str:
        return format(self._data if self._data.ndim else self._data.item(), spec) if spec else str(self)

    # Indexing

    def __getitem__(self, index: Any) -> Tensor:
        return cast("Tensor", indexing.getitem(self, _plain_index(index)))

    def __setitem__(self, index: Any, value: Any) -> None:
        if self._node is not None or getattr(value, "requires_grad", False):
            _cannot_write("a tensor that is being differentiated cannot be written into")
        cast("Tensor", self).data[_plain_index(index)] = value

    def __len__(self) -> int:
        return len(self._data)

    def __iter__(self) -> Iterator[Tensor]:
        if not self._data.ndim:
            raise TypeError("iteration over a 0-d tensor, which is a single number; use .item() for it")
        return (self[i] for i in range(len(self._data)))

    def __contains__(self, value: Any) -> bool:
        return bool((self == value).any())

    # What an ndarray knows of itself

    @property
    def ndim(self) -> int:
        """The number of axes."""
        ndim: int = self._data.ndim
        return ndim

    @property
    def size(self) -> int:
        """The number of entries."""
        size: int = self._data.size
        return size

    @property
    def itemsize(self) -> int:
        """Bytes of one entry."""
        itemsize: int = self._data.itemsize
        return itemsize

    @property
    def nbytes(self) -> int:
        """Bytes of all entries."""
        nbytes: int = self._data.nbytes
        return nbytes

    @property
    def T(self) -> Tensor:
        """The axes in reverse."""
        return cast("Tensor", shaping.transpose(self))

    @property
    def mT(self) -> Tensor:
        """The last two axes exchanged."""
        return cast("Tensor", shaping.swapaxes(self, -1, -2))

    def tolist(self) -> Any:
        """The numbers as nested lists of Python numbers."""
        return self._data.tolist()

    # Methods with NumPy's names

    def sum(self, axis: Any = None, *, keepdims: bool = False) -> Tensor:
        """`np.sum`."""
        return cast("Tensor", reductions.sum(self, axis, keepdims=keepdims))

    def mean(self, axis: Any = None, *, keepdims: bool = False) -> Tensor:
        """`np.mean`."""
        return cast("Tensor", reductions.mean(self, axis, keepdims=keepdims))

    def var(self, axis: Any = None, *, ddof: float = 0, keepdims: bool = False) -> Tensor:
        """`np.var`."""
        return cast("Tensor", reductions.var(self, axis, ddof=ddof, keepdims=keepdims))

    def std(self, axis: Any = None, *, ddof: float = 0, keepdims: bool = False) -> Tensor:
        """`np.std`."""
        return cast("Tensor", reductions.std(self, axis, ddof=ddof, keepdims=keepdims))

    def prod(self, axis: Any = None, *, keepdims: bool = False) -> Tensor:
        """`np.prod`."""
        return cast("Tensor", reductions.prod(self, axis, keepdims=keepdims))

    def max(self, axis: Any = None, *, keepdims: bool = False) -> Tensor:
        """`np.max`."""
        return cast("Tensor", reductions.max(self, axis, keepdims=keepdims))

    def min(self, axis: Any = None, *, keepdims: bool = False) -> Tensor:
        """`np.min`."""
        return cast("Tensor", reductions.min(self, axis, keepdims=keepdims))

    def cumsum(self, axis: int | None = None) -> Tensor:
        """`np.cumsum`."""
        return cast("Tensor", np.cumsum(self, axis=axis))

    def cumprod(self, axis: int | None = None) -> Tensor:
        """`np.cumprod`."""
        return cast("Tensor", np.cumprod(self, axis=axis))

    def reshape(self, *shape: Any) -> Tensor:
        """`np.reshape`; the lengths as one tuple or one by one."""
        return cast("Tensor", shaping.reshape(self, _one_tuple(shape)))

    def ravel(self) -> Tensor:
        """`np.ravel`."""
        return cast("Tensor", shaping.reshape(self, (-1,)))

    def flatten(self) -> Tensor:
        """The entries in one row, as a copy."""
        return cast("Tensor", shaping.reshape(shaping.copy(self), (-1,)))

    def transpose(self, *axes: Any) -> Tensor:
        """`np.transpose`; the axes as one tuple or one by one."""
        return cast("Tensor", shaping.transpose(self, _one_tuple(axes) if axes else None))

    def swapaxes(self, axis1: int, axis2: int) -> Tensor:
        """`np.swapaxes`."""
        return cast("Tensor", shaping.swapaxes(self, axis1, axis2))

    def squeeze(self, axis: Any = None) -> Tensor:
        """`np.squeeze`."""
        return cast("Tensor", shaping.squeeze(self, axis))

    def repeat(self, repeats: Any, axis: int | None = None) -> Tensor:
        """`np.repeat`."""
        return cast("Tensor", np.repeat(self, repeats, axis))

    def take(self, indices: Any, axis: int | None = None, mode: str = "raise") -> Tensor:
        """`np.take`."""
        return cast("Tensor", np.take(self, indices, axis, mode=mode))

    def diagonal(self, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Tensor:
        """`np.diagonal`."""
        return cast("Tensor", np.diagonal(self, offset, axis1, axis2))

    def trace(self, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Tensor:
        """`np.trace`."""
        return cast("Tensor", np.trace(self, offset, axis1, axis2))

    def dot(self, other: Any) -> Tensor:
        """`np.dot`."""
        return cast("Tensor", np.dot(self, other))

    def clip(self, min: Any = None, max: Any = None) -> Tensor:
        """`np.clip`."""
        return cast("Tensor", np.clip(self, min, max))

    def astype(self, dtype: Any, *, copy: bool = True) -> Tensor:
        """`np.astype`; to integers and booleans no gradient goes through."""
        if not copy and self._data.dtype == dtype:
            return cast("Tensor", self)
        return cast("Tensor", np.astype(self, dtype))

    def copy(self) -> Tensor:
        """`np.copy`."""
        return cast("Tensor", shaping.copy(self))

    def round(self, decimals: int = 0) -> Tensor:
        """`np.round`; it has no gradient."""
        return cast("Tensor", np.round(self, decimals))

    def argmax(self, axis: int | None = None, *, keepdims: bool = False) -> Tensor:
        """`np.argmax`; it has no gradient."""
        return cast("Tensor", np.argmax(self, axis=axis, keepdims=keepdims))

    def argmin(self, axis: int | None = None, *, keepdims: bool = False) -> Tensor:
        """`np.argmin`; it has no gradient."""
        return cast("Tensor", np.argmin(self, axis=axis, keepdims=keepdims))

    def argsort(self, axis: int | None = -1) -> Tensor:
        """`np.argsort`; it has no gradient."""
        return cast("Tensor", np.argsort(self, axis=axis))

    def nonzero(self) -> tuple[Any, ...]:
        """`np.nonzero`; it has no gradient."""
        return cast("tuple[Any, ...]", np.nonzero(self))

    def all(self, axis: Any = None, *, keepdims: bool = False) -> Tensor:
        """`np.all`; it has no gradient."""
        return cast("Tensor", np.all(self, axis=axis, keepdims=keepdims))

    def any(self, axis: Any = None, *, keepdims: bool = False) -> Tensor:
        """`np.any`; it has no gradient."""
        return cast("Tensor", np.any(self, axis=axis, keepdims=keepdims))

    # Methods that PyTorch's tensors have, for hands that know them

    def exp(self) -> Tensor:
        """`np.exp`."""
        return cast("Tensor", elementwise.exp(self))

    def log(self) -> Tensor:
        """`np.log`."""
        return cast("Tensor", elementwise.log(self))

    def sqrt(self) -> Tensor:
        """`np.sqrt`."""
        return cast("Tensor", elementwise.sqrt(self))

    def abs(self) -> Tensor:
        """`np.abs`."""
        return cast("Tensor", arithmetic.absolute(self))

    def sin(self) -> Tensor:
        """`np.sin`."""
        return cast("Tensor", elementwise.sin(self))

    def cos(self) -> Tensor:
        """`np.cos`."""
        return cast("Tensor", elementwise.cos(self))

    def tanh(self) -> Tensor:
        """`np.tanh`."""
        return cast("Tensor", elementwise.tanh(self))

    def sigmoid(self) -> Tensor:
        """`autograd.sigmoid`."""
        return cast("Tensor", elementwise.sigmoid(self))

    def relu(self) -> Tensor:
        """`autograd.relu`."""
        return cast("Tensor", elementwise.relu(self))

    def softmax(self, axis: Any = -1) -> Tensor:
        """`autograd.softmax`."""
        return cast("Tensor", reductions.softmax(self, axis))

    def log_softmax(self, axis: Any = -1) -> Tensor:
        """`autograd.log_softmax`."""
        return cast("Tensor", reductions.log_softmax(self, axis))


def _compare(comparison: Callable[[Any, Any], Any], x: Any, y: Any) -> Any:
    y = y._data if isinstance(y, Handle) else y
    try:
        result = comparison(x._data, y)
    except Exception as error:
        raise errors.forward_error(comparison.__name__, [("x", x._data), ("y", y)], error) from error
    return result if result is NotImplemented else constant(np.asarray(result))


def _plain_index(index: Any) -> Any:
    """An index with the constant tensors in it replaced by their arrays, and lists by arrays."""
    if isinstance(index, tuple):
        return tuple(map(_plain_index, index))
    if isinstance(index, Handle):
        return index._data
    return index


def _one_tuple(args: tuple[Any, ...]) -> Any:
    return args[0] if len(args) == 1 else args


def _cannot_write(what: str) -> NoReturn:
    raise errors.GradientError(
        errors.message(
            what,
            "use np.where or np.concatenate to make a new tensor, or write into .data where no gradient is needed",
        )
    )
