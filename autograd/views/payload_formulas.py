"""Formulas in the player's payload: MathML as nested lists, in symbols and with the numbers in their places."""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from typing import Any
from xml.etree import ElementTree

#: A MathML element as ``[tag, {attributes}?, *children]``, a child being a tree or a text.
Tree = list[Any]

#: Syllables of the Yi script stand for values while a formula is written: letters that nobody's formula has.
_FIRST_SIGN, _LAST_SIGN = "\ua000", "\ua48c"
_BARS = frozenset("¯‾―\u0304\u0305")
_KEPT_ATTRIBUTES = frozenset(
    "accent stretchy fence separator lspace rspace width height depth mathvariant displaystyle scriptlevel form largeop "
    "columnalign".split()
)
#: Elements that are one thing to multiply with.
_OPERANDS = frozenset({"value", "mi", "mn", "mfrac", "msqrt", "mroot", "msup", "msub", "msubsup", "mover"})
_INVISIBLE = frozenset("\u2061\u2062\u2063\u2064")


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


class Signs:
    """Gives each value of one formula a sign, under which the formula is written, and puts the values in its place.

    >>> signs = Signs()
    >>> sign = signs.sign("z")
    >>> signs.filled(["mrow", ["mi", sign], ["mo", "+"], ["mover", ["mi", sign], ["mo", "¯"]]], {"z": (3, 7)}.get)
    ['mrow', ['value', 3], ['mo', '+'], ['value', 7, 'bar']]
    """

    def __init__(self) -> None:
        self._things: list[Any] = []

    def sign(self, thing: Any) -> str:
        """A sign for something; the same for the same thing."""
        for place, known in enumerate(self._things):
            if known is thing:
                return chr(ord(_FIRST_SIGN) + place)
        self._things.append(thing)
        return chr(ord(_FIRST_SIGN) + len(self._things) - 1)

    def filled(self, tree: Tree, values: Callable[[Any], tuple[int | None, int | None] | None]) -> Tree:
        """The tree with the values of things, and of their error signals, where their signs are."""
        tag, *children = tree
        if tag == "mover" and len(children) == 2 and _is_bar(children[1]):
            found = self._values(children[0], values)
            if found is not None and found[1] is not None:
                return ["value", found[1], "bar"]
        if tag in ("mi", "mtext", "mrow"):
            found = self._values(tree, values)
            if found is not None and found[0] is not None:
                return ["value", found[0]]
        return [tag, *(self.filled(child, values) if isinstance(child, list) else child for child in children)]

    def _values(
        self, tree: Any, values: Callable[[Any], tuple[int | None, int | None] | None]
    ) -> tuple[int | None, int | None] | None:
        """The values of a sign that stands alone in an element, or in several around each other."""
        while isinstance(tree, list) and tree[0] in ("mi", "mtext", "mrow", "mstyle"):
            inside = [part for part in tree[1:] if not isinstance(part, dict)]
            if len(inside) != 1:
                return None
            tree = inside[0]
        if not isinstance(tree, str) or len(tree) != 1 or not _FIRST_SIGN <= tree <= _LAST_SIGN:
            return None
        place = ord(tree) - ord(_FIRST_SIGN)
        return values(self._things[place]) if place < len(self._things) else None


def tree(mathml: str) -> Tree:
    """MathML as a tree, without the ``math`` element around it and without rows of one.

    >>> tree('<math xmlns="http://www.w3.org/1998/Math/MathML"><mrow><mi>x</mi><mo>=</mo><mn>1</mn></mrow></math>')
    ['mrow', ['mi', 'x'], ['mo', '='], ['mn', '1']]
    """
    return _simple(_tree(ElementTree.fromstring(mathml)))


def _tree(element: ElementTree.Element) -> Tree:
    tag = element.tag.rpartition("}")[2]
    attributes = {name: value for name, value in element.attrib.items() if name in _KEPT_ATTRIBUTES}
    children: list[Any] = [_tree(child) for child in element]
    text = (element.text or "").strip() if not children else ""
    # A token element may be blank on purpose: a space in text.
    if not children and element.text:
        text = element.text if tag == "mtext" else text
    return [tag, *([attributes] if attributes else []), *([text] if text else []), *children]


def _simple(tree: Tree) -> Tree:
    tag, *rest = tree
    children = [_simple(child) if isinstance(child, list) else child for child in rest]
    if tag in ("math", "mrow", "mstyle") and len(children) == 1 and isinstance(children[0], list):
        return children[0]
    return ["mrow" if tag == "math" else tag, *children]


def multiplied(tree: Tree) -> Tree:
    """The tree with a dot between factors, where numbers side by side would be read as one.

    >>> multiplied(["mrow", ["value", 0], ["value", 1], ["mo", "("], ["mn", "1"], ["mo", ")"]])
    ['mrow', ['value', 0], ['mo', '⋅'], ['value', 1], ['mo', '⋅'], ['mo', '('], ['mn', '1'], ['mo', ')']]
    """
    tag, *children = tree
    children = [multiplied(child) if isinstance(child, list) else child for child in children]
    if tag != "mrow":
        return [tag, *children]
    kept = [child for child in children if not _is_space(child)]
    made: list[Any] = []
    for child in kept:
        if made and _ends_factor(made[-1]) and _begins_factor(child) and (_has_value(made[-1]) or _has_value(child)):
            made.append(["mo", "⋅"])
        made.append(child)
    return [tag, *made]


def _is_space(part: Any) -> bool:
    if not isinstance(part, list):
        return False
    return part[0] == "mspace" or (part[0] == "mo" and part[-1] in _INVISIBLE)


def _ends_factor(part: Any) -> bool:
    if not isinstance(part, list):
        return False
    if part[0] == "mo":
        return part[-1] in (")", "]")
    # A function's name before its arguments is no factor.
    return part[0] in _OPERANDS and (part[0] != "mi" or False) or (part[0] == "mrow" and bool(part[1:]) and _ends_factor(part[-1]))


def _begins_factor(part: Any) -> bool:
    if not isinstance(part, list):
        return False
    if part[0] == "mo":
        return part[-1] in ("(", "[")
    return part[0] in _OPERANDS or (part[0] == "mrow" and bool(part[1:]) and _begins_factor(_first(part)))


def _first(row: Tree) -> Any:
    return next((part for part in row[1:] if not isinstance(part, dict)), None)


def _has_value(part: Any) -> bool:
    return isinstance(part, list) and (part[0] == "value" or part[-1] in (")", "(", "]", "[") or any(map(_has_value, part[1:])))


def _is_bar(part: Any) -> bool:
    return isinstance(part, list) and part[0] == "mo" and part[-1] in _BARS


def values_of(known: Mapping[Any, tuple[int | None, int | None]]) -> Callable[[Any], tuple[int | None, int | None] | None]:
    """Looks things up by identity."""
    by_identity = {id(thing): values for thing, values in known.items()}
    return lambda thing: by_identity.get(id(thing))
