"""Where things are in a picture, as numbers, for those who draw it themselves."""

from __future__ import annotations

import json
from typing import Any

from .rendering import Picture


def layout(picture: Picture) -> dict[str, Any]:
    """The places of a picture's boxes, arrows and frames.

    Lengths are in points; x runs to the right and y downwards from the upper left corner.

    Returns
    -------
    dict
        What JSON can hold::

            {"width": 480.0, "height": 120.0,
             "nodes": [{"id": "n7", "numbers": [7], "x": 10.0, "y": 20.0, "width": 60.0, "height": 30.0}, ...],
             "edges": [{"id": "e0", "tail": "n7", "head": "n9", "uses": [[9, 0]],
                        "path": "M70 35C80 35 90 35 100 35", "tip": [106.0, 35.0]}, ...],
             "clusters": [{"id": "cluster_n7_0", "x": 4.0, "y": 4.0, "width": 200.0, "height": 90.0}, ...]}

        ``x`` and ``y`` are those of the upper left corner. ``numbers`` are those of the nodes in the box
        (`Node.number`): one, none for a constant, several where they are folded. ``uses`` are the uses that an edge
        stands for: the number of the node that uses the value, and the position of the input, None for a parameter
        that is no input. ``path`` is an SVG path up to the arrowhead, whose point is the ``tip``.

    Raises
    ------
    GraphvizNotFound
        Where there is no Graphviz.

    Examples
    --------
    >>> from autograd import Tensor
    >>> from autograd.views import draw
    >>> x = Tensor(3.0, requires_grad=True)
    >>> y = x * x
    >>> places = layout(draw(y))
    >>> [edge["uses"] == [[y.node.number, position]] for position, edge in enumerate(places["edges"])]
    [True, True]
    """
    made = json.loads(picture.pipe("json0"))
    left, bottom, right, top = _numbers(made["bb"])
    nodes, clusters, ids = [], [], {}
    for thing in made.get("objects", ()):
        ids[thing["_gvid"]] = thing["name"]
        if "pos" in thing:
            (x, y), width, height = _numbers(thing["pos"]), 72 * float(thing["width"]), 72 * float(thing["height"])
            place = _box(x - width / 2 - left, top - y - height / 2, width, height)
            nodes.append({"id": thing["name"], "numbers": picture.contents.get(thing["name"], []), **place})
        elif "bb" in thing:
            x0, y0, x1, y1 = _numbers(thing["bb"])
            clusters.append({"id": thing["name"], **_box(x0 - left, top - y1, x1 - x0, y1 - y0)})
    edges = []
    for edge in made.get("edges", ()):
        ends = edge["tail"], edge["head"]
        tail, head = ends[::-1] if edge.get("dir") == "back" else ends
        uses = [list(use) for use in picture.uses.get(edge["id"], [])]
        named = {"id": edge["id"], "tail": ids[tail], "head": ids[head], "uses": uses}
        edges.append({**named, **_spline(edge["pos"], left, top)})
    size = {"width": round(right - left, 2), "height": round(top - bottom, 2)}
    return {**size, "nodes": nodes, "edges": edges, "clusters": clusters}


def _numbers(text: str) -> list[float]:
    return [float(part) for part in text.split(",")]


def _box(x: float, y: float, width: float, height: float) -> dict[str, float]:
    return {"x": round(x, 2), "y": round(y, 2), "width": round(width, 2), "height": round(height, 2)}


def _spline(position: str, left: float, top: float) -> dict[str, Any]:
    """Graphviz's ``e,x,y x,y x,y ...``: the tip of the arrow, a first point, then three for each Bézier curve.

    Where the tip is marked with an s, the curve begins there.
    """
    tip: list[float] = []
    points: list[list[float]] = []
    for part in position.split():
        marked = part.startswith(("e,", "s,"))
        x, y = _numbers(part[2:] if marked else part)
        place = [round(x - left, 2), round(top - y, 2)]
        if marked:
            tip = place
        else:
            points.append(place)
    if position.startswith("s,"):
        points.reverse()
    pairs = [f"{x:g} {y:g}" for x, y in points]
    return {"path": f"M{pairs[0]}C{' '.join(pairs[1:])}", "tip": tip or points[-1]}
