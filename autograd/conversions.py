"""What a tensor is to Python: a number, a truth value, an index, a thing with a length. None of these has a gradient.

Python asks for them in many places. Where a gradient gets lost that way by mistake, the user is told, as far as it can
be told: what Python calls to get a number is not given the reason, and looks for it in the program that asks.
"""

from __future__ import annotations

import operator
import sys
from opcode import opname
from typing import Any, NoReturn

from . import errors
from .provenance import in_library

#: A function that speaks of one of these reads numbers on purpose, to print, compare or keep them.
_READERS = frozenset(
    {"float", "int", "complex", "floor", "ceil", "trunc", "isnan", "isinf", "isfinite", "isclose", "approx"}
)


def as_float(data: Any, differentiated: bool) -> float:
    """``float(t)``."""
    if differentiated:
        _tell_if_the_gradient_is_lost()
    return float(_only_entry(data, "float"))


def as_int(data: Any, differentiated: bool) -> int:
    """``int(t)``."""
    if differentiated:
        _tell_if_the_gradient_is_lost()
    return int(_only_entry(data, "int"))


def as_bool(data: Any) -> bool:
    """``bool(t)``, which is what ``if t:`` asks for."""
    if data.size != 1:
        raise ValueError(
            errors.message(
                f"the truth value of a tensor of shape {data.shape} is ambiguous",
                "use .any() or .all(); `and`, `or` and `not` are &, | and ~ of tensors of booleans",
            )
        )
    return bool(data.item())


def as_index(data: Any) -> int:
    """``operator.index(t)``, which is what ``range(t)`` and ``[1, 2][t]`` ask for."""
    try:
        return operator.index(data)
    except TypeError:
        raise TypeError(
            errors.message(
                f"a tensor {errors.describe(data)} where Python wants one whole number",
                "only an integer tensor of shape () is one; use int(t) to round a float towards 0",
            )
        ) from None


def as_text(data: Any, name: str | None, spec: str) -> str:
    """``format(t, spec)``, which is what ``f"{t:.3f}"`` asks for."""
    if data.ndim:
        raise TypeError(
            errors.message(
                f"format {spec!r} of {name or 'a tensor'} of shape {data.shape}: it is for single numbers",
                'name an entry, as in f"{t[0]:.3f}"; or print np.round(t, 3), or np.array2string(t.data, precision=3)',
            )
        )
    return format(data.item(), spec)


def item(data: Any, index: tuple[Any, ...]) -> Any:
    """``t.item()``."""
    if data.size == 1 and not index:
        return data.item()
    if not index:
        raise ValueError(
            errors.message(
                f"item() of a tensor of shape {data.shape}, which is not a single number",
                "name an entry, as in t.item(0, 1); use .tolist() for all of them, .sum() or .mean() for one of all",
            )
        )
    try:
        return data.item(*index)
    except (IndexError, TypeError, ValueError) as error:
        raise errors.forward_error("item", [("t", data)], error) from None


def length(data: Any) -> int:
    """``len(t)``."""
    if not data.shape:
        _no_axis("len()")
    return int(data.shape[0])


def check_iterable(data: Any) -> None:
    """Iteration goes over the first axis."""
    if not data.shape:
        _no_axis("iteration")


def _no_axis(what: str) -> NoReturn:
    raise TypeError(
        errors.message(
            f"{what} of a tensor of shape (), which is a single number",
            "use .item() for the number, or np.atleast_1d to give it an axis",
        )
    )


def _only_entry(data: Any, conversion: str) -> Any:
    if data.size != 1:
        raise TypeError(
            errors.message(
                f"{conversion}() of a tensor of shape {data.shape}, which is not a single number",
                "name an entry, as in t[0]; use .tolist() for all of them, .sum() or .mean() for one of all",
            )
        )
    return data.item()


def _tell_if_the_gradient_is_lost() -> None:
    """An error for ``array[0] = t``, a warning for ``math.exp(t)``; nothing for ``float(t)``.

    All three call ``__float__``. The instruction that does so tells the first from the others; the second and the third
    are told apart by what names the program uses, so that a function with both gets no warning. An error, too, where it
    is NumPy that asks: for a number that its function was given, as in ``np.sum(array, initial=t)``.
    """
    frame = sys._getframe(3)
    code = frame.f_code
    if in_library[code.co_filename]:
        if frame.f_globals.get("__name__", "").partition(".")[0] == "numpy":
            raise errors.GradientError(
                errors.message(
                    "a tensor that is being differentiated was given where NumPy wants a plain number: its gradient "
                    "would be lost",
                    "write what depends on it in operations that record; or give t.item() where no gradient is needed",
                )
            )
        return
    operation = opname[code.co_code[frame.f_lasti]]
    if operation == "STORE_SUBSCR":
        raise errors.GradientError(
            errors.message(
                "a tensor that is being differentiated is written into a plain array: its gradient would be lost",
                "collect tensors in a list and join them with np.stack; or write t.item() where no gradient is needed",
            )
        )
    if operation.startswith("CALL") and _READERS.isdisjoint(code.co_names):
        errors.warn(
            "a tensor that is being differentiated was turned into a plain number: its gradient is lost",
            "use NumPy's function, as np.exp(t) for math.exp(t); or t.item() where no gradient is needed",
        )
