"""What was measured, by name, and how it compares with what was aimed at."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.report import table

#: Ratios or other numbers, one for each turn.
Facts = dict[str, list[float]]


@dataclass(frozen=True)
class Target:
    """A number to stay below, or above, for the median of what was measured under a name."""

    fact: str
    most: float | None = None
    least: float | None = None

    def row(self, measured: Sequence[float]) -> list[str]:
        """A line of the table."""
        middle = float(np.median(measured))
        met = (self.most is None or middle <= self.most) and (self.least is None or middle >= self.least)
        aim = f"at most {self.most:g}" if self.most is not None else f"at least {self.least:g}"
        return [self.fact, aim, f"{middle:.2f}", "met" if met else "missed"]


TRAINING = "{}: Overbar over {}"
SMALL, WIDE = ("2–16–16–2, 32", "64–32–10, 32"), ("784–50–10, 64", "784–128–10, 64", "784–512–512–10, 64")
LARGE = ("784–512–512–10, 256", "784–1024–1024–1024–10, 512")
TARGETS = [
    Target(TRAINING.format("2–16–16–2, 32", "NumPy by hand"), most=1.5),
    Target(TRAINING.format("784–128–10, 64", "NumPy by hand"), most=1.15),
    *(Target(TRAINING.format(network, "NumPy by hand"), most=1.25) for network in SMALL),
    *(Target(TRAINING.format(network, "NumPy by hand"), most=1.10) for network in WIDE + LARGE),
    *(Target(TRAINING.format(network, "PyTorch eager"), most=0.8) for network in SMALL + WIDE + LARGE),
    *(Target(TRAINING.format(network, "MyGrad"), most=1.0) for network in SMALL + WIDE + LARGE),
    *(Target(TRAINING.format(network, "HIPS autograd"), most=1.0) for network in SMALL + WIDE + LARGE),
    Target("micrograd's demonstration: micrograd over Overbar", least=5),
    Target("chain of scalars: Overbar over micrograd", most=1.5 / 2.2),
    Target("`import autograd` over `import numpy`", most=1.25),
    Target("peak memory over PyTorch's", most=0.6),
    Target("time per node at depth 10⁶ over that at 10⁴", most=1.5),
    Target("time per use at 10⁵ uses over that at 10³", most=1.5),
    Target("time per read at 10⁵ reads over that at 10³", most=1.5),
    Target("the garbage collector's share at depth 10⁶", most=0.1),
    Target("Hessian-vector product over gradient", most=4),
    Target("smallest network: a step over one without places", most=1.05),
    Target("smallest network: a step over one without places and scopes", most=1.05),
]


#: The four that the engine was first to meet.
FIRST_TARGETS = [
    TARGETS[0],
    TARGETS[1],
    Target("micrograd's demonstration: micrograd over Overbar", least=4),
    Target("`import autograd` over `import numpy`", most=1.25),
]


def targets(facts: Facts, among: Sequence[Target] = TARGETS) -> str:
    """A table of what was aimed at, what was measured, and whether that is met."""
    rows = [target.row(facts[target.fact]) for target in among if target.fact in facts]
    return "\n\n".join(["### Targets", "Medians.", table(["", "target", "measured", ""], rows)]) if rows else ""
