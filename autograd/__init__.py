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
from .dispatch import implements
from .errors import GradientError
from .recording import enable_grad, is_grad_enabled, no_grad
from .rules.elementwise import relu, sigmoid, softplus
from .rules.fused import affine, linear, one_hot, softmax_cross_entropy, softmax_cross_entropy_rows
from .rules.reductions import log_softmax, logsumexp, softmax
from .tensor import Tensor

__all__ = [
    "GradientError",
    "Primitive",
    "Tensor",
    "affine",
    "enable_grad",
    "implements",
    "is_grad_enabled",
    "linear",
    "log_softmax",
    "logsumexp",
    "no_grad",
    "one_hot",
    "primitive",
    "relu",
    "sigmoid",
    "softmax",
    "softmax_cross_entropy",
    "softmax_cross_entropy_rows",
    "softplus",
]
