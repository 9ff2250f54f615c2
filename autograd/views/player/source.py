"""The user's code in the player's payload: the lines that made values, with a few around them."""

from __future__ import annotations

import linecache
import re
from collections.abc import Iterable
from pathlib import PurePath
from typing import Any, NamedTuple

from ..source_line import SourceLine
from ..text import line as printable_line

#: So many lines before and after one that made a value are shown with it.
_AROUND = 2
#: A notebook's cell is shown whole if it has no more lines than this.
_WHOLE = 40
_LONGEST = 240
_NOTEBOOK_CELL = re.compile(r"ipykernel_\d+|^<ipython-input")
#: What IPython calls the code that its magic commands run, of which it keeps no source.
_UNDER_MAGIC = {"<timed exec>": "%%time", "<timed eval>": "%time", "<magic-timeit>": "%timeit"}


class Excerpt(NamedTuple):
    """The lines of one file that are shown, with their numbers, and how much of their indentation was left out.

    Where there are none, the note says why.
    """

    number: int
    title: str
    lines: list[list[Any]]
    indent: int
    note: str

    def shows(self, place: SourceLine) -> list[int | None]:
        """A place as the payload carries it."""
        start = max(place.start - self.indent, 0)
        return [self.number, place.line, start, None if place.end is None else max(place.end - self.indent, start)]


def excerpts(places: Iterable[SourceLine]) -> dict[str, Excerpt]:
    """By file, the lines that the places are in, and a few around them."""
    wanted: dict[str, set[int]] = {}
    for place in places:
        wanted.setdefault(place.file, set()).add(place.line)
    found: dict[str, Excerpt] = {}
    for file, lines in wanted.items():
        shown = sorted({near for line in lines for near in range(line - _AROUND, line + _AROUND + 1)})
        is_cell = bool(_NOTEBOOK_CELL.search(file))
        if is_cell and len(linecache.getlines(file)) <= _WHOLE:
            shown = list(range(1, len(linecache.getlines(file)) + 1))
        texts = {number: _shown(text) for number in shown if (text := linecache.getline(file, number))}
        indent = min((len(text) - len(text.lstrip()) for text in texts.values() if text), default=0)
        lines_shown = [[number, text[indent:]] for number, text in texts.items()]
        while lines_shown and not lines_shown[-1][1]:
            lines_shown.pop()
        while lines_shown and not lines_shown[0][1]:
            lines_shown.pop(0)
        is_cell |= file in _UNDER_MAGIC
        title = "notebook cell" if is_cell else printable_line(PurePath(file).name)
        found[file] = Excerpt(len(found), title, lines_shown, indent, "" if lines_shown else _note(file))
    return found


def _note(file: str) -> str:
    """Why no lines of a file are shown."""
    magic = _UNDER_MAGIC.get(file)
    if magic is not None:
        return f"IPython keeps no source of what runs under {magic}. Run it without {magic} to see its lines here."
    return "The source of this code cannot be read."


def _shown(text: str) -> str:
    """A line of code as long as can be shown, each character in its place."""
    text = "".join(
        char if char.isprintable() else " " if char.isspace() else "\N{REPLACEMENT CHARACTER}" for char in text.rstrip()
    )
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"
