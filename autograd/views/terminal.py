"""Text for a terminal: how wide it is there, cut to fit, and with nothing in it that steers the terminal."""

from __future__ import annotations

import unicodedata


def printable(text: str) -> str:
    """The text with line ends, escape sequences and the like written out, so that it is only text.

    >>> printable("up\\x1b[2J\\n")
    'up\\\\x1b[2J\\\\n'
    """
    if text.isprintable():
        return text
    return "".join(char if char.isprintable() else ascii(char)[1:-1] for char in text)


def width(text: str) -> int:
    """How many columns the text takes: none for a bar over a letter, two for a Chinese character.

    >>> width("z̄ = ȳ"), width("名")
    (5, 2)
    """
    if text.isascii():
        return len(text)
    return sum(_columns(char) for char in text)


def clipped(text: str, columns: int) -> str:
    """The text, its end replaced with … where it is wider than so many columns.

    >>> clipped("sigmoid(z)", 8)
    'sigmoid…'
    """
    if width(text) <= columns:
        return text
    kept, room = [], columns - 1
    for char in text:
        room -= _columns(char)
        if room < 0:
            break
        kept.append(char)
    return "".join(kept) + "…" if columns > 0 else ""


def wrapped(text: str, columns: int, lines: int = 3) -> list[str]:
    """The text broken at spaces into lines of so many columns; the last ends in … where there would be more lines.

    >>> wrapped("x = a + b + c", 7)
    ['x = a +', 'b + c']
    """
    made = [""]
    for word in text.split(" "):
        longer = f"{made[-1]} {word}" if made[-1] else word
        if width(longer) <= columns or not made[-1]:
            made[-1] = longer
        else:
            made.append(word)
    if len(made) > lines:
        made[lines - 1] = clipped(f"{made[lines - 1]} …", columns)
    return [clipped(line, columns) for line in made[:lines]]


def padded(text: str, columns: int) -> str:
    """The text in exactly so many columns, from the left."""
    text = clipped(text, columns)
    return text + " " * (columns - width(text))


def _columns(char: str) -> int:
    if unicodedata.combining(char):
        return 0
    return 2 if unicodedata.east_asian_width(char) in "WF" else 1
