"""Optimizers, under PyTorch's names.

>>> from autograd import Tensor
>>> import optim
>>> w = Tensor(1.0, requires_grad=True)
>>> optimizer = optim.SGD([w], lr=0.1)
>>> (w * w).backward()
>>> optimizer.step()
>>> w.data
array(0.8)
"""

from .optimizer import Optimizer
from .sgd import SGD

__all__ = ["SGD", "Optimizer"]
