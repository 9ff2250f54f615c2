"""A stepper in a terminal: the current step, its formula and its numbers, and the graph as a list of lines."""

from __future__ import annotations

import shutil
from pathlib import PurePath
from typing import TYPE_CHECKING, NamedTuple

from ..graph import Node
from ..tensor import Tensor
from . import numerals
from .source_line import source_line
from .step_sentences import senders
from .terminal import clipped, padded, printable, width

if TYPE_CHECKING:
    from .stepping import Stepper
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
    lines += _source(step.node)
    lines.append(_labelled("rule", printable(step.rule.symbols.text)))
    lines.append(_labelled("in numbers", printable(step.rule.numbers.text)))
    room = columns - _LABEL
    if step.message is not None:
        lines.append(_labelled("message", numerals.array(step.message, room)))
        if step.expected > 1:
            lines.append(_labelled("sum so far", numerals.array(step.total, room)))
    elif step.result.ndim:
        lines.append(_labelled("result", numerals.array(step.result, room)))
    lines.append(_labelled("why now" if step.receiver is None else "then", printable(step.reason)))
    return lines


def _source(node: Node) -> list[str]:
    """The line of code, and under it a mark below the part that was computed."""
    place = source_line(node)
    if place is None:
        return []
    label = f"{PurePath(place.file).name}:{place.line}"
    if not place.text:
        return [_labelled("code", printable(label))]
    # Each character by itself, so that the mark stands below the right ones also where some are written out.
    before, marked, after = (
        printable(place.text[part])
        for part in (slice(place.start), slice(place.start, place.end), slice(place.end, None))
    )
    shown = f"{before}{marked}{after}"
    lines = [_labelled("code", f"{shown}    ({printable(label)})")]
    if before or after:
        lines.append(" " * (_LABEL + width(before)) + "~" * width(marked))
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


class _Row(NamedTuple):
    mark: str
    name: str
    made_by: str
    value: str
    bar: str
    messages: str


def _table(state: State, step: Step | None, columns: int, room: int) -> list[str]:
    """The graph as a list of lines, in program order; of a large one the part around the step."""
    trace = state.trace
    chosen = _chosen(trace, step, room)
    number = 22 if columns >= 110 else 14
    rows = [_row(node, state, step, number) for node in chosen]
    title = _Row("", "value", "made by", "is", "error signal", "messages")
    widths = [max(width(row[column]) for row in [title, *rows]) for column in range(6)]
    # The last column is as wide as it can be; the names and operations give way to it.
    for column, least in ((2, 12), (1, 6)):
        surplus = sum(widths) + 2 * 5 - columns
        widths[column] = max(min(widths[column], least), widths[column] - max(surplus, 0))
    lines = [_line(title, widths)]
    place = {node: index for index, node in enumerate(trace.nodes)}
    last = -1
    for node, row in zip(chosen, rows, strict=True):
        lines += _gap(place[node] - last - 1)
        lines.append(_line(row, widths))
        last = place[node]
    return lines + _gap(len(trace.nodes) - last - 1)


def _chosen(trace: Trace, step: Step | None, room: int) -> list[Node]:
    """The nodes to show: all if there is room, else the step's own, then those made just before and after."""
    nodes = trace.nodes
    if len(nodes) <= room:
        return list(nodes)
    place = {node: index for index, node in enumerate(nodes)}
    if step is None:
        return list(nodes[:room])
    wanted = dict.fromkeys([step.subject, step.node])
    wanted.update(dict.fromkeys([*step.node.parents(), *(edge.node for edge in step.waited_for)][: room // 2]))
    around = place[step.subject]
    for distance in range(1, len(nodes)):
        for index in (around - distance, around + distance):
            if len(wanted) < room and 0 <= index < len(nodes):
                wanted.setdefault(nodes[index])
        if len(wanted) >= room:
            break
    return sorted(wanted, key=place.__getitem__)


def _gap(count: int) -> list[str]:
    return [f"   ⋮ {count} more"] if count else []


def _line(row: _Row, widths: list[int]) -> str:
    return "  ".join(padded(text, columns) for text, columns in zip(row, widths, strict=True))


def _row(node: Node, state: State, step: Step | None, number: int) -> _Row:
    trace = state.trace
    mark = ""
    if step is not None:
        mark = "►" if node is step.node else "◄" if node is step.receiver else ""
    value = numerals.array(state.value(node), number) if state.has_value(node) else "·"
    bar = messages = ""
    if state.number > trace.forward:
        total = state.total(node)
        bar = "·" if total is None else numerals.array(total, number)
        arrived, expected = state.arrived(node), state.expected(node)
        messages = f"{arrived} of {expected}"
        if arrived < expected:
            bar += " + …" if total is not None else ""
            messages += f", waits for {senders(trace, state.waits_for(node), most=2)}"
        elif not state.has_fired(node):
            messages += ", can fire"
    return _Row(mark, printable(trace.labels[node]), printable(made_by(trace, node)), value, bar, messages)


def made_by(trace: Trace, node: Node) -> str:
    """The operation as it is written on what its inputs are called: ``x * w``, ``affine(h, W, b)``."""
    if node.primitive is None:
        return "leaf"
    operands = [operand_text(trace, node, position) for position in range(len(node.inputs))]
    sign = OPERATORS.get(node.operation)
    if sign is None:
        return f"{node.operation}({', '.join(operands)})"
    return f" {sign} ".join(operands) if len(operands) == 2 else f"{sign}{operands[0]}"


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
