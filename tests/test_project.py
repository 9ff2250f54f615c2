"""The project around the code: what the README promises exists, and what is shipped is complete."""

import ast
import re
import subprocess
import tomllib
import zipfile
from pathlib import Path

import pytest
from hatchling.builders.wheel import WheelBuilder

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


def imported_names(source: str) -> set[str]:
    names = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("folder", [*PACKAGES, "examples", "tests"])
def test_only_the_oracle_imports_torch(folder):
    for path in (ROOT / folder).rglob("*.py"):
        if ROOT / "tests" / "oracle" not in path.parents:
            assert "torch" not in imported_names(path.read_text(encoding="utf-8")), path


@pytest.fixture(scope="module")
def wheel_contents(tmp_path_factory):
    folder = tmp_path_factory.mktemp("wheel")
    [wheel] = WheelBuilder(str(ROOT)).build(directory=str(folder), versions=["standard"])
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


@pytest.mark.parametrize("package", PACKAGES)
def test_the_wheel_has_every_file_of_the_package(package, wheel_contents):
    files = {
        path.relative_to(ROOT).as_posix()
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert f"{package}/py.typed" in files
    assert files == {name for name in wheel_contents if name.startswith(f"{package}/")}


def test_the_wheel_has_nothing_else_but_its_metadata(wheel_contents):
    assert {name.split("/")[0].split("-")[0] for name in wheel_contents} == {*PACKAGES, "overbar"}
