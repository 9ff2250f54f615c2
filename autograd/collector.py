"""Keeping Python's cyclic garbage collector from visiting graphs again and again.

A graph has no reference cycles and is freed by reference count, so the collector never finds anything in it. But it is
called after a certain number of new objects, 700 by default, and now and then visits all objects there are. For a
program that builds graphs of some thousand scalars that is a third of its time.
"""

from __future__ import annotations

import gc

#: Of how many objects a graph consists, for each of its nodes: as many new ones are no reason to call the collector.
OBJECTS_PER_NODE = 5

#: New objects for which the collector waits at most, however large a graph is: so much garbage may lie about.
GREATEST_PATIENCE = 200_000


def relax(nodes: int) -> None:
    """After a pass over a graph, lets the collector wait, for the rest of the program, until as many objects are new.

    So it is called about once while such a graph is built again. A collector that is switched off, or more patient
    than that, is left alone. ``gc.set_threshold`` undoes it.

    >>> import gc
    >>> before = gc.get_threshold()
    >>> gc.set_threshold(700, 10, 10)
    >>> relax(nodes=30)
    >>> gc.get_threshold()
    (700, 10, 10)
    >>> relax(nodes=10_000)
    >>> gc.get_threshold()
    (50000, 10, 10)
    >>> gc.set_threshold(*before)
    """
    young, *older = gc.get_threshold()
    patience = min(nodes * OBJECTS_PER_NODE, GREATEST_PATIENCE)
    if 0 < young < patience:
        gc.set_threshold(patience, *older)
