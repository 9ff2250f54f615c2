"""A stepper in a terminal: the current step, its formula and its numbers, and the graph as a list of lines."""

from __future__ import annotations

import shutil
from itertools import pairwise
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from ...graph import Node
from ...tensor import Tensor
from .. import numerals
from ..source_line import source_line
from ..terminal import clipped, padded, printable, width, wrapped
from .sentences import senders

if TYPE_CHECKING:
    from .stepper import Stepper
    from .steps import State, Step
    from .trace import Trace

_LABEL = 14


def stepper_text(stepper: Stepper, columns: int | None = None, lines: int | None = None) -> str:
    """What ``print(stepper)`` shows, in so many columns and, if that can be, lines; by default the terminal's."""
    terminal = shutil.get_terminal_size((80, 24))
    columns = max(columns or terminal.columns, 40)
    step = stepper.current
    head = _start(stepper) if step is None else _head(step, len(stepper), columns)
    if stepper.hit is not None:
        head.insert(1, _labelled("stopped at" if step is not None else "run", stepper.hit))
    room = max((lines or terminal.lines) - len(head) - 3, 5)
    table = _table(stepper.state, step, columns, room)
    return "\n".join(clipped(line, columns).rstrip() for line in [*head, "", *table])


def step_text(step: Step, columns: int | None = None) -> str:
    """What ``print(step)`` shows."""
    columns = max(columns or shutil.get_terminal_size((80, 24)).columns, 40)
    return "\n".join(clipped(line, columns).rstrip() for line in _head(step, len(step.trace.events), columns))


def _start(stepper: Stepper) -> list[str]:
    backward = len(stepper) - stepper.trace.forward
    return [
        f"Step 0 of {len(stepper)}: the start, where only leaves and constants have values",
        _labelled("to come", f"{stepper.trace.forward} steps forward, {backward} backward"),
    ]


def _head(step: Step, count: int, columns: int) -> list[str]:
    """The lines about the step."""
    lines = [f"Step {step.number} of {count}, {step.phase} pass: {printable(step.headline)}"]
    lines += _source(step.node, columns)
    lines += _wrapped("rule", step.rule.symbols.text, columns)
    numbers, room = step.rule.numbers.text, columns - _LABEL
    single = step.result.size == 1
    # Of arrays, only what they are computed from; what comes out has a line of its own.
    if single or " = " in numbers:
        lines += _wrapped("in shapes" if numbers.endswith("]") else "in numbers", numbers, columns)
    if not single:
        lines.append(_labelled("result" if step.receiver is None else "message", numerals.array(step.result, room)))
    if step.receiver is not None and step.expected > 1:
        lines.append(_labelled("sum so far", numerals.array(step.total, room)))
    lines += _wrapped("why now" if step.receiver is None else "then", step.reason, columns)
    return lines


def _source(node: Node, columns: int) -> list[str]:
    """The line of code, with its place at the right, and under it a mark below the part that was computed."""
    place = source_line(node)
    if place is None:
        return []
    label = printable(f"{PurePath(place.file).name}:{place.line}")
    if not place.text:
        return [_labelled("code", label)]
    # Each part by itself, so that the mark stands below the right characters also where some are written out.
    start, end = place.start, len(place.text) if place.end is None else place.end
    before, marked, after = map(printable, (place.text[:start].lstrip(), place.text[start:end], place.text[end:]))
    room = columns - _LABEL - width(label) - 2
    if room < columns // 3:
        room, label = columns - _LABEL, ""
    surplus = width(before + marked) + 1 - room
    if surplus > 0 and before:
        before = "…" + before[min(surplus + 1, len(before)) :]
    lines = [_labelled("code", f"{padded(before + marked + after, room)}  {label}".rstrip())]
    if before or after:
        lines.append(" " * (_LABEL + width(before)) + "~" * min(width(marked), room - width(before)))
    return lines


def _labelled(label: str, text: str) -> str:
    return f"  {label:<{_LABEL - 2}}{text}"


#: The operations that Python writes as signs.
OPERATORS = {
    "add": "+",
    "subtract": "-",
    "multiply": "*",
    "divide": "/",
    "power": "**",
    "matmul": "@",
    "remainder": "%",
    "negative": "-",
}


def _wrapped(label: str, text: str, columns: int) -> list[str]:
    first, *others = wrapped(printable(text), columns - _LABEL)
    return [_labelled(label, first), *(" " * _LABEL + line for line in others)]


class _Row(NamedTuple):
    mark: str
    name: str
    made_by: str
    shape: str
    value: str
    bar: str
    messages: str


