"""Packs: small parameters whose steps are computed together.

A call of a NumPy function costs as much as its work on a thousand numbers. In a small network most parameters are
smaller than that. So the parameters of a pack have their steps in one array and their momenta in another, and each
parameter only its view of them; what is the same for all entries is then one call for the whole pack. A large parameter
is a pack by itself, so that what is computed of it stays in the processor's cache.
"""

from __future__ import annotations

import copy
import math
from collections.abc import Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from autograd import Tensor, data_and_bars, mark_written

#: A pack holds at most so many numbers, unless it holds a single parameter.
LIMIT = 1 << 14


class Slot:
    """An array like the parameters of a pack, which an optimizer keeps from step to step, such as a velocity."""

    __slots__ = ("filled", "views", "whole")

    #: For all parameters of the pack together.
    whole: Any
    #: For each parameter, in its shape.
    views: list[Any]
    #: For each parameter, whether it has been given a value yet.
    filled: list[bool]

    def __init__(self, params: Sequence[Tensor]) -> None:
        self.whole = np.zeros(_whole_shape(params), params[0].dtype)
        self.views = _divided(self.whole, params)
        self.filled = [False] * len(params)

    def fill(self, position: int, array: Any) -> None:
        """Gives one parameter its value."""
        self.views[position][...] = array
        self.filled[position] = True


class Part(NamedTuple):
    """Parameters to update together."""

    #: The parameters' own arrays, and their error signals.
    arrays: list[Any]
    gradients: list[Any]
    #: Room for the step of all of them: along one axis, or in the shape of the only one.
    step: Any
    #: The same room, in the shape of each.
    steps: list[Any]
    #: What is kept for them under each name, like ``step``.
    slots: list[Any]
    #: Whether nothing has been kept yet.
    first: bool
    #: How many steps have been counted before this one.
    taken: int

    def gradient(self, weight_decay: float = 0.0, maximize: bool = False) -> Any:
        """The error signals, or their opposite, plus weight_decay · w: in one array like ``step``, only to be read."""
        gradients = self.gradients
        if not weight_decay and not maximize:
            if len(gradients) == 1:
                return gradients[0]
            return np.concatenate(gradients, axis=None, out=self.step)
        for w, gradient, step in zip(self.arrays, gradients, self.steps):
            np.multiply(w, weight_decay, step)
            (np.subtract if maximize else np.add)(step, gradient, step)
        return self.step


class Pack:
    """Parameters of one dtype, with what an optimizer keeps for them."""

    __slots__ = ("counts", "params", "slots", "step", "steps")

    params: tuple[Tensor, ...]
    #: Room to compute the step of all parameters in; it keeps nothing from step to step, and packs share it.
    step: Any
    #: The same room, in the shape of each parameter.
    steps: list[Any]
    slots: dict[str, Slot]
    #: How many steps each parameter has taken, with an optimizer that counts them.
    counts: list[int]

    def __init__(self, params: Sequence[Tensor], room: Any) -> None:
        self.params = tuple(params)
        self.step = room[: sum(param.size for param in params)].reshape(_whole_shape(params))
        self.steps = _divided(self.step, params)
        self.clear()

    def clear(self) -> None:
        """Forgets what has been kept."""
        self.slots = {}
        self.counts = [0] * len(self.params)

    def slot(self, name: str) -> Slot:
        """The slot of a name, made when first asked for."""
        slot = self.slots.get(name)
        if slot is None:
            slot = self.slots[name] = Slot(self.params)
        return slot

    def parts(self, *names: str, counted: bool = False) -> Iterator[Part]:
        """What to update, with the slots of the given names: the whole pack, or its parameters one by one.

        One by one where some have no error signal, or a state and others none, or where ``counted`` steps are not
        equally many. All slots that are given count as filled afterwards, and each step as taken.
        """
        slots = [self.slot(name) for name in names]
        arrays, gradients = data_and_bars(self.params)
        counts = self.counts
        first = bool(slots) and not slots[0].filled[0]
        if not [1 for gradient in gradients if gradient is None] and not (counted and len(set(counts)) > 1):
            for slot in slots:
                if first in slot.filled:
                    break
            else:
                mark_written(self.params)
                yield Part(arrays, gradients, self.step, self.steps, [slot.whole for slot in slots], first, counts[0])
                if first:
                    for slot in slots:
                        slot.filled = [True] * len(slot.filled)
                if counted:
                    self.counts = [counts[0] + 1] * len(counts)
                return
        for i, gradient in enumerate(gradients):
            if gradient is not None:
                first = bool(slots) and not slots[0].filled[i]
                views = [slot.views[i] for slot in slots]
                mark_written(self.params[i : i + 1])
                yield Part([arrays[i]], [gradient], self.steps[i], [self.steps[i]], views, first, counts[i])
                for slot in slots:
                    slot.filled[i] = True
                if counted:
                    counts[i] += 1

    def __deepcopy__(self, memo: dict[int, Any]) -> Pack:
        # The views of the copy must be views of the copy's arrays.
        twin = Pack(copy.deepcopy(self.params, memo), np.empty(self.step.size, self.step.dtype))
        for name, slot in self.slots.items():
            twin.slot(name).whole[...] = slot.whole
            twin.slot(name).filled[:] = slot.filled
        twin.counts[:] = self.counts
        return twin


def packed(params: Sequence[Tensor]) -> list[Pack]:
    """Divides parameters into packs."""
    lots: list[list[Tensor]] = []
    open_lots: dict[Any, list[Tensor]] = {}
    for param in params:
        lot = open_lots.get(param.dtype)
        if lot is None or sum(other.size for other in lot) + param.size > LIMIT:
            lots.append(lot := [])
            if param.size < LIMIT:
                open_lots[param.dtype] = lot
        lot.append(param)
    rooms: dict[Any, Any] = {}
    for lot in lots:
        dtype, size = lot[0].dtype, sum(param.size for param in lot)
        if dtype not in rooms or rooms[dtype].size < size:
            rooms[dtype] = np.empty(size, dtype)
    return [Pack(lot, rooms[lot[0].dtype]) for lot in lots]


def _whole_shape(params: Sequence[Tensor]) -> tuple[int, ...]:
    """One axis for several parameters; of a single one its own shape."""
    return params[0].shape if len(params) == 1 else (sum(param.size for param in params),)


def _divided(whole: Any, params: Sequence[Tensor]) -> list[Any]:
    if len(params) == 1:
        return [whole]
    views, start = [], 0
    for param in params:
        stop = start + math.prod(param.shape)
        views.append(whole[start:stop].reshape(param.shape))
        start = stop
    return views
