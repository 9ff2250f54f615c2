"""What one operation on small arrays costs."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.contest import Check, Effort, contest
from benchmarks.facts import Facts
from benchmarks.operations import OPERATIONS
from benchmarks.report import microseconds, table


def measure(names: dict[str, str], effort: Effort, facts: Facts) -> str:
    """A section of the results."""
    short = replace(effort, starts=1, rounds=7, seconds=0.005)
    rows, heads = [], [""]
    for name in OPERATIONS:
        row = [f"`{name}`"]
        for backward in (False, True):
            arguments = {"name": name, "backward": backward}
            seconds = contest(list(names), "Operation", arguments, Check(arguments, 1, 1e-9), short).seconds
            for contender, taken in seconds.items():
                if backward and contender == "numpy_plain":
                    continue
                row.append(microseconds(taken))
                if name == next(iter(OPERATIONS)):
                    heads.append(names[contender] + (", and backward" if backward else ""))
        rows.append(row)
    return "\n\n".join(
        [
            "### Operations",
            "One operation on arrays of about twelve numbers, forward alone and with its backward pass. "
            "Microseconds, medians:",
            table(heads, rows),
        ]
    )
