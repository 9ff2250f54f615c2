"""Arrays handed out to be looked at."""

from __future__ import annotations

from typing import Any

import numpy as np

from ..scattered import Scattered


def read_only(array: Any) -> Any:
    """An array that cannot be written to, for it may be the very one that the graph keeps.

    A number becomes an array of shape (); an array of another library is handed out as it is.
    """
    if isinstance(array, Scattered):
        array = array.dense()
    if not isinstance(array, np.ndarray | np.generic | int | float):
        return array
    view = np.asarray(array).view()
    view.flags.writeable = False
    return view
