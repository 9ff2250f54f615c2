"""The lectures' initial weights for a whole network: each layer's by the unit that comes after it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from autograd import error_message
from nn.seeding import Seed, generator

from .filling import constant_
from .lectures import scaled_normal_, scaled_uniform_, unit_gain

if TYPE_CHECKING:
    from nn.linear import Linear
    from nn.module import Module
    from nn.sequential import Sequential


def by_unit_(
    model: Sequential, distribution: str = "normal", *, relu_bias: float = 0.0, rng: Seed = None
) -> Sequential:
    """Fills the weights of every `Linear` in a chain as its units need them; biases become 0 (docs/lectures.md T2).

    A layer's unit is the activation that follows; the last layer, and one before a softmax or another layer, has linear
    units. A `Maxout` is layer and unit in one. What has no weights of layers in it, such as a `Flatten`, is left as it
    is.

    Parameters
    ----------
    model
        A chain of layers, such as an `nn.MLP`; chains in it are entered.
    distribution
        ``"normal"`` or ``"uniform"``.
    relu_bias
        The biases of ReLU units: slightly positive ones make units active at first (docs/lectures.md U5).
    rng
        A NumPy Generator, a seed, or None.

    Raises
    ------
    ValueError
        Where a layer is followed by a unit for which no formula is known, or is inside a module of another kind.
        Nothing is changed then.

    Examples
    --------
    >>> import nn
    >>> model = nn.init.by_unit_(nn.MLP([100, 400, 10], nn.ReLU), rng=0)
    >>> [round(float(layer.weight.data.std()), 2) for layer in (model[0], model[2])]
    [0.14, 0.05]
    """
    if distribution not in ("normal", "uniform"):
        raise ValueError(error_message(f"distribution={distribution!r}", "give 'normal' or 'uniform'"))
    rng = generator(rng)
    for linear, unit, gain in list(_layers(model)):
        (scaled_normal_ if distribution == "normal" else scaled_uniform_)(linear.weight, gain, rng=rng)
        if linear.bias is not None:
            constant_(linear.bias, relu_bias if unit == "relu" else 0.0)
    return model


def _layers(model: Module) -> Iterator[tuple[Linear, str, float]]:
    """Each linear layer with its unit and gain."""
    from nn.activations import Maxout
    from nn.linear import Linear

    chain = list(_chain(model))
    for position, layer in enumerate(chain):
        if isinstance(layer, Linear):
            unit, gain = _gain(chain[position + 1] if position + 1 < len(chain) else None)
            yield layer, unit, gain
        elif isinstance(layer, Maxout):
            yield layer.linear, "maxout", unit_gain("maxout", pieces=layer.pieces)
        elif any(isinstance(inner, Linear) for inner in layer.modules()):
            raise ValueError(
                error_message(
                    f"{type(layer).__name__} has layers in it, and does not tell in which order they are called",
                    "fill their weights yourself, as with nn.init.he_normal_(layer.weight)",
                )
            )


def _chain(model: Module) -> Iterator[Module]:
    from nn.identity import Identity
    from nn.sequential import Sequential

    if not isinstance(model, Sequential):
        raise TypeError(
            error_message(
                f"by_unit_ of a {type(model).__name__}, which does not tell in which order its layers are called",
                "give an nn.Sequential or nn.MLP; else fill each weight, as with nn.init.he_normal_(layer.weight)",
            )
        )
    for layer in model:
        if isinstance(layer, Sequential):
            yield from _chain(layer)
        elif not isinstance(layer, Identity):
            yield layer


def _gain(unit: Module | None) -> tuple[str, float]:
    """What kind of unit a layer's activation makes it, and its gain."""
    from nn import activations as of
    from nn.linear import Linear

    if unit is None or isinstance(unit, Linear | of.Maxout | of.Softmax | of.LogSoftmax):
        return "linear", unit_gain("linear")
    if isinstance(unit, of.ELU) and unit.alpha == 1:
        return "elu", unit_gain("elu")
    if isinstance(unit, of.Softplus) and unit.beta == 1:
        return "softplus", unit_gain("softplus")
    if isinstance(unit, of.LeakyReLU):
        return "leaky_relu", unit_gain("leaky_relu", unit.negative_slope)
    if isinstance(unit, of.PReLU):
        return "leaky_relu", unit_gain("leaky_relu", float(abs(unit.weight.data).mean()))
    for kind, name in (
        (of.ReLU, "relu"),
        (of.AbsoluteValue, "absolute_value"),
        (of.Sigmoid, "sigmoid"),
        (of.Tanh, "tanh"),
    ):
        if isinstance(unit, kind):
            return name, unit_gain(name)
    raise ValueError(
        error_message(
            f"no initial weights are known for a layer before {type(unit).__name__}",
            "fill its weight yourself, as with nn.init.lecun_normal_(layer.weight)",
        )
    )
