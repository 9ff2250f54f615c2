"""Which Python runs a contender: this one, or that of an environment of its own, which is made when first asked for."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[1]
#: What to install for the contenders that cannot live beside Overbar: HIPS autograd is imported by the same name.
OWN = {"hips": ["autograd>=1.7", "numpy>=2.0", "threadpoolctl>=3.5"]}

#: Runs a module of the benchmarks from outside, so that the name `autograd` is what is installed there.
_RUN = "import runpy, sys; sys.path.append(sys.argv.pop(1)); runpy.run_module('benchmarks.worker', run_name='__main__')"


def command(contender: str) -> list[str]:
    """The command that starts a contender's worker."""
    if contender not in OWN:
        return [sys.executable, "-m", "benchmarks.worker", contender]
    return [str(_python(contender)), "-P", "-c", _RUN, str(ROOT), contender]


def _python(contender: str) -> Path:
    folder = ROOT / f".venv-{contender}"
    python, done = folder / "bin" / "python", folder / ".installed"
    if not done.exists():
        print(f"making {folder.name} for {contender}", file=sys.stderr)
        subprocess.run([sys.executable, "-m", "venv", "--clear", str(folder)], check=True)
        subprocess.run([str(python), "-m", "pip", "install", "--quiet", "--no-input", *OWN[contender]], check=True)
        done.touch()
    return python
