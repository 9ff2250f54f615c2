"""The player: a stepper as one piece of HTML that needs no network and no running kernel.

Its markup, style and code are files of their own kind beside this one. They are put together here, with the stepper's
payload as data; text from the user enters the page only in that, and in the escaped cells of the static table.
"""

from __future__ import annotations

import hashlib
import json
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from ..drawing.rendering import GraphvizNotFound
from .payload import TooLarge, payload
from .static import NEEDS_SCRIPTS, static_table

if TYPE_CHECKING:
    from ..stepping.stepper import Stepper

#: The player's code, in the order in which it is put together.
_SCRIPTS = (
    "numbers.js",
    "arrays.js",
    "formulas.js",
    "trace.js",
    "viewport.js",
    "graph.js",
    "details.js",
    "prediction.js",
    "theme.js",
    "player.js",
    "start.js",
)


def fragment(stepper: Stepper) -> str:
    """The player for a notebook's page.

    Where scripts do not run, what shows is a table of the steps; also where the player cannot be
    made, with the reason.
    """
    try:
        return _player(stepper)
    except (GraphvizNotFound, TooLarge) as reason:
        return static_table(stepper, f"There is no player here: {reason}.")


def page(stepper: Stepper) -> str:
    """The player as a page of its own.

    Raises
    ------
    GraphvizNotFound
        Where there is no Graphviz to lay out the graph.
    TooLarge
        Where the graph has more values than can be shown.
    """
    return _file("page.html").replace("<!-- player -->", _player(stepper))


def _player(stepper: Stepper) -> str:
    data = as_script(payload(stepper))
    # The same player twice on a page is told apart by neither its data nor its code, and need not be.
    identity = hashlib.blake2s(data.encode(), digest_size=8).hexdigest()
    return (
        f'<div data-overbar-player="{identity}" data-lm-suppress-shortcuts="true">\n'
        f"{static_table(stepper, NEEDS_SCRIPTS)}\n"
        f'<script type="application/json">{data}</script>\n'
        f"</div>\n"
        f'<script>\n(() => {{\n"use strict";\nconst IDENTITY = "{identity}";\n{_program()}\n}})();\n</script>'
    )


def as_script(data: Any) -> str:
    """Data as JSON that can stand inside a script element, whatever text is in it.

    >>> as_script({"name": "</script><!--"})
    '{"name":"\\\\u003c/script\\\\u003e\\\\u003c!--"}'
    """
    text = json.dumps(data, separators=(",", ":"), allow_nan=False)
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")


@cache
def _program() -> str:
    """The scripts as one, with the markup and the style as strings."""
    constants = f"const MARKUP = {as_script(_file('player.html'))};\nconst STYLE = {as_script(_file('player.css'))};\n"
    return constants + "\n".join(_file(name) for name in _SCRIPTS)


@cache
def _file(name: str) -> str:
    return (files(__package__) / name).read_text("utf-8")
