"""Keeping Python's cyclic garbage collector from visiting large graphs again and again.

A graph has no reference cycles and is freed by reference count, so the collector never finds anything in it. But it is
called after a certain number of new objects, 700 by default, and now and then visits all objects there are; while a
program builds a graph of tens of thousands of scalars, that takes longer than building it.
"""

from __future__ import annotations

import gc

#: A graph of as many nodes is large.
LARGE = 20_000

#: New objects between two visits of the collector, once a large graph has been seen.
PATIENCE = 50_000


def relax(nodes: int) -> None:
    """After a pass over a large graph, makes the collector wait longer, for the rest of the program.

    A collector that is switched off, or more patient than that, is left alone. ``gc.set_threshold`` undoes it.

    >>> import gc
    >>> before = gc.get_threshold()
    >>> gc.set_threshold(700, 10, 10)
    >>> relax(nodes=100)
    >>> gc.get_threshold()
    (700, 10, 10)
    >>> relax(nodes=100_000)
    >>> gc.get_threshold()
    (50000, 10, 10)
    >>> gc.set_threshold(*before)
    """
    if nodes < LARGE:
        return
    young, *older = gc.get_threshold()
    if 0 < young < PATIENCE:
        gc.set_threshold(PATIENCE, *older)
