"""Scheduler: changes one option of an optimizer's groups from epoch to epoch, or from step to step."""

from __future__ import annotations

from collections.abc import Mapping
from numbers import Real
from typing import Any, ClassVar

from autograd import error_message


class Scheduler:
    """The base class of schedules.

    A schedule of your own defines `value`, a formula in the number of the epoch. When it is made it sets the option's
    value for epoch 0, and each ``step()`` that of the next epoch. What an "epoch" is, is up to you: call ``step()``
    after each epoch, or after each minibatch.

    Where something else has changed the option meanwhile, another schedule for example, the schedule multiplies what it
    finds by the ratio of its new value to its old one; so schedules can be combined by stepping each of them. The
    initial value is kept in the group, as ``"initial_lr"`` for ``"lr"``, and travels with the optimizer's state.

    Parameters
    ----------
    optimizer
        An `optim.Optimizer`, whose groups have the option.

    Attributes
    ----------
    last_epoch : int
        The number of the epoch whose value is set.
    """

    #: The option that is changed.
    option: ClassVar[str]
    #: Whether ``step()`` is given a number, such as the loss of the epoch.
    takes_number: ClassVar[bool] = False

    def __init__(self, optimizer: Any) -> None:
        groups = getattr(optimizer, "param_groups", None)
        if groups is None:
            raise TypeError(
                error_message(
                    f"{type(self).__name__} changes an optimizer, not {type(optimizer).__name__}", "give the optimizer"
                )
            )
        if not all(self.option in group for group in groups):
            raise ValueError(
                error_message(
                    f"{type(optimizer).__name__} has no option {self.option!r} for {type(self).__name__} to change",
                    "give an optimizer that has it, such as optim.SGD",
                )
            )
        self.optimizer = optimizer
        self.last_epoch = 0
        for number, group in enumerate(groups):
            initial = self._initial(group)
            self._change(group, initial, self.value(0, initial, number))

    def value(self, epoch: int, initial: float, group: int = 0) -> float:
        """The option's value in an epoch, counted from 0, for the group of that number, whose initial value is given.

        Nothing else changes it, so this also tells beforehand what the schedule will do.
        """
        raise NotImplementedError(error_message(f"{type(self).__name__} defines no value()", "define one"))

    def step(self) -> None:
        """Sets the option's values for the next epoch."""
        self.last_epoch += 1
        for number, group in enumerate(self.optimizer.param_groups):
            initial = self._initial(group)
            old, new = (self.value(epoch, initial, number) for epoch in (self.last_epoch - 1, self.last_epoch))
            self._change(group, old, new)

    def get_last_values(self) -> list[float]:
        """The option's present value in each group."""
        return [group[self.option] for group in self.optimizer.param_groups]

    def state_dict(self) -> dict[str, Any]:
        """The number of the epoch and the schedule's own options. Functions are not saved, and not changed by loading.

        >>> from autograd import Tensor
        >>> import optim
        >>> optimizer = optim.SGD([Tensor(1.0, requires_grad=True)], lr=0.1)
        >>> optim.lr_scheduler.StepLR(optimizer, step_size=10).state_dict()
        {'last_epoch': 0, 'step_size': 10, 'gamma': 0.1}
        """
        own = {name: value for name, value in vars(self).items() if _is_plain(value)}
        return {"last_epoch": own.pop("last_epoch"), **own}

    def load_state_dict(self, state_dict: Mapping[str, Any]) -> None:
        """Takes over what `state_dict` gave of a schedule of the same kind.

        The optimizer's groups are not changed: load the optimizer's state as well.

        Raises
        ------
        ValueError
            Where it is of another kind. Nothing is changed then.
        """
        own = self.state_dict()
        names = list(getattr(state_dict, "keys", list)())
        if sorted(map(str, names)) != sorted(own):
            raise ValueError(self._unfit(f"it has {names}, and the schedule {list(own)}"))
        for name, value in state_dict.items():
            if not _same_kind(value, own[name]):
                raise ValueError(self._unfit(f"its {name!r} is {value!r}"))
        if state_dict["last_epoch"] < 0:
            raise ValueError(self._unfit(f"its 'last_epoch' is {state_dict['last_epoch']}"))
        for name, value in state_dict.items():
            setattr(self, name, list(value) if isinstance(value, list) else value)

    def _initial(self, group: Any) -> float:
        return group.setdefault(f"initial_{self.option}", group[self.option])  # type: ignore[no-any-return]

    def _change(self, group: Any, old: float, new: Any) -> None:
        """From the schedule's old value to its new one; in proportion where something else has changed the option."""
        if not isinstance(new, Real) or not float(new) >= 0:
            raise ValueError(
                error_message(
                    f"{type(self).__name__} makes {self.option} {new!r} in epoch {self.last_epoch}",
                    f"{self.option} is a number that is not negative",
                )
            )
        current = group[self.option]
        group[self.option] = new if current == old or not old else current * (new / old)

    def _unfit(self, why: str) -> str:
        return error_message(
            f"the state dict does not fit this {type(self).__name__}, which is unchanged: {why}",
            "load what state_dict() returned for a schedule of the same kind",
        )

    def __repr__(self) -> str:
        options = ", ".join(f"{name}={value}" for name, value in self.state_dict().items())
        return f"{type(self).__name__}({options})"


def _is_plain(value: Any) -> bool:
    if isinstance(value, list):
        return all(map(_is_plain, value))
    return value is None or isinstance(value, str | Real)


def _same_kind(value: Any, own: Any) -> bool:
    if isinstance(own, bool | str) or own is None:
        return type(value) is type(own)
    if isinstance(own, int):
        return isinstance(value, int) and not isinstance(value, bool)
    if isinstance(own, list):
        return isinstance(value, list) and all(isinstance(item, Real) for item in value)
    return isinstance(value, Real) and not isinstance(value, bool)
