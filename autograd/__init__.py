"""Overbar's engine: a define-by-run autograd engine on NumPy that a person can read, draw and step through.

>>> import numpy as np
>>> from autograd import Tensor
>>> x = Tensor([1.0, 2.0, 3.0], requires_grad=True)
>>> y = np.sum(np.exp(x) * 2)
>>> y.backward()
>>> bool(np.allclose(x.bar, 2 * np.exp([1.0, 2.0, 3.0])))
True
"""

from importlib import import_module
from typing import TYPE_CHECKING, Any

from . import collector as _collector  # noqa: F401  (lets the garbage collector wait while graphs grow)
from . import composed as _composed  # noqa: F401  (declares what NumPy's functions mean)
from .bars import clear_bars, data_and_bars
from .checking import check_grads
from .dispatch import implements
from .errors import GradientError, GradientWarning
from .errors import message as error_message
from .primitives import Primitive, primitive
from .recording import Scope, call_in_scope, enable_grad, is_grad_enabled, no_grad
from .rules.elementwise import relu, sigmoid, softplus
from .rules.fused import affine, linear, one_hot, softmax_cross_entropy, softmax_cross_entropy_rows
from .rules.labels import class_numbers, probability_rows
from .rules.losses import sigmoid_cross_entropy
from .rules.reductions import log_softmax, logsumexp, softmax
from .rules.units import elu, hard_threshold, leaky_relu, prelu, relu_at_zero, sigmoid_with_slope_constant
from .tensor import Tensor
from .transforms import elementwise_grad, grad, hessian, hvp, jacobian, make_jvp, make_vjp, value_and_grad
from .written import mark_written

if TYPE_CHECKING:
    from .views import Stepper, derive, draw, step_through

__all__ = [
    "GradientError",
    "GradientWarning",
    "Primitive",
    "Scope",
    "Stepper",
    "Tensor",
    "affine",
    "call_in_scope",
    "check_grads",
    "class_numbers",
    "clear_bars",
    "data_and_bars",
    "derive",
    "draw",
    "elementwise_grad",
    "elu",
    "enable_grad",
    "error_message",
    "grad",
    "hard_threshold",
    "hessian",
    "hvp",
    "implements",
    "is_grad_enabled",
    "jacobian",
    "leaky_relu",
    "linear",
    "log_softmax",
    "logsumexp",
    "make_jvp",
    "make_vjp",
    "mark_written",
    "no_grad",
    "one_hot",
    "prelu",
    "primitive",
    "probability_rows",
    "relu",
    "relu_at_zero",
    "sigmoid",
    "sigmoid_cross_entropy",
    "sigmoid_with_slope_constant",
    "softmax",
    "softmax_cross_entropy",
    "softmax_cross_entropy_rows",
    "softplus",
    "step_through",
    "value_and_grad",
]

_VIEWS = frozenset({"Stepper", "derive", "draw", "step_through"})


def __getattr__(name: str) -> Any:
    """The views are imported when they are first asked for: the engine does not need them."""
    if name in _VIEWS:
        return getattr(import_module("autograd.views"), name)
    raise AttributeError(f"module 'autograd' has no attribute {name!r}")
