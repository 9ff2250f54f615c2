"""Identity: a layer that does nothing."""

from __future__ import annotations

from typing import Any

from .module import Module


class Identity(Module):
    """Gives back what it is given: a place where another layer may come.

    >>> import nn
    >>> nn.Identity()(3.0)
    3.0
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """Takes any arguments, those of the layer whose place it keeps, and ignores them."""

    def forward(self, x: Any) -> Any:
        """Anything, to itself."""
        return x
