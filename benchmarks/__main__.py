"""The command: `python -m benchmarks`, or `make bench`."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path
from typing import Any

from benchmarks import machine, report
from benchmarks.contest import CONTENDERS, ContestError, Effort, describe
from benchmarks.tables import imports, scalars, training

TABLES = {"training": training, "scalars": scalars, "imports": imports}
PAGE = Path(__file__).with_name("README.md")


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
    lines = [
        f"- Machine: {machine.machine()}; load average when the run began: {load}.",
        "- Versions: " + ", ".join(f"{name} {number}" for name, number in sorted(versions.items())) + ".",
        f"- Threads: {effort.threads} for every contender (in force: {', '.join(pools) or 'no pools'}).",
        f"- Turns: {effort.starts} sets of new processes, {effort.rounds} rounds in each; a turn is at "
        f"least one step, and about {effort.seconds * 1000:.0f} ms of them.",
    ]
    lines += [f"- Not measured: {contender} ({reason})." for contender, reason in missing.items()]
    return "\n".join(lines)


def main() -> None:
    chosen = parse_arguments()
    effort = Effort(threads=chosen.threads)
    if chosen.quick:
        effort = Effort(starts=1, rounds=9, seconds=0.02, threads=chosen.threads)
    load = machine.load()
    try:
        present, missing = describe(chosen.contenders, effort.threads)
        names = {contender: one["name"] for contender, one in present.items()}
        sections = [conditions(present, missing, effort, load)]
        for name in chosen.tables:
            start = time.monotonic()
            sections.append(TABLES[name].measure(names, effort))
            print(f"{name}: {time.monotonic() - start:.0f} s", file=sys.stderr)
    except ContestError as error:
        sys.exit(f"The benchmarks stopped: {error}")
    results = "\n\n".join(sections)
    print(results)
    whole = not chosen.quick and chosen.tables == list(TABLES) and chosen.contenders == CONTENDERS
    if whole and not missing:
        report.write_between_marks(PAGE, results)
        print(f"\nWritten to {PAGE.parent.name}/{PAGE.name}.", file=sys.stderr)
    else:
        print("\nNot the whole suite, so benchmarks/README.md stays as it was.", file=sys.stderr)


if __name__ == "__main__":
    main()
