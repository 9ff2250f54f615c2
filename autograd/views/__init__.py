"""Three ways to look at a recorded computation: as a picture, as formulas, and step by step.

Views look at the core; the core never knows them. Each is loaded when it is first used, so that a program
that looks at nothing pays for nothing.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .derivation.derive import derive as derive
    from .drawing.draw import draw as draw
    from .stepping.breakpoints import Breakpoint as Breakpoint
    from .stepping.stepper import Stepper as Stepper
    from .stepping.stepper import step_through as step_through

_HOMES = {
    "draw": "drawing.draw",
    "derive": "derivation.derive",
    "step_through": "stepping.stepper",
    "Stepper": "stepping.stepper",
    "Breakpoint": "stepping.breakpoints",
}

__all__ = list(_HOMES)


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = globals()[name] = getattr(import_module(f".{_HOMES[name]}", __name__), name)
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
