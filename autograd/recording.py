"""Whether operations are recorded, and inside which module: state that each thread has for itself."""

from __future__ import annotations

import functools
import inspect
import sys
import threading
from collections.abc import Callable, Generator
from types import CodeType, TracebackType
from typing import Any, TypeVar

Function = TypeVar("Function", bound=Callable[..., Any])


class _ThreadState(threading.local):
    """What this thread is doing."""

    recording: bool = True
    scope: Scope | None = None


class _Anywhere:
    """What any thread is doing or has done. While that is nothing, no thread need look at its own, slower, state."""

    #: How many blocks without recording are being run.
    pauses: int = 0
    #: Whether a scope was ever entered.
    scopes: bool = False
    lock = threading.Lock()


class Scope:
    """A labelled stretch of the program, such as one call of a module, that contains operations and other scopes.

    ``label`` is whatever made the scope (for a module call: the module); ``parent`` is the scope around it.

    >>> from autograd import Tensor
    >>> x = Tensor(2.0, requires_grad=True)
    >>> with Scope("encoder"):
    ...     z = x * x
    >>> z.node.scope.label
    'encoder'
    """

    __slots__ = ("code", "instruction", "label", "parent")

    #: Where it was entered.
    code: CodeType
    instruction: int

    def __init__(self, label: Any) -> None:
        self.label = label
        self.parent: Scope | None = None

    def __enter__(self) -> Scope:
        frame = sys._getframe(1)
        self.code, self.instruction = frame.f_code, frame.f_lasti
        self.parent = state.scope
        state.scope = self
        anywhere.scopes = True
        return self

    def __exit__(self, *exception: object) -> None:
        state.scope = self.parent


def call_in_scope(label: Any, function: Callable[..., Any], args: Any, kwargs: Any) -> Any:
    """Calls a function inside a new scope, which was entered where the caller of this function was called.

    For whatever calls a user's function on its behalf, as `nn.Module` does: ``call_in_scope(label, function, args,
    kwargs)`` returns ``function(*args, **kwargs)``, and errors are passed on.
    """
    # What a `with` statement does, without its calls: networks come here for every layer.
    scope = _new_scope(Scope)
    frame = sys._getframe(2)
    scope.code, scope.instruction, scope.label = frame.f_code, frame.f_lasti, label
    scope.parent = around = state.scope
    state.scope = scope
    anywhere.scopes = True
    try:
        return function(*args, **kwargs)
    finally:
        state.scope = around


_new_scope = Scope.__new__
state = _ThreadState()
anywhere = _Anywhere()


class _Recording:
    """Switches recording on or off, as a context manager and as a decorator, for the current thread only."""

    _on: bool

    def __new__(cls, function: Function | None = None) -> Any:
        """``@no_grad`` without parentheses decorates, too."""
        return super().__new__(cls) if function is None else cls()(function)

    def __init__(self) -> None:
        self._previous: list[bool] = []

    def __enter__(self) -> None:
        with anywhere.lock:
            anywhere.pauses += 1
        self._previous.append(state.recording)
        state.recording = self._on

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        state.recording = self._previous.pop()
        with anywhere.lock:
            anywhere.pauses -= 1

    def __call__(self, function: Function) -> Function:
        # A fresh switch for every call: calls may nest, and may run in several threads at once.
        switch = type(self)

        if inspect.isgeneratorfunction(function):

            @functools.wraps(function)
            def generator(*args: Any, **kwargs: Any) -> Generator[Any, Any, Any]:
                running = function(*args, **kwargs)
                try:
                    with switch():
                        request = running.send(None)
                    while True:
                        try:
                            answer = yield request
                        except GeneratorExit:
                            with switch():
                                running.close()
                            raise
                        except BaseException as error:
                            with switch():
                                request = running.throw(error)
                        else:
                            with switch():
                                request = running.send(answer)
                except StopIteration as stop:
                    return stop.value

            return generator  # type: ignore[return-value]

        @functools.wraps(function)
        def inside(*args: Any, **kwargs: Any) -> Any:
            with switch():
                return function(*args, **kwargs)

        return inside  # type: ignore[return-value]


class no_grad(_Recording):
    """Operations inside are computed but not recorded; their results need no gradient.

    Works as a context manager and as a decorator, and only for the current thread.

    >>> from autograd import Tensor, no_grad
    >>> w = Tensor(3.0, requires_grad=True)
    >>> with no_grad():
    ...     z = 2 * w
    >>> z.requires_grad
    False
    >>> @no_grad()
    ... def predict(x):
    ...     return w * x
    >>> predict(2.0)
    Tensor(6.)
    """

    _on = False


class enable_grad(_Recording):
    """Operations inside are recorded again, within a ``no_grad`` block.

    >>> from autograd import Tensor, enable_grad, no_grad
    >>> w = Tensor(3.0, requires_grad=True)
    >>> with no_grad(), enable_grad():
    ...     z = 2 * w
    >>> z.requires_grad
    True
    """

    _on = True


def is_grad_enabled() -> bool:
    """Whether operations are being recorded in the current thread.

    >>> from autograd import is_grad_enabled
    >>> is_grad_enabled()
    True
    """
    return state.recording
