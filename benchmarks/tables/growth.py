"""How cost grows with depth, fan-out, reads of one array, width and batch."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from benchmarks.contest import Effort, processes
from benchmarks.facts import Facts
from benchmarks.report import figures, table

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


def measure(names: dict[str, str], effort: Effort, facts: Facts) -> str:
    """A section of the results."""
    if "overbar" not in names:
        return ""
    rows, once = [], replace(effort, seconds=0.0)
    for title, workload, arguments, sizes in CASES:
        for n in sizes:
            with processes(["overbar"], once.threads) as started:
                worker = started["overbar"]
                worker.ask("prepare", workload=workload, arguments=arguments(n), seconds=0.0)
                seconds = sorted(worker.ask("time") for _ in range(3))[1]
                share = worker.ask("collector")
            rows.append([title, f"{n:,}", figures(seconds * 1e3), figures(seconds / n * 1e6), f"{share:.1%}"])
            if workload == "Chain":
                facts.setdefault("microseconds per node by depth", []).append(seconds / n * 1e6)
                facts.setdefault("the garbage collector's share by depth", []).append(share)
    return "\n\n".join(
        [
            "### Growth",
            "Forward and backward pass. The median of three runs in a new process, after one that is not counted, and "
            "the share of a further run that the cyclic garbage collector took.",
            table(["what grows", "n", "milliseconds", "microseconds / n", "collector"], rows),
        ]
    )
