"""Diagnosis: watches a network as it runs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

from autograd import Tensor, error_message
from nn.module import Module

from .layer import LayerDiagnosis
from .table import as_html, as_text

if TYPE_CHECKING:
    from nn.figure import Plot


class Diagnosis:
    """The sizes of activations and error signals layer by layer, and the units that are saturated or dead.

    Watches a model from now on and tells about its latest call: norms of the activations at once, norms of the error
    signals after ``backward()`` of a tensor that was computed from the model's output. There are none after
    `autograd.grad` and its like, which leave no error signals behind. To find out which units no training point
    activates, call the model on all training points (docs/lectures.md U3, U5).

    Printed it is a table, and so in a notebook; `plot` draws it. Where a layer has outputs of nan, so is its norm, and
    its saturated and dead units are not counted: the table has nan there, the plot a gap.

    Parameters
    ----------
    model
        A module. Each module in it that is called has a line. What is computed outside of modules, such as
        ``np.tanh(...)`` in a ``forward``, has none.

    Notes
    -----
    The outputs that are watched, and so the graph of the latest call, live until the next call. As a context manager a
    diagnosis stops at the end of the block, and can still be looked at.

    Examples
    --------
    >>> import numpy as np
    >>> import nn
    >>> model = nn.MLP([2, 3, 1], rng=1)
    >>> diagnosis = nn.Diagnosis(model)
    >>> loss = nn.MSELoss()(model(np.eye(2)), np.ones((2, 1)))
    >>> loss.backward()
    >>> print(diagnosis)
    layer  kind    units  ‖activations‖  ‖error signals‖  saturated  dead
    0      Linear      3           1.03            0.915
    1      ReLU        3          0.921            0.966                1
    2      Linear      1          0.562             1.56
    >>> diagnosis["1"].dead
    array([2])
    """

    def __init__(self, model: Module) -> None:
        if not isinstance(model, Module):
            raise TypeError(error_message(f"a diagnosis of {model!r}", "give an nn.Module, such as a network"))
        self.model = model
        self._outputs: list[tuple[str, Module, Tensor]] = []
        self._running = False
        self._hooks = [model.register_forward_pre_hook(lambda module, args: self._begin(module))]
        for path, module in model.named_modules():
            self._hooks.append(module.register_forward_hook(self._taker(path or type(module).__name__, module)))
        self._hooks.append(model.register_forward_hook(lambda module, args, output: self._end(module)))

    # A copy of the model has the same hooks, but is another module.

    def _begin(self, module: Module) -> None:
        if module is self.model:
            self._outputs, self._running = [], True

    def _end(self, module: Module) -> None:
        if module is self.model:
            self._running = False

    def _taker(self, name: str, watched: Module) -> Any:
        """The hook of one module."""

        def take(module: Module, args: tuple[Any, ...], output: Any) -> None:
            if not self._running or module is not watched:
                return
            if not isinstance(output, Tensor) and hasattr(output, "dtype"):
                output = Tensor(output)
            if isinstance(output, Tensor):
                self._outputs.append((name, module, output))

        return take

    @property
    def layers(self) -> list[LayerDiagnosis]:
        """One for each call of a module, in the order of the calls.

        A module that only passes on what another has made, as a chain does, is left out.
        """
        seen: set[int] = set()
        calls: Counter[str] = Counter()
        found = []
        for name, module, output in self._outputs:
            if id(output) not in seen:
                seen.add(id(output))
                calls[name] += 1
                shown = name if calls[name] == 1 else f"{name} ({calls[name]})"
                found.append(LayerDiagnosis.of(shown, module, output))
        return found

    def __getitem__(self, name: str) -> LayerDiagnosis:
        """The layer of a path, such as ``"0"`` or ``"encoder.2"``."""
        layers = {layer.name: layer for layer in self.layers}
        if name not in layers:
            known = ", ".join(map(repr, layers)) or "none yet: call the model"
            raise LookupError(error_message(f"no layer {name!r} was called", f"there are {known}"))
        return layers[name]

    def __iter__(self) -> Iterator[LayerDiagnosis]:
        return iter(self.layers)

    def __len__(self) -> int:
        return len(self.layers)

    def plot(self) -> Plot:
        """Norms layer by layer on a logarithmic scale, and below them the shares of saturated and dead units.

        A matplotlib figure, which a notebook shows; in a program ``plot().savefig("norms.svg")``. Needs matplotlib.
        """
        from .plot import plot

        return plot(self.layers)

    def stop(self) -> None:
        """Ends the watching; what was seen last can still be looked at."""
        for hook in self._hooks:
            hook.remove()

    def __enter__(self) -> Diagnosis:
        return self

    def __exit__(self, *exception: object) -> None:
        self.stop()

    def __repr__(self) -> str:
        return as_text(self.layers)

    def _repr_html_(self) -> str:
        return as_html(self.layers)
