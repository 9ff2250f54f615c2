"""Running one function on tensors of ours and of PyTorch's, and comparing values and derivatives of two orders."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
import torch

from autograd import Tensor


def assert_same(got: Any, wanted: Any, what: str) -> None:
    """Equal to within rounding, relative to the greatest entry; in the same shape."""
    got, wanted = np.asarray(got), np.asarray(wanted)
    assert got.shape == wanted.shape, f"{what}: shape {got.shape}, PyTorch's is {wanted.shape}"
    scale = max(1.0, float(np.max(np.abs(wanted), initial=0.0, where=np.isfinite(wanted))))
    np.testing.assert_allclose(got, wanted, rtol=1e-9, atol=1e-10 * scale, err_msg=what)


def compare(ours: Callable[..., Any], theirs: Callable[..., Any], arrays: Sequence[np.ndarray], order: int = 2) -> None:
    """The values of two functions, their gradients, and the gradients' derivatives along a direction."""
    xs = [Tensor(array, requires_grad=True) for array in arrays]
    ts = [torch.tensor(array, requires_grad=True) for array in arrays]
    our_outputs, their_outputs = as_list(ours(*xs)), as_list(theirs(*ts))
    assert len(our_outputs) == len(their_outputs)
    for z, t in zip(our_outputs, their_outputs, strict=True):
        assert_same(z.data, t.detach().numpy(force=True), "value")

    our_loss = sum((z * waves(z.shape)).sum() for z in our_outputs)
    their_loss = sum((t * torch.tensor(waves(tuple(t.shape)))).sum() for t in their_outputs)
    our_bars = our_gradient(our_loss, xs, create_graph=order > 1)
    their_bars = their_gradient(their_loss, ts, create_graph=order > 1)
    for bar, grad in zip(our_bars, their_bars, strict=True):
        assert_same(values_of(bar), grad.detach().numpy(force=True), "gradient")
    if order == 1:
        return

    our_sum = sum((bar * waves(bar.shape, 2)).sum() for bar in our_bars)
    their_sum = sum((grad * torch.tensor(waves(tuple(grad.shape), 2))).sum() for grad in their_bars)
    for bar, grad in zip(our_gradient(our_sum, xs), their_gradient(their_sum, ts), strict=True):
        assert_same(values_of(bar), grad.detach().numpy(force=True), "second derivative")


def our_gradient(loss: Any, xs: Sequence[Tensor], create_graph: bool = False) -> list[Any]:
    for x in xs:
        x.bar = None
    if isinstance(loss, Tensor) and loss.requires_grad:
        loss.backward(create_graph=create_graph)
    bars = [np.zeros(x.shape) if x.bar is None else x.bar for x in xs]
    for x in xs:
        x.bar = None
    return bars


def their_gradient(loss: Any, ts: Sequence[torch.Tensor], create_graph: bool = False) -> list[torch.Tensor]:
    if not isinstance(loss, torch.Tensor) or not loss.requires_grad:
        return [torch.zeros_like(t) for t in ts]
    found = torch.autograd.grad(loss, ts, create_graph=create_graph, allow_unused=True)
    return [torch.zeros_like(t) if grad is None else grad for t, grad in zip(ts, found, strict=True)]


def values_of(bar: Any) -> Any:
    return bar.data if isinstance(bar, Tensor) else bar


def waves(shape: tuple[int, ...], pitch: int = 1) -> np.ndarray:
    """Fixed numbers of both signs, to weigh outputs with."""
    return np.cos(pitch * np.arange(1.0, 1 + int(np.prod(shape)))).reshape(shape)


def as_list(result: Any) -> list[Any]:
    return list(result) if isinstance(result, list | tuple) else [result]
