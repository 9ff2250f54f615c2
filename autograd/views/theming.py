"""Makes Graphviz's SVG fit for pages: dark where the page is dark, with tooltips, a picture to screen readers."""

from __future__ import annotations

import base64
from functools import cache
from importlib.resources import files
from xml.etree import ElementTree

_SVG = "http://www.w3.org/2000/svg"
_XLINK = "http://www.w3.org/1999/xlink"


@cache
def stylesheet() -> str:
    """What drawing.css says."""
    return files(__package__).joinpath("drawing.css").read_text(encoding="utf-8")


def themed(svg: bytes) -> bytes:
    """An SVG picture by Graphviz with our style sheet in it, and its tooltips as titles, which every browser shows."""
    ElementTree.register_namespace("", _SVG)
    root = ElementTree.fromstring(svg)
    root.set("class", "overbar-drawing")
    root.set("role", "img")
    root.set("aria-label", "computation graph")
    root.set("style", f"--natural-width: {root.get('width', '0pt')}")
    for parent in list(root.iter()):
        _retitle(parent)
        parent.attrib.pop("id", None)
    style = ElementTree.Element(f"{{{_SVG}}}style")
    style.text = stylesheet()
    root.insert(0, style)
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _retitle(group: ElementTree.Element) -> None:
    """Makes a tooltip, which Graphviz gives as a link around the drawing, the title in the place of the node's id."""
    for wrapper in group.findall(f"{{{_SVG}}}g"):
        link = wrapper.find(f"{{{_SVG}}}a")
        title = group.find(f"{{{_SVG}}}title")
        if link is not None and title is not None:
            title.text = link.get(f"{{{_XLINK}}}title", "").strip()
            position = list(group).index(wrapper)
            group.remove(wrapper)
            for offset, child in enumerate(link):
                group.insert(position + offset, child)
            if not title.text:
                group.remove(title)


def in_page(svg: str, fallback: bytes | None) -> str:
    """HTML that shows a picture by itself and, on pages that let neither SVG nor styles through, an image of
    it.

    Such pages keep the text of what they remove, so it is hidden, and made visible by the style that they
    remove too.
    """
    drawing = svg[svg.index("<svg") :]
    image = ""
    if fallback is not None:
        width = int.from_bytes(fallback[16:20], "big") // 2
        data = base64.b64encode(fallback).decode()
        source = f'src="data:image/png;base64,{data}"'
        image = f'<img class="overbar-image" alt="computation graph" width="{width}" {source}>'
    return f'<div class="overbar-page">{image}<div class="overbar-svg" hidden>{drawing}</div></div>'
