"""A 784-50-10 network reads 97 % of MNIST's test digits (docs/lectures.md N7).

`make test-mnist OVERBAR_MNIST=FOLDER` runs this, and nothing else does: the files of MNIST are not in the repository.
"""

import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

import nn

ROOT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def folder():
    name = os.environ.get("OVERBAR_MNIST")
    if not name:
        pytest.fail("name a folder with MNIST's four files in the environment variable OVERBAR_MNIST", pytrace=False)
    return Path(name).resolve()


def test_these_are_the_digits_of_mnist(folder):
    digits = nn.data.load_digits()
    assert digits.source == "MNIST"
    assert digits.train_images.shape == (60_000, 28, 28)
    assert digits.test_images.shape == (10_000, 28, 28)
    assert np.bincount(digits.test_labels).tolist() == [980, 1135, 1032, 1010, 982, 892, 958, 1028, 974, 1009]


@pytest.mark.parametrize("seed", [0, 1])
def test_the_example_reads_97_percent_of_the_test_digits(folder, seed):
    program = [sys.executable, ROOT / "examples" / "mnist.py", "--data", folder, "--seed", str(seed)]
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    result = subprocess.run(program, env=environment, capture_output=True, text=True, encoding="utf-8")
    assert result.returncode == 0, result.stderr
    assert "10,000 digits that the network has never seen" in result.stdout
    [percent] = re.findall(r"test accuracy: ([\d.]+)%$", result.stdout, re.MULTILINE)
    assert float(percent) >= 97
