"""Parameter: a tensor that a module learns."""

from __future__ import annotations

from typing import Any

import numpy as np

from autograd import Tensor


class Parameter(Tensor):
    """A tensor that a `Module` finds among its attributes, trains and saves.

    It requires a gradient unless told otherwise, and always copies ``data``, which may be anything that a tensor takes;
    the dtype is kept as given.

    >>> import numpy as np
    >>> Parameter(np.zeros(2, np.float32))
    Parameter([0., 0.], dtype=float32, requires_grad=True)
    """

    __slots__ = ()

    def __init__(self, data: Any, requires_grad: bool = True, name: str | None = None) -> None:
        if isinstance(data, Tensor):
            data = data.data
        super().__init__(data if requires_grad else np.array(data), requires_grad, name)
