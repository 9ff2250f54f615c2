"""Optimizer: what all optimizers have, which is groups of parameters with their options, and a state."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

import numpy as np

from autograd import Tensor, clear_bars, enable_grad, error_message

from .loading import checked_groups, checked_state
from .pack import Pack, Part, packed


class ParamGroup(dict[str, Any]):
    """Parameters, under ``"params"``, and the options that they are trained with, such as ``"lr"``."""

    __slots__ = ("_packed", "_packs")

    _packed: Any
    _packs: list[Pack]

    def packs(self) -> list[Pack]:
        """The parameters in packs; new ones when the parameters have been replaced."""
        params = self["params"]
        if getattr(self, "_packed", None) is not params:
            self._packed, self._packs = params, packed(params)
        return self._packs

    def parts(self, *slots: str, counted: bool = False) -> Iterator[Part]:
        """What to update, pack by pack, with what is kept under the given names; see `Pack.parts`."""
        for pack in self.packs():
            yield from pack.parts(*slots, counted=counted)


class Optimizer:
    """The base class of optimizers.

    An optimizer of your own gives its options' default values to ``__init__``, checks options in ``check_options`` and
    updates the parameters of a group in ``step_group``.

    Parameters
    ----------
    params
        The tensors to train, or a list of dicts, one for each group: its tensors under ``"params"``, and the options
        that differ from the default values.
    defaults
        The options and their default values; None for one that has no default value, unless it is in ``may_be_none``.

    Attributes
    ----------
    param_groups : list of dict
        The groups. A schedule changes ``param_groups[0]["lr"]``. ``"params"`` is a tuple.
    """

    #: The names of the arrays that are kept for a parameter; each has the parameter's shape.
    slots: Sequence[str] = ()
    #: Whether the steps of each parameter are counted and saved, as ``"step"``.
    counts_steps: bool = False
    #: The names of the options for which None is a value.
    may_be_none: Sequence[str] = ()

    def __init__(self, params: Iterable[Any], defaults: Mapping[str, Any]) -> None:
        self.defaults = dict(defaults)
        self.param_groups: list[ParamGroup] = []
        groups: list[Any] = _listed(params)
        if not groups:
            raise ValueError(
                error_message(
                    f"{type(self).__name__} was given no parameters",
                    "give model.parameters(); an iterator that has been used up is empty",
                )
            )
        if not isinstance(groups[0], Mapping):
            groups = [{"params": groups}]
        for group in groups:
            self.add_param_group(group)

    def add_param_group(self, param_group: Any) -> None:
        """Adds a group: a dict of tensors under ``"params"`` and of options. An error adds nothing."""
        if not isinstance(param_group, Mapping) or "params" not in param_group:
            raise TypeError(
                error_message(
                    "a parameter group is a dict with its tensors under 'params'",
                    "give tensors or dicts, not a mixture",
                )
            )
        params = param_group["params"]
        params = (params,) if isinstance(params, Tensor) else tuple(_listed(params))
        taken = {id(param) for group in self.param_groups for param in group["params"]}
        for param in params:
            _check_param(param, id(param) in taken)
            taken.add(id(param))
        unknown = [name for name in param_group if name != "params" and name not in self.defaults]
        if unknown:
            raise ValueError(
                error_message(
                    f"{type(self).__name__} has no option {unknown[0]!r}",
                    f"it has {', '.join(map(repr, self.defaults))}",
                )
            )
        options = {**self.defaults, **param_group, "params": params}
        for name, value in options.items():
            if value is None and name in self.defaults and name not in self.may_be_none:
                raise ValueError(
                    error_message(
                        f"a parameter group without {name}", f"give {name}, to the group or as the default value"
                    )
                )
        self.check_options(options)
        self.param_groups.append(ParamGroup(options))

    def check_options(self, options: Mapping[str, Any]) -> None:
        """Raises an error where the options of a group are no good."""

    def step_group(self, group: ParamGroup) -> None:
        """Updates the parameters of a group that have an error signal."""
        raise NotImplementedError(error_message(f"{type(self).__name__} defines no step_group()", "define one"))

    def step(self, closure: Callable[[], Any] | None = None) -> Any:
        """Updates all parameters that have an error signal, in place, and leaves the others as they are.

        ``closure``, if given, is called first; it computes the loss anew and runs its backward pass. Its value is
        returned.
        """
        loss = None
        if closure is not None:
            with enable_grad():
                loss = closure()
        for group in self.param_groups:
            self.step_group(group)
        return loss

    def zero_grad(self, set_to_none: bool = True) -> None:
        """Clears the bars of all parameters: to None, or to zeros. `backward()` adds to what is there."""
        for group in self.param_groups:
            if set_to_none:
                clear_bars(group["params"])
                continue
            for param in group["params"]:
                if param.bar is not None:
                    param.bar = np.zeros(param.shape, param.dtype)

    @property
    def state(self) -> dict[Tensor, dict[str, Any]]:
        """The arrays that are kept for each parameter, by name: to look at. `load_state_dict` changes them."""
        return {
            param: {
                **({"step": np.array(pack.counts[position])} if pack.counts[position] else {}),
                **{name: slot.views[position] for name, slot in pack.slots.items() if slot.filled[position]},
            }
            for group in self.param_groups
            for pack in group.packs()
            for position, param in enumerate(pack.params)
        }

    def state_dict(self) -> dict[str, Any]:
        """Options and state, in PyTorch's layout, with parameters numbered through all groups; arrays are copies.

        >>> from autograd import Tensor
        >>> import optim
        >>> w = Tensor(1.0, requires_grad=True)
        >>> optimizer = optim.SGD([w], lr=0.1, momentum=0.9)
        >>> (w * w).backward()
        >>> optimizer.step()
        >>> optimizer.state_dict()["state"]
        {0: {'momentum_buffer': array(2.)}}
        """
        params = [param for group in self.param_groups for param in group["params"]]
        state, numbers = self.state, iter(range(len(params)))
        return {
            "state": {
                number: {name: array.copy() for name, array in state[param].items()}
                for number, param in enumerate(params)
                if state[param]
            },
            "param_groups": [
                {**group, "params": [next(numbers) for _ in group["params"]]} for group in self.param_groups
            ],
        }

    def load_state_dict(self, state_dict: Mapping[str, Any]) -> None:
        """Takes over options and state from a `state_dict` of an optimizer of as many parameters in as many groups.

        Raises
        ------
        ValueError
            Naming what does not fit. Nothing is changed then.
        """
        name = type(self).__name__
        groups = checked_groups(name, state_dict, self.param_groups, self.defaults, self.may_be_none)
        for group in groups:
            self.check_options(group)
        params = [param for group in self.param_groups for param in group["params"]]
        state, counts = checked_state(name, state_dict, params, self.slots, self.counts_steps)
        for group, options in zip(self.param_groups, groups):
            group.update(options)
            for pack in group.packs():
                pack.clear()
                for position, param in enumerate(pack.params):
                    pack.counts[position] = counts[id(param)]
                    for slot, array in state[id(param)].items():
                        pack.slot(slot).fill(position, array)

    def __repr__(self) -> str:
        lines = []
        for number, group in enumerate(self.param_groups):
            options = ", ".join(
                f"{name}={value}" for name, value in group.items() if name != "params" and value is not None
            )
            lines.append(f"  group {number}: {len(group['params'])} parameters, {options}")
        return "\n".join([f"{type(self).__name__} (", *lines, ")"])


def _listed(params: Any) -> list[Any]:
    if isinstance(params, Tensor) or not hasattr(params, "__iter__") or isinstance(params, Mapping):
        raise TypeError(
            error_message(
                f"an optimizer takes an iterable of tensors, not {type(params).__name__}",
                "give model.parameters(), or a list of tensors, or a list of dicts",
            )
        )
    if isinstance(params, set | frozenset):
        raise TypeError(
            error_message("parameters in a set have another order in every run", "give a list, like model.parameters()")
        )
    return list(params)


def _check_param(param: Any, taken: bool) -> None:
    if not isinstance(param, Tensor):
        raise TypeError(
            error_message(f"an optimizer trains tensors, not {type(param).__name__}", "give model.parameters()")
        )
    if not param.is_leaf:
        raise ValueError(
            error_message(
                "an optimizer cannot train a tensor that was computed", "give the tensors that it was computed from"
            )
        )
    if param.dtype.kind != "f":
        raise ValueError(error_message(f"an optimizer cannot train {param.dtype}", "only floats have a gradient"))
    if taken:
        raise ValueError(
            error_message("a parameter was given twice, and would be updated twice", "give each parameter once")
        )
