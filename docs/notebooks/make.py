"""Runs the notebooks and makes pages of them, with what they showed: ``python docs/notebooks/make.py [NAME ...]``.

The pages, in this folder, need no network: formulas are MathML, and players carry all they need. They are light or
dark as the reader's system is.
"""

from __future__ import annotations

import os
import re
import sys
from html import escape
from pathlib import Path
from typing import Any

import nbformat
from nbconvert import HTMLExporter
from nbconvert.preprocessors import ExecutePreprocessor, Preprocessor
from pygments.formatters import HtmlFormatter
from tqdm import tqdm

from autograd.views.formulas.mathml import mathml

HERE = Path(__file__).parent
NOTEBOOKS = HERE.parent.parent / "notebooks"

#: What the kernel is told first: derivations show themselves as MathML, where otherwise a page needs MathJax.
_SHOW_MATHML = (
    "from autograd.views.derivation.derive import Derivation as _D; "
    "get_ipython().display_formatter.formatters['text/html'].for_type(_D, lambda d: d.mathml)"
)
#: Code, where a dollar is a dollar; or a formula on lines of its own; or one within a line.
_CODE_OR_FORMULA = re.compile(r"(?P<code>```.*?```|`[^`\n]*`)|\$\$(?P<block>.+?)\$\$|\$(?P<inline>[^$]+?)\$", re.DOTALL)


class Formulas(Preprocessor):
    """Puts MathML in the place of the TeX in a notebook's text."""

    def preprocess_cell(self, cell: Any, resources: Any, index: int) -> Any:
        """Called by nbconvert for every cell."""
        if cell.cell_type == "markdown":
            cell.source = _CODE_OR_FORMULA.sub(_written, cell.source)
        return cell, resources


def _written(match: re.Match[str]) -> str:
    if match["code"]:
        return match["code"]
    tex = " ".join((match["block"] or match["inline"]).split())
    # Markdown takes a bar in a table for the end of a cell.
    formula = mathml(tex, block=match["block"] is not None).replace("|", "&#124;")
    return f'<span class="formula">{formula}</span>' if match["block"] else formula


def title_of(notebook: Any) -> str:
    """The notebook's first heading."""
    return str(notebook.cells[0].source.splitlines()[0].lstrip("# "))


def highlighting(style: str, condition: str) -> str:
    """The colours of program text, where a media condition holds."""
    rules = "\n".join(
        rule
        for rule in HtmlFormatter(style=style).get_style_defs(".highlight").splitlines()
        if rule.startswith(".highlight .")
    )
    return f"{condition} {{\n{rules}\n}}\n" if condition else f"{rules}\n"


def page(notebook: Any, name: str, title: str) -> str:
    """A notebook that has been run, as a page."""
    style = highlighting("default", "") + highlighting("github-dark", "@media (prefers-color-scheme: dark)")
    exporter = HTMLExporter(template_name="course", extra_template_basedirs=[str(HERE / "template")])
    exporter.register_preprocessor(Formulas(enabled=True), enabled=True)
    body, _ = exporter.from_notebook_node(notebook, {"metadata": {"name": name}, "title": title, "style": style})
    return str(body)


def main(names: list[str]) -> None:
    """Makes the pages of the notebooks of these names, or of all, and the page that lists all."""
    files = sorted(NOTEBOOKS.glob("[0-9]*.ipynb"))
    chosen = [file for file in files if not names or file.stem in names]
    for file in (bar := tqdm(chosen, unit="notebook")):
        bar.set_postfix_str(file.stem)
        notebook = nbformat.read(file, as_version=4)
        runner = ExecutePreprocessor(timeout=600, extra_arguments=[f"--IPKernelApp.exec_lines={_SHOW_MATHML}"])
        runner.preprocess(notebook, {"metadata": {"path": str(NOTEBOOKS)}})
        (HERE / f"{file.stem}.html").write_text(page(notebook, file.stem, title_of(notebook)), encoding="utf-8")
    titles = {file.stem: title_of(nbformat.read(file, as_version=4)) for file in files}
    (HERE / "index.html").write_text(index(titles), encoding="utf-8")
    print(f"the notebooks as pages: {os.path.relpath(HERE / 'index.html')}")


def index(titles: dict[str, str]) -> str:
    """The page that lists the notebooks."""
    style = (HERE / "template" / "course" / "page.css").read_text(encoding="utf-8")
    items = "\n".join(f'<li><a href="{escape(name)}.html">{escape(title)}</a></li>' for name, title in titles.items())
    return (
        '<!DOCTYPE html>\n<html lang="en">\n<head>\n<meta charset="utf-8">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        f"<title>How gradients flow: a course in notebooks</title>\n<style>\n{style}</style>\n</head>\n<body>\n<main>\n"
        f"<h1>How gradients flow</h1>\n<p>A course in {len(titles)} notebooks, with Overbar.</p>\n"
        f"<ol>\n{items}\n</ol>\n</main>\n</body>\n</html>\n"
    )


if __name__ == "__main__":
    main(sys.argv[1:])
