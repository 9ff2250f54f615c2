"""Module: what a network is made of, and a network itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from functools import partial
from typing import Any, NoReturn, Self

import numpy as np

from autograd import Tensor, call_in_scope, error_message

from . import tree
from .hooks import Hook, call_after, call_before
from .loading import KeyReport, load_arrays
from .parameter import Parameter


def _no_forward(self: Module, *args: Any, **kwargs: Any) -> NoReturn:
    raise NotImplementedError(
        error_message(
            f"{type(self).__name__} was called, but defines no forward()",
            "a module computes its output in a method forward(self, ...)",
        )
    )


class Module:
    """The base class of layers, losses and networks.

    A module's parameters, and the modules inside it, are found among its attributes, also in lists, tuples and dicts of
    them, in the order in which the attributes were first set. Calling the module calls ``forward``. There is no
    ``super().__init__()`` to forget.

    Examples
    --------
    >>> import numpy as np
    >>> import nn
    >>> class Regression(nn.Module):
    ...     def __init__(self, inputs):
    ...         self.linear = nn.Linear(inputs, 1)
    ...         self.scale = nn.Parameter(1.0)
    ...
    ...     def forward(self, x):
    ...         return self.scale * self.linear(x)
    >>> model = Regression(3)
    >>> [name for name, parameter in model.named_parameters()]
    ['scale', 'linear.weight', 'linear.bias']
    >>> model(np.ones((5, 3))).shape
    (5, 1)
    >>> model
    Regression(
      (linear): Linear(in_features=3, out_features=1, bias=True)
    )
    """

    #: Whether the module is being trained rather than used; see `train` and `eval`.
    training: bool = True
    #: The names of the attributes that are buffers, and whether each is saved.
    _buffer_attributes: Mapping[str, bool] = {}
    #: What is called before and after `forward`; see hooks.py.
    _hooks: tuple[Hook, ...] = ()

    forward: Callable[..., Any] = _no_forward

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Computes the module's output. What is recorded meanwhile knows that this module did it."""
        if not self._hooks:
            return call_in_scope(self, self.forward, args, kwargs)
        args = call_before(self, args)
        return call_after(self, args, call_in_scope(self, self.forward, args, kwargs))

    def __setattr__(self, name: str, value: Any) -> None:
        if value is not None and not isinstance(value, Parameter) and isinstance(vars(self).get(name), Parameter):
            kind = "a plain tensor" if isinstance(value, Tensor) else f"something of type {type(value).__name__}"
            raise TypeError(
                error_message(
                    f"{kind} assigned to the parameter {name!r} of {type(self).__name__}, "
                    "which would no longer be trained",
                    f"change its numbers with .{name}.data = array, or assign nn.Parameter(array)",
                )
            )
        super().__setattr__(name, value)

    # What is inside

    def _attributes(self) -> Iterator[tuple[str, Any]]:
        """Where parameters and modules are looked for, by name; containers override it."""
        return iter(vars(self).items())

    def parameters(self, recurse: bool = True) -> Iterator[Parameter]:
        """The parameters of this module and of those inside it, each once; the order is that of `named_parameters`."""
        return (parameter for _, parameter in self.named_parameters(recurse=recurse))

    def named_parameters(
        self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Parameter]]:
        """The parameters with their paths, like ``("0.weight", Parameter(...))``.

        As in PyTorch: module by module from the outermost inwards, in definition order, each module's own parameters
        before those of the modules inside it. ``remove_duplicate=False`` gives a shared parameter at every path.
        """
        modules = self.named_modules(prefix, remove_duplicate) if recurse else [(prefix, self)]
        return tree.distinct(
            (
                (tree.join(path, name), parameter)
                for path, module in modules
                for name, parameter in tree.own_parameters(module)
            ),
            remove_duplicate,
        )

    def modules(self) -> Iterator[Module]:
        """This module and all inside it, from the outermost inwards, each once."""
        return (module for _, module in self.named_modules())

    def named_modules(self, prefix: str = "", remove_duplicate: bool = True) -> Iterator[tuple[str, Module]]:
        """This module, whose path is ``prefix``, and all inside it with their paths.

        ``remove_duplicate=False`` gives a shared module at every path.
        """
        return tree.distinct(tree.walk(self, prefix), remove_duplicate)

    def children(self) -> Iterator[Module]:
        """The modules directly inside this one, each once."""
        return (module for _, module in self.named_children())

    def named_children(self) -> Iterator[tuple[str, Module]]:
        """The modules directly inside this one with their names, each once."""
        return tree.distinct(tree.own_modules(self), remove_duplicate=True)

    def get_submodule(self, target: str) -> Module:
        """The module at a path, like ``"encoder.0"``; this module at ``""``."""
        return tree.at_path(self, target, dict(self.named_modules(remove_duplicate=False)), "module")

    def get_parameter(self, target: str) -> Parameter:
        """The parameter at a path, like ``"encoder.0.weight"``."""
        return tree.at_path(self, target, dict(self.named_parameters(remove_duplicate=False)), "parameter")

    # Buffers: arrays that belong to a module but are not learned by gradients

    def register_buffer(self, name: Any, value: Any, persistent: bool = True) -> None:
        """Makes ``value`` the attribute ``name``: a NumPy array that is not learned but is saved with the module.

        The array is a copy. None stands for a value that comes later, by assignment to the attribute, and is not saved.
        ``persistent=False`` keeps the buffer out of `state_dict`.

        >>> import nn
        >>> layer = nn.Identity()
        >>> layer.register_buffer("mean", [0.5, 1.0])
        >>> layer.state_dict()
        {'mean': array([0.5, 1. ])}
        """
        if not isinstance(name, str) or not name or "." in name:
            raise ValueError(error_message(f"a buffer cannot be called {name!r}", "give a name without a dot"))
        if hasattr(self, name) and name not in self._buffer_attributes:
            raise ValueError(
                error_message(
                    f"{type(self).__name__} already has an attribute {name!r}", "give the buffer another name"
                )
            )
        if isinstance(value, Tensor):
            value = value.data
        setattr(self, name, None if value is None else np.array(value))
        self._buffer_attributes = {**self._buffer_attributes, name: bool(persistent)}

    def buffers(self, recurse: bool = True) -> Iterator[Any]:
        """The buffers of this module and of those inside it."""
        return (value for _, value in self.named_buffers(recurse=recurse))

    def named_buffers(
        self, prefix: str = "", recurse: bool = True, remove_duplicate: bool = True
    ) -> Iterator[tuple[str, Any]]:
        """The buffers with their paths, in the order of `named_modules`; those that are None are left out."""
        modules = self.named_modules(prefix, remove_duplicate) if recurse else [(prefix, self)]
        found = (
            (tree.join(path, name), value)
            for path, module in modules
            for name in module._buffer_attributes
            if (value := getattr(module, name, None)) is not None
        )
        return tree.distinct(found, remove_duplicate)

    # State

    def state_dict(self) -> dict[str, Any]:
        """All parameters and persistent buffers by path, as plain NumPy arrays: copies, which training leaves alone.

        >>> import nn
        >>> {name: array.shape for name, array in nn.Linear(3, 2).state_dict().items()}
        {'weight': (2, 3), 'bias': (2,)}
        """
        return {path: np.array(array) for path, array, _ in self._saved()}

    def load_state_dict(self, state_dict: Mapping[str, Any], strict: bool = True) -> KeyReport:
        """Takes over the numbers of a `state_dict`, in this module's dtypes.

        Parameters
        ----------
        state_dict
            Arrays by path, with the shapes of this module's own.
        strict
            Whether every entry of either side must be on the other.

        Returns
        -------
        KeyReport
            The paths that were missing and those that were unexpected; both empty when ``strict``.

        Raises
        ------
        ValueError
            Naming every missing, unexpected and misshapen entry. Nothing is changed then.
        """
        places = {path: (array, replace) for path, array, replace in self._saved()}
        own = {path: array for path, (array, _) in places.items()}
        arrays, report = load_arrays(type(self).__name__, own, state_dict, strict)
        for path, array in arrays.items():
            places[path][1](array)
        return report

    def _saved(self) -> Iterator[tuple[str, Any, Callable[[Any], None]]]:
        """What is saved, module by module: the path, the array, and what puts another array in its place."""
        for path, module in tree.walk(self):
            for name, parameter in tree.own_parameters(module):
                yield tree.join(path, name), parameter.data, partial(setattr, parameter, "data")
            for name, persistent in module._buffer_attributes.items():
                value = getattr(module, name, None)
                if not persistent or value is None:
                    continue
                if isinstance(value, Tensor):
                    yield tree.join(path, name), value.data, partial(setattr, value, "data")
                else:
                    yield tree.join(path, name), np.asarray(value), partial(setattr, module, name)

    # Modes

    def train(self, mode: bool = True) -> Self:
        """Sets ``training`` here and in all modules inside; returns this module."""
        for module in self.modules():
            module.training = bool(mode)
        return self

    def eval(self) -> Self:
        """``train(False)``: for use, not for training."""
        return self.train(False)

    def requires_grad_(self, requires_grad: bool = True) -> Self:
        """Starts or stops recording what is computed from the parameters; returns this module."""
        for parameter in self.parameters():
            parameter.requires_grad_(requires_grad)
        return self

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Clears the bars of all parameters: to None, or to zeros."""
        for parameter in self.parameters():
            if set_to_none:
                parameter.bar = None
            elif parameter.bar is not None:
                parameter.bar = np.zeros(parameter.shape, parameter.dtype)

    def apply(self, fn: Callable[[Module], Any]) -> Self:
        """Calls ``fn`` on every module inside, then on this one; returns this one."""
        for child in self.children():
            child.apply(fn)
        fn(self)
        return self

    def register_forward_hook(self, hook: Callable[..., Any]) -> Hook:
        """Calls ``hook(module, args, output)`` after every call of this module, until ``remove()`` of what it returns.

        ``args`` are the positional arguments. What the hook returns, unless it is None, is taken for the output.

        >>> import numpy as np
        >>> import nn
        >>> layer = nn.ReLU()
        >>> with layer.register_forward_hook(lambda module, args, output: print(output)):
        ...     _ = layer(np.array([-1.0, 2.0]))
        [0. 2.]
        """
        return Hook(self, hook, before=False)

    def register_forward_pre_hook(self, hook: Callable[..., Any]) -> Hook:
        """Calls ``hook(module, args)`` before every call of this module, until ``remove()`` of what it returns.

        What the hook returns, unless it is None, is taken for the positional arguments.
        """
        return Hook(self, hook, before=True)

    # Looks

    def extra_repr(self) -> str:
        """What stands between the parentheses of the ``repr`` of a module with nothing inside."""
        return ""

    def __repr__(self) -> str:
        return tree.show(self)
