"""A training step of seven networks, from 2–16–16–2 to 784–1024–1024–1024–10."""

from __future__ import annotations

from benchmarks.contest import Check, Effort, contest
from benchmarks.networks import NETWORKS
from benchmarks.report import microseconds, spread, table

SUBJECT = "overbar"
TARGETS = {"2–16–16–2, 32": 1.5, "784–128–10, 64": 1.15}


def measure(names: dict[str, str], effort: Effort) -> str:
    times, ratios = [], []
    taking_part: list[str] = []
    for network in NETWORKS:
        sizes = {"sizes": list(network.sizes), "batch": network.batch}
        # At this rate every step changes the loss, and so shows the gradients and the momentum.
        check = Check(sizes | {"learning_rate": 0.02}, steps=5, tolerance=1e-4)
        # At this rate thousands of steps leave the network what it is: one that has learned its batch by
        # heart has gradients so small that the processor handles them more slowly.
        result = contest(list(names), "Training", sizes | {"learning_rate": 1e-7}, check, effort)
        taking_part = list(result.seconds)
        times.append([str(network), *(microseconds(result.seconds[c]) for c in taking_part)])
        if SUBJECT in taking_part:
            others = [c for c in taking_part if c != SUBJECT]
            target = f"≤ {TARGETS[str(network)]}" if str(network) in TARGETS else ""
            ratios.append([str(network), *(spread(result.ratios(SUBJECT, c)) for c in others), target])
    section = [
        "### A training step",
        "Forward pass, backward pass and SGD with momentum, in float32. Microseconds per step, medians:",
        table(["network, batch", *(names[c] for c in taking_part)], times),
    ]
    if ratios:
        others = [c for c in taking_part if c != SUBJECT]
        section += [
            f"{names[SUBJECT]}'s time as a multiple of each other's, median and quartiles over the rounds:",
            table(["network, batch", *(names[c] for c in others), f"target, of {names[others[0]]}"], ratios),
        ]
    return "\n\n".join(section)
