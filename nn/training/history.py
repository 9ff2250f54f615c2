"""History: what happened in each epoch of a training run."""

from __future__ import annotations

import itertools
from collections.abc import Iterator, Mapping
from numbers import Real
from typing import TYPE_CHECKING, Any, SupportsIndex

from autograd import error_message

if TYPE_CHECKING:
    from nn.figure import Plot


class History:
    """A table with a row for each epoch, of numbers by name.

    Examples
    --------
    >>> history = History()
    >>> history.append(loss=0.9, val_loss=1.1)
    >>> history.append(loss=0.5, val_loss=0.8)
    >>> history["val_loss"]
    [1.1, 0.8]
    >>> len(history)
    2
    >>> history[-1]
    {'loss': 0.5, 'val_loss': 0.8}
    >>> print(history)
    epoch      loss  val_loss
        1       0.9       1.1
        2       0.5       0.8
    """

    def __init__(self) -> None:
        self.rows: list[dict[str, float]] = []

    def append(self, **values: float) -> None:
        """Adds the numbers of an epoch."""
        self.rows.append(values)

    @property
    def columns(self) -> list[str]:
        """The names of the numbers, in the order in which they first came."""
        return list(dict.fromkeys(name for row in self.rows for name in row))

    def __getitem__(self, key: str | SupportsIndex | slice) -> Any:
        """The numbers of one name, in the order of the epochs; or the row of an epoch, counted from 0.

        For a slice of epochs the list of their rows.
        """
        if isinstance(key, slice) or hasattr(key, "__index__"):
            return self.rows[key]
        if key not in self.columns:
            raise LookupError(
                error_message(
                    f"the history has no {key!r}", f"it has {', '.join(map(repr, self.columns)) or 'no epochs yet'}"
                )
            )
        return [row[key] for row in self.rows if key in row]

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[dict[str, float]]:
        return iter(self.rows)

    def plot(self, *columns: str) -> Plot:
        """The named columns, or all that have a loss in their names, over the epochs: a matplotlib figure.

        Each number is drawn at its own epoch, also where a column has none in the first ones. A notebook shows it; in a
        program ``plot().savefig("losses.svg")``.

        Raises
        ------
        LookupError
            For a column that is not there.
        ImportError
            Where matplotlib is missing.
        """
        from nn.figure import COLORS, subplots

        shown = columns or [name for name in self.columns if "loss" in name]
        drawn = [(self._epochs(name), self[name]) for name in shown]
        figure, axes = subplots()
        for name, (epochs, numbers), color in zip(shown, drawn, itertools.cycle(COLORS), strict=False):
            axes.plot(epochs, numbers, color=color, label=name)
        axes.set_xlabel("epoch")
        axes.xaxis.get_major_locator().set_params(integer=True)
        axes.legend()
        return figure  # type: ignore[no-any-return]

    def _epochs(self, name: str) -> list[int]:
        """The numbers of the epochs, from 1, that have a column."""
        return [number for number, row in enumerate(self.rows, 1) if name in row]

    def state_dict(self) -> dict[str, Any]:
        """The rows, as plain numbers."""
        return {"rows": [dict(row) for row in self.rows]}

    def load_state_dict(self, state_dict: Any) -> None:
        """Takes over the rows of a `state_dict`.

        Raises
        ------
        ValueError
            Where it is none. Nothing is changed then.
        """
        rows = state_dict.get("rows") if isinstance(state_dict, Mapping) else None
        if not isinstance(rows, list) or not all(isinstance(row, Mapping) and _is_row(row) for row in rows):
            raise ValueError(error_message("no state of a History", "load what its state_dict() returned"))
        self.rows = [dict(row) for row in rows]

    def __repr__(self) -> str:
        return f"History({len(self)} epochs of {', '.join(self.columns) or 'nothing'})"

    def __str__(self) -> str:
        columns = self.columns
        widths = [max(len(name) + 2, 10) for name in columns]
        lines = ["epoch" + "".join(f"{name:>{width}}" for name, width in zip(columns, widths))]
        for number, row in enumerate(self.rows, 1):
            cells = (f"{row[name]:.4g}" if name in row else "" for name in columns)
            lines.append(f"{number:5}" + "".join(f"{cell:>{width}}" for cell, width in zip(cells, widths)))
        return "\n".join(lines)


def _is_row(row: Mapping[Any, Any]) -> bool:
    return all(isinstance(name, str) and isinstance(value, Real) for name, value in row.items())
