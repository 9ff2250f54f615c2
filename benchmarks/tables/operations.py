"""What one operation on small arrays costs."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.contest import Check, Effort, contest
from benchmarks.facts import Facts
from benchmarks.operations import OPERATIONS
from benchmarks.report import microseconds, spread, table

SUBJECT, RIVAL = "overbar", "torch_eager"
#: Who computes single operations: those that do not compile, and on arrays.
TAKING_PART = {
    "Forward": ["numpy_plain", "overbar", "torch_eager", "mygrad"],
    "Backward": ["overbar", "torch_eager", "mygrad", "hips"],
}


def measure(names: dict[str, str], effort: Effort, facts: Facts) -> str:
    """A section of the results."""
    short = replace(effort, starts=1, rounds=7, seconds=0.005)
    return "\n\n".join(
        [
            "### Operations",
            "One operation on arrays of about twelve numbers. One set of processes, seven rounds, turns of 5 ms. "
            "Microseconds, medians. First the forward pass alone, as far as it is recorded:",
            comparison(names, short, "Forward"),
            "The same with its backward pass:",
            comparison(names, short, "Backward"),
        ]
    )


def comparison(names: dict[str, str], effort: Effort, workload: str) -> str:
    """The times of all operations, and the subject's as a multiple of its rival's."""
    contenders = [contender for contender in TAKING_PART[workload] if contender in names]
    compared = {SUBJECT, RIVAL} <= set(contenders)
    rows = []
    for name in OPERATIONS:
        result = contest(contenders, workload, {"name": name}, Check({"name": name}, 1, 1e-9), effort)
        ratios = [spread(result.ratios(SUBJECT, RIVAL))] if compared else []
        rows.append([f"`{name}`", *map(microseconds, result.seconds.values()), *ratios])
    last = [f"{names[SUBJECT]} over {names[RIVAL]}"] if compared else []
    return table(["", *(names[contender] for contender in contenders), *last], rows)
