"""IDX, the format of the MNIST files: a header that says type and shape, then the numbers (docs/lectures.md N7).

    bytes 0-1    0
    byte  2      the type of the numbers, as in ``_TYPES``
    byte  3      the number of axes
    4 per axis   its length, an unsigned whole number, high byte first
    the rest     the numbers, high bytes first, the last axis fastest

The description is that of http://yann.lecun.com/exdb/mnist/. Nothing in a file is trusted: it is read only as far as
its header says, and is an error when it is shorter or longer than that.
"""

from __future__ import annotations

import gzip
import io
import math
import os
import zlib
from pathlib import Path
from typing import Any

import numpy as np

_TYPES = {0x08: ">u1", 0x09: ">i1", 0x0B: ">i2", 0x0C: ">i4", 0x0D: ">f4", 0x0E: ">f8"}
_GZIP = b"\x1f\x8b"
_CHUNK = 1 << 20


class IDXError(ValueError):
    """A file that is not the IDX file it should be. The message names the file and says what is wrong with it."""


def read_idx(path: str | os.PathLike[str]) -> Any:
    """The array in an IDX file, which may be compressed with gzip, whatever its name.

    Parameters
    ----------
    path
        The file.

    Returns
    -------
    numpy.ndarray
        With the shape and the dtype that the file names, in this machine's byte order.

    Raises
    ------
    OSError
        Where the file cannot be read; `FileNotFoundError` where there is none.
    IDXError
        Where it is damaged, truncated, longer than it says, or no IDX file at all.

    Examples
    --------
    >>> import tempfile
    >>> folder = tempfile.TemporaryDirectory()
    >>> file = Path(folder.name, "labels")
    >>> _ = file.write_bytes(bytes([0, 0, 8, 1, 0, 0, 0, 3, 5, 0, 4]))
    >>> read_idx(file)
    array([5, 0, 4], dtype=uint8)
    >>> folder.cleanup()
    """
    path = Path(path)
    with path.open("rb") as file:
        compressed = file.read(2) == _GZIP
        file.seek(0)
        try:
            if compressed:
                with gzip.GzipFile(fileobj=file) as unpacked:
                    return _parse(unpacked)
            return _parse(file)
        except (gzip.BadGzipFile, zlib.error, EOFError) as error:
            raise IDXError(f"{path}: damaged gzip data: {error}") from None
        except IDXError as error:
            raise IDXError(f"{path}: {error}") from None


def _parse(file: io.BufferedIOBase) -> Any:
    magic = _read(file, 4, "the magic number")
    if magic[:2] != b"\0\0" or magic[2] not in _TYPES:
        raise IDXError(f"not an IDX file: it begins with the bytes {magic.hex(' ')}")
    lengths = _read(file, 4 * magic[3], f"the lengths of {magic[3]} axes")
    shape = tuple(int.from_bytes(lengths[at : at + 4], "big") for at in range(0, len(lengths), 4))
    dtype = np.dtype(_TYPES[magic[2]])
    data = _read(file, math.prod(shape) * dtype.itemsize, f"the numbers of an array of shape {shape}")
    if file.read(1):
        raise IDXError(f"there is more in the file than an array of shape {shape}, which its header announces")
    try:
        return np.frombuffer(data, dtype).reshape(shape).astype(dtype.newbyteorder("="))
    except ValueError:
        raise IDXError(f"NumPy has no arrays of shape {shape}") from None


def _read(file: io.BufferedIOBase, size: int, what: str) -> bytes:
    """Exactly ``size`` bytes. A header may claim any size, so memory is taken only for what is really there."""
    parts = io.BytesIO()
    while (left := size - parts.tell()) > 0:
        part = file.read(min(left, _CHUNK))
        if not part:
            raise IDXError(f"truncated: it ends after {parts.tell()} of the {size} bytes of {what}")
        parts.write(part)
    return parts.getvalue()
