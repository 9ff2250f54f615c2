"""Overbar's engine: a define-by-run autograd engine on NumPy that a person can read, draw and step through.

>>> import numpy as np
>>> from autograd import Tensor
>>> x = Tensor([1.0, 2.0, 3.0], requires_grad=True)
>>> y = np.sum(np.exp(x) * 2)
>>> y.backward()
>>> bool(np.allclose(x.bar, 2 * np.exp([1.0, 2.0, 3.0])))
True
"""

# primitives.py comes first: it and tensor.py need each other, and this is the order in which they can.
from .primitives import Primitive, primitive  # isort: skip
from . import composed as _composed  # noqa: F401  (declares what NumPy's functions mean)
from .checking import check_grads
from .dispatch import implements
from .errors import GradientError
from .recording import Scope, enable_grad, is_grad_enabled, no_grad
from .rules.elementwise import relu, sigmoid, softplus
from .rules.fused import affine, linear, one_hot, softmax_cross_entropy, softmax_cross_entropy_rows
from .rules.reductions import log_softmax, logsumexp, softmax
from .tensor import Tensor
from .transforms import elementwise_grad, grad, hessian, hvp, jacobian, make_jvp, make_vjp, value_and_grad

__all__ = [
    "GradientError",
    "Primitive",
    "Scope",
    "Tensor",
    "affine",
    "check_grads",
    "elementwise_grad",
    "enable_grad",
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
    "value_and_grad",
]
