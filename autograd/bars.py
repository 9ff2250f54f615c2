"""The error signals of many tensors at once: handed over after a backward pass, read and cleared by optimizers."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Any, cast

import numpy as np

from .backward import Signal
from .handle import Handle

if TYPE_CHECKING:
    from .tensor import Tensor

#: Held while leaves add up error signals: of two threads that do so at once, one's would be lost.
_depositing = threading.RLock()


def deposit(signals: Iterable[Signal]) -> None:
    """Hands the error signals of a backward pass to the tensors; leaves add them up."""
    with _depositing:
        for node, bar, owned in signals:
            tensor = node.tensor()
            if tensor is None:
                continue
            if isinstance(bar, Handle):
                bar = cast("Tensor", bar).copy()
            elif type(bar) is np.ndarray and not (owned and bar.flags.writeable):
                bar = np.array(bar)
            if node.primitive is None and tensor._bar is not None:
                bar = tensor._bar + bar
            tensor._bar = bar


def data_and_bars(tensors: Sequence[Tensor]) -> tuple[list[Any], list[Any]]:
    """The arrays of tensors, and the arrays of their error signals, or None: what optimizers want at every step.

    >>> from autograd import Tensor
    >>> x = Tensor([1.0, 2.0], requires_grad=True)
    >>> (x * x).sum().backward()
    >>> data_and_bars([x])
    ([array([1., 2.])], [array([2., 4.])])
    """
    data = [tensor._value if type(tensor._value) is np.ndarray else tensor.data for tensor in tensors]
    bars = [tensor._bar if type(tensor._bar) is np.ndarray else tensor.bar for tensor in tensors]
    return data, [cast("Tensor", bar).data if isinstance(bar, Handle) else bar for bar in bars]


def clear_bars(tensors: Iterable[Tensor]) -> None:
    """Sets the bars of tensors to None."""
    for tensor in tensors:
        tensor._bar = None
