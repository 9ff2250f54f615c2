"""The README's programs run, and print what it says they print."""

import contextlib
import io
import re
from pathlib import Path

import numpy as np
import pytest

import autograd

README = (Path(__file__).parents[1] / "README.md").read_text(encoding="utf-8")
PROGRAMS = re.findall(r"```python\n(.*?)```", README, re.DOTALL)


def test_the_first_program_prints_what_the_readme_says(tmp_path):
    path = tmp_path / "first.py"
    path.write_text(PROGRAMS[0], encoding="utf-8")
    printed = io.StringIO()
    with contextlib.redirect_stdout(printed):
        exec(compile(PROGRAMS[0], str(path), "exec"), {"__name__": "__main__"})
    [expected] = re.findall(r"```text\n(.*?)```", README, re.DOTALL)
    numbers, text = printed.getvalue().split("\n", 1)
    expected_numbers, expected_text = expected.split("\n", 1)
    np.testing.assert_allclose([*map(float, numbers.split())], [*map(float, expected_numbers.split())], rtol=1e-12)
    assert text.split() == expected_text.split()


@pytest.mark.parametrize("picture", re.findall(r"docs/images/[\w.-]+", README))
def test_its_pictures_are_there_and_small(picture):
    assert 0 < (Path(__file__).parents[1] / picture).stat().st_size < 200_000


@pytest.mark.parametrize("program", PROGRAMS[1:])
def test_the_other_programs_run(program):
    rng = np.random.default_rng(0)
    train_xs, train_ts = rng.normal(size=(40, 64)).astype(np.float32), rng.integers(0, 10, 40)
    exec(program, {**vars(autograd), "np": np, "train_xs": train_xs, "train_ts": train_ts})
