"""What stands in a box, as Graphviz's HTML-like labels, and what a tooltip says."""

from __future__ import annotations

import re
import textwrap
from collections.abc import Iterable
from typing import Any

import numpy as np

from autograd.errors import describe
from autograd.graph import Node
from autograd.provenance import Location
from autograd.recording import Scope

from .. import numerals, text
from . import palette, signs
from .diagram import Box, Diagram
from .folding import Group
from .numbers import Numbers

_NOTEBOOK_CELL = re.compile(r"ipykernel_\d+|^<ipython-input")
_NAME_SIZE, _SIGN_SIZE, _WORD_SIZE, _NUMBER_SIZE, _SMALL = 13, 15, 12, 11, 10


class Labels:
    """Writes the labels and tooltips of one picture."""

    def __init__(self, diagram: Diagram, numbers: Numbers, *, values: int, bars: bool) -> None:
        self._names = diagram.names
        self._roots = diagram.roots
        self._numbers = numbers
        self._values = values
        self._bars = bars

    def box(self, box: Box) -> str:
        """The label of a box."""
        if box.group is not None:
            return self._folded(box)
        node = box.node
        if node is None:
            return _table(_row(_name(box.name), self._value(box.constant)))
        name = self._short_name(box)
        rows = [_row(_name(name), self._value(self._numbers.value(node), node))]
        bar = self._numbers.bar(node) if self._bars else None
        if bar is not None:
            rows.append(_row(_bar_name(name), self._bar(bar)))
        body = _table("".join(rows))
        if node.primitive is None:
            return body
        sign = _sign(signs.operation(node, {**box.literals, **self._named_operand(box, node)}))
        return (
            f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="4" COLOR="{palette.RULE}">'
            f"<TR><TD>{sign}</TD><VR/><TD>{body}</TD></TR></TABLE>"
        )

    def tooltip(self, box: Box) -> str:
        """What is shown when the pointer rests on a box: the line of code, then all that is known."""
        if box.group is not None:
            return "\n".join([self._title(box), *self._summary(box), *_place(box.group.location)])
        node = box.node
        if node is None:
            return "\n".join(filter(None, [box.name, f"constant, {describe(np.asarray(box.constant))}"]))
        bar = self._numbers.bar(node) if self._bars else None
        return "\n".join(
            [
                *_place(node.location),
                f"{node.operation}, {node.shape} {node.dtype}",
                *_numbers_of(box.name or "value", self._numbers.value(node)),
                *([] if bar is None else _numbers_of("error signal", bar)),
            ]
        )

    def module(self, scope: Scope) -> str:
        """The title of a module's frame."""
        return f"<{_font(text.label(self.module_title(scope)), _NUMBER_SIZE)}>"

    def module_title(self, scope: Scope) -> str:
        """A module's path in the module around it, and its class; the text of a scope that is no module."""
        if isinstance(scope.label, str):
            return text.line(scope.label, 40)
        path, kind = self._names.of_module(scope.label), type(scope.label).__name__
        around = self._names.of_module(scope.parent.label) if scope.parent is not None else None
        if path and around:
            path = path.removeprefix(f"{around}.")
        return text.line(f"{path}: {kind}" if path and path != kind else kind, 40)

    def _short_name(self, box: Box) -> str | None:
        """A box's name without the path of the module that it is drawn in."""
        return self._local(box.name, box) if box.name else None

    def _local(self, name: str, box: Box) -> str:
        return self._without_path(name, box.path[-1].label) if box.path else name

    def _without_path(self, name: str, module: Any) -> str:
        path = self._names.of_module(module)
        return name if path is None else re.sub(rf"^(\w+\.)??{re.escape(path)}\.", "", name)

    def _named_operand(self, box: Box, node: Node) -> dict[int, str]:
        """The operand of a difference, a quotient or the like that is no result, so that one sees which it is."""
        if not signs.is_ordered(node):
            return {}
        named = {}
        for position, entry in enumerate(node.inputs):
            name = self._names.of_input(node, position)
            if name and (type(entry) is not Node or entry.primitive is None):
                # Of a leaf and a constant, the leaf.
                named[type(entry) is Node] = {position: self._local(name, box)}
        return named.get(True) or named.get(False) or {}

    def _value(self, value: Any, node: Node | None = None) -> str:
        if value is None:
            assert node is not None
            return _shape(node.shape, node.dtype)
        array = np.asarray(value)
        if not self._shows(array):
            return _shape(array.shape, array.dtype)
        unusual = node is not None and array.dtype != np.float64
        return _entries(array, note=str(array.dtype) if unusual else "")

    def _bar(self, bar: Any) -> str:
        array = np.asarray(bar)
        if array.size == 1 or self._shows(array):
            return _entries(array, palette.BAR)
        return _font(f"‖·‖ {numerals.number(_norm(array))}", _NUMBER_SIZE, palette.BAR)

    def _shows(self, array: Any) -> bool:
        """Whether an array is small enough to show its numbers."""
        longest = max(array.shape, default=1)
        return array.ndim <= 2 and 0 < array.size <= self._values and longest <= max(1, self._values // 2)

    def _folded(self, box: Box) -> str:
        lines = [_font(f"<B>{text.label(self._title(box))}</B>", _NUMBER_SIZE)]
        lines += [_font(text.label(part), _SMALL, palette.FAINT) for part in self._summary(box)]
        return _table("".join(f'<TR><TD ALIGN="LEFT">{part}&#160;</TD></TR>' for part in lines))

    def _title(self, box: Box) -> str:
        assert box.group is not None
        if box.group.scope is not None:
            return self.module_title(box.group.scope)
        location = box.group.location
        return "elsewhere" if location is None else text.line(location.text or location.function, 48)

    def _summary(self, box: Box) -> list[str]:
        leaves = [node for node in box.nodes if node.primitive is None]
        parts = []
        if operations := len(box.nodes) - len(leaves):
            parts.append(text.count(operations, "operation"))
        if leaves:
            parts.append(self._leaves(leaves, box.group))
        return parts + [self._result(node) for node in box.nodes if node in self._roots]

    def _result(self, root: Node) -> str:
        """A root that is folded away, with its number if it is one."""
        name, value = self._names.of(root) or "result", np.asarray(self._numbers.value(root))
        shown = f"= {numerals.number(value.item())}" if value.size == 1 else str(value.shape)
        return f"{text.line(name, 24)} {shown}"

    def _leaves(self, leaves: list[Node], group: Group | None) -> str:
        names = [self._names.of(leaf) or "" for leaf in leaves]
        if group is not None and group.scope is not None:
            names = [self._without_path(name, group.scope.label) for name in names]
        size = sum(int(np.prod(leaf.shape)) for leaf in leaves)
        if len(leaves) <= 3 and all(names):
            return ", ".join(f"{text.line(name, 24)} {leaf.shape or ''}".strip() for name, leaf in zip(names, leaves))
        return f"{text.count(len(leaves), 'leaf', 'leaves')}, {text.count(size, 'number')}"


def _place(location: Location | None) -> Iterable[str]:
    """The line of code, and where it is."""
    if location is None:
        return
    if location.text:
        yield text.line(location.text, 200)
    where = "cell" if _NOTEBOOK_CELL.search(location.file) else re.split(r"[\\/]", location.file)[-1]
    yield f"{text.line(where)}, line {location.line}"


def _numbers_of(name: str, value: Any) -> Iterable[str]:
    if value is None:
        return
    array = np.asarray(value)
    if array.size == 1:
        yield f"{text.line(name)} = {numerals.number(array.item(), 8)}"
    elif array.size:
        low, high = numerals.number(np.min(array)), numerals.number(np.max(array))
        yield f"{text.line(name)}: from {low} to {high}, norm {numerals.number(_norm(array))}"


def _norm(array: Any) -> float:
    with np.errstate(all="ignore"):
        return float(np.linalg.norm(array.astype(float, copy=False)))


def _entries(array: Any, colour: str = palette.INK, note: str = "") -> str:
    """All numbers of a scalar, a vector (a row) or a matrix, and a small note behind or below them."""
    note = note and _font(note, _SMALL, palette.FAINT)
    if not array.ndim:
        return f"{_font(numerals.number(array.item()), _NUMBER_SIZE, colour)} {note}".rstrip()
    rows = ""
    for row in np.atleast_2d(array):
        cells = (_font(numerals.number(entry, 3), _NUMBER_SIZE, colour) for entry in row)
        rows += "<TR>" + "".join(f'<TD ALIGN="RIGHT">{cell}</TD>' for cell in cells) + "</TR>"
    if note:
        rows += f'<TR><TD COLSPAN="{np.atleast_2d(array).shape[1]}" ALIGN="LEFT">{note}</TD></TR>'
    return f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="1" CELLPADDING="2">{rows}</TABLE>'


def _shape(shape: tuple[int, ...], dtype: Any) -> str:
    return f"{_font(str(shape), _NUMBER_SIZE)} {_font(str(dtype), _SMALL, palette.FAINT)}"


def _name(name: str | None) -> str:
    return "" if name is None else _font(f"<B>{text.label(text.line(name, 28))}</B>", _NAME_SIZE)


def _bar_name(name: str | None) -> str:
    if name is None:
        return _font("bar", _SMALL, palette.BAR)
    return _font(f"<B><O>{text.label(text.line(name, 28))}</O></B>", _NAME_SIZE, palette.BAR)


def _sign(sign: str) -> str:
    """An operation's sign; a word is smaller, and a long one broken."""
    if not any(character.isalpha() and character.isascii() for character in sign):
        return _font(text.label(sign), _SIGN_SIZE)
    lines = [sign] if len(sign) <= 14 else textwrap.wrap(sign.replace("_", "_ "), 14, break_long_words=False)
    return _font("<BR/>".join(text.label(line.replace("_ ", "_")) for line in lines), _WORD_SIZE)


def _row(left: str, right: str) -> str:
    # Browsers set bold text wider than Graphviz measures it, so there is some room behind a name.
    room = "&#160;" if left else ""
    return f'<TR><TD ALIGN="LEFT">{left}{room}</TD><TD ALIGN="LEFT">{right}</TD></TR>'


def _table(rows: str, padding: int = 2) -> str:
    return f'<TABLE BORDER="0" CELLBORDER="0" CELLSPACING="0" CELLPADDING="{padding}">{rows}</TABLE>'


def _font(content: str, size: int, colour: str = palette.INK) -> str:
    return f'<FONT POINT-SIZE="{size}" COLOR="{colour}">{content}</FONT>'
