"""Optimizers and schedules, under PyTorch's names.

>>> from autograd import Tensor
>>> import optim
>>> w = Tensor(1.0, requires_grad=True)
>>> optimizer = optim.SGD([w], lr=0.1)
>>> (w * w).backward()
>>> optimizer.step()
>>> w.data
array(0.8)
"""

from . import lr_scheduler, momentum_scheduler
from .adagrad import Adagrad
from .adam import Adam, AdamW
from .optimizer import Optimizer
from .rmsprop import RMSprop
from .sgd import SGD

__all__ = ["SGD", "Adagrad", "Adam", "AdamW", "Optimizer", "RMSprop", "lr_scheduler", "momentum_scheduler"]
