"""How cost grows with depth, fan-out, reads of one array, width and batch."""

from __future__ import annotations

import operator
from typing import Any

import numpy as np

from benchmarks.contest import Effort, processes
from benchmarks.facts import Facts
from benchmarks.report import figures, milliseconds, table

PASSES = 5

#: What grows, the workload, its arguments for a size, the sizes, and what the time is divided by.
CASES: list[tuple[str, str, Any, list[int]]] = [
    ("depth: a chain of n multiplications", "Chain", lambda n: {"length": n}, [1_000, 10_000, 100_000, 1_000_000]),
    ("fan-out: n uses of one tensor", "FanOut", lambda n: {"uses": n}, [1_000, 10_000, 100_000]),
    ("n single entries read from an array of 10⁶", "Reads", lambda n: {"reads": n}, [1_000, 10_000, 100_000]),
    (
        "width: a training step of 64–n–10, batch 32",
        "Training",
        lambda n: {"sizes": [64, n, 10], "batch": 32, "learning_rate": 1e-7},
        [16, 64, 256, 1024],
    ),
    (
        "batch: a training step of 64–32–10, batch n",
        "Training",
        lambda n: {"sizes": [64, 32, 10], "batch": n, "learning_rate": 1e-7},
        [16, 64, 256, 1024],
    ),
]

#: What shall stay the same from the last size but two to the last, a hundred times as large.
GROWING = {
    "Chain": "time per node at depth 10⁶ over that at 10⁴",
    "FanOut": "time per use at 10⁵ uses over that at 10³",
    "Reads": "time per read at 10⁵ reads over that at 10³",
}


def measure(names: dict[str, str], effort: Effort, facts: Facts) -> str:
    """A section of the results."""
    if "overbar" not in names:
        return ""
    rows = []
    for title, workload, arguments, sizes in CASES:
        each = []
        for n in sizes:
            with processes(["overbar"], effort.threads) as started:
                worker = started["overbar"]
                worker.ask("build", workload=workload, arguments=arguments(n))
                first, *passes = [worker.ask("watched") for _ in range(1 + PASSES)]
            seconds, shares = zip(*passes)
            share = sum(map(operator.mul, seconds, shares)) / sum(seconds)
            each.append(np.median(seconds) / n)
            rows.append(
                [
                    title,
                    f"{n:,}",
                    milliseconds(seconds),
                    figures(each[-1] * 1e6),
                    f"{share:.1%}",
                    milliseconds(first[:1]),
                    f"{first[1]:.1%}",
                ]
            )
        if workload in GROWING:
            facts[GROWING[workload]] = [each[-1] / each[-3]]
        if workload == "Chain":
            facts["the garbage collector's share at depth 10⁶"] = [share]
    return "\n\n".join(
        [
            "### Growth",
            f"Forward and backward pass in a new process: the median of {PASSES} passes, and the share of their time "
            "that Python's cyclic garbage collector took; and the same of the first pass, which comes before them.",
            table(["what grows", "n", "ms", "µs / n", "collector", "first pass, ms", "collector"], rows),
        ]
    )
