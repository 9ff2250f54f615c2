"""A table of cases, and everything that must hold for each of them.

A case is an operation in one of its forms with the shapes of its inputs. A new operation is one more line in the table
of its rule page, and gets all the checks below: NumPy is the judge of its values, finite differences in float64 of its
first and second derivatives.
"""

from __future__ import annotations

import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any

import numpy as np
import pytest

from autograd import Tensor
from autograd.graph import Node, firing_order
from autograd.primitives import EVERYTHING, NOTHING
from autograd.scattered import Scattered
from tests.autograd.duck import Duck

Make = Callable[[np.random.Generator], np.ndarray]


@dataclass(frozen=True)
class Case:
    """``f``, a function of arrays and of tensors alike, and how to make its inputs, all of which are differentiable."""

    name: str
    f: Callable[..., Any]
    makes: tuple[Make, ...]
    #: Character codes of the float dtypes that NumPy's own function takes.
    dtypes: str

    def inputs(self, dtype: Any = np.float64) -> list[np.ndarray]:
        rng = np.random.default_rng(zlib.crc32(self.name.encode()))
        return [np.asarray(make(rng), dtype) for make in self.makes]

    def outputs(self, inputs: Sequence[Any]) -> list[Any]:
        """The outputs as a list, also where there is only one."""
        result = self.f(*inputs)
        return list(result) if isinstance(result, list | tuple) else [result]

    def weights(self, outputs: Sequence[Any]) -> list[np.ndarray]:
        """What the outputs are multiplied by to get a loss, so that error signals are general."""
        rng = np.random.default_rng(12)
        return [rng.uniform(0.5, 1.5, z.shape).astype(z.dtype) for z in outputs]

    def loss(self, inputs: Sequence[Any]) -> Any:
        outputs = self.outputs(inputs)
        return total(z * w for z, w in zip(outputs, self.weights(outputs), strict=True))

    def __str__(self) -> str:
        return self.name


def case(name: str, f: Callable[..., Any], *makes: Make, dtypes: str = "efdg") -> Case:
    return Case(name, f, makes, dtypes)


def total(terms: Any) -> Any:
    """The sum of all entries of all terms; the terms are arrays or tensors."""
    return sum(term.sum() for term in terms)


# --- inputs: far enough from kinks, poles and ties for differences of 1e-5 ---


def real(*shape: int) -> Make:
    """Of both signs, and not near 0."""
    return lambda rng: rng.uniform(0.3, 1.7, shape) * rng.choice([-1.0, 1.0], shape)


def positive(*shape: int) -> Make:
    return lambda rng: rng.uniform(0.4, 1.9, shape)


def inside(*shape: int) -> Make:
    """Between -0.85 and 0.85, and not near 0."""
    return lambda rng: rng.uniform(0.15, 0.85, shape) * rng.choice([-1.0, 1.0], shape)


def above(*shape: int) -> Make:
    """Greater than 1."""
    return lambda rng: rng.uniform(1.3, 2.9, shape)


def apart(*shape: int) -> Make:
    """No two entries near each other, and none near 0."""
    return lambda rng: (rng.permutation(int(np.prod(shape))).reshape(shape) - 1.3) * 0.37


def matrix(*shape: int) -> Make:
    """Far from singular."""
    return lambda rng: rng.uniform(-0.5, 0.5, shape) + 1.7 * np.eye(*shape[-2:])


def fixed(*values: Any) -> Make:
    """These very numbers."""
    return lambda rng: np.array(values[0] if len(values) == 1 else values, dtype=float)


# --- derivatives by finite differences ---


def numeric_gradient(
    f: Callable[[list[Any]], Any], inputs: Sequence[np.ndarray], step: float = 1e-5
) -> list[np.ndarray]:
    """Central differences of a scalar function of a list of arrays, entry by entry."""
    gradients = []
    for position, x in enumerate(inputs):
        gradient = np.empty_like(x)
        for index in np.ndindex(x.shape):
            sides = []
            for change in (step, -step):
                moved = x.copy()
                moved[index] += change
                sides.append(f([*inputs[:position], moved, *inputs[position + 1 :]]))
            gradient[index] = (sides[0] - sides[1]) / (2 * step)
        gradients.append(gradient)
    return gradients


def leaves(inputs: Sequence[np.ndarray]) -> list[Tensor]:
    """Tensors that require a gradient and whose arrays nobody can write into."""
    tensors = [Tensor(x, requires_grad=True) for x in inputs]
    for tensor in tensors:
        tensor.data.flags.writeable = False
    return tensors


