"""Checking an optimizer's state dict before anything is taken over from it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from autograd import Tensor, error_message


def checked_groups(
    optimizer: str,
    state_dict: Any,
    groups: Sequence[Mapping[str, Any]],
    defaults: Mapping[str, Any],
    may_be_none: Sequence[str],
) -> list[dict[str, Any]]:
    """The options of the groups in a state dict, which must be as many, of as many parameters, as ``groups``.

    An option that may be None is None where the state dict lacks it.
    """
    if not isinstance(state_dict, Mapping) or not {"state", "param_groups"} <= state_dict.keys():
        raise ValueError(_unfit(optimizer, "it is no dict with 'state' and 'param_groups'"))
    loaded = state_dict["param_groups"]
    if not isinstance(loaded, list | tuple) or not all(
        isinstance(group, Mapping) and isinstance(group.get("params"), list | tuple) for group in loaded
    ):
        raise ValueError(_unfit(optimizer, "its 'param_groups' are no list of dicts with 'params'"))
    theirs, ours = [len(group["params"]) for group in loaded], [len(group["params"]) for group in groups]
    if theirs != ours:
        raise ValueError(_unfit(optimizer, f"its groups have {theirs} parameters, and the optimizer's {ours}"))
    for number, group in enumerate(loaded):
        missing = [name for name in defaults if name not in group and name not in may_be_none]
        if missing:
            raise ValueError(_unfit(optimizer, f"its group {number} has no option {missing[0]!r}"))
    nothing = dict.fromkeys(may_be_none)
    return [{**nothing, **{name: value for name, value in group.items() if name != "params"}} for group in loaded]


def checked_state(
    optimizer: str, state_dict: Mapping[str, Any], params: Sequence[Tensor], slots: Sequence[str], counts_steps: bool
) -> tuple[dict[int, dict[str, Any]], dict[int, int]]:
    """The arrays in a state dict, and the numbers of steps, by the ``id`` of their parameter."""
    numbers = [number for group in state_dict["param_groups"] for number in group["params"]]
    state = state_dict["state"]
    if not isinstance(state, Mapping) or not all(isinstance(entry, Mapping) for entry in state.values()):
        raise ValueError(_unfit(optimizer, "its 'state' is no dict of dicts"))
    unknown = [number for number in state if number not in numbers]
    if unknown:
        raise ValueError(
            _unfit(optimizer, f"it has a state for parameter {unknown[0]!r}, which is in none of its groups")
        )
    arrays: dict[int, dict[str, Any]] = {}
    counts: dict[int, int] = {}
    for number, param in zip(numbers, params):
        entry = arrays[id(param)] = {}
        saved = state.get(number, {})
        counts[id(param)] = _count(optimizer, saved.get("step"), number) if saved and counts_steps else 0
        for name, value in saved.items():
            if value is None or (name == "step" and counts_steps):
                continue
            if name not in slots:
                raise ValueError(_unfit(optimizer, f"it keeps {name!r} of parameter {number}"))
            array = np.asarray(value)
            if array.shape != param.shape or not np.can_cast(array.dtype, param.dtype, "same_kind"):
                raise ValueError(
                    _unfit(
                        optimizer,
                        f"{name!r} of parameter {number} is {array.shape} {array.dtype}, "
                        f"and the parameter {param.shape} {param.dtype}",
                    )
                )
            entry[name] = array
    return arrays, counts


def _count(optimizer: str, value: Any, number: int) -> int:
    count: Any = np.asarray(value)
    if count.shape != () or count.dtype.kind not in "iuf" or not 0 <= count < 2**53 or count != int(count):
        raise ValueError(_unfit(optimizer, f"'step' of parameter {number} is {value!r}, not a number of steps"))
    return int(count)


def _unfit(optimizer: str, why: str) -> str:
    return error_message(
        f"the state dict does not fit this {optimizer}, which is unchanged: {why}",
        "load what state_dict() returned for an optimizer of the same kind over the same parameters",
    )
