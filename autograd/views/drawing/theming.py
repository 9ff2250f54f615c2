"""Makes Graphviz's SVG fit for pages: dark where the page is dark, with tooltips, a picture to screen readers."""

from __future__ import annotations

import base64
from functools import cache
from importlib.resources import files
from xml.etree import ElementTree

_NAMESPACE = "http://www.w3.org/2000/svg"
_SPACE = "{http://www.w3.org/XML/1998/namespace}space"
_LINK_TITLE = "{http://www.w3.org/1999/xlink}title"


@cache
def stylesheet() -> str:
    """What drawing.css says."""
    return files(__package__).joinpath("drawing.css").read_text(encoding="utf-8")


def themed(svg: bytes) -> bytes:
    """An SVG picture by Graphviz with our style sheet in it, and its tooltips as titles, which every browser shows."""
    root = ElementTree.fromstring(svg)
    for element in root.iter():
        element.tag = element.tag.removeprefix(f"{{{_NAMESPACE}}}")
    for group in list(root.iter("g")):
        _retitle(group)
        group.attrib.pop("id", None)
    for piece in root.iter("text"):
        root.set("font-family", piece.attrib.pop("font-family", ""))
        piece.attrib.pop(_SPACE, None)
    root.set("xmlns", _NAMESPACE)
    root.set("class", "overbar-drawing")
    root.set("role", "img")
    root.set("aria-label", "computation graph")
    root.set("style", f"--natural-width: {root.get('width', '0pt')}")
    style = ElementTree.Element("style")
    style.text = stylesheet()
    root.insert(0, style)
    made: bytes = ElementTree.tostring(root, encoding="utf-8", xml_declaration=True)
    return made


def _retitle(group: ElementTree.Element) -> None:
    """Makes a tooltip, which Graphviz gives as a link around the drawing, the title in the place of the node's id."""
    title = group.find("title")
    for wrapper in group.findall("g"):
        link = wrapper.find("a")
        if link is not None and title is not None:
            title.text = link.get(_LINK_TITLE, "").strip()
            position = list(group).index(wrapper)
            group.remove(wrapper)
            for offset, child in enumerate(link):
                group.insert(position + offset, child)
    if title is not None and not (title.text or "").strip():
        group.remove(title)


def in_page(svg: str, fallback: bytes | None) -> str:
    """HTML that shows a picture by itself and, on pages that let neither SVG nor styles through, an image of it.

    The image is a PNG of twice as many dots as it shall have on the page. Pages that remove the drawing keep the text
    in it; so it is hidden, and made visible by the style that they remove too.
    """
    drawing = svg[svg.index("<svg") :]
    image = ""
    if fallback is not None:
        width = int.from_bytes(fallback[16:20], "big") // 2
        source = f"data:image/png;base64,{base64.b64encode(fallback).decode()}"
        image = f'<img class="overbar-image" alt="computation graph" width="{width}" src="{source}">'
    # JupyterLab removes attributes without a value from notebooks that it does not trust.
    return f'<div class="overbar-page">{image}<div class="overbar-svg" hidden="hidden">{drawing}</div></div>'
