"""Networks and chains of scalars, where only the cost of recording and of the backward pass is left."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from benchmarks.contest import Check, Contest, Effort, contest
from benchmarks.facts import Facts
from benchmarks.report import microseconds, milliseconds, spread, table

SUBJECT = "overbar"
CHAIN = 10_000


def measure(names: dict[str, str], effort: Effort, facts: Facts) -> str:
    """A section of the results."""
    # A pass of the demonstration takes from a quarter of a second to two, and one along the chain tens of milliseconds.
    # Turns are longer than for networks, so that here, too, most of their passes find the processor's caches warm.
    effort = replace(effort, seconds=10 * effort.seconds)
    fewer = replace(effort, rounds=max(3, effort.rounds // 3))
    moons = contest(list(names), "Moons", {}, Check({}, steps=1, tolerance=1e-9), fewer)
    length = {"length": CHAIN}
    chain = contest(list(names), "Chain", length, Check(length, steps=1, tolerance=1e-9), effort)
    for contender, seconds in chain.seconds.items():
        chain.seconds[contender] = [total / CHAIN for total in seconds]
    if SUBJECT in moons.seconds and "micrograd" in moons.seconds:
        facts["micrograd's demonstration: micrograd over Overbar"] = moons.ratios("micrograd", SUBJECT)
        facts["chain of scalars: Overbar over micrograd"] = chain.ratios(SUBJECT, "micrograd")
    return "\n\n".join(
        [
            "### Scalars",
            "micrograd's own demonstration: two moons of 100 points, an MLP 2–16–16–1 of scalars, max-margin "
            "loss with L2 regularisation over all points, forward and backward pass, about 65,800 values. "
            "Turns are ten times as long here as elsewhere. Milliseconds, medians:",
            comparison(names, moons, milliseconds),
            f"A chain of {CHAIN:,} multiplications of scalars, y = x·x·…·x, forward and backward pass. "
            "Microseconds per multiplication, medians:",
            comparison(names, chain, microseconds),
        ]
    )


def comparison(names: dict[str, str], result: Contest, unit: Callable[[Sequence[float]], str]) -> str:
    """Each contender's time, and how many times as long as the subject's it is."""
    rows = []
    for contender, seconds in result.seconds.items():
        compared = SUBJECT in result.seconds and contender != SUBJECT
        rows.append([names[contender], unit(seconds), spread(result.ratios(contender, SUBJECT)) if compared else ""])
    return table(["", "time", "multiple of Overbar's time"], rows)
