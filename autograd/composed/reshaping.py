"""Other shapes and dtypes of the same entries."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd import errors
from autograd.dispatch import implements
from autograd.handle import constant
from autograd.rules import shaping


@implements(np.reshape)
def reshape(a: Any, shape: Any, order: str = "C", *, copy: bool | None = None) -> Any:
    """`np.reshape`. In Fortran's order, "F", the first axis runs fastest; "A" is the order of the array in memory."""
    a = shaping.copy(a) if copy else a
    if order == "C" or (order == "A" and not _is_fortran(a)):
        return shaping.reshape(a, shape)
    if order not in ("F", "A"):
        raise ValueError(errors.message(f"reshape in the order {order!r}", "the order is 'C', 'F' or 'A'"))
    lengths = shape if isinstance(shape, tuple | list) else (shape,)
    return shaping.transpose(shaping.reshape(shaping.transpose(a), tuple(lengths)[::-1]))


@implements(np.ravel)
def ravel(a: Any, order: str = "C") -> Any:
    """`np.ravel`, in the orders of `reshape`, and in "K", that of the entries in memory."""
    if order == "K":
        strides = a.data.strides
        return shaping.reshape(
            shaping.transpose(a, tuple(sorted(range(a.ndim), key=lambda n: -abs(strides[n])))), (-1,)
        )
    return reshape(a, (-1,), order)


def _is_fortran(a: Any) -> bool:
    return bool(a.data.flags.fnc)


@implements(np.broadcast_to)
def broadcast_to(array: Any, shape: Any) -> Any:
    """`np.broadcast_to`."""
    return shaping.broadcast_to(array, shape)


@implements(np.broadcast_arrays)
def broadcast_arrays(*args: Any) -> tuple[Any, ...]:
    """`np.broadcast_arrays`."""
    shape = np.broadcast_shapes(*(np.shape(a) for a in args))
    return tuple(shaping.broadcast_to(a, shape) for a in args)


@implements(np.meshgrid)
def meshgrid(*xi: Any, copy: bool = True, sparse: bool = False, indexing: str = "xy") -> tuple[Any, ...]:
    """`np.meshgrid`: the coordinates of the points of a grid."""
    if indexing not in ("xy", "ij"):
        raise ValueError(f"indexing is {indexing!r}; it is 'xy' or 'ij'")
    places = list(range(len(xi)))
    if indexing == "xy" and len(xi) > 1:
        places[:2] = 1, 0
    grids = [
        np.reshape(x, [-1 if number == place else 1 for number in range(len(xi))])
        for x, place in zip(xi, places, strict=True)
    ]
    return tuple(grids) if sparse else broadcast_arrays(*grids)


@implements(np.copy)
def copy(a: Any) -> Any:
    """`np.copy`."""
    return shaping.copy(a)


@implements(np.astype)
def astype(x: Any, dtype: Any, *, copy: bool = True) -> Any:
    """`np.astype`; to integers and booleans no gradient goes through."""
    if np.dtype(dtype).kind not in "biuf" and x.requires_grad:
        raise TypeError(
            errors.message(
                f"a tensor that is being differentiated cannot become {np.dtype(dtype)}",
                "keep to real numbers, or use .detach() to go on without a gradient",
            )
        )
    if np.dtype(dtype).kind != "f":
        return constant(x.data.astype(dtype))
    return shaping.astype(x, np.dtype(dtype))


@implements(np.atleast_1d)
def atleast_1d(*arys: Any) -> Any:
    """`np.atleast_1d`."""
    results = tuple(a if np.ndim(a) else np.reshape(a, (1,)) for a in arys)
    return results[0] if len(results) == 1 else results


@implements(np.atleast_3d)
def atleast_3d(*arys: Any) -> Any:
    """`np.atleast_3d`."""
    shapes = {0: (1, 1, 1), 1: (1, -1, 1)}
    results = tuple(
        np.reshape(a, shapes[np.ndim(a)]) if np.ndim(a) < 2 else a if np.ndim(a) > 2 else np.expand_dims(a, 2)
        for a in arys
    )
    return results[0] if len(results) == 1 else results


@implements(np.matrix_transpose, np.linalg.matrix_transpose)
def matrix_transpose(x: Any, /) -> Any:
    """`np.matrix_transpose`: the last two axes exchanged."""
    return np.swapaxes(x, -1, -2)


@implements(np.atleast_2d)
def atleast_2d(*arys: Any) -> Any:
    """`np.atleast_2d`."""
    results = tuple(a if np.ndim(a) > 1 else np.reshape(a, (1, -1)) for a in arys)
    return results[0] if len(results) == 1 else results


@implements(np.rollaxis)
def rollaxis(a: Any, axis: int, start: int = 0) -> Any:
    """`np.rollaxis`."""
    order = [number for number in range(np.ndim(a)) if number != axis % np.ndim(a)]
    start = start + np.ndim(a) if start < 0 else start
    order.insert(start - (axis % np.ndim(a) < start), axis % np.ndim(a))
    return np.transpose(a, order)


@implements(np.fliplr)
def fliplr(m: Any) -> Any:
    """`np.fliplr`."""
    return np.flip(m, 1)


@implements(np.flipud)
def flipud(m: Any) -> Any:
    """`np.flipud`."""
    return np.flip(m, 0)


@implements(np.rot90)
def rot90(m: Any, k: int = 1, axes: tuple[int, int] = (0, 1)) -> Any:
    """`np.rot90`."""
    for _ in range(k % 4):
        m = np.flip(np.swapaxes(m, *axes), axes[0])
    return m