def _table(state: State, step: Step | None, columns: int, room: int) -> list[str]:
    """The graph as a list of lines, in program order; of a large one the part around the step."""
    trace = state.trace
    place = {node: index for index, node in enumerate(trace.nodes)}
    chosen = _chosen(trace, place, step, room)
    rows = [_row(node, state, step, 24 if columns >= 110 else 15) for node in chosen]
    shape = "shape" if any(row.shape for row in rows) else ""
    backward = ("error signal", "messages") if state.number > trace.forward else ("", "")
    title = _Row("", "value", "made by", shape, "is", *backward)
    widths = [max(width(row[column]) for row in [title, *rows]) for column in range(len(title))]
    widths[0] = 1
    # What is too wide is cut, first the operations, then the names, then the lists of what is awaited.
    for column, least in ((2, 7), (1, 9), (6, 16), (1, 6)):
        surplus = sum(widths) + 2 * (sum(map(bool, widths)) - 1) - columns
        widths[column] = max(min(widths[column], least), widths[column] - max(surplus, 0))
    rows = [row._replace(made_by=_brief(row.made_by, widths[2])) for row in rows]
    lines = [_line(title, widths)]
    for before, row in zip(_left_out([place[node] for node in chosen], len(place)), [*rows, None], strict=True):
        if before:
            lines.append(f"   ⋮ {before} more")
        if row is not None:
            lines.append(_line(row, widths))
    return lines


def _chosen(trace: Trace, place: dict[Node, int], step: Step | None, room: int) -> list[Node]:
    """The nodes to show, so that they and the lines for those left out are no more than there is room for."""
    if len(trace.nodes) <= room:
        return list(trace.nodes)
    for count in range(room, 2, -1):
        chosen = list(trace.nodes[:count]) if step is None else _around(step, trace.nodes, place, count)
        left_out = _left_out([place[node] for node in chosen], len(place))
        if len(chosen) + sum(map(bool, left_out)) <= room:
            break
    return chosen


def _left_out(places: list[int], count: int) -> list[int]:
    """How many of so many nodes are left out before, between and after those at these places."""
    return [after - before - 1 for before, after in pairwise([-1, *places, count])]


def _around(step: Step, nodes: tuple[Node, ...], place: dict[Node, int], room: int) -> list[Node]:
    """The nodes that the step is about, then those made just before and after."""
    wanted = dict.fromkeys([step.subject, step.node])
    senders_to_come = [edge.node for edge in step.after.waits_for(step.subject)]
    neighbours = [*senders_to_come[:3], *step.node.parents(), *(edge.node for edge in step.waited_for)]
    wanted.update(dict.fromkeys(neighbours[: room // 2]))
    middle = place[step.subject]
    for distance in range(1, len(nodes)):
        for index in (middle - distance, middle + distance):
            if len(wanted) < room and 0 <= index < len(nodes):
                wanted.setdefault(nodes[index])
        if len(wanted) >= room:
            break
    return sorted(wanted, key=place.__getitem__)


def _line(row: _Row, widths: list[int]) -> str:
    return "  ".join(padded(text, columns) for text, columns in zip(row, widths, strict=True) if columns)


def _row(node: Node, state: State, step: Step | None, number: int) -> _Row:
    trace = state.trace
    mark = ""
    if step is not None:
        mark = "►" if node is step.node else "◄" if node is step.receiver else ""
    value = numerals.cell(state.value(node), number) if state.has_value(node) else "·"
    bar = messages = ""
    if state.number > trace.forward:
        total = state.total(node)
        bar = "·" if total is None else numerals.cell(total, number)
        arrived, expected = state.arrived(node), state.expected(node)
        messages = f"{arrived} of {expected}"
        if arrived < expected:
            bar += " + …" if total is not None else ""
            messages += f", awaits {senders(trace, state.waits_for(node), most=2)}"
        elif not state.has_fired(node):
            messages += ", can fire"
    return _Row(
        mark,
        printable(trace.labels[node]),
        printable(made_by(trace, node)),
        numerals.shape(node.shape),
        value,
        bar,
        messages,
    )


def made_by(trace: Trace, node: Node) -> str:
    """The operation as it is written on what its inputs are called: ``x * w``, ``affine(h, W, b)``."""
    if node.primitive is None:
        return "leaf"
    operands = [operand_text(trace, node, position) for position in range(len(node.inputs))]
    sign = OPERATORS.get(node.operation)
    if sign is None:
        return f"{node.operation}({', '.join(operands)})"
    return f" {sign} ".join(operands) if len(operands) == 2 else f"{sign}{operands[0]}"


def _brief(call: str, columns: int) -> str:
    """A call without its operands where there is no room for them: ``affine`` for ``affine(h, W, b)``."""
    return call if width(call) <= columns else call.partition("(")[0]


def operand_text(trace: Trace, node: Node, position: int) -> str:
    """What an input of a node is called: its name, else a number itself, else the shape of an array."""
    operand = node.inputs[position]
    if type(operand) is Node:
        return trace.labels[operand]
    name = trace.names.of_input(node, position)
    if name:
        return name
    value = operand.data if isinstance(operand, Tensor) else operand
    return f"[{numerals.shape(value.shape)}]" if getattr(value, "shape", ()) else numerals.array(value)
