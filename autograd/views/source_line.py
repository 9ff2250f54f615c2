"""The line of the user's code that made a value, and the part of it that did."""

from __future__ import annotations

import linecache
from typing import NamedTuple

from ..graph import Node


class SourceLine(NamedTuple):
    """A line of code, stripped; ``text[start:end]`` is what was computed of it, as far as it is in the line."""

    file: str
    line: int
    text: str
    start: int
    end: int


def source_line(node: Node) -> SourceLine | None:
    """The line that made a node; its text is empty where the source cannot be read."""
    if node.code is None:
        return None
    line, end_line, column, end_column = list(node.code.co_positions())[max(node.instruction, 0) // 2]
    line = line or node.code.co_firstlineno
    raw = linecache.getline(node.code.co_filename, line).rstrip()
    text = raw.lstrip()
    if column is None or end_column is None:
        return SourceLine(node.code.co_filename, line, text, 0, len(text))
    indent = len(raw) - len(text)
    start = _characters(raw, column) - indent
    end = _characters(raw, end_column) - indent if end_line == line else len(text)
    return SourceLine(node.code.co_filename, line, text, max(start, 0), min(end, len(text)))


def _characters(text: str, bytes_before: int) -> int:
    """How many characters the first bytes of UTF-8 are; that is how Python counts columns."""
    return len(text.encode()[:bytes_before].decode(errors="ignore"))
