"""A Hessian-vector product, beside the gradient."""

from __future__ import annotations

from benchmarks.contest import Check, Effort, contest
from benchmarks.facts import Facts
from benchmarks.report import microseconds, spread, table


def measure(names: dict[str, str], effort: Effort, facts: Facts) -> str:
    """A section of the results."""
    times = {}
    for product in (False, True):
        check = Check({"product": product}, steps=1, tolerance=1e-6)
        times[product] = contest(list(names), "SecondOrder", {"product": product}, check, effort).seconds
    rows = []
    for contender, gradient in times[False].items():
        ratios = [two / one for one, two in zip(gradient, times[True][contender])]
        rows.append([names[contender], microseconds(gradient), microseconds(times[True][contender]), spread(ratios)])
        if contender == "overbar":
            facts["Hessian-vector product over gradient"] = ratios
    return "\n\n".join(
        [
            "### Second derivatives",
            "A network 100–50–10 with tanh and cross-entropy, 64 points, float64: the gradient by its 5,560 "
            "parameters, and the product of the Hessian with a vector. Microseconds, medians:",
            table(["", "gradient", "Hessian-vector product", "ratio"], rows),
        ]
    )
