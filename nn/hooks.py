"""Functions that are called before and after a module: how a program watches a network without changing it."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from .module import Module


class Hook:
    """A function that is called with every call of a module, until `remove`. As a context manager it ends by itself.

    Made by `Module.register_forward_hook` and `Module.register_forward_pre_hook`.
    """

    def __init__(self, module: Module, function: Callable[..., Any], before: bool) -> None:
        self.module, self.function, self.before = module, function, before
        module._hooks = (*module._hooks, self)

    def remove(self) -> None:
        """Ends the calls; a second time does nothing."""
        self.module._hooks = tuple(hook for hook in self.module._hooks if hook is not self)

    def __enter__(self) -> Hook:
        return self

    def __exit__(self, *exception: object) -> None:
        self.remove()


def call_before(module: Module, args: tuple[Any, ...]) -> tuple[Any, ...]:
    """Calls the hooks that come before a module's forward; gives the arguments that they leave."""
    for hook in module._hooks:
        if hook.before:
            changed = hook.function(module, args)
            if changed is not None:
                args = changed if isinstance(changed, tuple) else (changed,)
    return args


def call_after(module: Module, args: tuple[Any, ...], output: Any) -> Any:
    """Calls the hooks that come after a module's forward; gives the output that they leave."""
    for hook in module._hooks:
        if not hook.before:
            changed = hook.function(module, args, output)
            if changed is not None:
                output = changed
    return output
