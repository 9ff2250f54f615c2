"""How good a model is on points that it is not being trained on."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import numpy as np

from autograd import error_message, no_grad
from nn.data.minibatches import Minibatches
from nn.data.points import as_array
from nn.losses.reduction import Loss
from nn.module import Module

from .arguments import check_metrics, check_single, is_points_and_targets
from .modes import modes_kept

#: How many points at a time.
_POINTS = 1024


def evaluate(
    model: Module,
    loss: Callable[..., Any],
    batches: Any,
    metrics: Mapping[str, Callable[..., Any]] | None = None,
) -> dict[str, float]:
    """The loss and other numbers of a model, over all points, without recording anything.

    The model is in evaluation mode meanwhile (`Module.eval`); each module gets its own mode back afterwards.

    Parameters
    ----------
    model
        The model.
    loss
        A function of the model's output and the targets, like `nn.CrossEntropyLoss`, that gives a mean over the points.
    batches
        A tuple of arrays, points and targets; or minibatches of them. A list of two arrays is taken for points and
        targets too, where it cannot be minibatches: where they differ in shape, or the loss wants targets.
    metrics
        More functions like ``loss``, by name: ``{"accuracy": nn.accuracy}``. ``"loss"`` is taken.

    Returns
    -------
    dict
        ``"loss"`` and the metrics: means over the points. A weighted mean, as of `nn.CrossEntropyLoss` with weights of
        the classes, is that over all points too, however they are cut into minibatches.

    Raises
    ------
    ValueError
        For no points, a metric called ``"loss"``, or a loss or a metric that gives several numbers.

    Examples
    --------
    >>> import numpy as np
    >>> import nn
    >>> model = nn.Linear(2, 3)
    >>> nn.init.zeros_(model.weight), nn.init.zeros_(model.bias)
    (...)
    >>> scores = evaluate(model, nn.CrossEntropyLoss(), (np.ones((4, 2)), [0, 1, 2, 0]), {"accuracy": accuracy})
    >>> {name: round(score, 4) for name, score in scores.items()}
    {'loss': 1.0986, 'accuracy': 0.5}
    """
    check_metrics(metrics)
    if isinstance(batches, tuple) or is_points_and_targets(batches, loss):
        batches = Minibatches(*batches, batch_size=_POINTS, shuffle=False)
    functions = {"loss": loss, **(metrics or {})}
    sums, weights, points = dict.fromkeys(functions, 0.0), dict.fromkeys(functions, 0.0), 0
    with modes_kept(model), no_grad():
        model.eval()
        for batch in batches:
            xs, *targets = batch if isinstance(batch, tuple | list) else (batch,)
            ys = model(xs)
            for name, function in functions.items():
                part = function.sum_and_weight(ys, *targets) if isinstance(function, Loss) else None
                if part is None:
                    value = as_array(function(ys, *targets))
                    check_single(value, "loss" if name == "loss" else f"metric {name!r}")
                    part = float(value.item()) * len(xs), len(xs)
                sums[name] += part[0]
                weights[name] += part[1]
            points += len(xs)
    if not points:
        raise ValueError(error_message("an evaluation without points", "an iterator that has been used up is empty"))
    for name, weight in weights.items():
        if not weight:
            raise ValueError(
                error_message(f"the mean {name} of points that all have the weight 0", "give some with another")
            )
    return {name: total / weights[name] for name, total in sums.items()}


def accuracy(scores: Any, labels: Any) -> float:
    """The part of the points whose highest score is that of their class. A point with a score of nan is never right.

    Parameters
    ----------
    scores
        (points, classes). Or those of one output, (points,) or (points, 1), where a positive score stands for class 1.
        What a sigmoid gives is always positive: after one give ``lambda ys, ts: nn.accuracy(ys - 0.5, ts)``.
    labels
        Class numbers (points,), or rows (points, classes) whose largest entry is that of the class. For one output, in
        the shape of the scores: -1 and 1; or numbers from 0 to 1, such as softened targets, where class 1 has at
        least ½.

    Raises
    ------
    ValueError
        For shapes that do not go together, and for other labels of one output.

    Examples
    --------
    >>> accuracy([[0.1, 2.0], [0.5, 0.2], [3.0, 1.0]], [1, 0, 1])
    0.6666666666666666
    """
    scores, labels = as_array(scores), as_array(labels)
    if scores.ndim == 2 and scores.shape[1] > 1:
        found, known = scores.argmax(axis=1), ~np.isnan(scores).any(axis=1)
        if labels.shape == scores.shape:
            labels = labels.argmax(axis=1)
    else:
        found, known = scores > 0, ~np.isnan(scores)
    if labels.shape != found.shape or not found.size:
        raise ValueError(
            error_message(
                f"the accuracy of scores of shape {scores.shape} for labels of shape {labels.shape}",
                "scores are (points, classes), and labels class numbers (points,)",
            )
        )
    if found.dtype == bool:
        labels = _is_class_1(labels)
    return float(np.mean((found == labels) & known))


def _is_class_1(labels: Any) -> Any:
    """Which points of a network with one output are of class 1."""
    if not (np.all(np.abs(labels) == 1) or np.all((labels >= 0) & (labels <= 1))):
        raise ValueError(
            error_message(
                f"labels from {labels.min()} to {labels.max()}, for scores of one output",
                "they are -1 and 1, or from 0 to 1; for more classes give the network an output for each",
            )
        )
    return labels >= 0.5
