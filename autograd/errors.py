"""Error messages: what was wrong, with which operands, on which line of the user's code, and what to do."""

from __future__ import annotations

import warnings
from typing import TYPE_CHECKING, Any

import numpy as np

from .hints import FLOATING_POINT, hint_for
from .provenance import Location, here, user_frame

if TYPE_CHECKING:
    from .graph import Node
    from .primitives import Primitive


class GradientError(RuntimeError):
    """A gradient was asked for that cannot be had: the message says why and what to do.

    >>> from autograd import Tensor
    >>> Tensor(2.0).backward()
    Traceback (most recent call last):
    ...
    autograd.errors.GradientError: backward() on a tensor that requires no gradient: ...
    """


class GradientWarning(UserWarning):
    """A gradient is of no use, as through a hard threshold, or gets lost; the message says what to do.

    Errors of them all makes ``warnings.simplefilter("error", GradientWarning)``.
    """


def describe(value: Any) -> str:
    """A value as an error message shows it: shape and dtype of an array, a short text of anything else.

    >>> describe(np.zeros((3, 4)))
    '(3, 4) float64'
    >>> describe(2.5)
    '2.5'
    """
    shape, dtype = getattr(value, "shape", None), getattr(value, "dtype", None)
    if isinstance(shape, tuple) and dtype is not None:
        return f"{tuple(shape)} {dtype}"
    text = repr(value)
    return text if len(text) <= 60 else f"{text[:57]}..."


def message(what: str, hint: str, location: Location | None = None) -> str:
    """The three parts of a message in their places: what was wrong, the user's line (where he is now), what to do.

    Parameters
    ----------
    what
        What was wrong, with the operation and the shapes.
    hint
        What to do about it.
    location
        The line to name; by default the innermost line now running that is neither this library's nor NumPy's.

    Examples
    --------
    >>> print(message("labels of shape (3,) for 4 points", "give one label for each point"))
    labels of shape (3,) for 4 points
      at "<doctest ...
      Hint: give one label for each point
    """
    place = f"\n  at {location or here()}"
    return f"{what}{place}\n  Hint: {hint}"


def warn(what: str, hint: str) -> None:
    """Warns at the user's line, once for each such line unless Python's warning filters say otherwise."""
    frame = user_frame()
    registry = frame.f_globals.setdefault("__warningregistry__", {})
    text = f"{what}\n  Hint: {hint}"
    warnings.warn_explicit(text, GradientWarning, frame.f_code.co_filename, frame.f_lineno, registry=registry)


def tells_the_line(error: Exception) -> bool:
    """Whether an error is one of ours, which already says where the user's code is."""
    return "\n  at " in str(error)


def forward_error(name: str, operands: list[tuple[str, Any]], error: Exception) -> Exception:
    """Turns what NumPy raised in a forward function into a message that names operation, operands and line.

    An error whose text was made by `message` keeps its line and its hint.
    """
    listed = ", ".join(f"{operand}: {describe(value)}" for operand, value in operands)
    if tells_the_line(error):
        return _same_kind(error, f"{name}({listed}) failed: {error}")
    what = f"{name}({listed}) failed: {error}"
    return _same_kind(error, message(what, hint_for(name, [value for _, value in operands], error)))


def backward_error(node: Node, input_name: str, bar: Any, error: Exception) -> Exception:
    """The like for a bar rule: names the operation whose rule failed and the line that recorded it."""
    what = (
        f"the bar rule of {node.operation} for {input_name} failed in the backward pass, "
        f"on an error signal {describe(bar)}: {error}"
    )
    hint = f"check the rule {input_name}_bar that {node.operation} was declared with"
    if isinstance(error, FloatingPointError | Warning):
        hint = f"at this value the slope is infinite or there is none; {FLOATING_POINT}"
    return _same_kind(error, message(what, hint, node.location))


def shape_error(node: Node, input_name: str, got: Any, wanted: tuple[int, ...]) -> Exception:
    """A bar rule gave an error signal that cannot be that of its input."""
    what = (
        f"the bar rule of {node.operation} for {input_name} gave an error signal {describe(got)} "
        f"for an input of shape {wanted}"
    )
    hint = f"{input_name}_bar must have the shape of {input_name}, or one that broadcasts with it"
    return ValueError(message(what, hint, node.location))


def written_error(node: Node, leaf: Node) -> Exception:
    """A bar rule would use a value that is no longer the one that the operation was computed with."""
    what = (
        f"the bar rules of {node.operation} ask for the value of {leaf.name or f'a tensor of shape {leaf.shape}'}, "
        "which has been changed since, as by an optimizer's step"
    )
    hint = "compute the loss again, and run its backward pass before the next change"
    return GradientError(message(what, hint, node.location))


def as_output(primitive: Primitive | None, z: Any) -> Any:
    """What a forward function gave as an array: a number is one; of anything else an error says what it is."""
    if isinstance(z, bool | int | float):
        return np.asarray(z)
    name = "an operation" if primitive is None else primitive.name
    raise TypeError(
        message(f"{name} gave {describe(z)}, a {type(z).__name__}", "a forward function gives one array or number")
    )


def message_error(node: Node, input_name: str, got: Any, wanted: Any) -> Exception:
    """A bar rule gave something that is no error signal at all."""
    what = f"the bar rule of {node.operation} for {input_name} gave {describe(got)} for an input of dtype {wanted}"
    return TypeError(message(what, f"{input_name}_bar is an array of real numbers", node.location))


def no_real_output(primitive: Primitive | None, z: Any) -> Exception:
    """What an operation gives can have an error signal only if it is made of real numbers."""
    name = "this operation" if primitive is None else primitive.name
    what = f"{name} on a tensor that is being differentiated gives {describe(z)}, and only floats have derivatives"
    return TypeError(message(what, "keep to real numbers, or use .detach() to go on without a gradient"))


class ReadableKeyError(KeyError):
    """A KeyError whose message is shown as it is; Python shows that of a KeyError as a quoted string."""

    __str__ = Exception.__str__


#: The kinds of error that keep their kind, the more special first (LinAlgError is a ValueError).
_KINDS: tuple[type[Exception], ...] = (
    np.linalg.LinAlgError,
    np.exceptions.AxisError,
    FloatingPointError,
    ZeroDivisionError,
    MemoryError,
    IndexError,
    KeyError,
    TypeError,
    ValueError,
    NotImplementedError,
)


def _same_kind(error: Exception, text: str) -> Exception:
    for kind in _KINDS:
        if isinstance(error, kind):
            return ReadableKeyError(text) if kind is KeyError else kind(text)
    return RuntimeError(text)
