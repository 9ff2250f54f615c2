"""Picture: a graph in the DOT language that becomes SVG, PNG or PDF, with the program `dot` or without."""

from __future__ import annotations

import base64
import os
import re
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import graphviz

from .. import text
from . import bundled, theming

_HINT = (
    'install it with: pip install "overbar[view]" (its pygraphviz carries Graphviz with it), or install the program '
    "`dot` from https://graphviz.org; the picture's text in the DOT language is in .source"
)
#: Twice as many dots per inch as a screen has by default, so that pictures stay sharp.
_DOTS_PER_INCH = 192
_RASTER = frozenset({"png", "jpg", "jpeg", "gif", "webp", "bmp"})
#: The longest side in points, and the size in bytes, of an image that is sent along with a drawing.
_LONGEST_FALLBACK, _LARGEST_FALLBACK = 5_000, 500_000

#: How many rounds, for each box, Graphviz may take to find the boxes' heights. Small pictures need fewer; with a weight
#: that is used at a hundred places, as in a recurrent network, it would go on for minutes for little gain.
_PATIENCE = "4"


class GraphvizNotFound(graphviz.ExecutableNotFound):  # type: ignore[misc]
    """Neither the program `dot` nor the package pygraphviz is there to draw a picture."""

    def __init__(self) -> None:
        RuntimeError.__init__(self, f"drawing needs Graphviz, and there is none here; {_HINT}")

    def __str__(self) -> str:
        return str(self.args[0])


class Picture(graphviz.Digraph):  # type: ignore[misc]
    """The picture of a computation graph: a `graphviz.Digraph` that draws itself on machines without `dot`,
    too.

    In a notebook it shows itself, on a dark page in dark colours.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.graph_attr.setdefault("nslimit", _PATIENCE)
        #: The numbers of the nodes that each box shows, by its id; none for a constant.
        self.contents: dict[str, list[int]] = {}
        #: Which uses each arrow stands for, by its id: the number of the node that uses, and the input's position,
        #: which is None for a parameter that is no input.
        self.uses: dict[str, list[tuple[int, int | None]]] = {}

    def pipe(
        self,
        format: str | None = None,
        renderer: str | None = None,
        formatter: str | None = None,
        neato_no_op: bool | int | None = None,
        quiet: bool = False,
        *,
        engine: str | None = None,
        encoding: str | None = None,
    ) -> Any:
        """The picture in a format such as "svg", "png" or "pdf", as bytes; as text where an encoding is
        given.

        Uses the program `dot` where it is on the PATH, else the Graphviz that the package pygraphviz carries.

        Raises
        ------
        GraphvizNotFound
            Where there is neither; it says what to install.
        """
        format = (format or self.format).lower()
        source = self.source
        if format in _RASTER:
            source = source.replace("bgcolor=transparent", f"dpi={_DOTS_PER_INCH}", 1)
        engine = engine or self.engine
        try:
            made = graphviz.pipe(
                engine,
                format,
                source.encode(),
                renderer=renderer,
                formatter=formatter,
                neato_no_op=neato_no_op,
                quiet=quiet,
            )
        except graphviz.ExecutableNotFound:
            try:
                made = bundled.draw(source, engine, ":".join(filter(None, (format, renderer, formatter))))
            except ImportError:
                raise GraphvizNotFound from None
        if format == "svg" and renderer is None:
            made = theming.themed(made)
        return made if encoding is None else made.decode(encoding)

    def render(
        self,
        filename: str | os.PathLike[str] | None = None,
        directory: str | os.PathLike[str] | None = None,
        view: bool = False,
        cleanup: bool = False,
        format: str | None = None,
        renderer: str | None = None,
        formatter: str | None = None,
        neato_no_op: bool | int | None = None,
        quiet: bool = False,
        quiet_view: bool = False,
        *,
        outfile: str | os.PathLike[str] | None = None,
        engine: str | None = None,
        raise_if_result_exists: bool = False,
        overwrite_source: bool = False,
    ) -> str:
        """Writes the picture to a file and returns its path; the parameters are those of
        `graphviz.Digraph.render`.

        ``render("net", format="png")`` writes the DOT text to ``net`` and the picture to ``net.png``;
        ``render(outfile="net.png")`` writes the text to ``net.gv``; ``cleanup=True`` removes the text again.
        """
        if outfile is not None:
            target = Path(directory or self.directory or "", outfile)
            format = format or target.suffix.lstrip(".")
            filename = filename or target.with_suffix(f".{self._default_extension}").name
            directory = directory or target.parent
        made = self.pipe(format, renderer, formatter, neato_no_op, quiet, engine=engine)
        ending = ".".join(filter(None, (formatter, renderer, format or self.format)))
        written = self.save(filename, directory=directory)
        if outfile is None:
            target = Path(f"{written}.{ending}")
        if raise_if_result_exists and target.exists():
            raise graphviz.FileExistsError(f"there is a file {str(target)!r} already")
        if target == Path(written) and not overwrite_source:
            raise ValueError(f"the picture and its text would both be written to {written!r}")
        target.write_bytes(made)
        if cleanup:
            os.remove(written)
        if view or quiet_view:
            graphviz.view(str(target), quiet=quiet_view)
        return str(target)

    def _repr_mimebundle_(
        self, include: Iterable[str] | None = None, exclude: Iterable[str] | None = None, **_: Any
    ) -> dict[str, Any]:
        """The picture for a notebook: in the page where it may be, and as an image where a page takes only images."""
        try:
            svg = self.pipe("svg", encoding="utf-8")
        except GraphvizNotFound as missing:
            return {"text/plain": f"{self!r}\n{missing}"}
        bundle = {
            "text/html": theming.in_page(svg, self._fallback(svg)),
            "image/svg+xml": svg,
            "text/plain": repr(self),
        }
        wanted = set(bundle if include is None else include) - set(exclude or ())
        if "image/png" in wanted:
            bundle["image/png"] = base64.b64encode(self.pipe("png")).decode()
        return {kind: content for kind, content in bundle.items() if kind in wanted}

    def _fallback(self, svg: str) -> bytes | None:
        """The picture as an image, for pages that show no more than that; None where it is too large to send along."""
        size = re.search(r'width="(\d+)pt" height="(\d+)pt"', svg)
        if size is None or max(map(int, size.groups())) > _LONGEST_FALLBACK:
            return None
        image: bytes = self.pipe("png")
        return image if len(image) <= _LARGEST_FALLBACK else None

    def __repr__(self) -> str:
        sizes = text.count(len(self.contents), "box", "boxes"), text.count(len(self.uses), "arrow")
        return f"<{type(self).__name__}: {', '.join(sizes)}>"
