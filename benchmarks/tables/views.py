"""The views against the number of values."""

from __future__ import annotations

from benchmarks.contest import Effort, processes
from benchmarks.facts import Facts
from benchmarks.report import figures, table

SIZES = [10, 100, 1_000, 10_000]


def measure(names: dict[str, str], effort: Effort, facts: Facts) -> str:
    """A section of the results."""
    if "overbar" not in names:
        return ""
    rows = []
    for view in ("draw", "derive", "step_through"):
        row = [f"`{view}`"]
        for values in SIZES:
            with processes(["overbar"], effort.threads) as started:
                worker = started["overbar"]
                worker.ask("prepare", workload="View", arguments={"view": view, "values": values}, seconds=0.0)
                row.append(figures(sorted(worker.ask("time") for _ in range(3))[1] * 1e3))
        rows.append(row)
    return "\n\n".join(
        [
            "### Views",
            "A chain of so many values: `draw` rendered to SVG (a graph too large for a picture is folded), `derive` "
            "as text, `step_through` with every step made. Milliseconds, median of three:",
            table(["", *(f"{values:,} values" for values in SIZES)], rows),
        ]
    )
