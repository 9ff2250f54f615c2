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

from . import composed as _composed  # noqa: F401  (declares what NumPy's functions mean)
from .checking import check_grads
from .dispatch import implements
from .errors import GradientError
from .errors import message as error_message
from .primitives import Primitive, primitive
from .recording import Scope, call_in_scope, enable_grad, is_grad_enabled, no_grad
from .rules.elementwise import relu, sigmoid, softplus
from .rules.fused import affine, linear, one_hot, softmax_cross_entropy, softmax_cross_entropy_rows
from .rules.reductions import log_softmax, logsumexp, softmax
from .tensor import Tensor
from .transforms import elementwise_grad, grad, hessian, hvp, jacobian, make_jvp, make_vjp, value_and_grad

if TYPE_CHECKING:
    from .views import Stepper, derive, draw, step_through

__all__ = [
    "GradientError",
    "Primitive",
    "Scope",
    "Stepper",
    "Tensor",
    "affine",
    "call_in_scope",
    "check_grads",
    "derive",
    "draw",
    "elementwise_grad",
    "enable_grad",
    "error_message",
    "grad",
    "hessian",
    "hvp",
    "implements",
    "is_grad_enabled",
    "jacobian",
    "linear",
    "log_softmax",
    "logsumexp",
    "make_jvp",
    "make_vjp",
    "no_grad",
    "one_hot",
    "primitive",
    "relu",
    "sigmoid",
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
