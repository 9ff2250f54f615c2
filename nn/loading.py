"""Checking a state dict against the arrays that it is to be loaded into."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

import numpy as np

from autograd import Tensor, error_message


class KeyReport(NamedTuple):
    """Which entries of a module a state dict lacked, and which it had that the module does not know."""

    missing_keys: list[str]
    unexpected_keys: list[str]


def load_arrays(
    module: str, current: Mapping[str, Any], state_dict: Mapping[str, Any], strict: bool
) -> tuple[dict[str, Any], KeyReport]:
    """The arrays of a state dict in the shapes and dtypes of the ``current`` ones, all checked; nothing is changed."""
    if not isinstance(state_dict, Mapping):
        raise TypeError(
            error_message(
                f"load_state_dict() takes arrays by name, not {type(state_dict).__name__}",
                "give what state_dict() returned",
            )
        )
    missing = [path for path in current if path not in state_dict]
    unexpected = [path for path in state_dict if path not in current]
    problems = []
    if strict:
        problems += [f"missing: {path!r}, of shape {current[path].shape}" for path in missing]
        problems += [f"unexpected: {path!r}" for path in unexpected]
    arrays: dict[str, Any] = {}
    for path, own in current.items():
        if path in state_dict:
            array = _as_array(state_dict[path])
            if array is None:
                problems.append(f"no array of numbers: {path!r}")
            elif array.shape != own.shape:
                problems.append(f"misshapen: {path!r} is {array.shape}, and the module's {own.shape}")
            elif not np.can_cast(array.dtype, own.dtype, "same_kind"):
                problems.append(f"of another kind: {path!r} is {array.dtype}, and the module's {own.dtype}")
            else:
                arrays[path] = array.astype(own.dtype)
    if problems:
        listed = "".join(f"\n    {problem}" for problem in problems)
        raise ValueError(
            error_message(
                f"the state dict does not fit this {module}, which is unchanged:{listed}",
                "build the module as it was when it was saved"
                + ("; strict=False ignores missing and unexpected entries" if strict else ""),
            )
        )
    return arrays, KeyReport(missing, unexpected)


def _as_array(value: Any) -> Any:
    if isinstance(value, Tensor):
        value = value.data
    try:
        array = np.asarray(value)
    except (TypeError, ValueError):
        return None
    return array if array.dtype.kind in "biufc" else None
