"""Finding the parameters and modules in a module, and showing the tree that they make."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

import numpy as np

from autograd import error_message

from .parameter import Parameter

if TYPE_CHECKING:
    from .module import Module

Item = TypeVar("Item")


def join(path: str, name: str) -> str:
    """Puts a name behind the path of the module it is in."""
    return f"{path}.{name}" if path else name


def _entries(name: str, value: Any, kind: type[Item]) -> Iterator[tuple[str, Item]]:
    """What of ``kind`` an attribute holds: itself, or by number or key in a list, tuple or dict."""
    if isinstance(value, kind):
        yield name, value
    elif isinstance(value, list | tuple):
        for number, item in enumerate(value):
            yield from _entries(f"{name}.{number}", item, kind)
    elif isinstance(value, dict):
        for key, item in value.items():
            yield from _entries(f"{name}.{key}", item, kind)


def own_parameters(module: Module) -> Iterator[tuple[str, Parameter]]:
    """The parameters among a module's attributes."""
    for name, value in module._attributes():
        yield from _entries(name, value, Parameter)


def own_modules(module: Module) -> Iterator[tuple[str, Module]]:
    """The modules among a module's attributes."""
    from .module import Module

    for name, value in module._attributes():
        yield from _entries(name, value, Module)


def own_generators(module: Module) -> Iterator[np.random.Generator]:
    """The NumPy Generators among a module's attributes."""
    for name, value in vars(module).items():
        for _, rng in _entries(name, value, np.random.Generator):
            yield rng


def walk(module: Module, path: str = "", around: tuple[Module, ...] = ()) -> Iterator[tuple[str, Module]]:
    """A module and all inside it, at every path. One that contains itself is not entered again."""
    yield path, module
    around = (*around, module)
    for name, child in own_modules(module):
        if not any(child is outer for outer in around):
            yield from walk(child, join(path, name), around)


def distinct(named: Iterable[tuple[str, Item]], remove_duplicate: bool) -> Iterator[tuple[str, Item]]:
    """Leaves out what has come before under another name, if asked to."""
    seen: set[int] = set()
    for name, item in named:
        if not remove_duplicate:
            yield name, item
        elif id(item) not in seen:
            seen.add(id(item))
            yield name, item


def at_path(module: Module, target: str, found: Mapping[str, Item], kind: str) -> Item:
    """What is at a path, or an error that lists the paths there are."""
    if target not in found:
        raise AttributeError(
            error_message(
                f"{type(module).__name__} has no {kind} at {target!r}",
                f"there are {', '.join(map(repr, found)) or 'none'}",
            )
        )
    return found[target]


def show(module: Module) -> str:
    """The module and those inside it, one on a line, as PyTorch shows them."""
    extra = module.extra_repr()
    children = list(own_modules(module))
    name = type(module).__name__
    if not children:
        return f"{name}({extra})"
    lines = [extra] if extra else []
    lines += [f"({child_name}): {child!r}" for child_name, child in children]
    body = "\n".join(lines).replace("\n", "\n  ")
    return f"{name}(\n  {body}\n)"
