"""Gradient clipping: error signals that are too large are made smaller before the optimizer's step."""

from __future__ import annotations

import math
from collections.abc import Iterable
from typing import Any

import numpy as np

from autograd import Tensor, error_message


def clip_grad_norm_(
    parameters: Tensor | Iterable[Tensor], max_norm: float, norm_type: float = 2.0, error_if_nonfinite: bool = False
) -> float:
    """Scales the bars of all parameters together, so that their norm is at most ``max_norm``. Their direction stays.

    The norm is that of one vector of all entries, computed in float64. As in PyTorch, where it is above ``max_norm``
    the bars are multiplied by max_norm / (norm + 10⁻⁶). Pascanu, Mikolov and Bengio, "On the difficulty of training
    recurrent neural networks", 2013.

    Parameters
    ----------
    parameters
        Tensors, or one tensor. Those without a bar are left out.
    max_norm
        The largest norm that stays as it is.
    norm_type
        The p of the p-norm; ``math.inf`` for the largest entry.
    error_if_nonfinite
        Whether a norm that is infinite or no number is an error. Otherwise the bars are scaled by it all the same.

    Returns
    -------
    float
        The norm before.

    Raises
    ------
    ValueError
        For ``max_norm`` or ``norm_type`` out of range.
    FloatingPointError
        For a norm that is not finite, if so asked. The bars are as they were then.

    Examples
    --------
    >>> from autograd import Tensor
    >>> w = Tensor([1.0, 2.0], requires_grad=True)
    >>> (w * [3.0, 4.0]).sum().backward()
    >>> clip_grad_norm_([w], max_norm=1.0)
    5.0
    >>> w.bar.round(3)
    array([0.6, 0.8])
    """
    if not max_norm >= 0:
        raise ValueError(error_message(f"max_norm={max_norm!r}", "give a number that is not negative"))
    if not norm_type > 0:
        raise ValueError(error_message(f"norm_type={norm_type!r}", "give a positive number, or math.inf"))
    bars = _bars(parameters)
    norms = [float(np.linalg.norm(bar.astype(np.float64).ravel(), norm_type)) for _, bar in bars if bar.size]
    norm = float(np.linalg.norm(norms, norm_type)) if norms else 0.0
    if error_if_nonfinite and not math.isfinite(norm):
        raise FloatingPointError(
            error_message(f"the norm of the error signals is {norm}", "take a smaller learning rate, or look for a nan")
        )
    scale = max_norm / (norm + 1e-6)
    if not scale >= 1:
        for param, bar in bars:
            # A new array: a bar may be shared with another tensor.
            param.bar = bar * scale
    return norm


def clip_grad_value_(parameters: Tensor | Iterable[Tensor], clip_value: float) -> None:
    """Clips every entry of the parameters' bars to the range from -``clip_value`` to ``clip_value``.

    Their direction changes. Parameters without a bar are left out.

    >>> from autograd import Tensor
    >>> w = Tensor([1.0, 2.0], requires_grad=True)
    >>> (w * [3.0, -0.5]).sum().backward()
    >>> clip_grad_value_([w], 1.0)
    >>> w.bar
    array([ 1. , -0.5])
    """
    if not clip_value >= 0:
        raise ValueError(error_message(f"clip_value={clip_value!r}", "give a number that is not negative"))
    for param, bar in _bars(parameters):
        param.bar = np.clip(bar, -clip_value, clip_value)


def _bars(parameters: Tensor | Iterable[Tensor]) -> list[tuple[Tensor, Any]]:
    """The parameters that have a bar, with its array."""
    listed = [parameters] if isinstance(parameters, Tensor) else parameters
    return [(param, np.asarray(_data(param.bar))) for param in listed if param.bar is not None]


def _data(bar: Any) -> Any:
    return bar.data if isinstance(bar, Tensor) else bar
