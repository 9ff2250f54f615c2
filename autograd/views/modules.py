"""What views know of modules: that they have names for their parameters and for the modules inside them.

Views import no module class. A module is whatever has ``named_parameters()``, and ``named_modules()`` if it
nests.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from autograd.graph import Node
from autograd.recording import Scope

#: How many items of a list are looked at.
_LISTED = 1000


def is_module(value: Any) -> bool:
    """Whether a value has named parameters. Asks its class, so that no code of a user's proxy object runs."""
    return callable(getattr(type(value), "named_parameters", None))


def named_leaves(module: Any) -> Iterator[tuple[str, Node]]:
    """The parameters of a module, by their paths in it."""
    for path, parameter in module.named_parameters():
        node = getattr(parameter, "node", None)
        if type(node) is Node:
            yield path, node


def enclosing_scopes(scope: Scope | None) -> list[Scope]:
    """The scopes around something, the outermost first."""
    found = []
    while scope is not None:
        found.append(scope)
        scope = scope.parent
    return found[::-1]


def called_modules(nodes: Iterable[Node]) -> list[Any]:
    """The outermost modules that were called to make the nodes."""
    called: dict[int, Any] = {}
    for scope in dict.fromkeys(node.scope for node in nodes):
        for outer in enclosing_scopes(scope):
            if is_module(outer.label):
                called[id(outer.label)] = outer.label
                break
    return list(called.values())


def variable_of(module: Any, variables: Mapping[str, Any]) -> str:
    """The variable that holds a module, or its place in a list that a variable holds, or the name of its class."""
    holder = None
    for name, value in variables.items():
        if value is module:
            holder = holder or name
        elif type(value) in (list, tuple):
            for position, item in enumerate(value[:_LISTED]):
                if item is module:
                    # A loop variable holds the last of the list, and the others have only the list.
                    return f"{name}[{position}]"
    return holder or type(module).__name__


def module_paths(called: Iterable[Any], variables: Mapping[str, Any]) -> dict[int, str]:
    """How to call each module, by identity: the called ones by their variables, those inside them by their paths."""
    paths: dict[int, str] = {}
    for module in called:
        paths[id(module)] = variable_of(module, variables)
        if callable(getattr(type(module), "named_modules", None)):
            for path, inner in module.named_modules():
                if path:
                    paths.setdefault(id(inner), path)
    return paths


def parameter_paths(called: Iterable[Any], variables: Mapping[str, Any]) -> dict[Node, str]:
    """How to call each parameter: by its path in the module that was called, like ``hidden.weight``.

    Where two modules have different parameters at the same path, and in modules that were not called, the
    path begins with the variable that holds the module.
    """
    called = list(called)
    known = {id(module) for module in called}
    held = [value for value in variables.values() if is_module(value) and id(value) not in known]
    at_path: dict[str, set[Node]] = {}
    for module in called:
        for path, node in named_leaves(module):
            at_path.setdefault(path, set()).add(node)
    paths: dict[Node, str] = {}
    for module in called + held:
        for path, node in named_leaves(module):
            alone = id(module) in known and len(at_path[path]) == 1
            paths.setdefault(node, path if alone else f"{variable_of(module, variables)}.{path}")
    return paths
