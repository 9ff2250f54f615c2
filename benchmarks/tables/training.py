"""A training step of seven networks, from 2–16–16–2 to 784–1024–1024–1024–10."""

from __future__ import annotations

from dataclasses import replace

from benchmarks.contest import Check, Effort, Process, contest, processes
from benchmarks.facts import TRAINING, Facts
from benchmarks.networks import NETWORKS
from benchmarks.report import microseconds, spread, table

SUBJECT = "overbar"


def measure(names: dict[str, str], effort: Effort, facts: Facts) -> str:
    """A section of the results."""
    if effort.starts > 1:
        return results(names, effort, facts, None)
    # Where haste is wanted, the same processes run all networks.
    with processes(list(names), effort.threads) as running:
        return results(names, effort, facts, running)


def results(names: dict[str, str], effort: Effort, facts: Facts, running: dict[str, Process] | None) -> str:
    """The section, measured in processes that are running, or in new ones for each network."""
    times, ratios = [], []
    taking_part: list[str] = []
    for network in NETWORKS:
        sizes = {"sizes": list(network.sizes), "batch": network.batch}
        # At this rate every step changes the loss, and so shows the gradients and the momentum.
        check = Check(sizes | {"learning_rate": 0.02}, steps=5, tolerance=1e-4)
        # At this rate thousands of steps leave the network what it is: one that has learned its batch by
        # heart has gradients so small that the processor handles them more slowly.
        result = contest(list(names), "Training", sizes | {"learning_rate": 1e-7}, check, effort, running)
        taking_part = list(result.seconds)
        times.append([str(network), *(microseconds(result.seconds[c]) for c in taking_part)])
        if SUBJECT in taking_part:
            others = [c for c in taking_part if c != SUBJECT]
            ratios.append([str(network), *(spread(result.ratios(SUBJECT, c)) for c in others)])
            for other in others:
                facts[TRAINING.format(network, names[other])] = result.ratios(SUBJECT, other)
        if "numpy_plain" in taking_part:
            alone = {"numpy_plain": running["numpy_plain"]} if running else None
            once = replace(effort, starts=1)
            products = contest(["numpy_plain"], "MatrixProducts", sizes, Check(sizes, 1, 1), once, alone)
            times[-1].append(microseconds(products.seconds["numpy_plain"]))
    floor = ["matrix products alone"] if "numpy_plain" in taking_part else []
    section = [
        "### A training step",
        "Forward pass, backward pass and SGD with momentum, in float32. Microseconds per step, medians:",
        table(["network, batch", *(names[c] for c in taking_part), *floor], times),
    ]
    if ratios:
        others = [c for c in taking_part if c != SUBJECT]
        section += [
            f"{names[SUBJECT]}'s time as a multiple of each other's, median and quartiles over the rounds:",
            table(["network, batch", *(names[c] for c in others)], ratios),
        ]
    return "\n\n".join(section)
