"""RunState: how far a training run has come."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autograd import error_message
from nn.module import Module

from .best import BestWeights
from .history import History


class RunState:
    """The number of the epoch, what has been added up in it, the history and the best weights."""

    def __init__(self, model: Module, mode: str) -> None:
        self.history = History()
        self.best = BestWeights(model, mode)
        self.epoch = 0
        self.step = 0
        self.points = 0
        self.loss_sum = 0.0
        self.stopped = False

    def begin_epoch(self) -> None:
        """Sets the counters of the epoch to zero."""
        self.step, self.points, self.loss_sum = 0, 0, 0.0

    def state_dict(self) -> dict[str, Any]:
        """All of it."""
        return {
            "epoch": self.epoch,
            "step": self.step,
            "points": self.points,
            "loss_sum": self.loss_sum,
            "stopped": self.stopped,
            "history": self.history.state_dict(),
            "best": self.best.state_dict(),
        }

    def load_state_dict(self, state_dict: Any) -> None:
        """Goes on from a `state_dict`; an error changes nothing."""
        names = list(self.state_dict())
        if not isinstance(state_dict, Mapping) or list(state_dict) != names:
            raise ValueError(error_message("no state of a training run", "load the checkpoint of a run of fit()"))
        History().load_state_dict(state_dict["history"])
        self.best.load_state_dict(state_dict["best"])
        self.history.load_state_dict(state_dict["history"])
        self.epoch, self.step, self.points = (int(state_dict[name]) for name in ("epoch", "step", "points"))
        self.loss_sum, self.stopped = float(state_dict["loss_sum"]), bool(state_dict["stopped"])
