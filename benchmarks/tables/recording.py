"""What it costs to record where values were made, for messages and views, while none of these is wanted."""

from __future__ import annotations

from benchmarks.contest import Check, Effort, contest
from benchmarks.facts import Facts
from benchmarks.networks import NETWORKS
from benchmarks.report import microseconds, spread, table


def measure(names: dict[str, str], effort: Effort, facts: Facts) -> str:
    """A section of the results."""
    if "overbar" not in names:
        return ""
    rows = []
    for network in (NETWORKS[0], NETWORKS[3]):
        sizes = {"sizes": list(network.sizes), "batch": network.batch}
        check = Check(sizes | {"learning_rate": 0.02}, steps=3, tolerance=1e-6)
        contenders = ["overbar", "overbar_unplaced", "overbar_unscoped", "overbar_unrecorded"]
        result = contest(contenders, "Training", sizes | {"learning_rate": 1e-7}, check, effort)
        ratios = [result.ratios("overbar", other) for other in contenders[1:]]
        rows.append([str(network), microseconds(result.seconds["overbar"]), *map(spread, ratios)])
        facts.setdefault("smallest network: a step over one without places", ratios[0])
        facts.setdefault("smallest network: a step over one without places and scopes", ratios[2])
    return "\n\n".join(
        [
            "### Recording places",
            "Messages and views use two things that a node keeps and the backward pass does not need: the place in "
            "the user's code, and the call of a module around it (its scope), which knows a place, too. A training "
            "step in microseconds, and as a multiple of one that does without:",
            table(["network, batch", "time", "over one without places", "without scopes", "without either"], rows),
        ]
    )
