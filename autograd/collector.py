"""Keeping Python's cyclic garbage collector from visiting graphs again and again.

A graph has no reference cycles and is freed by reference count, so the collector never finds anything in it. But it is
called after a certain number of new objects, 700 by default, and now and then visits all objects there are. For a
program that builds graphs of some thousand scalars that is a third of its time.
"""

from __future__ import annotations

import gc
from collections.abc import Mapping
from typing import Any

from .graph import next_number

#: New objects for which the collector waits at most: so much garbage may lie about.
GREATEST_PATIENCE = 400_000

#: A graph grows by five objects or so with each node. Were fewer nodes made than the first part of the new objects,
#: these are something else; were more made than the second, most of the nodes are gone already.
_FEWEST, _MOST = 1 / 20, 1 / 2


class Patience:
    """Lets the collector wait longer while it is called because of a growing graph, and as long as before afterwards.

    Each time it comes for nodes, it is told to wait for twice as many new objects; the first time it comes for anything
    else, for as many as the user has set. A collector that is switched off is not called at all, and a threshold that
    is set meanwhile holds.

    >>> import gc
    >>> from autograd import Tensor
    >>> before = gc.get_threshold()
    >>> gc.set_threshold(700, 10, 10)
    >>> y = x = Tensor(1.0, requires_grad=True)
    >>> for _ in range(10_000):
    ...     y = y * x
    >>> gc.get_threshold()[0] > 10_000
    True
    >>> gc.set_threshold(*before)
    """

    def __init__(self) -> None:
        self.number = next_number()
        #: How long the collector waits by the user's setting, and by ours; None while that is not in force.
        self.usual: int | None = None
        self.ours: int | None = None

    def __call__(self, phase: str, info: Mapping[str, Any]) -> None:
        """What the collector calls when it starts and when it stops."""
        if phase != "start":
            return
        last, self.number = self.number, next_number()
        made = self.number - last
        young, *older = gc.get_threshold()
        if _FEWEST * young <= made <= _MOST * young:
            if young < GREATEST_PATIENCE:
                if young != self.ours:
                    self.usual = young
                self.ours = min(2 * young, GREATEST_PATIENCE)
                gc.set_threshold(self.ours, *older)
        elif young == self.ours and self.usual is not None and made < _FEWEST * young:
            gc.set_threshold(self.usual, *older)
            self.ours = None


gc.callbacks.append(Patience())
