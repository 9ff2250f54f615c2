"""What `import autograd` takes, beside `import numpy`."""

from __future__ import annotations

import random
import subprocess
import sys
import tempfile

from benchmarks.contest import Contest, Effort, environment
from benchmarks.facts import Facts
from benchmarks.report import milliseconds, spread, table

MODULES = ["numpy", "autograd"]
# The import alone: what the interpreter needs to start would bring the ratio nearer to 1.
TIMED_IMPORT = "from time import perf_counter as now; start = now(); import {}; print(now() - start)"


def measure(names: dict[str, str], effort: Effort, facts: Facts) -> str:
    """A section of the results."""
    modules = MODULES if "overbar" in names else MODULES[:1]
    result = Contest({module: [] for module in modules})
    order = random.Random(0)
    with tempfile.TemporaryDirectory() as elsewhere:
        for turn in range(effort.starts * effort.rounds + 1):
            for module in order.sample(modules, len(modules)):
                seconds = seconds_to_import(module, elsewhere, effort.threads)
                # The first turn reads the files from the disk and may compile them.
                if turn > 0:
                    result.seconds[module].append(seconds)
    if "autograd" in modules:
        facts["`import autograd` over `import numpy`"] = result.ratios("autograd", "numpy")
    rows = [
        [f"`import {module}`", milliseconds(result.seconds[module]), spread(result.ratios(module, "numpy"))]
        for module in modules
    ]
    return "\n\n".join(
        [
            "### Import",
            "The import statement alone, in a new process each time, in turns. Milliseconds, medians:",
            table(["", "time", "multiple of NumPy's"], rows),
        ]
    )


def seconds_to_import(module: str, directory: str, threads: int) -> float:
    """How long the import takes in a new process."""
    process = subprocess.run(
        [sys.executable, "-c", TIMED_IMPORT.format(module)],
        cwd=directory,
        env=environment(threads),
        capture_output=True,
        text=True,
        check=True,
    )
    return float(process.stdout)
