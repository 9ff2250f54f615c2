"""The notebooks as they lie in the repository: without outputs, and each made as notebooks/README.md says."""

import json
import re
from pathlib import Path

import pytest

from autograd.views.formulas.mathml import mathml

FOLDER = Path(__file__).parents[1] / "notebooks"
NOTEBOOKS = {file.stem: json.loads(file.read_text(encoding="utf-8")) for file in sorted(FOLDER.glob("*.ipynb"))}
each = pytest.mark.parametrize("name", NOTEBOOKS)


def text_of(name: str, kind: str) -> str:
    return "\n\n".join("".join(cell["source"]) for cell in NOTEBOOKS[name]["cells"] if cell["cell_type"] == kind)


def test_they_are_numbered_and_listed():
    assert [name[:2] for name in NOTEBOOKS] == [f"{number:02}" for number in range(1, len(NOTEBOOKS) + 1)]
    listed = re.findall(r"\((\d\d-[\w-]+)\.ipynb\)", (FOLDER / "README.md").read_text(encoding="utf-8"))
    assert listed == list(NOTEBOOKS)


@each
def test_outputs_are_not_kept(name):
    notebook = NOTEBOOKS[name]
    assert (notebook["nbformat"], notebook["nbformat_minor"]) == (4, 5)
    assert notebook["metadata"]["kernelspec"]["name"] == "python3"
    for cell in notebook["cells"]:
        assert not cell.get("outputs")
        assert cell.get("execution_count") is None
        assert set(cell["metadata"]) <= {"tags", "jupyter"}
    identifiers = [cell["id"] for cell in notebook["cells"]]
    assert len(set(identifiers)) == len(identifiers)


@each
def test_it_says_what_for_asks_before_it_shows_and_ends_in_exercises(name):
    first = "".join(NOTEBOOKS[name]["cells"][0]["source"])
    assert first.startswith("# ")
    assert re.search(r"After this notebook you can\b", first)
    text = text_of(name, "markdown")
    assert "**Predict" in text
    assert "## Exercises" in text
    assert 2 <= len(re.findall(r"^\*\*\d\.\*\*", text, re.MULTILINE)) <= 3
    assert [cell for cell in NOTEBOOKS[name]["cells"] if "solutions" in cell["metadata"].get("tags", [])]


@each
def test_its_claims_are_checked(name):
    assert text_of(name, "code").count("assert ") >= 3


@each
def test_its_formulas_can_be_made_mathml(name):
    """As `make notebooks` makes them for its pages."""
    text = re.sub(r"```.*?```|`[^`\n]*`", "", text_of(name, "markdown"), flags=re.DOTALL)
    for formula in re.findall(r"\$\$(.+?)\$\$|\$([^$]+?)\$", text, re.DOTALL):
        assert mathml(" ".join("".join(formula).split())).startswith("<math")
