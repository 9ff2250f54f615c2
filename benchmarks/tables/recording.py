"""What recording for views and messages costs while no view is used."""

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
        pair = ["overbar", "overbar_unplaced"]
        result = contest(pair, "Training", sizes | {"learning_rate": 1e-7}, check, effort)
        ratios = result.ratios("overbar", "overbar_unplaced")
        rows.append([str(network), *(microseconds(result.seconds[c]) for c in pair), spread(ratios)])
        facts.setdefault("step with places and scopes over one without", ratios)
    return "\n\n".join(
        [
            "### Recording for views",
            "A node keeps two things that only views and messages use: where in the user's code it was made, and in "
            "which call of a module. A training step with both and without either, in microseconds:",
            table(["network, batch", "with", "without", "ratio"], rows),
        ]
    )
