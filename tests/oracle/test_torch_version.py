"""The oracle is one fixed version of PyTorch."""

import tomllib
from pathlib import Path

import torch


def test_torch_is_the_version_that_pyproject_names():
    root = Path(__file__).parents[2]
    pyproject = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))
    [requirement] = pyproject["project"]["optional-dependencies"]["oracle"]
    # The local part, as in 2.13.0+cpu, says how it was built, not which version it is.
    assert requirement == "torch==" + torch.__version__.split("+")[0]
