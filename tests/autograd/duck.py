"""An array of another library: it speaks NumPy's protocols, and nothing turns it into an ndarray unasked."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.lib.mixins import NDArrayOperatorsMixin


class Duck(NDArrayOperatorsMixin):
    """Stands around an ndarray, as another library's array stands around memory that NumPy may not see.

    NumPy's own arrays mix with it in an operation, as they do with Dask's.
    """

    def __init__(self, plain: Any) -> None:
        self.plain = np.asarray(plain)

    @classmethod
    def around(cls, value: Any) -> Any:
        """A Duck for every array of floats in a value, which may be a tuple of them."""
        if isinstance(value, tuple):
            return tuple(map(cls.around, value))
        return cls(value) if isinstance(value, np.ndarray | np.generic) and value.dtype.kind == "f" else value

    def __array__(self, *_: Any, **__: Any) -> Any:
        raise TypeError("a duck is not turned into an ndarray unasked")

    def __array_ufunc__(self, function: np.ufunc, method: str, *inputs: Any, **kwargs: Any) -> Any:
        return _wrapped(getattr(function, method)(*_plain(inputs), **_plain(kwargs)))

    def __array_function__(self, function: Any, types: Any, args: Any, kwargs: Any) -> Any:
        return _wrapped(function(*_plain(args), **_plain(kwargs)))

    shape = property(lambda self: self.plain.shape)
    ndim = property(lambda self: self.plain.ndim)
    size = property(lambda self: self.plain.size)
    dtype = property(lambda self: self.plain.dtype)
    T = property(lambda self: Duck(self.plain.T))

    def __len__(self) -> int:
        return len(self.plain)

    def astype(self, dtype: Any) -> Duck:
        return Duck(self.plain.astype(dtype))

    def __getitem__(self, index: Any) -> Duck:
        return Duck(self.plain[_plain(index)])

    def __setitem__(self, index: Any, value: Any) -> None:
        self.plain[_plain(index)] = _plain(value)


def _wrapped(result: Any) -> Any:
    if isinstance(result, tuple | list):
        return tuple(map(Duck, result))
    return Duck(result) if isinstance(result, np.ndarray | np.generic) else result


def _plain(value: Any) -> Any:
    if isinstance(value, Duck):
        return value.plain
    if type(value) in (tuple, list):
        return type(value)(map(_plain, value))
    if isinstance(value, dict):
        return {key: _plain(item) for key, item in value.items()}
    return value
