"""What stands beside an operation in a picture rather than before it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

from .diagram import Box, Diagram


def beside(diagram: Diagram) -> dict[Box, tuple[Box, int]]:
    """The boxes that are drawn beside the operation that uses them rather than before it, with that operation.

    So the data runs straight through a network, and its parameters come in from the sides: an operation's first from
    one (0), its second from the other (1). Operations on parallel branches may come to stand above each other and
    need their sides free.
    """
    inputs: dict[Box, list[Box]] = {}
    uses = Counter(arrow.tail for arrow in diagram.arrows)
    for arrow in diagram.arrows:
        inputs.setdefault(arrow.head, []).append(arrow.tail)
    found: dict[Box, tuple[Box, int]] = {}
    for head in _without_parallels(diagram, inputs):
        tails = inputs.get(head, [])
        main = min(map(rank, tails), default=0)
        others = [tail for tail in tails if rank(tail) > main and uses[tail] == 1 and tail.path == head.path]
        found |= {other: (head, side) for side, other in enumerate(others[:2])}
    return found


def rank(box: Box) -> int:
    """What an operation is mainly about: what was computed (0), else constants (1), which are data, else leaves (2)."""
    if not box.nodes:
        return 1
    return 2 if box.node is not None and box.node.primitive is None else 0


def _without_parallels(diagram: Diagram, inputs: Mapping[Box, Sequence[Box]]) -> list[Box]:
    """The operations that lead to, or come from, every other operation."""
    operations = [box for box in diagram.boxes if rank(box) == 0]
    if any(box.group is not None and box.group.scope is None for box in operations):
        return []  # Lines of code may form circles.
    # Sets of operations as the bits of a number; a later operation never leads to an earlier one.
    bit = {box: 1 << place for place, box in enumerate(operations)}
    before: dict[Box, int] = {}
    for box in operations:
        before[box] = bit[box]
        for tail in inputs.get(box, ()):
            before[box] |= before.get(tail, 0)
    after = dict(bit)
    for box in reversed(operations):
        for tail in inputs.get(box, ()):
            if tail in after:
                after[tail] |= after[box]
    everything = (1 << len(operations)) - 1
    return [box for box in operations if box.group is None and before[box] | after[box] == everything]
