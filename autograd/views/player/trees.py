"""Formulas in the player's payload: MathML as nested lists, in which values may stand."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any
from xml.etree import ElementTree

#: A MathML element as ``[tag, {attributes}?, *children]``, a child being a tree or a text.
Tree = list[Any]

_ATTRIBUTES = frozenset(
    {"accent", "displaystyle", "fence", "height", "lspace", "mathvariant", "rspace", "separator", "stretchy", "width"}
)
#: While a formula is written, a letter stands for each value: from the Yi script on, which no formula has.
_FIRST_SIGN = 0xA000
#: What stands between the factors of a product.
_THIN_SPACE = ["mspace", {"width": "0.167em"}]


class Formulas:
    """The formulas of a payload, each carried once however often it is shown."""

    def __init__(self) -> None:
        self.trees: list[Tree] = []
        self._places: dict[str, int] = {}

    def place(self, tree: Tree) -> int:
        """The index of a formula among the trees."""
        text = json.dumps(tree)
        if text not in self._places:
            self._places[text] = len(self.trees)
            self.trees.append(tree)
        return self._places[text]


def tree(mathml: str) -> Tree:
    """MathML as a tree, without the ``math`` element around it and without rows of one.

    >>> tree('<math xmlns="http://www.w3.org/1998/Math/MathML"><mrow><mi>x</mi><mo>=</mo><mn>1</mn></mrow></math>')
    ['mrow', ['mi', 'x'], ['mo', '='], ['mn', '1']]
    """
    return _tree(ElementTree.fromstring(mathml))


def _tree(element: ElementTree.Element) -> Tree:
    tag = element.tag.rpartition("}")[2]
    children = [_tree(child) for child in element]
    if tag in ("math", "mrow") and len(children) == 1:
        return children[0]
    attributes = {name: value for name, value in element.attrib.items() if name in _ATTRIBUTES}
    text = "" if children else element.text or ""
    tag = "mrow" if tag in ("math", "mstyle") else tag
    return [tag, *([attributes] if attributes else []), *([text] if text else []), *children]


def sign(number: int) -> str:
    """The sign that stands for a formula's value of this number."""
    return chr(_FIRST_SIGN + number)


def filled(tree: Tree, values: Sequence[Tree]) -> Tree:
    """A tree with values in the places of their signs.

    >>> filled(["mrow", ["mi", sign(0)], ["mo", "+"], ["mi", sign(1)]], [["value", 3], ["value", 7]])
    ['mrow', ['value', 3], ['mo', '+'], ['value', 7]]
    """
    last = tree[-1]
    if tree[0] in ("mi", "mtext", "mn") and isinstance(last, str) and len(last) == 1:
        number = ord(last) - _FIRST_SIGN
        if 0 <= number < len(values):
            return values[number]
    made = [filled(child, values) if isinstance(child, list) else child for child in tree]
    if tree[0] == "msup" and made[1][0] == "msub":
        # A power of a name with a subscript has both in one place.
        return ["msubsup", *made[1][1:], made[2]]
    return _spaced(made) if tree[0] == "mrow" else made


def _spaced(row: Tree) -> Tree:
    """A product in which words are as far apart as words are, for letters are not."""
    for place, part in enumerate(row):
        if (
            part == _THIN_SPACE
            and 1 < place < len(row) - 1
            and _is_word(row[place - 1], -1)
            and _is_word(row[place + 1], 1)
        ):
            row[place] = ["mspace", {"width": "0.4em"}]
    return row


def _is_word(tree: Tree, end: int) -> bool:
    """Whether a formula begins (1) or ends (-1) with a word."""
    if tree[0] == "value":
        return False
    parts = [part for part in tree[1:] if not isinstance(part, dict)]
    if not parts or isinstance(parts[-1], str):
        return tree[0] == "mi" and len(tree[-1]) > 1
    return _is_word(parts[0 if end == 1 or tree[0] == "mover" else -1], end)
