"""By how much a training step of a large network raises the peak memory."""

from __future__ import annotations

from benchmarks.contest import Effort, processes
from benchmarks.facts import Facts
from benchmarks.report import spread, table

SIZES, BATCH, STARTS = [784, 1024, 1024, 1024, 1024, 10], 4096, 5


def measure(names: dict[str, str], effort: Effort, facts: Facts) -> str:
    """A section of the results."""
    arguments = {"sizes": SIZES, "batch": BATCH, "learning_rate": 1e-7}
    grown: dict[str, list[float]] = {}
    for _ in range(STARTS):
        for contender in names:
            with processes([contender], effort.threads) as started:
                taken = started[contender].ask("memory", workload="Training", arguments=arguments, steps=3)
            if taken is not None:
                grown.setdefault(contender, []).append(taken / 2**20)
    rows = []
    for contender, megabytes in grown.items():
        ratios = [mine / theirs for mine, theirs in zip(megabytes, grown.get("torch_eager", []))]
        least, *_, most = sorted(megabytes)
        middle = sorted(megabytes)[len(megabytes) // 2]
        rows.append([names[contender], f"{middle:.0f} ({least:.0f}–{most:.0f})", spread(ratios) if ratios else ""])
        if contender == "overbar" and ratios:
            facts["peak memory over PyTorch's"] = ratios
    return "\n\n".join(
        [
            "### Memory",
            f"By how much three training steps of {'–'.join(map(str, SIZES))} at batch {BATCH:,} raise the peak memory "
            "of a new process, in which the parameters and the data are already. A step is a function, and holds "
            f"nothing of its graph when it returns. Mebibytes, the median, least and most of {STARTS} processes:",
            table(["", "growth", "multiple of PyTorch's"], rows),
        ]
    )
