"""`numpy.linalg`, for programs that ``import autograd.numpy.linalg as npla``."""

from typing import Any

import numpy.linalg as _linalg


def __getattr__(name: str) -> Any:
    return getattr(_linalg, name)


def __dir__() -> list[str]:
    return dir(_linalg)
