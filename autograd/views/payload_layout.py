"""Where the boxes and edges of the player's graph lie: what Graphviz makes of boxes whose sizes are given."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import graphviz

from ..recording import Scope
from .rendering import _pipe_without_dot

Rectangle = tuple[float, float, float, float]
Path = tuple[Scope, ...]

#: Graphviz counts in points and has its origin at the bottom; a page counts in pixels from the top.
_POINTS_PER_INCH = 72
#: With more boxes than this, edges are straight lines: fitting splines takes longer than all else.
_MANY = 300


@dataclass
class Layout:
    """Rectangles are (left, top, width, height); a path is the control points of a chain of cubic Bézier curves."""

    size: tuple[float, float]
    boxes: list[Rectangle]
    paths: list[list[float]]
    groups: dict[Scope, Rectangle]


def layout(sizes: Sequence[tuple[float, float]], scopes: Sequence[Path], edges: Sequence[tuple[int, int]]) -> Layout:
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
        Where there is neither the program `dot` nor the package pygraphviz.
    """
    drawn = _with_graphviz(_source(sizes, scopes, edges))
    left, bottom, right, top = map(float, drawn["bb"].split(","))
    objects = drawn.get("objects", [])
    boxes: dict[int, Rectangle] = {}
    groups: dict[int, Rectangle] = {}
    for item in objects:
        if "pos" in item:
            x, y = map(float, item["pos"].split(","))
            place = int(item["name"])
            width, height = sizes[place]
            boxes[place] = (_round(x - left - width / 2), _round(top - y - height / 2), width, height)
        elif item["name"].startswith("cluster_"):
            x0, y0, x1, y1 = map(float, item["bb"].split(","))
            groups[int(item["name"].removeprefix("cluster_"))] = tuple(map(_round, (x0 - left, top - y1, x1 - x0, y1 - y0)))
    paths: list[list[float]] = [[]] * len(edges)
    for edge in drawn.get("edges", []):
        points = re.findall(r"(?:^|(?<= ))(-?[\d.e+-]+),(-?[\d.e+-]+)", edge["pos"])
        paths[int(edge["id"])] = [_round(part) for x, y in points for part in (float(x) - left, top - float(y))]
    numbered = _numbered(scopes)
    return Layout(
        (_round(right - left), _round(top - bottom)),
        [boxes[place] for place in range(len(sizes))],
        paths,
        {scope: groups[number] for scope, number in numbered.items() if number in groups},
    )


def _source(sizes: Sequence[tuple[float, float]], scopes: Sequence[Path], edges: Sequence[tuple[int, int]]) -> str:
    """The graph in the DOT language. Nothing that a user wrote is in it: boxes and groups are numbers."""
    splines = "true" if len(sizes) <= _MANY else "line"
    lines = [
        "digraph {",
        f'graph [rankdir=LR ranksep="{64 / _POINTS_PER_INCH:.3f}" nodesep="{18 / _POINTS_PER_INCH:.3f}" splines={splines}]',
        'node [shape=box fixedsize=true label=""]',
        "edge [arrowhead=none]",
        *_nested(sizes, scopes, list(range(len(sizes))), 0, _numbered(scopes)),
        *(f"{tail} -> {head} [id={number}]" for number, (tail, head) in enumerate(edges)),
        "}",
    ]
    return "\n".join(lines)


def _nested(
    sizes: Sequence[tuple[float, float]],
    scopes: Sequence[Path],
    places: Sequence[int],
    depth: int,
    numbered: dict[Scope, int],
) -> list[str]:
    lines: list[str] = []
    inner: dict[Scope, list[int]] = {}
    for place in places:
        if len(scopes[place]) > depth:
            inner.setdefault(scopes[place][depth], []).append(place)
        else:
            width, height = (length / _POINTS_PER_INCH for length in sizes[place])
            lines.append(f'{place} [width="{width:.4f}" height="{height:.4f}"]')
    for scope, inside in inner.items():
        lines.append(f'subgraph cluster_{numbered[scope]} {{ graph [margin=12 label="\\ " fontsize=15 labelloc=t]')
        lines += _nested(sizes, scopes, inside, depth + 1, numbered)
        lines.append("}")
    return lines


def _numbered(scopes: Sequence[Path]) -> dict[Scope, int]:
    return {scope: number for number, scope in enumerate(dict.fromkeys(scope for path in scopes for scope in path))}


def _with_graphviz(source: str) -> dict[str, Any]:
    try:
        made = graphviz.pipe("dot", "json0", source.encode())
    except graphviz.ExecutableNotFound:
        made = _pipe_without_dot(source, "dot", "json0")
    found: dict[str, Any] = json.loads(made)
    return found


def _round(length: float) -> float:
    return round(float(length), 1)
