"""Sequential: modules called one after the other."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Self, overload

from autograd import error_message

from .containers import checked, checked_names
from .module import Module


class Sequential(Module):
    """A chain of modules, each of which is given what the one before it gave.

    Parameters
    ----------
    *layers
        The modules; or one dict of them by name. Without names they are numbered.

    Examples
    --------
    >>> import numpy as np
    >>> import nn
    >>> model = nn.Sequential(nn.Linear(784, 50), nn.ReLU(), nn.Linear(50, 10))
    >>> model(np.zeros((32, 784), np.float32)).shape
    (32, 10)
    >>> model[0]
    Linear(in_features=784, out_features=50, bias=True)
    >>> len(model[:2])
    2
    >>> named = nn.Sequential({"hidden": nn.Linear(2, 3), "act": nn.Tanh()})
    >>> named.hidden is named["hidden"] is named[0]
    True
    """

    _layers: dict[str, Module]

    def __init__(self, *layers: Module | Mapping[str, Module]) -> None:
        if len(layers) == 1 and isinstance(layers[0], Mapping):
            self._layers = checked_names(layers[0])
        else:
            self._layers = {str(number): checked(layer) for number, layer in enumerate(layers)}

    def forward(self, x: Any) -> Any:
        """The output of the last module."""
        for layer in self._layers.values():
            x = layer(x)
        return x

    def _attributes(self) -> Iterator[tuple[str, Any]]:
        return iter(self._layers.items())

    def __getattr__(self, name: str) -> Any:
        # Called only for names that are no ordinary attributes.
        layer = self.__dict__.get("_layers", {}).get(name)
        if layer is None:
            raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")
        return layer

    def __len__(self) -> int:
        return len(self._layers)

    def __iter__(self) -> Iterator[Module]:
        return iter(self._layers.values())

    @overload
    def __getitem__(self, index: int | str) -> Module: ...

    @overload
    def __getitem__(self, index: slice) -> Sequential: ...

    def __getitem__(self, index: int | str | slice) -> Module:
        if isinstance(index, slice):
            layers = dict(list(self._layers.items())[index])
            return Sequential(*layers.values()) if self._is_numbered() else Sequential(layers)
        return self._layers[self._name_of(index)]

    def __setitem__(self, index: int | str, layer: Module) -> None:
        self._layers[self._name_of(index)] = checked(layer)

    def append(self, layer: Module) -> Self:
        """Puts a module at the end, named by its number; returns the chain."""
        name = str(len(self._layers))
        if name in self._layers:
            raise ValueError(
                error_message(
                    f"there is a module called {name!r} already", "make a new Sequential from a dict of names"
                )
            )
        self._layers[name] = checked(layer)
        return self

    def extend(self, layers: Iterable[Module]) -> Self:
        """Puts modules at the end; returns the chain."""
        for layer in [checked(layer) for layer in layers]:
            self.append(layer)
        return self

    def _is_numbered(self) -> bool:
        return list(self._layers) == [str(number) for number in range(len(self._layers))]

    def _name_of(self, index: int | str) -> str:
        if isinstance(index, str):
            if index not in self._layers:
                raise KeyError(index)
            return index
        try:
            return list(self._layers)[index]
        except IndexError:
            raise IndexError(
                error_message(
                    f"layer {index} of a chain of {len(self._layers)}", "layers are counted from 0, or from -1"
                )
            ) from None
