"""`numpy.random`, for programs that ``import autograd.numpy.random as npr``."""

from typing import Any

import numpy.random as _random


def __getattr__(name: str) -> Any:
    return getattr(_random, name)


def __dir__() -> list[str]:
    return dir(_random)
