"""Saving a state to a file, and loading it."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from autograd import error_message
from nn.extras import required

from .atomic import write_atomically
from .encoding import EncodingError, decode, encode

#: The entry of a file's metadata that says what its arrays are parts of.
_KEY = "overbar"
_VERSION = 1


class SavedFileError(ValueError):
    """A file that cannot be loaded. The message names it and says what is wrong with it."""


def save(state: Any, path: str | os.PathLike[str]) -> None:
    """Saves a state, such as ``model.state_dict()``, in a safetensors file.

    The file appears whole, or, when the process is killed meanwhile, not at all; what was there stays until then.

    Parameters
    ----------
    state
        Dicts, lists and tuples of arrays, tensors, numbers, strings, booleans and None, as all ``state_dict()`` give
        them, at most 100 deep. Nothing is pickled, so objects and functions cannot be saved.
    path
        The file, whatever its name; ``.safetensors`` is customary. One that is replaced keeps its access rights.

    Raises
    ------
    ValueError
        Naming what cannot be saved. Nothing is written then.
    OSError
        Where the file cannot be written.
    ImportError
        Where the package safetensors is missing.

    Examples
    --------
    >>> import tempfile
    >>> import nn
    >>> folder = tempfile.TemporaryDirectory()
    >>> file = Path(folder.name, "model.safetensors")
    >>> model = nn.Linear(3, 2)
    >>> nn.save(model.state_dict(), file)
    >>> other = nn.Linear(3, 2)
    >>> _ = other.load_state_dict(nn.load(file))
    >>> bool((other.weight.data == model.weight.data).all())
    True
    >>> folder.cleanup()
    """
    write = required("safetensors.numpy", "save", "saving").save
    try:
        arrays, encoded = encode(state)
    except EncodingError as error:
        raise ValueError(error_message(str(error), "save the state_dict() of an object, not the object")) from None
    content = {"version": _VERSION, "sha256": _digest(arrays, encoded), "state": encoded}
    write_atomically(path, write(arrays, metadata={_KEY: json.dumps(content)}))


def load(path: str | os.PathLike[str]) -> Any:
    """The state in a file that `save` wrote; its arrays are new.

    Of a safetensors file that another program wrote it gives the arrays by name; a module with parameters of those
    names takes them with ``load_state_dict``.

    Raises
    ------
    SavedFileError
        Where the file is damaged, or none of these. The message names it.
    OSError
        Where there is no such file, or it cannot be read.
    ImportError
        Where the package safetensors is missing.
    """
    read = required("safetensors.numpy", "save", "loading").load
    data = Path(path).read_bytes()
    try:
        arrays = read(data)
        metadata = json.loads(data[8 : 8 + int.from_bytes(data[:8], "little")]).get("__metadata__") or {}
    except Exception as error:  # safetensors has errors of several kinds, which are of no common kind of their own
        raise SavedFileError(f"{path}: {_what_it_is(data, error)}") from None
    if _KEY not in metadata:
        if any(map(_is_ours, metadata.values())):
            raise SavedFileError(f"{path}: damaged: its metadata are those of a saved state, but not under their name")
        return {name: array.copy() for name, array in arrays.items()}
    try:
        return decode(arrays, _checked(metadata[_KEY], arrays))
    except EncodingError as error:
        raise SavedFileError(f"{path}: damaged: {error}") from None


def _is_ours(entry: str) -> bool:
    """Whether an entry of a file's metadata is what `save` writes there, whatever its name has become."""
    try:
        content = json.loads(entry)
    except (ValueError, RecursionError):
        return False
    return isinstance(content, dict) and {"version", "sha256", "state"} <= content.keys()


def _checked(metadata: str, arrays: Mapping[str, Any]) -> Any:
    """The state in JSON's terms, when all is as it was saved."""
    try:
        content = json.loads(metadata)
        version, digest, encoded = content["version"], content["sha256"], content["state"]
    except (ValueError, TypeError, KeyError, RecursionError) as error:
        raise EncodingError(f"its metadata are not those of a saved state: {type(error).__name__}") from None
    if version != _VERSION:
        raise EncodingError(f"it has version {version!r} of the format, and this Overbar reads version {_VERSION}")
    if digest != _digest(arrays, encoded):
        raise EncodingError("its contents do not have the checksum that was saved with them")
    return encoded


def _digest(arrays: Mapping[str, Any], encoded: Any) -> str:
    """A checksum of all that is saved."""
    digest = hashlib.sha256(json.dumps(encoded).encode())
    for name in sorted(arrays):
        array = arrays[name]
        digest.update(f"{name}\0{array.dtype.name}\0{array.shape}\0".encode(errors="surrogatepass"))
        digest.update(array.tobytes())
    return digest.hexdigest()


def _what_it_is(data: bytes, error: Exception) -> str:
    """The reason why a file could not be read, in words for the commonest kinds of file."""
    if not data:
        return "the file is empty"
    if data.startswith((b"PK", b"\x80")):
        return (
            "not a safetensors file, but a pickle or a zip file, such as PyTorch's torch.save writes. "
            "Unpickling a file runs whatever code is in it, so it is not done; save with safetensors.torch.save_file"
        )
    if isinstance(error, KeyError):
        return f"it has arrays of type {error}, which NumPy does not know; convert them to float32"
    size = int.from_bytes(data[:8], "little")
    if len(data) >= 9 and data[8:9] == b"{" and size < 100_000_000:
        return f"damaged or truncated: {error}"
    return f"not a safetensors file: {error}"
