"""A learning rate from a small random subsample of the points (docs/lectures.md T5)."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np

from autograd import error_message
from nn.data.minibatches import Minibatches
from nn.data.points import checked_arrays
from nn.module import Module
from nn.seeding import Seed, generator, generator_state, get_rng_state, restore_generator, set_rng_state
from nn.tree import own_generators

from .arguments import check_functions, check_number, check_optimizer
from .evaluation import evaluate
from .modes import modes_kept

if TYPE_CHECKING:
    from nn.figure import Plot


@dataclass(frozen=True)
class LearningRateSearch:
    """What `search_learning_rate` found.

    Attributes
    ----------
    lrs, losses
        The learning rates that were tried, and the loss on the subsample after training with each; inf where it
        diverged.
    initial_loss
        The loss before training.
    """

    lrs: list[float]
    losses: list[float]
    initial_loss: float

    @property
    def best(self) -> float:
        """The learning rate with the smallest loss. Where it is the first or the last, try others beyond it."""
        return self.lrs[int(np.argmin(self.losses))]

    def plot(self) -> Plot:
        """The losses over the learning rates, a matplotlib figure; those that diverged, or all but, are marked.

        A notebook shows it; in a program ``plot().savefig("search.svg")``.

        Raises
        ------
        ImportError
            Where matplotlib is missing.
        """
        from nn.figure import ERRORS, INK, VALUES, subplots

        figure, axes = subplots()
        lrs, losses = np.array(self.lrs), np.array(self.losses)
        # One that all but diverged would leave no room for the others.
        diverged = ~(losses <= self.initial_loss + 0.5 * (self.initial_loss - min(self.losses)))
        axes.semilogx(lrs, np.where(diverged, np.nan, losses), color=VALUES, marker="o")
        axes.axhline(self.initial_loss, color=INK, linestyle=":", label="before training")
        axes.axvline(self.best, color=ERRORS, linestyle="--", label=f"best: {self.best:.3g}")
        if diverged.any():
            top = axes.get_xaxis_transform()
            places = lrs[diverged], np.full(diverged.sum(), 0.97)
            axes.plot(*places, color=ERRORS, marker="x", linestyle="none", transform=top, label="diverged")
        axes.set_xlabel("learning rate ε")
        axes.set_ylabel("loss on the subsample")
        axes.legend()
        return figure  # type: ignore[no-any-return]


def search_learning_rate(
    model: Module,
    loss: Callable[..., Any],
    optimizer: Any,
    *arrays: Any,
    lrs: Iterable[float] | None = None,
    points: int = 1000,
    epochs: int = 5,
    batch_size: int = 32,
    rng: Seed = None,
) -> LearningRateSearch:
    """Trains on a small random subsample with each of several learning rates, always from the model's present weights.

    The best learning rate depends only weakly on the number of points, so it will do for all of them. While it trains,
    the whole model is in training mode. Model and optimizer are as before afterwards: their states, the modes and the
    error signals, and where the Generators are that the model's modules hold.

    Parameters
    ----------
    model, loss, optimizer
        As for `fit`. The optimizer keeps its kind and its other options; the groups' rates keep their proportions. So
        does the rate of the first step, ``first_lr`` of `optim.SGD`: where it is ten times ``lr``, it is ten times each
        learning rate that is tried.
    *arrays
        Points and targets.
    lrs
        The learning rates to try; None for 13 from 10⁻⁴ to 10².
    points
        How many points the subsample has, at most; at least 1.
    epochs, batch_size
        How long to train on it, at least 1, and in minibatches of how many points.
    rng
        A NumPy Generator or a seed; None for the package's own (`nn.manual_seed`).

    Returns
    -------
    LearningRateSearch
        With ``best`` and ``plot()``.

    Raises
    ------
    ValueError
        Where no learning rate makes the loss smaller, or one is negative; for an optimizer of another model, a loss
        that is not one number, no points, or no epochs.

    Examples
    --------
    >>> import numpy as np
    >>> import nn, optim
    >>> xs = np.random.default_rng(0).normal(size=(5000, 3)).astype(np.float32)
    >>> ts = (xs.sum(axis=1) > 0).astype(int)
    >>> model = nn.Linear(3, 2, rng=0)
    >>> optimizer = optim.SGD(model.parameters(), lr=1.0)
    >>> search = search_learning_rate(model, nn.CrossEntropyLoss(), optimizer, xs, ts, points=200, rng=0)
    >>> search.best > 0.1
    True
    """
    checked = checked_arrays("a search", arrays)
    rates = [float(lr) for lr in (np.logspace(-4, 2, 13) if lrs is None else lrs)]
    if not rates or not all(lr > 0 and math.isfinite(lr) for lr in rates):
        raise ValueError(error_message(f"lrs={rates}", "give at least one learning rate above 0"))
    check_number("points", points, 1)
    check_number("epochs", epochs, 1)
    check_optimizer(model, optimizer)
    check_functions(loss, None, None)
    rng = generator(rng)
    chosen = rng.permutation(len(checked[0]))[:points]
    sample = tuple(array[chosen] for array in checked)
    seed = int(rng.integers(2**63))
    before = _States(model, optimizer)
    shares = _shares(optimizer)
    losses = []
    with modes_kept(model):
        try:
            initial = evaluate(model, loss, sample)["loss"]
            for lr in rates:
                before.restore()
                for group, share in zip(optimizer.param_groups, shares):
                    for option, proportion in share.items():
                        group[option] = lr * proportion
                with np.errstate(all="ignore"):
                    losses.append(_loss_after(model, loss, optimizer, sample, epochs, batch_size, seed))
        finally:
            before.restore()
    if not min(losses) < initial:
        raise ValueError(
            error_message(
                f"no learning rate from {min(rates):.3g} to {max(rates):.3g} makes the loss smaller than {initial:.4g}",
                "try others, or look at the model and the data",
            )
        )
    return LearningRateSearch(rates, losses, initial)


def _loss_after(
    model: Module, loss: Any, optimizer: Any, sample: tuple[Any, ...], epochs: int, batch_size: int, seed: int
) -> float:
    batches = Minibatches(*sample, batch_size=batch_size, rng=seed)
    model.train()
    for _ in range(epochs):
        for batch in batches:
            xs, *targets = batch if isinstance(batch, tuple) else (batch,)
            optimizer.zero_grad()
            L = loss(model(xs), *targets)
            if not math.isfinite(L.item()):
                return math.inf
            L.backward()
            optimizer.step()
    after = evaluate(model, loss, sample)["loss"]
    return after if math.isfinite(after) else math.inf


def _shares(optimizer: Any) -> list[dict[str, float]]:
    """Each group's learning rates, that of the first step too, as multiples of the first group's."""
    groups = optimizer.param_groups
    unit = float(groups[0]["lr"])
    return [
        {
            option: float(group[option]) / unit if unit else 1.0
            for option in ("lr", "first_lr")
            if group.get(option) is not None
        }
        for group in groups
    ]


class _States:
    """The states of a model, of its optimizer, and of the random numbers, to go back to."""

    def __init__(self, model: Module, optimizer: Any) -> None:
        self.model, self.optimizer = model, optimizer
        self.states = model.state_dict(), optimizer.state_dict(), get_rng_state()
        self.generators = [(rng, generator_state(rng)) for module in model.modules() for rng in own_generators(module)]
        params = {id(param): param for group in optimizer.param_groups for param in group["params"]}
        params.update((id(param), param) for param in model.parameters())
        self.bars = [(param, param.bar) for param in params.values()]

    def restore(self) -> None:
        """Puts everything back."""
        self.model.load_state_dict(self.states[0])
        self.optimizer.load_state_dict(self.states[1])
        set_rng_state(self.states[2])
        for rng, state in self.generators:
            restore_generator(rng, state)
        for param, bar in self.bars:
            param.bar = bar
