"""Where the boxes and edges of the player's graph lie: what Graphviz makes of boxes whose sizes are given."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from ...recording import Scope
from ..drawing.layout import layout
from ..drawing.rendering import Picture

Rectangle = tuple[float, float, float, float]
Path = tuple[Scope, ...]

#: Graphviz counts in points, which are taken for pixels, and sizes in inches.
_INCH = 72
#: With more boxes than this, Graphviz is not told of edges that are longer than so many ranks: making room for them
#: would take it minutes. Of them, only the last bit is drawn.
_MANY, _FAR = 150, 6
#: How long that bit is, to the left and upwards.
_STUB = (30.0, 26.0)


@dataclass
class Arrangement:
    """Rectangles are (left, top, width, height); a path is the control points of a chain of cubic Bézier curves."""

    size: tuple[float, float]
    boxes: list[Rectangle]
    paths: list[list[float]]
    groups: dict[Scope, Rectangle]
    #: The edges of whose paths there is only the end.
    far: set[int]


def arranged(
    sizes: Sequence[tuple[float, float]], scopes: Sequence[Path], edges: Sequence[tuple[int, int]]
) -> Arrangement:
    """Lays out boxes from left to right.

    Parameters
    ----------
    sizes
        Width and height of each box.
    scopes
        The scopes that each box is in, the outermost first.
    edges
        Pairs of boxes; the second is to the right of the first.

    Raises
    ------
    GraphvizNotFound
        Where there is no Graphviz.
    """
    # Nothing that a user wrote is in the text that Graphviz reads: boxes and groups are numbers.
    picture = Picture(
        graph_attr={
            "rankdir": "LR",
            "ranksep": f"{66 / _INCH}",
            "nodesep": f"{18 / _INCH}",
        },
        node_attr={"shape": "box", "fixedsize": "true", "label": ""},
        edge_attr={"arrowhead": "none"},
    )
    groups: dict[str, Scope] = {}
    _nest(picture, sizes, scopes, range(len(sizes)), 0, groups)
    far = _far(len(sizes), edges) if len(sizes) > _MANY else set[int]()
    for number, (tail, head) in enumerate(edges):
        if number not in far:
            picture.edge(str(tail), str(head), id=str(number))
    places = layout(picture)
    found = {int(node["id"]): node for node in places["nodes"]}
    boxes = [(_round(found[i]["x"]), _round(found[i]["y"]), *sizes[i]) for i in range(len(sizes))]
    paths = {int(edge["id"]): _points(edge["path"]) for edge in places["edges"]}
    stubs: dict[int, int] = {}
    for number in sorted(far):
        head = edges[number][1]
        paths[number] = _stub(boxes[head], stubs.get(head, 0))
        stubs[head] = stubs.get(head, 0) + 1
    frames = {
        groups[item["id"]]: (_round(item["x"]), _round(item["y"]), _round(item["width"]), _round(item["height"]))
        for item in places["clusters"]
    }
    size = (_round(places["width"]), _round(places["height"]))
    return Arrangement(size, boxes, [paths[number] for number in range(len(edges))], frames, far)


def _nest(
    picture: Picture,
    sizes: Sequence[tuple[float, float]],
    scopes: Sequence[Path],
    places: Sequence[int],
    depth: int,
    groups: dict[str, Scope],
) -> None:
    """Adds the boxes that lie directly in a scope, then the scopes in it."""
    inner: dict[Scope, list[int]] = {}
    for place in places:
        if len(scopes[place]) > depth:
            inner.setdefault(scopes[place][depth], []).append(place)
        else:
            width, height = sizes[place]
            picture.node(str(place), width=f"{width / _INCH:.4f}", height=f"{height / _INCH:.4f}")
    for scope, inside in inner.items():
        name = f"cluster_{len(groups)}"
        groups[name] = scope
        with picture.subgraph(name=name) as cluster:
            # The label keeps room for the scope's own, which the player writes there.
            cluster.attr(margin="12", label=r"\ ", fontsize="14", labelloc="t")
            _nest(cluster, sizes, scopes, inside, depth + 1, groups)


def _far(count: int, edges: Sequence[tuple[int, int]]) -> set[int]:
    """The edges that Graphviz is not told of; the shortest to and from each box are not among them."""
    rank = [0] * count
    # The order of the boxes is that of the program, so that an edge's tail has its rank before its head; but constants
    # come last, and leaves come first. Those are put beside their first use.
    for tail, head in sorted(edges, key=lambda edge: edge[1]):
        rank[head] = max(rank[head], rank[tail] + 1)
    has_input = {head for _, head in edges}
    uses: dict[int, list[int]] = {}
    for number, (tail, _) in enumerate(edges):
        uses.setdefault(tail, []).append(number)
    for tail, numbers in uses.items():
        if tail not in has_input:
            rank[tail] = min(rank[edges[number][1]] for number in numbers) - 1

    def length(number: int) -> int:
        tail, head = edges[number]
        return rank[head] - rank[tail]

    kept = {min(numbers, key=length) for numbers in uses.values()}
    return {number for number in range(len(edges)) if length(number) > _FAR and number not in kept}


def _stub(head: Rectangle, place: int) -> list[float]:
    """A short curve to the top of a box; further ones of the same box are beside it."""
    x1, y1 = head[0] + 24 + 40 * place, head[1]
    x0, y0 = x1 - _STUB[0], y1 - _STUB[1]
    return [*map(_round, (x0, y0, x0 + 12, y0, x1, y1 - 14, x1, y1))]


def _points(path: str) -> list[float]:
    """The points of an SVG path."""
    return [_round(float(part)) for part in re.findall(r"-?[\d.]+(?:e-?\d+)?", path)]


def _round(length: float) -> float:
    return round(length, 1)
