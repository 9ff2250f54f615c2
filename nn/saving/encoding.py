"""A state as named arrays and JSON, and back.

A state is made of dicts, lists, tuples, arrays, numbers, strings, booleans and None. In JSON, everything that JSON has
no word for is an object with one entry:

    {"array": name}            an array, by its name in the file
    {"scalar": name}           a NumPy scalar, likewise
    {"dict": {key: value}}     a dict whose keys are strings
    {"pairs": [[key, value]]}  another dict
    {"tuple": [value]}         a tuple
    {"float": "nan"}           a float that JSON has no digits for: nan, inf, -inf

An array is named by its path, like ``model.0.weight``; so the state dict of a module keeps its names, and any program
that reads safetensors finds the arrays under them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from autograd import Tensor

#: What safetensors and NumPy both have.
DTYPES = frozenset({"bool", *(f"{sign}int{bits}" for sign in ("", "u") for bits in (8, 16, 32, 64))}) | {
    "float16",
    "float32",
    "float64",
}

#: How many containers may be inside each other; reading them back takes a few of Python's calls in calls for each.
DEPTH = 100


class EncodingError(ValueError):
    """A value that cannot be saved, or JSON that is no state."""


def encode(state: Any) -> tuple[dict[str, Any], Any]:
    """The arrays of a state by name, and the state in JSON's terms."""
    arrays: dict[str, Any] = {}
    return arrays, _encode(state, (), arrays)


def decode(arrays: Mapping[str, Any], encoded: Any) -> Any:
    """The state that `encode` was given."""
    try:
        return _decode(arrays, encoded)
    except RecursionError:
        raise EncodingError("it is nested too deeply") from None


def _encode(value: Any, path: tuple[Any, ...], arrays: dict[str, Any], around: tuple[Any, ...] = ()) -> Any:
    """``around`` are the containers that the value is in."""
    if value is None or isinstance(value, bool | str) or type(value) is int:
        return value
    if type(value) is float:
        return value if math.isfinite(value) else {"float": repr(value)}
    if isinstance(value, Tensor):
        value = value.data
    if isinstance(value, np.ndarray):
        return {"array": _add(value, path, arrays)}
    if isinstance(value, np.generic):
        return {"scalar": _add(np.asarray(value), path, arrays)}
    if isinstance(value, Mapping | list | tuple):
        if any(value is outer for outer in around):
            raise EncodingError(f"{_named(path)} is a {type(value).__name__} that contains itself")
        if len(around) == DEPTH:
            raise EncodingError(f"it is nested more than {DEPTH} deep, at {_named(path):.40}…")
        around = (*around, value)
    if isinstance(value, Mapping):
        if all(isinstance(key, str) for key in value):
            return {"dict": {key: _encode(item, (*path, key), arrays, around) for key, item in value.items()}}
        return {
            "pairs": [
                [_encode(key, (*path, "key"), arrays, around), _encode(item, (*path, key), arrays, around)]
                for key, item in value.items()
            ]
        }
    if isinstance(value, list | tuple):
        items = [_encode(item, (*path, number), arrays, around) for number, item in enumerate(value)]
        return items if isinstance(value, list) else {"tuple": items}
    raise EncodingError(
        f"{_named(path)} is {_kind(value)}, and only dicts, lists, arrays, numbers and strings can be saved"
    )


def _add(array: Any, path: tuple[Any, ...], arrays: dict[str, Any]) -> str:
    if array.dtype.name not in DTYPES:
        raise EncodingError(f"{_named(path)} is an array of {array.dtype}, which safetensors files cannot hold")
    name = ".".join(map(str, path)) or "array"
    while name in arrays or name == "__metadata__":  # paths like ("a.b",) and ("a", "b"), and safetensors' own word
        name += "'"
    # Dense, in C order and in the file's byte order; not ascontiguousarray, which makes 0-d arrays 1-d.
    arrays[name] = np.array(array, array.dtype.newbyteorder("<"), order="C")
    return name


def _decode(arrays: Mapping[str, Any], encoded: Any) -> Any:
    if isinstance(encoded, list):
        return [_decode(arrays, item) for item in encoded]
    if not isinstance(encoded, dict):
        return encoded
    if len(encoded) != 1:
        raise EncodingError(f"an object of {len(encoded)} entries in its JSON, where there is one")
    ((tag, content),) = encoded.items()
    if tag in ("array", "scalar") and isinstance(content, str) and content in arrays:
        array = arrays[content].copy()
        return array if tag == "array" else array[()]
    if tag == "dict" and isinstance(content, dict):
        return {key: _decode(arrays, item) for key, item in content.items()}
    if tag == "pairs" and isinstance(content, list) and all(isinstance(pair, list) for pair in content):
        return dict(_pairs(arrays, content))
    if tag == "tuple" and isinstance(content, list):
        return tuple(_decode(arrays, item) for item in content)
    if tag == "float" and content in ("nan", "inf", "-inf"):
        return float(content)
    raise EncodingError(f"{tag!r}: {content!r:.80} in its JSON, which is no part of a state")


def _pairs(arrays: Mapping[str, Any], content: list[Any]) -> Iterator[tuple[Any, Any]]:
    for pair in content:
        if len(pair) != 2:
            raise EncodingError(f"a pair of {len(pair)} in its JSON")
        key, item = (_decode(arrays, part) for part in pair)
        try:
            hash(key)
        except TypeError:
            raise EncodingError(f"a dict with the key {key!r:.80} in its JSON") from None
        yield key, item


def _named(path: tuple[Any, ...]) -> str:
    return repr(".".join(map(str, path))) if path else "the state"


def _kind(value: Any) -> str:
    if callable(value) and hasattr(value, "__name__"):
        return f"a function, {value.__name__}()"
    return f"of type {type(value).__qualname__}"
