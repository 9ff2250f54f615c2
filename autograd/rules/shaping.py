"""Changing the shape and the order of entries: reshaping, transposing, joining, repeating, padding."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd.primitives import primitive

from .shapes import along, axes_of, inverse_permutation


# fmt: off
@primitive(x_bar=lambda z_bar, x_shape: np.reshape(z_bar, x_shape))
def reshape(x: Any, shape: Any) -> Any:
    """The same entries in another shape, in C order."""
    return np.reshape(x, shape)


@primitive(implements=np.transpose,
           x_bar=lambda z_bar, x_shape, axes: np.transpose(z_bar, inverse_permutation(axes, len(x_shape))))
def transpose(x: Any, axes: Any = None) -> Any:
    """The axes in reverse, or in the given order."""
    return np.transpose(x, axes)


@primitive(implements=np.swapaxes, x_bar=lambda z_bar, axis1, axis2: np.swapaxes(z_bar, axis1, axis2))
def swapaxes(x: Any, axis1: int, axis2: int) -> Any:
    """Two axes exchanged."""
    return np.swapaxes(x, axis1, axis2)


@primitive(implements=np.moveaxis, x_bar=lambda z_bar, source, destination: np.moveaxis(z_bar, destination, source))
def moveaxis(x: Any, source: Any, destination: Any) -> Any:
    """Axes moved to other places."""
    return np.moveaxis(x, source, destination)


@primitive(implements=np.expand_dims, x_bar=lambda z_bar, x_shape: np.reshape(z_bar, x_shape))
def expand_dims(x: Any, axis: Any) -> Any:
    """New axes of length 1."""
    return np.expand_dims(x, axis)


@primitive(implements=np.squeeze, x_bar=lambda z_bar, x_shape: np.reshape(z_bar, x_shape))
def squeeze(x: Any, axis: Any = None) -> Any:
    """Without axes of length 1."""
    return np.squeeze(x, axis)


@primitive(x_bar=lambda z_bar: z_bar)
def broadcast_to(x: Any, shape: Any) -> Any:
    """Repeated to a larger shape. As with any broadcast, the engine sums the error signal over the repetitions."""
    return np.broadcast_to(x, shape)


@primitive(x_bar=lambda z_bar: z_bar)
def astype(x: Any, dtype: Any) -> Any:
    """The same values in another float dtype; the engine gives error signals the dtype of what they belong to."""
    return x.astype(dtype)


@primitive(x_bar=lambda z_bar: z_bar)
def identity(x: Any) -> Any:
    """The very same array as a value of its own."""
    return x


@primitive(x_bar=lambda z_bar: z_bar)
def copy(x: Any) -> Any:
    """The same values in memory of their own."""
    return np.copy(x)


@primitive(arrays_bar=lambda z_bar, i, arrays_shape, axis: z_bar[part_of(i, arrays_shape, axis)])
def concatenate(*arrays: Any, axis: int = 0) -> Any:
    """Arrays one after the other along an axis."""
    return np.concatenate(arrays, axis=axis)


@primitive(arrays_bar=lambda z_bar, i, axis: z_bar[along(axis, len(z_bar.shape), i)])
def stack(*arrays: Any, axis: int = 0) -> Any:
    """Arrays of one shape along a new axis."""
    return np.stack(arrays, axis=axis)


@primitive(x_bar=lambda z_bar, x_shape, repeats:
               np.reshape(np.sum(np.reshape(z_bar, tiled_axes(x_shape, repeats)),
                                 axis=tuple(range(0, 2 * len(repeats), 2))), x_shape))
def tile(x: Any, repeats: tuple[int, ...]) -> Any:
    """The whole array repeated along its axes."""
    return np.tile(x, repeats)


@primitive(implements=np.flip, x_bar=lambda z_bar, axis: np.flip(z_bar, axis))
def flip(x: Any, axis: Any = None) -> Any:
    """In reverse order along the axes."""
    return np.flip(x, axis)


@primitive(implements=np.roll, x_bar=lambda z_bar, shift, axis: np.roll(z_bar, opposite(shift), axis))
def roll(x: Any, shift: Any, axis: Any = None) -> Any:
    """Moved along the axes, what leaves at the end coming in at the start."""
    return np.roll(x, shift, axis)


@primitive(x_bar=lambda z_bar, x_shape, before: z_bar[tuple(slice(n, n + m) for n, m in zip(before, x_shape))])
def pad(x: Any, before: tuple[int, ...], after: tuple[int, ...], fill: Any = 0) -> Any:
    """Constants put before and after the entries along each axis."""
    return np.pad(x, tuple(zip(before, after, strict=True)), constant_values=fill)


@primitive(implements=np.triu, x_bar=lambda z_bar, k: np.triu(z_bar, k))
def triu(x: Any, k: int = 0) -> Any:
    """Zero below the k-th diagonal of the last two axes."""
    return np.triu(x, k)


@primitive(implements=np.tril, x_bar=lambda z_bar, k: np.tril(z_bar, k))
def tril(x: Any, k: int = 0) -> Any:
    """Zero above the k-th diagonal of the last two axes."""
    return np.tril(x, k)
# fmt: on


def part_of(i: int, shapes: tuple[tuple[int, ...], ...], axis: int) -> tuple[Any, ...]:
    """Where the i-th of arrays of these shapes lies in their concatenation."""
    (number,) = axes_of(len(shapes[i]), axis)
    start = sum(shape[number] for shape in shapes[:i])
    return along(number, len(shapes[i]), slice(start, start + shapes[i][number]))


def tiled_axes(shape: tuple[int, ...], repeats: tuple[int, ...]) -> tuple[int, ...]:
    """The shape of a tiled array with each axis taken apart into (repetitions, entries)."""
    shape = (1,) * (len(repeats) - len(shape)) + shape
    return tuple(length for pair in zip(repeats, shape, strict=True) for length in pair)


def opposite(shift: Any) -> Any:
    """The shifts that undo these."""
    return tuple(-step for step in shift) if isinstance(shift, tuple | list) else -shift
