"""Sums, means, products, extremes, and what is built on them. ``axis`` is None, a number, or a tuple of numbers."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd.primitives import primitive

from .elementwise import nonzero
from .shapes import along, axes_of, entries, kept_shape, reduced_shape

#: None, a number, or a tuple of numbers.
Axis = Any


@primitive(x_bar=lambda z_bar, axis, keepdims: np.sum(z_bar, axis=axis, keepdims=keepdims))
def spread(x: Any, shape: tuple[int, ...], axis: Axis = None, *, keepdims: bool = False) -> Any:
    """Undoes the change of shape of a reduction of an array of ``shape``: repeats each entry over what it came from.

    >>> spread(np.array([1.0, 2.0]), (2, 3), axis=1)
    array([[1., 1., 1.],
           [2., 2., 2.]])
    """
    if not keepdims and axis is not None:
        x = np.reshape(x, kept_shape(shape, axis))
    return np.broadcast_to(x, shape)


# fmt: off
@primitive(x_bar=lambda z_bar, x_shape, axis, keepdims: spread(z_bar, x_shape, axis, keepdims=keepdims))
def sum(x: Any, axis: Axis = None, *, keepdims: bool = False) -> Any:
    """The sum over the axes."""
    return np.add.reduce(x, axis=axis, keepdims=keepdims)


@primitive(x_bar=lambda z_bar, x_shape, axis, keepdims:
               spread(z_bar / entries(x_shape, axis), x_shape, axis, keepdims=keepdims))
def mean(x: Any, axis: Axis = None, *, keepdims: bool = False) -> Any:
    """The mean over the axes."""
    if x.dtype == np.float16:
        return np.mean(x, axis=axis, keepdims=keepdims)  # adds up in float32
    return np.add.reduce(x, axis=axis, keepdims=keepdims) / entries(x.shape, axis)


@primitive(x_bar=lambda z_bar, x, axis, ddof, keepdims:
               spread(z_bar * 2 / (entries(x.shape, axis) - ddof), x.shape, axis, keepdims=keepdims)
               * (x - np.mean(x, axis=axis, keepdims=True)))
def var(x: Any, axis: Axis = None, *, ddof: float = 0, keepdims: bool = False) -> Any:
    """The variance over the axes, divided by the number of entries less ``ddof``."""
    return np.var(x, axis=axis, ddof=ddof, keepdims=keepdims)


@primitive(x_bar=lambda z_bar, z, x, axis, ddof, keepdims:
               spread(z_bar / nonzero(z) / (entries(x.shape, axis) - ddof), x.shape, axis, keepdims=keepdims)
               * (x - np.mean(x, axis=axis, keepdims=True)))
def std(x: Any, axis: Axis = None, *, ddof: float = 0, keepdims: bool = False) -> Any:
    """The standard deviation over the axes. Where it is 0, its error signal is 0, a subgradient."""
    return np.std(x, axis=axis, ddof=ddof, keepdims=keepdims)


@primitive(x_bar=lambda z_bar, x, axis, keepdims:
               spread(z_bar, x.shape, axis, keepdims=keepdims) * products_of_others(x, axis))
def prod(x: Any, axis: Axis = None, *, keepdims: bool = False) -> Any:
    """The product over the axes. The error signals are exact also where factors are 0."""
    return np.multiply.reduce(x, axis=axis, keepdims=keepdims)


@primitive(x_bar=lambda z_bar, z, x, axis, keepdims:
               spread(z_bar, x.shape, axis, keepdims=keepdims) * share_of_ties(z, x, axis, keepdims))
def max(x: Any, axis: Axis = None, *, keepdims: bool = False) -> Any:
    """The largest entry over the axes. Entries that tie share the error signal equally, a subgradient."""
    return np.maximum.reduce(x, axis=axis, keepdims=keepdims)


@primitive(x_bar=lambda z_bar, z, x, axis, keepdims:
               spread(z_bar, x.shape, axis, keepdims=keepdims) * share_of_ties(z, x, axis, keepdims))
def min(x: Any, axis: Axis = None, *, keepdims: bool = False) -> Any:
    """The smallest entry over the axes. Entries that tie share the error signal equally."""
    return np.minimum.reduce(x, axis=axis, keepdims=keepdims)


@primitive(x_bar=lambda z_bar, x:
                   change_before(z_bar, x) * behind(product_before, x)
                   + product_before(x) * behind(change_before, z_bar, x))
def product_of_others(x: Any) -> Any:
    """For each entry, the product of all others along the last axis; exact also where some are 0.

    >>> product_of_others(np.array([2.0, 3.0, 5.0]))
    array([15., 10.,  6.])
    """
    return product_before(x) * behind(product_before, x)


@primitive(x_bar=lambda z_bar, axis: np.flip(np.cumsum(np.flip(z_bar, axis), axis=axis), axis))
def cumsum(x: Any, axis: int) -> Any:
    """The running sums along an axis."""
    return np.cumsum(x, axis=axis)


@primitive(x_bar=lambda z_bar, z, x, axis: backward_recurrence(z_bar, x, axis) * delayed(z, axis, first=1))
def cumprod(x: Any, axis: int) -> Any:
    """The running products along an axis. The error signals are exact also where factors are 0."""
    return np.cumprod(x, axis=axis)


@primitive(a_bar=lambda s_bar, x, axis:    backward_recurrence(s_bar, x, axis),
           x_bar=lambda s_bar, s, x, axis: backward_recurrence(s_bar, x, axis) * delayed(s, axis))
def linear_recurrence(a: Any, x: Any, axis: int) -> Any:
    """s₀ = a₀ and sᵢ = aᵢ + xᵢ sᵢ₋₁ along an axis; x₀ has no effect.

    >>> linear_recurrence(np.array([1.0, 1.0, 1.0]), np.array([9.0, 2.0, 3.0]), axis=0)
    array([1., 3., 9.])
    """
    a, x = np.moveaxis(np.broadcast_to(a, x.shape), axis, 0), np.moveaxis(x, axis, 0)
    rows = [np.zeros_like(a[0])] if len(a) else []
    for a_i, x_i in zip(a, x, strict=True):
        rows.append(a_i + x_i * rows[-1] if len(rows) > 1 else a_i)
    return np.moveaxis(np.stack(rows[1:]) if rows else np.zeros_like(x), 0, axis)


@primitive(x_bar=lambda z_bar, x, axis, keepdims:
               spread(z_bar, x.shape, axis, keepdims=keepdims) * softmax(x, axis))
def logsumexp(x: Any, axis: Axis = None, *, keepdims: bool = False) -> Any:
    """log Σ eˣ over the axes (all of them by default), for entries of any size. The slopes are the softmax.

    >>> logsumexp(np.array([1000.0, 1000.0])).round(4)
    np.float64(1000.6931)
    """
    largest = finite(np.maximum.reduce(x, axis=axis, keepdims=True))
    z = np.log(np.add.reduce(np.exp(x - largest), axis=axis, keepdims=True)) + largest
    return z if keepdims else np.reshape(z, reduced_shape(np.shape(x), axis))


@primitive(x_bar=lambda z_bar, z, axis: z * (z_bar - np.sum(z_bar * z, axis=axis, keepdims=True)))
def softmax(x: Any, axis: Axis = -1) -> Any:
    """eˣ / Σ eˣ over the axes (the last by default), for entries of any size; of the shape of ``x``.

    (docs/lectures.md U7)

    >>> softmax(np.array([1000.0, 1000.0]))
    array([0.5, 0.5])
    """
    e = np.exp(x - np.maximum.reduce(x, axis=axis, keepdims=True))
    return e / np.add.reduce(e, axis=axis, keepdims=True)


@primitive(x_bar=lambda z_bar, z, axis: z_bar - np.exp(z) * np.sum(z_bar, axis=axis, keepdims=True))
def log_softmax(x: Any, axis: Axis = -1) -> Any:
    """The logarithm of softmax, for entries of any size; over the last axis by default, of the shape of ``x``.

    >>> log_softmax(np.array([0.0, 1000.0]))
    array([-1000.,     0.])
    """
    shifted = x - np.maximum.reduce(x, axis=axis, keepdims=True)
    return shifted - np.log(np.add.reduce(np.exp(shifted), axis=axis, keepdims=True))
# fmt: on


def share_of_ties(z: Any, x: Any, axis: Axis, keepdims: bool) -> Any:
    """1 at an entry that is the extreme z alone, 1/n at each of n that tie, 0 elsewhere."""
    hit = x == spread(z, x.shape, axis, keepdims=keepdims)
    return hit / np.sum(hit, axis=axis, keepdims=True)


def products_of_others(x: Any, axis: Axis) -> Any:
    """For each entry, the product of all the others that a product over the axes multiplies together with it."""
    axes = axes_of(x.ndim, axis)
    last = tuple(range(x.ndim - len(axes), x.ndim))
    moved = np.moveaxis(x, axes, last)
    rows = np.reshape(moved, (*moved.shape[: x.ndim - len(axes)], entries(x.shape, axis)))
    return np.moveaxis(np.reshape(product_of_others(rows), moved.shape), last, axes)


def product_before(x: Any) -> Any:
    """For each entry, the product of those before it along the last axis."""
    return delayed(np.cumprod(x, axis=-1), -1, first=1)


def change_before(z_bar: Any, x: Any) -> Any:
    """How the products before each entry change, when each entry xᵢ changes by z̄ᵢ."""
    return delayed(linear_recurrence(z_bar * product_before(x), x, -1), -1)


def behind(before: Any, *xs: Any) -> Any:
    """What ``before`` gives in the other direction of the last axis."""
    return np.flip(before(*(np.flip(x, -1) for x in xs)), -1)


def backward_recurrence(bar: Any, x: Any, axis: int) -> Any:
    """tᵢ = barᵢ + xᵢ₊₁ tᵢ₊₁ along an axis: the error signals of a running product, from the last to the first."""
    return np.flip(linear_recurrence(np.flip(bar, axis), delayed(np.flip(x, axis), axis), axis), axis)


def delayed(x: Any, axis: int, first: float = 0) -> Any:
    """x moved on by one place along an axis, with ``first`` in front."""
    before = [(0, 0)] * x.ndim
    before[axis] = (1, 0)
    return np.pad(x, before, constant_values=first)[along(axis, x.ndim, slice(None, -1))]


def finite(x: Any) -> Any:
    """x, with 0 for what is not finite."""
    return np.where(np.isfinite(x), x, 0)
