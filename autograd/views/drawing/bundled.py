"""The Graphviz that the package pygraphviz carries, for machines without the program `dot`."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from typing import Any


def draw(source: str, engine: str, format: str) -> bytes:
    """Draws DOT text in this process.

    Raises
    ------
    ImportError
        Where pygraphviz is not installed.
    """
    made: bytes = _pygraphviz().AGraph(source).draw(format=format, prog=engine)
    return made


@cache
def _pygraphviz() -> Any:
    import pygraphviz

    # Fontconfig reads the machine's settings at the first drawing and complains about those that are newer than itself,
    # which is as old as the wheel is portable.
    with _quiet():
        pygraphviz.AGraph("digraph { fonts }").draw(format="svg", prog="dot")
    return pygraphviz


@contextmanager
def _quiet() -> Iterator[None]:
    """Drops what C code writes to standard error."""
    try:
        kept = os.dup(2)
    except OSError:  # There is no standard error.
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, 2)
        yield
    finally:
        os.dup2(kept, 2)
        os.close(nowhere)
        os.close(kept)
