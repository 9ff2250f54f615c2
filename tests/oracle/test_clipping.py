"""Gradient clipping against PyTorch's."""

import math

import numpy as np
import pytest
import torch

from autograd import Tensor
from nn.utils import clip_grad_norm_, clip_grad_value_


def twins():
    rng = np.random.default_rng(0)
    ours, theirs = [], []
    for shape in [(3, 4), (4,), ()]:
        ours.append(Tensor(np.zeros(shape), requires_grad=True))
        theirs.append(torch.zeros(shape, dtype=torch.float64, requires_grad=True))
        ours[-1].bar = np.asarray(rng.normal(size=shape))
        theirs[-1].grad = torch.tensor(ours[-1].bar)
    return ours, theirs


def agree(ours, theirs):
    for mine, other in zip(ours, theirs):
        np.testing.assert_allclose(mine.bar, other.grad.numpy(), rtol=1e-12)


@pytest.mark.parametrize("norm_type", [1.0, 2.0, 3.0, math.inf])
@pytest.mark.parametrize("max_norm", [0.0, 0.5, 2.0, 100.0])
def test_clipping_by_norm(max_norm, norm_type):
    ours, theirs = twins()
    norm = clip_grad_norm_(ours, max_norm, norm_type)
    assert norm == pytest.approx(torch.nn.utils.clip_grad_norm_(theirs, max_norm, norm_type).item(), rel=1e-12)
    agree(ours, theirs)


@pytest.mark.parametrize("clip_value", [0.0, 0.5, 10.0])
def test_clipping_by_value(clip_value):
    ours, theirs = twins()
    clip_grad_value_(ours, clip_value)
    torch.nn.utils.clip_grad_value_(theirs, clip_value)
    agree(ours, theirs)
