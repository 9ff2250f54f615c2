"""Lines of formulas laid out as a whole: aligned TeX, aligned text, an HTML table."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from ..formulas.expressions import Shape
from ..formulas.mathml import mathml
from ..formulas.plain import columns, raised
from ..formulas.single import Formula
from .equations import Equation

_TEX_NUMBERS = {"R": r"\mathbb{R}", "Z": r"\mathbb{Z}", "B": r"\{0, 1\}"}
_TEXT_NUMBERS = {"R": "ℝ", "Z": "ℤ", "B": "{0, 1}"}

#: The left side, the sign between, and the right side of a line.
Sides = tuple[str, str, str]


@dataclass(frozen=True)
class Constant:
    """A line that says what kind of array a constant is."""

    name: Formula
    shape: Shape
    #: The letter for the numbers that its entries are among: R, Z, or B for 0 and 1.
    numbers: str


@dataclass(frozen=True)
class Block:
    """Lines under a title, of which only the first ``most`` are shown."""

    title: str
    lines: Sequence[Equation | Constant]

    def shown(self, most: int | None) -> Sequence[Equation | Constant]:
        """The lines to be shown."""
        return self.lines if most is None or len(self.lines) <= most else self.lines[: most - 1]

    def hidden(self, most: int | None) -> str | None:
        """What stands for the lines that are not shown, if there are any."""
        left = len(self.lines) - len(self.shown(most))
        return f"({left:,} more lines)" if left else None


def as_tex(blocks: Sequence[Block], most: int | None = None) -> str:
    """One TeX formula, aligned at the signs between the sides."""
    return "\\begin{array}{l}\n" + " \\\\[1ex]\n".join(_tex_block(block, most) for block in blocks) + "\n\\end{array}"


def _tex_block(block: Block, most: int | None) -> str:
    rows = [f"{left} &{sign} {right}" for left, sign, right in map(_tex_sides, block.shown(most))]
    hidden = block.hidden(most)
    if hidden:
        rows.append(rf"&\;\vdots \quad \text{{{hidden}}}")
    aligned = " \\\\\n".join(rows)
    return f"\\textbf{{{block.title}}} \\\\\n\\begin{{aligned}}\n{aligned}\n\\end{{aligned}}"


def as_text(blocks: Sequence[Block], most: int | None = None) -> str:
    """Lines of plain text, aligned at the signs between the sides."""
    return "\n\n".join("\n".join(_text_block(block, most)) for block in blocks)


def _text_block(block: Block, most: int | None) -> Iterator[str]:
    yield block.title
    sides = list(map(_text_sides, block.shown(most)))
    widest = max(columns(left) for left, _, _ in sides)
    for left, sign, right in sides:
        yield f"  {' ' * (widest - columns(left))}{left} {sign} {right}"
    hidden = block.hidden(most)
    if hidden:
        yield f"  {' ' * widest} ⋮ {hidden}"


def as_html(blocks: Sequence[Block]) -> str:
    """A table of MathML. Needs latex2mathml."""
    rows = "".join(f"<tr>{cells}</tr>" for block in blocks for cells in _html_block(block))
    return f'<table style="border: none; border-collapse: collapse">{rows}</table>'


def _html_block(block: Block) -> Iterator[str]:
    yield f'<th colspan="3" style="text-align: left; padding: 0.6em 0 0.2em">{block.title}</th>'
    for line in block.lines:
        left, sign, right = _tex_sides(line)
        yield _cell(left, "right") + _cell(sign, "center") + _cell(right, "left")


def _cell(tex: str, align: str) -> str:
    style = f"text-align: {align}; padding: 0.2em 0.15em; vertical-align: baseline"
    return f'<td style="{style}">{mathml(tex, block=True)}</td>'


def _tex_sides(line: Equation | Constant) -> Sides:
    if isinstance(line, Equation):
        left, right = line.sides
        return left.tex, "=", right.tex
    lengths = r" \times ".join(map(str, line.shape))
    return line.name.tex, r"\in", f"{_TEX_NUMBERS[line.numbers]}^{{{lengths}}}"


def _text_sides(line: Equation | Constant) -> Sides:
    if isinstance(line, Equation):
        left, right = line.sides
        return left.text, "=", right.text
    return line.name.text, "∈", raised(_TEXT_NUMBERS[line.numbers], "×".join(map(str, line.shape)))
