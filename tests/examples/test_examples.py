"""The examples, run as a user runs them."""

import gzip
import os
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

ROOT = Path(__file__).parents[2]


def run(program, *arguments):
    environment = os.environ | {"PYTHONPATH": str(ROOT), "PYTHONIOENCODING": "utf-8"}
    return subprocess.run(
        [sys.executable, ROOT / "examples" / program, *map(str, arguments)],
        env=environment,
        capture_output=True,
        text=True,
        encoding="utf-8",
    )


def accuracy(output):
    [percent] = re.findall(r"accuracy: ([\d.]+)%$", output, re.MULTILINE)
    return float(percent)


@pytest.mark.parametrize("seed", [0, 1])
def test_digits_reaches_97_percent(seed):
    result = run("digits.py", "--seed", seed)
    assert result.returncode == 0, result.stderr
    assert accuracy(result.stdout) >= 97
    assert "training: 100%" in result.stderr
    counts = np.array([row.split("│")[1].split() for row in result.stdout.splitlines() if re.match(r" +\d │", row)])
    counts = np.where(counts == "·", "0", counts).astype(int)
    assert counts.sum() == 450
    assert 100 * np.trace(counts) / 450 == pytest.approx(accuracy(result.stdout), abs=0.01)


def test_digits_gives_the_same_result_for_the_same_seed():
    first, second = (run("digits.py", "--epochs", 2, "--seed", 5) for _ in range(2))
    assert first.stdout == second.stdout


def idx_bytes(array):
    lengths = b"".join(length.to_bytes(4, "big") for length in array.shape)
    return bytes([0, 0, 8, array.ndim]) + lengths + array.astype(np.uint8).tobytes()


@pytest.fixture
def mnist(tmp_path):
    """A folder like MNIST's: on its pictures, each digit is a bright square at a place of its own."""
    rng = np.random.default_rng(0)
    for part, number in (("train", 500), ("t10k", 100)):
        labels = rng.integers(0, 10, number)
        images = rng.integers(0, 50, (number, 28, 28))
        for image, label in zip(images, labels, strict=True):
            image[2 * label : 2 * label + 8, 5:20] += 200
        (tmp_path / f"{part}-images-idx3-ubyte.gz").write_bytes(gzip.compress(idx_bytes(images)))
        (tmp_path / f"{part}-labels-idx1-ubyte").write_bytes(idx_bytes(labels))
    return tmp_path


def test_mnist_learns(mnist):
    result = run("mnist.py", "--data", mnist, "--epochs", 10)
    assert result.returncode == 0, result.stderr
    assert accuracy(result.stdout) > 95
    assert "epoch 10 of 10: 100%" in result.stderr


def cut(path):
    path.write_bytes(path.read_bytes()[:-10])


DAMAGES = {
    "missing": ("train-labels-idx1-ubyte", Path.unlink, "there is no such file"),
    "truncated": ("t10k-labels-idx1-ubyte", cut, "truncated"),
    "truncated gzip": ("t10k-images-idx3-ubyte.gz", cut, "damaged gzip data"),
    "magic": (
        "train-labels-idx1-ubyte",
        lambda path: path.write_bytes(b"<html>no such page</html>"),
        "not an IDX file",
    ),
    "no gzip": ("train-images-idx3-ubyte.gz", lambda path: path.write_bytes(b"\x1f\x8bxxxxxxxx"), "damaged gzip data"),
    "longer": ("train-labels-idx1-ubyte", lambda path: path.write_bytes(path.read_bytes() + b"1"), "more in the file"),
    "mismatch": (
        "t10k-labels-idx1-ubyte",
        lambda path: path.write_bytes(idx_bytes(np.zeros(99))),
        "99 labels for the 100",
    ),
    "folder": ("train-labels-idx1-ubyte", lambda path: (path.unlink(), path.mkdir()), "Is a directory"),
}


@pytest.mark.parametrize(("name", "damage", "message"), DAMAGES.values(), ids=list(DAMAGES))
def test_mnist_names_a_bad_file(mnist, name, damage, message):
    damage(mnist / name)
    result = run("mnist.py", "--data", mnist)
    assert result.returncode == 1
    assert result.stdout == ""
    assert re.fullmatch(rf"mnist\.py: .*{re.escape(message)}.*\n", result.stderr), result.stderr
    assert str(mnist / name) in result.stderr


def test_mnist_names_a_missing_folder(tmp_path):
    result = run("mnist.py", "--data", tmp_path / "nowhere")
    assert result.returncode == 1
    assert result.stderr == f"mnist.py: {tmp_path / 'nowhere'}: there is no such folder\n"
