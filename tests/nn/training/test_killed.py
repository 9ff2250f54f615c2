"""A run that is killed at any moment goes on to the very same end."""

import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import nn

RUN = Path(__file__).with_name("killed_run.py")
KILLS = 5


def start(checkpoint, result, seconds):
    environment = {**os.environ, "PYTHONPATH": str(Path(nn.__file__).parents[1])}
    return subprocess.Popen([sys.executable, str(RUN), str(checkpoint), str(result), str(seconds)], env=environment)


def test_a_run_killed_again_and_again_ends_bit_for_bit_like_one_that_was_left_alone(tmp_path):
    assert start(tmp_path / "whole", tmp_path / "whole result", 0).wait() == 0

    checkpoint, result = tmp_path / "run", tmp_path / "result"
    moments = random.Random()
    kills = 0
    while not result.exists():
        process = start(checkpoint, result, 0.01 if kills < KILLS else 0)
        if kills < KILLS:
            # Wait for a sign of life of this very process, so that the kill hits the training and not the imports.
            before = checkpoint.stat().st_mtime_ns if checkpoint.exists() else 0
            while process.poll() is None and not (checkpoint.exists() and checkpoint.stat().st_mtime_ns > before):
                time.sleep(0.002)
            time.sleep(moments.uniform(0, 0.1))
            process.send_signal(signal.SIGKILL)
            code = process.wait()
            assert code in (0, -signal.SIGKILL)
            kills += code != 0
        else:
            assert process.wait() == 0
    assert kills >= 3
    assert result.read_bytes() == (tmp_path / "whole result").read_bytes()
    assert checkpoint.read_bytes() == (tmp_path / "whole").read_bytes()
