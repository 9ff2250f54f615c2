"""Packages that are only needed for some things, and are installed with the extra of that name."""

from __future__ import annotations

from importlib import import_module
from typing import Any

from autograd import error_message


def required(module: str, extra: str, purpose: str) -> Any:
    """The module, or an error that says what it is needed for and how to install it.

    >>> required("json", "save", "saving").dumps([1])
    '[1]'
    """
    try:
        return import_module(module)
    except ImportError as error:
        package = module.partition(".")[0]
        raise ImportError(
            error_message(f"{purpose} needs {package}, which is not installed", f'pip install "overbar[{extra}]"')
        ) from error
