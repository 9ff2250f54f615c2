"""The modes of a model's modules, training or evaluation, kept over a stretch of work."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from nn.module import Module


@contextmanager
def modes_kept(model: Module) -> Iterator[None]:
    """Gives each module in the model its own mode back in the end, also where an error ends it."""
    modes = [(module, module.training) for module in model.modules()]
    try:
        yield
    finally:
        for module, training in modes:
            module.training = training
