"""How many connections enter and leave a unit."""

from __future__ import annotations

import math

from autograd import error_message


def fans(shape: tuple[int, ...]) -> tuple[int, int]:
    """The number of inputs that reach a unit, and of outputs that an input reaches, for a weight of ``shape``.

    >>> fans((50, 784))
    (784, 50)
    """
    if len(shape) < 2:
        raise ValueError(
            error_message(
                f"a tensor of shape {shape} has no fan-in and fan-out",
                "give a weight of at least two axes (out, in); for biases use zeros_ or constant_",
            )
        )
    field = math.prod(shape[2:])
    return shape[1] * field, shape[0] * field
