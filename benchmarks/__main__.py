"""The command: `python -m benchmarks`, or `make bench`."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import machine, plot, report
from benchmarks.contest import CONTENDERS, ContestError, Effort, describe
from benchmarks.facts import FIRST_TARGETS, Facts, targets
from benchmarks.tables import growth, imports, memory, operations, recording, scalars, second_order, training, views

TABLES = {
    "training": training,
    "scalars": scalars,
    "operations": operations,
    "memory": memory,
    "growth": growth,
    "imports": imports,
    "views": views,
    "second_order": second_order,
    "recording": recording,
}
HERE = Path(__file__).parent


def parse_arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--tables", nargs="+", choices=TABLES, default=list(TABLES), help="only these tables")
    parser.add_argument("--contenders", nargs="+", choices=CONTENDERS, default=CONTENDERS, help="only these")
    parser.add_argument("--threads", type=int, default=1, help="threads for every contender (default: 1)")
    parser.add_argument("--quick", action="store_true", help="fewer turns: a rough answer soon")
    return parser.parse_args()


def conditions(present: dict[str, dict[str, Any]], missing: dict[str, str], effort: Effort, load: str) -> str:
    """What was compared, on what, and how."""
    versions = {name: number for one in present.values() for name, number in one["versions"].items()}
    pools = sorted({pool for one in present.values() for pool in one["threads"]})
    sets = "1 set" if effort.starts == 1 else f"{effort.starts} sets"
    lines = [
        f"- Machine: {machine.machine()}; load average when the run began: {load}.",
        "- Versions: " + ", ".join(f"{name} {number}" for name, number in sorted(versions.items())) + ".",
        f"- Threads: {effort.threads} for every contender (in force: {', '.join(pools) or 'no pools'}).",
        f"- Turns: {sets} of new processes, {effort.rounds} rounds in each; a turn is at least one step, and about "
        f"{effort.seconds * 1000:.0f} ms of them. A table for which it is otherwise says so.",
    ]
    lines += [f"- Not measured: {contender} ({reason})." for contender, reason in missing.items()]
    return "\n".join(lines)


def main() -> None:
    chosen = parse_arguments()
    effort = Effort(threads=chosen.threads)
    if chosen.quick:
        effort = Effort(starts=1, rounds=5, seconds=0.02, threads=chosen.threads)
    load = machine.load()
    facts: Facts = {}
    try:
        present, missing = describe(chosen.contenders, effort.threads)
        names = {contender: one["name"] for contender, one in present.items()}
        sections = []
        for name in chosen.tables:
            start = time.monotonic()
            sections.append(TABLES[name].measure(names, effort, facts))
            print(f"{name}: {time.monotonic() - start:.0f} s", file=sys.stderr)
    except ContestError as error:
        sys.exit(f"The benchmarks stopped: {error}")
    setting = conditions(present, missing, effort, load)
    results = "\n\n".join(filter(None, [setting, targets(facts), *sections]))
    print(results)
    if chosen.quick or chosen.tables != list(TABLES) or chosen.contenders != CONTENDERS:
        print("\nNot the whole suite, so benchmarks/RESULTS.md stays as it was.", file=sys.stderr)
        return
    plot.training(facts, HERE / "training.svg")
    (HERE / "RESULTS.md").write_text(report.PAGE.format(results=results), encoding="utf-8")
    report.write_between_marks(HERE / "README.md", f"{setting}\n\n{targets(facts, FIRST_TARGETS)}")
    print("\nWritten to benchmarks/RESULTS.md, training.svg and README.md.", file=sys.stderr)


if __name__ == "__main__":
    main()
