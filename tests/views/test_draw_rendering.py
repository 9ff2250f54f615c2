"""Pictures as files and in pages: with the program `dot`, with pygraphviz alone, and with neither."""

from __future__ import annotations

import os
import re
import stat
import subprocess
import sys
import zlib
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

import graphviz
import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograd import Tensor
from autograd.recording import Scope
from autograd.views import draw, text
from autograd.views.drawing import bundled, palette, theming
from autograd.views.drawing.layout import layout
from autograd.views.drawing.rendering import GraphvizNotFound, Picture
from tests.views.drawings import Read, texts_in_svg, titles_in_svg

NASTY = [
    "<img src=x onerror=alert(1)>",
    "quotes \" and ' and `",
    "back\\slash\\n \\N \\G \\",
    "&lt;b&gt; &amp; &#60; &nbsp;",
    "]]> --> <!-- <![CDATA[",
    "<b>bold</b><br/>",
    "}; digraph {",
    "W̄ = z̄ xᵀ 学習 🙂",
]


def picture() -> Picture:
    w = Tensor([1.0, 2.0], requires_grad=True)
    x = np.array([3.0, 4.0])
    loss = np.sum(w * x)
    loss.backward()
    return draw(loss)


@pytest.fixture
def without_dot(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", "")


@pytest.fixture
def without_graphviz(without_dot: None, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pygraphviz", None)
    bundled._pygraphviz.cache_clear()


@pytest.mark.usefixtures("without_dot")
@pytest.mark.parametrize(("format", "begins"), [("svg", b"<?xml"), ("png", b"\x89PNG"), ("pdf", b"%PDF")])
def test_formats_without_dot(format: str, begins: bytes) -> None:
    assert picture().pipe(format).startswith(begins)


@pytest.mark.usefixtures("without_dot")
def test_render_writes_text_and_picture(tmp_path: Path) -> None:
    made = picture().render("net", directory=tmp_path, format="png")
    assert made == str(tmp_path / "net.png")
    assert (tmp_path / "net.png").read_bytes().startswith(b"\x89PNG")
    assert (tmp_path / "net").read_text(encoding="utf-8").startswith("digraph")


@pytest.mark.usefixtures("without_dot")
def test_render_to_a_named_file_alone(tmp_path: Path) -> None:
    made = picture().render(outfile=tmp_path / "net.svg", cleanup=True)
    assert made == str(tmp_path / "net.svg")
    assert [path.name for path in tmp_path.iterdir()] == ["net.svg"]


@pytest.mark.usefixtures("without_dot")
def test_render_keeps_a_file_that_is_to_be_kept(tmp_path: Path) -> None:
    (tmp_path / "net.svg").write_text("mine")
    with pytest.raises(graphviz.FileExistsError):
        picture().render(outfile=tmp_path / "net.svg", raise_if_result_exists=True)
    assert (tmp_path / "net.svg").read_text() == "mine"


def test_the_first_drawing_of_a_process_says_nothing() -> None:
    program = "from autograd import Tensor, draw\nx = Tensor(1.0, requires_grad=True)\ndraw(x * x).pipe('png')"
    ran = subprocess.run(
        [sys.executable, "-c", program], env=os.environ | {"PATH": ""}, capture_output=True, check=True
    )
    assert (ran.stdout, ran.stderr) == (b"", b"")


def test_dot_is_used_where_it_is_on_the_path(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    dot = tmp_path / "dot"
    dot.write_text('#!/bin/sh\ncat > "$0.in"\necho made by dot "$@"\n')
    dot.chmod(dot.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("PATH", f"{tmp_path}:/bin:/usr/bin")
    assert picture().pipe("pdf", encoding="utf-8").startswith("made by dot -Kdot -Tpdf")
    assert (tmp_path / "dot.in").read_text(encoding="utf-8").startswith("digraph")


@pytest.mark.usefixtures("without_graphviz")
def test_without_any_graphviz_the_error_says_what_to_install(tmp_path: Path) -> None:
    drawn = picture()
    with pytest.raises(GraphvizNotFound, match=re.escape('pip install "overbar[view]"')):
        drawn.pipe("svg")
    with pytest.raises(graphviz.ExecutableNotFound):
        drawn.render("net", directory=tmp_path)
    assert list(tmp_path.iterdir()) == []
    assert drawn.source.startswith("digraph")
    shown = drawn._repr_mimebundle_()
    assert list(shown) == ["text/plain"]
    assert "overbar[view]" in shown["text/plain"]


def first_pixel(png: bytes) -> bytes:
    """The bytes of the pixel in the upper left corner."""
    chunks, place = b"", 8
    while place < len(png):
        length = int.from_bytes(png[place : place + 4], "big")
        if png[place + 4 : place + 8] == b"IDAT":
            chunks += png[place + 8 : place + 8 + length]
        place += 12 + length
    # All of PNG's filters leave this pixel as it is.
    return zlib.decompress(chunks)[1 : 1 + {2: 3, 6: 4}[png[25]]]


def test_an_image_is_sharp_and_white_behind_and_a_drawing_is_see_through() -> None:
    drawn = picture()
    width = int.from_bytes(drawn.pipe("png")[16:20], "big")
    natural = float((ElementTree.fromstring(drawn.pipe("svg")).get("width") or "").removesuffix("pt"))
    assert width == pytest.approx(natural * 192 / 72, rel=0.02)
    assert first_pixel(drawn.pipe("png")) in (b"\xff\xff\xff", b"\xff\xff\xff\xff")
    backgrounds = ElementTree.fromstring(drawn.pipe("svg")).findall("{*}g/{*}polygon")
    assert all(polygon.get("fill") in ("none", "transparent") for polygon in backgrounds)


@pytest.mark.parametrize("name", NASTY)
def test_names_are_shown_as_they_are(name: str) -> None:
    x = Tensor(1.0, requires_grad=True, name=name)
    with Scope(f"in {name}"):
        y = x * 2.0
    svg = draw(y).pipe("svg")
    assert text.line(name, 28) in texts_in_svg(svg)
    assert text.line(f"in {name}", 40) in texts_in_svg(svg)
    assert any(f"{text.line(name)} = 1" in title.split("\n") for title in titles_in_svg(svg))
    assert {element.tag.split("}")[1] for element in ElementTree.fromstring(svg).iter()} <= {
        *("svg", "style", "g", "title", "path", "polygon", "polyline", "ellipse", "text"),
    }


@given(name=st.text(min_size=1))
def test_any_name_can_be_drawn(name: str) -> None:
    x = Tensor(1.0, requires_grad=True, name=name)
    svg = draw(x * 2.0).pipe("svg")
    shown = text.line(name, 28).strip()
    assert not shown or any(shown.replace(" ", "") == found.replace(" ", "") for found in texts_in_svg(svg))


def test_a_line_of_code_is_shown_as_it_is() -> None:
    x = Tensor(1.0, requires_grad=True)
    y = x * len("<script>alert('&lt;')</script>\\N" + '"')
    titles = titles_in_svg(draw(y).pipe("svg"))
    assert r"""y = x * len("<script>alert('&lt;')</script>\\N" + '"')""" in [title.split("\n")[0] for title in titles]


def test_tooltips_say_what_is_known() -> None:
    titles = titles_in_svg(picture().pipe("svg"))
    assert any(
        title.startswith("loss = np.sum(w * x)\ntest_draw_rendering.py, line ")
        and title.endswith("\nsum, () float64\nloss = 11\nerror signal = 1")
        for title in titles
    )
    assert "w is x in multiply(x, y)" in titles
    assert "x\nconstant, (2,) float64" in titles
    assert not any(re.fullmatch(r"[nc]\d+|.*->.*", title) for title in titles)


def test_a_page_shows_the_drawing_or_else_an_image() -> None:
    page = picture()._repr_mimebundle_()["text/html"]
    assert page.count("<svg") == page.count("</svg>") == 1
    assert re.search(r'<img class="overbar-image" alt="[^"]+" width="\d+" src="data:image/png;base64,[\w+/=]+">', page)
    # Text that a page keeps of the drawing when it removes the drawing stays hidden.
    assert '<div class="overbar-svg" hidden="hidden"><svg' in page
    assert "<?xml" not in page
    assert not re.search(r"https?://(?!www\.w3\.org/)", page)
    assert "<script" not in page


def test_a_picture_too_long_for_an_image_comes_without() -> None:
    h = Tensor(1.0, requires_grad=True)
    for _ in range(150):
        h = np.tanh(h)
    page = draw(h)._repr_mimebundle_()["text/html"]
    assert "<svg" in page
    assert "<img" not in page


def test_a_notebook_can_choose_the_kind() -> None:
    drawn = picture()
    assert set(drawn._repr_mimebundle_()) == {"text/html", "image/svg+xml", "text/plain"}
    assert list(drawn._repr_mimebundle_(include=["image/png"])) == ["image/png"]
    assert "text/html" not in drawn._repr_mimebundle_(exclude=["text/html"])
    assert drawn._repr_mimebundle_()["text/plain"] == "<Picture: 4 boxes, 3 arrows>"


def colours() -> Iterator[str]:
    for value in vars(palette).values():
        if isinstance(value, str) and value.startswith("#"):
            yield value
    yield from palette.SHADES


def test_every_colour_has_one_for_dark_pages() -> None:
    styles = theming.stylesheet()
    for colour in set(colours()) - {palette.LINE}:
        assert f"light-dark({colour}, #" in styles, colour
    assert set(re.findall(r'\[(?:fill|stroke)="(#\w+)"\]', styles)) <= set(colours())


def luminance(colour: str) -> float:
    """Relative luminance after WCAG 2."""
    parts = np.array([int(colour[start : start + 2], 16) / 255 for start in (1, 3, 5)])
    linear = np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)
    return float(linear @ [0.2126, 0.7152, 0.0722])


def contrast(a: str, b: str) -> float:
    light, dark = sorted((luminance(a), luminance(b)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("ink", [palette.INK, palette.FAINT, palette.BAR])
@pytest.mark.parametrize(
    "fill",
    [getattr(palette, name) for name in vars(palette) if name.endswith("_FILL")],
)
def test_text_can_be_read_on_every_box_light_and_dark(ink: str, fill: str) -> None:
    dark = dict(re.findall(r"light-dark\((#\w+), (#\w+)\)", theming.stylesheet()))
    assert contrast(ink, fill) >= 4.5
    assert contrast(dark[ink], dark[fill]) >= 4.5


def test_arrows_can_be_seen_on_white_and_on_black() -> None:
    assert contrast(palette.LINE, "#ffffff") >= 3
    assert contrast(palette.LINE, "#111111") >= 3


def test_layout_has_every_box_and_arrow_in_its_place() -> None:
    drawn = picture()
    places = layout(drawn)
    read = Read(drawn)
    boxes = {node["id"]: node for node in places["nodes"]}
    assert set(boxes) == set(read.boxes)
    assert {box: place["numbers"] for box, place in boxes.items()} == drawn.contents
    assert [(edge["tail"], edge["head"]) for edge in places["edges"]] == [arrow[:2] for arrow in read.arrows]
    for node in boxes.values():
        assert -0.1 <= node["x"] <= places["width"] - node["width"] + 0.1
        assert -0.1 <= node["y"] <= places["height"] - node["height"] + 0.1
    for edge in places["edges"]:
        head, (x, y) = boxes[edge["head"]], edge["tip"]
        assert head["x"] - 2 <= x <= head["x"] + head["width"] + 2
        assert head["y"] - 2 <= y <= head["y"] + head["height"] + 2
        start = [float(part) for part in re.findall(r"-?[\d.]+", edge["path"])[:2]]
        tail = boxes[edge["tail"]]
        assert tail["x"] - 2 <= start[0] <= tail["x"] + tail["width"] + 2


def test_layout_says_which_use_an_edge_is_and_where_frames_are() -> None:
    x = Tensor(3.0, requires_grad=True)
    with Scope("block"):
        y = x * x
    places = layout(draw(y))
    assert y.node is not None
    assert [edge["uses"] for edge in places["edges"]] == [[[y.node.number, 0]], [[y.node.number, 1]]]
    (frame,) = places["clusters"]
    inside = [node for node in places["nodes"] if frame["x"] <= node["x"] <= frame["x"] + frame["width"]]
    assert len(inside) == 2


@pytest.mark.parametrize(("uses", "rounds"), [(10, 4), (60, 2)])
def test_graphviz_is_told_when_to_stop(uses: int, rounds: int) -> None:
    """With a weight that is used at many places it would go on for minutes."""
    w = Tensor(1.0, requires_grad=True)
    x = w
    for _ in range(uses):
        x = np.tanh(x) * w
    assert f"nslimit={rounds} " in draw(x).source
