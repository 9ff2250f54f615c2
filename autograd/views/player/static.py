"""What a reader sees of the player where scripts do not run: the steps as a table, in plain HTML without any style."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING

from .. import numerals
from ..text import line as printable

if TYPE_CHECKING:
    from ..stepping.stepper import Stepper
    from ..stepping.steps import Step

#: A longer table is cut in the middle.
_MOST = 120
#: A longer formula is cut off.
_LONGEST = 300


NEEDS_SCRIPTS = (
    "This table stands in for a player, which needs scripts to run: trust the notebook or run its cell again, or open "
    'in a browser the page that stepper.save("backprop.html") writes.'
)


def static_table(stepper: Stepper, note: str) -> str:
    """The steps as an HTML table, under a note that says how to get the player."""
    steps = list(stepper)
    names = " and ".join(stepper.trace.labels[node] for node in stepper.trace.seeds)
    rows = [_row(step, len(steps)) for step in steps[: _MOST * 2 // 3]]
    if len(steps) > _MOST:
        rows.append(f'<tr><td></td><td colspan="3">… {len(steps) - _MOST} more steps …</td></tr>')
    rows += [_row(step, len(steps)) for step in steps[max(_MOST * 2 // 3, len(steps) - _MOST // 3) :]]
    return (
        f"<p><strong>Backpropagation of {escape(names)}, step by step.</strong> {escape(note)}</p>\n"
        "<table><thead><tr><th>Step</th><th>What happens</th><th>Rule</th><th>Result</th></tr></thead>\n<tbody>\n"
        + "\n".join(rows)
        + "\n</tbody></table>"
    )


def _row(step: Step, count: int) -> str:
    cells = (
        f"{step.number} of {count}",
        printable(step.headline, _LONGEST),
        printable(step.rule.symbols.text, _LONGEST),
        numerals.array(step.result),
    )
    return "<tr>" + "".join(f"<td>{escape(cell)}</td>" for cell in cells) + "</tr>"
