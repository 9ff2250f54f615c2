"""Where random numbers come from: a NumPy Generator that is passed, or else one that the package keeps."""

from __future__ import annotations

import numpy as np

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
    _own = np.random.default_rng(seed)
    return _own


def generator(rng: Seed) -> np.random.Generator:
    """The Generator that ``rng`` stands for: itself, a new one from a seed, or the package's own for None.

    >>> generator(7).integers(100) == np.random.default_rng(7).integers(100)
    np.True_
    """
    return _own if rng is None else np.random.default_rng(rng)
