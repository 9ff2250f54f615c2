"""fit: the training loop."""

from __future__ import annotations

import math
import os
from collections.abc import Callable, Iterable, Mapping
from importlib.util import find_spec
from typing import Any

from autograd import error_message
from nn.extras import required
from nn.module import Module
from nn.saving import Checkpoint

from .arguments import (
    check_functions,
    check_minibatches,
    check_monitor,
    check_number,
    check_optimizer,
    check_single,
)
from .evaluation import evaluate
from .history import History
from .modes import modes_kept
from .run_state import RunState
from .schedules import advance, together


def fit(
    model: Module,
    loss: Callable[..., Any],
    optimizer: Any,
    minibatches: Iterable[Any],
    *,
    epochs: int,
    validation: Any = None,
    metrics: Mapping[str, Callable[..., Any]] | None = None,
    epoch_schedule: Any = None,
    step_schedule: Any = None,
    before_step: Callable[[], Any] | None = None,
    after_epoch: Callable[[History], Any] | None = None,
    monitor: str | None = None,
    mode: str = "min",
    patience: int | None = None,
    restore_best: bool | None = None,
    checkpoint: str | os.PathLike[str] | None = None,
    save_every: int | None = None,
    saved_with: Mapping[str, Any] | None = None,
    progress: bool | None = None,
) -> History:
    """Trains a model: for each minibatch the loss, its backward pass, and a step (docs/lectures.md E9, T4).

    The whole model is in training mode meanwhile (`Module.train`), also modules that were in evaluation mode; each gets
    its own mode back afterwards.

    Parameters
    ----------
    model
        The model, called with the points of a minibatch.
    loss
        A function of the model's output and of what else the minibatch has, that gives a mean over the points.
    optimizer
        Over the model's parameters.
    minibatches
        `nn.data.Minibatches`, or anything that gives tuples of points and targets, once for each epoch.
    epochs
        How many epochs there are to be in all: a whole number, from 0.
    validation
        A tuple of arrays, or minibatches, on which the loss (``"val_loss"``) and ``metrics`` are taken each epoch; see
        `evaluate`.
    metrics
        Functions like ``loss``, by name; their values are called ``"val_NAME"``, so ``"loss"`` is taken.
    epoch_schedule, step_schedule
        A schedule to step after each epoch, or after each minibatch, or a list of them, as one for the learning rate
        and one for the momentum. One whose ``takes_number`` is True, as that of `ReduceLROnPlateau`, is given the
        monitored number.
    before_step
        Is called between the backward pass and the optimizer's step: for clipping, or to look at error signals.
    after_epoch
        Is called with the history after each epoch. If it returns True, training stops.
    monitor, mode
        The column of the history by which epochs are compared: ``"val_loss"`` where there is validation, else
        ``"loss"``; and whether ``"min"`` or ``"max"`` is best.
    patience
        Training stops when so many epochs have passed without a better one; None for never.
    restore_best
        Whether the model has the weights of its best epoch in the end, or those of the last; None for the best where
        there is validation.
    checkpoint
        A file in which all states are saved after each epoch. If it exists, training goes on from it: a run that was
        killed is simply started again, and gives, bit for bit, what it would have given.
    save_every
        Saves also whenever so many minibatches of an epoch have passed.
    saved_with
        More objects to save, by name, as `nn.Checkpoint` takes them: Generators that the model draws from, for example.
    progress
        Whether to show a progress bar; None for where tqdm is installed.

    Returns
    -------
    History
        A row for each epoch: ``"loss"``, the mean over its minibatches; ``"lr"``; and what was taken on ``validation``.

    Raises
    ------
    FloatingPointError
        Where the loss of a minibatch is infinite or no number. No step is made with it.
    SavedFileError
        Where the checkpoint is damaged or another run's. Nothing is changed then.
    ValueError
        For options that do not go together, no minibatches, an optimizer of another model, a loss that is not one
        number, a metric called ``"loss"``, or a number of epochs that is none.
    TypeError
        For arrays in place of minibatches, a class in place of a loss or of a schedule, or metrics without names.

    Examples
    --------
    >>> import numpy as np
    >>> import nn, optim
    >>> xs = np.linspace(-1, 1, 40, dtype=np.float32).reshape(-1, 1)
    >>> model = nn.Linear(1, 1, rng=0)
    >>> optimizer = optim.SGD(model.parameters(), lr=0.1)
    >>> batches = nn.data.Minibatches(xs, 2 * xs + 1, batch_size=8, rng=0)
    >>> history = nn.fit(model, nn.MSELoss(), optimizer, batches, epochs=40, progress=False)
    >>> history["loss"][-1] < 1e-4
    True
    """
    check_functions(loss, metrics, validation)
    check_number("epochs", epochs, 0)
    check_minibatches(minibatches, loss)
    check_optimizer(model, optimizer)
    if save_every is not None and (checkpoint is None or not hasattr(minibatches, "state_dict") or save_every < 1):
        raise ValueError(
            error_message(
                f"save_every={save_every} with checkpoint={checkpoint} and {type(minibatches).__name__}",
                "give a checkpoint, minibatches that can be resumed (nn.data.Minibatches), and a number of at least 1",
            )
        )
    monitor = monitor or ("loss" if validation is None else "val_loss")
    check_monitor(monitor, metrics, validation)
    epoch_schedule = together("epoch_schedule", epoch_schedule)
    step_schedule = together("step_schedule", step_schedule)
    restore_best = validation is not None if restore_best is None else restore_best
    run = RunState(model, mode)
    objects = {
        "model": model,
        "optimizer": optimizer,
        "run": run,
        "minibatches": minibatches,
        "validation": validation,
        "epoch_schedule": epoch_schedule,
        "step_schedule": step_schedule,
    }
    resumable = {name: item for name, item in objects.items() if hasattr(item, "state_dict")}
    file = None if checkpoint is None else Checkpoint(checkpoint, **resumable, **(saved_with or {}))
    if file is not None and file.exists():
        file.load()

    bar = _bar(progress, epochs, minibatches, run)
    with modes_kept(model):
        try:
            while run.epoch < epochs and not run.stopped:
                model.train()
                for batch in minibatches:
                    value = _step(model, loss, optimizer, batch, before_step, run)
                    advance(step_schedule, value)
                    if file is not None and save_every and run.step % save_every == 0:
                        file.save()
                    if bar is not None:
                        bar.update()
                _end_epoch(model, loss, optimizer, validation, metrics, run)
                row = run.history[-1]
                advance(epoch_schedule, row[monitor])
                run.best.update(row[monitor])
                run.stopped = patience is not None and run.best.waited >= patience
                if after_epoch is not None and after_epoch(run.history) is True:
                    run.stopped = True
                if file is not None:
                    file.save()
                if bar is not None:
                    bar.set_postfix({name: f"{number:.4g}" for name, number in row.items() if name != "lr"})
        finally:
            if bar is not None:
                bar.close()
    if restore_best:
        run.best.restore()
    return run.history


