"""The schedules of a training run: none, one, or several that are stepped together."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from autograd import error_message


class Together:
    """Schedules that are stepped one after the other, as for the momentum and for the learning rate."""

    def __init__(self, schedules: list[Any]) -> None:
        self.schedules = schedules

    def state_dict(self) -> dict[str, Any]:
        """The schedules' states, by their number."""
        return {str(number): schedule.state_dict() for number, schedule in enumerate(self.schedules)}

    def load_state_dict(self, state_dict: Any) -> None:
        """Takes over a `state_dict` of as many schedules of the same kinds; an error changes nothing."""
        own = self.state_dict()
        if not isinstance(state_dict, Mapping) or list(state_dict) != list(own):
            raise ValueError(error_message(f"no state of {len(own)} schedules", "load that of the same run"))
        try:
            for schedule, state in zip(self.schedules, state_dict.values(), strict=True):
                schedule.load_state_dict(state)
        except Exception:
            for schedule, state in zip(self.schedules, own.values(), strict=True):
                schedule.load_state_dict(state)
            raise


def together(option: str, given: Any) -> Any:
    """What `advance` takes, of what was given as ``option``: None, a schedule, or a list of schedules."""
    schedules = list(given) if isinstance(given, list | tuple) else [given]
    for schedule in schedules:
        if isinstance(schedule, type) or not (schedule is None or callable(getattr(schedule, "step", None))):
            named = schedule.__name__ if isinstance(schedule, type) else repr(schedule)
            raise TypeError(
                error_message(
                    f"{option} has {named}, which is no schedule", "make one: optim.lr_scheduler.StepLR(optimizer, 10)"
                )
            )
    return Together(schedules) if isinstance(given, list | tuple) else given


def advance(schedule: Any, number: float) -> None:
    """Steps a schedule, or several; those that wait for a plateau are given the monitored number."""
    if isinstance(schedule, Together):
        for each in schedule.schedules:
            advance(each, number)
    elif getattr(schedule, "takes_number", False):
        schedule.step(number)
    elif schedule is not None:
        schedule.step()
