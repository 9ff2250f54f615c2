"""Where in the user's code something was made.

Recording keeps a code object and an instruction index, which costs nanoseconds; file, line and text are looked up only
when somebody asks: an error, a picture, a breakpoint.
"""

from __future__ import annotations

import itertools
import linecache
import os
import sys
from types import CodeType, FrameType
from typing import NamedTuple

import numpy as np

_HERE, _NUMPY, _PYTHON = (os.path.realpath(os.path.dirname(file)) for file in (__file__, np.__file__, os.__file__))
_FOLDERS = (_HERE, os.path.join(_HERE, "..", "nn"), os.path.join(_HERE, "..", "optim"), _NUMPY)
#: What is not user code: this library, NumPy, what primitives write out, and the module between a user's ``deepcopy``
#: and a tensor's.
_LIBRARY = (*(os.path.join(os.path.normpath(folder), "") for folder in _FOLDERS), os.path.join(_PYTHON, "copy.py"))
_WRITTEN_OUT = "<primitive>"


class _LibraryFiles(dict[str, bool]):
    """Whether a source file belongs to this library or to NumPy, rather than to the user; looked up once a file."""

    def __missing__(self, filename: str) -> bool:
        self[filename] = inside = filename == _WRITTEN_OUT or os.path.realpath(filename).startswith(_LIBRARY)
        return inside


in_library = _LibraryFiles()


def user_frame(depth: int = 1) -> FrameType:
    """The innermost frame that runs user code, from ``depth`` frames above the caller outwards."""
    frame: FrameType | None = sys._getframe(depth + 1)
    first = frame
    while frame is not None and in_library[frame.f_code.co_filename]:
        frame = frame.f_back
    found = frame or first
    assert found is not None
    return found


def here() -> Location | None:
    """Where the user's code is now, as seen from inside the library."""
    frame = user_frame()
    return locate(frame.f_code, frame.f_lasti)


class Location(NamedTuple):
    """A place in a source file. Lines count from 1, columns from 0; a column is None where Python does not know it."""

    file: str
    line: int
    function: str
    column: int | None = None
    end_column: int | None = None

    @property
    def text(self) -> str:
        """The line of source, stripped; empty where the source cannot be read."""
        return linecache.getline(self.file, self.line).strip()

    def __str__(self) -> str:
        place = f'"{self.file}", line {self.line}'
        return f"{place}: {self.text}" if self.text else place


def locate(code: CodeType | None, instruction: int) -> Location | None:
    """Turns what recording kept into a place in a file.

    >>> def f():
    ...     pass
    >>> locate(f.__code__, 0).function
    'f'
    """
    if code is None:
        return None
    positions = next(itertools.islice(code.co_positions(), max(instruction, 0) // 2, None), None)
    line, _, column, end_column = positions or (None, None, None, None)
    return Location(code.co_filename, line or code.co_firstlineno, code.co_qualname, column, end_column)
