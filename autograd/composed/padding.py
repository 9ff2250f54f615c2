"""Padding, in all of NumPy's modes but the median."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd import errors
from autograd.dispatch import implements
from autograd.rules import shaping
from autograd.rules.shapes import along

_STATISTICS: dict[str, Any] = {"maximum": np.max, "minimum": np.min, "mean": np.mean}

#: The option that each mode has.
_OPTIONS = {
    "constant": "constant_values",
    "linear_ramp": "end_values",
    **dict.fromkeys(_STATISTICS, "stat_length"),
    **dict.fromkeys(("reflect", "symmetric"), "reflect_type"),
    **dict.fromkeys(("edge", "wrap", "empty"), None),
}


@implements(np.pad)
def pad(array: Any, pad_width: Any, mode: Any = "constant", **options: Any) -> Any:
    """`np.pad`. What is repeated adds up its error signals; constants and end values have a gradient, too."""
    if not isinstance(mode, str) or mode not in _OPTIONS:
        raise NotImplementedError(
            errors.message(
                f"pad in the mode {errors.describe(mode)}, which has no rule",
                f"the modes are {', '.join(_OPTIONS)}; other borders are computed, and joined with np.concatenate",
            )
        )
    option = _OPTIONS[mode]
    if options.keys() - {option}:
        raise ValueError(
            errors.message(
                f"pad in the mode {mode!r} with {', '.join(sorted(options))}",
                f"its one option is {option}" if option else "it has no options",
            )
        )
    if not np.ndim(array):
        return array
    widths = _widths(np.ndim(array), pad_width)
    given = options.get(option)
    if mode in ("constant", "empty"):
        return _with_constants(array, widths, 0 if given is None else given)
    if mode in ("edge", "wrap") or (option == "reflect_type" and given in (None, "even")):
        places = np.pad(np.arange(np.size(array)).reshape(np.shape(array)), widths, mode=mode)
        return np.ravel(array)[places]
    for axis, width in enumerate(widths):
        if any(width):
            array = _along_an_axis(array, axis, width, mode, given)
    return array


def _widths(ndim: int, pad_width: Any) -> list[tuple[int, int]]:
    """How many entries come before and after, for each axis."""
    if isinstance(pad_width, dict):
        named = {axis % ndim: pair if isinstance(pair, tuple) else (pair, pair) for axis, pair in pad_width.items()}
        pad_width = [named.get(axis, (0, 0)) for axis in range(ndim)]
    widths = np.broadcast_to(np.asarray(pad_width), (ndim, 2))
    if widths.dtype.kind not in "iu" or np.any(widths < 0):
        raise ValueError(
            errors.message(f"pad by {errors.describe(pad_width)}", "widths are whole numbers, and none is negative")
        )
    return [(int(before), int(after)) for before, after in widths]


def _with_constants(array: Any, widths: list[tuple[int, int]], values: Any) -> Any:
    """One constant all around, or one for each side of each axis; the last axis has the corners."""
    if not np.ndim(values) and not getattr(values, "requires_grad", False):
        return shaping.pad(array, tuple(b for b, _ in widths), tuple(a for _, a in widths), values)
    constants = np.broadcast_to(values, (len(widths), 2))
    for axis, width in enumerate(widths):
        array = _joined(array, axis, [_slab(constants[axis, side], array, axis, width[side]) for side in (0, 1)])
    return array


def _along_an_axis(array: Any, axis: int, width: tuple[int, int], mode: str, given: Any) -> Any:
    """Pads along one axis; the axes before it have their borders already."""
    length = np.shape(array)[axis]
    if not length:
        raise ValueError(
            errors.message(f"pad along axis {axis}, which is empty", "in this mode there must be an entry")
        )
    borders = []
    for side in (0, 1):
        edge = _entries(array, axis, slice(0, 1) if side == 0 else slice(length - 1, length))
        if mode == "linear_ramp":
            end = np.broadcast_to(0 if given is None else given, (np.ndim(array), 2))[axis, side]
            steps = np.arange(width[side]) / max(width[side], 1)
            shape = [-1 if number == axis else 1 for number in range(np.ndim(array))]
            steps = np.reshape(steps if side == 0 else steps[::-1], shape)
            borders.append(np.astype(end + (edge - end) * steps, array.dtype))
        elif mode in _STATISTICS:
            counts = np.broadcast_to(length if given is None else given, (np.ndim(array), 2))
            count = min(int(counts[axis, side]), length)
            part = _entries(array, axis, slice(0, count) if side == 0 else slice(length - count, length))
            value = _STATISTICS[mode](part, axis=axis, keepdims=True)
            borders.append(_slab(value, array, axis, width[side]))
        else:
            borders.append(2 * edge - _mirrored(array, axis, side, width[side], mode, length))
    return _joined(array, axis, borders)


def _mirrored(array: Any, axis: int, side: int, width: int, mode: str, length: int) -> Any:
    """What lies next to an edge, in reverse."""
    skipped = 1 if mode == "reflect" else 0
    if width > length - skipped:
        raise NotImplementedError(
            errors.message(
                f"pad of {width} entries in the mode {mode!r} with reflect_type='odd', of {length}",
                f"at most {length - skipped} entries can be reflected; pad in several steps",
            )
        )
    start = skipped if side == 0 else length - skipped - width
    return np.flip(_entries(array, axis, slice(start, start + width)), axis)


def _entries(array: Any, axis: int, part: slice) -> Any:
    return array[along(axis, np.ndim(array), part)]


def _slab(value: Any, array: Any, axis: int, width: int) -> Any:
    """One value, or an array with one entry along the axis, repeated to a border."""
    shape = np.shape(array)
    return np.astype(np.broadcast_to(value, (*shape[:axis], width, *shape[axis + 1 :])), array.dtype)


def _joined(array: Any, axis: int, borders: list[Any]) -> Any:
    before, after = borders
    return np.concatenate([before, array, after], axis)
