"""Schedules for the learning rate, under PyTorch's names.

>>> from autograd import Tensor
>>> import optim
>>> optimizer = optim.SGD([Tensor(1.0, requires_grad=True)], lr=0.8)
>>> schedule = optim.lr_scheduler.ExponentialLR(optimizer, gamma=0.5)
>>> for epoch in range(3):
...     print(optimizer.param_groups[0]["lr"])
...     schedule.step()
0.8
0.4
0.2
"""

from .base import LRScheduler
from .cosine import CosineAnnealingLR
from .decay import ExponentialLR, MultiStepLR, StepLR
from .function import LambdaLR
from .plateau import ReduceLROnPlateau
from .sequential import SequentialLR
from .warmup import ConstantLR, LinearLR

__all__ = [
    "ConstantLR",
    "CosineAnnealingLR",
    "ExponentialLR",
    "LRScheduler",
    "LambdaLR",
    "LinearLR",
    "MultiStepLR",
    "ReduceLROnPlateau",
    "SequentialLR",
    "StepLR",
]
