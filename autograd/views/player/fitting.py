"""What fits in a box of the player's graph: about how wide formulas are, and shorter names where one is too wide."""

from __future__ import annotations

from typing import Any

from .trees import Tree

#: Widths in em: of a letter, a bold one, one of an upright text that is set smaller, and of signs with room around.
_LETTER, _BOLD, _SMALL, _SIGN = 0.6, 0.62, 0.42, 1.3
_SIGNS = frozenset(("=", "+", "\N{MINUS SIGN}", "-", "\N{MULTIPLICATION SIGN}", "\N{RING OPERATOR}"))
#: The size of what stands above or below, as a part of the size of what it belongs to.
_SCRIPT = 0.75
_SCRIPTED = ("msub", "msup", "msubsup", "munder", "munderover")
_BOLD_LETTERS = range(0x1D400, 0x1D434)
_ELLIPSIS = "…"
#: A bar over a name is made of several of these, each so many em long.
_BAR, _BAR_LENGTH = "\N{HORIZONTAL BAR}", 1.2


def ems(tree: Any) -> float:
    """About how wide a formula is, in em.

    >>> round(ems(["mrow", ["mi", "z"], ["mo", "="], ["mi", "xy"]]), 1)
    3.1
    """
    if isinstance(tree, str):
        return sum(_BOLD if ord(letter) in _BOLD_LETTERS else _LETTER for letter in tree)
    tag, *children = tree
    if tag == "mtext":
        return _SMALL * len(children[-1])
    if tag == "mspace":
        return float(children[0]["width"].removesuffix("em"))
    parts = [ems(child) for child in children if not isinstance(child, dict)]
    if tag == "mo" and children[-1] in _SIGNS:
        return _SIGN
    if tag in _SCRIPTED:
        return parts[0] + _SCRIPT * max(parts[1:], default=0.0)
    if tag == "mover":
        return parts[0]
    if tag == "mfrac":
        return max(parts)
    return sum(parts)


def is_one_line(tree: Any) -> bool:
    """Whether a formula has no rows above one another, as cases have.

    >>> is_one_line(["mrow", ["mi", "z"], ["mtable", ["mtr", ["mtd", ["mn", "0"]]]]])
    False
    """
    return isinstance(tree, str | dict) or (tree[0] != "mtable" and all(map(is_one_line, tree[1:])))


def shortened(tree: Tree, room: float) -> Tree:
    """A name, with or without a bar, that is no wider than so many em; it ends in an ellipsis where it had to be cut.

    >>> shortened(["mi", "activation"], 6)
    ['mi', 'activation']
    >>> shortened(["mi", "activation"], 4)
    ['mi', 'activ…']
    """
    if ems(tree) <= room:
        return tree
    if tree[0] == "mover":
        name = shortened(tree[-2], room)
        bar = [*tree[-1][:-1], _BAR * max(1, round(ems(name) / _BAR_LENGTH))]
        return [*tree[:-2], name, bar]
    return _cut(tree, room - ems(_ELLIPSIS))


def _cut(tree: Tree, room: float) -> Tree:
    """As much of the beginning of a name as there is room for, and an ellipsis."""
    tag, *children = tree
    attributes = [child for child in children if isinstance(child, dict)]
    if isinstance(children[-1], str):
        text = children[-1]
        end = next((end for end in range(len(text)) if ems([tag, text[: end + 1]]) > room), len(text))
        return [tag, *attributes, text[:end].rstrip(" _,") + _ELLIPSIS]
    parts = [child for child in children if not isinstance(child, dict)]
    if tag in _SCRIPTED and ems(parts[0]) <= room:
        left = (room - ems(parts[0])) / _SCRIPT
        return [tag, parts[0], *(part if ems(part) <= left else _cut(part, left) for part in parts[1:])]
    kept: list[Tree] = []
    for part in parts if tag == "mrow" else parts[:1]:
        if ems(part) > room:
            return ["mrow", *kept, _cut(part, room)]
        kept.append(part)
        room -= ems(part)
    return ["mrow", *kept, ["mi", _ELLIPSIS]]
