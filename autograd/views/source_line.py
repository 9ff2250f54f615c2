"""The line of the user's code that made a value, and the part of it that did."""

from __future__ import annotations

import itertools
import linecache
from typing import NamedTuple

from ..graph import Node


class SourceLine(NamedTuple):
    """A line of code; ``text[start:end]`` is what was computed of it, and ``end`` is None where that goes on.

    The text is empty where the source cannot be read.
    """

    file: str
    line: int
    text: str
    start: int
    end: int | None


def source_line(node: Node) -> SourceLine | None:
    """Where in the user's code a node was made; None where that is not known."""
    code, instruction = node.called_at
    if code is None:
        return None
    positions = next(itertools.islice(code.co_positions(), max(instruction, 0) // 2, None))
    line, end_line, column, end_column = positions
    line = line or code.co_firstlineno
    text = linecache.getline(code.co_filename, line).rstrip()
    if column is None or end_column is None:
        return SourceLine(code.co_filename, line, text, 0, None)
    end = _characters(text, end_column) if end_line == line else None
    return SourceLine(code.co_filename, line, text, _characters(text, column), end)


def _characters(text: str, bytes_before: int) -> int:
    """How many characters the first bytes of UTF-8 are; that is how Python counts columns."""
    return len(text.encode()[:bytes_before].decode(errors="ignore"))
