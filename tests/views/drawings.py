"""What tests read out of a picture, with a reader of DOT that is not ours; and a small module to draw."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from xml.etree import ElementTree

import numpy as np
import pygraphviz

from autograd import Tensor, affine
from autograd.recording import Scope
from autograd.views.drawing.rendering import Picture

SVG = "{http://www.w3.org/2000/svg}"


class Read:
    """A picture as Graphviz understands it: for each box its texts, for each arrow its ends and attributes."""

    def __init__(self, picture: Picture) -> None:
        self.graph = pygraphviz.AGraph(picture.source)
        defaults = dict(self.graph.graph_attr.items())
        self.title, self.direction = defaults.get("label", ""), defaults.get("rankdir")
        self.boxes = {str(node): texts_in_label(node.attr["label"]) for node in self.graph.nodes()}
        self.arrows = [ends(str(edge[0]), str(edge[1]), dict(edge.attr)) for edge in self.graph.edges()]

    def box(self, text: str) -> str:
        """The id of the one box in which something is written."""
        found = [box for box, texts in self.boxes.items() if text in texts]
        assert len(found) == 1, (text, self.boxes)
        return found[0]

    def arrow(self, tail: str, head: str) -> dict[str, str]:
        """The attributes of the one arrow between two boxes, each named by something that is written in it."""
        found = [look for start, end, look in self.arrows if (start, end) == (self.box(tail), self.box(head))]
        assert len(found) == 1, found
        return found[0]

    def look(self, text: str) -> Any:
        return dict(self.graph.get_node(self.box(text)).attr)

    def frames(self, inside: Any = None) -> dict[str, Any]:
        """The frames, by title, each with the boxes directly in it and the frames in it."""
        graph = self.graph if inside is None else inside
        found = {}
        for frame in clusters(graph):
            inner = self.frames(frame)
            deeper = {str(node) for sub in clusters(frame) for node in sub.nodes()}
            here = sorted(str(node) for node in frame.nodes() if str(node) not in deeper)
            found["".join(texts_in_label(frame.graph_attr["label"]))] = (here, inner)
        return found


def clusters(graph: Any) -> list[Any]:
    return [sub for sub in graph.subgraphs() if (sub.name or "").startswith("cluster")]


def ends(start: str, end: str, look: dict[str, str]) -> tuple[str, str, dict[str, str]]:
    """An arrow from its tail to its head; the text in the DOT language may name them the other way round."""
    return (end, start, look) if look.get("dir") == "back" else (start, end, look)


def texts_in_label(label: str) -> list[str]:
    """The pieces of text in an HTML-like label."""
    body = label.removeprefix("<").removesuffix(">") if label.startswith("<<") else label
    root = ElementTree.fromstring(f"<label>{body}</label>")
    return [text.strip("\N{NO-BREAK SPACE} ") for text in root.itertext() if text.strip("\N{NO-BREAK SPACE} ")]


def texts_in_svg(svg: bytes) -> list[str]:
    return [(text.text or "").strip("\N{NO-BREAK SPACE}") for text in ElementTree.fromstring(svg).iter(f"{SVG}text")]


def titles_in_svg(svg: bytes) -> list[str]:
    return [title.text or "" for title in ElementTree.fromstring(svg).iter(f"{SVG}title")]


class Module:
    """A module as views see it: something with named parameters that makes a scope when it is called."""

    def __call__(self, *inputs: Any) -> Any:
        with Scope(self):
            return self.forward(*inputs)

    def forward(self, *inputs: Any) -> Any:
        raise NotImplementedError

    def named_modules(self, prefix: str = "") -> Iterator[tuple[str, Module]]:
        yield prefix, self
        for name, value in vars(self).items():
            if isinstance(value, Module):
                yield from value.named_modules(f"{prefix}.{name}" if prefix else name)

    def named_parameters(self) -> Iterator[tuple[str, Tensor]]:
        for path, module in self.named_modules():
            for name, value in vars(module).items():
                if isinstance(value, Tensor):
                    yield f"{path}.{name}" if path else name, value


class Linear(Module):
    def __init__(self, inputs: int, outputs: int) -> None:
        rng = np.random.default_rng(inputs + outputs)
        self.weight = Tensor(rng.normal(size=(outputs, inputs)) / np.sqrt(inputs), requires_grad=True)
        self.bias = Tensor(np.zeros(outputs), requires_grad=True)

    def forward(self, x: Any) -> Any:
        return affine(x, self.weight, self.bias)


class Tanh(Module):
    def forward(self, x: Any) -> Any:
        return np.tanh(x)


class Net(Module):
    def __init__(self, inputs: int, hidden: int, outputs: int) -> None:
        self.hidden = Linear(inputs, hidden)
        self.act = Tanh()
        self.output = Linear(hidden, outputs)

    def forward(self, x: Any) -> Any:
        return self.output(self.act(self.hidden(x)))