def _step(model: Module, loss: Any, optimizer: Any, batch: Any, before_step: Any, run: RunState) -> float:
    """One step of the optimizer; returns the loss."""
    xs, *targets = batch if isinstance(batch, tuple | list) else (batch,)
    optimizer.zero_grad()
    L = loss(model(xs), *targets)
    check_single(L, "loss")
    value = float(L.item())
    if not math.isfinite(value):
        raise FloatingPointError(
            error_message(
                f"the loss is {value} in epoch {run.epoch + 1}, minibatch {run.step + 1}",
                "take a smaller learning rate, clip the gradients, or look for points that are not finite",
            )
        )
    L.backward()
    if before_step is not None:
        before_step()
    optimizer.step()
    run.step += 1
    run.points += len(xs)
    run.loss_sum += value * len(xs)
    return value


def _end_epoch(model: Module, loss: Any, optimizer: Any, validation: Any, metrics: Any, run: RunState) -> None:
    """Adds the epoch's row to the history."""
    if not run.points:
        raise ValueError(
            error_message("an epoch without minibatches", "an iterator that has been used up is empty; give a list")
        )
    row = {"loss": run.loss_sum / run.points, "lr": float(optimizer.param_groups[0]["lr"])}
    if validation is not None:
        row |= {f"val_{name}": value for name, value in evaluate(model, loss, validation, metrics).items()}
    run.history.append(**row)
    run.epoch += 1
    run.begin_epoch()


def _bar(progress: bool | None, epochs: int, minibatches: Any, run: RunState) -> Any:
    if progress is None:
        progress = find_spec("tqdm") is not None
    if not progress:
        return None
    batches = len(minibatches) if hasattr(minibatches, "__len__") else None
    return required("tqdm", "examples", "a progress bar").tqdm(
        desc="training",
        unit="batch",
        total=batches and batches * epochs,
        initial=(batches or 0) * run.epoch + run.step,
    )
