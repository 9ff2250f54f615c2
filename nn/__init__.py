"""Networks: modules, layers, losses, initial weights and data, under PyTorch's names.

Lecture 004's training step (docs/lectures.md E9):

>>> import numpy as np
>>> import nn, optim
>>> xs, ts = np.zeros((32, 784), np.float32), np.zeros(32, int)
>>> model = nn.Linear(784, 10)
>>> criterion = nn.CrossEntropyLoss()
>>> optimizer = optim.SGD(model.parameters(), lr=0.005)
>>> zs = model(xs)
>>> loss = criterion(zs, ts)
>>> loss.backward()
>>> optimizer.step()
>>> optimizer.zero_grad()
"""

from . import data, functional, init
from .activations import (
    ELU,
    AbsoluteValue,
    HardThreshold,
    LeakyReLU,
    LogSoftmax,
    Maxout,
    PReLU,
    ReLU,
    Sigmoid,
    Softmax,
    Softplus,
    Tanh,
)
from .containers import ModuleDict, ModuleList
from .diagnosis import Diagnosis
from .flatten import Flatten
from .identity import Identity
from .linear import Linear
from .losses import (
    BCEWithLogitsLoss,
    CrossEntropyLoss,
    HalfSquaredErrorLoss,
    HingeLoss,
    MSELoss,
    MultiMarginLoss,
)
from .mlp import MLP
from .module import Module
from .parameter import Parameter
from .seeding import manual_seed
from .sequential import Sequential

__all__ = [
    "ELU",
    "MLP",
    "AbsoluteValue",
    "BCEWithLogitsLoss",
    "CrossEntropyLoss",
    "Diagnosis",
    "Flatten",
    "HalfSquaredErrorLoss",
    "HardThreshold",
    "HingeLoss",
    "Identity",
    "LeakyReLU",
    "Linear",
    "LogSoftmax",
    "MSELoss",
    "Maxout",
    "Module",
    "ModuleDict",
    "ModuleList",
    "MultiMarginLoss",
    "PReLU",
    "Parameter",
    "ReLU",
    "Sequential",
    "Sigmoid",
    "Softmax",
    "Softplus",
    "Tanh",
    "data",
    "functional",
    "init",
    "manual_seed",
]
