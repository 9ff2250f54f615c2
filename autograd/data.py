"""What a tensor holds: the arrays that are made of what a user gives."""

from __future__ import annotations

from typing import Any

import numpy as np

from . import errors
from .handle import Handle


def as_data(data: Any, copy: bool) -> Any:
    """What a tensor holds for the data it was given: an array, or a NumPy scalar for a single number."""
    if isinstance(data, Handle):
        data = data._value
    if hasattr(data, "__array_function__") and not isinstance(data, np.ndarray):
        return data.copy() if copy else data
    check_unmasked(data)
    try:
        array = np.array(data) if copy else np.asarray(data)
    except ValueError as error:
        raise ValueError(
            errors.message(f"data that are no array: {error}", "all rows must have the same length")
        ) from None
    if array.dtype.kind == "O" and any(isinstance(entry, int) and entry.bit_length() > 63 for entry in array.flat):
        raise OverflowError(
            errors.message(
                f"{errors.describe(data)} is too large for an array's integers, which have 64 bits",
                "give a float, as in float(10**30)",
            )
        )
    if array.dtype.kind not in "biufc":
        raise TypeError(
            errors.message(
                f"a tensor holds numbers, not {errors.describe(data)}",
                "give numbers, lists or arrays of numbers",
            )
        )
    return array if array.shape else array[()]


def check_unmasked(data: Any) -> None:
    """Raises an error for a masked array, whose mask would get lost."""
    if isinstance(data, np.ndarray) and type(data) is not np.ndarray and getattr(data, "mask", None) is not None:
        raise TypeError(
            errors.message(
                "a masked array: tensors have no mask, and it would be lost",
                "give data.filled(value), or data.compressed()",
            )
        )


def as_dtype(value: Any, dtype: Any, copy: bool) -> Any:
    """An array or tensor of real numbers in another dtype."""
    if value.dtype.kind == "c" and dtype.kind != "c":
        raise TypeError(
            errors.message(f"complex numbers given where {dtype} belongs", "give real numbers, like the real part")
        )
    return value.astype(dtype, copy=copy)