def bars_of(case: Case, inputs: Sequence[np.ndarray]) -> list[np.ndarray]:
    """The error signals that the engine finds for a case's loss."""
    tensors = leaves(inputs)
    case.loss(tensors).backward()
    return [zero_if_none(tensor) for tensor in tensors]


def zero_if_none(tensor: Tensor) -> Any:
    return np.zeros_like(tensor.data) if tensor.bar is None else tensor.bar


def assert_close(got: Any, wanted: Any, tolerance: float = 2e-6) -> None:
    """Equal to within ``tolerance`` of the greatest entry (or of 1), in the same shape."""
    got, wanted = np.asarray(got), np.asarray(wanted)
    assert got.shape == wanted.shape
    scale = max(1.0, float(np.max(np.abs(wanted), initial=0.0)))
    np.testing.assert_allclose(got, wanted, rtol=0, atol=tolerance * scale)


# --- the checks ---


def values_are_numpys(case: Case) -> None:
    for dtype in case.dtypes:
        inputs = case.inputs(dtype)
        for got, wanted in zip(case.outputs(leaves(inputs)), case.outputs(inputs), strict=True):
            assert type(got) is Tensor
            assert got.requires_grad
            assert (got.shape, got.dtype) == (wanted.shape, wanted.dtype)
            precision = 16 * np.finfo(wanted.dtype).eps  # our order of summation may be another
            np.testing.assert_allclose(got.data, wanted, rtol=precision, atol=precision)


def first_derivatives(case: Case) -> None:
    inputs = case.inputs()
    for got, wanted in zip(bars_of(case, inputs), numeric_gradient(case.loss, inputs), strict=True):
        assert_close(got, wanted)


def second_derivatives(case: Case) -> None:
    """Along a direction v: the derivative of the gradient, by inputs and by the outputs' error signals."""
    inputs = case.inputs()
    rng = np.random.default_rng(34)
    direction = [rng.uniform(-1, 1, x.shape) for x in inputs]
    tensors = leaves(inputs)
    outputs = case.outputs(tensors)
    seeds = leaves(case.weights(outputs))
    total(z * seed for z, seed in zip(outputs, seeds, strict=True)).backward(create_graph=True)
    slopes = [tensor.bar for tensor in tensors]
    for tensor in tensors + seeds:
        tensor.bar = None
    along = total(slope * v for slope, v in zip(slopes, direction, strict=True))
    if along.requires_grad:
        along.backward()

    step = 1e-5
    sides = [[x + sign * step * v for x, v in zip(inputs, direction, strict=True)] for sign in (1, -1)]
    changes = zip(tensors, *(bars_of(case, side) for side in sides), strict=True)
    for tensor, plus, minus in changes:
        assert_close(zero_if_none(tensor), (plus - minus) / (2 * step))
    for seed, plus, minus in zip(seeds, *(case.outputs(side) for side in sides), strict=True):
        assert_close(zero_if_none(seed), (plus - minus) / (2 * step))


def each_choice_of_constants_gives_the_same_bars(case: Case) -> None:
    """What a node keeps depends on which inputs want a gradient."""
    inputs = case.inputs()
    wanted = bars_of(case, inputs)
    for size in range(1, len(inputs)):
        for chosen in combinations(range(len(inputs)), size):
            tensors = leaves(inputs)
            mixed = [tensors[i] if i in chosen else [x, Tensor(x)][i % 2] for i, x in enumerate(inputs)]
            case.loss(mixed).backward()
            for i in chosen:
                assert_close(zero_if_none(tensors[i]), wanted[i], 1e-12)


def bars_have_the_dtype_of_their_tensors(case: Case) -> None:
    wanted = bars_of(case, case.inputs())
    for dtype, tolerance in (("e", 1e-2), ("f", 1e-5), ("g", 1e-12)):
        if dtype in case.dtypes:
            for got, bar in zip(bars_of(case, case.inputs(dtype)), wanted, strict=True):
                assert type(got) is np.ndarray
                assert got.dtype == np.dtype(dtype)
                assert_close(got, bar, tolerance)


