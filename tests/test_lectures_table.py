"""docs/lectures.md has a line for every row of the lectures' claims, and what it names is there."""

import ast
import re
from pathlib import Path

import pytest

import autograd
import nn
import optim

ROOT = Path(__file__).parents[1]
LINES = [
    [cell.strip() for cell in line.strip("|").split(" | ")]
    for line in (ROOT / "docs" / "lectures.md").read_text(encoding="utf-8").splitlines()
    if re.match(r"\| [ENUT]\d+ \|", line)
]
IDS = [
    f"{letter}{number}" for letter, count in (("E", 9), ("N", 8), ("U", 10), ("T", 8)) for number in range(1, count + 1)
]


def quoted(cell: str) -> list[str]:
    names = re.findall(r"`([^`]+)`", cell)
    assert names, "a cell that names nothing"
    return names


def test_every_row_has_a_line():
    assert [line[0] for line in LINES] == IDS


@pytest.mark.parametrize("line", LINES, ids=lambda line: line[0])
def test_what_a_line_names_is_there(line):
    _, _, code, tests, notebooks = line
    for name in quoted(code):
        if "/" in name:
            assert (ROOT / name).exists(), name
        else:
            value = {"autograd": autograd, "nn": nn, "optim": optim, "Tensor": autograd.Tensor}
            first, *rest = name.split("(")[0].split(".")
            found = value[first]
            for part in rest:
                found = getattr(found, part)
    for name in quoted(tests):
        path, _, function = name.partition("::")
        assert (ROOT / path).exists(), name
        if function:
            tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
            assert function in {node.name for node in tree.body if isinstance(node, ast.FunctionDef)}, name
    for name in quoted(notebooks):
        assert (ROOT / name).is_file(), name
