"""What a tensor can do that an ndarray can: methods with NumPy's names, and a few with PyTorch's."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, cast

import numpy as np

from . import absent
from .rules import arithmetic, elementwise, reductions, shaping

if TYPE_CHECKING:
    from .tensor import Tensor


class ArrayMethods:
    """The methods of a tensor. Each is an operation of one of the rule pages, or a NumPy function."""

    __slots__ = ()

    _value: Any
    _node: Any

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            """Asked for what is not there only."""
            raise absent.attribute_error(type(self).__name__, name)

    # What an ndarray knows of itself

    @property
    def ndim(self) -> int:
        """The number of axes."""
        ndim: int = self._value.ndim
        return ndim

    @property
    def size(self) -> int:
        """The number of entries."""
        size: int = self._value.size
        return size

    @property
    def itemsize(self) -> int:
        """Bytes of one entry."""
        itemsize: int = self._value.itemsize
        return itemsize

    @property
    def nbytes(self) -> int:
        """Bytes of all entries."""
        nbytes: int = self._value.nbytes
        return nbytes

    @property
    def T(self) -> Tensor:
        """The axes in reverse."""
        return cast("Tensor", shaping.transpose(self))

    @property
    def mT(self) -> Tensor:
        """The last two axes exchanged."""
        return cast("Tensor", shaping.swapaxes(self, -1, -2))

    @property
    def real(self) -> Tensor:
        """`np.real`; a tensor of real numbers itself."""
        return np.real(self)

    def conj(self) -> Tensor:
        """`np.conjugate`; of a tensor of real numbers itself."""
        return cast("Tensor", np.conjugate(self))

    conjugate = conj

    def tobytes(self) -> bytes:
        """The numbers as they lie in memory, in C order."""
        return cast("bytes", self._value.tobytes())

    def tolist(self) -> Any:
        """The numbers as nested lists of Python numbers."""
        return self._value.tolist()

    # Methods with NumPy's names

    def sum(
        self,
        axis: Any = None,
        dtype: Any = None,
        out: Any = None,
        keepdims: bool = False,
        initial: Any = None,
        where: Any = True,
    ) -> Tensor:
        """`np.sum`."""
        if dtype is None and out is None and where is True and initial is None:
            return cast("Tensor", reductions.sum(self, axis, keepdims=keepdims))
        return cast("Tensor", np.sum(self, axis, dtype, out, keepdims, 0 if initial is None else initial, where))

    def mean(
        self, axis: Any = None, dtype: Any = None, out: Any = None, keepdims: bool = False, *, where: Any = True
    ) -> Tensor:
        """`np.mean`."""
        if dtype is None and out is None and where is True:
            return cast("Tensor", reductions.mean(self, axis, keepdims=keepdims))
        return cast("Tensor", np.mean(self, axis, dtype, out, keepdims, where=where))

    def var(
        self,
        axis: Any = None,
        dtype: Any = None,
        out: Any = None,
        ddof: float = 0,
        keepdims: bool = False,
        **options: Any,
    ) -> Tensor:
        """`np.var`, with its options ``correction``, ``mean`` and ``where``."""
        return cast("Tensor", np.var(self, axis, dtype, out, ddof, keepdims, **options))

    def std(
        self,
        axis: Any = None,
        dtype: Any = None,
        out: Any = None,
        ddof: float = 0,
        keepdims: bool = False,
        **options: Any,
    ) -> Tensor:
        """`np.std`, with its options ``correction``, ``mean`` and ``where``."""
        return cast("Tensor", np.std(self, axis, dtype, out, ddof, keepdims, **options))

    def prod(
        self,
        axis: Any = None,
        dtype: Any = None,
        out: Any = None,
        keepdims: bool = False,
        initial: Any = 1,
        where: Any = True,
    ) -> Tensor:
        """`np.prod`."""
        return cast("Tensor", np.prod(self, axis, dtype, out, keepdims, initial, where))

    def max(
        self, axis: Any = None, out: Any = None, keepdims: bool = False, initial: Any = None, where: Any = True
    ) -> Tensor:
        """`np.max`."""
        if out is None and initial is None and where is True:
            return cast("Tensor", reductions.max(self, axis, keepdims=keepdims))
        return cast("Tensor", np.max(self, axis, out, keepdims, initial, where))

    def min(
        self, axis: Any = None, out: Any = None, keepdims: bool = False, initial: Any = None, where: Any = True
    ) -> Tensor:
        """`np.min`."""
        if out is None and initial is None and where is True:
            return cast("Tensor", reductions.min(self, axis, keepdims=keepdims))
        return cast("Tensor", np.min(self, axis, out, keepdims, initial, where))

    def cumsum(self, axis: int | None = None, dtype: Any = None, out: Any = None) -> Tensor:
        """`np.cumsum`."""
        return cast("Tensor", np.cumsum(self, axis, dtype, out))

    def cumprod(self, axis: int | None = None, dtype: Any = None, out: Any = None) -> Tensor:
        """`np.cumprod`."""
        return cast("Tensor", np.cumprod(self, axis, dtype, out))

    def reshape(self, *shape: Any, order: str = "C", copy: bool | None = None) -> Tensor:
        """`np.reshape`; the lengths as one tuple or one by one."""
        if order == "C" and copy is None:
            return cast("Tensor", shaping.reshape(self, _one_tuple(shape)))
        return cast("Tensor", np.reshape(self, _one_tuple(shape), order, copy=copy))

    def ravel(self, order: str = "C") -> Tensor:
        """`np.ravel`."""
        return cast("Tensor", shaping.reshape(self, (-1,)) if order == "C" else np.ravel(self, order))

    def flatten(self, order: str = "C") -> Tensor:
        """The entries in one row, as a copy."""
        return cast("Tensor", shaping.copy(np.ravel(self, order)))

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

    def take(self, indices: Any, axis: int | None = None, out: Any = None, mode: str = "raise") -> Tensor:
        """`np.take`."""
        return cast("Tensor", np.take(self, indices, axis, out, mode))

    def compress(self, condition: Any, axis: int | None = None) -> Tensor:
        """`np.compress`."""
        return cast("Tensor", np.compress(condition, self, axis))

    def diagonal(self, offset: int = 0, axis1: int = 0, axis2: int = 1) -> Tensor:
        """`np.diagonal`."""
        return cast("Tensor", np.diagonal(self, offset, axis1, axis2))

    def trace(self, offset: int = 0, axis1: int = 0, axis2: int = 1, dtype: Any = None, out: Any = None) -> Tensor:
        """`np.trace`."""
        return cast("Tensor", np.trace(self, offset, axis1, axis2, dtype, out))

    def dot(self, other: Any) -> Tensor:
        """`np.dot`."""
        return cast("Tensor", np.dot(self, other))

    def clip(self, min: Any = None, max: Any = None, out: Any = None) -> Tensor:
        """`np.clip`."""
        return cast("Tensor", np.clip(self, min, max, out))

    def astype(self, dtype: Any, *, copy: bool = True) -> Tensor:
        """`np.astype`; to integers and booleans no gradient goes through."""
        if not copy and self._value.dtype == dtype:
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


def _one_tuple(args: tuple[Any, ...]) -> Any:
    return args[0] if len(args) == 1 else args
