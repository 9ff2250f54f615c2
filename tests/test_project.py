"""The project around the code: what the README promises exists, and what is shipped is complete."""

import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PYPROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
PACKAGES = PYPROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"]


def make_targets() -> set[str]:
    return set(re.findall(r"^([a-z][a-z-]*):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))


@pytest.mark.parametrize("page", ["README.md", ".ci/run", "CHANGELOG.md"])
def test_every_make_command_on_a_page_is_a_target(page):
    text = (ROOT / page).read_text(encoding="utf-8")
    named = set(re.findall(r"(?:^ *|`)make ([a-z][a-z-]*)", text, re.MULTILINE))
    assert named <= make_targets()


def test_readme_names_the_two_commands():
    readme = (ROOT / "README.md").read_text(encoding="utf-8")
    assert "    make demo " in readme
    assert "    make test " in readme


def test_make_alone_lists_every_target():
    listing = subprocess.run(["make"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    assert set(re.findall(r"^ *make ([a-z-]+)", listing, re.MULTILINE)) == make_targets()


def test_make_test_installs_no_torch():
    extras = PYPROJECT["project"]["optional-dependencies"]
    reached, waiting = set(), ["dev"]
    while waiting:
        extra = waiting.pop()
        reached.add(extra)
        for requirement in extras[extra]:
            assert not requirement.startswith("torch")
            if own := re.fullmatch(r"overbar\[(.+)\]", requirement):
                waiting += set(own[1].split(",")) - reached
    assert {"dev", "examples", "view"} <= reached