def the_layout_in_memory_plays_no_part(case: Case) -> None:
    """Transposed arrays and those with gaps are as good as any: flat views of them are not what they seem."""
    inputs = case.inputs()
    values, bars = case.outputs(inputs), bars_of(case, inputs)
    for arranged in ([np.array(x, order="F") for x in inputs], [with_gaps(x) for x in inputs]):
        if not all(map(np.allclose, case.outputs(arranged), values)):
            continue  # an operation that asks for the layout, as order="K" does
        for got, wanted in zip(case.outputs(leaves(arranged)), values, strict=True):
            assert_close(got.data, wanted, 1e-12)
        for bar, wanted in zip(bars_of(case, arranged), bars, strict=True):
            assert_close(bar, wanted, 1e-12)


def with_gaps(x: np.ndarray) -> np.ndarray:
    """The same numbers, each entry apart from the next, and the last first."""
    if not x.ndim:
        return x
    spaced = np.full((*x.shape[:-1], 2 * x.shape[-1]), np.nan)
    spaced[..., ::2] = x[..., ::-1]
    return spaced[..., ::2][..., ::-1]


def bars_are_the_users_own(case: Case) -> None:
    """Arrays of their own memory, that may be written into; leaves add up, what was computed does not."""
    tensors = leaves(case.inputs())
    outputs = case.outputs(tensors)
    products = [z * w for z, w in zip(outputs, case.weights(outputs), strict=True)]
    loss = total(products)
    loss.backward()
    held = list({id(tensor): tensor for tensor in [*tensors, *outputs, *products, loss]}.values())
    first = [np.array(zero_if_none(tensor)) for tensor in held]
    arrays = [tensor.data for tensor in held] + [tensor.bar for tensor in held if tensor.bar is not None]
    bars = [(tensor, tensor.bar) for tensor in held if tensor.bar is not None]
    for tensor, bar in bars:
        assert type(bar) is np.ndarray
        assert (bar.shape, bar.dtype) == (tensor.shape, tensor.dtype)
        assert bar.flags.writeable
        assert not any(np.may_share_memory(bar, other) for other in arrays if other is not bar)
        bar += 1
    loss.backward()
    for number, (tensor, bar) in enumerate(zip(held, first, strict=True)):
        again = zero_if_none(tensor)
        if tensor.bar is not None:
            np.testing.assert_allclose(again, 2 * bar + 1 if number < len(tensors) else bar, rtol=1e-12)


def rules_speak_only_the_protocols(case: Case) -> None:
    """Another library's array in place of NumPy's goes through every rule and stays what it is (the fourth reading)."""
    outputs = case.outputs(leaves(case.inputs()))
    for node in nodes_of(outputs):
        bar = np.random.default_rng(56).uniform(0.5, 1.5, node.shape)
        for position, parent in enumerate(node.inputs):
            if type(parent) is Node:
                wanted = message(node, position, bar[()] if not node.shape else bar, node.kept)
                wanted = wanted.dense() if isinstance(wanted, Scattered) else wanted
                got = message(node, position, Duck(bar), Duck.around(node.kept))
                assert isinstance(got, Duck)
                np.testing.assert_allclose(got.plain, wanted, rtol=1e-12, atol=1e-14)


def message(node: Node, position: int, bar: Any, kept: tuple[Any, ...]) -> Any:
    """What a node's rule for one of its inputs makes of the node's error signal."""
    primitive = node.primitive
    rule, wanted, _ = (primitive.variadic_edges(node) if primitive.variadic else primitive.edges)[position]
    if wanted == NOTHING:
        return rule(bar)
    return rule(bar, *kept) if wanted == EVERYTHING else rule(bar, kept[wanted])


def nodes_of(outputs: Sequence[Tensor]) -> Iterator[Node]:
    """What was recorded, without the leaves."""
    roots = [z.node for z in outputs if z.node is not None]
    return (node for node in firing_order(roots) if node.primitive is not None)


CHECKS = (
    values_are_numpys,
    first_derivatives,
    second_derivatives,
    each_choice_of_constants_gives_the_same_bars,
    bars_have_the_dtype_of_their_tensors,
    the_layout_in_memory_plays_no_part,
    bars_are_the_users_own,
    rules_speak_only_the_protocols,
)


def every_check(cases: Sequence[Case]) -> Callable[..., None]:
    """A test of every case of a table by every check."""
    assert len({case.name for case in cases}) == len(cases), "two cases have one name"

    @pytest.mark.parametrize("case", cases, ids=str)
    def test_case(case: Case) -> None:
        for check in CHECKS:
            check(case)

    return test_case
