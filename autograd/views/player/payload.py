"""What the player shows, as data: a stepper's graph, steps, formulas, numbers and lines of code in compact JSON.

The payload of a stepper is a dict with these entries. What is called *an array* is an index into ``arrays``, *a
formula* one into ``math``. Everything that the user wrote is plain text in it, which the player shows as text.

``version``
    The version of this schema, 1.
``title``
    What the backward pass begins at.
``start``
    The position the player begins at: so many steps have been made.
``graph``
    ``size``: width and height, in CSS pixels like all lengths here.
    ``nodes``: for each value, in the order of the program, and then for each constant that has a name or several
    numbers:

    * ``kind``: "leaf", "constant" or "value"; ``text`` and ``spoken``: its name, and what it is in words;
    * ``title`` and ``bar``: its name, or the equation that computes it, and the name of its error signal, formulas, cut
      where there is no room for them;
    * ``box``: left, top, width, height; ``value``: an array;
    * ``symbols``, ``numbers``, ``rule``: the operation as a formula, the same with its numbers, and as text;
    * ``barSymbols``, ``barNumbers``, ``barRule``: the sum that its error signal is, likewise;
    * ``seed``: the error signal that the backward pass begins with here, an array;
    * ``line``: index into ``sources``, number of the line, first column, and the column after the last or null.

    Of these a constant has ``kind``, ``text``, ``spoken``, ``title``, ``box`` and ``value``.
    ``edges``: for each use of a value its ``from`` and ``to``, indices of nodes; its ``path``, the control points of
    cubic Bézier curves as x, y, x, y, ...; and of the message that is sent back along it ``symbols``, ``numbers`` and
    ``rule``, and what to ``ask`` of it in predict mode: a "number" at one of its corners, the "sign" there, or its
    "shape"; none for the use of a constant. Of a number, ``found`` is the array that comes of calculating with the
    numbers as they are shown, where that is not about the same as the message. Where the two are far apart, ``far`` is
    the name of the used value, a formula, and the path only its end. ``numbers`` is the result, an equals sign, and
    what it is computed from; or only that, where it is the result unchanged.
    ``groups``: the calls of modules around boxes, as ``label`` and ``box``.
``steps``
    For each step ``[action, node, edge, result, total, headline, reason]``: the action is 0 where the node computes, 1
    where it fires, 2 where it sends a message along the edge; the result is the value, error signal or message; total
    is the sum at the receiver after the message. Edge and total are null in the other steps.
``arrays``
    A number for an array of shape (), "nan", "inf" and "-inf" among them; else a dict with ``shape`` and ``data``, all
    entries in C order, or, of a long array: ``grid``, rows and columns of a ``map``, which is one signed byte for each
    cell in base64, 127 for ``scale`` and -128 for what is not finite; ``least``, ``most`` and ``bad``, the range of the
    finite entries and the number of others; and ``data``, only the entries at ``rows`` and ``columns``. Arrays of more
    axes are laid out as a table with the last axis across.
``math``
    Formulas as MathML in nested lists, ``[tag, {attributes}?, *children]``; ``["value", array, "bar" or "", name]``
    stands for an array, and says whether it is an error signal and what to call it; that can be left out.
``sources``
    For each file of the user's its name as ``file``, ``lines``, ``[number, text]`` each, and a ``note`` that says why
    there are none, if there are none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from ...graph import Node
from .. import numerals
from ..drawing.diagram import Box, Diagram, Use, diagram
from ..drawing.labels import Labels
from ..drawing.numbers import Numbers
from ..source_line import source_line
from ..text import line as printable_line
from .arrays import Arrays
from .fitting import ems, is_one_line, shortened
from .placing import arranged
from .rules import Equation, Equations
from .source import excerpts
from .trees import Formulas, Tree

if TYPE_CHECKING:
    from ..stepping.stepper import Stepper
    from ..stepping.steps import Step
    from ..stepping.trace import Trace

VERSION = 1
MOST_VALUES = 2000
#: The heights and least widths of boxes, and the widest that an equation in a box may make it, in pixels.
_HEIGHT, _WIDTH, _CONSTANT_WIDTH, _WIDEST = 62.0, 140.0, 84.0, 236.0
_PADDING, _EM = 28.0, 15.0
#: The same of an error signal's name, which has half a box.
_BAR_PADDING, _BAR_EM = 8.0, 14.0
#: For messages that have arrived, each a dot or all counted, there is room beside the title.
_DOT, _MOST_DOTS = 8.0, 5
_ACTIONS = {"computes": 0, "fires": 1, "sends": 2}


class TooLarge(ValueError):
    """The graph has more values than the player can show."""


def payload(stepper: Stepper) -> dict[str, Any]:
    """A stepper as data that ``json.dumps`` takes; the module's docstring says how it is laid out.

    Raises
    ------
    GraphvizNotFound
        Where there is no Graphviz to lay out the graph.
    TooLarge
        Where the graph has more than 2,000 values.
    """
    count = len(stepper.trace.nodes)
    if count > MOST_VALUES:
        raise TooLarge(
            f"the graph has {count:,} values, and the player shows no more than {MOST_VALUES:,}; "
            "print(stepper) shows the part around a step, and step_through() of an earlier value has fewer"
        )
    return _Payload(stepper).made()


class _Payload:
    """What has been gathered of a payload."""

    def __init__(self, stepper: Stepper) -> None:
        self._stepper = stepper
        self._trace: Trace = stepper.trace
        self._arrays = Arrays()
        self._math = Formulas()
        self._equations = Equations(self._trace, self._arrays)
        self._diagram: Diagram = diagram(list(self._trace.seeds), self._trace.names, max_nodes=2**62)
        # The diagram has its boxes in the order of the program, those of constants last.
        self._places = {box: place for place, box in enumerate(self._diagram.boxes)}
        self._nodes = {box.node: place for box, place in self._places.items() if box.node is not None}
        self._widths: list[float] = []
        self._uses = {arrow.uses[0]: number for number, arrow in enumerate(self._diagram.arrows)}

    def made(self) -> dict[str, Any]:
        """The payload."""
        trace = self._trace
        places = {node: place for node in trace.nodes if (place := source_line(node)) is not None}
        files = excerpts(places.values())
        nodes = [self._constant(box) if box.node is None else self._node(box.node) for box in self._diagram.boxes]
        for node, place in places.items():
            nodes[self._nodes[node]]["line"] = files[place.file].shows(place)
        return {
            "version": VERSION,
            "title": " and ".join(_text(trace.labels[node]) for node in trace.seeds),
            "start": self._stepper.position,
            "graph": self._graph(nodes),
            "steps": [self._step(step) for step in self._stepper],
            "arrays": self._arrays.encoded,
            "math": self._math.trees,
            "sources": [{"file": file.title, "lines": file.lines, "note": file.note} for file in files.values()],
        }

    def _graph(self, nodes: list[dict[str, Any]]) -> dict[str, Any]:
        """The nodes, to which their places are added, and the edges and groups."""
        arrows = self._diagram.arrows
        edges = [
            {"from": self._places[arrow.tail], "to": self._places[arrow.head], **self._sent(arrow.uses[0])}
            for arrow in arrows
        ]
        arrangement = arranged(
            [(width, _HEIGHT) for width in self._widths],
            [box.path for box in self._diagram.boxes],
            [(edge["from"], edge["to"]) for edge in edges],
        )
        for node, rectangle in zip(nodes, arrangement.boxes, strict=True):
            node["box"] = rectangle
        for edge, path in zip(edges, arrangement.paths, strict=True):
            edge["path"] = path
        for number in arrangement.far:
            tail = arrows[number].tail.node
            name = nodes[edges[number]["from"]]["title"]
            if tail is not None:
                name = self._math.place(_shortened(self._equations.name(tail), _WIDTH))
            edges[number]["far"] = name
        labels = Labels(self._diagram, Numbers({}, recompute=False, messages=False), values=0, bars=False)
        groups = [{"label": labels.module_title(scope), "box": box} for scope, box in arrangement.groups.items()]
        return {"size": arrangement.size, "nodes": nodes, "edges": edges, "groups": groups}

    def _node(self, node: Node) -> dict[str, Any]:
        name = _text(self._trace.labels[node])
        shape = f" of shape {numerals.shape(node.shape)}" if node.shape else ""
        made: dict[str, Any] = {
            "kind": "leaf" if node.primitive is None else "value",
            "text": name,
            "spoken": f"{name}, {node.operation}{shape}",
            "value": self._arrays.place(self._trace.values[node]),
        }
        title = self._equations.name(node)
        if node.primitive is not None:
            equation = self._equations.computed(node)
            made |= self._equation(equation)
            brief = ["mrow", title, ["mo", "="], ["mtext", f"{node.operation}(…)"]]
            fitting = (tree for tree in (equation.symbols, brief) if is_one_line(tree) and _width(tree) <= _WIDEST)
            title = next(fitting, title)
        made["title"] = self._title(title, _WIDTH, self._trace.expected(node))
        bar = self._equations.name(node, bar=True)
        made["bar"] = self._math.place(shortened(bar, (self._widths[-1] / 2 - _BAR_PADDING) / _BAR_EM))
        total = self._equations.total(node)
        made |= {f"bar{key.capitalize()}": part for key, part in self._equation(total).items()}
        if node in self._trace.seeds:
            made["seed"] = self._arrays.place(self._trace.seeds[node])
        return made

    def _constant(self, box: Box) -> dict[str, Any]:
        name = _text(box.name) if box.name else "constant"
        return {
            "kind": "constant",
            "text": name,
            "spoken": f"{name}, constant" if box.name else name,
            "title": self._title(self._equations.constant_title(box.name, box.constant), _CONSTANT_WIDTH),
            "value": self._arrays.place(box.constant),
        }

    def _sent(self, use: Use) -> dict[str, Any]:
        node, position = use
        if position is None or type(node.inputs[position]) is not Node:
            return {}
        sent = self._equations.sent(node, position)
        found = {} if sent.found is None else {"found": self._arrays.place(sent.found)}
        return {**self._equation(sent), "ask": sent.question, **found}

    def _equation(self, equation: Equation) -> dict[str, Any]:
        made: dict[str, Any] = {"symbols": self._math.place(equation.symbols), "rule": equation.text}
        if equation.numbers is not None:
            made["numbers"] = self._math.place(equation.numbers)
        return made

    def _title(self, tree: Tree, least: float, messages: int = 0) -> int:
        """The formula at the top of a box, for which the box is made as wide as it must be."""
        title = _shortened(tree)
        dots = _DOT * min(messages, _MOST_DOTS) if messages > 1 else 0.0
        self._widths.append(max(least, _width(title) + dots))
        return self._math.place(title)

    def _step(self, step: Step) -> list[Any]:
        edge = total = None
        if step.position is not None:
            edge = self._uses[Use(step.node, step.position)]
            total = self._arrays.place(step.total)
        result = self._arrays.place(step.result)
        return [
            _ACTIONS[step.action],
            self._nodes[step.node],
            edge,
            result,
            total,
            _text(step.headline),
            _text(step.reason),
        ]


def _width(tree: Tree) -> float:
    """About how wide a formula is in a box."""
    return _PADDING + _EM * ems(tree)


def _shortened(tree: Tree, width: float = _WIDEST) -> Tree:
    """A name that is no wider than so many pixels in a box."""
    return shortened(tree, (width - _PADDING) / _EM)


def _text(text: str) -> str:
    return printable_line(text, 160)
