"""NumPy under the name that HIPS/autograd's programs import: ``import autograd.numpy as np``.

NumPy's own functions work on tensors, so this is NumPy itself, but for ``array`` and ``asarray``, which NumPy does not
let a tensor take part in: here they join tensors as `np.stack` does.

>>> import autograd.numpy as np
>>> from autograd import grad
>>> grad(lambda x: np.sum(np.array([x, x**2])))(3.0)
np.float64(7.0)
"""

from __future__ import annotations

from typing import Any

import numpy as _numpy

from autograd.tensor import Tensor


def array(object: Any, *args: Any, **kwargs: Any) -> Any:
    """`np.array`; of tensors, and of nested lists with tensors in them, a tensor that records.

    >>> array([[Tensor(1.0, requires_grad=True), 2.0], [3.0, 4.0]])
    Tensor([[1., 2.],
            [3., 4.]], made_by=stack)
    """
    if not _has_tensor(object):
        return _numpy.array(object, *args, **kwargs)
    joined = _joined(object)
    dtype = kwargs.get("dtype", args[0] if args else None)
    return joined if dtype is None else joined.astype(dtype)


def asarray(a: Any, *args: Any, **kwargs: Any) -> Any:
    """`np.asarray`; like `array` of tensors."""
    return array(a, *args, **kwargs) if _has_tensor(a) else _numpy.asarray(a, *args, **kwargs)


def _has_tensor(nested: Any) -> bool:
    return isinstance(nested, Tensor) or (isinstance(nested, list | tuple) and any(map(_has_tensor, nested)))


def _joined(nested: Any) -> Any:
    if isinstance(nested, list | tuple):
        return _numpy.stack([_joined(part) for part in nested])
    return nested if isinstance(nested, Tensor) else _numpy.asarray(nested)


def __getattr__(name: str) -> Any:
    return getattr(_numpy, name)


def __dir__() -> list[str]:
    return sorted({*dir(_numpy), "array", "asarray"})
