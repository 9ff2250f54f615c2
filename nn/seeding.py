"""Where random numbers come from: a NumPy Generator that is passed, or else one that the package keeps."""

from __future__ import annotations

import copy
from collections.abc import Mapping
from typing import Any

import numpy as np

from autograd import error_message

#: What a parameter called ``rng`` takes: a Generator, a seed for a new one, or None for the package's own.
Seed = np.random.Generator | int | None

_own = np.random.default_rng()


def manual_seed(seed: int) -> np.random.Generator:
    """Starts the package's own random numbers anew from ``seed``, and returns their Generator.

    They serve wherever no ``rng`` is given: initial weights, the order of minibatches. Without a call of this they are
    different in every run. NumPy's global state (``np.random.seed``) plays no part.

    >>> import nn
    >>> _ = nn.manual_seed(0)
    >>> first = nn.Linear(3, 2).weight.data
    >>> _ = nn.manual_seed(0)
    >>> bool((nn.Linear(3, 2).weight.data == first).all())
    True
    """
    global _own
    _own = _seeded(seed)
    return _own


def generator(rng: Seed) -> np.random.Generator:
    """The Generator that ``rng`` stands for: itself, a new one from a seed, or the package's own for None.

    >>> generator(7).integers(100) == np.random.default_rng(7).integers(100)
    np.True_
    """
    return _own if rng is None else _seeded(rng)


def _seeded(seed: Any) -> np.random.Generator:
    try:
        return np.random.default_rng(seed)
    except (TypeError, ValueError) as error:
        hint = "give a whole number from 0 on, or a NumPy Generator"
        raise type(error)(error_message(f"{seed!r} is no seed of random numbers: {error}", hint)) from None


def get_rng_state() -> dict[str, Any]:
    """Where the package's own random numbers are, as plain numbers and strings.

    >>> import nn
    >>> state = nn.get_rng_state()
    >>> first = nn.Linear(3, 2).weight.data
    >>> nn.set_rng_state(state)
    >>> bool((nn.Linear(3, 2).weight.data == first).all())
    True
    """
    return generator_state(_own)


def set_rng_state(state: Mapping[str, Any]) -> None:
    """Puts the package's own random numbers back to where `get_rng_state` found them.

    The Generator stays the same object, so whatever was built with it goes on from there as well.

    Raises
    ------
    ValueError
        Where ``state`` is none of the package's Generator. Nothing is changed then.
    """
    restore_generator(_own, state)


def generator_state(rng: np.random.Generator) -> dict[str, Any]:
    """Where a Generator is in its sequence of random numbers: a dict of numbers, strings and arrays."""
    return copy.deepcopy(dict(rng.bit_generator.state))


def restore_generator(rng: np.random.Generator, state: Any) -> None:
    """Puts a Generator back to where `generator_state` found it, or one of the same kind.

    Raises
    ------
    ValueError
        Where ``state`` is none of this kind of Generator. Nothing is changed then.
    """
    trial = copy.deepcopy(rng.bit_generator)
    try:
        trial.state = dict(state)
    except (TypeError, ValueError, KeyError, OverflowError, AttributeError) as error:
        kind = type(trial).__name__
        found = state.get("bit_generator") if isinstance(state, Mapping) else None
        raise ValueError(
            error_message(
                f"no state of a {kind} generator: "
                + (f"it is of {found!r}" if found not in (None, kind) else f"{type(error).__name__}: {error}"),
                "give what generator_state() returned for a Generator of the same kind",
            )
        ) from None
    rng.bit_generator.state = dict(state)
