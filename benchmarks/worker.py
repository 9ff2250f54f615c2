"""The process of one contender: each line of standard input is a request, each answer a line of JSON.

describe                                 versions and thread counts
outcomes  workload, arguments, steps     what each of the first steps computed
prepare   workload, arguments, seconds   builds the workload, warms it up, finds how many steps fill the seconds
time                                     seconds per step, over that many steps
memory    workload, arguments, steps     by how many bytes these steps raise the process's peak memory
build     workload, arguments            builds the workload
watched                                  seconds of one step, and the share that the cyclic garbage collector took
"""

from __future__ import annotations

import gc
import importlib
import json
import os
import resource
import sys
import traceback
from importlib.metadata import version
from time import perf_counter
from types import ModuleType
from typing import Any

import threadpoolctl


class Worker:
    """Answers requests about one contender."""

    def __init__(self, contender: ModuleType):
        self.contender = contender
        self.workload: Any = None
        self.repeats = 0

    def describe(self) -> dict[str, Any]:
        pools = [f"{pool['internal_api']} {pool['num_threads']}" for pool in threadpoolctl.threadpool_info()]
        return {
            "name": self.contender.NAME,
            "versions": {name: version(name) for name in self.contender.DISTRIBUTIONS},
            "threads": [*sorted(set(pools)), f"cores {len(cores())}"],
        }

    def build(self, workload: str, arguments: dict[str, Any]) -> bool:
        """Whether the contender takes part in this workload; if so it is ready to run."""
        self.workload = None
        if not hasattr(self.contender, workload):
            return False
        self.workload = getattr(self.contender, workload)(**arguments)
        return True

    def outcomes(self, workload: str, arguments: dict[str, Any], steps: int) -> list[list[float]] | None:
        if not self.build(workload, arguments):
            return None
        outcomes = []
        for _ in range(steps):
            self.workload.step()
            outcomes.append(self.workload.outcome())
        return outcomes

    def prepare(self, workload: str, arguments: dict[str, Any], seconds: float) -> bool:
        if not self.build(workload, arguments):
            return False
        # The first step compiles, allocates and reads from the disk; it says nothing of the others.
        self.workload.step()
        self.repeats = 1
        while (taken := self.time() * self.repeats) < seconds / 2:
            self.repeats *= 2
        self.repeats = max(1, round(self.repeats * seconds / taken))
        self.time()
        return True

    def time(self) -> float:
        step = self.workload.step
        start = perf_counter()
        for _ in range(self.repeats):
            step()
        return (perf_counter() - start) / self.repeats

    def memory(self, workload: str, arguments: dict[str, Any], steps: int) -> int | None:
        if not self.build(workload, arguments):
            return None
        before = peak_memory()
        for _ in range(steps):
            self.workload.step()
        return peak_memory() - before

    def watched(self) -> tuple[float, float]:
        spent, since = 0.0, 0.0

        def watch(phase: str, info: dict[str, int]) -> None:
            nonlocal spent, since
            if phase == "start":
                since = perf_counter()
            else:
                spent += perf_counter() - since

        gc.callbacks.append(watch)
        start = perf_counter()
        self.workload.step()
        taken = perf_counter() - start
        gc.callbacks.remove(watch)
        return taken, spent / taken


def cores() -> set[int]:
    """The processor's cores that this process may use; none where the system does not say."""
    return os.sched_getaffinity(0) if hasattr(os, "sched_getaffinity") else set()


def hold_to_cores(threads: int) -> None:
    """Leaves this process as many cores as it shall have threads: not every library asks how many it may start."""
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, sorted(cores())[-threads:])


def peak_memory() -> int:
    """The most bytes of memory that this process has had."""
    unit = 1 if sys.platform == "darwin" else 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * unit


def main() -> None:
    hold_to_cores(int(os.environ["OMP_NUM_THREADS"]))
    # What a library prints must not get between the answers.
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "w")
    sys.stdout = sys.stderr

    def answer(content: dict[str, Any]) -> None:
        print(json.dumps(content), file=answers, flush=True)

    try:
        worker = Worker(importlib.import_module(f"benchmarks.contenders.{sys.argv[1]}"))
    except ImportError as error:
        answer({"missing": str(error)})
        return
    answer({"ready": True})
    for line in sys.stdin:
        request = json.loads(line)
        try:
            answer({"result": getattr(worker, request.pop("do"))(**request)})
        except Exception:
            answer({"error": traceback.format_exc()})


if __name__ == "__main__":
    main()
