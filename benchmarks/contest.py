"""The contest of several contenders over one workload: fair turns, and agreement before any timing."""

from __future__ import annotations

import json
import os
import random
import subprocess
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from benchmarks.environments import command

ROOT = Path(__file__).parents[1]
CONTENDERS = [
    "numpy_plain",
    "numpy_preallocated",
    "overbar",
    "torch_eager",
    "jax_jit",
    "mygrad",
    "hips",
    "micrograd",
]
THREAD_VARIABLES = ["OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "VECLIB_MAXIMUM_THREADS"]


@dataclass(frozen=True)
class Effort:
    """How long to measure: so many sets of new processes a case, turns in each, and seconds a turn."""

    starts: int = 3
    rounds: int = 10
    seconds: float = 0.05
    threads: int = 1


@dataclass
class Contest:
    """What was measured in one case: for each contender its seconds per step, turn by turn."""

    seconds: dict[str, list[float]] = field(default_factory=dict)

    def ratios(self, contender: str, other: str) -> list[float]:
        """Time of `contender` over time of `other`, turn by turn."""
        return [mine / theirs for mine, theirs in zip(self.seconds[contender], self.seconds[other])]


class ContestError(Exception):
    """A contender failed, or computed something else than the others."""


class Missing(Exception):
    """A contender's library is not installed."""


def environment(threads: int) -> dict[str, str]:
    """The environment of a measured process: equal threads, and byte code kept as in an installed package."""
    variables = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return variables | dict.fromkeys(THREAD_VARIABLES, str(threads))


class Process:
    """A worker at the other end of two pipes."""

    def __init__(self, contender: str, threads: int):
        self.contender = contender
        self.process = subprocess.Popen(
            command(contender),
            cwd=ROOT,
            env=environment(threads),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        try:
            greeting = self.receive()
            if "missing" in greeting:
                raise Missing(greeting["missing"])
        except BaseException:
            self.stop()
            raise

    def receive(self) -> dict[str, Any]:
        line = self.process.stdout.readline()
        if not line:
            raise ContestError(f"{self.contender} ended with exit status {self.process.wait()}")
        answer = json.loads(line)
        if "error" in answer:
            raise ContestError(f"{self.contender} failed:\n{answer['error']}")
        return answer

    def ask(self, request: str, **arguments: Any) -> Any:
        """The result of one request to the worker."""
        print(json.dumps({"do": request, **arguments}), file=self.process.stdin, flush=True)
        return self.receive()["result"]

    def stop(self) -> None:
        self.process.stdin.close()
        self.process.stdout.close()
        try:
            self.process.wait(timeout=10)
        except subprocess.TimeoutExpired:
            self.process.kill()
            self.process.wait()


@contextmanager
def processes(contenders: Sequence[str], threads: int) -> Iterator[dict[str, Process]]:
    """A new process for each contender, stopped at the end."""
    with ExitStack() as stack:
        started = {}
        for contender in contenders:
            started[contender] = Process(contender, threads)
            stack.callback(started[contender].stop)
        yield started


def describe(contenders: Sequence[str], threads: int) -> tuple[dict[str, dict[str, Any]], dict[str, str]]:
    """Each contender's name, versions and thread counts; and of those that are not installed, why."""
    present, missing = {}, {}
    for contender in contenders:
        try:
            with processes([contender], threads) as started:
                present[contender] = started[contender].ask("describe")
        except (Missing, ContestError, OSError, subprocess.SubprocessError) as error:
            missing[contender] = str(error).splitlines()[-1]
    return present, missing


@dataclass(frozen=True)
class Check:
    """What the contenders must agree on before they are timed: the outcomes of the first `steps` steps.

    `tolerance` is relative to the largest number among the outcomes.
    """

    arguments: dict[str, Any]
    steps: int
    tolerance: float


def contest(
    contenders: Sequence[str],
    workload: str,
    arguments: dict[str, Any],
    check: Check,
    effort: Effort,
    running: dict[str, Process] | None = None,
) -> Contest:
    """The times, taken in turns, of the contenders that take part in the workload.

    In every round each contender has one turn, in a new random order, while the processes of the others wait. They are
    new processes, unless some that are ``running`` are given.
    Raises ContestError if a contender fails, or computes something else than the first.
    """
    order = random.Random(0)
    result = Contest()
    for _ in range(effort.starts):
        with nullcontext(running) if running else processes(contenders, effort.threads) as started:
            if not result.seconds:
                contenders = agreeing(started, workload, check)
                result.seconds = {contender: [] for contender in contenders}
            for contender in contenders:
                started[contender].ask("prepare", workload=workload, arguments=arguments, seconds=effort.seconds)
            for _ in range(effort.rounds):
                for contender in order.sample(contenders, len(contenders)):
                    result.seconds[contender].append(started[contender].ask("time"))
    return result


def agreeing(started: dict[str, Process], workload: str, check: Check) -> list[str]:
    """The contenders that take part in the workload, once it is sure that they computed the same numbers."""
    outcomes = {}
    for contender, process in started.items():
        steps = process.ask("outcomes", workload=workload, arguments=check.arguments, steps=check.steps)
        if steps is not None:
            outcomes[contender] = [number for step in steps for number in step]
    first, expected = next(iter(outcomes.items()))
    largest = max(map(abs, expected))
    for contender, numbers in outcomes.items():
        same = len(numbers) == len(expected) and all(
            abs(mine - theirs) <= check.tolerance * largest for mine, theirs in zip(numbers, expected)
        )
        if not same:
            raise ContestError(
                f"in {workload} {check.arguments} {contender} computes\n  {numbers[:8]}\nbut {first}\n  {expected[:8]}"
            )
    return list(outcomes)
