"""Modules that hold other modules in order or by name, and leave it to you to call them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self, overload

from autograd import error_message

from .module import Module


class ModuleList(Module):
    """A list of modules. A plain list does as well as an attribute; this one is a module by itself.

    >>> import nn
    >>> layers = nn.ModuleList([nn.Linear(2, 3)])
    >>> layers.append(nn.Linear(3, 1)) is layers
    True
    >>> list(layers.state_dict())
    ['0.weight', '0.bias', '1.weight', '1.bias']
    """

    _items: list[Module]

    def __init__(self, modules: Iterable[Module] = ()) -> None:
        self._items = [checked(module) for module in modules]

    def _attributes(self) -> Iterator[tuple[str, Any]]:
        return ((str(number), module) for number, module in enumerate(self._items))

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[Module]:
        return iter(self._items)

    @overload
    def __getitem__(self, index: int) -> Module: ...

    @overload
    def __getitem__(self, index: slice) -> ModuleList: ...

    def __getitem__(self, index: int | slice) -> Module:
        return ModuleList(self._items[index]) if isinstance(index, slice) else self._items[index]

    def __setitem__(self, index: int, module: Module) -> None:
        self._items[index] = checked(module)

    def __delitem__(self, index: int | slice) -> None:
        del self._items[index]

    def append(self, module: Module) -> Self:
        """Puts a module at the end; returns the list."""
        self._items.append(checked(module))
        return self

    def extend(self, modules: Iterable[Module]) -> Self:
        """Puts modules at the end; returns the list."""
        self._items += [checked(module) for module in modules]
        return self

    def insert(self, index: int, module: Module) -> None:
        """Puts a module in front of the one at ``index``."""
        self._items.insert(index, checked(module))


class ModuleDict(Module):
    """A dict of modules, in the order in which they were put in.

    >>> import nn
    >>> heads = nn.ModuleDict({"mean": nn.Linear(4, 1)})
    >>> heads["spread"] = nn.Linear(4, 1, bias=False)
    >>> list(heads.state_dict())
    ['mean.weight', 'mean.bias', 'spread.weight']
    """

    _items: dict[str, Module]

    def __init__(self, modules: Mapping[str, Module] | None = None) -> None:
        self._items = checked_names(modules or {})

    def _attributes(self) -> Iterator[tuple[str, Any]]:
        return iter(self._items.items())

    def __len__(self) -> int:
        return len(self._items)

    def __iter__(self) -> Iterator[str]:
        return iter(self._items)

    def __contains__(self, name: object) -> bool:
        return name in self._items

    def __getitem__(self, name: str) -> Module:
        return self._items[name]

    def __setitem__(self, name: str, module: Module) -> None:
        self._items.update(checked_names({name: module}))

    def __delitem__(self, name: str) -> None:
        del self._items[name]

    def keys(self) -> Iterable[str]:
        """The names."""
        return self._items.keys()

    def values(self) -> Iterable[Module]:
        """The modules."""
        return self._items.values()

    def items(self) -> Iterable[tuple[str, Module]]:
        """The names with their modules."""
        return self._items.items()


def checked(module: Any) -> Module:
    """The module, or an error that says why it is none."""
    if isinstance(module, Module):
        return module
    if isinstance(module, type) and issubclass(module, Module):
        hint = f"call it to make one: {module.__name__}()"
    else:
        hint = (
            "give modules; a function such as np.tanh has one too, nn.Tanh(), or is called in a forward() of your own"
        )
    raise TypeError(error_message(f"{module!r} is not a module", hint))


def checked_names(modules: Mapping[Any, Any]) -> dict[str, Module]:
    """Modules by names that can be part of a path, or an error."""
    for name in modules:
        if not isinstance(name, str) or not name or "." in name:
            raise ValueError(error_message(f"a module cannot be called {name!r}", "give a name without a dot"))
    return {name: checked(module) for name, module in modules.items()}
