"""Checkpoint: everything that a training run needs to go on from where it was, in one file."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import numpy as np

from autograd import error_message
from nn.seeding import generator_state, get_rng_state, restore_generator, set_rng_state

from .file import SavedFileError, load, save

#: Names in a file that are not those of objects.
_RNG, _VALUES = "rng", "values"


class Checkpoint:
    """The states of several objects in one file, to be saved now and then and loaded together.

    With a model, its optimizer, schedules and minibatches in it, a run that was killed goes on from the last save and
    gives, bit for bit, what it would have given. The state of the package's own random numbers (`nn.manual_seed`) is
    always with them.

    Parameters
    ----------
    path
        The file. It is written when `save` is called, as `nn.save` writes it: whole or not at all.
    **objects
        What is saved, by name: objects with ``state_dict`` and ``load_state_dict``, and NumPy Generators.

    Raises
    ------
    TypeError
        For objects of another kind.

    Examples
    --------
    >>> import tempfile
    >>> import nn, optim
    >>> folder = tempfile.TemporaryDirectory()
    >>> model = nn.Linear(3, 2)
    >>> optimizer = optim.SGD(model.parameters(), lr=0.1)
    >>> checkpoint = nn.Checkpoint(f"{folder.name}/run.safetensors", model=model, optimizer=optimizer)
    >>> checkpoint.exists()
    False
    >>> checkpoint.save(epoch=7)
    >>> checkpoint.load()
    {'epoch': 7}

    Another program takes only the model from it:

    >>> _ = model.load_state_dict(nn.load(f"{folder.name}/run.safetensors")["model"])
    >>> folder.cleanup()
    """

    def __init__(self, path: str | os.PathLike[str], /, **objects: Any) -> None:
        for name, item in objects.items():
            if name in (_RNG, _VALUES):
                raise ValueError(error_message(f"an object called {name!r}", "give it another name"))
            if not isinstance(item, np.random.Generator) and not (
                hasattr(item, "state_dict") and hasattr(item, "load_state_dict")
            ):
                raise TypeError(
                    error_message(
                        f"{name!r} is of type {type(item).__name__}, which has no state to save",
                        "give objects with state_dict() and load_state_dict(), or NumPy Generators; "
                        "plain values go to save(name=value)",
                    )
                )
        self.path = Path(path)
        self.objects = objects

    def exists(self) -> bool:
        """Whether there is a file."""
        return self.path.exists()

    def save(self, **values: Any) -> None:
        """Saves the present states in place of those saved before, with plain values such as the number of the epoch.

        Raises
        ------
        ValueError
            For values that cannot be saved. The file is as it was then.
        OSError
            Where it cannot be written.
        """
        states = {name: _state(item) for name, item in self.objects.items()}
        save({**states, _VALUES: values, _RNG: get_rng_state()}, self.path)

    def load(self) -> dict[str, Any]:
        """Puts all objects into the states that were saved, and returns the values that were saved with them.

        Raises
        ------
        SavedFileError
            Where the file is damaged, or does not have these objects, or one of them refuses its state. The message
            names it. Nothing is changed then.
        OSError
            Where there is no such file, or it cannot be read.
        """
        states = load(self.path)
        wanted = {*self.objects, _VALUES, _RNG}
        if not isinstance(states, Mapping) or states.keys() != wanted:
            found = states.keys() if isinstance(states, Mapping) else set()
            raise SavedFileError(f"{self.path}: {_difference(wanted - {_VALUES, _RNG}, set(found) - {_VALUES, _RNG})}")
        rng_before = get_rng_state()
        before: list[tuple[Any, Any]] = []
        name = _RNG
        try:
            set_rng_state(states[_RNG])
            for name, item in self.objects.items():
                before.append((item, _state(item)))
                _restore(item, states[name])
        except Exception as error:
            for item, state in reversed(before):
                _restore(item, state)
            set_rng_state(rng_before)
            raise SavedFileError(
                f"{self.path}: what it has for {name!r} does not fit, and nothing was changed: {error}"
            ) from error
        return dict(states[_VALUES])

    def __repr__(self) -> str:
        return f"Checkpoint({str(self.path)!r}, {', '.join(self.objects)})"


def _state(item: Any) -> Any:
    return generator_state(item) if isinstance(item, np.random.Generator) else item.state_dict()


def _restore(item: Any, state: Any) -> None:
    if isinstance(item, np.random.Generator):
        restore_generator(item, state)
    else:
        item.load_state_dict(state)


def _difference(wanted: set[str], found: set[str]) -> str:
    missing, unexpected = sorted(wanted - found), sorted(found - wanted)
    parts = [f"it has no {', '.join(map(repr, missing))}"] if missing else []
    if unexpected:
        parts.append(f"it has {', '.join(map(repr, unexpected))}, which the run does not")
    return "not this run's checkpoint: " + ("; ".join(parts) or "it has no states")
