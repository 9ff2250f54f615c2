"""draw: the picture of a computation graph."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np

from autograd import errors
from autograd.graph import Node
from autograd.recording import Scope
from autograd.tensor import Tensor

from .. import numerals, text
from ..names import Names, caller_frame
from . import palette
from .diagram import Arrow, Box, Diagram, Use, diagram
from .labels import Labels
from .numbers import Numbers
from .placing import beside, rank
from .rendering import Picture

_FONT = "Helvetica,Arial,sans-serif"
_DIRECTIONS = ("LR", "TB", "RL", "BT")
#: Operations whose operands look alike in a picture, so that the first is drawn above the second.
_ORDERED = frozenset({"subtract", "divide", "power", "matmul", "remainder", "solve", "where", "concatenate", "stack"})
#: With more boxes than this, Graphviz gets half its time for each.
_MANY = 100
#: What a picture says where numbers that nobody holds cannot be had again.
_CHANGED = "leaves have changed since: only numbers that you still hold are shown"


def draw(
    *tensors: Tensor,
    constants: bool = True,
    values: int = 9,
    bars: bool = True,
    shade_bars: bool = False,
    fold: int | Callable[[Any], bool] | None = None,
    max_nodes: int = 200,
    direction: str = "LR",
) -> Picture:
    """The picture of the graph that tensors were computed from (docs/lectures.md E1, E2).

    Each value is a box with the operation that made it on the left, each use of a value an arrow: ``x * x``
    has two. Values are called what your variables call them. A module is a frame around what was computed
    inside it. Along a chain of operations, parameters come in from the sides. The tooltip of a box is the line
    of code that made it.

    Parameters
    ----------
    *tensors
        One or several tensors that require a gradient.
    constants
        Whether to draw arrays and variables that need no gradient. Plain numbers like the 2 in ``2 * x`` are
        written into the operation.
    values
        The numbers of arrays with at most so many entries, half of them in a row, are shown; of others the
        shape and dtype. 0 shows none. Where leaves have changed since, as by a step of an optimizer, only the numbers
        that you still hold are shown, and the picture says so.
    bars
        Whether to show error signals, once there are any.
    shade_bars
        Shades and thickens each arrow by the size (root mean square) of the error signal that is sent back
        along it. The backward pass that measures them starts from the tensors' error signals or, before
        ``backward()``, from 1; it changes no tensor.
    fold
        Which modules to draw as one box: from this many modules deep (0 folds the outermost ones), or those
        for which ``fold(module)`` is true. Arrows to or from a folded box stand for several uses, and say how
        many.
    max_nodes
        A graph of more boxes is folded until it has no more, and the picture says so: modules from the
        innermost outwards, then lines of code.
    direction
        Where the computation goes: "LR" from left to right, or "TB", "RL", "BT".

    Returns
    -------
    Picture
        A `graphviz.Digraph` that shows itself in a notebook. ``render("name", format="pdf")`` writes a file
        (or "svg", "png", ...), ``pipe("svg")`` gives its bytes, and ``source`` is the text in the DOT
        language. Pictures other than ``source`` are laid out by the program ``dot`` or by the package of
        ``overbar[view]``; where there is neither, a `GraphvizNotFound` says what to install.

    Raises
    ------
    TypeError
        For anything that is not a tensor.
    ValueError
        For a direction that there is not.
    GradientError
        For a tensor that requires no gradient: nothing was recorded of how it was computed.

    Examples
    --------
    >>> from autograd import Tensor, sigmoid
    >>> from autograd.views import draw
    >>> w, b = Tensor(1.0, requires_grad=True), Tensor(0.5, requires_grad=True)
    >>> x, t = 2.0, 1.0
    >>> z = w * x + b
    >>> y = sigmoid(z)
    >>> loss = 0.5 * (y - t) ** 2
    >>> draw(loss)
    <Picture: 10 boxes, 9 arrows>
    >>> draw(loss, constants=False)
    <Picture: 8 boxes, 7 arrows>
    >>> draw(w * w)
    <Picture: 2 boxes, 2 arrows>
    """
    roots = {_recorded(tensor): tensor._value for tensor in _checked(tensors, direction)}
    names = Names.collect(roots, caller_frame())
    shown = diagram(list(roots), names, constants=constants, fold=fold, max_nodes=max_nodes)
    numbers = Numbers(roots, recompute=not shown.note and (values > 0 or bars), messages=shade_bars)
    return _Pen(shown, Labels(shown, numbers, values=values, bars=bars), numbers, shade_bars).draw(direction)


def _checked(tensors: Sequence[Any], direction: str) -> Sequence[Tensor]:
    if not tensors:
        raise TypeError(errors.message("draw() was given no tensor", "draw(loss)"))
    for tensor in tensors:
        if not isinstance(tensor, Tensor):
            raise TypeError(
                errors.message(
                    f"draw() draws tensors, not {type(tensor).__name__} {errors.describe(tensor)}",
                    "give the tensors one by one: draw(loss, accuracy)",
                )
            )
    if direction not in _DIRECTIONS:
        raise ValueError(f"draw(direction={direction!r}): the direction is one of {', '.join(_DIRECTIONS)}")
    return tensors


def _recorded(tensor: Tensor) -> Node:
    if tensor.node is None:
        raise errors.GradientError(
            errors.message(
                "draw() of a tensor that requires no gradient: nothing was recorded of how it was computed",
                "make the tensors it is computed from with requires_grad=True, outside no_grad()",
            )
        )
    return tensor.node


class _Pen:
    """Writes a diagram as a graph in the DOT language."""

    def __init__(self, diagram: Diagram, labels: Labels, numbers: Numbers, shaded: bool) -> None:
        self._diagram = diagram
        self._labels = labels
        self._shades = Shades(numbers.message_sizes) if shaded and not numbers.changed else None
        self._changed = _CHANGED if numbers.changed else ""
        self._beside = beside(diagram)

    def draw(self, direction: str) -> Picture:
        picture = Picture(
            "graph",
            graph_attr={
                "rankdir": direction,
                "bgcolor": "transparent",
                "fontname": _FONT,
                "fontcolor": palette.LINE,
                "fontsize": "11",
                "labelloc": "t",
                "labeljust": "l",
                "nodesep": "0.24",
                "ranksep": "0.34",
                **({"nslimit": "2"} if len(self._diagram.boxes) > _MANY else {}),
                "pad": "0.12",
                "tooltip": " ",
            },
            node_attr={
                "shape": "box",
                "style": "rounded,filled",
                "fontname": _FONT,
                "margin": "0.06,0.03",
                "height": "0.3",
                "width": "0.3",
            },
            edge_attr={
                "fontname": _FONT,
                "fontsize": "10",
                "fontcolor": palette.LINE,
                "color": palette.LINE,
                "penwidth": "1.1",
                "arrowsize": "0.6",
            },
        )
        shades = self._shades.legend if self._shades else ""
        notes = [note for note in (self._diagram.note, self._changed, shades) if note]
        if notes:
            # Each line ends in \l, which sets it at the left; the last is empty and keeps its distance.
            picture.attr("graph", label="\\l".join([*notes, " ", ""]))
        self._nested(picture, (), self._diagram.boxes)
        for number, arrow in enumerate(self._diagram.arrows):
            if self._beside.get(arrow.tail, (None, 0))[1] == 1:
                picture.edge(arrow.head.id, arrow.tail.id, id=f"e{number}", dir="back", **self._arrow(arrow))
            else:
                picture.edge(arrow.tail.id, arrow.head.id, id=f"e{number}", **self._arrow(arrow))
            picture.uses[f"e{number}"] = [(use.node.number, use.position) for use in arrow.uses]
        picture.contents = {box.id: [node.number for node in box.nodes] for box in self._diagram.boxes}
        return picture

    def _nested(self, picture: Picture, path: tuple[Scope, ...], boxes: Sequence[Box]) -> None:
        """Draws the boxes that lie directly in a module, then the modules in it, in the order of the program."""
        inner: dict[Scope, list[Box]] = {}
        for box in boxes:
            if len(box.path) == len(path):
                picture.node(box.id, label=f"<{self._labels.box(box)}>", **self._box(box))
            else:
                inner.setdefault(box.path[len(path)], []).append(box)
        for box in boxes:
            if len(box.path) == len(path) and box in self._beside:
                with picture.subgraph(graph_attr={"rank": "same"}) as row:
                    row.node(box.id)
                    row.node(self._beside[box][0].id)
        for scope, inside in inner.items():
            with picture.subgraph(name=f"cluster_{inside[0].id}_{len(path)}") as cluster:
                cluster.attr(
                    label=self._labels.module(scope),
                    style="rounded,filled",
                    fillcolor=palette.MODULE_FILL,
                    color=palette.MODULE_EDGE,
                    margin="9",
                )
                self._nested(cluster, (*path, scope), inside)

    def _box(self, box: Box) -> Mapping[str, str]:
        look = {"tooltip": text.tooltip(self._labels.tooltip(box))}
        node = box.node
        if box.group is not None:
            look |= {"fillcolor": palette.FOLDED_FILL, "color": palette.FOLDED_EDGE, "peripheries": "2"}
        elif node is None:
            look |= {"fillcolor": palette.CONSTANT_FILL, "color": palette.CONSTANT_EDGE, "style": "filled"}
        elif node in self._diagram.roots:
            look |= {"fillcolor": palette.ROOT_FILL, "color": palette.ROOT_EDGE, "penwidth": "2"}
        elif node.primitive is None:
            look |= {"fillcolor": palette.LEAF_FILL, "color": palette.LEAF_EDGE, "penwidth": "1.4"}
        else:
            look |= {"fillcolor": palette.OPERATION_FILL, "color": palette.OPERATION_EDGE}
        if node is not None and node.operation in _ORDERED:
            look["ordering"] = "in"
        return look

    def _arrow(self, arrow: Arrow) -> Mapping[str, str]:
        # What flows from operation to operation is kept straight, at the cost of other arrows.
        look = {"weight": ("8", "2", "1")[rank(arrow.tail)]}
        words = []
        if len(arrow.uses) > 1:
            look["label"] = f"×{len(arrow.uses):,}"
            words.append(text.count(len(arrow.uses), "use"))
        else:
            ((node, position),) = arrow.uses
            words.append(f"{arrow.tail.name or 'this'} is {_role(node, position)}")
        if self._shades is not None:
            size = self._shades.size(arrow.uses)
            if size is not None:
                look |= self._shades.look(size)
                words.append(f"error signal sent back: root mean square {numerals.number(size)}")
        return {"tooltip": text.tooltip("\n".join(text.line(word, 200) for word in words)), **look}


def _role(node: Node, position: int | None) -> str:
    """Which of the operands of an operation one is: ``W in affine(x, W, b)``."""
    assert node.primitive is not None
    if position is None:
        return f"a parameter of {node.operation}"
    variadic = node.primitive.signature.variadic
    operands = f"*{variadic}" if variadic else ", ".join(node.primitive.inputs)
    return f"{node.primitive.input_name(position)} in {node.operation}({operands})"


class Shades:
    """How an arrow shows the size of the error signal that it carries back, on a logarithmic scale of five decades."""

    def __init__(self, sizes: Mapping[tuple[Node, int | None], float]) -> None:
        self._sizes = sizes
        found = [size for size in sizes.values() if 0 < size < math.inf]
        self._high = max(found, default=1.0)
        self._low = max(min(found, default=1.0), self._high * 1e-5)

    @property
    def legend(self) -> str:
        """What the shades mean."""
        sizes = f"from {numerals.number(self._low, 2)} (thin) to {numerals.number(self._high, 2)} (thick)"
        return f"arrows: root mean square of the error signal sent back, {sizes}"

    def size(self, uses: Sequence[Use]) -> float | None:
        """The root mean square over the messages of several uses, each counting alike; None for constants."""
        known = [self._sizes[use] for use in uses if use in self._sizes]
        return float(np.sqrt(np.mean(np.square(known)))) if known else None

    def look(self, size: float) -> dict[str, str]:
        """Colour and width of an arrow; dotted where nothing is sent, dashed where it is not a number."""
        if not math.isfinite(size):
            return {"color": palette.BAR, "style": "dashed", "penwidth": "2", "label": numerals.number(size)}
        if size == 0:
            return {"color": palette.SHADES[0], "style": "dotted"}
        span = math.log(self._high / self._low)
        share = math.log(max(size, self._low) / self._low) / span if span > 0.1 else 1.0
        shade = palette.SHADES[min(int(share * len(palette.SHADES)), len(palette.SHADES) - 1)]
        return {"color": shade, "penwidth": f"{0.8 + 2.7 * share:.2f}"}
