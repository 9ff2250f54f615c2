"""Checking the options of an optimizer's groups."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real
from typing import Any

from autograd import error_message


def check_numbers(options: Mapping[str, Any], *names: str) -> None:
    """Raises an error where one of the named options is no number."""
    for name in names:
        if not _is_number(options[name]):
            raise TypeError(error_message(f"{name}={options[name]!r}", f"{name} is a number"))


def check_not_negative(options: Mapping[str, Any], *names: str) -> None:
    """Raises an error where one of the named options is no number of at least 0."""
    check_numbers(options, *names)
    for name in names:
        if not options[name] >= 0:
            raise ValueError(error_message(f"{name}={options[name]!r}", f"{name} is not negative"))


def check_fractions(options: Mapping[str, Any], name: str, count: int | None = None) -> None:
    """Raises an error where an option is not a number from 0 up to 1, or ``count`` of them."""
    value = options[name]
    values = [value] if count is None else value
    wanted = "a number" if count is None else f"{count} numbers"
    if not isinstance(values, list | tuple) or (count or 1) != len(values) or not all(map(_is_number, values)):
        raise TypeError(error_message(f"{name}={value!r}", f"{name} is {wanted} from 0 up to 1"))
    if not all(0 <= number < 1 for number in values):
        raise ValueError(error_message(f"{name}={value!r}", f"{name} is {wanted} from 0 up to 1, without 1"))


def _is_number(value: Any) -> bool:
    return isinstance(value, Real) and not isinstance(value, bool)
