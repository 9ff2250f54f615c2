"""Every loss with its options against PyTorch: values and error signals."""

import numpy as np
import pytest
import torch
import torch.nn.functional as reference
from hypothesis import given
from hypothesis import strategies as st

import nn
from autograd import Tensor

CLOSE = {"rtol": 1e-10, "atol": 1e-12}

seeds = st.integers(0, 2**32 - 1)
lengths = st.integers(1, 6)
reductions = st.sampled_from(["mean", "sum", "none"])
scales = st.sampled_from([1.0, 30.0, 1e4])


def compare(loss, torch_loss, scores, rng):
    """The same value, and the same error signal of the scores, from a random one where the loss has several entries."""
    ours = Tensor(scores, requires_grad=True)
    theirs = torch.tensor(scores, requires_grad=True)
    value, wanted = loss(ours), torch_loss(theirs)
    np.testing.assert_allclose(value.data, wanted.detach().numpy(), **CLOSE)
    bar = rng.normal(size=value.shape)
    value.backward(bar)
    wanted.backward(torch.tensor(bar))
    np.testing.assert_allclose(ours.bar, theirs.grad.numpy(), **CLOSE)


@given(
    seed=seeds,
    shape=st.lists(lengths, min_size=1, max_size=4),
    reduction=reductions,
    scale=scales,
    weighted=st.booleans(),
    smoothing=st.sampled_from([0.0, 0.1, 1.0]),
    by_rows=st.booleans(),
)
def test_cross_entropy(seed, shape, reduction, scale, weighted, smoothing, by_rows):
    rng = np.random.default_rng(seed)
    axis = min(1, len(shape) - 1)
    classes = shape[axis]
    if by_rows:
        labels = np.moveaxis(rng.dirichlet(np.ones(classes), [*shape[:axis], *shape[axis + 1 :]]), -1, axis)
    else:
        labels = rng.integers(0, classes, [*shape[:axis], *shape[axis + 1 :]])
    weight = rng.uniform(0.1, 3, classes) if weighted else None
    options = {"reduction": reduction, "label_smoothing": smoothing}
    ours = nn.CrossEntropyLoss(weight, **options)
    theirs = torch.nn.CrossEntropyLoss(None if weight is None else torch.tensor(weight), **options)
    scores = scale * rng.normal(size=shape)
    compare(lambda z: ours(z, labels), lambda z: theirs(z, torch.tensor(labels)), scores, rng)


@given(
    seed=seeds,
    shape=st.lists(lengths, max_size=3),
    reduction=reductions,
    scale=scales,
    weighted=st.booleans(),
    positive=st.sampled_from([None, "one", "each"]),
    soft=st.booleans(),
)
def test_binary_cross_entropy(seed, shape, reduction, scale, weighted, positive, soft):
    rng = np.random.default_rng(seed)
    labels = rng.uniform(size=shape) if soft else rng.integers(0, 2, shape).astype(float)
    weight = rng.uniform(0, 3, shape) if weighted else None
    pos_weight = {None: None, "one": np.array(2.5), "each": rng.uniform(0.1, 3, shape[-1:])}[positive]
    ours = nn.BCEWithLogitsLoss(weight, reduction=reduction, pos_weight=pos_weight)
    theirs = torch.nn.BCEWithLogitsLoss(
        None if weight is None else torch.tensor(weight),
        reduction=reduction,
        pos_weight=None if pos_weight is None else torch.tensor(pos_weight),
    )
    scores = scale * rng.normal(size=shape)
    compare(lambda z: ours(z, labels), lambda z: theirs(z, torch.tensor(labels)), scores, rng)


@given(
    seed=seeds,
    points=lengths,
    classes=lengths,
    reduction=reductions,
    p=st.sampled_from([1, 2]),
    margin=st.sampled_from([1.0, 0.3]),
    weighted=st.booleans(),
)
def test_multi_margin(seed, points, classes, reduction, p, margin, weighted):
    rng = np.random.default_rng(seed)
    scores, labels = rng.normal(size=(points, classes)), rng.integers(0, classes, points)
    weight = rng.uniform(0, 3, classes) if weighted else None
    ours = nn.MultiMarginLoss(p, margin, weight, reduction=reduction)
    theirs = torch.nn.MultiMarginLoss(p, margin, None if weight is None else torch.tensor(weight), reduction=reduction)
    compare(lambda z: ours(z, labels), lambda z: theirs(z, torch.tensor(labels)), scores, rng)


@given(seed=seeds, shape=st.lists(lengths, max_size=3), reduction=reductions, margin=st.sampled_from([1.0, 0.3]))
def test_hinge(seed, shape, reduction, margin):
    """PyTorch has no layer for it; its expression is the judge."""
    rng = np.random.default_rng(seed)
    scores, labels = rng.normal(size=shape), rng.choice([-1.0, 1.0], shape)

    def hinge(z):
        losses = torch.relu(margin - torch.tensor(labels) * z)
        return losses if reduction == "none" else getattr(losses, reduction)()

    compare(lambda z: nn.HingeLoss(margin=margin, reduction=reduction)(z, labels), hinge, scores, rng)


@given(seed=seeds, shape=st.lists(lengths, max_size=3), reduction=reductions)
def test_half_squared_error(seed, shape, reduction):
    rng = np.random.default_rng(seed)
    scores, targets = rng.normal(size=shape), rng.normal(size=shape)
    compare(
        lambda z: nn.HalfSquaredErrorLoss(reduction=reduction)(z, targets),
        lambda z: reference.mse_loss(z, torch.tensor(targets), reduction=reduction) / 2,
        scores,
        rng,
    )


@pytest.mark.parametrize("reduction", ["mean", "sum"])
def test_a_weighted_mean_of_pictures(reduction):
    """Class numbers for each pixel: the mean is over all of them, weighted."""
    rng = np.random.default_rng(0)
    scores, labels, weight = (
        rng.normal(size=(3, 4, 5, 2)),
        rng.integers(0, 4, (3, 5, 2)),
        np.array([1.0, 5.0, 0.0, 2.0]),
    )
    ours = nn.CrossEntropyLoss(weight, reduction=reduction)
    theirs = torch.nn.CrossEntropyLoss(torch.tensor(weight), reduction=reduction)
    compare(lambda z: ours(z, labels), lambda z: theirs(z, torch.tensor(labels)), scores, rng)
