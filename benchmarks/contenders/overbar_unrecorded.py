"""Overbar without what is recorded for messages and views: neither places in the user's code nor calls of modules."""

from __future__ import annotations

from benchmarks.contenders import overbar_unscoped  # noqa: F401
from benchmarks.contenders.overbar_unplaced import Training  # noqa: F401

NAME = "Overbar, without places and scopes"
DISTRIBUTIONS = ["overbar", "numpy"]
